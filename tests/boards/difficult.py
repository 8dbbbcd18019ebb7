"""A link that is as difficult as a link can be: pieces, delays, prompts twice, noise.

Pieces, delays and doubled prompts change nothing that a program prints, so with them everything has
to be right. Noise takes bytes away and adds some: then an operation is right or raises.
"""

from __future__ import annotations

import random
import time

from coursekit.boards import ByteStream
from coursekit.boards.questions import FRIENDLY_PROMPT, RAW_BANNER
from tests.boards.noise import garbage

_DELAY_S = 0.002
_STUCK_TOGETHER = 0.3


class DifficultStream:
    """`stream`, read with difficulty. The same seed gives the same difficulties.

    pieces: reads return 1 to 3 bytes, or all that is there. delays: some come late. prompts: the
    prompt comes twice when the board is woken or restarted. noise: of how many of a thousand bytes
    from the board some get lost or have random ones before them; set it at any time.
    """

    def __init__(
        self,
        stream: ByteStream,
        seed: int = 0,
        *,
        pieces: bool = True,
        delays: bool = False,
        prompts: bool = False,
    ) -> None:
        self._stream = stream
        self._random = random.Random(seed)
        self._noise = random.Random(seed)  # of its own: how bytes are cut depends on the time too
        self._pieces, self._delays, self._prompts = pieces, delays, prompts
        self._left = b""
        self._woken = False
        self.noise = 0
        self.disturbed = 0
        """How many bytes were lost or added so far."""
        self.unix_line_ends = getattr(stream, "unix_line_ends", False)

    def read(self, timeout_s: float | None) -> bytes:
        together = False
        while not self._left:
            data = self._stream.read(timeout_s)
            if not data:
                return b""
            self._left = self._changed(data)
            if self._pieces and self._random.random() < _STUCK_TOGETHER:
                self._left += self._changed(self._stream.read(0.001))
                together = True
        if self._delays and self._random.random() < 0.05:
            time.sleep(self._random.random() * _DELAY_S)
        size = self._random.randint(1, 3) if self._pieces and not together else len(self._left)
        piece, self._left = self._left[:size], self._left[size:]
        return piece

    def write(self, data: bytes, timeout_s: float | None) -> None:
        self._woken = self._woken or data == b"\x04" or b"\x03" in data
        self._stream.write(data, timeout_s)

    def close(self) -> None:
        self._stream.close()

    def _changed(self, data: bytes) -> bytes:
        if self._prompts and self._woken:
            for prompt in (RAW_BANNER, FRIENDLY_PROMPT):
                if prompt in data:
                    data = data.replace(prompt, prompt * 2)
                    self._woken = False
        if not self.noise:
            return data
        changed = bytearray()
        for byte in data:
            chance = self._noise.random() * 1000
            if chance < self.noise:
                self.disturbed += 1
                if chance < self.noise / 2:
                    continue
                changed += garbage(self._noise, self._noise.randint(1, 8), ends=False)
            changed.append(byte)
        return bytes(changed)
