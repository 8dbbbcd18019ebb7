# machine.UART, as ports/rp2/machine_uart.c and extmod/machine_uart.c have it. The bench sends each
# byte at its time and keeps what arrives. The buffer of what is still to be sent is counted here, as
# the port's buffer and the block's FIFO would empty: so a long write waits, or comes back short.
import array
import io

import _bench
import _pin
import _pwm

from _args import as_int, at_least_one, guard, native, parse
from _bench import exchange, stamp
from _buffers import readable, writable
from _irq import call
from _pin import find_gpio, func
from errno import ETIMEDOUT
from micropython import const

_UART = const(3)  # the device, and the kind of its events
_FN_UART = const(2)
_U32 = 0xFFFFFFFF
_EMPTY = bytearray(0)

# Operations of a question
_SET_UP = const(0)
_READ = const(1)
_COUNT = const(2)
_WRITE = const(3)
_BREAK = const(4)
_WATCH = const(5)
_STOP = const(6)

_RX_IDLE = const(0x40)  # the bits of the block's interrupt registers
_TX_IDLE = const(0x20)
_RX_BREAK = const(0x200)
_ALLOWED = const(0x260)

_BUFFER = const(256)
_BUFFER_MIN = const(32)
_BUFFER_MAX = const(32766)
_FIFO = const(33)  # with the byte that is on the line
_REFILL = const(5)  # bytes left when the block asks for more, the one on the line among them
_AT_ONCE = const(128)

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
# What is to be sent: bytes in the buffer, when FIFO and line are done, how long a byte takes, in ns
_WAITING = const(13)
_DONE_NS = const(14)
_BYTE_NS = const(15)
_DIVIDER = const(17)  # of the peripheral clock, in 1/64
_KNOWN = const(16)  # _bench.version << 20 | bytes that have come, while that cannot change


def _ask(uart, operation, value=0, data=_EMPTY, into=_EMPTY):
    state = uart._s
    call = (
        operation
        | state[_ID] << 8
        | (func[state[_TX]] == _FN_UART) << 9
        | (func[state[_RX]] == _FN_UART) << 10
    )
    return exchange(_UART, uart._f, call, value, data, len(data), into) & 0xFFFFFF


def _count(uart):
    # Bytes that have come. The bench has an event for the next one, so until then none does.
    state = uart._s
    t = stamp(5)
    if t >= _bench.horizon_us:
        _bench.sync()
    elif _bench.fast and state[_KNOWN] >> 20 == _bench.version:
        return state[_KNOWN] & 0xFFFFF
    if not state[_BAUD]:
        return 0
    count = _ask(uart, _COUNT)
    state[_KNOWN] = _bench.version << 20 | count
    return count


def _wait(until_us):
    # Until something may have happened, at most until then; handlers run meanwhile
    t = stamp(0)
    if _bench.fast:
        if _bench._in_handler:
            until_us = min(until_us, t + 1000)
        else:
            until_us = min(until_us, max(_bench.horizon_us, t + 1))
    else:
        until_us = min(until_us, t + 1000)
    _bench.sleep_us(max(until_us - t, 1))


_pieces = tuple(bytearray(1 << n) for n in range(8))


def _take_out(uart, buf, start, count):
    # An answer fills what it is read into. A part of buf would have to be allocated, so it goes
    # there in pieces that are here already.
    if count == len(buf):
        _ask(uart, _READ, count, _EMPTY, buf)
        return
    for n in range(7, -1, -1):
        piece = _pieces[n]
        size = 1 << n
        while count >= size:
            _ask(uart, _READ, size, _EMPTY, piece)
            for i in range(size):
                buf[start + i] = piece[i]
            start += size
            count -= size


def _read(uart, buf, n):
    # The number of bytes read, or None if none has come in time
    state = uart._s
    start_ms = stamp(0) // 1000
    timeout = state[_TIMEOUT]
    done = seen = 0
    while done < n:
        now_ms = stamp(0) // 1000  # first: what comes between the two lines is not too late
        count = _count(uart)
        late = False
        if count > seen:
            seen = count
            start_ms = now_ms
            timeout = state[_TIMEOUT_CHAR]
        elif now_ms - start_ms > timeout:
            late = True
        left = n - done
        if count and (late or count >= min(left, _AT_ONCE)):
            _take_out(uart, buf, done, min(count, left))
            state[_KNOWN] = _bench.version << 20 | max(count - left, 0)
            done += min(count, left)
            seen = 0
            if late:
                return done
        elif late:
            return done or None
        else:
            _wait((start_ms + timeout + 1) * 1000)
    return done


def _sent(state):
    # Bring what is to be sent up to now: the block asks for more when little is left
    now = stamp(0) * 1000
    byte = state[_BYTE_NS]
    while state[_WAITING] and state[_DONE_NS] - _REFILL * byte <= now:
        _refill(state, _FIFO - _REFILL)
    return now


def _refill(state, room):
    count = min(state[_WAITING], room)
    state[_WAITING] -= count
    state[_DONE_NS] += count * state[_BYTE_NS]


def _put(uart, data, count):
    # Into the buffer, and from there into the FIFO as far as it goes
    state = uart._s
    now = stamp(0) * 1000
    _ask(uart, _WRITE, 0, data)
    state[_WAITING] += count
    if state[_DONE_NS] < now:
        state[_DONE_NS] = now
    _refill(state, _FIFO + (now - state[_DONE_NS]) // state[_BYTE_NS])


def _write(uart, data, n):
    # The number of bytes that were taken, or None if none was in time
    state = uart._s
    if not state[_BAUD]:
        return n
    start_ms = stamp() // 1000
    timeout = state[_TIMEOUT]
    done = 0
    first = True
    while done < n:
        _sent(state)
        count = min(state[_TXBUF] - state[_WAITING], n - done)
        now_ms = stamp(0) // 1000
        if count > 0:
            _put(uart, data if count == n else memoryview(data)[done : done + count], count)
            done += count
            if not first:
                start_ms = now_ms
                timeout = state[_TIMEOUT_CHAR]
        elif now_ms - start_ms > timeout:
            return done or None
        elif not first:
            more_us = -(-(state[_DONE_NS] - _REFILL * state[_BYTE_NS]) // 1000)
            _wait(min(more_us, (start_ms + timeout + 1) * 1000))
        first = False
    return done


def _all_sent_us(state):
    return -(-(state[_DONE_NS] + state[_WAITING] * state[_BYTE_NS]) // 1000)


def _set_up(uart, args, kw, fresh):
    values = parse(args, kw, 4, _ARGUMENTS)
    state = uart._s
    baud, bits, parity, stop, tx, rx, cts, rts, timeout, timeout_char, invert, flow = values[:12]
    if baud > 0:
        state[_BAUD] = baud
    if bits > 0:
        state[_BITS] = bits & 0xFF
    if parity is None:
        state[_PARITY] = 0
    elif parity != -1:
        state[_PARITY] = 2 if as_int(parity) & 1 else 1
    if stop > 0:
        state[_STOP_BITS] = stop & 0xFF
    if tx is not None:
        state[_TX] = _checked(tx, 0, state[_ID], "TX")
    if rx is not None:
        state[_RX] = _checked(rx, 1, state[_ID], "RX")
    if cts is not None:
        _checked(cts, 2, state[_ID], "CTS")
    if rts is not None:
        _checked(rts, 3, state[_ID], "RTS")
    if timeout >= 0:
        state[_TIMEOUT] = timeout & 0xFFFF
    if timeout_char >= 0:
        state[_TIMEOUT_CHAR] = timeout_char & 0xFFFF
    if invert >= 0:
        if invert & ~3:
            raise ValueError("bad inversion mask")
        state[_INVERT] = invert
    if flow > 0:
        if flow & ~3:
            raise ValueError("bad hardware flow control mask")
        raise NotImplementedError(
            "machine.UART with flow= is not simulated on the virtual board; it needs a real Pico W"
        )
    for place, size, name in ((_RXBUF, values[13], "rxbuf"), (_TXBUF, values[12], "txbuf")):
        if size > 0:
            if size > _BUFFER_MAX:
                raise ValueError("%s too large" % name)
            state[place] = max(size, _BUFFER_MIN)
    if not (args or kw) and state[_BAUD]:
        return
    if not state[_BAUD]:
        state[_BAUD] = 115200
        state[_TIMEOUT_CHAR] = 0
    state[_TIMEOUT_CHAR] = max(state[_TIMEOUT_CHAR], 13000 // state[_BAUD] + 1)
    _start(uart, fresh)


def _start(uart, fresh):
    # The SDK's uart_set_baudrate and uart_set_format, and the pins
    state = uart._s
    ratio = (8 * _pwm.peripheral_clock[0] // state[_BAUD] + 1) & _U32
    whole = ratio >> 7
    if whole == 0:
        state[_DIVIDER] = 64
    elif whole >= 65535:
        state[_DIVIDER] = 65535 * 64
    else:
        state[_DIVIDER] = 64 * whole + ((ratio & 127) >> 1)
    for n in state[_TX : _RX + 1]:
        _pin.connect(n, _FN_UART)
        _pin.configure(n)
    _tell(uart, fresh)


def clock_changed(hz):
    # The dividers stay, so the baud rates are others now
    if _pwm.peripheral_clock[0] != hz:
        _pwm.peripheral_clock[0] = hz
        for uart in _blocks:
            if uart._s[_BAUD]:
                _tell(uart, False)


def _tell(uart, fresh):
    state = uart._s
    clock = _pwm.peripheral_clock[0]
    divider = state[_DIVIDER]
    state[_DONE_NS] = _all_sent_us(state) * 1000
    state[_WAITING] = 0
    data_bits = 5 + (state[_BITS] - 5 & 3)
    stop_bits = 1 + (state[_STOP_BITS] - 1 & 1)
    frame_bits = 1 + data_bits + (state[_PARITY] > 0) + stop_bits
    state[_BYTE_NS] = (frame_bits * 1000000000 * divider + 2 * clock) // (4 * clock)
    frame = uart._f
    frame[3] = (
        data_bits - 5
        | state[_PARITY] << 4
        | stop_bits - 1 << 6
        | state[_INVERT] << 8
        | state[_TX] << 12
        | state[_RX] << 18
        | state[_RXBUF] << 24
        | fresh << 40
    )
    rate = divider | clock << 32
    exchange(_UART, frame, _SET_UP | state[_ID] << 8, rate, _EMPTY, 0, _EMPTY)
    state[_KNOWN] = 0
    if state[_IRQ]:
        _watch(uart)


def _checked(pin, place, number, name):
    n = find_gpio(pin)
    if n & 3 != place or n + 4 >> 3 & 1 != number:
        raise ValueError("bad %s pin" % name)
    return n


_ARGUMENTS = (
    ("baudrate", -1, as_int),
    ("bits", -1, as_int),
    ("parity", -1, None),
    ("stop", -1, as_int),
    ("tx", None, None),
    ("rx", None, None),
    ("cts", None, None),
    ("rts", None, None),
    ("timeout", -1, as_int),
    ("timeout_char", -1, as_int),
    ("invert", -1, as_int),
    ("flow", -1, as_int),
    ("txbuf", -1, as_int),
    ("rxbuf", -1, as_int),
)


def _watch(uart):
    flags = uart._s[_IRQ]
    value = (
        (1 if flags & _RX_IDLE else 0)
        | (2 if flags & _TX_IDLE else 0)
        | (4 if flags & _RX_BREAK else 0)
    )
    if uart._s[_BAUD]:
        _ask(uart, _WATCH, value)


def _event(number, flags):
    uart = _blocks[number]
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
        if len(args) > 1:
            raise TypeError("function expected at most 2 arguments, got %d" % (len(args) + 1))
        old = self._u._s[_IRQ]
        if args:
            self._u._s[_IRQ] = as_int(args[0]) & 0xFFFF
            _watch(self._u)
        return old

    def __call__(self):
        handler, hard, _ = self._h
        if handler is not None and not call(handler, self._u, hard) and hard:
            self.trigger(0)
            self._h[0] = None


_blocks = []


def _window(buf, args):
    # (max_len) or (off, max_len), as the stream methods take them
    if len(args) > 2:
        raise TypeError("function expected at most 4 arguments, got %d" % (len(args) + 2))
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
            return _blocks[number]
        self = object.__new__(cls)
        _take(self, _blocks[number]._f, _blocks[number]._s)
        return self

    def __init__(self, *args, **kw):
        state = self._s
        state[_RXBUF] = state[_TXBUF] = _BUFFER
        _set_up(self, args[1:], kw, True)

    __setattr__ = guard

    def init(self, *args, **kw):
        _set_up(self, args, kw, False)

    def deinit(self):
        state = self._s
        if state[_BAUD]:
            _sleep_until(_all_sent_us(state))
            _ask(self, _STOP)
        state[_BAUD] = state[_IRQ] = state[_WAITING] = 0
        _handles[state[_ID]] = None

    def any(self):
        return min(_count(self), self._s[_RXBUF])

    def read(self, nbytes=-1):
        n = as_int(nbytes)
        if n == -1:
            return _read_all(self)
        if n < 0:
            raise MemoryError("memory allocation failed, allocating %d bytes" % (n & _U32))
        buf = bytearray(n)
        got = _read(self, buf, n)
        return None if got is None else bytes(buf if got == n else buf[:got])

    def readinto(self, buf, *args):
        writable(buf)
        if args:
            buf = _window(buf, args)
        return _read(self, buf, len(buf))

    def readline(self, size=-1):
        line = bytearray()
        one = bytearray(1)
        while size:
            size -= 1
            if _read(self, one, 1) is None:
                if not line:
                    return None
                break
            line += one
            if one[0] == 10:
                break
        return bytes(line)

    def write(self, buf, *args):
        data = readable(buf)
        if args:
            data = _window(data, args)
        return _write(self, data, len(data))

    def txdone(self):
        _bench.now()
        state = self._s
        return bool(state[_BAUD]) and _sent(state) >= state[_DONE_NS] and not state[_WAITING]

    def flush(self):
        state = self._s
        if not state[_BAUD]:
            raise OSError(ETIMEDOUT)
        _sleep_until(_all_sent_us(state))

    def sendbreak(self):
        state = self._s
        if state[_BAUD]:
            us = 13000000 // state[_BAUD] + 1
            end_us = max(_all_sent_us(state), stamp()) + us
            _ask(self, _BREAK, us)
            state[_WAITING] = 0
            state[_DONE_NS] = end_us * 1000
            _sleep_until(end_us)

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
            _watch(self)
        return handle

    def ioctl(self, request, arg):
        # What select asks: 3 is "what can be done at once", for 1 reading and 4 writing
        if request != 3:
            return -22
        ready = 0
        if arg & 1 and _count(self):
            ready = 1
        if arg & 4:
            state = self._s
            _sent(state)
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
        got = _read(uart, piece, _BUFFER)
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
    blocks = []
    for number, tx in ((0, 0), (1, 4)):
        block = object.__new__(UART)
        state = [number, 0, 8, 0, 1, tx, tx + 1, 0, 0, 0, _BUFFER, _BUFFER, 0, 0, 0, 1, 0, 64]
        _take(block, array.array("q", bytes(56)), state)
        blocks.append(block)
    _blocks.extend(blocks)


_make_blocks()
