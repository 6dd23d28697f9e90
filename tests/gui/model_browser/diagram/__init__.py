"""Tests of the diagram folder of the Models room."""
