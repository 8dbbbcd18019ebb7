# The micropython module of the rp2 port: its names alone. The file has another name than the
# module, for MicroPython never looks for a file in place of the built-in one.
from _irq import alloc_emergency_exception_buf
from micropython import (
    RingIO,
    const,
    heap_lock,
    heap_unlock,
    kbd_intr,
    mem_info,
    opt_level,
    qstr_info,
    schedule,
    stack_use,
)

__name__ = "micropython"
del __file__  # built into a board's firmware
