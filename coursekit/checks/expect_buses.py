"""What a check can expect of a chip on an I2C bus, or of the bus: what went over its wires.

So an instructor can ask for the right commands and the right waiting, and not for a value alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf, isfinite

from coursekit.bench import Part
from coursekit.bench.buses.names import channels_meant
from coursekit.bench.buses.transaction import Transaction
from coursekit.bench.parts.i2c_chip import I2CChip
from coursekit.boards import RemoteError
from coursekit.checks import bus_words as words
from coursekit.checks.expectation import Expectation
from coursekit.checks.failures import missed_words
from coursekit.checks.outcome import Outcome
from coursekit.checks.subjects import name_of
from coursekit.checks.words import count, duration, sentence


class BusExpectation(Expectation):
    """The expectations of chips and buses. Only what began during the last call counts.

    Bytes are numbers, 0xF4, or bytes, b"\\xf4". What was refused does not count as written.
    """

    def was_written(self, *data: int | bytes, times: int | None = None) -> None:
        """Just these bytes were written in one go, once or more; or so many `times`."""
        wire = _bytes(data)
        wanted = f"a write of {words.shown(wire)}"
        if times is not None:
            wanted = f"{count(times, 'write')} of {words.shown(wire)}"
        went = self._went(wanted, raised_too=times != 0)
        if went is None:
            return
        call, mine = went
        found = sum(_is_write(transaction, wire) for transaction in mine)
        met = found > 0 if times is None else found == times
        seen = words.seen(mine)
        if times is not None and found:
            seen = f"saw {found}"
        self._judge_bus(
            met, call, wanted, seen, words.why_not_written(wire, mine) if not found else ""
        )

    def was_read(self, *register: int | bytes, size: int = 1) -> None:
        """At least `size` bytes were read; with a register, after just its number was written."""
        pointer = _bytes(register) if register else b""
        wanted = f"a read of {count(size, 'byte')}"
        if pointer:
            wanted += f" from register {words.shown(pointer)}"
        went = self._went(wanted, raised_too=True)
        if went is None:
            return
        call, mine = went
        met = any(
            _is_read(transaction, size) and (not pointer or _is_write(before, pointer))
            for before, transaction in pairwise([None, *mine])
        )
        self._judge_bus(met, call, wanted, words.seen(mine))

    def read_at_most(self, number: int) -> None:
        """It was read, and not more often than so many times."""
        wanted = "1 read" if number == 1 else f"1 to {number} reads"
        went = self._went(wanted)
        if went is None:
            return
        call, mine = went
        found = sum(transaction.read and transaction.acked for transaction in mine)
        seen = f"saw {count(found, 'read')}" if found else words.seen(mine)
        self._judge_bus(1 <= found <= number, call, wanted, seen)

    def transactions(self, number: int) -> None:
        """So many went over the bus, reads and writes together, refused ones too."""
        wanted = count(number, "transaction")
        went = self._went(wanted, raised_too=number > 0)
        if went is None:
            return
        call, mine = went
        seen = words.seen(mine)
        if len(mine) > 1:
            seen = f"saw {len(mine)}: {seen.removeprefix('saw ')}"
        self._judge_bus(len(mine) == number, call, wanted, seen)

    def all_acknowledged(self) -> None:
        """Something went over the bus, and nobody refused an address or a byte."""
        wanted = "everything to be acknowledged"
        went = self._went(wanted)
        if went is None:
            return
        call, mine = went
        refused = words.refused(mine)
        seen = words.seen(refused or mine)
        fact = f"all of {count(len(mine), 'transaction')} acknowledged"
        self._judge_bus(bool(mine) and not refused, call, wanted, seen, fact=fact)

    def waits(
        self,
        ms: float,
        after: int | bytes | Sequence[int],
        before: int | bytes | Sequence[int] | None = None,
        unless_asked: int | bytes | Sequence[int] | None = None,
    ) -> None:
        """At least `ms` passed from the end of each write of `after` to the next read.

        With `before`, to the next read from that register; other reads in between, as of a status
        register, are left out of account then. unless_asked: a status register; who has read it
        since need not wait so long, for a chip is often done sooner.
        """
        command = _bytes(after)
        pointer = None if before is None else _bytes(before)
        read = "the read" if pointer is None else f"the read from {words.shown(pointer)}"
        wanted = (
            f"at least {duration(1000 * ms)} between the write of {words.shown(command)} and {read}"
        )
        went = self._went(wanted, raised_too=True)
        if went is None:
            return
        call, mine = went
        status = None if unless_asked is None else _bytes(unless_asked)
        gaps = _gaps_us(mine, command, pointer, status)
        if not gaps:
            self._judge_bus(False, call, wanted, words.seen(mine))
            return
        met = min(gaps) >= 1000 * ms - 1
        why = " A chip that is asked too early gives its old value."
        fact = wanted if isfinite(min(gaps)) else f"{words.shown(status or b'')} was asked instead"
        seen = "" if met else f"saw {duration(min(gaps))}"
        self._judge_bus(met, call, wanted, seen, why, fact=fact)

    # -- inside -----------------------------------------------------------------------------

    def _went(
        self, wanted: str, *, raised_too: bool = False
    ) -> tuple[Outcome, list[Transaction]] | None:
        """The last call, and what went over the bus in it; None when it failed, which is told.

        raised_too: an exception that the program raised is no failure, as where the bus has one.
        """
        call = self._ledger.stage.last
        if call is None:
            raise RuntimeError("An expectation about a part comes after a board.call(...).")
        name, chip = name_of(self._subject), self._chip()
        channels = channels_meant(self._ledger.bench, name)
        if not (call.returned or (raised_too and isinstance(call.error, RemoteError))):
            why = self._failure(call)
            self._tell(False, f"{name}: expected {wanted}, but {why}", call, (), why)
            return None
        return call, self._mine(call, chip, channels)

    def _mine(
        self, call: Outcome, chip: I2CChip | None, channels: Sequence[str]
    ) -> list[Transaction]:
        bench, window = self._ledger.bench, (call.start_us, call.end_us)
        if chip is not None:
            # A chip whose wires were pulled hears nothing of what is sent to its address.
            own = chip.addresses()
            everything = bench.transactions(None, *window)
            return bench.transactions(chip, *window) or [t for t in everything if t.address in own]
        return [
            transaction
            for channel in channels
            for transaction in bench.trace[channel].values.tolist()
            if window[0] <= transaction.start_us <= window[1]
        ]

    def _chip(self) -> I2CChip | None:
        """The chip that is meant, None for a bus. Raises TypeError for anything else."""
        subject = self._subject
        part = subject if isinstance(subject, Part) else self._ledger.bench.parts.get(str(subject))
        if isinstance(part, I2CChip):
            return part
        if part is not None or not str(subject).lower().startswith("i2c"):
            raise TypeError(
                f"{name_of(subject)} is neither a chip on an I2C bus nor such a bus: "
                "expect(bench.bmp1), expect('I2C GP4/GP5') or expect('i2c') for all."
            )
        return None

    def _judge_bus(
        self, met: bool, call: Outcome, wanted: str, seen: str, why: str = "", fact: str = ""
    ) -> None:
        name = name_of(self._subject)
        if met:
            self._tell(True, f"{name}: {fact or wanted}.", call)
            return
        bench, chip = self._ledger.bench, self._chip()
        everything = bench.transactions(None, call.start_us, call.end_us)
        if seen == words.NOTHING:
            why = words.why_nothing(chip, everything)
        message = f"{sentence(f'{name}: expected {wanted}, {seen}')}{why}"
        if call.error is not None:
            message += f" {self._failure(call)}"
        buses = channels_meant(bench, name) or channels_meant(bench, "i2c")
        self._tell(False, message + missed_words(call), call, tuple(buses))


def _bytes(data: int | bytes | Sequence[int | bytes]) -> bytes:
    """What stands on the wire. Raises ValueError for nothing, or for what is no byte."""
    parts = [data] if isinstance(data, int | bytes) else list(data)
    try:
        wire = b"".join(bytes([part]) if isinstance(part, int) else bytes(part) for part in parts)
    except (TypeError, ValueError):
        raise ValueError(f"Bytes are numbers from 0 to 255 or bytes, not {data!r}.") from None
    if not wire:
        raise ValueError("Name at least one byte: was_written(0xF4, 0x2E).")
    return wire


def _is_write(transaction: Transaction | None, data: bytes) -> bool:
    return (
        transaction is not None
        and not transaction.read
        and transaction.acked
        and transaction.data == data
        and transaction.data_acks == len(data)
    )


def _is_read(transaction: Transaction | None, size: int) -> bool:
    return (
        transaction is not None
        and transaction.read
        and transaction.acked
        and len(transaction.data) >= size
    )


def _gaps_us(
    mine: Sequence[Transaction], command: bytes, pointer: bytes | None, status: bytes | None
) -> list[float]:
    """From the end of each such command to the next such read, a register's number before it.

    Infinite where the status register was read meanwhile.
    """
    gaps: list[float] = []
    ended_us: float | None = None
    asked = False
    before: Transaction | None = None
    for transaction in mine:
        if _is_write(transaction, command):
            ended_us, asked = transaction.end_us, False
        elif ended_us is not None and _is_read(transaction, 1):
            named = before is not None and not before.read and before.end_us > ended_us
            if pointer is None or _is_write(before, pointer):
                began = before.start_us if named and before is not None else transaction.start_us
                gaps.append(inf if asked else began - ended_us)
                ended_us = None
            elif status is not None and _is_write(before, status):
                asked = True
        before = transaction
    return gaps
