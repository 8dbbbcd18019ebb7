"""Tests of the Jupyter kernel, through Jupyter's own client."""
