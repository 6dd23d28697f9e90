"""Tests of the choose folder of the Models room."""
