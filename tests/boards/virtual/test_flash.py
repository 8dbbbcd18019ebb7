"""The flash of the virtual board: as big as a Pico W's, and all of the file system there is."""

from __future__ import annotations

from contextlib import closing

import pytest

from coursekit.boards import RemoteError
from coursekit.boards.virtual import VirtualBoard
from tests.boards.suite import run

FILL = """
def fill(name):
    n = 0
    with open(name, 'w') as f:
        while True:
            n += f.write('x' * 4096)
"""


def test_size_is_a_pico_ws(board: VirtualBoard) -> None:
    assert board.eval("__import__('os').statvfs('/')[:3]") == (4096, 4096, 212)


def test_a_file_of_100_kb(board: VirtualBoard) -> None:
    data = bytes(i * 31 & 0xFF for i in range(100_000))
    board.put("big.bin", data)
    assert board.get("big.bin") == data


def test_a_full_flash_says_so_and_loses_nothing(board: VirtualBoard) -> None:
    board.put("kept.txt", b"kept" * 3000)
    board.exec(FILL)
    with pytest.raises(RemoteError) as caught:
        board.exec("fill('flood')", timeout_s=60)
    assert (caught.value.name, caught.value.errno) == ("OSError", 28)
    assert board.get("kept.txt") == b"kept" * 3000
    board.remove("flood")
    board.put("after.txt", b"1" * 50_000)
    assert board.get("after.txt") == b"1" * 50_000


def test_put_on_a_full_flash_keeps_the_old_file(board: VirtualBoard) -> None:
    board.put("kept.txt", b"old")
    with pytest.raises(RemoteError) as caught:
        board.put("kept.txt", bytes(900_000))
    assert caught.value.errno == 28
    assert board.get("kept.txt") == b"old"
    board.put("kept.txt", b"new")
    assert board.get("kept.txt") == b"new"


def test_files_survive_resets(board: VirtualBoard) -> None:
    board.makedirs("lib")
    board.put("lib/thing.py", b"answer = 42")
    board.soft_reset()
    assert run(board, "import thing\nprint(thing.answer)") == "42\n"


def test_every_board_has_its_own(board: VirtualBoard) -> None:
    board.put("mine.txt", b"1")
    with VirtualBoard() as other:
        assert other.listdir("/") == []


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/self/maps", "/dev/null", "etc/passwd"])
def test_the_hosts_files_are_not_there(board: VirtualBoard, path: str) -> None:
    with pytest.raises(RemoteError) as caught:
        board.exec(f"open({path!r})")
    assert (caught.value.name, caught.value.errno) == ("OSError", 2)
    assert board.listdir("/") == []
    assert board.eval("__import__('os').listdir('/')") == []
    assert board.eval("__import__('sys').path") == ["", ".frozen", "/lib"]


def test_a_board_may_begin_with_the_flash_of_another(board: VirtualBoard) -> None:
    board.makedirs("/lib")
    board.put("/lib/kept.py", b"x = 5\n")
    with closing(VirtualBoard(flash=board.flash())) as other:
        assert other.eval("__import__('kept').x") == 5
        other.remove("/lib/kept.py")
        other.put("more.bin", bytes(500_000))
    assert board.get("/lib/kept.py") == b"x = 5\n"
