# The gc module of the rp2 port: its names alone. The file has another name than the module, for
# MicroPython never looks for a file in place of the built-in one.
from _collect import collect
from gc import disable, enable, isenabled, mem_alloc, mem_free, threshold

__name__ = "gc"
del __file__  # built into a board's firmware
