"""%trace of what goes over a bus: by whatever name, from close by, into a file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from coursekit.session.completion import Completer
from coursekit.session.connection import bench_of
from coursekit.session.outputs import Display
from tests.bench.buses.analysers import as_sigrok_says, heard_by_sigrok
from tests.session.conftest import Cells

DIAGRAM = {
    "version": 1,
    "parts": [
        {"id": "pico", "type": "board-pi-pico-w"},
        {"id": "bmp1", "type": "board-bmp180"},
    ],
    "connections": [
        ["pico:3V3", "bmp1:VCC", "red", []],
        ["pico:GND.1", "bmp1:GND", "black", []],
        ["pico:GP4", "bmp1:SDA", "green", []],
        ["pico:GP5", "bmp1:SCL", "yellow", []],
    ],
}
BUS = "I2C GP4/GP5"
START = """\
from machine import I2C, Pin
from time import sleep_ms
led = Pin(15, Pin.OUT)
i2c = I2C(0, sda=Pin(4), scl=Pin(5), freq=400_000)
"""
MEASURE = """\
sleep_ms(20)
i2c.writeto_mem(0x77, 0xF4, b"\\x2e")
sleep_ms(5)
raw = i2c.readfrom_mem(0x77, 0xF6, 2)
led.on()
sleep_ms(20)
"""


@pytest.fixture
def measured(cells: Cells, tmp_path: Path) -> Cells:
    """A session whose last cell had a BMP180 measure once."""
    (tmp_path / "diagram.json").write_text(json.dumps(DIAGRAM), encoding="utf-8")
    assert cells.run(START).status == "ok"
    assert cells.run(MEASURE).status == "ok", cells.text
    return cells


def words(cells: Cells) -> str:
    (shown,) = cells.outputs
    assert isinstance(shown, Display)
    return str(shown.data["text/plain"])


@pytest.mark.parametrize("name", [f'"{BUS}"', "i2c", "I2C", "bmp1", "bmp1 i2c"])
def test_a_bus_has_easier_names_than_its_own(measured: Cells, name: str) -> None:
    assert measured.run(f"%trace {name}").status == "ok"
    assert re.fullmatch(
        rf"{BUS}: 3 transactions from [\d.]+ ms to [\d.]+ ms: "
        r"write 0x77 f4 2e, write 0x77 f6, read 0x77 [0-9a-f]{2} [0-9a-f]{2}\.",
        words(measured),
    )


def test_without_names_buses_are_shown_beside_pins(measured: Cells) -> None:
    assert measured.run("%trace").status == "ok"
    said = words(measured)
    assert f"{BUS}: 3 transactions" in said
    assert "GP15: goes high" in said


def test_from_close_by_only_what_was_then_is_shown(measured: Cells) -> None:
    measured.run("%trace i2c")
    found = re.search(r"from ([\d.]+) ms to ([\d.]+) ms", words(measured))
    assert found is not None
    first_ms = float(found[1])
    measured.run(f"%trace i2c --from {first_ms - 0.1:.1f} --to {first_ms + 1:.1f}")
    assert "1 transaction from" in words(measured)
    assert measured.run(f"%trace i2c --from {first_ms + 1:.1f} --to {first_ms + 2:.1f}")
    assert measured.text == f"Nothing went over {BUS} in that part of the last cell.\n"


def test_nothing_went_over_it(measured: Cells) -> None:
    measured.run("sleep_ms(5)")
    measured.run("%trace i2c")
    assert measured.text == f"Nothing went over {BUS} during the last cell.\n"
    assert measured.kinds == ["Display", "Stream"]
    measured.run("%trace i2c --all")
    assert measured.kinds == ["Display"]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("%trace spi", "Nothing has used SPI on this board yet."),
        ("%trace led9", "no channel 'led9'"),
        ('%trace "I2C', "a quotation mark is missing its partner"),
        ("%trace --vcd", "After --vcd comes the name of a file"),
        ("%trace --vcd --all", "After --vcd comes the name of a file"),
        ("%trace --from 5 --to 3", "--to comes after --from"),
        ("%trace --from x", "After --from comes a number of milliseconds"),
        ("%trace --from 900000", "Begin earlier"),
        ("%trace --last 5 --to 3", "--last goes without"),
        ("%trace --first 5", "not --first"),
    ],
)
def test_what_cannot_be_shown_is_said(measured: Cells, cell: str, says: str) -> None:
    assert says in measured.error(cell).message


def test_a_chip_that_nobody_asked(cells: Cells, tmp_path: Path) -> None:
    (tmp_path / "diagram.json").write_text(json.dumps(DIAGRAM), encoding="utf-8")
    cells.run("x = 1")
    assert "Nothing has gone to bmp1 yet" in cells.error("%trace bmp1").message
    assert "Nothing has used I2C on this board yet" in cells.error("%trace i2c").message


def test_a_file_for_a_logic_analysers_program(measured: Cells, tmp_path: Path) -> None:
    assert measured.run("%trace --vcd log.vcd").status == "ok"
    said = re.fullmatch(
        r"Written to (.+): \d+ changes\. PulseView and GTKWave open it\.\n", measured.text
    )
    assert said is not None
    assert Path(said[1]) == tmp_path / "log.vcd"
    assert measured.kinds == ["Stream"]
    text = (tmp_path / "log.vcd").read_text(encoding="ascii")
    for name in ("I2C_GP4_GP5_SDA", "I2C_GP4_GP5_SCL", "GP15"):
        assert f" {name} $end" in text
    assert "swrite\\x200x77\\x20f4\\x202e " in text
    measured.run("%trace GP15 --vcd pin.vcd")
    assert "I2C" not in (tmp_path / "pin.vcd").read_text(encoding="ascii")


EVERY_WAY = """\
from machine import SoftI2C
def quietly(call, *args):
    try:
        call(*args)
    except OSError:
        pass
i2c.scan()
i2c.writeto(0x77, b"\\xd0", False)
i2c.readfrom(0x77, 1)
quietly(i2c.writeto, 0x10, b"a")
soft = SoftI2C(sda=Pin(4), scl=Pin(5), freq=100_000)
soft.start()
soft.write(b"\\xee\\xaa")
soft.start()
soft.write(b"\\xef")
data = bytearray(4)
soft.readinto(data)
soft.stop()
quietly(soft.readfrom, 0x10, 3)
soft.readfrom_mem(0x77, 0xAA, 22)
"""


def test_sigrok_hears_in_the_file_what_the_bench_saw(measured: Cells, tmp_path: Path) -> None:
    assert measured.run("%trace --vcd log.vcd\n" + MEASURE + EVERY_WAY).status == "ok"
    board, window = measured.session.board, measured.session.window_us
    assert board is not None
    bench = bench_of(board)
    assert bench is not None
    assert window is not None
    seen = bench.transactions(None, *window)
    assert len(seen) > 120
    heard = heard_by_sigrok(tmp_path / "log.vcd")
    assert [text for _, text in heard] == as_sigrok_says(seen)


def test_a_file_of_the_program_below(measured: Cells, tmp_path: Path) -> None:
    assert measured.run("%trace i2c --vcd log.vcd\n" + MEASURE).status == "ok"
    assert "swrite\\x200x77\\x20f6 " in (tmp_path / "log.vcd").read_text(encoding="ascii")


def test_a_file_that_cannot_be_written(measured: Cells, tmp_path: Path) -> None:
    message = measured.error("%trace --vcd nowhere/log.vcd").message
    assert str(tmp_path / "nowhere" / "log.vcd") in message
    assert "cannot be written" in message
    assert "Choose another place" in message


def test_too_much_for_a_file_is_refused_with_what_to_write_instead(
    measured: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coursekit.bench.vcd.MAX_CHANGES", 10)
    message = measured.error("%trace --vcd log.vcd").message
    assert "at most 10 are written" in message
    assert message.endswith("For example: %trace --vcd log.vcd --last 10")


def test_an_answer_that_is_graded_writes_no_file(measured: Cells, tmp_path: Path) -> None:
    outputs: list[object] = []
    run = measured.session.run
    assert run("%trace --vcd log.vcd", outputs.append, trusted=False).status == "error"
    assert not (tmp_path / "log.vcd").exists()
    assert run("%trace i2c", outputs.append, trusted=False).status == "ok"


def test_tab_offers_the_buses_that_were_used(measured: Cells) -> None:
    tab = Completer(measured.session).complete
    assert "i2c" in tab("%trace i", 8, True).matches
    assert "spi" not in tab("%trace s", 8, True).matches
