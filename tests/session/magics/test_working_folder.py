"""A board whose files are in `/flash`, as a pyboard's: what is relative counts from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.conftest import Cells
from tests.session.magics.test_upload import on_board


@pytest.fixture
def pyboard(cells: Cells, tmp_path: Path) -> Cells:
    """A session in a folder with `a.py` and `app/b.py`."""
    (tmp_path / "app").mkdir()
    (tmp_path / "a.py").write_text("1")
    (tmp_path / "app" / "b.py").write_text("2")
    assert cells.run("import os\nos.mkdir('/flash')\nos.chdir('/flash')").status == "ok"
    return cells


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("%upload a.py", ["/flash/a.py"]),
        ("%upload a.py :lib/", ["/flash/lib/a.py"]),
        ("%upload app", ["/flash/app/b.py"]),
        ("%upload a.py /sd/", ["/sd/a.py"]),
        ("%sync app", ["/flash/app/b.py"]),
        ("%sync .", ["/flash/a.py", "/flash/app/b.py"]),
        ("%sendtofile --source a.py", ["/flash/a.py"]),
    ],
)
def test_where_things_go(pyboard: Cells, line: str, paths: list[str]) -> None:
    pyboard.run(line)
    assert list(on_board(pyboard)) == paths


def test_they_are_fetched_from_where_they_were_put(pyboard: Cells, tmp_path: Path) -> None:
    pyboard.run("%upload a.py")
    assert pyboard.run("%download a.py data/").status == "ok"
    assert pyboard.run("%fetchfile a.py b.py").status == "ok"
    assert (tmp_path / "data" / "a.py").read_text() == (tmp_path / "b.py").read_text() == "1"


def test_a_module_is_put_where_it_is_imported_from(pyboard: Cells) -> None:
    pyboard.run("%%mpy shapes\nsides = 4")
    assert list(on_board(pyboard)) == ["/flash/shapes.mpy"]
    assert pyboard.value("import shapes\nshapes.sides") == "4"


@pytest.mark.parametrize("target", ["", "/flash", "/"])
def test_what_others_have_put_there_is_not_deleted(pyboard: Cells, target: str) -> None:
    pyboard.run("for name in ('boot.py', 'old.py'): open(name, 'w').close()")
    assert pyboard.run(f"%sync . {target} --delete").status == "ok", pyboard.outputs
    left = on_board(pyboard)
    assert "/flash/boot.py" in left
    assert ("/flash/old.py" in left) == (target == "/")
