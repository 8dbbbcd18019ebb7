"""Tests of sessions: cells in, outputs out, on a real MicroPython."""
