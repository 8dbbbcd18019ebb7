# Which modules a program finds: the overlay's in place of the built-in ones, and a clear message
# for those that a Pico W has and the virtual board does not simulate.
import builtins
import machine
import neopixel
import os
import select
import sys
import time

import _gc
import _micropython
import _tasks

_ABSENT = ("network", "bluetooth", "rp2", "dht", "onewire", "ds18x20", "lwip", "aioble")
_import = builtins.__import__


def _import_or_explain(name, *rest):
    # A program's own module of such a name, on its flash, comes first.
    try:
        return _import(name, *rest)
    except ImportError:
        if name.split(".")[0] not in _ABSENT:
            raise
        text = "%s is not simulated on the virtual board; it needs a real Pico W" % name
    raise ImportError(text)


def install():
    modules = sys.modules
    modules["machine"] = modules["umachine"] = machine
    modules["time"] = modules["utime"] = time
    modules["os"] = modules["uos"] = os
    modules["select"] = modules["uselect"] = select
    modules["neopixel"] = neopixel
    modules["micropython"] = _micropython
    del modules["_micropython"]
    modules["gc"] = _gc
    del modules["_gc"]
    modules["_asyncio"] = _tasks
    builtins.__import__ = _import_or_explain
