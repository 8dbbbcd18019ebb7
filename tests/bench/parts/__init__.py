"""Tests of the parts, one file for each kind."""
