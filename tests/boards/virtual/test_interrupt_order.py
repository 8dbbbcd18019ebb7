"""Interrupts that the program's own pins cause: when their handlers run, as on a Pico.

What is expected was seen with unmodified rp2 firmware (MicroPython 1.26.1) on an emulated RP2040.
A soft handler runs at the next jump of the program or when it waits, one at each jump; a hard one
at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from coursekit.bench import Diagram
from coursekit.boards.virtual import VirtualBoard
from tests.bench.diagrams import data, part
from tests.boards.suite import run

PINS = """
from machine import Pin, PWM, disable_irq, enable_irq
import micropython, time
got = []
out, wired = Pin(14, Pin.OUT, value=0), Pin(15, Pin.IN)
out2, wired2 = Pin(16, Pin.OUT, value=0), Pin(17, Pin.IN)
def note(pin):
    got.append(pin.value())
"""

CASES = {
    "each turn of a loop": (
        """
wired.irq(note)
for _ in range(5):
    out.toggle()
got.append('end')
print(got)
""",
        "[1, 0, 1, 0, 1, 'end']",
    ),
    "the very pin that is written": (
        """
out.irq(note)
for _ in range(5):
    out.toggle()
got.append('end')
print(got)
""",
        "[1, 0, 1, 0, 1, 'end']",
    ),
    "turns of a loop between": (
        """
wired.irq(note)
for _ in range(3):
    out.toggle()
    for _ in range(50):
        pass
got.append('end')
print(got)
""",
        "[1, 0, 1, 'end']",
    ),
    "hard handlers come at once": (
        """
c = [0, 0, 0, 0, 0, 0]
def first(pin):
    c[c[0] + 1] = 10 + pin.value()
    c[0] += 1
wired.irq(first, hard=True)
out.on()
c[5] = c[0]
out.off()
print(c)
""",
        "[2, 11, 10, 0, 0, 1]",
    ),
    "no jump, no handler": (
        """
wired.irq(note)
out.on()
got.append('a')
out.off()
got.append('b')
print(got)
time.sleep_ms(1)
print(got)
""",
        "['a', 'b']\n['a', 'b', 0, 0]",
    ),
    "an if is a jump": (
        """
wired.irq(note)
out.on()
if got:
    got.append('seen')
else:
    got.append('not yet')
print(got)
""",
        "[1, 'not yet']",
    ),
    "reading is no jump": (
        """
wired.irq(note)
out.on()
got.append(('x', wired.value()))
out.off()
got.append(('x', wired.value()))
print(got)
time.sleep_ms(1)
print(got)
""",
        "[('x', 1), ('x', 0)]\n[('x', 1), ('x', 0), 0, 0]",
    ),
    "calls and with blocks are no jumps": (
        """
wired.irq(note)
class Block:
    def __enter__(self):
        out.on()
    def __exit__(self, *what):
        got.append('x')
def f():
    got.append('f')
with Block():
    got.append('in')
    out.off()
f()
print(got)
""",
        "['in', 'x', 'f']",
    ),
    "flags": (
        """
i = wired.irq(lambda pin: got.append(i.flags()))
for _ in range(4):
    out.toggle()
print(got)
""",
        "[8, 4, 8, 4]",
    ),
    "handlers do not nest": (
        """
def h(pin):
    got.append('h')
    out2.toggle()
    for _ in range(5):
        pass
    got.append('H')
wired.irq(h)
wired2.irq(lambda pin: got.append('g'))
for _ in range(3):
    out.toggle()
got.append('end')
print(got)
""",
        "['h', 'H', 'g', 'h', 'H', 'end']",
    ),
    "a hard one comes in the middle of a soft one": (
        """
c = [0]
def h(pin):
    got.append('h')
    out2.toggle()
    got.append('H')
def g(pin):
    c[0] = len(got)
wired.irq(h)
wired2.irq(g, hard=True)
for _ in range(1):
    out.toggle()
got.append('end')
print(got, c)
""",
        "['h', 'H', 'end'] [1]",
    ),
    "a handler that causes its own interrupt": (
        """
def h(pin):
    got.append(out.value())
    if len(got) < 6:
        out.toggle()
wired.irq(h)
out.on()
for _ in range(3):
    got.append('m')
print(got)
""",
        "[1, 0, 'm', 1, 'm', 0, 'm']",
    ),
    "interrupts are off": (
        """
i = wired.irq(lambda pin: got.append((15, pin.value(), i.flags())))
j = wired2.irq(lambda pin: got.append((17, pin.value(), j.flags())))
state = disable_irq()
out2.on()
for _ in range(5):
    out.toggle()
got.append('on again')
enable_irq(state)
got.append('end')
time.sleep_ms(1)
print(got)
""",
        "['on again', 'end', (15, 1, 12), (17, 1, 8)]",
    ),
    "an output with a first level": (
        """
wired.irq(note)
Pin(14, Pin.OUT, value=1)
for _ in range(3):
    got.append('m')
print(got)
""",
        "[1, 'm', 'm', 'm']",
    ),
    "a pull": (
        """
wired.irq(note)
out.init(Pin.IN, Pin.PULL_UP)
for _ in range(2):
    got.append('m')
print(got)
""",
        "[1, 'm', 'm']",
    ),
    "taken back": (
        """
wired.irq(note)
out.on()
wired.irq(None)
for _ in range(3):
    out.toggle()
time.sleep_ms(1)
print(got)
""",
        "[1]",
    ),
    "in a comprehension": (
        "wired.irq(note)\nprint([out.toggle() or len(got) for _ in range(4)], got)",
        "[1, 2, 3, 4] [1, 0, 1, 0]",
    ),
}


WIRES = ["pico:GP14 pico:GP15", "pico:GP16 pico:GP17"]


@pytest.fixture(params=[True, False], ids=["fast-forward", "real-time"])
def board(request: pytest.FixtureRequest) -> Iterator[VirtualBoard]:
    """A board with GP14 wired to GP15 and GP16 to GP17."""
    wires = Diagram.from_dict(data([], WIRES))
    with closing(VirtualBoard(wires, fast_forward=request.param)) as board:
        board.exec(PINS)
        yield board


@pytest.mark.parametrize("name", CASES)
def test_order(board: VirtualBoard, name: str) -> None:
    program, expected = CASES[name]
    assert run(board, program).strip() == expected


def test_through_a_button(board: VirtualBoard) -> None:
    """While it is held, a level that GP20 puts out reaches GP21, whose handler answers on GP14."""
    parts, wires = (
        [part("btn1", "wokwi-pushbutton", bounce="0")],
        ["pico:GP20 btn1:1.l", "btn1:2.l pico:GP21"],
    )
    lab = Diagram.from_dict(data(parts, [*WIRES, *wires]))
    with closing(VirtualBoard(lab, fast_forward=board.fast_forward)) as wired:
        wired.exec(PINS)
        program = """
key, at_key = Pin(20, Pin.OUT, value=1), Pin(21, Pin.IN, Pin.PULL_UP)
at_key.irq(lambda pin: (got.append(('key', pin.value())), out.toggle()))
wired.irq(note)
for _ in range(3):
    key.toggle()
    got.append('-')
print(got)
"""
        assert run(wired, program).strip() == "['-', '-', '-']"
        wired.bench.btn1.press()
        wired.exec("time.sleep_ms(50)\ngot.clear()")
        wired.exec("for _ in range(4):\n    key.toggle()\n    for _ in range(9): pass")
        keys = wired.eval("[what for what in got if isinstance(what, tuple)]")
        assert keys == [("key", 1), ("key", 0)] * 2
        assert wired.eval("[what for what in got if not isinstance(what, tuple)]") == [0, 1, 0, 1]


def test_a_failing_handler_is_reported_and_the_program_goes_on(board: VirtualBoard) -> None:
    output = run(
        board,
        """
def fail(pin):
    got.append(pin.value())
    raise ValueError('no')
wired.irq(fail)
for _ in range(3):
    out.toggle()
print(got)
""",
    )
    assert output.count("ValueError: no") == 3
    assert output.endswith("[1, 0, 1]\n")


def test_a_handler_that_feeds_itself_does_not_stop_the_program(board: VirtualBoard) -> None:
    """Neither a loop nor a sleep."""
    program = """
wired.irq(lambda pin: out.toggle())
out.on()
for n in range(1000):
    pass
time.sleep_ms(5)
wired.irq(None)
print(n)
"""
    assert run(board, program) == "999\n"


def test_after_a_soft_reset_nothing_is_left(board: VirtualBoard) -> None:
    board.exec("wired.irq(note)\nout.on()")
    board.soft_reset()
    board.exec(PINS)
    assert run(board, "for _ in range(4): out.toggle()\nprint(got)") == "[]\n"
    assert run(board, CASES["each turn of a loop"][0]).strip() == CASES["each turn of a loop"][1]


def test_writes_cost_what_they_cost_elsewhere() -> None:
    """A microsecond of board time, and the same times and values in every run."""
    program = """
when = []
wired.irq(lambda pin: when.append(time.ticks_us()))
start = time.ticks_us()
for _ in range(100):
    out.toggle()
"""
    found = set()
    for _ in range(3):
        with closing(VirtualBoard(Diagram.from_dict(data([], WIRES)), fast_forward=True)) as fast:
            fast.exec(PINS)
            fast.exec(program)
            found.add(str(fast.eval("[t - start for t in when]")))
    assert found == {str([6 + 6 * n for n in range(100)])}


def test_a_program_without_such_an_interrupt_asks_nothing() -> None:
    """Also with a button's interrupt, and after its own has been taken back."""
    with closing(VirtualBoard(Diagram.from_dict(data([], WIRES)), fast_forward=True)) as fast:
        fast.exec(PINS)
        fast.exec("button = Pin(2, Pin.IN, Pin.PULL_UP)\nbutton.irq(note)")
        fast.exec("wired.irq(note)\nout.on()\nwired.irq(None)\nout.off()")
        asked = "__import__('_bench')._sequence"
        before = fast.eval(asked)
        fast.exec("for _ in range(1000): out2.toggle()")
        assert fast.eval(asked) == before
