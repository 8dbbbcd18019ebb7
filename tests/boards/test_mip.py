"""Packages from an index, from addresses and from folders; damaged, circular and offline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.boards.mip import (
    NotThere,
    PackageError,
    Packages,
    Resolver,
    split_version,
    web_address,
)
from coursekit.boards.web import Web
from tests.boards.index_server import IndexServer, index_server


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[IndexServer]:
    with index_server(tmp_path / "web") as server:
        yield server


@pytest.fixture
def web(tmp_path: Path) -> Web:
    return Web(tmp_path / "cache")


def resolve(server: IndexServer, web: Web, *names: str, folder: Path | None = None) -> Packages:
    resolver = Resolver(web, server.url, "6", folder)
    for name in names:
        resolver.add(name)
    return resolver.found


def package(**about: object) -> bytes:
    return json.dumps(about).encode()


def test_a_package_with_what_it_needs(server: IndexServer, web: Web) -> None:
    server.add("base", {"base.mpy": b"1"})
    server.add("top", {"top/__init__.mpy": b"2", "top/x.mpy": b"3"}, deps=[["base", "latest"]])
    found = resolve(server, web, "top")
    assert found.files == {"top/__init__.mpy": b"2", "top/x.mpy": b"3", "base.mpy": b"1"}
    assert found.named == ["top 1.0", "base 1.0"]


def test_a_version(server: IndexServer, web: Web) -> None:
    server.add("one", {"one.mpy": b"new"})
    server.add("one", {"one.mpy": b"old"}, version="0.9")
    assert resolve(server, web, "one@0.9").files == {"one.mpy": b"old"}
    with pytest.raises(NotThere, match=r"no package one in version 7 in http"):
        resolve(server, web, "one@7")


def test_packages_that_need_each_other(server: IndexServer, web: Web) -> None:
    server.add("a", {"a.mpy": b"a"}, deps=[["b", "latest"]])
    server.add("b", {"b.mpy": b"b"}, deps=[["a", "latest"], ["b", "latest"]])
    assert resolve(server, web, "a").files == {"a.mpy": b"a", "b.mpy": b"b"}


def test_an_endless_row_of_packages(server: IndexServer, web: Web) -> None:
    for n in range(202):
        server.add(f"p{n}", {}, deps=[[f"p{n + 1}", "latest"]])
    with pytest.raises(PackageError, match="more than 200"):
        resolve(server, web, "p0")


def test_a_package_that_there_is_not(server: IndexServer, web: Web) -> None:
    with pytest.raises(NotThere, match=r"no package nothing in .* Check the name"):
        resolve(server, web, "nothing")


def test_a_file_that_is_not_what_its_hash_says(server: IndexServer, web: Web) -> None:
    server.add("one", {"one.mpy": b"1"})
    (file,) = (server.folder / "file").rglob("????????")
    file.write_bytes(b"2")
    with pytest.raises(PackageError, match=r"one\.mpy of one is damaged"):
        resolve(server, web, "one")
    file.write_bytes(b"1")
    assert resolve(server, web, "one").files == {"one.mpy": b"1"}


@pytest.mark.parametrize(
    "about",
    [
        b"<html>",
        b"[]",
        package(hashes=[["a.py"]]),
        package(hashes=[["a.py", "../../x"]]),
        package(hashes={"a": "b"}),
        package(deps=[["a", 1]]),
        package(urls=[["a.py", "/etc/hostname"]]),
        package(deps=[["other.py", ""]]),
        package(deps=[["../other/package.json", ""]]),
    ],
)
def test_descriptions_that_are_none(server: IndexServer, web: Web, about: bytes) -> None:
    server.write("package/6/odd/latest.json", about)
    with pytest.raises(PackageError):
        resolve(server, web, "odd")


@pytest.mark.parametrize("path", ["../boot.py", "/../x", "", "a/../../x"])
def test_no_file_outside_the_target(server: IndexServer, web: Web, path: str) -> None:
    server.add("odd", {path: b"1"})
    with pytest.raises(PackageError, match="wants to write to"):
        resolve(server, web, "odd")


def test_an_address_of_a_file(server: IndexServer, web: Web) -> None:
    server.write("x/one.py", b"1")
    assert resolve(server, web, f"{server.url}/x/one.py").files == {"one.py": b"1"}


@pytest.mark.parametrize("end", ["", "/", "/package.json"])
def test_an_address_of_a_package(server: IndexServer, web: Web, end: str) -> None:
    server.add("base", {"base.mpy": b"1"})
    urls = [["two/a.py", "src/a.py"], ["b.py", f"{server.url}/y/b.py"]]
    server.write("x/package.json", package(urls=urls, deps=[["base", "latest"]], version="3"))
    server.write("x/src/a.py", b"a")
    server.write("y/b.py", b"b")
    found = resolve(server, web, f"{server.url}/x{end}")
    assert found.files == {"two/a.py": b"a", "b.py": b"b", "base.mpy": b"1"}


def test_a_package_in_a_folder(server: IndexServer, web: Web, tmp_path: Path) -> None:
    server.add("base", {"base.mpy": b"1"})
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "package.json").write_bytes(
        package(urls=[["mine.py", "mine.py"]], deps=[["base", "latest"]])
    )
    (folder / "mine.py").write_bytes(b"m")
    for name in ("mine/package.json", "mine\\package.json"):
        found = resolve(server, web, name, folder=tmp_path)
        assert found.files == {"mine.py": b"m", "base.mpy": b"1"}
    assert resolve(server, web, "mine/mine.py", folder=tmp_path).files == {"mine.py": b"m"}
    with pytest.raises(PackageError, match="cannot be read"):
        resolve(server, web, "none/package.json", folder=tmp_path)


def test_offline(server: IndexServer, web: Web) -> None:
    server.add("one", {"one.mpy": b"1"})
    found = resolve(server, web, "one")
    assert web.cached == []
    server.stop()
    server.stop = lambda: None  # type: ignore[method-assign]
    assert resolve(server, web, "one") == found
    assert web.cached == [f"{server.url}/package/6/one/latest.json"]
    with pytest.raises(PackageError, match=r"cannot be reached .* Connect this computer"):
        resolve(server, web, "two")


def test_what_has_a_hash_is_fetched_once(server: IndexServer, web: Web) -> None:
    server.add("one", {"one.mpy": b"1"})
    resolve(server, web, "one")
    resolve(server, web, "one")
    assert [path.split("/")[1] for path in server.asked] == ["package", "file", "package"]


def test_waiting_can_be_stopped(tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop() -> None:
        raise Stop

    with index_server(tmp_path) as server, pytest.raises(Stop):
        Web(tmp_path / "cache", stop)(f"{server.url}/x")


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        ("aiohttp", "aiohttp", ""),
        ("aiohttp@0.1", "aiohttp", "0.1"),
        ("github:org/repo@feature/x", "github:org/repo", "feature/x"),
        ("https://me@host/x/a.py", "https://me@host/x/a.py", ""),
        ("https://host/x@1", "https://host/x", "1"),
    ],
)
def test_versions_in_names(text: str, name: str, version: str) -> None:
    assert split_version(text) == (name, version)


def test_web_addresses() -> None:
    assert web_address("github:o/r/a/b.py", "v1") == (
        "https://raw.githubusercontent.com/o/r/v1/a/b.py"
    )
    assert web_address("gitlab:o/r/package.json") == (
        "https://gitlab.com/o/r/-/raw/HEAD/package.json"
    )
    assert web_address("http://x/y") == "http://x/y"
    with pytest.raises(PackageError, match="github:ORGANISATION/REPOSITORY"):
        web_address("github:o/package.json")
