"""The raw REPL of a MicroPython board: run a program, stream its output, know how it ended.

One client for every kind of board. It trusts nothing that a program can print (see `framing`) and
waits for nothing without a deadline, other than for a program that was given none.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from enum import Enum

from coursekit.boards import entering, paste, questions
from coursekit.boards.byhand import ByHand
from coursekit.boards.errors import BoardError, BoardLost, BoardReset, BoardTimeout, RemoteError
from coursekit.boards.framing import RunFrames
from coursekit.boards.output import OutputDecoder
from coursekit.boards.questions import FRIENDLY_END
from coursekit.boards.silence import GRACE_S, Silence
from coursekit.boards.stream import ByteStream, clock_of, draw_of
from coursekit.interruption import uninterrupted

_SHORT = 200  # bytes of a program that fit into the input buffer of every board
_WRITE_S = 10.0
_START_S = 10.0  # until the board takes a program
_LOOKS = 12  # at whether the board is idle, before it is asked
PATIENT_LOOKS = 3000
"""For `RawRepl.looks`: seconds, for boards on which a program must find the same heap each time."""
_LAST_LOOK_S = 0.002
# Pauses before another question when one was not answered. They wait in the board's input, so all
# of them have to fit into the smallest, of 256 bytes.
_REPEAT_S = (0.15, 1.0, 5.0, 10.0, 20.0)
_ROWS = 2  # how many of them are rows of commands, which take more room
_PATROL_S = 0.5  # between looks at how long the board is silent
_AWAY_S = 2.0  # nobody has looked at the board for so long: it may have restarted meanwhile


class _Phase(Enum):
    IDLE = 0
    SENDING = 1
    RUNNING = 2


class RawRepl(ByHand):
    """Runs programs on the board at the other end of `stream`.

    `exec` may be called from several threads: one after the other gets its turn. `interrupt` may
    be called at any time.
    """

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self.clock = clock_of(stream)
        """By which the board is late or in time; see `ByteStream`."""
        self.draw = draw_of(stream)
        """Random bytes; see `ByteStream`."""
        self.asked = 0
        """How often the board was asked whether a run has ended; that takes some of its heap."""
        self.looks = _LOOKS
        """How often to look at the board, where that can be done, before it is asked. More is
        slower on a busy computer, and leaves the board's heap alone."""
        self._is_idle: Callable[[], bool | None] | None = getattr(stream, "is_idle", None)
        self._turn = threading.Lock()
        self._writing = threading.Lock()
        self._phase = _Phase.IDLE
        self._interrupt_wanted = False
        self._silence = Silence(self.clock)
        self._ready = False
        self._used = False  # a program has run since the board's last restart that is known
        self._quiet_s = 0.0  # since when nobody has listened to the board
        self._lost: BoardLost | None = None
        self._raw_paste: bool | None = None  # None: not known
        self._early = b""  # what came after the end of the last run
        self._ahead: list[bytes | BoardError] = []  # what `is_there` has found
        self._question = questions.by_exception(
            draw=self.draw
        )  # the next one is made while the board is busy

    # -- for the board ---------------------------------------------------------------------

    @uninterrupted
    def enter(self, timeout_s: float = 5.0) -> None:
        """Stop what runs and get the board to listen; raises `BoardTimeout` if it does not."""
        self._begin(timeout_s)
        try:
            self._used = False
            self._enter(timeout_s)
        except BoardLost as error:
            self._lost = error
            raise
        finally:
            self._finish()

    @uninterrupted
    def exec(
        self,
        code: str,
        on_output: Callable[[str], None] | None = None,
        timeout_s: float | None = None,
    ) -> None:
        """Run `code`; hand its output to `on_output` as it arrives.

        Raises `RemoteError` for an exception of the program, `BoardTimeout` when it was still
        running after `timeout_s` seconds (and was interrupted), `BoardReset`, `BoardLost`.
        """
        self._begin(timeout_s)
        try:
            self._exec(code, on_output, timeout_s)
        except BoardLost as error:
            self._lost = error
            raise
        except BoardReset:
            self._used = False
            raise
        finally:
            self._quiet_s = self.clock()
            self._finish()

    def interrupt(self) -> None:
        """Ctrl-C for the running program; nothing when none runs. From any thread.

        A board that stays silent after the second one is given up: its run raises `BoardTimeout`.
        One that prints on, after the sixth.
        """
        with self._writing:
            if self._phase is _Phase.RUNNING:
                self._ctrl_c()
            elif self._phase is _Phase.SENDING:
                self._interrupt_wanted = True

    def is_there(self) -> bool:
        """Whether the board is still there. Only from the running program's `on_output`."""
        try:
            self._ahead.append(self._stream.read(0))
        except BoardError as error:
            self._ahead.append(error)
        return not isinstance(self._ahead[-1], BoardError)

    def type(self, data: bytes) -> None:
        """Give the running program `data` on its standard input. Only from its `on_output`."""
        pause = len(data) > _SHORT and self.paced
        for piece in paste.pieces(data) if pause else (data,):
            self._write(piece)

    @property
    def paced(self) -> bool:
        """Whether the board has a small input buffer and no flow control; see `ByteStream`."""
        return bool(getattr(self._stream, "paced", False))

    @uninterrupted
    def soft_reset(self, timeout_s: float = 10.0) -> None:
        """Restart MicroPython on the board: all variables and imports are gone."""
        self._begin(timeout_s)
        try:
            self._soft_reset(timeout_s)
        except BoardLost as error:
            self._lost = error
            raise
        finally:
            self._finish()

    @uninterrupted
    def close(self) -> None:
        """Leave the board at its friendly prompt and let go of it."""
        if self._ready and self._lost is None:
            with contextlib.suppress(BoardLost, BoardReset, BoardTimeout):
                self._write(b"\x02")
        self._lost = self._lost or BoardLost("This board was closed: open it again.")
        self._stream.close()

    # -- one thread at a time from here ------------------------------------------------------

    def _begin(self, timeout_s: float | None) -> None:
        if not self._turn.acquire(timeout=-1 if timeout_s is None else timeout_s):
            raise BoardTimeout("The board is busy with another program: stop it or wait.")
        if self._lost is not None:
            self._turn.release()
            raise BoardLost(*self._lost.args)

    def _finish(self) -> None:
        if self._phase is not _Phase.IDLE:
            with self._writing:
                self._phase = _Phase.IDLE
                self._interrupt_wanted = False
        self._turn.release()

    def _write(self, data: bytes) -> None:
        with self._writing:
            self._stream.write(data, _WRITE_S)

    def _ctrl_c(self) -> None:
        self._silence.stop()
        self._stream.write(b"\x03", _WRITE_S)

    def _exec(
        self, code: str, on_output: Callable[[str], None] | None, timeout_s: float | None
    ) -> None:
        source = paste.wrap(code).encode()
        self._phase = _Phase.SENDING  # from here on an interrupt is meant for this program
        unix = getattr(self._stream, "unix_line_ends", False)
        output = OutputDecoder(on_output, unix=unix)
        self._listen(output)
        frames = RunFrames(output.feed)
        self._ready, self._used = False, True
        rest, whole = self._send(source, output)
        with self._writing:
            self._phase = _Phase.RUNNING
            self._silence.begin()
            if self._interrupt_wanted:
                self._interrupt_wanted = False
                self._ctrl_c()
        if rest:
            frames.feed(rest)
        if timeout_s is None:
            self._follow(frames, None)
        elif not self._follow(frames, self.clock() + timeout_s):
            self._stop(frames, timeout_s)
            self._settle(frames)
            output.finish()
            raise BoardTimeout(
                f"The program was still running after {timeout_s:g} s. It was stopped."
            )
        self._settle(frames)
        output.finish()
        end = frames.end
        if end is not None and end.reset:
            raise BoardReset(
                "The board restarted (soft reset, or sys.exit): variables and imports are gone."
            )
        if end is not None and end.error:
            error = RemoteError.from_traceback(end.error.decode("utf-8", "replace"))
            if not whole and error.name == "KeyboardInterrupt" and not self._silence.presses:
                raise BoardError(paste.DISTURBED)
            raise error

    def _read(self, timeout_s: float | None) -> bytes:
        while self._ahead:
            if isinstance(found := self._ahead.pop(0), BoardError):
                raise found
            if found:
                return found
        return self._stream.read(timeout_s)

    def _listen(self, output: OutputDecoder) -> None:
        """Make sure that the board waits for a program, with all that was left there."""
        self._ahead.clear()
        if not self._ready:
            self._enter(5.0)
        self._ready = False  # whatever interrupts this leaves the board in an unknown state
        early = self._early + self._stream.read(0)
        self._early = b""
        if early:
            output.feed(early)
        # Where a restart of the board need not be seen, ask. After a pause only, as it takes time.
        if self._is_idle is None and (
            FRIENDLY_END in early or self.clock() - self._quiet_s > _AWAY_S
        ):
            late = entering.still_there(self._stream, self._write)
            if late is None:
                self._enter(5.0)
            else:
                self._early = late

    def _send(self, source: bytes, output: OutputDecoder) -> tuple[bytes, bool]:
        """Hand `source` over; returns the first bytes of the program's output, if they came.

        Also whether the board took it to the end; if not, there is an error in it.
        """
        deadline = self.clock() + _START_S
        try:
            if len(source) > _SHORT and self._raw_paste is not False:
                reply = paste.send_raw_paste(
                    self._stream, self._write, source, output.feed, deadline
                )
                if reply is not None:
                    self._raw_paste = True
                    return reply
                self._raw_paste = False
            paste.send_raw(self._write, source, self.paced)
            return paste.wait_for(self._stream, b"OK", output.feed, deadline), True
        except BoardTimeout:
            if self._is_idle is None:
                self._enter(5.0)  # raises BoardReset if that is why
            raise

    def _follow(self, frames: RunFrames, deadline: float | None) -> bool:
        """Read until the run has ended (True) or `deadline` is over (False)."""
        read = self._read
        asks, ask_at = len(frames.unanswered), 0.0
        looks = 0
        sees = self._is_idle is not None
        while frames.end is None:
            wait = _PATROL_S
            overdue = self._silence.is_overdue(frames.may_have_ended, sees)
            if overdue and asks <= len(_REPEAT_S):
                self._ask(frames, asks)
                self._silence.asked()
                asks += 1
            if self._ahead:
                pass  # what was read already comes first
            elif frames.candidates and not asks and looks < self.looks and self._is_idle:
                idle = self._is_idle()
                if idle:
                    frames.conclude()
                    break
                if idle is None:
                    looks += 1
                    wait = 0.0 if looks < _LOOKS - 1 else _LAST_LOOK_S
                else:
                    frames.candidates = looks = 0  # the program itself printed it, and goes on
            elif frames.candidates and asks <= len(_REPEAT_S):
                now = self.clock() if asks else 1.0
                if asks and not ask_at:  # the last question may have got lost
                    ask_at = now + _REPEAT_S[asks - 1]
                if now >= ask_at:
                    self._ask(frames, asks)
                    asks, ask_at = asks + 1, 0.0
                else:
                    wait = min(wait, ask_at - now)
            patience = frames.patience_s
            if patience is not None:
                wait = min(wait, patience)
            if deadline is not None:
                left = deadline - self.clock()
                if left <= 0:
                    return False
                wait = min(wait, left)
            data = read(wait)
            if data:
                frames.feed(data)
                self._silence.heard()
            elif patience is not None and (wait == patience or self._silence.lasts(patience)):
                frames.idle()
        return True

    def _ask(self, frames: RunFrames, asks: int) -> None:
        if 0 < asks <= _ROWS and self._raw_paste and not frames.friendly:
            question = questions.by_commands(self.draw)
        elif frames.friendly:
            question = questions.by_exception(True, self.draw)
            frames.friendly = False
        else:
            question = self._question
        frames.asked(question)
        self._write(question.text)
        self.asked += 1
        self._question = questions.by_exception(draw=self.draw)

    def _stop(self, frames: RunFrames, timeout_s: float) -> None:
        """Interrupt a program that is over its time, twice if need be."""
        for _ in range(2):
            self._write(b"\x03")
            if self._follow(frames, self.clock() + GRACE_S / 2):
                return
        frames.idle()
        raise BoardTimeout(
            f"The program was still running after {timeout_s:g} s and does not react to Ctrl-C. "
            "Restart the board (unplug it, or restart the kernel)."
        )

    def _settle(self, frames: RunFrames) -> None:
        """After the end: take the answers to questions that are still under way."""
        rest = frames.rest
        if frames.unanswered:  # answers come in order
            try:
                last = frames.unanswered[-1]
                rest = entering.answer(self._stream, last, rest, self.clock() + 2.0)
            except BoardTimeout as error:
                late = entering.still_there(self._stream, self._write)
                if late is None:
                    raise error
                rest = late
        with self._writing:
            self._phase = _Phase.IDLE
            self._interrupt_wanted = False
        self._early = rest
        self._ready = True

    def _enter(self, timeout_s: float) -> None:
        self._ready = False
        self._early = b""
        entered = entering.enter(self._stream, self._write, timeout_s)
        self._raw_paste, self._early, self._ready = entered.raw_paste, entered.early, True
        self._quiet_s = self.clock()
        if entered.friendly and self._used:
            raise BoardReset(entering.RESTARTED)

    def _soft_reset(self, timeout_s: float) -> None:
        self._used = False
        if not self._ready:
            self._enter(timeout_s)
        self._ready = False
        frames = RunFrames(lambda data: None)
        try:
            self._write(b"\x04")
            if not self._follow(frames, self.clock() + timeout_s):
                raise BoardTimeout(f"The board did not restart within {timeout_s:g} s.")
            self._settle(frames)
        except BoardReset:
            self._enter(timeout_s)
