"""On a computer so busy that the board hardly runs, it is waited for and not given up."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from coursekit.bench import Bench
from coursekit.boards.virtual.port import VirtualPort
from coursekit.boards.virtual.runtime import find_runtime
from coursekit.boards.virtual.watch import Watch
from coursekit.boards.virtual.wires import Wires
from tests.boards.streams import micropython_program


def watched(code: str) -> Iterator[Watch]:
    with subprocess.Popen(
        [sys.executable, "-c", f"import time; print(flush=True); {code}"], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        watch = Watch(process.pid)
        yield watch
        process.kill()
        watch.close()


@pytest.fixture
def computing() -> Iterator[Watch]:
    yield from watched("\nwhile True: pass")


@pytest.fixture
def sleeping() -> Iterator[Watch]:
    yield from watched("time.sleep(1000)")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows it")
class TestWatch:
    def test_starved_until_it_had_half_a_second(self, computing: Watch) -> None:
        since_s, used_s = time.monotonic(), computing.processor_s()
        assert computing.is_starved(since_s, used_s)
        while computing.is_starved(since_s, used_s):
            time.sleep(0.01)
        assert computing.processor_s() - used_s >= 0.5 or time.monotonic() - since_s > 15

    def test_not_for_ever(self, computing: Watch) -> None:
        assert not computing.is_starved(time.monotonic() - 60, computing.processor_s())

    def test_who_sleeps_is_not_starved(self, sleeping: Watch) -> None:
        while sleeping.is_starved(time.monotonic(), sleeping.processor_s()):
            time.sleep(0.01)  # it is about to

    def test_who_has_ended_is_not_starved(self, computing: Watch) -> None:
        computing.close()
        assert not computing.is_starved(time.monotonic(), 0.0)


class Busy:
    """A process that gets no processor the first `looks` times that somebody looks."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def processor_s(self) -> float:
        return 0.0

    def is_starved(self, since_s: float, used_s: float) -> bool:
        self.looks -= 1
        return self.looks >= 0


def test_a_command_waits_as_long_as_the_board_is_starved() -> None:
    with closing(Wires.make()) as wires:
        wires.process = busy = Busy(3)
        assert not wires.command(b"I")
        assert busy.looks == -1
        assert wires.deaf
        assert not wires.command(b"I")  # and then not again
        assert busy.looks == -1
        wires.close_child_ends()


def test_ctrl_c_during_a_slow_start_waits_for_the_prompt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as mpremote sends just after a reset; it came before the board could hear anything."""
    program = Path(micropython_program(tmp_path / "slow"))
    program.write_text(program.read_text().replace("exec", "sleep 2.5\nexec", 1))
    runtime = find_runtime(str(program))
    monkeypatch.setattr(Watch, "is_starved", lambda self, since_s, used_s: True)
    with closing(VirtualPort(Bench(), runtime, fast_forward=False)) as port:
        pid = port.pid
        port.write(b"\r\x03", 10)
        seen = b""
        while b">>> " not in seen:
            seen += port.read(None)
        assert b"KeyboardInterrupt" not in seen
        assert port.pid == pid
