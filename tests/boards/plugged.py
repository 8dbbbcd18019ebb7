"""Serial ports as pyserial lists them, with the strings that real boards give on Linux."""

from __future__ import annotations

from types import SimpleNamespace


def usb_port(
    device: str,
    vid: int | None = None,
    pid: int | None = None,
    serial_number: str | None = None,
    location: str | None = None,
    manufacturer: str | None = None,
    product: str | None = None,
) -> SimpleNamespace:
    """One entry of `list_ports.comports()`."""
    return SimpleNamespace(
        device=device,
        vid=vid,
        pid=pid,
        serial_number=serial_number,
        location=location,
        manufacturer=manufacturer,
        product=product,
        interface=None,
    )


def pico(device: str = "/dev/ttyACM0", number: str = "e6614c", at: str = "1-2") -> SimpleNamespace:
    return usb_port(device, 0x2E8A, 0x0005, number, f"{at}:1.0", "MicroPython", "Board in FS mode")


def cp210x(device: str = "/dev/ttyUSB0", at: str = "1-3") -> SimpleNamespace:
    name = "CP2102 USB to UART Bridge Controller"
    return usb_port(device, 0x10C4, 0xEA60, "0001", at, "Silicon Labs", name)


def ch340(device: str = "/dev/ttyUSB1", at: str = "1-4") -> SimpleNamespace:
    return usb_port(device, 0x1A86, 0x7523, None, at, "1a86", "USB Serial")


def esp32s3(device: str = "/dev/ttyACM1", at: str = "1-5", loader: bool = False) -> SimpleNamespace:
    if loader:
        name, number = "USB JTAG/serial debug unit", "F4:12:FA:00:00:01"
        return usb_port(device, 0x303A, 0x1001, number, f"{at}:1.0", "Espressif", name)
    maker, number = "Espressif Systems", "f412fa0000010000"
    return usb_port(device, 0x303A, 0x4001, number, f"{at}:1.0", maker, "Espressif Device")


def pyboard(number: int, interface: int) -> SimpleNamespace:
    product = "Pyboard Virtual Comm Port in FS Mode"
    return usb_port(
        f"/dev/ttyACM{number}",
        0xF055,
        0x9804,
        "3254335D",
        f"1-6:1.{interface}",
        "MicroPython",
        product,
    )


def microbit(device: str = "/dev/ttyACM5") -> SimpleNamespace:
    number, name = "9904360261974e45", "BBC micro:bit CMSIS-DAP"
    return usb_port(device, 0x0D28, 0x0204, number, "1-7:1.1", "Arm", name)


class Sockets(list[SimpleNamespace]):
    """What is plugged in: the test adds and takes away."""
