# machine.UART, as ports/rp2/machine_uart.c and extmod/machine_uart.c have it. The waiting and counting
# is _uart_block's.
import array
import io

import _bench

from _args import as_int, at_least_one, at_most, guard, native, parse
from _bench import stamp
from _buffers import readable, writable
from _irq import call
from _uart_block import (
    all_sent_us,
    ask,
    blocks,
    count_of,
    pause_us,
    receive,
    sent,
    set_up,
    transmit,
    watch,
)
from errno import ETIMEDOUT
from micropython import const

_UART = const(3)  # the device, and the kind of its events
_U32 = 0xFFFFFFFF

# Operations of a question
_BREAK = const(4)
_STOP = const(6)

_RX_IDLE = const(0x40)  # the bits of the block's interrupt registers
_TX_IDLE = const(0x20)
_RX_BREAK = const(0x200)
_ALLOWED = const(0x260)

_BUFFER = const(256)

# Places in a UART's state
_ID = const(0)
_BAUD = const(1)  # 0: not set up
_BITS = const(2)
_PARITY = const(3)  # 0 none, 1 even, 2 odd
_STOP_BITS = const(4)
_TX = const(5)
_RX = const(6)
_TIMEOUT = const(7)  # ms
_TIMEOUT_CHAR = const(8)
_INVERT = const(9)
_RXBUF = const(10)
_TXBUF = const(11)
_IRQ = const(12)
_WAITING = const(13)  # bytes in the buffer
_DONE_NS = const(14)  # when FIFO and line are done


def _event(number, flags):
    uart = blocks[number]
    handle = _handles[number]
    flags = (
        (_RX_IDLE if flags & 1 else 0)
        | (_TX_IDLE if flags & 2 else 0)
        | (_RX_BREAK if flags & 4 else 0)
    )
    if handle and flags & uart._s[_IRQ]:
        handle._h[2] = flags
        handle()


_handles = [None, None]


@native
class irq:
    def __init__(self, uart):
        object.__setattr__(self, "_u", uart)
        # handler, hard, flags
        object.__setattr__(self, "_h", [None, False, 0])

    __setattr__ = guard

    def __repr__(self):
        return "<irq>"

    def flags(self):
        return self._h[2]

    def trigger(self, *args):
        at_most(2, args, 1)
        old = self._u._s[_IRQ]
        if args:
            self._u._s[_IRQ] = as_int(args[0]) & 0xFFFF
            watch(self._u)
        return old

    def __call__(self):
        handler, hard, _ = self._h
        if handler is not None and not call(handler, self._u, hard) and hard:
            self.trigger(0)
            self._h[0] = None


def _window(buf, args):
    # (max_len) or (off, max_len), as the stream methods take them
    n = len(buf)
    start = min(as_int(args[0]) & _U32, n) if len(args) == 2 else 0
    return memoryview(buf)[start : start + min(n - start, as_int(args[-1]) & _U32)]


@native
class UART(io.IOBase):
    INV_TX = 1
    INV_RX = 2
    CTS = 1
    RTS = 2
    IRQ_RXIDLE = _RX_IDLE
    IRQ_TXIDLE = _TX_IDLE
    IRQ_BREAK = _RX_BREAK

    def __new__(cls, *args, **kw):
        at_least_one(args)
        number = as_int(args[0])
        if not 0 <= number <= 1:
            raise ValueError("UART(%d) doesn't exist" % number)
        if cls is UART:
            return blocks[number]
        self = object.__new__(cls)
        _take(self, blocks[number]._f, blocks[number]._s)
        return self

    def __init__(self, *args, **kw):
        state = self._s
        state[_RXBUF] = state[_TXBUF] = _BUFFER
        set_up(self, args[1:], kw, True)

    __setattr__ = guard

    def init(self, *args, **kw):
        set_up(self, args, kw, False)

    def deinit(self):
        state = self._s
        if state[_BAUD]:
            _sleep_until(all_sent_us(state))
            ask(self, _STOP)
        state[_BAUD] = state[_IRQ] = state[_WAITING] = 0
        _handles[state[_ID]] = None

    def any(self):
        return min(count_of(self), self._s[_RXBUF])

    def read(self, _nbytes=-1):
        n = as_int(_nbytes)
        if n == -1:
            return _read_all(self)
        if n < 0:
            raise MemoryError("memory allocation failed, allocating %d bytes" % (n & _U32))
        buf = bytearray(n)
        got = receive(self, buf, n)
        return None if got is None else bytes(buf if got == n else buf[:got])

    def readinto(self, _buf, *args):
        writable(_buf)
        if args:
            at_most(3, args, 2)
            _buf = _window(_buf, args)
        return receive(self, _buf, len(_buf))

    def readline(self, _size=-1):
        line = bytearray()
        one = bytearray(1)
        while _size:
            _size -= 1
            if receive(self, one, 1) is None:
                if not line:
                    return None
                break
            line += one
            if one[0] == 10:
                break
        return bytes(line)

    def write(self, _buf, *args):
        data = readable(_buf)
        if args:
            at_most(4, args, 2)
            data = _window(data, args)
        return transmit(self, data, len(data))

    def txdone(self):
        _bench.now()
        state = self._s
        return bool(state[_BAUD]) and sent(state) >= state[_DONE_NS] and not state[_WAITING]

    def flush(self):
        state = self._s
        if not state[_BAUD]:
            raise OSError(ETIMEDOUT)
        _sleep_until(all_sent_us(state))

    def sendbreak(self):
        state = self._s
        if state[_BAUD]:
            us = 13000000 // state[_BAUD] + 1
            _sleep_until(max(all_sent_us(state), stamp()) + pause_us(state))
            end_us = max(all_sent_us(state), stamp()) + us
            ask(self, _BREAK, us)
            state[_WAITING] = 0
            state[_DONE_NS] = end_us * 1000
            _sleep_until(end_us + pause_us(state))

    def irq(self, *args, **kw):
        handler, trigger, hard = parse(args, kw, 3, _IRQ_ARGUMENTS)
        state = self._s
        handle = _handles[state[_ID]]
        if handle is None:
            state[_IRQ] = 0
            handle = _handles[state[_ID]] = irq(self)
            _bench.on(_UART, _event)
        if args or kw:
            if handler is not None and not callable(handler):
                raise ValueError("handler must be None or callable")
            if trigger & ~_ALLOWED:
                raise ValueError("trigger 0x%04x unsupported" % (trigger & ~_ALLOWED & _U32))
            handle._h[:] = (handler, hard, 0)
            state[_IRQ] = trigger
            watch(self)
        return handle

    def ioctl(self, request, arg):
        # What select asks: 3 is "what can be done at once", for 1 reading and 4 writing
        if request != 3:
            return -22
        ready = 0
        if arg & 1 and count_of(self):
            ready = 1
        if arg & 4:
            state = self._s
            sent(state)
            if state[_WAITING] < state[_TXBUF]:
                ready |= 4
        return ready

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def __repr__(self):
        s = self._s
        return (
            "UART(%d, baudrate=%d, bits=%d, parity=%s, stop=%d, tx=%d, rx=%d, txbuf=%d, rxbuf=%d, "
            "timeout=%d, timeout_char=%d, invert=%s, irq=%d)"
        ) % (
            s[_ID],
            s[_BAUD],
            s[_BITS],
            (None, 0, 1)[s[_PARITY]],
            s[_STOP_BITS],
            s[_TX],
            s[_RX],
            s[_TXBUF],
            s[_RXBUF],
            s[_TIMEOUT],
            s[_TIMEOUT_CHAR],
            (None, "INV_TX", "INV_RX", "INV_TX|INV_RX")[s[_INVERT]],
            s[_IRQ],
        )


def _read_all(uart):
    found = bytearray()
    piece = bytearray(_BUFFER)
    while True:
        got = receive(uart, piece, _BUFFER)
        if got is None:
            return bytes(found) if found else None
        found += piece[:got]


def _sleep_until(us):
    t = _bench.now()
    if us > t:
        _bench.sleep_us(us - t)


_IRQ_ARGUMENTS = (("handler", None, None), ("trigger", 0, as_int), ("hard", False, bool))


def _take(uart, frame, state):
    object.__setattr__(uart, "_f", frame)
    object.__setattr__(uart, "_s", state)


def _make_blocks():
    for number, tx in ((0, 0), (1, 4)):
        block = object.__new__(UART)
        state = [number, 0, 8, 0, 1, tx, tx + 1, 0, 0, 0, _BUFFER, _BUFFER, 0, 0, 0, 1, 0, 64]
        _take(block, array.array("q", bytes(56)), state)
        blocks.append(block)


_make_blocks()
