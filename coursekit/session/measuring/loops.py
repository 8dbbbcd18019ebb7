"""Measures on the board how long code takes: many times in a loop, by the board's own clock.

The link to the board plays no part in it: all that is sent meanwhile is what the code prints.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from coursekit.boards import Board, BoardError, RemoteError
from coursekit.boards.values import parse_value
from coursekit.session.cells import free_name
from coursekit.session.measuring.nesting import in_own_lines, indented

TARGET_US = 100_000
"""One repeat takes at least as long: its time is then exact to a few parts in 100,000."""

_DRIVER = """
def {name}d(f, e, n, r, tell):
 t = __import__('time')
 us, diff = t.ticks_us, t.ticks_diff
 try:
  gc = __import__('gc')
  gc.mem_alloc, gc.isenabled
 except (ImportError, AttributeError):
  gc = None
 def run(f, n):
  if gc: gc.collect()
  a, b = f(n, us)
  return diff(b, a)
 def heap(n):
  gc.collect()
  a, b = f(n, gc.mem_alloc)
  return b - a
 i, d = 0, None
 while d is None or not n:
  k = n or (1, 2, 5)[i % 3] * 10 ** (i // 3)
  d = run(f, k)
  if d >= {target} or i > 24: n = k
  i += 1 if 10 * d > {target} else 3
 tell(('n', n, d))
 if gc and d < 5 * {target} * n:
  on = gc.isenabled()
  for k in (min(n, 8), 1):
   gc.disable()
   try:
    tell(('heap', min(heap(k), heap(k), heap(k)), k))
    break
   except MemoryError:
    pass
   finally:
    if on: gc.enable()
 r = r or (5 if d < 6 * {target} else 3 if d < 50 * {target} else 1)
 for _ in range(r - 1):
  tell(('us', run(f, n)))
 if n > 1:
  for _ in range(3):
   tell(('empty', run(e, n)))
"""


@dataclass(frozen=True)
class Timing:
    """loops: in each repeat. per_loop_us: of each repeat, what the loop itself takes left out.

    heap_bytes: allocated in one loop, None where that could not be measured.
    """

    loops: int
    per_loop_us: tuple[float, ...]
    heap_bytes: float | None
    printed_lines: int

    @property
    def best_us(self) -> float:
        """The repeat that was disturbed least."""
        return min(self.per_loop_us)

    @property
    def median_us(self) -> float:
        """In the middle of the repeats."""
        ordered, count = sorted(self.per_loop_us), len(self.per_loop_us)
        return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2


def measure(
    board: Board,
    code: str,
    setup: str = "",
    loops: int = 0,
    repeats: int = 0,
    stop: Callable[[], None] = lambda: None,
) -> Timing:
    """How long `code` takes, as the body of a function that sees the board's names.

    setup: run before each repeat, not counted. loops and repeats: 0 chooses them so that a repeat
    takes `TARGET_US` to 2.5 times that. stop: raises KeyboardInterrupt if no more is to be run.
    Names that the code assigns are gone afterwards. Raises `RemoteError` for an exception of the
    code, with the code's own line numbers.
    """
    name = free_name(code, setup)
    body, start = indented(code, 2), indented(setup, 1)
    if body is None or start is None:
        board.exec(code if body is None else setup)  # the board says what is wrong with it
        raise BoardError("This is no code that can be measured.")
    timed = _function(name + "f", name, start, body)
    lines_before = timed.count("\n") - body.count("\n") - 2
    found = _Found()
    try:
        # First alone and not to be run: what is no function's body must not become one's.
        board.exec("if {}:\n" + "\n" * (lines_before - 1) + body + "\n  pass\n")
        stop()
        board.exec(
            timed
            + _function(name + "e", name, start, "  pass")
            + _DRIVER.format(name=name, target=TARGET_US)
            + f"(lambda g:g.pop('{name}d')(g.pop('{name}f'),g.pop('{name}e'),{loops},{repeats},"
            f"lambda v:__import__('sys').stdout.write('{found.mark}%r{found.mark}'%(v,))))"
            "(__import__('__main__').__dict__)\n",
            found.feed,
        )
    except RemoteError as error:
        raise in_own_lines(error, code, name + "f", lines_before) from None
    return found.timing()


def _function(function: str, name: str, setup: str, body: str) -> str:
    return (
        f"def {function}({name}n,{name}u):\n{setup}\n {name}a={name}u()\n"
        f" for {name}i in range({name}n):\n{body}\n return {name}a,{name}u()\n"
    )


class _Found:
    """Takes the measurements out of what the board sends; the rest is the code's own."""

    def __init__(self) -> None:
        self.mark = os.urandom(8).hex()
        self._rest = ""
        self._in_value = False
        self._values: dict[object, list[tuple[object, ...]]] = {}
        self._lines = 0

    def feed(self, text: str) -> None:
        """Take a piece of what the board sends."""
        before, mark, after = (self._rest + text).partition(self.mark)
        while mark:
            if self._in_value:
                self._keep(before)
            else:
                self._lines += before.count("\n")
            self._in_value = not self._in_value
            before, mark, after = after.partition(self.mark)
        if not self._in_value:  # all but what may be the beginning of a mark
            end = max(0, len(before) - len(self.mark))
            self._lines += before.count("\n", 0, end)
            before = before[end:]
        self._rest = before

    def timing(self) -> Timing:
        """What was measured. Raises BoardError when it is not complete."""
        try:
            ((loops, first_us),) = self._numbers("n")
            repeats_us = [first_us, *(us for (us,) in self._numbers("us"))]
            empty_us = min((us for (us,) in self._numbers("empty")), default=0)
            heap = [count / times for count, times in self._numbers("heap") if count >= 0]
            per_loop_us = tuple(max(0.0, (us - empty_us) / loops) for us in repeats_us)
            return Timing(int(loops), per_loop_us, heap[0] if heap else None, self._lines)
        except (ValueError, TypeError, ZeroDivisionError):
            raise BoardError("The board measured nothing. Run the cell again.") from None

    def _keep(self, text: str) -> None:
        value = parse_value(text)
        if isinstance(value, tuple) and value:
            self._values.setdefault(value[0], []).append(value[1:])

    def _numbers(self, kind: str) -> list[tuple[float, ...]]:
        found = self._values.get(kind, [])
        return [tuple(float(str(number)) for number in values) for values in found]
