"""Pins of real firmware on the bench: levels, pulls, interrupts, and its words about them."""

from __future__ import annotations

from pathlib import Path

from coursekit.bench import Bench, Diagram, Mode, Pull
from coursekit.boards.emulated import EmulatedBoard
from tests.bench.diagrams import data, part
from tests.boards.emulated.wiring.both import both
from tests.boards.emulated.wiring.seen import changes, faults

LED = [part("led1", "wokwi-led"), part("r1", "wokwi-resistor", value="220")]
LED_WIRES = ["pico:GP15 r1:1", "r1:2 led1:A", "led1:C pico:GND.1"]
BUTTON = [part("btn1", "wokwi-pushbutton", bounce="0")]
BUTTON_WIRES = ["btn1:1.l pico:GP14", "btn1:2.r pico:GND.2"]
PULL_UP = [part("r2", "wokwi-resistor", value="4700")]
PULL_UP_WIRES = ["pico:GP10 pico:GP11", "pico:GP11 r2:1", "r2:2 pico:3V3"]


def test_an_led_blinks_edge_by_edge(firmware: Path) -> None:
    with both(firmware, LED, LED_WIRES) as boards:
        boards.exec(
            "p = Pin(15, Pin.OUT)\n"
            "for ms in (20, 100, 5):\n"
            "    p.on(); time.sleep_ms(ms); p.off(); time.sleep_ms(2 * ms)"
        )
        expected = [(0, 1), (20, 0), (60, 1), (160, 0), (360, 1), (365, 0)]
        assert boards.on_bench(lambda bench: changes(bench, "led1")) == expected
        assert boards.on_bench(lambda bench: changes(bench, "GP15")) == expected


def test_the_boards_own_led_is_on_the_bench(firmware: Path) -> None:
    with both(firmware, [], []) as boards:
        boards.exec("led = Pin('LED', Pin.OUT, value=1); time.sleep_ms(7); led.toggle()")
        assert boards.on_bench(lambda bench: changes(bench, "LED")) == [(0, 1), (7, 0)]
        assert boards.value("led.value()") == 0


def test_a_pin_that_drives_low_is_let_go_without_driving_high(firmware: Path) -> None:
    with both(firmware, PULL_UP, PULL_UP_WIRES) as boards:
        boards.exec("low = Pin(11, Pin.OUT, value=0); p = Pin(10, Pin.OUT, value=0)")
        boards.exec("p = Pin(10, Pin.OPEN_DRAIN, value=1); time.sleep_ms(5)")
        assert boards.on_bench(faults) == []
        assert boards.value("(p.value(), low.value())") == (0, 0)
        boards.exec("low = Pin(11, Pin.IN)")
        assert boards.value("p.value()") == 1


def test_a_press_interrupts_at_its_time(firmware: Path) -> None:
    program = (
        "got = []\n"
        "b = Pin(14, Pin.IN, Pin.PULL_UP)\n"
        "b.irq(lambda p: got.append((p.value(), p.irq().flags(), time.ticks_us())))"
    )
    with both(firmware, BUTTON, BUTTON_WIRES, program) as boards:
        planned = [bench.after(50).press(bench.btn1, for_ms=30) for bench in boards.benches]
        boards.exec("time.sleep_ms(150)")
        assert boards.value("[event[:2] for event in got]") == [(0, 4), (1, 8)]
        assert boards.value("(got[1][2] - got[0][2] + 500) // 1000") == 30
        down_us, up_us = (t for t, _, _ in boards.emulated.bench.trace["GP14"].segments()[-2:])
        assert (down_us, up_us) == (planned[1].t_us, planned[1].t_us + 30_000)
        seen_us = boards.emulated.eval("[event[2] for event in got]")
        assert isinstance(seen_us, list)
        late_us = [seen - t for seen, t in zip(seen_us, (down_us, up_us), strict=True)]
        assert max(late_us) - min(late_us) < 20, "its handler comes as long after each edge"


def test_a_program_that_waits_sees_a_button_that_is_pressed_meanwhile(firmware: Path) -> None:
    with both(firmware, BUTTON, BUTTON_WIRES, "b = Pin(14, Pin.IN, Pin.PULL_UP)") as boards:
        for bench in boards.benches:
            bench.after(20).press(bench.btn1)
        boards.exec("while b.value(): time.sleep_ms(1)")
        assert boards.value("b()") == 0
        for bench in boards.benches:
            bench.btn1.release()
        assert boards.value("b()") == 1


def test_wires_may_change_meanwhile(firmware: Path) -> None:
    with both(firmware, PULL_UP, PULL_UP_WIRES, "b = Pin(11, Pin.IN); b.irq(print)") as boards:
        assert boards.value("b()") == 1
        for bench in boards.benches:
            bench.unplug("r2:1")
        assert boards.value("b()") == 0, "GP10 is as after a reset, pulled down"
        for bench in boards.benches:
            bench.plug("r2:1")
        assert boards.value("b()") == 1


def test_an_output_interrupts_where_its_wire_leads_at_once(firmware: Path) -> None:
    diagram = Diagram.from_dict(data([], ["pico:GP14 pico:GP15"]))
    for gpio in (14, 15):
        with EmulatedBoard(diagram, firmware=firmware, fast_forward=True) as board:
            board.exec(
                "from machine import Pin\n"
                f"out = Pin(15, Pin.OUT); p = Pin({gpio}); got = []\n"
                "p.irq(lambda p: got.append(p.value()))\n"
                "for i in range(5): out.toggle()\n"
                "got.append('end')"
            )
            assert board.eval("got") == [1, 0, 1, 0, 1, "end"]


def test_levels_pulls_and_open_drain(firmware: Path) -> None:
    with both(firmware, PULL_UP + LED, PULL_UP_WIRES + LED_WIRES) as boards:
        boards.exec("a = Pin(10, Pin.OPEN_DRAIN); b = Pin(11, Pin.IN); got = []")
        for step in (
            "a(0)",
            "a(1)",
            "a.init(Pin.OPEN_DRAIN, value=0)",
            "a.toggle()",
            "a.toggle()",
            "a.init(Pin.OUT, value=0)",
            "a.on()",
            "a.init(Pin.OPEN_DRAIN)",
            "a.init(Pin.IN)",
        ):
            boards.exec(f"{step}; time.sleep_ms(2); got.append((a(), b()))")
        low, high = (0, 0), (1, 1)
        assert boards.value("got") == [low, high, low, high, low, low, high, high, high]
        assert boards.on_bench(lambda bench: [v for _, v in changes(bench, "GP10")]) == [
            0,
            1,
            0,
            1,
            0,
            1,
        ]
        boards.exec("one = Pin(1, Pin.IN, Pin.PULL_UP); two = Pin(2, Pin.IN, Pin.PULL_DOWN)")
        assert boards.value("(one(), two())") == (1, 0)
        boards.exec("one.init(Pin.IN, 3); two.init(Pin.IN, 3)")
        assert boards.value("(one(), two())") == (1, 0), "a bus keeper keeps what it has found"
        assert boards.on_bench(faults) == []


def test_what_a_pin_would_drive_shows_when_it_becomes_an_output(firmware: Path) -> None:
    with both(firmware, LED, LED_WIRES, "p = Pin(15, Pin.IN)") as boards:
        boards.exec("p.on(); time.sleep_ms(5)")
        assert boards.on_bench(lambda bench: bench.led1.state()) == {"brightness": 0.0}
        boards.exec("p.init(Pin.OUT); time.sleep_ms(5)")
        assert boards.on_bench(lambda bench: changes(bench, "led1")) == [(0, 1)]
        boards.exec("p.init(Pin.ALT, alt=Pin.ALT_SPI)")
        levels = boards.on_bench(lambda bench: [v for _, v in changes(bench, "led1")])
        assert levels == [1, 0], "an SPI block drives it as little as an input does"
        assert boards.on_bench(lambda bench: bench.pin(15).mode) == Mode.ALT


def test_only_a_floating_pin_that_is_read_is_a_fault(firmware: Path) -> None:
    with both(firmware, BUTTON, BUTTON_WIRES) as boards:
        boards.exec("a = Pin(3, Pin.IN); b = Pin(4, Pin.IN); u = Pin(5, Pin.IN, Pin.PULL_UP)")
        assert boards.value("u.value()") == 1
        assert boards.on_bench(faults) == []
        noise = boards.value("[a.value() for i in range(30)]")
        assert set(noise) == {0, 1}
        (fault,) = boards.on_bench(faults)
        assert fault.startswith("GP3 is read, but nothing is wired to it")
        boards.exec("c = Pin(14, Pin.IN, Pin.PULL_DOWN)")
        assert "btn1 is wired to GND" in boards.on_bench(faults)[1]


def test_an_input_follows_pwm_that_its_wire_brings(firmware: Path) -> None:
    with both(firmware, [], ["pico:GP10 pico:GP11"]) as boards:
        boards.exec(
            "from machine import PWM\n"
            "w = PWM(Pin(10), freq=1000, duty_u16=32768); q = Pin(11, Pin.IN); count = 0\n"
            "def edge(p):\n"
            "    global count\n"
            "    count += 1\n"
            "q.irq(edge); time.sleep_ms(50); q.irq(None)"
        )
        assert boards.value("abs(count - 100) < 3")
        assert boards.value("{q() for i in range(100)}") == {0, 1}


def test_pins_are_as_new_when_the_chip_was_reset(firmware: Path) -> None:
    diagram = Diagram.from_dict(data(LED, LED_WIRES))
    with EmulatedBoard(diagram, firmware=firmware, fast_forward=True) as board:
        board.exec("from machine import Pin; p = Pin(15, Pin.OUT, value=1); p.irq(print)")
        assert _modes(board.bench) == (Mode.OUT, Pull.NONE, 1.0)
        with board.bench.lock:
            board.chip.switch_off_and_on()
        assert _modes(board.bench) == (Mode.IN, Pull.DOWN, 0.0)
        assert not board.bench.pin(15).edges


def _modes(bench: Bench) -> tuple[Mode, Pull, float]:
    pin = bench.pin(15)
    return pin.mode, pin.pull, bench.led1.state()["brightness"]


def test_a_closed_board_lets_go_of_the_bench(firmware: Path) -> None:
    diagram = Diagram.from_dict(data(BUTTON, BUTTON_WIRES))
    with EmulatedBoard(diagram, firmware=firmware, fast_forward=True) as board:
        board.exec("from machine import Pin; p = Pin(14, Pin.IN, Pin.PULL_UP); p.irq(print)")
        bench, chip = board.bench, board.chip
    before_us = chip.now_us
    bench.btn1.press()
    assert bench.trace["GP14"].level_at(bench.now_us) == 0
    assert chip.now_us == before_us
