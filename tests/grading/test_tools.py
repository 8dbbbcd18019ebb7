"""nbgrader finds the programs that it starts, whatever terminal it was started from."""

from __future__ import annotations

import os
import shutil
import sysconfig

import pytest

from coursekit.grading.nbgrader.tools import find_programs


@pytest.mark.parametrize("path", ["", os.defpath])
def test_alembic_is_found_without_an_activated_environment(
    monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("PATH", path)
    find_programs()
    assert os.environ["PATH"].split(os.pathsep)[0] == sysconfig.get_path("scripts")
    assert shutil.which("alembic") is not None


def test_path_grows_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.defpath)
    find_programs()
    once = os.environ["PATH"]
    find_programs()
    assert os.environ["PATH"] == once
