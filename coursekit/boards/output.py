"""Turns the bytes that a program printed into text, piece by piece, as they arrive.

A character or a line end may be split between two reads, so this has to remember half of it.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable

_Utf8 = codecs.getincrementaldecoder("utf-8")


class OutputDecoder:
    """UTF-8 with replacement characters, `\\r\\n` as `\\n`; a lone `\\r` stays.

    unix: the board sends line ends as the program wrote them, so they all stay.
    """

    def __init__(self, on_output: Callable[[str], None] | None, *, unix: bool = False) -> None:
        self._on_output = on_output
        self._unix = unix
        self._utf8 = _Utf8("replace")
        self._cr = ""  # a carriage return whose line feed may still come

    def feed(self, data: bytes | bytearray) -> None:
        """Decode `data` and hand on what is complete."""
        if self._on_output is not None:
            self._emit(self._cr + self._utf8.decode(data))

    def finish(self) -> None:
        """Hand on what was waiting for more: nothing more will come."""
        if self._on_output is not None:
            text = self._cr + self._utf8.decode(b"", True)
            self._cr = ""
            if text:
                self._on_output(text)

    def _emit(self, text: str) -> None:
        if "\r" in text and not self._unix:
            self._cr = "\r" if text[-1] == "\r" else ""
            if self._cr:
                text = text[:-1]
            text = text.replace("\r\n", "\n")
        else:
            self._cr = ""
        if text and self._on_output is not None:
            self._on_output(text)
