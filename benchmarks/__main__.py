"""`python -m benchmarks [NAME ...] [--json FILE]`: all benchmarks, or those whose name has NAME."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import board, emulated, files, grading, harness, i2c, kernel, link

BENCHMARKS = [
    *board.BENCHMARKS,
    *i2c.BENCHMARKS,
    *emulated.BENCHMARKS,
    *files.BENCHMARKS,
    *link.BENCHMARKS,
    *kernel.BENCHMARKS,
    *grading.BENCHMARKS,
]


def main() -> int:
    """Run the chosen benchmarks; the exit status is 1 when one is over its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="part of a benchmark's name")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    options = parser.parse_args()
    chosen = [
        benchmark
        for benchmark in BENCHMARKS
        if not options.names or any(name in benchmark.__name__ for name in options.names)
    ]
    if not chosen:
        names = ", ".join(benchmark.__name__ for benchmark in BENCHMARKS)
        parser.error(f"no benchmark has such a name; there are: {names}")
    return harness.report([benchmark() for benchmark in chosen], options.json)


if __name__ == "__main__":
    sys.exit(main())
