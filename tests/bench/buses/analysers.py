"""Other people's programs that read VCD files: sigrok's decoders are PulseView's own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from coursekit.bench.buses.transaction import Transaction


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


def heard_by_sigrok(path: Path, tick_ns: int = 100) -> list[tuple[float, str]]:
    """What the decoder makes of SDA on GP4 and SCL on GP5: (time in us, text)."""
    decoder = "i2c:scl=I2C_GP4_GP5_SCL:sda=I2C_GP4_GP5_SDA"
    heard = decoded(path, decoder, "i2c=addr-data", tick_ns)
    return [(t_us, text) for t_us, text in heard if text not in ("Read", "Write")]


def as_sigrok_says(records: Iterable[Transaction]) -> list[str]:
    """The same for transactions: what it ought to say."""
    found: list[str] = []
    for record in records:
        found.append("Start repeat" if record.repeated else "Start")
        found.append(f"Address {record.direction}: {record.address:02X}")
        found.append("ACK" if record.acked else "NACK")
        for number, byte in enumerate(record.data):
            found.append(f"Data {record.direction}: {byte:02X}")
            found.append("ACK" if number < record.data_acks else "NACK")
        if record.stop:
            found.append("Stop")
    return found
