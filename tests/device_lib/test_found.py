"""How drivers are fetched that others have written, and what happens where they cannot be."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import platformdirs
import pytest

from tests.device_lib import found
from tests.device_lib.found import Pinned, driver, modules


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache, with nothing in it."""

    def user_cache_path(*args: object, **options: object) -> Path:
        return tmp_path

    monkeypatch.setattr(platformdirs, "user_cache_path", user_cache_path)
    return tmp_path / "found-drivers"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No package index."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))


def names(archive: bytes, only: tuple[str, ...] = ()) -> list[str]:
    return sorted(modules(archive, only))


def test_modules_of_a_source_archive() -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name in ("setup.py", "PKG-INFO", "chip/__init__.py", "chip/code.py", "flat.py"):
            archive.addfile(tarfile.TarInfo(f"chip-1.0/{name}"))
    assert names(stream.getvalue()) == ["chip/__init__.py", "chip/code.py", "flat.py"]


def test_modules_of_a_wheel() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("chip/a.py", "chip/b.py", "chip-1.0.dist-info/METADATA"):
            archive.writestr(name, "")
    assert names(stream.getvalue()) == ["chip/a.py", "chip/b.py"]
    assert names(stream.getvalue(), ("chip/b.py",)) == ["chip/b.py"]
    with pytest.raises(AssertionError, match="a file that is named"):
        names(stream.getvalue(), ("chip/b.py", "chip/c.py"))


@pytest.mark.usefixtures("empty_cache", "offline")
def test_without_a_network_the_test_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception) as reason:
        driver("urtc")
    said = str(reason.value)
    assert said.startswith("urtc-1.0.tar.gz cannot be fetched from the package index: ")
    assert "\n" not in said


@pytest.mark.usefixtures("empty_cache", "offline")
def test_with_ci_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="cannot be fetched"):
        driver("urtc")


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the package index has, and nothing after that; for an entry "thing"."""
    served = [b"wrong"]

    def fetch(wanted: Pinned, destination: Path) -> None:
        destination.write_bytes(served.pop(0))

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("thing.py", "x = 1")
    content = stream.getvalue()
    served.append(content)
    entry = Pinned("thing", "thing-1.0-py3-none-any.whl", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(found, "_fetch", fetch)
    monkeypatch.setattr(found, "pinned", lambda: {"thing": entry})
    return served


def test_only_what_was_pinned_is_kept_and_then_it_is_not_fetched_again(
    index: list[bytes], empty_cache: Path
) -> None:
    with pytest.raises(AssertionError, match="not the one that was pinned"):
        driver("thing")
    assert list(empty_cache.iterdir()) == []
    assert driver("thing") == {"thing.py": b"x = 1"}
    assert index == []
    assert driver("thing") == {"thing.py": b"x = 1"}
