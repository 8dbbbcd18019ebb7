"""%run: a file's program on the board, its errors at its own lines, beside the cell's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.conftest import Cells

FILE = "def half(x):\n    return 1 / x\n\nprint('ran', __name__)\n6 * 7\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "part one.py"
    path.write_text(FILE, newline="\r\n")
    return path


def shown(cells: Cells, cell: str) -> str:
    """The traceback that a cell ends with, without colours."""
    import re

    return re.sub("\x1b.*?m", "", "\n".join(cells.error(cell).traceback))


def test_its_names_stay_and_its_value_is_not_shown(cells: Cells, file: Path) -> None:
    result = cells.run('%run "part one.py"')
    assert result.status == "ok"
    assert result.result is None
    assert cells.text.endswith("ran __main__\n")
    assert cells.value("half(4)") == "0.25"


def test_above_a_program(cells: Cells, file: Path) -> None:
    assert cells.value('%run "part one.py"\nhalf(2)') == "0.5"


def test_two_files(cells: Cells, file: Path, tmp_path: Path) -> None:
    (tmp_path / "two.py").write_text("double = half(0.5)")
    cell = '%run "part one.py"\n%run two.py\n\ndouble + missing'
    text = shown(cells, cell)
    assert 'File "<stdin>", line 4' in text
    assert "    double + missing" in text
    assert cells.value("double") == "2.0"


def test_errors_name_the_file_and_its_lines(cells: Cells, file: Path) -> None:
    text = shown(cells, '%run "part one.py"\n\nhalf(0)')
    assert 'File "<stdin>", line 3, in <module>\n    half(0)\n' in text
    assert 'File "part one.py", line 2, in half\n    return 1 / x\n' in text
    text = shown(cells, "x = 1\nhalf(0)")
    assert 'File "<stdin>", line 2, in <module>\n    half(0)\n' in text
    assert 'File "part one.py", line 2, in half\n    return 1 / x\n' in text
    assert "earlier cell" not in text


@pytest.mark.parametrize("text", ["x = 1\n1/0\n", "x = 1\ny = = 2\n"])
def test_errors_of_the_file_itself(cells: Cells, tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.py").write_text(text)
    expected = f'File "bad.py", line 2{", in <module>" if "0" in text else ""}\n    '
    assert expected + text.split("\n")[1] in shown(cells, "%run bad.py\nprint(1)\nprint(2)")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "arguments are required: FILE.py"),
        ("none.py", "There is no none.py on the computer"),
        ("folder", "is a folder"),
        ("latin.py", "is no text in UTF-8"),
    ],
)
def test_what_cannot_be_run(cells: Cells, tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin.py").write_bytes(b"x = '\xe4'")
    error = cells.error(f"%run {line}")
    assert error.name == "UsageError"
    assert says in error.message


def test_a_check_sees_what_it_defined(cells: Cells, file: Path) -> None:
    cells.run('%run "part one.py"\nvalue = half(4)')
    (replay,) = cells.session.history.cells()
    assert "return 1 / x" in replay.text


def test_refused_in_answers(cells: Cells, file: Path) -> None:
    result = cells.session.run('%run "part one.py"', lambda output: None, trusted=False)
    assert result.status == "error"
