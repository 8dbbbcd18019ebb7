"""The rest of machine, os, neopixel, and what the virtual board says of what it cannot do."""

from __future__ import annotations

import pytest

from .host import MODE, PIXELS, RESET, Host, Message


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            "machine.I2S, 0",
            "NotImplementedError: machine.I2S is not simulated on the virtual board",
        ),
        ("lambda: machine.USBDevice.x", "NotImplementedError: machine.USBDevice is not simulated"),
        ("machine.WDT", "NotImplementedError: machine.WDT is not simulated"),
        ("machine.bootloader", "NotImplementedError: machine.bootloader is not simulated"),
        ("lambda: machine.mem32[0]", "NotImplementedError: machine.mem32 is not simulated"),
        ("machine.mem8.__setitem__, 0, 1", "NotImplementedError: machine.mem8 is not simulated"),
        ("machine.lightsleep", "NotImplementedError: machine.lightsleep() without a time"),
        ("lambda: machine.Pwm", "AttributeError: module 'machine' has no attribute 'Pwm'"),
        ("exec, 'from machine import Led'", "ImportError: can't import name Led"),
        ("exec, 'import network'", "ImportError: network is not simulated on the virtual board"),
        ("exec, 'from rp2 import PIO'", "ImportError: rp2 is not simulated on the virtual board"),
        ("exec, 'import numpy'", "ImportError: no module named 'numpy'"),
        # ports/rp2/modmachine.c
        ("machine.freq, 126123456", "ValueError: cannot change frequency"),
        (
            "machine.freq, 133000000, 1",
            "ValueError: peripheral freq must be 48_000_000 or the same",
        ),
        ("machine.lightsleep, 4294968", "ValueError: sleep too long"),
        ("machine.freq, 1, 2, 3", "TypeError: function expected at most 2 arguments, got 3"),
        ("machine.deepsleep, 1, 2", "TypeError: function expected at most 1 arguments, got 2"),
        (
            "machine.RTC().datetime, 1, 2",
            "TypeError: function expected at most 2 arguments, got 3",
        ),
        # extmod/machine_pulse.c; the unix VM says it in other words
        (
            "machine.time_pulse_us, Pin(0), 1, timeout_us=9",
            "TypeError: unexpected keyword argument 'timeout_us'",
        ),
        # extmod/machine_bitstream.c
        ("machine.bitstream, Pin(0), 1, (1, 2, 3, 4), b''", "ValueError: encoding"),
        (
            "machine.bitstream, Pin(0), 0, (1, 2), b''",
            "ValueError: requested length 4 but object has length 2",
        ),
    ],
)
def test_errors(call: str, text: str) -> None:
    assert Host().run(f"raised({call})").startswith(text)


def test_constants_and_identity() -> None:
    output = Host(reset_cause=3).run(
        """
print(machine.PWRON_RESET, machine.WDT_RESET, machine.reset_cause())
print(len(machine.unique_id()), machine.freq(), machine.mem16)
machine.freq(250_000_000)
print(machine.freq(), "SPI" in dir(machine))
"""
    )
    assert output.splitlines() == ["1 3 3", "8 125000000 <16-bit memory>", "250000000 True"]


def test_resets() -> None:
    def end(host: Host, message: Message) -> None:
        if message.op == RESET:
            host.end()

    host = Host(on_message=end)
    output, status = host.run_any("machine.deepsleep(100)\nprint('not reached')")
    assert (output, status) == ("", -9)
    assert [(m.op, m.arg) for m in host.messages] == [(RESET, 1)]
    assert host.messages[0].t_us >= 100_000
    # extmod/modmachine.c: soft_reset is sys.exit
    assert Host().run_any("machine.soft_reset()\nprint('not reached')") == ("", 0)


def test_pulse_width() -> None:
    changes = [(1000, 3, 1), (1250, 3, 0), (9000, 3, 1)]
    output = Host(changes=changes).run(
        "p = Pin(3, Pin.IN)\n"
        "print(machine.time_pulse_us(p, 1), machine.time_pulse_us(p, 0, 3000),"
        "machine.time_pulse_us(p, 1, 3000), machine.time_pulse_us(p, 0, 3000))"
    )
    high, endless, missing, low = [int(word) for word in output.split()]
    assert high == pytest.approx(250, abs=10)
    # extmod/machine_pulse.c: -2 no pulse began, -1 it did not end
    assert (endless, missing) == (-1, -2)
    assert low == pytest.approx(9000 - 7255, abs=20)


def test_neopixel() -> None:
    host = Host()
    output = host.run(
        """
import neopixel
n = neopixel.NeoPixel(Pin(2), 3)
n.fill((1, 2, 3))
n[1] = (255, 0, 16)
print(n[1], n[2], len(n), n.n, n.bpp, n.ORDER, n.timing, n.pin)
a = time.ticks_us()
n.write()
print(time.ticks_us() - a)
w = neopixel.NeoPixel(Pin(2), 1, bpp=4, timing=0)
w[0] = (1, 2, 3, 4)
print(w.buf, w[0], w.timing)
raised(lambda: n[3])
raised(n.__setitem__, 3, (0, 0, 0))
"""
    )
    assert output.splitlines() == [
        "(255, 0, 16) (1, 2, 3) 3 3 3 (1, 0, 2, 3) (400, 850, 800, 450) Pin(GPIO2, mode=OUT)",
        "97",  # 72 bits of 1.25 us, 5 for the look at the clock, 2 for the messages
        "bytearray(b'\\x02\\x01\\x03\\x04') (1, 2, 3, 4) (800, 1700, 1600, 900)",
        "IndexError: bytearray index out of range",
        "IndexError: bytearray index out of range",
    ]
    (message,) = host.of(PIXELS)
    assert (message.pin, message.data) == (2, bytes([2, 1, 3, 0, 255, 16, 2, 1, 3]))
    assert {m.arg for m in host.of(MODE)} == {1}


def test_os_is_a_boards() -> None:
    output = Host().run(
        """
u = os.uname()
print(u.sysname, u[1], u.machine, "virtual board" in u.version, len(u))
print([name for name in ("system", "getenv", "putenv", "unsetenv", "errno") if hasattr(os, name)])
print(len(os.urandom(4)), os.sep, os.sync())
"""
    )
    assert output.splitlines() == [
        "rp2 rp2 Raspberry Pi Pico W with RP2040 True 5",
        "[]",
        "4 / None",
    ]


def test_modules_are_the_overlays_under_both_names() -> None:
    output = Host().run(
        "import utime, umachine, uos, uselect, select\n"
        "print(utime is time, umachine is machine, uos is os, uselect is select)"
    )
    assert output == "True True True True\n"
