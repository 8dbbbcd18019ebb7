"""Whatever is wired and whatever is done, the bench keeps its promises."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.bench import Bench, Diagram, Edge, Mode, Pull
from coursekit.bench.circuit import solve
from coursekit.bench.diagram import known_types, pin_names
from coursekit.bench.pico import BOARD_PINS, BOARD_TYPES
from tests.bench.diagrams import data, part

TYPES = [name for name in known_types() if name not in BOARD_TYPES]
GPIOS = (0, 1, 2, 3, 26, 64)
USED_PINS = {"GP0", "GP1", "GP2", "GP3", "GP26", "GND.1", "3V3", "VBUS"}
BOARD_ENDS = [f"pico:{pin}" for pin in BOARD_PINS if pin in USED_PINS]
PULLS = [Pull(number) for number in range(4)]


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    """Up to five parts of any type, wired at random, sense or nonsense."""
    types = draw(st.lists(st.sampled_from(TYPES), max_size=5))
    parts = [part(f"p{i}", name) for i, name in enumerate(types)]
    ends = BOARD_ENDS + [f"p{i}:{pin}" for i, name in enumerate(types) for pin in pin_names(name)]
    end = st.sampled_from(ends)
    wires = draw(st.lists(st.tuples(end, end).map(" ".join), max_size=12))
    return Diagram.from_dict(data(parts, wires))


gpio = st.sampled_from(GPIOS)
STEPS: st.SearchStrategy[tuple[Any, ...]] = st.one_of(
    st.tuples(st.just("write"), gpio, st.integers(0, 1)),
    st.tuples(st.just("configure"), gpio, st.sampled_from(Mode), st.sampled_from(PULLS)),
    st.tuples(
        st.just("pwm"), gpio, st.sampled_from([7.0, 50.0, 1234.5, 60_000.0]), st.integers(0, 65535)
    ),
    st.tuples(st.just("pwm_stop"), gpio),
    st.tuples(st.just("read"), gpio),
    st.tuples(st.just("voltage"), gpio),
    st.tuples(st.just("neopixel"), gpio, st.binary(max_size=12)),
    st.tuples(st.just("watch"), gpio, st.sampled_from([Edge.NONE, Edge.RISING, Edge.BOTH])),
    st.tuples(st.just("reset_gpio")),
    st.tuples(st.just("hands"), st.integers(0, 4), st.floats(0, 1)),
)
SCRIPTS = st.lists(st.tuples(st.integers(-2000, 9000), STEPS), max_size=40)


def handle(desk: Bench, number: int, amount: float) -> None:
    """Do to a part what hands can do to it, if there is such a part."""
    toy: Any = desk.parts.get(f"p{number}")
    if hasattr(toy, "press"):
        toy.press(for_ms=5 * amount)
    elif hasattr(toy, "turn"):
        toy.turn(amount)
    elif hasattr(toy, "move"):
        toy.move("left" if amount < 0.5 else "right")


def run(desk: Bench, script: list[tuple[int, tuple[Any, ...]]]) -> list[object]:
    """Play a script; returns all that the board got to see."""
    seen: list[object] = []
    desk.on_edge = lambda *edge: seen.append(edge)
    for delay_us, (name, *args) in script:
        before = desk.now_us
        t_us = before + delay_us
        if name == "hands":
            desk.advance(t_us)
            handle(desk, *args)
        elif name == "reset_gpio":
            desk.reset_gpio(t_us)
        elif name == "watch":
            desk.watch(*args)
        else:
            seen.append(getattr(desk, name)(args[0], t_us, *args[1:]))
        assert desk.now_us >= before
    desk.advance(desk.now_us + 20_000)
    return seen


@settings(max_examples=150, deadline=None)
@given(diagrams(), SCRIPTS)
def test_nothing_crashes_and_time_goes_forward(
    diagram: Diagram, script: list[tuple[int, tuple[Any, ...]]]
) -> None:
    desk = Bench(diagram)
    run(desk, script)
    for channel in desk.trace:
        times = channel.times_us
        assert (times[1:] >= times[:-1]).all()
        assert len(channel.values) == len(times)
        if channel.kind == "digital":
            assert (channel.values[1:] != channel.values[:-1]).all()
            assert channel.edge_count(0, desk.now_us) >= len(channel.edges())
    assert all(fault.where and fault.text.endswith(".") for fault in desk.faults())
    assert desk.state().keys() == {*desk.parts, diagram.board.id}


@settings(max_examples=80, deadline=None)
@given(diagrams(), SCRIPTS, st.integers(0, 3))
def test_the_same_seed_gives_the_same_run(
    diagram: Diagram, script: list[tuple[int, tuple[Any, ...]]], seed: int
) -> None:
    first, second = Bench(diagram, seed), Bench(diagram, seed)
    assert run(first, script) == run(second, script)
    assert first.faults() == second.faults()
    for channel in first.trace:
        twin = second.trace[channel.name]
        assert channel.times_us.tolist() == twin.times_us.tolist()
        assert channel.values.tolist() == twin.values.tolist()


@settings(max_examples=80, deadline=None)
@given(diagrams(), SCRIPTS)
def test_a_remembered_solution_is_a_fresh_one(
    diagram: Diagram, script: list[tuple[int, tuple[Any, ...]]]
) -> None:
    desk = Bench(diagram)
    run(desk, script)
    for group in desk._groups:
        node = group.node
        assert node.controls == tuple(desk.netlist.controls[c] for c in group.component.controls)
        assert node.drives == tuple(pin.setup() for pin in group.pins)
        assert node.solution == solve(desk.netlist, group.component, node.drives, node.controls)
        if not group.slow:
            for tap in group.taps:
                shown = tap.probe(node.solution)
                assert shown is None or shown == tap.last


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1)), min_size=50, max_size=200))
def test_the_fast_way_and_the_slow_way_of_writing_agree(writes: list[tuple[int, int]]) -> None:
    parts = [part(f"d{n}", "wokwi-led") for n in range(4)]
    parts += [part("r", "wokwi-resistor", value="220")]
    wires = [f"pico:GP{n} d{n}:A" for n in range(4)] + [f"d{n}:C r:1" for n in range(4)]
    diagram = Diagram.from_dict(data(parts, [*wires, "r:2 pico:GND.1"]))
    fast, slow = Bench(diagram), Bench(diagram)
    for desk in (fast, slow):
        for n in range(4):
            desk.configure(n, 0, Mode.OUT, Pull.NONE)
    for t_us, (n, level) in enumerate(writes):
        fast.write(n, t_us, level)
        for group in slow._groups:
            group.node.steps.clear()
        slow.write(n, t_us, level)
    for channel in fast.trace:
        twin = slow.trace[channel.name]
        assert channel.times_us.tolist() == twin.times_us.tolist()
        assert channel.values.tolist() == twin.values.tolist()
