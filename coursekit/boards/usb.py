"""What a USB vendor and product id tell about the program on a board: a table.

Ids of MicroPython boards from the sources of MicroPython 1.29 (`mpconfigport.h` of each port and
`boards/*/mpconfigboard.h`); those of others from raspberrypi/usb-pid, espressif/usb-pids and the
Linux drivers. An id names the firmware it was built into and never the model of a Pico: that only
the board itself can say, once it is connected.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Certainty(str, Enum):
    """How sure it is that MicroPython answers at a port; only CERTAIN is opened unasked."""

    CERTAIN = "certain"
    LIKELY = "likely"
    MAYBE = "maybe"
    NO = "no"


class Usb(NamedTuple):
    """What is known of a device: name, for people; aliases: other names to choose it by."""

    name: str
    certainty: Certainty
    aliases: tuple[str, ...] = ()


_C, _L, _M, _N = Certainty.CERTAIN, Certainty.LIKELY, Certainty.MAYBE, Certainty.NO

_RP2 = ("pico", "picow", "pico2", "pico2w", "rp2", "rp2040", "rp2350")
_ESP = ("esp32", "esp8266")
_S3 = ("esp32", "esp32s2", "esp32s3")

_KNOWN: dict[tuple[int, int], Usb] = {
    (0x2E8A, 0x0005): Usb("Raspberry Pi Pico or another RP2 board", _C, _RP2),
    (0x2E8A, 0x1002): Usb("Pimoroni Pico LiPo", _L, _RP2),
    (0x2E8A, 0x101F): Usb("Waveshare RP2040-Zero", _L, _RP2),
    (0x2E8A, 0x1020): Usb("Waveshare RP2040-Plus", _L, _RP2),
    (0x2E8A, 0x1021): Usb("Waveshare RP2040-LCD-0.96", _L, _RP2),
    (0x2E8A, 0x10EC): Usb("Soldered NULA Max RP2350", _L, _RP2),
    (0x2E8A, 0x110A): Usb("Cytron NanoXRP", _L, _RP2),
    (0x16D0, 0x08C7): Usb("Pimoroni Tiny 2040", _L, _RP2),
    (0x1FFB, 0x2043): Usb("Pololu 3pi+ 2040", _L, _RP2),
    (0x1FFB, 0x2044): Usb("Pololu Zumo 2040", _L, _RP2),
    (0x1209, 0xF502): Usb("SIL RP2040 shim", _L, _RP2),
    (0x1B4F, 0x0025): Usb("SparkFun Thing Plus RP2040", _L, _RP2),
    (0x1B4F, 0x0026): Usb("SparkFun Pro Micro RP2040", _L, _RP2),
    (0x1B4F, 0x0038): Usb("SparkFun Thing Plus RP2350", _L, _RP2),
    (0x1B4F, 0x0039): Usb("SparkFun Pro Micro RP2350", _L, _RP2),
    (0x1B4F, 0x0044): Usb("SparkFun IoT Node", _L, _RP2),
    (0x1B4F, 0x0046): Usb("SparkFun XRP", _L, _RP2),
    (0x1B4F, 0x0047): Usb("SparkFun IoT RedBoard", _L, _RP2),
    (0x239A, 0x80F2): Usb("Adafruit Feather RP2040", _L, ("feather", *_RP2)),
    (0x239A, 0x80FE): Usb("Adafruit ItsyBitsy RP2040", _L, _RP2),
    (0x239A, 0x80F8): Usb("Adafruit QT Py RP2040", _L, _RP2),
    (0x239A, 0x814F): Usb("Adafruit Feather RP2350", _L, ("feather", *_RP2)),
    (0x303A, 0x4001): Usb("ESP32-S2 or S3, native USB", _L, _S3),
    (0x303A, 0x4003): Usb("ESP32-S2 or S3, native USB with a drive", _L, _S3),
    (0x303A, 0x80D1): Usb("Unexpected Maker TinyS3", _L, _S3),
    (0x303A, 0x80D4): Usb("Unexpected Maker ProS3", _L, _S3),
    (0x303A, 0x80D7): Usb("Unexpected Maker FeatherS3", _L, ("feather", *_S3)),
    (0x303A, 0x817A): Usb("Unexpected Maker NanoS3", _L, _S3),
    (0x303A, 0x81B1): Usb("Unexpected Maker TinyWATCH S3", _L, _S3),
    (0x303A, 0x81FC): Usb("Unexpected Maker FeatherS3 Neo", _L, ("feather", *_S3)),
    (0x303A, 0x81FF): Usb("Unexpected Maker RGB Touch Mini", _L, _S3),
    (0x303A, 0x8225): Usb("Unexpected Maker OMGS3", _L, _S3),
    (0x303A, 0x1001): Usb("ESP32 with USB serial/JTAG", _M, ("esp32", "esp32c3", "esp32c6")),
    (0x1209, 0xADDA): Usb("MicroPython board", _C),
    (0x2341, 0x025E): Usb("Arduino Nano RP2040 Connect", _L, _RP2),
    (0x2341, 0x025A): Usb("Arduino Nano 33 BLE", _L),
    (0x2341, 0x056B): Usb("Arduino Nano ESP32", _L, _S3),
    (0x2341, 0x055B): Usb("Arduino Portenta H7", _L),
    (0x2341, 0x0566): Usb("Arduino Giga", _L),
    (0x2341, 0x0564): Usb("Arduino Opta", _L),
    (0x2341, 0x055F): Usb("Arduino Nicla Vision", _L),
    (0x2341, 0x0468): Usb("Arduino Portenta C33", _L),
    (0x2886, 0x0045): Usb("Seeed XIAO nRF52", _L),
    (0x15BA, 0x0046): Usb("Olimex RT1010", _L),
    (0x37C5, 0x1206): Usb("OpenMV N6", _L),
    (0x37C5, 0x16E3): Usb("OpenMV AE3", _L),
    (0x0694, 0x0009): Usb("LEGO SPIKE Prime", _L),
    (0x0694, 0x000D): Usb("LEGO SPIKE Essential", _L),
    (0x0694, 0x0010): Usb("LEGO Robot Inventor", _L),
    # Chips between USB and a UART, with any board behind them.
    (0x10C4, 0xEA60): Usb("CP210x USB bridge", _M, _ESP),
    (0x10C4, 0xEA70): Usb("CP2105 USB bridge", _M, _ESP),
    (0x10C4, 0xEA71): Usb("CP2108 USB bridge", _M, _ESP),
    (0x1A86, 0x7523): Usb("CH340 USB bridge", _M, _ESP),
    (0x1A86, 0x7522): Usb("CH340K USB bridge", _M, _ESP),
    (0x1A86, 0x5523): Usb("CH341 USB bridge", _M, _ESP),
    (0x1A86, 0x55D4): Usb("CH9102 USB bridge", _M, _ESP),
    (0x1A86, 0x55D3): Usb("CH343 USB bridge", _M, _ESP),
    (0x0403, 0x6001): Usb("FTDI USB bridge", _M, _ESP),
    (0x0403, 0x6010): Usb("FTDI FT2232 USB bridge", _M, _ESP),
    (0x0403, 0x6011): Usb("FTDI FT4232 USB bridge", _M, _ESP),
    (0x0403, 0x6014): Usb("FTDI FT232H USB bridge", _M, _ESP),
    (0x0403, 0x6015): Usb("FTDI FT-X USB bridge", _M, _ESP),
    (0x067B, 0x2303): Usb("PL2303 USB bridge", _M, _ESP),
    # Another program, or a way to another board.
    (0x2E8A, 0x0004): Usb("Picoprobe", _N),
    (0x2E8A, 0x000C): Usb("Raspberry Pi Debug Probe", _N),
    (0x2E8A, 0x0009): Usb("Pico with a C program", _N),
    (0x2E8A, 0x000A): Usb("Pico with a C program", _N),
    (0x2E8A, 0x000B): Usb("Pico with CircuitPython", _N),
    (0x16C0, 0x0483): Usb("Teensy with an Arduino program", _N),
}
_KNOWN |= {
    # The USB modes of the stm32 port; other ports use the third. (9803 has no serial port.)
    (0xF055, pid): Usb("pyboard or another MicroPython board", _C, ("pyboard", "stm32", "teensy"))
    for pid in (*range(0x9800, 0x9803), *range(0x9804, 0x980B))
}
_KNOWN |= {
    (0x0483, pid): Usb("ST-Link, of a Nucleo or Discovery board", _M, ("nucleo", "stm32"))
    for pid in (0x374B, 0x374E, 0x374F, 0x3752, 0x3753, 0x3754)
}
_ESPRESSIF = 0x303A
_DAPLINK = (0x0D28, 0x0204)
_MICROBIT_SERIALS = ("9900", "9901", "9903", "9904", "9905", "9906")  # the board id comes first


def identify(
    vid: int | None,
    pid: int | None,
    manufacturer: str | None = None,
    product: str | None = None,
    serial_number: str | None = None,
) -> Usb | None:
    """What the device with these ids and strings is; None for one that nothing is known of.

    Windows gives neither product nor the board's own manufacturer, so the ids alone must do.
    """
    if vid is None or pid is None:
        return None
    known = _KNOWN.get((vid, pid))
    texts = f"{manufacturer or ''} {product or ''}".casefold()
    if "circuitpython" in texts:
        return Usb(product or "CircuitPython board", _N)
    if (manufacturer or "").strip().casefold() == "micropython":
        if known is None:
            return Usb(f"{product or 'MicroPython'} board".replace(" board board", " board"), _C)
        return known if known.certainty is _N else known._replace(certainty=_C)
    if (vid, pid) == _DAPLINK:
        # The same chip is on boards of many makers, with any program behind it.
        if "micro:bit" in texts or (serial_number or "").startswith(_MICROBIT_SERIALS):
            return Usb("BBC micro:bit", _L, ("microbit",))
        return Usb("DAPLink debug probe", _N)
    if vid == 0x239A and "adafruit" in (manufacturer or "").casefold():
        return Usb(product or "Adafruit board without MicroPython", _N)
    return known


def is_bridge(vid: int | None, pid: int | None) -> bool:
    """Whether the chip is a USB bridge: its ports lead to different boards."""
    known = _KNOWN.get((vid or 0, pid or 0))
    return known is not None and known.name.endswith("bridge")


def has_own_usb(vid: int | None, pid: int | None) -> bool:
    """Whether the board's own chip speaks USB, which then says when the board has no room."""
    known = _KNOWN.get((vid or 0, pid or 0))
    return vid == _ESPRESSIF or (known is not None and known.certainty in (_C, _L))


def same_device(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    """Whether ids at the same place may be one board's.

    An ESP32-S2 or S3 is 303A:1001 while its boot loader or its USB serial unit runs, and another
    product of that vendor once MicroPython does.
    """
    return one == other or one[0] == other[0] == _ESPRESSIF
