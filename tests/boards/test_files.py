"""Files that travel: damaged on their way, stopped, too big, on boards that lack something."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coursekit.boards import Board, ByteStream, LimitReached, RemoteError, transfer
from coursekit.boards.virtual import VirtualBoard
from coursekit.boards.virtual.limits import Limits
from tests.boards.streams import PipeStream
from tests.boards.suite import run

DATA = hashlib.shake_256(b"file").digest(20_000)
PATH = "data.bin"


class DamagingStream:
    """Passes everything on, but asks `damage` what becomes of each write."""

    def __init__(self, stream: ByteStream) -> None:
        self.paced = True
        self._stream = stream
        self.damage: Callable[[bytes], bytes] = lambda data: data
        self.damaged: list[bytes] = []
        self.unread_max = 0
        self._got = b""
        self._written = 0

    def read(self, timeout_s: float | None) -> bytes:
        data = self._stream.read(timeout_s)
        self._got += data
        return data

    def write(self, data: bytes, timeout_s: float | None) -> None:
        if b"\x0672 1" in self._got and b"{" not in data:  # no question: the program reads
            self._written += len(data)
            unread = self._written - 96 * self._got.count(b"\x06.")
            self.unread_max = max(unread, self.unread_max)
        damaged = self.damage(data)
        self.damaged += [damaged] if damaged != data else []
        self._stream.write(damaged, timeout_s)

    def close(self) -> None:
        self._stream.close()


class Once:
    """Does `change` to the first write of file data, and to nothing else."""

    def __init__(self, change: str) -> None:
        self.change = change
        self.done = False

    def __call__(self, data: bytes) -> bytes:
        if self.done or len(data) < 96 or not data.isalnum():
            return data
        self.done = True
        if self.change == "drop":
            return data[:40] + data[41:]
        if self.change == "add":
            return data[:40] + b"A" + data[40:]
        return data[:40] + bytes([data[40] ^ 1]) + data[41:]


@pytest.fixture
def stream(tmp_path: Path) -> DamagingStream:
    return DamagingStream(PipeStream(tmp_path))


@pytest.fixture
def board(stream: DamagingStream) -> Iterator[Board]:
    with Board(stream, kind="pipes", port="pipes") as board:
        yield board


@pytest.fixture
def virtual() -> Iterator[VirtualBoard]:
    with VirtualBoard() as board:
        yield board


def names(board: Board) -> list[str]:
    return [entry.name for entry in board.listdir("")]


@pytest.mark.parametrize("change", ["alter", "add", "drop"])
def test_damaged_on_its_way(
    stream: DamagingStream, board: Board, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "_QUIET_S", 2.0)
    # Digits and letters only, so that `Once` can tell data from everything else.
    data = b"\x00" * 10_000
    stream.damage = once = Once(change)
    board.put(PATH, data)
    assert once.done
    assert board.get(PATH) == data
    assert names(board) == [PATH]


def test_a_link_that_always_damages(stream: DamagingStream, board: Board) -> None:
    board.put(PATH, b"old")
    stream.damage = lambda data: data.replace(b"AAAA", b"AAAB")
    with pytest.raises(transfer.TransferError, match=r"data\.bin was damaged .* another cable"):
        board.put(PATH, b"\x00" * 10_000)
    assert board.get(PATH) == b"old"
    assert names(board) == [PATH]
    assert run(board, "print(1)") == "1\n"


def test_a_small_input_buffer_is_enough(stream: DamagingStream, board: Board) -> None:
    board.put(PATH, DATA)
    assert 96 < stream.unread_max <= 192


def test_a_board_that_drops_what_comes_too_fast(
    stream: DamagingStream, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "_QUIET_S", 2.0)
    stream.paced = False
    stream.damage = lambda data: data[:200] if data[:1] != b"\x05" and len(data) > 500 else data
    board.put(PATH, DATA)
    assert board.get(PATH) == DATA
    started = len(stream.damaged)
    board.put(PATH, DATA * 2)  # it is known by now
    assert len(stream.damaged) == started


@pytest.mark.parametrize("module", ["binascii", "hashlib", "gc"])
def test_a_board_that_lacks_a_module(board: Board, tmp_path: Path, module: str) -> None:
    text = "collect = lambda: 0" if module == "gc" else "raise ImportError"
    (tmp_path / f"{module}.py").write_text(text)
    board.put(PATH, DATA[:3001])
    assert board.get(PATH) == DATA[:3001]


def test_a_board_that_cannot_rename(board: Board, tmp_path: Path) -> None:
    (tmp_path / "os.py").write_text("import uos\nremove = uos.remove\nilistdir = uos.ilistdir\n")
    board.put(PATH, DATA)
    assert board.get(PATH) == DATA
    assert not (tmp_path / (PATH + ".part")).exists()


def test_a_heap_that_is_nearly_full(board: Board) -> None:
    board.exec(
        "import gc\nkeep = []\ngc.collect()\n"
        "while gc.mem_free() > 30_000: keep.append(bytearray(500))"  # 15 kB on a 32-bit board
    )
    board.put(PATH, DATA)
    assert board.get(PATH) == DATA


def test_progress(virtual: VirtualBoard) -> None:
    done: list[int] = []
    virtual.put(PATH, DATA, done.append)
    assert done == sorted(done)
    assert done[-1] == len(DATA)
    done.clear()
    assert virtual.get(PATH, done.append) == DATA
    assert done == sorted(done)
    assert done[-1] == len(DATA)


def test_full_flash(virtual: VirtualBoard) -> None:
    virtual.put(PATH, b"old")
    with pytest.raises(RemoteError, match=r"data\.bin: the board's flash is full") as caught:
        virtual.put(PATH, bytes(2_000_000))
    assert caught.value.traceback.count("\n") == 1
    assert virtual.get(PATH) == b"old"
    assert names(virtual) == [PATH]


def test_a_directory_that_is_missing(virtual: VirtualBoard) -> None:
    with pytest.raises(RemoteError, match=r"lib/a\.py: no such file or directory"):
        virtual.put("lib/a.py", b"1")
    assert names(virtual) == []


@pytest.mark.parametrize("action", ["put", "get"])
def test_stopped_in_the_middle(virtual: VirtualBoard, action: str) -> None:
    big = DATA * 20
    virtual.put(PATH, big)
    begun = threading.Event()
    errors: list[BaseException] = []

    def transfer_it() -> None:
        try:
            if action == "put":
                virtual.put(PATH, DATA * 30, lambda done: begun.set())
            else:
                virtual.get(PATH, slowly)
        except BaseException as error:
            errors.append(error)

    stopped = threading.Event()

    def slowly(done: int) -> None:
        begun.set()
        stopped.wait(30)

    thread = threading.Thread(target=transfer_it)
    thread.start()
    assert begun.wait(20)
    virtual.interrupt()
    stopped.set()
    thread.join(20)
    assert [type(error) for error in errors] == [RemoteError]
    assert str(errors[0]) == "KeyboardInterrupt"
    assert names(virtual) == [PATH]
    assert virtual.get(PATH) == big


def test_a_large_file_has_time_to_come(
    virtual: VirtualBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    virtual.put(PATH, DATA)
    run_it = virtual.exec
    patience: list[float | None] = []

    def note(
        code: str, on_output: Callable[[str], None] | None = None, timeout_s: float | None = None
    ) -> None:
        patience.append(timeout_s)
        run_it(code, on_output, timeout_s)

    monkeypatch.setattr(virtual, "exec", note)
    assert virtual.get(PATH) == DATA
    assert patience[0] is not None
    assert patience[0] > 4_000_000 / 11_520  # all of a flash, by a UART


@pytest.mark.parametrize("action", ["put", "get"])
def test_progress_that_raises_ends_the_transfer(virtual: VirtualBoard, action: str) -> None:
    virtual.put(PATH, DATA)

    def no_more(done: int) -> None:
        raise KeyboardInterrupt

    arguments = (PATH, DATA * 2) if action == "put" else (PATH,)
    with pytest.raises(KeyboardInterrupt):
        getattr(virtual, action)(*arguments, no_more)
    assert names(virtual) == [PATH]
    assert virtual.get(PATH) == DATA


def test_a_timer_that_prints_meanwhile(virtual: VirtualBoard) -> None:
    virtual.exec(
        "from machine import Timer\n"
        "timer = Timer(period=1, callback=lambda timer: print('tick', timer))"
    )
    virtual.put(PATH, DATA * 5)
    assert virtual.get(PATH) == DATA * 5


def test_a_program_that_took_all_names(virtual: VirtualBoard) -> None:
    virtual.exec("print = open = exec = len = bytes = sys = os = main = None")
    virtual.put(PATH, DATA)
    assert virtual.get(PATH) == DATA
    assert virtual.eval("main") is None


def test_limits_are_for_programs() -> None:
    """A program that waits for its input is stopped; what receives a file may wait."""
    with VirtualBoard(fast_forward=True, limits=Limits()) as board:
        watched: list[object] = []
        board.put(PATH, DATA, lambda done: watched.append(board.port_stream.guard))
        assert set(watched) == {None}
        assert board.get(PATH) == DATA
        with pytest.raises(LimitReached, match="input"):
            board.exec("input()")


@pytest.mark.parametrize("name", ["with space.txt", "it's.txt", 'a"b.txt', "grün 😀.txt"])
def test_odd_names(virtual: VirtualBoard, name: str) -> None:
    virtual.put(name, b"1")
    assert virtual.get(name) == b"1"
    assert names(virtual) == [name]
