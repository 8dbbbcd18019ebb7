"""machine.PWM and ADC: rounding as on the RP2040, shared slices, errors."""

from __future__ import annotations

import pytest

from .host import ADC, MODE, PWM, PWM_STOP, TEMPERATURE, Host


@pytest.mark.parametrize(
    ("asked_hz", "hz", "asked_u16", "u16", "ns"),
    [
        # Worked out by hand: f = 125 MHz / ((TOP + 1) * DIV), DIV in sixteenths (datasheet
        # 4.5.2.6), with the largest TOP below 65534 that machine_pwm.c allows.
        (1000, 1000, 32768, 32768, 499_999),  # DIV 31/16, TOP + 1 = 64516, CC = 32258
        (50, 50, 65535, 65535, 19_999_866),  # DIV 611/16, TOP + 1 = 65466, CC = 65466
        (100_000, 100_000, 1000, 996, 152),  # DIV 1, TOP + 1 = 1250, CC = 19
        (3_000_000, 2_976_190, 32768, 32768, 168),  # DIV 1, TOP + 1 = 42, CC = 21
        (8, 8, 0, 0, 0),  # DIV 3815/16, the slowest
        (200_000_000, 125_000_000, 65535, 65535, 8),  # TOP 0
    ],
)
def test_rounding(asked_hz: int, hz: int, asked_u16: int, u16: int, ns: int) -> None:
    host = Host()
    output = host.run(
        f"p = PWM(Pin(15), freq={asked_hz}, duty_u16={asked_u16})\n"
        "print(p.freq(), p.duty_u16(), p.duty_ns())"
    )
    assert [int(word) for word in output.split()] == [hz, u16, ns]
    (message,) = host.of(PWM)
    assert (message.pin, message.payload >> 20, message.payload & 0xFFFFF) == (15, hz, u16)


def test_two_channels_share_a_frequency_and_pins_16_apart_a_channel() -> None:
    # machine_pwm.c: objects are per channel; duty cycles are kept when the frequency changes
    host = Host()
    output = host.run(
        """
a = PWM(0, 1000, duty_u16=16384)
b = PWM(Pin(1), duty_ns=100000)
print(a.freq(), b.freq(), b.duty_ns(), a is PWM(Pin(16), freq=2000, duty_u16=16384))
print(b.freq(), b.duty_ns(), a, b, Pin(1))
b.deinit()
print(a.freq())
"""
    )
    assert output.splitlines() == [
        "1000 1000 100006 True",  # CC = 6452
        "2000 100000 <PWM slice=0 channel=0 invert=0> <PWM slice=0 channel=1 invert=0> "
        "Pin(GPIO1, mode=ALT, pull=PULL_DOWN, alt=PWM)",
        "2000",
    ]
    last = {m.pin: m.payload >> 20 for m in host.of(PWM)}
    assert last == {0: 2000, 1: 2000, 16: 2000}
    assert sorted(m.pin for m in host.of(PWM_STOP)) == [0, 1, 16]


def test_invert_and_taking_the_pin_back() -> None:
    host = Host()
    host.run("p = PWM(Pin(4), freq=1000, duty_u16=0, invert=1)\nPin(4, Pin.OUT)")
    assert [(m.op, m.payload & 0xFFFFF) for m in host.messages if m.pin == 4] == [
        (MODE, 0), (PWM, 65535), (MODE, 0),
    ]  # fmt: skip


def test_nothing_runs_before_frequency_and_duty_are_set() -> None:
    host = Host()
    output = host.run(
        "p = PWM(Pin(4))\nprint(p.freq(), p.duty_u16(), p.duty_ns())\n"
        "p.duty_u16(500)\nprint(p.duty_u16())\np.init(500)"
    )
    assert output.splitlines() == ["0 0 0", "0"]
    assert len(host.of(PWM)) == 1


@pytest.mark.parametrize(
    ("call", "text"),
    [
        # machine_pwm.c, mp_machine_pwm_freq_set
        ("PWM, Pin(0), 7", "ValueError: freq too small"),
        ("PWM, Pin(0), 0", "ValueError: freq too small"),
        ("PWM, Pin(0), 1e3", "TypeError: can't convert float to int"),
        ("PWM, Pin(0), 100, 5", "TypeError: extra positional arguments given"),
        ("PWM, 'LED'", "ValueError: expecting a regular GPIO Pin"),
        ("PWM(0).freq, -1 << 31", "OverflowError: overflow converting long int to machine word"),
        ("PWM, 1 << 40", "OverflowError: overflow converting long int to machine word"),
        ("PWM(0).freq, 1, 2", "TypeError: function expected at most 2 arguments, got 3"),
        ("setattr, PWM(0), 'freq', 9", "AttributeError: 'PWM' object has no attribute 'freq'"),
        # machine_adc.c, mp_machine_adc_make_new
        ("ADC, 5", "ValueError: Pin doesn't have ADC capabilities"),
        ("ADC, Pin(25)", "ValueError: Pin doesn't have ADC capabilities"),
        ("ADC, 30", "ValueError: invalid pin"),
        ("ADC, 1 << 31", "OverflowError: overflow converting long int to machine word"),
        ("ADC", "TypeError: function takes 1 positional arguments but 0 were given"),
    ],
)
def test_errors(call: str, text: str) -> None:
    assert Host().run(f"raised({call})").strip() == text


def test_adc_scales_12_bits_to_16() -> None:
    # machine_adc.c, adc_config_and_read_u16
    host = Host(adc={26: 0, 27: 4095, 28: 2048, TEMPERATURE: 876})
    output = host.run(
        "print([ADC(x).read_u16() for x in (26, 'GP27', Pin(28), 0, ADC.CORE_TEMP)])\n"
        "print(ADC(Pin(26)), ADC(1), Pin(26), Pin(26).value())"
    )
    assert output.splitlines() == [
        "[0, 65535, 32776, 0, 14019]",
        "<ADC channel=0> <ADC channel=1> Pin(GPIO26, mode=ALT, alt=31) 0",
    ]
    assert ADC not in {m.op for m in host.messages}
    assert {(m.pin, m.arg) for m in host.of(MODE)} == {(26, 3), (27, 3), (28, 3)}
