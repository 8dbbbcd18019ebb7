"""NeoPixels (WS2812B): single, ring and strip; chained from DOUT to DIN.

The board sends three bytes a pixel, green first (WS2812B datasheet, "composition of 24 bit
data"); each part keeps its own and hands on the rest. The channel's values are tuples of
(r, g, b), one a pixel.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from coursekit.bench.parts.base import Part, part_type, whole_number

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Netlist
    from coursekit.bench.trace import Channel

Rgb = tuple[int, int, int]
BYTES_PER_PIXEL = 3
MAX_PIXELS = 1000


class NeoPixelPart(Part):
    """One or more pixels that take their colours from DIN and pass what is left to DOUT."""

    plus: ClassVar[str] = "VCC"
    minus: ClassVar[str] = "GND"
    default_pixels: ClassVar[str] = "1"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        text = spec.attrs.get("pixels", self.default_pixels)
        self._pixels: list[Rgb] = [(0, 0, 0)] * whole_number(text, "pixels", 1, MAX_PIXELS)
        self._powered = False
        self._channel: Channel | None = None

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        self._channel = bench.trace.channel(self.id, "pixels")
        self._channel.record(bench.now_us, tuple(self._pixels))

    def connect(self, bench: Bench) -> None:
        self._powered = bench.is_powered(self.id, plus=self.plus, minus=self.minus)
        if self.lit and not self._powered and self._channel is not None:
            self._pixels = [(0, 0, 0)] * len(self._pixels)
            self._channel.record(bench.now_us, tuple(self._pixels))

    @property
    def pixels(self) -> list[Rgb]:
        """The colour of each pixel now: (red, green, blue), 0..255 each."""
        return list(self._pixels)

    @property
    def lit(self) -> bool:
        """Whether any pixel gives light now."""
        return any(any(pixel) for pixel in self._pixels)

    def receive(self, t_us: int, data: bytes) -> bytes:
        """Take this part's bytes off the front and show them; returns what goes to DOUT.

        A pixel for which the bytes do not suffice keeps its colour. Without power all is dark.
        """
        if not self._powered:
            return b""
        size = BYTES_PER_PIXEL * len(self._pixels)
        for number in range(min(len(data), size) // BYTES_PER_PIXEL):
            green, red, blue = data[BYTES_PER_PIXEL * number :][:BYTES_PER_PIXEL]
            self._pixels[number] = (red, green, blue)
        if self._channel is not None:
            self._channel.record(t_us, tuple(self._pixels))
        return data[size:]

    def state(self) -> dict[str, Any]:
        return {"pixels": self.pixels}


@part_type("wokwi-neopixel")
class NeoPixel(NeoPixelPart):
    """A single pixel."""

    pins = ("VDD", "DOUT", "VSS", "DIN")
    needs = (("VDD",), ("VSS",), ("DIN",))
    noun = "NeoPixel"
    plus, minus = "VDD", "VSS"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self._pixels = self._pixels[:1]  # whatever the attributes say


@part_type("wokwi-led-ring")
class LedRing(NeoPixelPart):
    """A ring; attribute pixels, 16 unless it says otherwise."""

    pins = ("GND", "VCC", "DIN", "DOUT")
    needs = (("GND",), ("VCC",), ("DIN",))
    noun = "ring of NeoPixels"
    default_pixels = "16"


@part_type("coursekit-neopixel-strip")
class NeoPixelStrip(NeoPixelPart):
    """A strip; attribute pixels, 8 unless it says otherwise."""

    pins = ("VCC", "DIN", "GND", "DOUT")
    needs = (("GND",), ("VCC",), ("DIN",))
    noun = "strip of NeoPixels"
    default_pixels = "8"


@part_type("wokwi-led-strip")
class LedStrip(NeoPixelPart):
    """Wokwi's strip, whose supply comes out again at its far end."""

    pins = ("VDD", "DIN", "VSS", "VDD.2", "DOUT", "VSS.2")
    joined = (("VDD", "VDD.2"), ("VSS", "VSS.2"))
    needs = (("VDD", "VDD.2"), ("VSS", "VSS.2"), ("DIN",))
    noun = "strip of NeoPixels"
    default_pixels = "8"
    plus, minus = "VDD", "VSS"


def pixel_parts(parts: Iterable[Part]) -> list[NeoPixelPart]:
    """Those of the parts that are NeoPixels."""
    return [part for part in parts if isinstance(part, NeoPixelPart)]


def send_pixels(
    netlist: Netlist, parts: Iterable[Part], first: NeoPixelPart, t_us: int, data: bytes
) -> None:
    """Feed `data` to a part's DIN, and what is left to whatever is on its DOUT; once each."""
    everyone = pixel_parts(parts)
    todo, served = [(first, data)], set()
    while todo:
        part, rest = todo.pop()
        if part.id in served:
            continue
        served.add(part.id)
        rest = part.receive(t_us, rest)
        out = netlist.net(part.id, "DOUT").index
        todo += [(p, rest) for p in everyone if rest and netlist.net(p.id, "DIN").index == out]
