# The os module of the rp2 port: the built-in one without what only a computer has.
import sys

import _bench
from collections import namedtuple
from uos import (
    VfsFat,
    VfsLfs2,
    chdir,
    getcwd,
    ilistdir,
    listdir,
    mkdir,
    mount,
    remove,
    rename,
    rmdir,
    sep,
    stat,
    statvfs,
    umount,
    unlink,
    urandom,
)

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

    def urandom(n):
        return bytes([random.getrandbits(8) for _ in range(n)])
