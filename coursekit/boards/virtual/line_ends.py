"""The line ends of a board, for tools that are given a virtual board's port.

The Unix port of MicroPython writes `\\n` where a board writes `\\r\\n`.
"""

from __future__ import annotations

import re

_LONE_LINE_FEED = re.compile(rb"(?<!\r)\n")
_MOUNT_BEGIN = 0x18
_MOUNT_CLOSE = 5
_CLOSE_BYTES = 3


class LineEnds:
    """Turns the Unix port's line ends into a board's, `\\r\\n`, and leaves binary data alone.

    On a board `print` writes `\\r\\n` and `sys.stdout.buffer` writes bytes as they are; the Unix
    port writes both alike. The one common tool that sends binary data through the REPL is
    `mpremote mount`: each of its requests begins with 0x18 and a command byte, waits for a 0x18 in
    return, sends its fields, and ends with the host's reply. Only CLOSE has no reply: its one field
    is a byte.
    """

    def __init__(self) -> None:
        self._last = 0
        self._binary = False
        self._request = bytearray()  # what there is of its first bytes
        self._answered = 0

    def from_host(self, data: bytes) -> None:
        """To be told of every byte that goes to the board."""
        if self._binary:
            self._answered += len(data)

    def to_host(self, data: bytes) -> bytes:
        """What the host gets for `data` of the board."""
        if self._binary and self._answered > 1:
            self._binary = False
        if not self._binary and _MOUNT_BEGIN not in data:
            return self._text(data)
        out = bytearray()
        for byte in data:
            if self._binary:
                self._in_request(byte)
            elif byte == _MOUNT_BEGIN:
                self._binary, self._answered = True, 0
                self._request = bytearray([byte])
            elif byte == 0x0A and self._last != 0x0D:
                out.append(0x0D)
            out.append(byte)
            self._last = byte
        return bytes(out)

    def _text(self, data: bytes) -> bytes:
        begins_within = data[:1] == b"\n" and self._last == 0x0D
        self._last = data[-1] if data else self._last
        ended = _LONE_LINE_FEED.sub(b"\r\n", data)
        return ended[1:] if begins_within else ended

    def _in_request(self, byte: int) -> None:
        if len(self._request) < _CLOSE_BYTES:
            self._request.append(byte)
            if len(self._request) == _CLOSE_BYTES and self._request[1] == _MOUNT_CLOSE:
                self._binary = False
