"""What a process does just now, as Linux shows it."""

from __future__ import annotations

import contextlib
import os
import signal
import time

_SIGINT_BIT = 1 << (signal.SIGINT - 1)
_READ_SYSCALL = b"63" if os.uname().machine == "aarch64" else b"0"
_CPUCLOCK_SCHED = 2  # clock_getcpuclockid(3): with the process's number, the number of its clock
_ENOUGH_S = 0.5  # of the processor, to do what takes a millisecond
_STARVED_MOST_S = 20.0


class Watch:
    """What a process does just now, as Linux shows it; nothing where it does not."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._files: dict[str, int] = {}
        with contextlib.suppress(OSError):
            for name in ("stat", "syscall"):
                self._files[name] = os.open(f"/proc/{pid}/{name}", os.O_RDONLY | os.O_CLOEXEC)

    @property
    def sees(self) -> bool:
        """Whether this computer shows what is asked for here (some hide it from all but root)."""
        return bool(self._read("stat") and self._read("syscall"))

    def runs_program(self) -> bool | None:
        """Whether it catches SIGINT, as MicroPython does while it executes a program."""
        status = self._read("stat")
        if not status:
            return None
        # proc(5): the 34th field, counted here from the third, which follows the name in brackets.
        caught = int(status.rpartition(b")")[2].split(None, 32)[31])
        return bool(caught & _SIGINT_BIT)

    def reads_input(self) -> bool:
        """Whether its main thread waits for a byte of standard input, where that can be seen."""
        return self._read("syscall").split(None, 2)[:2] == [_READ_SYSCALL, b"0x0"]

    def processor_s(self) -> float:
        """Processor time used so far, in seconds; 0 where that cannot be seen."""
        return processor_s(self._pid) or 0.0

    def is_starved(self, since_s: float, used_s: float) -> bool:
        """Whether it would run and hardly could since the monotonic time `since_s`.

        used_s: its processor time at that time. False where that cannot be seen.
        """
        return (
            self.processor_s() - used_s < _ENOUGH_S
            and time.monotonic() - since_s < _STARVED_MOST_S
            and self._wants_processor()
        )

    def _wants_processor(self) -> bool:
        with contextlib.suppress(OSError, KeyError):
            for thread in os.listdir(f"/proc/{self._pid}/task"):
                # The number may be a stranger's by now; its own files tell whether it still lives.
                with open(f"/proc/{self._pid}/task/{thread}/stat", "rb") as file:
                    state = file.read().rpartition(b")")[2].split(None, 1)[0]
                if state in (b"R", b"D") and self._read("stat"):
                    return True
        return False

    def close(self) -> None:
        """Let go of the process. Idempotent."""
        while self._files:
            os.close(self._files.popitem()[1])

    def _read(self, name: str) -> bytes:
        try:
            return os.pread(self._files[name], 1024, 0)
        except (KeyError, OSError):
            return b""


def processor_s(pid: int) -> float | None:
    """Processor time that a process has used so far, in seconds; None where nobody can say.

    All its threads together; those that have ended count, too.
    """
    with contextlib.suppress(OSError, AttributeError):
        return time.clock_gettime_ns(~pid << 3 | _CPUCLOCK_SCHED) / 1e9
    return None
