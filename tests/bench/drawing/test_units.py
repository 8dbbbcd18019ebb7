"""Numbers as people read them."""

import pytest

from coursekit.bench.drawing.units import (
    MICRO,
    duration,
    frequency,
    percent,
    spread,
    time_axis,
)


@pytest.mark.parametrize(
    ("us", "text"),
    [
        (0, "0 ms"),
        (1, f"1 {MICRO}"),
        (350.4, f"350 {MICRO}"),
        (1250, "1.25 ms"),
        (19_500, "19.5 ms"),
        (200_000, "200 ms"),
        (999_999, "1 s"),
        (2_500_000, "2.5 s"),
        (60_000_000, "60 s"),
    ],
)
def test_duration(us: float, text: str) -> None:
    assert duration(us) == text


@pytest.mark.parametrize(
    ("hz", "text"), [(50, "50 Hz"), (440.0, "440 Hz"), (1000, "1 kHz"), (2.5e6, "2.5 MHz")]
)
def test_frequency(hz: float, text: str) -> None:
    assert frequency(hz) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0 %"), (16383 / 65535, "25 %"), (0.125, "12.5 %"), (1.0, "100 %")]
)
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text


def test_spread_says_the_unit_once() -> None:
    assert spread("180 ms", "220 ms") == "180 to 220 ms"
    assert spread("900 Hz", "1.1 kHz") == "900 Hz to 1.1 kHz"
    assert spread("200 ms", "200 ms") == "200 ms"


@pytest.mark.parametrize(
    ("span_us", "unit"), [(500, MICRO), (5_000, "ms"), (1_900_000, "ms"), (3e6, "s")]
)
def test_unit_of_the_time_axis(span_us: float, unit: str) -> None:
    assert time_axis(span_us)[1] == unit
