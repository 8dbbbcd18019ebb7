"""Where the stubs go, and what is said when that fails; tests/test_course.py installs some."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.bootstrap import stubs

LOCK = Path(__file__).resolve().parents[2] / stubs.STUBS_LOCK


def test_each_package_has_its_folder_and_only_its_own_hashes() -> None:
    found = stubs.packages(LOCK.read_text(encoding="utf-8"))
    assert set(found) == {"rp2", "esp32", "stdlib"}
    for name, text in found.items():
        assert text.startswith(f"micropython-{name}-")
        assert text.count("==") == 1
        assert "--hash=sha256:" in text


def test_without_the_course_it_says_where_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stubs, "__file__", str(tmp_path / "a" / "b" / "stubs.py"))
    monkeypatch.setattr(stubs, "stubs_folder", lambda: tmp_path / "stubs")
    assert stubs.main() == 1
    assert "git clone" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


def test_folder_that_cannot_be_written_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(stubs, "stubs_folder", lambda: tmp_path / "file" / "stubs")
    assert stubs.main() == 1
    said = capsys.readouterr().out
    assert "cannot be written" in said
    assert "course.py setup" in said
