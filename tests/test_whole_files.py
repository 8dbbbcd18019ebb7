"""A file is written whole or not at all, whoever writes beside and wherever it fails."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coursekit.whole_files import write_whole


def test_it_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "in" / "file"
    write_whole(path, b"old", make_folder=True)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("stop", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
@pytest.mark.parametrize("place", ["write_bytes", "replace"])
def test_nothing_is_left_of_one_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException, place: str
) -> None:
    def fails(*_: object) -> None:
        raise stop

    path = tmp_path / "file"
    path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(Path if place == "write_bytes" else os, place, fails)
        with pytest.raises(type(stop)):
            write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_threads_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "file"
    contents = [bytes([n]) * 100_000 for n in range(8)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda data: write_whole(path, data), contents * 8))
    assert path.read_bytes() in contents
    assert list(tmp_path.iterdir()) == [path]
