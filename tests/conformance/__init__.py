"""The same MicroPython programs on the virtual board and on real firmware in an emulated RP2040.

What both show must be equal, or stand with its reason in differences.toml.
`python -m tests.conformance` runs them and tells what differs.
"""
