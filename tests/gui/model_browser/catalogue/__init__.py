"""Tests of the catalogue folder of the Models room."""
