"""Tests of the bench: its circuits, parts, trace and pictures."""
