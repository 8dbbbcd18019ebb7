"""The %-commands of a cell, one file each. A new one is a function with a docstring, its help."""
