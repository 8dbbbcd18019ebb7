"""How much heap a call takes: exact, the same every time, and no program's word for it."""

from __future__ import annotations

import sys

import pytest

from coursekit.boards.errors import BoardFault
from coursekit.checks import heap
from tests.checks.conftest import confirmed, judge, messages, told

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the heap is seen on Linux only")

NEW = "Does it make a new object in each round of a loop?"


def expect_at_most(size: int, call: str = "'f', 320") -> str:
    return f"expect(board.call({call})).allocates_at_most({size})"


@pytest.mark.parametrize(
    ("program", "size"),
    [
        ("def f(n): return n", 0),
        ("def f(n): return bytearray(n)", 352),  # ten blocks, and one for the object
        ("def f(n):\n    for _ in range(n): led.on()", 0),
        ("def f(n):\n    for i in range(n): x = i * 0.5", 320 * 32),
    ],
)
def test_blocks_are_counted_exactly(program: str, size: int) -> None:
    shown = f"{size} bytes"
    assert confirmed(program, expect_at_most(size)) == (
        f"f(320) took {shown} of heap, expected at most {shown} of heap."
    )
    if size:
        assert told(program, expect_at_most(size - 1)) == (
            f"f(320) took {shown} of heap, expected at most {size - 1} bytes of heap. {NEW}"
        )


@pytest.mark.parametrize(
    "call", ["'o.f', 320", "'o.f', n=320", "'o.inner.g', 'abcdefghijklmnop', [1, 2]"]
)
def test_arguments_and_dots_cost_nothing(call: str) -> None:
    program = """
class Inner:
    def g(self, a, b): return a
class Outer:
    inner = Inner()
    def f(self, n): return n
o = Outer()
"""
    assert messages(program, expect_at_most(0, call))[0][0]


LIARS = {
    "collector replaced": "import gc\ngc.collect = lambda: 0\ngc.mem_alloc = lambda: 0\n",
    "collector poisoned": "import sys\nsys.modules['gc'] = None\n",
    "import replaced": "import builtins\nbuiltins.__import__ = lambda *a: None\n",
}


@pytest.mark.parametrize("lie", LIARS.values(), ids=LIARS)
def test_a_program_cannot_lie(lie: str) -> None:
    program = lie + "def f(n):\n    return len(bytearray(n))"
    check = "board.run('f(1)')\n" + expect_at_most(100)
    assert not messages(program, check)[0][0]


def test_collecting_garbage_hides_nothing() -> None:
    program = "import gc\ndef f(n):\n    bytearray(n)\n    gc.collect()"
    assert told(program, expect_at_most(100)) == (
        "f(320) collected garbage, so what it takes of the heap cannot be told, "
        "expected at most 100 bytes of heap. Leave out gc.collect()."
    )


def test_a_full_heap_hides_nothing() -> None:
    program = "def f(n):\n    for _ in range(5000): bytearray(n)"
    assert not messages(program, expect_at_most(100))[0][0]


def test_a_computer_that_shows_no_heap_is_nobodys_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(pid: int, address: int, size: int) -> bytes:
        raise heap.HeapHidden("not permitted")

    monkeypatch.setattr(heap, "_read", refuse)
    with pytest.raises(BoardFault, match="does not show a process's heap: not permitted"):
        judge("def fresh(n): return n", expect_at_most(0, "'fresh', 1"))


def test_a_second_call_that_raises_is_not_met() -> None:
    program = "made = []\ndef f(n):\n    made.append(n)\n    return 1 // (2 - len(made))"
    assert told(program, expect_at_most(100)) == (
        "Called again, f(320) raised ZeroDivisionError: divide by zero (line 9, in f). "
        "Expected at most 100 bytes of heap."
    )
