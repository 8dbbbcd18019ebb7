"""Scripts of faults through the kernel itself: it lives, and every cell gets its reply."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coursekit.kernel.install import spec
from tests.kernel.conftest import Notebook, start, text_of
from tests.session.fault_scripts import NEXT_STEP, make_script

_ROOT = Path(__file__).parents[2]
_SCRIPTS = range(0, 1000, 33)


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """A kernel whose boards are on faulty cables."""
    folder = tmp_path / "kernels" / "micropython"
    folder.mkdir(parents=True)
    program = f"import sys, runpy; sys.path.insert(0, {str(_ROOT)!r}); "
    program += "runpy.run_module('tests.kernel.faulty_kernel', run_name='__main__')"
    argv = [sys.executable, "-c", program, "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({**spec(), "argv": argv}))
    running = start(tmp_path, tmp_path, monkeypatch)
    yield running
    running.client.stop_channels()
    running.manager.shutdown_kernel(now=True)


def test_the_kernel_survives(faulty: Notebook) -> None:
    failures = set()
    for seed in _SCRIPTS:
        script = make_script(seed)
        reply, _ = faulty.run(f"%connect script-{seed}")
        assert reply["status"] == "ok", reply
        for number, cell in enumerate(script.cells):
            head = f"# cell {number}{' endless' * cell.endless}\n"
            reply, _ = faulty.run(head + cell.code)
            if reply["status"] == "ok":
                assert number in reply["pins"], f"cell {number} did not finish\n{script}"
            else:
                _check(reply, str(script))
                failures.add(reply["ename"])
        _recover(faulty, str(script))
    assert faulty.manager.is_alive()
    assert {"BoardLost", "BoardReset", "KeyboardInterrupt"} <= failures


def _recover(faulty: Notebook, script: str) -> None:
    for _ in range(3):
        reply, outputs = faulty.run("print(1 + 1)")
        if reply["status"] == "ok":
            assert text_of(outputs).endswith("2\n"), script
            return
        _check(reply, script)
        assert NEXT_STEP.search(reply["evalue"]), f"{reply}\n{script}"
    raise AssertionError(f"the board is not back: {reply}\n{script}")


def _check(reply: dict[str, Any], script: str) -> None:
    assert reply["status"] == "error", f"{reply}\n{script}"
    assert "coursekit" not in "".join(reply["traceback"]), f"{reply}\n{script}"
