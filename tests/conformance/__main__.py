"""`python -m tests.conformance [PROGRAM ...]`: run programs on both boards, tell what differs."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from tests.conformance import boards, differences, document, report
from tests.conformance.comparing import Comparison, compare
from tests.conformance.subjects import Subject, subjects


def main() -> int:
    """The exit status is 1 when something differs that differences.toml does not list."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help="all when none is named")
    parser.add_argument(
        "--table", action="store_true", help="only write the tables of docs/virtual-board.md"
    )
    parser.add_argument(
        "--propose", action="store_true", help="print lines for differences.toml, and no more"
    )
    options = parser.parse_args()
    table = differences.load()
    if options.table:
        changed = document.write(table)
        print(f"{document.DOCUMENT}: {'written' if changed else 'is up to date'}")
        return 0
    console = Console()
    comparisons: list[Comparison] = []
    for subject in _chosen(parser, options.programs):
        virtual = subject.observe(boards.open_virtual)
        emulated = subject.observe(boards.open_emulated)
        comparison = compare(subject.name, virtual, emulated, table)
        comparisons.append(comparison)
        if options.propose:
            report.propose(console, comparison, table)
            continue
        console.rule(f"{subject.name}: {subject.title}", align="left")
        report.show_observations(console, virtual, emulated)
        report.show_problems(console, comparison)
    if not options.propose:
        report.show_figures(console, comparisons)
    return int(any(comparison.problems for comparison in comparisons))


def _chosen(parser: argparse.ArgumentParser, names: list[str]) -> list[Subject]:
    there = subjects()
    known = {subject.name for subject in there}
    if wrong := [name for name in names if name not in known]:
        parser.error(f"no program {wrong[0]!r}; there are: {', '.join(sorted(known))}")
    return [subject for subject in there if not names or subject.name in names]


if __name__ == "__main__":
    sys.exit(main())
