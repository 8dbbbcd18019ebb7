"""%mip: packages from an index on this computer onto a board without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.boards import web
from tests.boards.index_server import IndexServer, index_server
from tests.session.conftest import Cells
from tests.session.magics.test_upload import on_board


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexServer]:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(web, "user_cache_path", lambda *args, **options: tmp_path / "cache")
    with index_server(tmp_path / "web") as server:
        server.add("base", {"base.py": b"def twice(x): return 2 * x\n"})
        server.add(
            "shapes", {"shapes/__init__.py": b"from base import twice\n"}, deps=[["base", "latest"]]
        )
        yield server


def test_install(cells: Cells, server: IndexServer) -> None:
    assert cells.run(f"%mip install shapes --index {server.url}").status == "ok", cells.outputs
    assert cells.text.endswith("shapes 1.0 and base 1.0 to /lib: 2 files, 50 B.\n")
    assert list(on_board(cells)) == ["/lib/base.py", "/lib/shapes/__init__.py"]
    assert server.asked[0] == "/package/6/shapes/latest.json"
    assert cells.value("import shapes\nshapes.twice(4)") == "8"
    cells.run(f"%mip install shapes --index {server.url}")
    assert cells.text.endswith("to /lib: 2 files, all the same already.\n")


def test_options(cells: Cells, server: IndexServer) -> None:
    cells.run(f"%mip install base@latest --no-mpy --target app/lib/ --index={server.url}/")
    assert cells.text.endswith("To import it: import sys; sys.path.append('/app/lib')\n")
    assert list(on_board(cells)) == ["/app/lib/base.py"]
    assert server.asked[0] == "/package/py/base/latest.json"


def test_a_folder_and_an_address(cells: Cells, server: IndexServer, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/package.json").write_text('{"urls": [["mine.py", "mine.py"]]}')
    (tmp_path / "mine/mine.py").write_text("x = 1")
    server.write("one.py", b"y = 1")
    cells.run(f"%mip install mine/package.json {server.url}/one.py")
    assert list(on_board(cells)) == ["/lib/mine.py", "/lib/one.py"]


def test_without_the_internet(cells: Cells, server: IndexServer) -> None:
    cells.run(f"%mip install base --index {server.url} --target /x")
    server.stop()
    server.stop = lambda: None  # type: ignore[method-assign]
    cells.run(f"%mip install base --index {server.url}")
    assert cells.text.endswith("The Internet was not reached: this is what was fetched before.\n")
    assert list(on_board(cells)) == ["/lib/base.py", "/x/base.py"]
    error = cells.error(f"%mip install shapes --index {server.url}")
    assert error.name == "UsageError"
    assert "Connect this computer to the Internet" in error.message


def test_nothing_is_written_before_all_is_there(cells: Cells, server: IndexServer) -> None:
    server.add("half", {"half.py": b"1"}, deps=[["none", "latest"]])
    error = cells.error(f"%mip install base half --index {server.url}")
    assert error.message.startswith("There is no package none in")
    assert on_board(cells) == {}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "%mip install NAME[@VERSION]"),
        ("remove x", "invalid choice: 'remove'"),
        ("install", "arguments are required"),
        ("install github:org", "is not complete"),
        ("install x --target ../y", "leads out of the board"),
        ("install none/package.json", "cannot be read"),
    ],
)
def test_what_cannot_be_done(cells: Cells, line: str, says: str) -> None:
    error = cells.error(f"%mip {line}")
    assert error.name == "UsageError"
    assert says in error.message


def test_refused_in_answers(cells: Cells) -> None:
    result = cells.session.run("%mip install x", lambda output: None, trusted=False)
    assert result.status == "error"
