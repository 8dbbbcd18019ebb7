"""The build: its progress, its place in the cache, its failures. The recipe here is a short one."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from coursekit.boards.emulated.firmware import FirmwareError, build, built_path, find_firmware
from tests.boards.emulated.firmware.images import image

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="firmware is built on Debian only"
)

GOOD = """
echo "   0 s  compiler"
echo "words of a tool"
echo "  10 s  compile 50 %"
echo started >> "$1/build.log"
cp "$KIT_IMAGE" "$1/firmware.uf2"
echo elf > "$1/firmware.elf"
echo "  99 s  done: all of it"
"""


@pytest.fixture
def recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Makes a recipe of a few lines of shell."""
    (tmp_path / "image.uf2").write_bytes(image())
    monkeypatch.setenv("KIT_IMAGE", str(tmp_path / "image.uf2"))

    def make(lines: str) -> Path:
        path = tmp_path / "build.sh"
        path.write_text(f"set -eu\n{lines}", encoding="utf-8")
        return path

    return make


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_result_lies_in_the_cache(recipe: Callable[[str], Path], cache: Path) -> None:
    steps: list[tuple[float, str]] = []
    path = build.build(lambda share, step: steps.append((share, step)), recipe=recipe(GOOD))
    assert path == built_path(recipe(GOOD))
    assert path.read_bytes() == image()
    assert names(path.parent) == ["build.log", "firmware.elf", "firmware.uf2"]
    assert names(cache) == ["build.lock", "built"]
    shares = [share for share, _ in steps]
    assert [step for _, step in steps] == ["compiler", "compile 50 %", "done: all of it"]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert 0.5 < shares[1] < 1.0


def test_what_is_there_is_not_built_again(recipe: Callable[[str], Path], tmp_path: Path) -> None:
    count = tmp_path / "count"
    counting = recipe(f"echo x >> {count}\n{GOOD}")
    for _ in range(3):
        build.build(recipe=counting)
    assert count.read_text() == "x\n"
    build.build(recipe=counting, again=True)
    assert count.read_text() == "x\nx\n"


def test_the_emulated_board_runs_it(
    recipe: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = build.build(recipe=recipe(GOOD))
    os.makedirs(built_path().parent)
    os.replace(path, built_path())
    assert find_firmware() == built_path()


def test_the_recipe_gets_our_python_and_mpy_cross(
    recipe: Callable[[str], Path],
) -> None:
    asks = '"$PYTHON" --version >> "$1/build.log"\n"$MPY_CROSS" --version >> "$1/build.log"\n'
    path = build.build(recipe=recipe(asks + GOOD))
    python, compiler, _ = path.with_name("build.log").read_text().splitlines()
    assert python == f"Python {sys.version.split()[0]}"
    assert "emitting mpy" in compiler


def test_a_failure_says_why_and_keeps_the_log(recipe: Callable[[str], Path], cache: Path) -> None:
    lines = (
        'seq 100 > "$1/build.log"\n'
        'printf "%9999s\\n" x >> "$1/build.log"\n'
        'echo "error: no network? See $1/build.log" >&2\n'
        "exit 1\n"
    )
    failing = recipe(lines)
    with pytest.raises(build.BuildFailed) as caught:
        build.build(recipe=failing)
    log = built_path(failing).with_name("failed.log")
    assert str(caught.value) == f"The firmware was not built: no network? See {log}"
    assert caught.value.log == "\n".join([*map(str, range(87, 101)), " " * 300])
    assert log.read_text().startswith("1\n2\n")
    assert names(cache) == ["build.lock", "built"]
    assert not built_path(failing).exists()


def test_a_failure_without_a_word(recipe: Callable[[str], Path]) -> None:
    with pytest.raises(build.BuildFailed, match="it ended with 3") as caught:
        build.build(recipe=recipe("echo last words\nexit 3\n"))
    assert caught.value.log == "last words"


def test_a_failure_leaves_the_build_before(recipe: Callable[[str], Path]) -> None:
    moody = recipe(f'[ ! -e "$KIT_IMAGE.bad" ] || exit 1\n{GOOD}')
    path = build.build(recipe=moody)
    Path(os.environ["KIT_IMAGE"] + ".bad").touch()
    with pytest.raises(build.BuildFailed):
        build.build(recipe=moody, again=True)
    assert path.read_bytes() == image()


def test_what_is_no_firmware_does_not_get_into_the_cache(
    recipe: Callable[[str], Path],
) -> None:
    wrong = recipe('echo "no firmware" > "$1/firmware.uf2"\n')
    with pytest.raises(FirmwareError, match="no UF2 file"):
        build.build(recipe=wrong)
    assert not built_path(wrong).exists()


def test_ctrl_c_ends_all_that_was_started(
    recipe: Callable[[str], Path], tmp_path: Path, cache: Path
) -> None:
    pid = tmp_path / "pid"
    # As a compiler that make has started: not the shell itself waits.
    endless = recipe(f'sleep 600 & echo $! > {pid}\necho "   1 s  compile"\nwait\n')

    def stop(share: float, step: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.build(stop, recipe=endless)
    assert names(cache) == ["build.lock", "built"]
    assert _gone(int(pid.read_text()))


def _gone(pid: int) -> bool:
    """Whether the process ends; one that nobody waits for is gone too."""
    for _ in range(3000):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


def test_a_second_one_waits_and_takes_what_the_first_made(
    recipe: Callable[[str], Path], tmp_path: Path
) -> None:
    count, begun, go = (tmp_path / name for name in ("count", "begun", "go"))
    os.mkfifo(begun)
    os.mkfifo(go)
    slow = recipe(f"echo x >> {count}\necho begun > {begun}\nread word < {go}\n{GOOD}")
    waits = threading.Event()
    made: list[Path] = []

    def first() -> None:
        made.append(build.build(recipe=slow))

    def second() -> None:
        made.append(build.build(on_wait=waits.set, recipe=slow))

    with_lock = threading.Thread(target=first)
    with_lock.start()
    assert begun.read_text() == "begun\n"
    waiting = threading.Thread(target=second)
    waiting.start()
    assert waits.wait(60)
    go.write_text("go\n")
    with_lock.join(60)
    waiting.join(60)
    assert made == [built_path(slow)] * 2
    assert count.read_text() == "x\n"


def test_rests_of_a_killed_build_go(recipe: Callable[[str], Path], cache: Path) -> None:
    rest = cache / "building" / "old" / "work"
    rest.mkdir(parents=True)
    build.build(recipe=recipe(GOOD))
    assert not rest.parent.parent.exists()


def test_a_cache_that_cannot_be_written(recipe: Callable[[str], Path], cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("a file where the folder should be")
    with pytest.raises(FirmwareError, match="cannot be kept in"):
        build.build(recipe=recipe(GOOD))


def test_copies_for_somebody(recipe: Callable[[str], Path], tmp_path: Path) -> None:
    path = build.build(recipe=recipe(GOOD))
    to = tmp_path / "a" / "b"
    assert [copy.name for copy in build.copy(path, to)] == list(build.FILES)
    assert (to / "firmware.uf2").read_bytes() == image()
    with pytest.raises(FirmwareError, match="name another folder"):
        build.copy(path, tmp_path / "image.uf2")


def test_no_debian(recipe: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(build.BuildFailed, match="run `coursekit firmware download`"):
        build.build(recipe=recipe(GOOD))
