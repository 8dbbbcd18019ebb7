# A UART of the board below machine.UART: its settings, what it sends and what has come. The bench
# sends each byte at its time and keeps what arrives. The buffer of what is still to be sent is counted
# here, as the port's buffer and the block's FIFO would empty: so a long write waits, or comes back
# short.
import _bench
import _pin
import _pwm

from _args import as_int, parse
from _bench import exchange, stamp
from _pin import find_gpio, func
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
_WATCH = const(5)

_RX_IDLE = const(0x40)  # the bits of the block's interrupt registers
_TX_IDLE = const(0x20)
_RX_BREAK = const(0x200)

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

blocks = []  # both, as _uart makes them


def ask(uart, operation, value=0, data=_EMPTY, into=_EMPTY):
    state = uart._s
    call = (
        operation
        | state[_ID] << 8
        | (func[state[_TX]] == _FN_UART) << 9
        | (func[state[_RX]] == _FN_UART) << 10
    )
    return exchange(_UART, uart._f, call, value, data, len(data), into) & 0xFFFFFF


def count_of(uart):
    # Bytes that have come. The bench has an event for the next one, so until then none does.
    state = uart._s
    t = stamp(5)
    if t >= _bench.horizon_us:
        _bench.sync()
    elif _bench.fast and state[_KNOWN] >> 20 == _bench.version:
        return state[_KNOWN] & 0xFFFFF
    if not state[_BAUD]:
        return 0
    count = ask(uart, _COUNT)
    state[_KNOWN] = _bench.version << 20 | count
    return count


def _wait(until_us):
    # Until something may have happened, at most until then; handlers run meanwhile
    t = stamp(0)
    if _bench.fast:
        if _bench._in_handler or _bench.masked:
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
        ask(uart, _READ, count, _EMPTY, buf)
        return
    for n in range(7, -1, -1):
        piece = _pieces[n]
        size = 1 << n
        while count >= size:
            ask(uart, _READ, size, _EMPTY, piece)
            for i in range(size):
                buf[start + i] = piece[i]
            start += size
            count -= size


def receive(uart, buf, n):
    # The number of bytes read, or None if none has come in time
    state = uart._s
    start_ms = stamp(0) // 1000
    timeout = state[_TIMEOUT]
    done = seen = 0
    while done < n:
        now_ms = stamp(0) // 1000  # first: what comes between the two lines is not too late
        count = count_of(uart)
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


def sent(state):
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
    ask(uart, _WRITE, 0, data)
    state[_WAITING] += count
    if state[_DONE_NS] < now:
        state[_DONE_NS] = now
    _refill(state, _FIFO + (now - state[_DONE_NS]) // state[_BYTE_NS])


def transmit(uart, data, n):
    # The number of bytes that were taken, or None if none was in time
    state = uart._s
    if not state[_BAUD]:
        return n
    start_ms = stamp() // 1000
    timeout = state[_TIMEOUT]
    done = 0
    first = True
    while done < n:
        sent(state)
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


def all_sent_us(state):
    return -(-(state[_DONE_NS] + state[_WAITING] * state[_BYTE_NS]) // 1000)


def set_up(uart, args, kw, fresh):
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
    _bench.sleep_us(2 * pause_us(state))  # uart_set_format, uart_set_fifo_enabled


def pause_us(state):
    # How long the SDK waits before it writes to the line control register: 15 bits
    # (uart_disable_before_lcr_write)
    return (state[_DIVIDER] << 10) // (_pwm.peripheral_clock[0] // 3662)


def clock_changed(hz):
    # The dividers stay, so the baud rates are others now
    if _pwm.peripheral_clock[0] != hz:
        _pwm.peripheral_clock[0] = hz
        for uart in blocks:
            if uart._s[_BAUD]:
                _tell(uart, False)


def _tell(uart, fresh):
    state = uart._s
    clock = _pwm.peripheral_clock[0]
    divider = state[_DIVIDER]
    state[_DONE_NS] = all_sent_us(state) * 1000
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
        watch(uart)


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


def watch(uart):
    flags = uart._s[_IRQ]
    value = (
        (1 if flags & _RX_IDLE else 0)
        | (2 if flags & _TX_IDLE else 0)
        | (4 if flags & _RX_BREAK else 0)
    )
    if uart._s[_BAUD]:
        ask(uart, _WATCH, value)
