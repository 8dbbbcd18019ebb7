"""%sendtofile, %fetchfile, %ls, %capture, %%writefile, %mpy-cross: what lies where afterwards."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from coursekit.boards import tree
from coursekit.session import Display, NextInput
from tests.session.conftest import Cells


def on_board(cells: Cells) -> dict[str, bytes]:
    board = cells.session.board
    assert board is not None
    return {e.path: board.get(e.path) for e in tree.walk(board) if not e.is_dir}


class TestSendtofile:
    def test_a_cell_is_the_file_and_is_not_run(self, cells: Cells) -> None:
        assert cells.run("# above\n%sendtofile a.py\n\n# first\nprint('ran')").status == "ok"
        assert on_board(cells) == {"/a.py": b"# first\nprint('ran')\n"}
        assert "ran" not in cells.text
        assert cells.text.endswith("To /a.py: 1 file, 21 B.\n")

    def test_it_may_be_no_program(self, cells: Cells) -> None:
        assert cells.run("%sendtofile index.html\n<h1>Hello!</h1>").status == "ok"
        assert on_board(cells) == {"/index.html": b"<h1>Hello!</h1>\n"}

    def test_execute(self, cells: Cells) -> None:
        cells.run("%sendtofile -x -d lib/a.py\nprint('ran')")
        assert cells.text.endswith("ran\n")
        assert on_board(cells) == {"/lib/a.py": b"print('ran')\n"}

    def test_append_makes_whole_lines(self, cells: Cells) -> None:
        cells.run("with open('log', 'w') as file: file.write('one')")
        cells.run("%sendtofile --append log\ntwo")
        cells.run("%sendtofile -aQ log\nthree")
        assert cells.text == ""
        assert on_board(cells) == {"/log": b"one\ntwo\nthree\n"}
        cells.run("%sendtofile -a new\nfirst")
        assert on_board(cells)["/new"] == b"first\n"

    @pytest.mark.parametrize(
        ("arguments", "path"),
        [
            ("--source data.bin", "/data.bin"),
            ("--source data.bin -b other.bin", "/other.bin"),
            ("--source data.bin sub/", "/sub/data.bin"),
            ("--sou=data.bin /sub/x", "/sub/x"),
        ],
    )
    def test_a_file(self, cells: Cells, tmp_path: Path, arguments: str, path: str) -> None:
        data = bytes(range(256)) + b"\r\n"
        (tmp_path / "data.bin").write_bytes(data)
        assert cells.run(f"%sendtofile {arguments}\nprint(5)").status == "ok"
        assert on_board(cells) == {path: data}
        assert cells.text.endswith("5\n")

    def test_a_folder_without_what_is_compiled(self, cells: Cells, tmp_path: Path) -> None:
        (tmp_path / "lib" / "deep").mkdir(parents=True)
        for name in ("a.py", "b.py", "b.mpy", "deep/c.txt"):
            (tmp_path / "lib" / name).write_text(name)
        cells.run("%sendtofile --source lib")
        assert list(on_board(cells)) == ["/lib/a.py", "/lib/b.mpy", "/lib/deep/c.txt"]
        cells.run("%sendtofile --source lib app/")
        assert "/app/lib/deep/c.txt" in on_board(cells)

    def test_a_relative_path_is_the_boards(self, cells: Cells) -> None:
        cells.run("import os\nos.mkdir('jobs')\nos.chdir('jobs')")
        cells.run("%sendtofile a.py\n1")
        assert list(on_board(cells)) == ["/jobs/a.py"]
        cells.run("%ls")
        assert "a.py\n/jobs: 1 file" in cells.text

    def test_a_module_that_is_imported_already(self, cells: Cells) -> None:
        cells.run("%sendtofile shapes.py\nsides = 3")
        cells.run("import shapes")
        cells.run("%sendtofile shapes.py\nsides = 4")
        assert "shapes is imported already" in cells.text

    def test_a_large_file_has_a_bar(self, cells: Cells, tmp_path: Path) -> None:
        (tmp_path / "large").write_bytes(os.urandom(20_000))
        cells.run("%sendtofile --source large")
        assert any(isinstance(output, Display) for output in cells.outputs)
        cells.run("%sendtofile -q --source large again")
        assert not any(isinstance(output, Display) for output in cells.outputs)
        assert on_board(cells)["/again"] == (tmp_path / "large").read_bytes()

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("%sendtofile", "Name the file on the board"),
            ("%sendtofile --source", "expected one argument"),
            ("%sendtofile --source none.py", "There is no none.py on the computer"),
            ("%sendtofile -x --source here.py", "%run"),
            ("%sendtofile -a --source folder", "the source is a folder"),
            ("%sendtofile ../../a.py", "leads out of the board"),
        ],
    )
    def test_what_cannot_be(self, cells: Cells, tmp_path: Path, line: str, said: str) -> None:
        (tmp_path / "here.py").write_text("")
        (tmp_path / "folder").mkdir()
        assert said in cells.error(line).message


class TestFetchfile:
    @pytest.fixture
    def cells(self, cells: Cells) -> Cells:
        cells.run("%sendtofile log.txt\n21.5\n22.0")
        return cells

    def test_to_the_computer(self, cells: Cells, tmp_path: Path) -> None:
        (tmp_path / "log.txt").write_text("old")
        cells.run("%fetchfile log.txt")
        assert (tmp_path / "log.txt").read_bytes() == b"21.5\n22.0\n"
        cells.run("%fetchfile -bq log.txt copy.txt")
        assert cells.text == ""
        assert (tmp_path / "copy.txt").read_bytes() == b"21.5\n22.0\n"

    def test_printed(self, cells: Cells, tmp_path: Path) -> None:
        cells.run("%fetchfile -p log.txt")
        assert cells.text == "21.5\n22.0\n"
        assert not (tmp_path / "log.txt").exists()

    def test_into_the_cell(self, cells: Cells) -> None:
        cells.run("%fetchfile --load log.txt")
        text = "#%fetchfile --load log.txt\n\n21.5\n22.0\n"
        assert cells.outputs == [NextInput(text, replace=True)]
        cells.run("%fetchfile -l -q log.txt")
        assert cells.outputs == [NextInput("21.5\n22.0\n", replace=True)]

    def test_every_byte(self, cells: Cells, tmp_path: Path) -> None:
        (tmp_path / "data").write_bytes(data := os.urandom(15_000))
        cells.run("%sendtofile --source data")
        cells.run("%fetchfile data back")
        assert (tmp_path / "back").read_bytes() == data
        assert any(isinstance(output, Display) for output in cells.outputs)

    def test_what_cannot_be(self, cells: Cells) -> None:
        assert "%ls shows what is" in cells.error("%fetchfile none").message
        assert "a folder: %download" in cells.error("%fetchfile /").message
        assert "cannot be written" in cells.error("%fetchfile log.txt none/log.txt").message


def test_ls(cells: Cells) -> None:
    cells.run("%sendtofile -Q lib/deep/a.py\n1")
    cells.run("%sendtofile -Q main.py\n22")
    cells.run("%ls")
    assert cells.text.startswith("             lib/\n        3    main.py\n/: 1 file, 3 B; ")
    cells.run("%ls -r lib")
    lines = cells.text.splitlines()
    assert lines[:2] == ["             deep/", "        2    deep/a.py"]
    assert lines[2].startswith("/lib: 1 file, 2 B; ")
    assert "There is no folder main.py" in cells.error("%ls main.py").message


class TestCapture:
    def test_shown_and_written(self, common: Cells) -> None:
        common.run("%capture out.txt\nprint('a')\nprint('ö')")
        assert common.text == "a\nö\n"
        written = (common.session.folder / "out.txt").read_text(encoding="utf-8")
        assert written == "a\nö\n"

    def test_of_a_program_that_fails(self, common: Cells) -> None:
        error = common.error("%capture -Q out.txt\nprint('a')\nprint('b', end='')\n1/0")
        assert error.name == "ZeroDivisionError"
        assert common.text == "2 lines captured\n"
        assert (common.session.folder / "out.txt").read_text() == "a\nb"

    def test_a_count_that_grows(self, common: Cells) -> None:
        common.run("%capture -q out.txt\nfor n in range(1000): print(n)")
        shown = [output for output in common.outputs if isinstance(output, Display)]
        assert shown[-1].data["text/plain"] == "1000 lines captured"
        assert common.text == ""

    def test_a_file_that_cannot_be(self, common: Cells) -> None:
        assert "cannot be written" in common.error("%capture none/out.txt\nprint(1)").message
        assert common.text == ""


class TestWritefile:
    def test_text_as_it_is(self, common: Cells) -> None:
        common.run("%%writefile new.py\n\n# comment\n%not a command\nx = 'ö'")
        written = (common.session.folder / "new.py").read_bytes()
        assert written == "# comment\n%not a command\nx = 'ö'\n".encode()

    def test_append(self, common: Cells) -> None:
        path = common.session.folder / "log"
        path.write_bytes(b"one")
        common.run("%%writefile -a log\ntwo")
        common.run("%%writefile --append log\nthree")
        assert path.read_bytes() == b"one\ntwo\nthree\n"

    def test_execute(self, common: Cells) -> None:
        result = common.run("%%writefile -x both.py\nprint('ran')\n6 * 7")
        assert result.result is not None
        assert common.text.endswith("ran\n")
        assert (common.session.folder / "both.py").exists()
        error = common.error("%%writefile -x both.py\n\n1/0")
        assert "line \x1b[0;32m3" in "".join(error.traceback)

    def test_a_file_that_cannot_be(self, common: Cells) -> None:
        assert "cannot be written" in common.error("%%writefile none/new.py\n1").message


class TestMpyCross:
    @pytest.fixture
    def square(self, cells: Cells, tmp_path: Path) -> Path:
        path = tmp_path / "square.py"
        path.write_text("def square(x):\n    return x * x\n")
        return path

    def test_the_board_loads_it(self, cells: Cells, square: Path) -> None:
        before = square.read_bytes()
        assert cells.run("%mpy-cross square.py").status == "ok"
        assert square.read_bytes() == before
        cells.run("%sendtofile --source square.mpy")
        assert cells.value("import square\nsquare.square(7)") == "49"

    def test_native_code_is_for_the_board(self, cells: Cells, square: Path) -> None:
        square.write_text("@micropython.native\n" + square.read_text())
        assert cells.run("%mpy-cross square.py").status == "ok"
        cells.run("%disconnect")
        assert "native code" in cells.error("%mpy-cross square.py").message

    def test_an_error_leaves_all_as_it_was(self, cells: Cells, square: Path) -> None:
        square.write_text("def square(x:\n")
        assert cells.error("%mpy-cross square.py").name == "SyntaxError"
        assert not square.with_suffix(".mpy").exists()
        square.with_suffix(".mpy").write_bytes(b"old")
        assert "is no .py file" in cells.error("%mpy-cross square.mpy").message
        assert square.with_suffix(".mpy").read_bytes() == b"old"

    @pytest.mark.skipif(sys.platform == "win32", reason="a script as a program")
    def test_another_compiler(self, cells: Cells, square: Path, tmp_path: Path) -> None:
        program = tmp_path / "my-mpy-cross"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mpy_cross "$@"\n')
        assert "no program that can be run" in cells.error(f"%mpy-cross --set {program}").message
        program.chmod(0o755)
        cells.run(f"%mpy-cross --set-exe {program}")
        assert cells.run("%mpy-cross square.py").status == "ok"
        assert square.with_suffix(".mpy").read_bytes()[:2] == b"M\x06"
        square.write_text("def square(x:\n")
        assert "SyntaxError" in cells.error("%mpy-cross square.py").message
