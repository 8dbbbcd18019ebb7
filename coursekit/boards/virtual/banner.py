"""Hides the banner of a MicroPython that goes back to the raw REPL after a soft reset.

A board goes there at once; the process says hello first, in pieces as the pipe cuts them.
"""

from __future__ import annotations

import re

RAW_BANNER = b"raw REPL; CTRL-B to exit\r\n>"
FRIENDLY_END = b"for more information.\r\n>>> "
_FRIENDLY_BANNER = re.compile(rb"MicroPython [^\n]*\nType \"help\(\)\" [^\n]*\n>>> (\r\n)?")
_BEGINS = b"MicroPython "
_MAX = 4096


class BannerFilter:
    """Passes on what a process prints, from `begin` up to the raw banner without the friendly one.

    hiding: whether the raw banner is still to come.
    """

    def __init__(self) -> None:
        self.hiding = False
        self._held = b""

    def begin(self) -> None:
        """The process has just started."""
        self.hiding, self._held = True, b""

    def stop(self) -> None:
        """Nothing is to be hidden, or nothing more will come."""
        self.hiding, self._held = False, b""

    def feed(self, data: bytes) -> bytes:
        """What is to be shown of everything so far; may be nothing yet."""
        data = self._held + data
        if RAW_BANNER in data:
            self.stop()
            return _FRIENDLY_BANNER.sub(b"", data, count=1)
        # What boot.py prints is for the user now; from the banner on everything waits for the raw
        # one, which may come in pieces.
        begin = data.find(_BEGINS)
        if begin < 0:
            begin = len(data) - _overlap(data, _BEGINS)
        elif len(data) - begin > _MAX:
            begin = len(data)  # no banner, but a talkative boot.py
        self._held = data[begin:]
        return data[:begin]


def _overlap(data: bytes, word: bytes) -> int:
    """How many bytes at the end of `data` may be the beginning of `word`."""
    return next((n for n in range(len(word) - 1, 0, -1) if data.endswith(word[:n])), 0)
