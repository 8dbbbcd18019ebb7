# What the os module says of a Pico W, and its random numbers.
import sys

import _bench
from collections import namedtuple

_uname = namedtuple("", ("sysname", "nodename", "release", "version", "machine"))


def uname():
    version = sys.implementation.version
    release = ".".join([str(part) for part in version[:3]])
    if len(version) > 3 and version[3]:
        release += "-" + version[3]
    return _uname(
        "rp2",
        "rp2",
        release,
        "v%s (virtual board; %s)" % (release, sys.version.split("; ")[-1]),
        "Raspberry Pi Pico W with RP2040",
    )


def sync():
    pass


if _bench.fast:
    import random

    def urandom(_n):
        return bytes([random.getrandbits(8) for _ in range(_n)])

else:
    from uos import urandom
