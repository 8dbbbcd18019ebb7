"""Which stubs are for which board."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from coursekit.session.completion import cache
from coursekit.session.completion.stubs import find_stubs


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("rp2", "esp32"):
        (tmp_path / name / f"micropython_{name}_board_stubs-1.29.0.dist-info").mkdir(parents=True)
    (tmp_path / "stdlib" / "stdlib").mkdir(parents=True)
    return tmp_path


def test_by_the_platform(root: Path) -> None:
    found = find_stubs("esp32", root)
    assert found is not None
    assert (found.port, found.folder) == ("esp32", root / "esp32")
    assert found.package == "micropython-esp32-board-stubs-1.29.0"


def test_where_none_is_known_it_is_the_virtual_board_s(root: Path) -> None:
    found = find_stubs(None, root)
    assert found is not None
    assert found.port == "rp2"


@pytest.mark.parametrize("platform", ["nrf52", "../rp2", ""])
def test_another_port_has_none(root: Path, platform: str) -> None:
    found = find_stubs(platform, root)
    assert (found is None) == bool(platform)


def test_without_them_there_are_none(tmp_path: Path) -> None:
    assert find_stubs("rp2", tmp_path) is None


def test_a_cache_that_cannot_be_written_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    asked: list[object] = []

    def user_cache_dir(*args: object, **options: object) -> str:
        asked.append(args)
        return str(tmp_path / "file")

    monkeypatch.setattr(platformdirs, "user_cache_dir", user_cache_dir)
    folder = Path(cache.cache_folder.__wrapped__())
    assert asked
    assert folder.is_dir()
    assert tmp_path not in folder.parents
