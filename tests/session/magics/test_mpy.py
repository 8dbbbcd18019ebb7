"""%mpy and %%mpy: compiled files beside the notebook and on the board."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.session.conftest import Cells
from tests.session.magics.test_upload import on_board

NATIVE = "@micropython.native\ndef twice(x):\n    return 2 * x\n"


@pytest.mark.parametrize(
    ("line", "out"),
    [
        ("a.py", "a.mpy"),
        ("a.py -o out/", "out/a.mpy"),
        ("a.py -o there", "there/a.mpy"),
        ("a.py -o b.mpy", "b.mpy"),
    ],
)
def test_a_file(cells: Cells, tmp_path: Path, line: str, out: str) -> None:
    (tmp_path / "a.py").write_text(NATIVE)
    (tmp_path / "there").mkdir()
    assert cells.run(f"%mpy {line}").status == "ok"
    data = (tmp_path / out).read_bytes()
    assert data[:1] == b"M"
    expected = f"{tmp_path / out}: {len(data)} B, source {len(NATIVE)} B (x64, .mpy 6.3)\n"
    assert cells.text.endswith(expected)
    cells.run(f"%upload {out} /mod.mpy")
    assert cells.value("import mod\nmod.twice(4)") == "8"


def test_a_cell(cells: Cells) -> None:
    assert cells.run(f"%%mpy shapes\n{NATIVE}").status == "ok"
    assert re.search(r"/shapes\.mpy: \d+ B, source \d+ B \(x64, \.mpy 6\.3\)\n$", cells.text)
    assert cells.value("import shapes\nshapes.twice(4)") == "8"
    cells.run("%%mpy shapes\ndef twice(x):\n    return (x, x)")
    assert cells.value("import shapes\nshapes.twice(4)") == "(4, 4)"
    assert list(on_board(cells)) == ["/shapes.mpy"]


def test_a_cell_without_a_name_goes_nowhere(cells: Cells) -> None:
    cells.run("%%mpy\nx = 1")
    assert re.search(r"cell: \d+ B, source 6 B", cells.text)
    assert on_board(cells) == {}


def test_errors_name_the_line_of_the_cell(cells: Cells, tmp_path: Path) -> None:
    error = cells.error("%%mpy shapes\n\nx = = 1\n")
    assert error.name == "SyntaxError"
    text = re.sub("\x1b.*?m", "", "\n".join(error.traceback))
    assert 'File "shapes.py", line 3\n    x = = 1\nSyntaxError: invalid syntax' in text
    (tmp_path / "bad.py").write_text("x = 1\ny = = 1\n")
    text = re.sub("\x1b.*?m", "", "\n".join(cells.error("%mpy bad.py").traceback))
    assert 'File "bad.py", line 2\n    y = = 1\n' in text
    assert not (tmp_path / "bad.mpy").exists()


def test_errors_at_run_time_name_the_line_of_the_cell(cells: Cells) -> None:
    cells.run("%%mpy shapes\ndef f():\n    1/0")
    assert any(
        "shapes.py" in line and "3" in line
        for line in cells.error("import shapes\nshapes.f()").traceback
    )


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("%mpy", "arguments are required: FILE.py"),
        ("%mpy none.py", "There is no none.py on the computer"),
        ("%mpy a.py -o a.py", "would take the place of a.py"),
        ("%%mpy a b\nx = 1", "a b is no name of a module"),
        ("%%mpy shapes", "There is nothing to compile"),
        ("%%mpy main\nx = 1", "/main.py is on the board and would be imported instead"),
    ],
)
def test_what_cannot_be_done(cells: Cells, tmp_path: Path, cell: str, says: str) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    cells.run("open('/main.py', 'w').close()")
    error = cells.error(cell)
    assert error.name == "UsageError"
    assert says in error.message


@pytest.mark.parametrize("cell", ["%mpy a.py", "%%mpy a\nx = 1"])
def test_refused_in_answers(cells: Cells, cell: str) -> None:
    assert cells.session.run(cell, lambda output: None, trusted=False).status == "error"
