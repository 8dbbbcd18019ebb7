# Modules that a Pico W has and the virtual board does not simulate: importing one says so.
# A program's own module of that name, on its flash, still comes first.
import builtins
import sys

_NAMES = ("network", "bluetooth", "rp2", "dht", "onewire", "ds18x20", "lwip", "cyw43", "aioble")
_import = builtins.__import__


def _import_or_explain(name, *rest):
    try:
        return _import(name, *rest)
    except ImportError:
        if name.split(".")[0] in _NAMES and name not in sys.modules:
            raise ImportError(
                "%s is not simulated on the virtual board; it needs a real Pico W" % name
            )
        raise


def install():
    builtins.__import__ = _import_or_explain
    # The task queue in C reads the computer's clock. Without it asyncio uses its own in Python,
    # which goes by time.ticks_ms.
    sys.modules["_asyncio"] = None
