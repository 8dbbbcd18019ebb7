"""Reading a resistor's value, and the colours that say it."""

import pytest

from coursekit.bench.drawing.controls import bands, ohms, ohms_text

BLACK, BROWN, RED, YELLOW, VIOLET, WHITE = (
    "#1a1a1a", "#7a4424", "#d62a1d", "#f2d21b", "#8a3fc0", "#ffffff",
)  # fmt: skip
GOLD = "#cfa63c"


@pytest.mark.parametrize(
    ("text", "value"),
    [("220", 220.0), ("4.7k", 4700.0), ("1M", 1e6), ("10K", 1e4), ("330 \u03a9", 330.0)],
)
def test_value_in_ohms(text: str, value: float) -> None:
    assert ohms(text) == value


@pytest.mark.parametrize("text", ["", "many", "-5", "0", "inf"])
def test_unreadable_value_is_wokwis_default(text: str) -> None:
    assert ohms(text) == 1000.0


@pytest.mark.parametrize(
    ("value", "colours"),
    [
        (220, (RED, RED, BROWN)),
        (4700, (YELLOW, VIOLET, RED)),
        (10, (BROWN, BLACK, BLACK)),
        (1, (BROWN, BLACK, GOLD)),
        (1000, (BROWN, BLACK, RED)),
        (999.9, (BROWN, BLACK, RED)),
        (91e9, (WHITE, BROWN, WHITE)),
    ],
)
def test_bands_follow_iec_60062(value: float, colours: tuple[str, str, str]) -> None:
    assert bands(value) == colours


@pytest.mark.parametrize(("value", "text"), [(220, "220"), (4700, "4.7k"), (2e6, "2M")])
def test_value_as_people_write_it(value: float, text: str) -> None:
    assert ohms_text(value) == text
