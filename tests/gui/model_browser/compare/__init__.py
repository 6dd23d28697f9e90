"""Tests of the compare folder of the Models room."""
