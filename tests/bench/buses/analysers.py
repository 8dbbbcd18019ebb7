"""Other people's programs that read VCD files: sigrok's decoders are PulseView's own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest


def program(name: str, package: str) -> str:
    """A program's path. Skips the test where it is missing; on CI, that is a failure."""
    found = shutil.which(name)
    if found is None:
        assert not os.environ.get("CI"), f"{name} is missing: apt-get install {package}"
        pytest.skip(f"no {name}: it is in Debian's package {package}")
    return found


def run(*command: str) -> str:
    """What a program prints; it must end well."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def decoded(path: Path, decoder: str, annotations: str, tick_ns: int) -> list[tuple[float, str]]:
    """What a decoder of sigrok's makes of a file: (time in us, text), in its order."""
    sigrok = program("sigrok-cli", "sigrok-cli")
    lines = run(
        sigrok, "-I", "vcd", "-i", str(path), "--protocol-decoder-samplenum",
        "-P", decoder, "-A", annotations,
    )  # fmt: skip
    found = []
    for line in lines.splitlines():
        matched = re.fullmatch(r"(\d+)-\d+ \w+-1: (.+)", line)
        assert matched, line
        found.append((int(matched[1]) * tick_ns / 1000, matched[2]))
    return found
