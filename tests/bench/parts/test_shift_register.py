"""The 74HC595: bits come in by SPI or by hand, and show on its outputs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coursekit.bench import Bench, Mode, Pull
from coursekit.bench.buses.spi import SpiSetup, transfer
from tests.bench.diagrams import bench, part

SCK, MOSI, MISO, LATCH, ENABLE, CLEAR = 18, 19, 16, 17, 20, 21
SETUP = SpiSetup(SCK, MOSI, MISO, 1e6)


def chain(*, spi: bool = True) -> Bench:
    """Two registers in a chain, the end of which is MISO, and a LED at Q0 of the first."""
    parts = [part(name, "wokwi-74hc595") for name in ("sr1", "sr2")]
    parts += [part("led1", "wokwi-led"), part("r1", "wokwi-resistor", value="470")]
    wires = ["pico:GP19 sr1:DS", "sr1:Q7S sr2:DS", "sr2:Q7S pico:GP16"]
    for name in ("sr1", "sr2"):
        wires += [
            f"{name}:SHCP pico:GP18", f"{name}:STCP pico:GP17", f"{name}:OE pico:GP20",
            f"{name}:MR pico:GP21", f"{name}:VCC pico:3V3", f"{name}:GND pico:GND.1",
        ]  # fmt: skip
    wires += ["sr1:Q0 r1:1", "r1:2 led1:A", "led1:C pico:GND.2"]
    made = bench(parts, wires)
    for gpio in (SCK, MOSI):
        made.configure(gpio, 0, Mode.ALT if spi else Mode.OUT, Pull.NONE)
    made.configure(MISO, 0, Mode.ALT if spi else Mode.IN, Pull.NONE)
    for gpio, level in ((LATCH, 0), (ENABLE, 0), (CLEAR, 1)):
        made.write(gpio, 0, level)
        made.configure(gpio, 0, Mode.OUT, Pull.NONE)
    return made


def latch(made: Bench, t_us: int) -> None:
    made.write(LATCH, t_us, 1)
    made.write(LATCH, t_us + 1, 0)


def shown(made: Bench) -> tuple[int, int]:
    return made.sr1.shown, made.sr2.shown


def test_two_bytes_go_through_the_chain_and_come_back() -> None:
    made = chain()
    transfer(made, SETUP, 10, b"\xa5\x0f")
    assert shown(made) != (0x0F, 0xA5)  # not taken over yet
    latch(made, 100)
    assert shown(made) == (0x0F, 0xA5)
    assert made.led1.lit
    assert transfer(made, SETUP, 200, b"\0\0") == b"\xa5\x0f"
    latch(made, 300)
    assert not made.led1.lit
    assert made.trace["sr2"].values.tolist()[-2:] == [0xA5, 0]
    assert made.state()["sr1"] == {"shown": 0}
    assert made.faults() == []


def by_hand(made: Bench, t_us: int, data: bytes) -> tuple[int, bytes]:
    back = []
    for byte in data:
        word = 0
        for place in range(7, -1, -1):
            made.write(MOSI, t_us, byte >> place & 1)
            word = word << 1 | made.read(MISO, t_us)[0]
            made.write(SCK, t_us, 1)  # in the same microsecond
            made.write(SCK, t_us + 1, 0)
            t_us += 2
        back.append(word)
    return t_us, bytes(back)


@given(st.binary(min_size=2, max_size=4))
def test_edges_by_hand_do_the_same(data: bytes) -> None:
    made, other = chain(spi=False), chain()
    t_us, _ = by_hand(made, 10, data)
    latch(made, t_us)
    transfer(other, SETUP, 10, data)
    latch(other, 200)
    assert shown(made) == shown(other) == (data[-1], data[-2])
    assert by_hand(made, 500, b"\0\0")[1] == data[-2:]


def test_outputs_off_cleared_and_without_power() -> None:
    made = chain()
    transfer(made, SETUP, 10, b"\xff\xff")
    latch(made, 50)
    assert made.led1.lit
    made.write(ENABLE, 60, 1)
    assert not made.led1.lit
    assert made.state()["sr1"] == {"shown": None}
    made.write(ENABLE, 70, 0)
    assert made.led1.lit
    made.write(CLEAR, 80, 0)
    assert shown(made) == (0xFF, 0xFF)  # only what is shifted is cleared
    transfer(made, SETUP, 90, b"\xff")
    latch(made, 150)
    assert shown(made) == (0, 0)
    made.write(CLEAR, 160, 1)
    transfer(made, SETUP, 170, b"\xff\xff")
    latch(made, 200)
    made.unplug("sr1:VCC")
    assert not made.led1.lit
    transfer(made, SETUP, 300, b"\x55")
    made.plug("sr1:VCC")
    assert made.led1.lit == bool(made.sr1.shown & 1)  # anything, as after power-on


def test_after_power_on_it_shows_anything() -> None:
    found = set()
    for seed in range(20):
        made = bench(
            [part("sr1", "wokwi-74hc595")],
            ["sr1:VCC pico:3V3", "sr1:GND pico:GND.1", "sr1:OE pico:GND.2"],
            seed=seed,
        )
        found.add(made.sr1.shown)
    assert len(found) > 5


def test_missing_wires_are_named() -> None:
    made = bench([part("sr1", "wokwi-74hc595")], ["sr1:VCC pico:3V3", "sr1:GND pico:GND.1"])
    assert any("pin OE is not connected" in fault.text for fault in made.faults())
