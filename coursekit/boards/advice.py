"""What to do when a port may not be opened, or when a board shows no port at all.

Each system has its own reasons: groups and udev on Linux, drivers on Windows and macOS, and a cable
that only carries power on all of them.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
from pathlib import Path

from coursekit.boards.ports import port_names, usb_of
from coursekit.boards.usb import identify, is_bridge

SYS_USB = Path("/sys/bus/usb/devices")
RULES = "/etc/udev/rules.d/70-micropython.rules"
_CONTAINER_MARKS = ("/.dockerenv", "/run/.containerenv")
_RP2_LOADERS = {("2e8a", "0003"): "RPI-RP2", ("2e8a", "000f"): "RP2350"}
_NEW_SESSION = "log out and in again, and start JupyterLab anew"


def forbidden(port: str) -> str:
    """How to get the right to open `port`; whole sentences."""
    if sys.platform != "linux":
        return f"The system does not let you open it. See who may: ls -l {port}"
    try:
        node = os.stat(port)
    except OSError:
        return "It has just gone: plug the board in again."
    group, members = _group(node.st_gid)
    if in_container():
        return (
            f"This is a container: start it with --device={port} and with the port's group "
            f"(--group-add {node.st_gid})."
        )
    if group == "root" or not node.st_mode & 0o060:
        return f"The system has given it to nobody but root. Make a rule that does:\n{rule(port)}"
    user = _user()
    if user in members and node.st_gid not in os.getgroups():
        return (
            f"You are in the group {group}, but only since after this session began: "
            f"{_NEW_SESSION}."
        )
    return (
        f"It belongs to the group {group}: sudo usermod -aG {group} {user}, then {_NEW_SESSION}. "
        f"Or, for whoever sits at this computer, a rule:\n{rule(port)}"
    )


def rule(port: str) -> str:
    """Commands that make a udev rule for the board on `port`: its user may open it."""
    found = usb_of(port)
    vendor = f"{found.vid:04x}" if found and found.vid is not None else "2e8a"
    line = (
        f'SUBSYSTEM=="tty", ATTRS{{idVendor}}=="{vendor}", TAG+="uaccess", '
        'ENV{ID_MM_DEVICE_IGNORE}="1"'
    )
    return (
        f"echo '{line}' | sudo tee -a {RULES}\n"
        "sudo udevadm control --reload && sudo udevadm trigger    # then plug the board in again"
    )


def in_container() -> bool:
    """Whether this computer is a container, as far as it shows."""
    return any(os.path.exists(mark) for mark in _CONTAINER_MARKS)


def no_port() -> list[str]:
    """Why a board that is plugged in may show no port: a sentence each, what was seen first."""
    found = seen_without_port()
    if sys.platform == "win32":
        found.append(
            "A board without a COM port has a cable for charging only, or lacks its driver "
            "(CP210x: Silicon Labs, CH340: wch.cn, FTDI; Windows Update has them)."
        )
    elif sys.platform == "darwin":
        found.append(
            "A board without a port has a cable for charging only. macOS brings all drivers; one "
            "of the maker's own (CH34x, CP210x) beside it can be in the way: remove it."
        )
    elif not found:
        found.append("A board without a port mostly has a cable for charging only.")
    return found


def there_is_no(port: str) -> str:
    """What to say of a port that is not there: which there are, and what may be wrong."""
    return f"There is no port {port}. {there_are(port_names())}"


def there_are(names: list[str]) -> str:
    """`names`, of all ports, and why others may be missing."""
    text = f"Ports there are: {', '.join(names) or 'none'}."
    missing = (seen_without_port() if sys.platform == "linux" else []) if names else no_port()
    return " ".join([text, *missing])


def seen_without_port() -> list[str]:
    """Boards that are on USB and have no port: a sentence each. Only Linux tells."""
    found: list[str] = []
    if sys.platform != "linux":
        return found
    for device in sorted(SYS_USB.glob("*")):
        try:
            ids = tuple(
                (device / f"id{name}").read_text().strip() for name in ("Vendor", "Product")
            )
            vid, pid = int(ids[0], 16), int(ids[1], 16)
        except (OSError, ValueError):
            continue  # an interface, not a device
        if drive := _RP2_LOADERS.get((ids[0], ids[1])):
            found.append(
                f"A Pico is in its boot loader: copy a MicroPython .uf2 onto the drive {drive}."
            )
        elif ids == ("0483", "df11"):
            found.append("An STM32 board is in its boot loader (DFU): flash MicroPython, or reset.")
        elif is_bridge(vid, pid) and not any(device.glob("*/tty*")):
            known = identify(vid, pid)
            assert known is not None
            found.append(f"A {known.name} is on USB without a port. {_who_took_it()}")
    return found


def _who_took_it() -> str:
    if _running("brltty"):
        return (
            "brltty, for Braille displays, takes such chips: sudo apt remove brltty, or "
            "sudo systemctl mask brltty-udev.service, then plug the board in again."
        )
    return "Plug it in again, and look at what dmesg says."


def _running(name: str) -> bool:
    import psutil  # only where it is needed: it takes as long as the rest of a board's modules

    return any(process.info["name"] == name for process in psutil.process_iter(["name"]))


def _group(gid: int) -> tuple[str, list[str]]:
    try:
        import grp

        entry = grp.getgrgid(gid)
    except (ImportError, KeyError):
        return str(gid), []
    return entry.gr_name, entry.gr_mem


def _user() -> str:
    with contextlib.suppress(Exception):
        return getpass.getuser()
    return "$USER"
