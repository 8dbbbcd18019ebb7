"""Whether a write may be an edge that the board waits for, so that it has to ask after it."""

from __future__ import annotations

from coursekit.bench import Edge, Mode, Pull
from tests.bench.diagrams import bench, part


def test_a_write_is_an_interrupt_where_a_watched_pin_is_driven() -> None:
    lab = bench([], ["pico:GP14 pico:GP15"])
    lab.configure(14, 0, Mode.OUT, Pull.NONE)
    lab.configure(15, 0, Mode.IN, Pull.NONE)
    assert lab.reacts
    assert not lab.interrupts
    lab.watch(15, Edge.RISING)
    assert lab.interrupts
    lab.configure(14, 1, Mode.IN, Pull.NONE)
    assert not lab.interrupts
    lab.configure(14, 2, Mode.OPEN_DRAIN, Pull.NONE)
    assert lab.interrupts
    lab.watch(15, Edge.NONE)
    assert not lab.interrupts


def test_a_pin_may_watch_itself() -> None:
    lab = bench([], [])
    lab.configure(3, 0, Mode.OUT, Pull.NONE)
    lab.watch(3, Edge.BOTH)
    assert lab.interrupts


def test_a_button_and_a_led_have_nothing_to_do_with_each_other() -> None:
    lab = bench([part("btn1", "wokwi-pushbutton")], ["pico:GP14 btn1:1.l", "btn1:2.l pico:GND.1"])
    lab.configure(14, 0, Mode.IN, Pull.UP)
    lab.watch(14, Edge.FALLING)
    lab.configure(15, 0, Mode.OUT, Pull.NONE)
    lab.read(15, 0)
    assert lab.reacts
    assert not lab.interrupts


def test_a_button_joins_two_pins() -> None:
    lab = bench([part("btn1", "wokwi-pushbutton")], ["pico:GP14 btn1:1.l", "btn1:2.l pico:GP15"])
    lab.configure(14, 0, Mode.IN, Pull.UP)
    lab.watch(14, Edge.FALLING)
    lab.configure(15, 0, Mode.OUT, Pull.NONE)
    assert lab.interrupts


def test_a_wire_that_is_pulled_off_and_a_reset_end_it() -> None:
    lab = bench([], ["pico:GP14 pico:GP15"])
    for _ in range(2):
        lab.configure(14, lab.now_us, Mode.OUT, Pull.NONE)
        lab.watch(15, Edge.BOTH)
        assert lab.interrupts
        lab.unplug("pico:GP15")
        assert not lab.interrupts
        lab.plug("pico:GP15")
        assert lab.interrupts
        lab.reset_gpio(lab.now_us)
        assert not lab.interrupts
