"""A UART of the board: the RP2040's block with the buffer that MicroPython keeps behind it.

Sources: the rp2 port's machine_uart.c; RP2040 datasheet 4.2 and the PL011's manual for what the
block itself does. The buffer of what is to be sent is the overlay's; here it is sent at once, each
byte at its time.
"""

from __future__ import annotations

from collections import deque
from math import ceil, inf
from typing import TYPE_CHECKING

from coursekit.bench.buses.uart.burst import Burst, Format
from coursekit.bench.buses.uart.ear import Ear
from coursekit.bench.buses.uart.receiver import Receiver
from coursekit.bench.buses.uart.sender import Sender
from coursekit.bench.circuit import Drive
from coursekit.bench.events import Event
from coursekit.bench.pins import Mode, gpio_name

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.buses.uart.lines import SerialLines
    from coursekit.bench.live import Group, Node

RX_IDLE, TX_IDLE, BREAK = 1, 2, 4
"""Why a handler is called; overlay/_uart.py turns them into the port's flags."""

FIFO_BYTES = 32
UNDER_WAY_BYTES = 100_000
"""More than the port's buffers can hold; only a program that sets a UART up anew all the time, or
forges messages, gets there."""
_IDLE_BITS = 32  # of silence, until the block says that no more is coming
_TX_LEFT = 5  # bytes not yet out when the block asks for more: four in its FIFO, one on the line


class BoardUart:
    """UART 0 or UART 1. Times are microseconds of board time."""

    def __init__(self, bench: Bench, lines: SerialLines, number: int) -> None:
        self.number = number
        self.name = f"UART({number})"
        self._bench = bench
        self._lines = lines
        self._on = self._hears = False
        self._tx = self._rx = -1
        self._room = 0
        self._buffer = bytearray()
        self._lost = 0
        self._unread = 0  # bytes that have come since the program last looked
        self._last_us = self._idle_us = 0.0
        self._under_way: deque[tuple[float, int]] = deque()  # when it is out, how many bytes
        self._under_way_bytes = 0
        self._flags = 0
        self._events: dict[int, Event] = {}
        self._wake: Event | None = None
        self.sender = Sender("", Format())
        self.receiver = Receiver(Format(), self._take)
        self.receiver.on_burst = self._plan
        self._ears: dict[int, Ear] = {}

    # -- the board's side --------------------------------------------------------------------

    def set_up(
        self, t_us: int, tx: int, rx: int, format_: Format, rxbuf: int, invert: int = 0
    ) -> None:
        """Settings from `t_us` on. `rxbuf`: bytes that the port's buffer holds.

        `invert`: 1 for the sending pin, 2 for the receiving one, 3 for both.
        """
        hears = format_._replace(inverted=bool(invert & 2))
        if not self._on or rx != self._rx:
            self.receiver = Receiver(hears, self._take)
            self.receiver.on_burst = self._plan
        self.receiver.set_up(hears, t_us)
        free_us = self.sender.free_us if self._on and tx == self._tx else 0.0
        self.sender = Sender(gpio_name(tx), format_._replace(inverted=bool(invert & 1)))
        self.sender.free_us = free_us
        self._on, self._tx, self._rx, self._hears = True, tx, rx, True
        if rxbuf + FIFO_BYTES != self._room:
            self._buffer.clear()
        self._room = rxbuf + FIFO_BYTES
        self._bench.hold(tx, t_us, self.sender.format.idle)
        self._listen()
        self._lines.check_crossed(self)

    def forget(self) -> None:
        """Let go of what has come and nobody has read."""
        self._buffer.clear()
        self._unread = 0

    def keep(self, t_us: int, *, sends: bool, hears: bool) -> None:
        """Whether its two pins are still its own: the program may have taken them away."""
        self._hears = hears
        if self._on and sends and self._bench.pin(self._tx).held is None:
            self._bench.hold(self._tx, t_us, self.sender.format.idle)

    def stop(self) -> None:
        """Off: nothing is sent or heard any more, and what has come is gone."""
        self._on = False
        self._buffer.clear()
        self._unread = self._flags = 0
        for event in self._events.values():
            event.cancel()
        self._events.clear()

    def write(self, t_us: int, data: bytes) -> None:
        """Send bytes, after those that are still under way. What no buffer would hold is lost."""
        if self._on and data and self._has_room(t_us, len(data)):
            self._lines.carry(self, self.sender.send(self._bench, t_us, data))
            self._under_way.append((self.sender.free_us, len(data)))
            self._plan_tx(t_us)

    def send_break(self, t_us: int, us: int) -> None:
        """Hold the line low for so long."""
        if self._on and self._has_room(t_us, 1):
            self._lines.carry(self, self.sender.send_break(self._bench, t_us, us))
            self._under_way.append((self.sender.free_us, 1))

    def _has_room(self, t_us: int, count: int) -> bool:
        while self._under_way and self._under_way[0][0] <= t_us:
            self._under_way_bytes -= self._under_way.popleft()[1]
        if self._under_way_bytes + count > UNDER_WAY_BYTES:
            return False
        self._under_way_bytes += count
        return True

    def read(self, t_us: int, count: int) -> bytes:
        """Take out up to `count` bytes of what has come; the bench wakes the board for more."""
        self._look(t_us)
        got = bytes(self._buffer[:count])
        del self._buffer[:count]
        self._wake_up()
        return got

    def any(self, t_us: int) -> int:
        """How many bytes have come that nobody has read; the bench wakes the board for more."""
        self._look(t_us)
        self._wake_up()
        return len(self._buffer)

    def watch(self, t_us: int, flags: int) -> None:
        """From now on tell `on_irq` of these; 0 ends it."""
        self.receiver.advance(t_us)
        self._flags = flags

    # -- the line's side ---------------------------------------------------------------------

    def hears_at(self) -> int | None:
        if not (self._on and self._hears and self._bench.pin(self._rx).mode == Mode.ALT):
            return None
        return self._bench.netlist.gpio_net(self._rx).index

    def sends_at(self) -> int | None:
        # Without a level of its own, the program has given the pin to something else
        if not self._on or self._bench.pin(self._tx).held is None:
            return None
        return self._bench.netlist.gpio_net(self._tx).index

    def speaks(self) -> tuple[Group, Node, Node] | None:
        if self.sends_at() is None:
            return None
        pin = self._bench.pin(self._tx)
        low, high = (pin.group.with_drive(pin.slot, d) for d in (Drive.LOW, Drive.HIGH))
        return pin.group, low, high

    def rewired(self) -> None:
        """The wires are others now."""
        self._ears.clear()
        if self._on:
            self._listen()

    # -- inside ------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Hear what programs do by hand to the wire; one ear for each pin is enough."""
        ear = self._ears.get(self._rx)
        if ear is None:
            rx = self._rx
            ear = Ear(self.receiver, lambda: self._rx == rx and self.hears_at() is not None)
            self._ears[rx] = ear
            net = self._bench.netlist.gpio_net(rx)
            if net.volts is None:
                ear.listen(self._bench, net.index)
        ear.tell(self.receiver)
        self._bench.expect_changes(self._rx)

    def _look(self, t_us: int) -> None:
        self.receiver.advance(t_us)
        self._unread = 0

    def _take(self, t_us: float, byte: int | None) -> None:
        if byte is None:
            self._tell(BREAK, ceil(t_us))
            return
        self._last_us = t_us
        if len(self._buffer) < self._room:
            self._buffer.append(byte)
            self._unread += 1
            return
        self._lost += 1
        self._bench.fault(
            "bytes lost",
            self.name,
            f"{self.name} has no room for what arrives: {self._room - FIFO_BYTES} bytes wait, and "
            "the next ones are lost. Read more often, or give it a larger rxbuf.",
        )

    def _wake_up(self) -> None:
        """Give the bench an event when the next byte will be there: no wait goes on past it."""
        arrival = self.receiver.next_arrival()
        if arrival is None:
            return
        due_us = ceil(arrival.t_us)
        if self._wake is None or self._wake.happened or self._wake.t_us > due_us:
            self._wake = self._bench.schedule(due_us, lambda t_us: None)

    def _tell(self, flag: int, t_us: int) -> None:
        if self._on and self._flags & flag:
            self._lines.on_irq(self.number, flag, t_us)

    def _plan(self, burst: Burst) -> None:
        """Plan what follows from a burst: the board may wait for it, or want interrupts."""
        self._wake_up()
        if burst.end_us == inf:
            return  # the other edge is still to come
        if self._flags & BREAK:
            due_us = burst.end_us if burst.data else burst.start_us + self.receiver.to_stop_us
            self._bench.schedule(ceil(due_us), lambda t_us: self.receiver.advance(t_us))
        if self._flags & RX_IDLE:
            idle_us = _IDLE_BITS * self.receiver.format.bit_us
            self._bench.schedule(ceil(burst.end_us + idle_us), self._idle)

    def _idle(self, t_us: int) -> None:
        self.receiver.advance(t_us)
        silent_us = _IDLE_BITS * self.receiver.format.bit_us
        if self._unread and t_us - self._last_us >= silent_us:
            self._unread = 0
            self._tell(RX_IDLE, t_us)
        elif self._unread and self._idle_us < t_us:
            self._idle_us = self._last_us + silent_us
            self._bench.schedule(ceil(self._idle_us), self._idle)

    def _plan_tx(self, t_us: int) -> None:
        """The block asks for more when its FIFO has fallen to four, which needs a long message."""
        old = self._events.pop(TX_IDLE, None)
        if old is not None:
            old.cancel()
        if not self._flags & TX_IDLE:
            return
        frame_us = self.sender.format.frame_us
        due_us = self.sender.free_us - _TX_LEFT * frame_us
        if due_us > t_us:
            self._events[TX_IDLE] = self._bench.schedule(
                ceil(due_us), lambda now_us: self._tell(TX_IDLE, now_us)
            )
