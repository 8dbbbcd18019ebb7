"""Finds the files of MicroPython packages, for boards that have no network of their own.

The formats are those of `mip`: an index of packages whose files are named by their hash, a
`package.json` anywhere on the web or in a folder, or a single file.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from coursekit.boards.errors import BoardError
from coursekit.boards.tree import board_path

INDEX = "https://micropython.org/pi/v2"
"""micropython-lib, the packages of the MicroPython project."""
_HOSTS = {
    "github:": "https://raw.githubusercontent.com/{}/{}/{}/{}",
    "gitlab:": "https://gitlab.com/{}/{}/-/raw/{}/{}",
    "codeberg:": "https://codeberg.org/{}/{}/raw/{}/{}",
}
_WEB = ("http://", "https://")
_REMOTE = (*_WEB, *_HOSTS)
_MOST_PACKAGES = 200
_SHORT_HASH = re.compile(r"[0-9a-f]{8,64}")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


class PackageError(BoardError):
    """A package cannot be had, or is not what it should be."""


class NotThere(PackageError):
    """There is nothing at an address."""


class Fetch(Protocol):
    """How files come from the web; see `coursekit.boards.web`."""

    def __call__(self, url: str, short_hash: str = "") -> bytes:
        """What is at `url`, with this sha256 if one is given. Raises `PackageError`."""
        ...


@dataclass
class Packages:
    """What is to be on the board: contents by their path below the target.

    named: what was resolved, with its version, in order.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)


class Resolver:
    """Collects packages and all that they need.

    fetch: gets a file from the web. index: address of the index. format: the board's version of
    .mpy files, or "py" for sources. folder: what paths of the computer are relative to.
    """

    def __init__(
        self,
        fetch: Fetch,
        index: str = INDEX,
        format: str = "py",
        folder: Path | None = None,
    ) -> None:
        self._fetch = fetch
        self._index = index.rstrip("/")
        self._format = format
        self._folder = folder or Path.cwd()
        self._seen: set[str] = set()
        self.found = Packages()

    def add(self, text: str) -> None:
        """Resolve `NAME`, `NAME@VERSION`, an address or a path. Raises `PackageError`."""
        name, version = split_version(text)
        self._add(name, version, local=True)

    def _add(self, name: str, version: str, local: bool) -> None:
        if name in self._seen:
            return  # also what needs itself, in whatever circle
        if len(self._seen) >= _MOST_PACKAGES:
            raise PackageError(f"{name} is one of more than {_MOST_PACKAGES} packages. Stopped.")
        self._seen.add(name)
        remote = name.startswith(_REMOTE)
        path = name.replace("\\", "/")
        is_path = path.endswith((".json", ".py", ".mpy")) or "/" in path
        if not remote and is_path and not local:
            raise PackageError(
                f"A package from the web wants the file {name} of this computer. Not installed."
            )
        if (remote or is_path) and path.endswith((".py", ".mpy")):
            self._put(path.rpartition("/")[2], self._read(path, version))
            self.found.named.append(name)
        elif remote or is_path:
            address = path if path.endswith(".json") else path.rstrip("/") + "/package.json"
            self._add_described(name, self._read(address, version), address, version)
        else:
            self._add_indexed(name, version or "latest")

    def _add_indexed(self, name: str, version: str) -> None:
        if not (_NAME.fullmatch(name) and _NAME.fullmatch(version)):
            raise PackageError(
                f"{name} is no name of a package. Write it like this: %mip install umqtt.simple"
            )
        try:
            text = self._fetch(f"{self._index}/package/{self._format}/{name}/{version}.json")
        except NotThere:
            which = "" if version == "latest" else f" in version {version}"
            raise NotThere(
                f"There is no package {name}{which} in {self._index}. Check the name; what is not "
                "in the index may be had as github:ORGANISATION/REPOSITORY."
            ) from None
        self._add_described(name, text, "", version)

    def _add_described(self, name: str, text: bytes, address: str, version: str) -> None:
        about = _description(name, text)
        base = address.rpartition("/")[0]
        self.found.named.append(" ".join(filter(None, (name, str(about.get("version", ""))))))
        local = bool(address) and not address.startswith(_REMOTE)
        for path, short_hash in _pairs(name, about, "hashes"):
            if not _SHORT_HASH.fullmatch(short_hash):
                raise PackageError(f"{name} is damaged: {short_hash!r} is no hash.")
            url = f"{self._index}/file/{short_hash[:2]}/{short_hash}"
            data = self._fetch(url, short_hash)
            if not hashlib.sha256(data).hexdigest().startswith(short_hash):
                raise PackageError(f"{path} of {name} is damaged: {url} has another hash.")
            self._put(path, data)
        for path, url in _pairs(name, about, "urls"):
            if not url.startswith(_REMOTE):
                if not address or (url.startswith("/") and not local):
                    raise PackageError(f"{name} is damaged: {url} is not an address.")
                url = f"{base}/{url}" if base else url
            self._put(path, self._read(url, version))
        for needed, its_version in _pairs(name, about, "deps"):
            self._add(needed, its_version, local)

    def _read(self, address: str, version: str) -> bytes:
        if address.startswith(_REMOTE):
            return self._fetch(web_address(address, version))
        path = self._folder / address
        try:
            return path.read_bytes()
        except OSError as error:
            raise PackageError(f"{path} cannot be read: {error.strerror}.") from None

    def _put(self, path: str, data: bytes) -> None:
        try:
            clean = board_path(path).lstrip("/")
        except ValueError:
            clean = ""
        if not clean:
            raise PackageError(f"A package wants to write to {path}: not installed.")
        self.found.files[clean] = data


def split_version(text: str) -> tuple[str, str]:
    """The name and the version of `NAME@VERSION`; the version is empty where there is none."""
    if text.startswith(_WEB):
        head, slash, last = text.rpartition("/")
        last, _, version = last.partition("@")
        return head + slash + last, version
    name, _, version = text.partition("@")
    return name, version


def web_address(address: str, version: str = "") -> str:
    """The address of a file given as `github:ORGANISATION/REPOSITORY/PATH` and the like."""
    for prefix, pattern in _HOSTS.items():
        if address.startswith(prefix):
            parts = address.removeprefix(prefix).split("/", 2)
            if len(parts) < 3 or not all(parts):
                raise PackageError(
                    f"{address} is not complete. "
                    f"Write it like this: {prefix}ORGANISATION/REPOSITORY"
                )
            return pattern.format(parts[0], parts[1], version or "HEAD", parts[2])
    return address


def _description(name: str, text: bytes) -> dict[str, Any]:
    try:
        about = json.loads(text)
    except ValueError:
        about = None
    if not isinstance(about, dict):
        raise PackageError(f"{name} is damaged: its description is no JSON object.")
    return about


def _pairs(name: str, about: dict[str, Any], key: str) -> list[tuple[str, str]]:
    pairs = about.get(key) or []
    good = isinstance(pairs, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(item, str) for item in pair)
        for pair in pairs
    )
    if not good:
        raise PackageError(f"{name} is damaged: {key!r} in its description is no list of pairs.")
    return [(first, second) for first, second in pairs]
