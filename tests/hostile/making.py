"""What the corpus is made with: the release as an attacker sees it, and ways to spoil it."""

from __future__ import annotations

import copy
import functools
import json
import socket
import threading
from typing import Any

from tests.hostile.assignment import HONEST, POINTS

Release = dict[str, Any]
"""A notebook as JSON has it: the release, for a file of the corpus to spoil."""

ALL: dict[str, float] = dict(POINTS)
"""The points of an honest submission."""


def all_but(*tasks: str) -> dict[str, float]:
    """All points but those of `tasks`."""
    return {task: points for task, points in ALL.items() if task not in tasks}


def filled(release: Release, **answers: str | None) -> Release:
    """A copy of the release with an answer in each solution cell.

    answers: by grade_id; what is not named is answered honestly, None leaves the stub.
    """
    notebook = copy.deepcopy(release)
    for task, honest in HONEST.items():
        answer = answers.pop(task, honest)
        if answer is not None:
            cell(notebook, task)["source"] = answer
    assert not answers, answers
    return notebook


def released(data: bytes) -> Release:
    """The release from its file, each cell's text in one piece."""
    notebook: Release = json.loads(data)
    for candidate in notebook["cells"]:
        candidate["source"] = "".join(candidate["source"])
    return notebook


def blank(release: Release) -> Release:
    """A copy of the release, nothing answered."""
    return copy.deepcopy(release)


def cell(notebook: Release, grade_id: str) -> dict[str, Any]:
    """The first cell with this grade_id."""
    found: dict[str, Any] = notebook["cells"][index(notebook, grade_id)]
    return found


def index(notebook: Release, grade_id: str) -> int:
    """Where the first cell with this grade_id is."""
    for at, candidate in enumerate(notebook["cells"]):
        if candidate["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            return at
    raise KeyError(grade_id)


def checks(notebook: Release) -> list[dict[str, Any]]:
    """The check cells."""
    return [cell(notebook, f"{task}-check") for task in POINTS]


def marks(some_cell: dict[str, Any]) -> dict[str, Any]:
    """The nbgrader metadata of a cell."""
    found: dict[str, Any] = some_cell["metadata"]["nbgrader"]
    return found


def code_cell(source: str, **nbgrader: Any) -> dict[str, Any]:
    """A cell that the release does not have."""
    metadata = {"nbgrader": {"schema_version": 3, **nbgrader}} if nbgrader else {}
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def written(notebook: object) -> bytes:
    """The notebook as a file."""
    return json.dumps(notebook, indent=1).encode()


def answered(release: Release, **answers: str | None) -> bytes:
    """`filled`, as a file."""
    return written(filled(release, **answers))


SYSCALL = """\
import uctypes


@micropython.viper
def _call(number: int, a: int, b: int, c: int, d: int) -> int:
    return number + a + b + c + d


def _arm():
    # The machine code of `_call` lies in memory that can be written: put a better one there.
    code = uctypes.struct(id(_call), {"code": uctypes.UINT64 | 24}, uctypes.NATIVE).code
    better = bytes.fromhex(
        "4989c8498b0048d1f8498b780848d1ff498b701048d1fe498b501848d1fa"
        "4d8b502049d1fa4d31c04d31c90f05488d440001c3"
    )
    uctypes.bytearray_at(code, len(better))[:] = better


_arm()


def syscall(number, a=0, b=0, c=0, d=0):
    return _call(number, a, b, c, d)


def address(data):
    return uctypes.addressof(data)
"""
"""MicroPython for x86-64 Linux: `syscall(number, ...)` is a real system call."""

ESCAPED = """

if escaped():

    def double(x):
        return 2 * x
"""
"""Ends an answer that earns its points only if `escaped()` is true: then the sandbox has a hole."""


@functools.lru_cache(maxsize=1)
def door() -> Door:
    """A listener on this machine's loopback that no submission may reach."""
    return Door()


class Door:
    """Listens on `port` and counts who comes."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.visitors = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            visitor, _ = self._socket.accept()
            self.visitors += 1
            visitor.close()
