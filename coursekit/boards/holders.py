"""Who holds a serial port: the programs that have it open, named as people know them.

psutil does not list open devices on any system, so Linux is asked through /proc and macOS through
lsof. Windows does not tell; there the answer is nobody.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
_LSOF_S = 5.0
_KERNEL = re.compile(r"kernel-([0-9a-f-]{8})[0-9a-f-]*\.json")
_LOCK = re.compile(r"\d+: FLOCK\s+\S+\s+\S+ (\d+) ([0-9a-f]+):([0-9a-f]+):(\d+) ")
_KNOWN = (
    "mpremote", "thonny", "rshell", "ampy", "esptool", "screen", "minicom", "picocom", "putty",
    "tio", "arduino", "ModemManager", "brltty", "jupyter", "coursekit",
)  # fmt: skip


class Holder(NamedTuple):
    """A process that has a port open; name: in words."""

    pid: int
    name: str

    def __str__(self) -> str:
        if self.pid == os.getpid():
            return self.name
        return f"{self.name} (process {self.pid})"


def holders(port: str) -> list[Holder]:
    """The processes that have `port` open, as far as the system tells this user."""
    if sys.platform == "linux":
        pids = _locking(port) | _with_open(port)
    elif sys.platform == "darwin":
        pids = _listed(port)
    else:
        pids = set()
    return [Holder(pid, describe(pid)) for pid in sorted(pids)]


def others(port: str) -> list[Holder]:
    """Those of the `holders` that are not this process."""
    return [who for who in holders(port) if who.pid != os.getpid()]


def describe(pid: int) -> str:
    """The program that process `pid` is, in words."""
    if pid == os.getpid():
        return "this notebook"
    name, words = "another program", []
    import psutil  # only where it is needed: it takes as long as the rest of a board's modules

    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        name = process.name() or name
        words = process.cmdline()
    line = " ".join(words)
    kernel = _KERNEL.search(line)
    if kernel:
        return f"another notebook (kernel {kernel[1]})"
    if "coursekit" in line and "serve" in words:
        return "coursekit serve"
    # The program, or what an interpreter was told to run; not what its other arguments may hold.
    heads = [name, *(Path(word).name for word in words[:3])]
    for known in _KNOWN:
        if any(head.casefold().startswith(known.casefold()) for head in heads):
            return known.capitalize() if known in ("thonny", "arduino") else known
    return name


def _locking(port: str) -> set[int]:
    """Who has locked the port: Linux tells that of every user's processes."""
    try:
        node = os.stat(port)
        locks = (PROC / "locks").read_text()
    except OSError:
        return set()
    place = (os.major(node.st_dev), os.minor(node.st_dev), node.st_ino)
    return {
        int(found[1])
        for found in _LOCK.finditer(locks)
        if (int(found[2], 16), int(found[3], 16), int(found[4])) == place and int(found[1]) > 0
    }


def _with_open(port: str) -> set[int]:
    """Who has the port open: of this user's processes; root sees all."""
    try:
        node = os.stat(port)
    except OSError:
        return set()
    if not stat.S_ISCHR(node.st_mode):
        return set()
    pids = set()
    for folder in PROC.glob("[0-9]*/fd"):
        with contextlib.suppress(OSError):
            if any(_is_device(entry.path, node.st_rdev) for entry in os.scandir(folder)):
                pids.add(int(folder.parent.name))
    return pids


def _is_device(link: str, device: int) -> bool:
    try:
        # The text first: to follow a link may take long, on a network's file system say.
        return os.readlink(link).startswith("/dev/") and os.stat(link).st_rdev == device
    except OSError:
        return False


def _listed(port: str) -> set[int]:
    """macOS: both names of a port, `cu` and `tty`."""
    other = port.replace("/dev/cu.", "/dev/tty.")
    try:
        done = subprocess.run(
            ["lsof", "-F", "p", port, other],
            capture_output=True,
            text=True,
            timeout=_LSOF_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return {int(line[1:]) for line in done.stdout.splitlines() if re.fullmatch(r"p\d+", line)}
