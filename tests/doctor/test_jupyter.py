"""JupyterLab, the kernel's registration and the stubs: each as it should be, and not."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from coursekit.doctor import BROKEN, LACKING, OK
from coursekit.doctor.jupyter import kernel, lab, stubs
from coursekit.kernel.install import spec


def register(folder: Path, monkeypatch: pytest.MonkeyPatch, content: dict[str, Any] | None) -> None:
    """Make `folder` the only place where kernels are registered."""
    kernels = folder / "kernels"
    monkeypatch.setattr(
        "jupyter_client.kernelspec.KernelSpecManager._kernel_dirs_default", lambda _: [str(kernels)]
    )
    if content is not None:
        (kernels / "micropython").mkdir(parents=True)
        (kernels / "micropython" / "kernel.json").write_text(json.dumps(content))


def test_lab_tells_its_version() -> None:
    assert lab([sys.executable, "-c", "print('4.5.6')"]).line() == "ok  JupyterLab: 4.5.6"


def test_lab_does_not_start() -> None:
    code = "import sys; sys.exit('ModuleNotFoundError: why')"
    finding = lab([sys.executable, "-c", code])
    assert finding.state == BROKEN
    assert finding.detail == "does not start: ModuleNotFoundError: why"
    assert finding.fix == "python3 course.py setup"


def test_lab_is_not_there() -> None:
    assert lab(["/nowhere/python"]).detail == "does not start: No such file or directory"


def test_lab_does_not_answer() -> None:
    finding = lab([sys.executable, "-c", "input()"], timeout_s=0.0)
    assert finding.state == BROKEN
    assert "within 0 s" in finding.detail


def test_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register(tmp_path, monkeypatch, spec())
    finding = kernel()
    assert finding.state == OK
    assert str(tmp_path) in finding.detail


def test_kernel_is_not_registered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register(tmp_path, monkeypatch, None)
    finding = kernel()
    assert finding.state == BROKEN
    assert finding.detail == "micropython is not registered"
    assert finding.fix.endswith("-m coursekit.kernel install --sys-prefix")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["python", "-m", "another_kernel", "-f", "x"], "another one: python -m another_kernel"),
        (["/other/python", "-m", "coursekit.kernel"], "another Python, /other/python"),
    ],
)
def test_kernel_is_another(
    argv: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(tmp_path, monkeypatch, {**spec(), "argv": argv})
    finding = kernel()
    assert finding.state == BROKEN
    assert finding.detail.endswith(said)


def test_stubs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursekit.bootstrap.stubs.stubs_folder", lambda: tmp_path)
    finding = stubs()
    assert finding.state == LACKING
    assert finding.fix == "coursekit stubs"
    (tmp_path / "rp2").mkdir()
    (tmp_path / "stdlib").mkdir()
    assert stubs().line() == "ok  completion: documentation for rp2, stdlib"
