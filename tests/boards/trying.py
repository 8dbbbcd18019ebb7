"""A program with which tests try a call on a board: what it gives or raises, what time it takes."""

from __future__ import annotations

TRYING = """
import time
def attempt(call):
    try:
        return call()
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)
def took(call):
    began = time.ticks_us()
    call()
    return time.ticks_diff(time.ticks_us(), began)
"""
