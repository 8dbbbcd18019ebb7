"""Tests of the board link, and the suite that every kind of board goes through."""
