"""Tests of the modules for the board, each against its simulated part."""
