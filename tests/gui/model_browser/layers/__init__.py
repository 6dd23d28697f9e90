"""Tests of the layers folder of the Models room."""
