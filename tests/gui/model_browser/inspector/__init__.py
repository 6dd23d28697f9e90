"""Tests of the inspector folder of the Models room."""
