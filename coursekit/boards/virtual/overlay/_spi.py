# machine.SPI and machine.SoftSPI, as ports/rp2/machine_spi.c and extmod/machine_spi.c have them.
# A call is one question to the bench, which shifts the bits; as in _i2c, it allocates nothing.
import array

import _pin
import _pwm

from _args import as_int, guard, native, parse
from _bench import exchange
from _buffers import readable, size, writable
from _pin import find_gpio, func
from micropython import const

_SPI = const(2)  # the device
_FN_SPI = const(1)
_FN_SIO = const(5)
_NO_PIN = const(63)
_UNUSED = const(255)  # as MISO of a block
_MSB = const(1)
_U32 = 0xFFFFFFFF
_EMPTY = bytearray(0)

# Word 3 of a question: sck, mosi and miso, six bits each, then from bit
_POLARITY = const(18)
_PHASE = const(19)
_BITS = const(20)
_SOFT = const(1 << 25)
_LSB_FIRST = const(1 << 26)
# Word 6: the number of bytes, and with this flag above it what to send so many times
_FILL = const(1 << 40)


def _transfer(spi, data, into):
    spi._prepare()
    exchange(_SPI, spi._f, 1 if into else 0, 0, data, size(data), into)


def _fill(spi, into, n, byte):
    spi._prepare()
    amount = _FILL | (as_int(byte) & 0xFF) << 32 | n
    if n:
        exchange(_SPI, spi._f, 1, amount, _EMPTY, 0, into)


# Names with an underscore: these C functions take no keywords.


def read(self, _nbytes, _write=0):
    n = as_int(_nbytes)
    if n < 0:
        raise MemoryError("memory allocation failed, allocating %d bytes" % (n & _U32))
    buf = bytearray(n)
    _fill(self, buf, n, _write)
    return bytes(buf)


def readinto(self, _buf, _write=0):
    _fill(self, _buf, writable(_buf), _write)


def write(self, _buf):
    _transfer(self, readable(_buf), _EMPTY)


def write_readinto(self, _write_buf, _read_buf):
    data = readable(_write_buf)
    if size(data) != writable(_read_buf):
        raise ValueError("buffers must be the same length")
    if data:
        _transfer(self, data, _read_buf)


def deinit(self):
    # The port has nothing to do here
    pass


def _divider(baud):
    # The SDK's spi_set_baudrate: an even prescaler, then a divider
    clock = _pwm.peripheral_clock[0]
    baud &= _U32
    prescale = 2
    while prescale <= 254 and clock >= prescale * 256 * baud:
        prescale += 2
    divider = 256
    while divider > 1 and clock // (prescale * (divider - 1)) <= baud:
        divider -= 1
    return prescale * divider


_blocks = []


@native
class SPI:
    MSB = 1
    LSB = 0

    def __new__(cls, *args, **kw):
        number = as_int(args[0] if args else kw.get("id", 0))
        if not 0 <= number <= 1:
            raise ValueError("SPI(%d) doesn't exist" % number)
        if cls is SPI:
            return _blocks[number]
        self = object.__new__(cls)
        _take(self, _blocks[number]._f, _blocks[number]._s)
        return self

    def __init__(self, *args, **kw):
        values = parse(args, kw, 2, _SPI_ARGUMENTS)
        state = self._s
        block = state[0]
        if values[6] is not None:
            state[6] = _checked(values[6], 2, block, "SCK")
        if values[7] is not None:
            state[7] = _checked(values[7], 3, block, "MOSI")
        if values[8] is None:
            state[8] = _UNUSED
        elif values[8] != -1:
            state[8] = _checked(values[8], 0, block, "MISO")
        if len(args) > 1 or kw or not state[1]:
            state[1] = values[1] & _U32
            _set_format(state, values[2:5])
            _check_order(values[5])
            _set_baud(state, values[1])
            for n in state[6:9]:
                if n != _UNUSED:
                    _pin.connect(n, _FN_SPI)
                    _pin.configure(n)

    __setattr__ = guard

    def init(self, *args, **kw):
        baud, polarity, phase, bits, order = parse(args, kw, 0, _INIT_ARGUMENTS)
        state = self._s
        if baud != -1:
            _set_baud(state, baud)
        _set_format(state, (polarity, phase, bits))
        if order != -1:
            _check_order(order)

    def __repr__(self):
        s = self._s
        return "SPI(%d, baudrate=%d, polarity=%d, phase=%d, bits=%d, sck=%d, mosi=%d, miso=%s)" % (
            s[0],
            s[1],
            s[3],
            s[4],
            s[5],
            s[6],
            s[7],
            "None" if s[8] == _UNUSED else s[8],
        )

    def _prepare(self):
        # Pins that the program has given to something else hear and say nothing
        s = self._s
        sck, mosi, miso = s[6], s[7], s[8]
        if func[sck] != _FN_SPI:
            sck = _NO_PIN
        if func[mosi] != _FN_SPI:
            mosi = _NO_PIN
        if miso == _UNUSED or func[miso] != _FN_SPI:
            miso = _NO_PIN
        bits = (s[5] - 1 & 15) + 1
        frame = self._f
        frame[3] = (
            sck
            | mosi << 6
            | miso << 12
            | (s[3] & 1) << _POLARITY
            | (s[4] & 1) << _PHASE
            | bits << _BITS
        )
        frame[4] = _pwm.peripheral_clock[0] | s[2] << 32

    deinit = deinit
    read = read
    readinto = readinto
    write = write
    write_readinto = write_readinto


_SPI_ARGUMENTS = (
    ("id", 0, as_int),
    ("baudrate", 1000000, as_int),
    ("polarity", 0, as_int),
    ("phase", 0, as_int),
    ("bits", 8, as_int),
    ("firstbit", _MSB, as_int),
    ("sck", None, None),
    ("mosi", None, None),
    ("miso", -1, None),
)
_INIT_ARGUMENTS = tuple([(name, -1, as_int) for name, _, _ in _SPI_ARGUMENTS[1:6]])


def _checked(pin, place, block, name):
    n = find_gpio(pin)
    if n & 3 != place or n >> 3 & 1 != block:
        raise ValueError("bad %s pin" % name)
    return n


def _check_order(order):
    if order & 0xFF == 0:
        raise NotImplementedError("LSB")


def _set_baud(state, baud):
    state[2] = _divider(baud)
    state[1] = _pwm.peripheral_clock[0] // state[2]


def _set_format(state, values):
    for place, value in zip((3, 4, 5), values):
        if value != -1:
            state[place] = value & 0xFF


def _take(spi, frame, state):
    object.__setattr__(spi, "_f", frame)
    object.__setattr__(spi, "_s", state)


def _make_blocks():
    blocks = []
    for number, sck, mosi, miso in ((0, 18, 19, 16), (1, 10, 11, 8)):
        block = object.__new__(SPI)
        # number, baud rate (0: not set up yet), divider, polarity, phase, bits, pins
        _take(block, array.array("q", bytes(56)), [number, 0, 48, 0, 0, 8, sck, mosi, miso])
        blocks.append(block)
    _blocks.extend(blocks)


_make_blocks()


@native
class SoftSPI:
    MSB = 1
    LSB = 0

    def __init__(self, *args, **kw):
        values = parse(args, kw, 1, _SOFT_ARGUMENTS)
        # half a period in us, polarity, phase, first bit, pins
        state = [_delay(values[0]), values[1] & 0xFF, values[2] & 0xFF, values[4] & 0xFF, 0, 0, 0]
        if values[3] != 8:
            raise ValueError("bits must be 8")
        for place in (5, 6, 7):
            if values[place] is _pin.UNSET:
                raise ValueError("must specify all of sck/mosi/miso")
        for place in (5, 6, 7):
            state[place - 1] = find_gpio(values[place])
        _take(self, array.array("q", bytes(56)), state)
        _set_pins(state)

    __setattr__ = guard

    def init(self, *args, **kw):
        values = parse(args, kw, 3, _SOFT_INIT_ARGUMENTS)
        state = self._s
        if values[0] != -1:
            state[0] = _delay(values[0])
        for place in (1, 2, 3):
            if values[place] != -1:
                state[place] = values[place] & 0xFF
        for place in (4, 5, 6):
            if values[place] is not _pin.UNSET:
                state[place] = find_gpio(values[place])
        _set_pins(state)

    def __repr__(self):
        s = self._s
        baud = 500000 // s[0] if s[0] else _U32
        return (
            "SoftSPI(baudrate=%d, polarity=%d, phase=%d, firstbit=%d, sck=%d, mosi=%d, miso=%d)"
            % ((baud,) + tuple(s[1:]))
        )

    def _prepare(self):
        s = self._s
        sck, mosi, miso = s[4], s[5], s[6]
        if func[sck] != _FN_SIO:
            sck = _NO_PIN
        if func[mosi] != _FN_SIO:
            mosi = _NO_PIN
        frame = self._f
        frame[3] = (
            sck
            | mosi << 6
            | miso << 12
            | (s[1] & 1) << _POLARITY
            | (s[2] & 1) << _PHASE
            | 8 << _BITS
            | _SOFT
            | (0 if s[3] == _MSB else _LSB_FIRST)
        )
        frame[4] = 1000000 | max(2 * s[0], 1) << 32

    deinit = deinit
    read = read
    readinto = readinto
    write = write
    write_readinto = write_readinto


def _delay(baud):
    # Half a period in whole microseconds, rounded up; a division by 0 as on the chip
    baud &= _U32
    return -(-500000 // baud) if baud else 0


def _set_pins(state):
    sck, mosi, miso = state[4:]
    _pin.put(sck << 4 | state[1] & 1)
    _pin.output(sck)
    _pin.output(mosi)
    _pin.input(miso)


_SOFT_ARGUMENTS = (
    ("baudrate", 500000, as_int),
    ("polarity", 0, as_int),
    ("phase", 0, as_int),
    ("bits", 8, as_int),
    ("firstbit", _MSB, as_int),
    ("sck", _pin.UNSET, None),
    ("mosi", _pin.UNSET, None),
    ("miso", _pin.UNSET, None),
)
_SOFT_INIT_ARGUMENTS = (
    tuple([(name, -1, as_int) for name, _, _ in _SOFT_ARGUMENTS[:3] + _SOFT_ARGUMENTS[4:5]])
    + _SOFT_ARGUMENTS[5:]
)
