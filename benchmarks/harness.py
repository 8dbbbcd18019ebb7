"""Measures, compares with a limit and reports.

A figure is the median of several runs. Where it is a ratio, its baseline is measured in turns with
it, so that a machine that is slow for a while is slow for both.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Result:
    """One benchmark's outcome. `value` and `limit` are in `unit`; a ratio has the unit `x`."""

    name: str
    value: float
    unit: str
    limit: float
    better: Literal["less", "more"]
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether the limit was kept."""
        return self.value <= self.limit if self.better == "less" else self.value >= self.limit


def timed(action: Callable[[], object]) -> float:
    """How long `action` takes, in seconds."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def ratio(
    name: str,
    action: Callable[[], object],
    baseline: Callable[[], object],
    *,
    against: str,
    limit: float,
    runs: int,
) -> Result:
    """The median of `runs` ratios of the time of `action` to that of `baseline` just after it."""
    action(), baseline()  # what happens once only is not meant
    pairs = [(timed(action), timed(baseline)) for _ in range(runs)]
    took_s, base_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    note = f"{took_s * 1e3:.3f} ms; {against}: {base_s * 1e3:.3f} ms"
    return Result(name, statistics.median(a / b for a, b in pairs), "x", limit, "less", note)


def at_most(
    name: str, measure: Callable[[], float], *, unit: str, limit: float, runs: int, note: str = ""
) -> Result:
    """The median of what `measure` returns may not be above `limit`."""
    return Result(name, _median(measure, runs), unit, limit, "less", note)


def at_least(
    name: str, measure: Callable[[], float], *, unit: str, limit: float, runs: int, note: str = ""
) -> Result:
    """The median of what `measure` returns may not be below `limit`."""
    return Result(name, _median(measure, runs), unit, limit, "more", note)


def bare_micropython(*arguments: str) -> list[str]:
    """The command for a MicroPython as it comes, in a Python that has loaded nothing else."""
    spec = importlib.util.find_spec("micropython_module")
    assert spec is not None
    assert spec.origin is not None
    code = (
        f"import sys; sys.path.append({str(Path(spec.origin).parent)!r}); "
        "from micropython_module import run_main; "
        f"run_main(['micropython', *{list(arguments)!r}])"
    )
    return [sys.executable, "-I", "-S", "-c", code]


def _median(measure: Callable[[], float], runs: int) -> float:
    measure()
    return statistics.median(measure() for _ in range(runs))


def table(results: list[Result]) -> str:
    """The results as text, one a line."""
    width = max(len(result.name) for result in results)
    lines = []
    for result in results:
        sign = "<=" if result.better == "less" else ">="
        lines.append(
            f"{'ok  ' if result.passed else 'SLOW'} {result.name:<{width}} "
            f"{result.value:>12,.2f} {result.unit:<3} {sign} {result.limit:<9,g} {result.note}"
        )
    return "\n".join(line.rstrip() for line in lines)


def report(results: list[Result], json_file: Path | None) -> int:
    """Print the table, write the JSON; the exit status, 1 when a limit was not kept."""
    print(table(results))
    if json_file is not None:
        rows = [{**asdict(result), "passed": result.passed} for result in results]
        json_file.write_text(json.dumps(rows, indent=1) + "\n")
    return 0 if all(result.passed for result in results) else 1
