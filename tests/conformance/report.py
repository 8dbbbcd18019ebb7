"""What `python -m tests.conformance` shows: observations, differences and figures."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from tests.conformance.comparing import Comparison
from tests.conformance.differences import WRONG, Table
from tests.conformance.observation import Observation


def show_observations(
    console: Console, virtual: list[Observation], emulated: list[Observation]
) -> None:
    """Both boards' answers to each statement; one where they are equal."""
    table = RichTable(box=box.SIMPLE, show_edge=False)
    for column in ("observation", "virtual board", "emulated board"):
        table.add_column(column, overflow="fold")
    for ours, theirs in zip(virtual, emulated, strict=True):
        if ours.text == theirs.text:
            if ours.text:
                table.add_row(Text(ours.key), Text(ours.text), "=")
        else:
            table.add_row(
                Text(ours.key), Text(ours.text, "yellow"), Text(theirs.text or "-", "yellow")
            )
    console.print(table)


def show_problems(console: Console, comparison: Comparison) -> None:
    """What has to be mended or listed, each with what to do."""
    for problem in comparison.problems:
        console.print(Text(problem.kind.upper(), "bold red"))
        console.print(Text(f"{problem.message}\n"), soft_wrap=True)


def propose(console: Console, comparison: Comparison, table: Table) -> None:
    """Lines for differences.toml, for all that it does not list with these texts."""
    known = set(table.seen())
    for seen in comparison.different:
        if seen not in known:
            console.print(Text(f"    {seen.toml()},"), soft_wrap=True)


def show_figures(console: Console, comparisons: list[Comparison]) -> None:
    """The closing table: a line for each subject, and the sum."""
    table = RichTable(box=box.SIMPLE, show_footer=True)
    total = sum(comparisons, Comparison("all"))
    table.add_column("subject", footer=total.subject)
    for name, figure in _figures(total):
        table.add_column(name, footer=str(figure), justify="right")
    for comparison in comparisons:
        table.add_row(comparison.subject, *(str(figure) for _, figure in _figures(comparison)))
    console.print(table)
    words = "; ".join(f"{who}: {meaning}" for who, meaning in WRONG.items())
    console.print(f"Listed differences by who is not as a Pico W with 1.29. {words}.")


def _figures(comparison: Comparison) -> list[tuple[str, int]]:
    return [
        ("observations", comparison.observations),
        ("equal", comparison.equal),
        *((who, comparison.listed[who]) for who in WRONG),
        ("not listed", len(comparison.problems)),
    ]
