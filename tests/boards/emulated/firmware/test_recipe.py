"""The recipe `build.sh`: what it says before it could begin. .ci/run carries it out in full."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from coursekit.boards.emulated.firmware import places

BASH = shutil.which("bash")
TOOLS = ["dirname", "realpath", "mkdir", "rm", "cat", "cut", "uname", "grep", "python3"]

pytestmark = pytest.mark.skipif(
    BASH is None or os.name == "nt", reason="no bash: the recipe is for Debian"
)


@pytest.fixture
def computer(tmp_path: Path) -> Path:
    """The folder of all commands of a computer that has neither apt nor a compiler."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (folder / tool).symlink_to(found)
    return folder


def add(computer: Path, command: str, lines: str) -> None:
    path = computer / command
    path.write_text(f"#!{BASH}\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)


def run(computer: Path, *arguments: str) -> tuple[int, list[str], str]:
    """Exit status, steps, and what was said on stderr."""
    assert BASH is not None
    done = subprocess.run(
        [BASH, str(places.RECIPE), *arguments],
        env={"PATH": str(computer)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr.strip()


def test_is_bash() -> None:
    assert BASH is not None
    subprocess.run([BASH, "-n", str(places.RECIPE)], check=True, timeout=60)


def test_needs_a_folder(computer: Path) -> None:
    assert run(computer) == (2, [], "error: usage: build.sh FOLDER")


def test_another_system_than_debian(computer: Path, tmp_path: Path) -> None:
    status, steps, said = run(computer, str(tmp_path / "out"))
    assert (status, steps) == (1, ["   0 s  compiler"])
    assert said.startswith("error: there is no apt-get: ")
    assert "Debian 12" in said
    assert "coursekit firmware download" in said
    assert "\n" not in said


def test_no_compiler_and_not_root(computer: Path, tmp_path: Path) -> None:
    for command, lines in {"apt-get": "exit 9", "dpkg-deb": "exit 9", "id": "echo 1000"}.items():
        add(computer, command, lines)
    status, _, said = run(computer, str(tmp_path / "out"))
    assert status == 1
    assert "Run: sudo apt-get install -y -q --no-install-recommends gcc-arm-none-eabi " in said
    assert "\n" not in said


def test_the_compiler_cannot_be_installed(computer: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for command, lines in {
        "apt-get": "echo no such host; exit 100",
        "dpkg-deb": "exit 9",
        "id": "echo 0",
    }.items():
        add(computer, command, lines)
    status, _, said = run(computer, str(out))
    assert status == 1
    assert said.startswith(f"error: the compiler could not be installed: see {out}/build.log")
    assert "no such host" in (out / "build.log").read_text()
    assert [path.name for path in out.iterdir()] == ["build.log"]


@pytest.fixture
def compilers(computer: Path) -> Path:
    """The same computer with the compiler there, which is never called here."""
    for command in ("arm-none-eabi-g++", "cmake", "ninja", "gcc", "make", "dpkg-source"):
        add(computer, command, "exit 9")
    add(computer, "arm-none-eabi-gcc", "echo /usr/lib/nosys.specs")
    add(computer, "dpkg-deb", "exit 9")
    add(computer, "dpkg", "echo amd64")
    return computer


def test_no_network(compilers: Path, tmp_path: Path) -> None:
    add(
        compilers,
        "apt-get",
        "case $* in indextargets*) echo http://mirror.invalid/debian/ ;;"
        " *update*) echo cannot resolve; exit 100 ;; *) exit 9 ;; esac",
    )
    status, steps, said = run(compilers, str(tmp_path / "out"))
    assert (status, len(steps)) == (1, 2)
    assert "could not be fetched from http://mirror.invalid/debian/: is there a network?" in said
    assert "cannot resolve" in (tmp_path / "out" / "build.log").read_text()


def test_packages_that_are_not_debians(compilers: Path, tmp_path: Path) -> None:
    add(compilers, "apt-get", "echo http://mirror.invalid/ubuntu/")
    status, _, said = run(compilers, str(tmp_path / "out"))
    assert status == 1
    assert "DEBIAN_MIRROR" in said


def test_debian_has_gone_on(compilers: Path, tmp_path: Path) -> None:
    add(
        compilers,
        "apt-get",
        "case $* in indextargets*) echo http://mirror.invalid/debian/ ;;"
        " *--download-only*) echo > micropython_1.29.0+ds-1.dsc ;; esac",
    )
    (compilers / "ls").symlink_to(shutil.which("ls") or "ls")
    status, _, said = run(compilers, str(tmp_path / "out"))
    assert status == 1
    assert "no longer has MicroPython 1.26.1" in said
    assert "micropython_1.29.0+ds-1.dsc" in said
    assert "coursekit firmware download" in said


def test_an_unforeseen_end_names_the_step_and_the_log(compilers: Path, tmp_path: Path) -> None:
    add(
        compilers,
        "apt-get",
        "case $* in indextargets*) echo http://mirror.invalid/debian/ ;;"
        " *--download-only*) echo > micropython_1.26.1+ds-1.dsc ;; esac",
    )
    (compilers / "ls").symlink_to(shutil.which("ls") or "ls")
    out = tmp_path / "out"
    status, _, said = run(compilers, str(out))
    assert status == 9
    assert said == f'error: "unpack" failed: see {out}/build.log'
    assert [path.name for path in out.iterdir()] == ["build.log"]
