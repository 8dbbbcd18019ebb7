"""A sandbox that cannot be had: no board starts, and the reason is said."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit.boards import BoardError
from coursekit.boards.virtual import VirtualBoard, confine, runtime, sandbox
from coursekit.boards.virtual.sandbox import Sandbox
from tests.boards.streams import micropython_program
from tests.boards.virtual.attacks import X86_64, printed

pytestmark = pytest.mark.skipif(
    not (sandbox.support().complete and X86_64), reason="the numbers of system calls are x86-64's"
)

FORBID = """\
import errno, os, struct, sys
from coursekit.boards.virtual import confine
s = confine.seccomp
code = s._instruction(s._LOAD, s._NUMBER)
for number in {numbers}:
    code += s._when(number, s._end(s.ERRNO | {error}))
confine.drop_rights()
confine.install(code + s._end(s.ALLOW))
"""
LANDLOCK, SECCOMP, CAPSET, SETRLIMIT = (444,), (317,), (126,), (302, 160)


def forbidding(numbers: tuple[int, ...], then: str) -> str:
    """Run Python where these system calls do not exist; its output."""
    script = FORBID.format(numbers=numbers, error=errno.ENOSYS) + then
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout


class TestFailsClosed:
    @pytest.mark.parametrize(
        ("numbers", "part"),
        [
            (LANDLOCK, r"no Landlock \(.*not implemented"),
            (SECCOMP, r"no seccomp \(.*not implemented"),
            (CAPSET, r"no dropping of rights \(.*not implemented"),
            (SETRLIMIT, r"no resource limits \(.*not implemented"),
        ],
    )
    def test_where_a_part_is_missing(self, numbers: tuple[int, ...], part: str) -> None:
        said = forbidding(
            numbers,
            "from coursekit.boards.virtual import VirtualBoard\n"
            "from coursekit.boards.virtual.sandbox import Sandbox\n"
            "from coursekit.boards import BoardError\n"
            "try: VirtualBoard(sandbox=Sandbox.REQUIRE)\n"
            "except BoardError as error: print(error)\n"
            f"if {numbers} == {SETRLIMIT}: sys.exit()  # no board at all starts here\n"
            "with VirtualBoard(sandbox=Sandbox.TRY) as board: print(board.eval('6 * 7'))\n",
        )
        assert re.search(part, said)
        assert numbers == SETRLIMIT or said.endswith("\n42\n")

    def test_the_start_trusts_no_promise(self) -> None:
        """Where a part is lost between the trial and the start, no program runs."""
        said = forbidding(
            LANDLOCK,
            "from coursekit.boards.virtual import VirtualBoard, process\n"
            "from coursekit.boards.virtual.sandbox import Sandbox\n"
            "process.demand = lambda kind: None\n"
            "try: VirtualBoard(sandbox=Sandbox.REQUIRE)\n"
            "except Exception as error: print(error)\n",
        )
        assert re.match(r"The virtual board did not start: Landlock: .*not implemented", said)

    def test_the_other_launcher_can_sandbox_nothing(self) -> None:
        wires = [os.memfd_create("wire") for _ in range(6)]
        lifeline, kept = os.pipe()
        command = runtime.find_runtime().command(wires, lifeline, ["-c", "print(1)"], "require:512")
        try:
            run = subprocess.run(command, pass_fds=[*wires, lifeline], stdout=-1, check=False)
        finally:
            for fd in (*wires, lifeline, kept):
                os.close(fd)
        assert run.returncode == 125
        assert run.stdout == b"Here nothing can be sandboxed.\n"

    def test_for_any_user(self) -> None:
        """Root's rights are needed for nothing."""
        script = (
            "import os\nfrom coursekit.boards.virtual import confine\n"
            "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\nconfine.try_out()\n"
        )
        run = subprocess.run([sys.executable, "-c", script], stdout=-1, text=True, check=True)
        parts = dict(line.split("\t") for line in run.stdout.splitlines())
        assert list(parts) == [name for name, _ in confine.parts(3, None, 0, 3)]
        assert set(parts.values()) == {""}

    def test_another_program_is_no_sandboxed_board(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COURSEKIT_MICROPYTHON", "/bin/cat")
        with pytest.raises(BoardError, match=r"can be sandboxed\. Unset COURSEKIT_MICROPYTHON"):
            VirtualBoard(sandbox=Sandbox.REQUIRE)

    def test_what_there_is_for_another_program(self, tmp_path: Path) -> None:
        other = micropython_program(tmp_path / "other")
        with VirtualBoard(runtime=other, sandbox=Sandbox.TRY) as board:
            assert printed(board, "print(6 * 7)") == "42"
            limits = Path(f"/proc/{board.pid}/limits").read_text()
        assert re.search(
            rf"Max open files +{confine.DESCRIPTORS_MAX} +{confine.DESCRIPTORS_MAX} ", limits
        )
