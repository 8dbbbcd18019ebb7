"""The host side of a MicroPython course: boards, simulated lab bench, Jupyter kernel, grading.

This package file stays empty but for the version, because the bootstrap imports it on a Python
that has none of the dependencies yet.
"""

__version__ = "0.1.0"
