# machine.I2C and machine.SoftI2C, as ports/rp2/machine_i2c.c and extmod/machine_i2c.c have them.
# A call is one question to the bench, which plays the controller; nothing here is allocated for it
# that the C functions would not allocate.
import array

import _pin
import _pwm

from _args import as_int, guard, native, parse
from _bench import exchange
from _buffers import readable, size, writable
from _pin import find_gpio, func
from micropython import const

# Operations, in word 5 of a question: what the board's end of hardware.py knows
_WRITE = const(0)
_READ = const(1)
_READ_MEMORY = const(2)
_WRITE_MEMORY = const(3)
_START = const(4)
_STOP = const(5)
_WRITE_BYTES = const(6)
_READ_BYTES = const(7)
_CONNECTED = const(512)  # both pins still have the function that they need
_WITH_STOP = const(256)  # a STOP at the end; for _READ_BYTES: no acknowledge of the last byte

_I2C = const(1)  # the device
_FAILED = const(1 << 29)
_FN_I2C = const(3)
_FN_SIO = const(5)
_TIMEOUT_US = const(50000)
_EMPTY = bytearray(0)
_UNSUPPORTED = "I2C operation not supported"


def _ask(bus, operation, addr, register, count, data, into):
    if type(addr) is not int or addr >> 31:
        addr = as_int(addr)
    n = size(data)
    first = bus._first
    state = bus._s
    if func[state[first]] == func[state[first + 1]] == bus._function:
        operation |= _CONNECTED
    elif not n and operation & 255 == _WRITE and bus._function == _FN_I2C:
        # SoftI2C does this with the block's pins, and then they are the block's again
        for pin in state[1:3]:
            _pin.connect(pin, _FN_I2C)
            _pin.configure(pin)
        operation |= _CONNECTED
    call = operation | (addr & 0x7F) << 16
    amount = count | (register & 0xFFFFFFFF) << 24
    status = exchange(_I2C, bus._f, call, amount, data, n, into)
    if status & _FAILED:
        raise OSError(status & 0xFFFF)
    return status


def _address_size(addrsize):
    addrsize = as_int(addrsize)
    if addrsize & 7 or not 0 <= addrsize <= 32:
        raise ValueError("invalid addrsize")
    return addrsize << 24


# Names with an underscore: these C functions take no keywords, so nobody may get used to one.


def scan(self):
    found = []
    for addr in range(0x08, 0x78):
        try:
            if not _ask(self, _WRITE | _WITH_STOP, addr, 0, 0, _EMPTY, _EMPTY):
                found.append(addr)
        except OSError:
            pass
    return found


def readfrom(self, _addr, _nbytes, _stop=True):
    buf = bytearray(as_int(_nbytes))
    readfrom_into(self, _addr, buf, _stop)
    return bytes(buf)


def readfrom_into(self, _addr, _buf, _stop=True):
    n = writable(_buf)
    _ask(self, _READ | _WITH_STOP if _stop else _READ, _addr, 0, n, _EMPTY, _buf)


def writeto(self, _addr, _buf, _stop=True):
    data = readable(_buf)
    return _ask(self, _WRITE | _WITH_STOP if _stop else _WRITE, _addr, 0, 0, data, _EMPTY)


def writevto(self, _addr, _vector, _stop=True):
    if not isinstance(_vector, (tuple, list)):
        raise TypeError("object '%s' isn't a tuple or list" % type(_vector).__name__)
    return writeto(self, _addr, b"".join([bytes(readable(buf)) for buf in _vector]), _stop)


def readfrom_mem(self, addr, memaddr, arg, *, addrsize=8):
    buf = bytearray(as_int(arg))
    readfrom_mem_into(self, addr, memaddr, buf, addrsize=addrsize)
    return bytes(buf)


def readfrom_mem_into(self, addr, memaddr, arg, *, addrsize=8):
    n = writable(arg)
    operation = _READ_MEMORY | _WITH_STOP | _address_size(addrsize)
    _ask(self, operation, addr, as_int(memaddr), n, _EMPTY, arg)


def writeto_mem(self, addr, memaddr, arg, *, addrsize=8):
    data = readable(arg)
    operation = _WRITE_MEMORY | _WITH_STOP | _address_size(addrsize)
    _ask(self, operation, addr, as_int(memaddr), 0, data, _EMPTY)


def _unsupported(self, *args, **kw):
    raise OSError(_UNSUPPORTED)


def _deinit(self):
    # Neither controller has anything to let go of
    pass


def _set_up(frame, scl, sda, delay_us, freq, timeout):
    frame[3] = sda | scl << 5 | delay_us << 10 | freq << 30
    frame[4] = timeout & 0xFFFFFFFF


def _positive(freq):
    if freq <= 0:
        raise ValueError("freq must be above 0 (a real board does something unforeseen here)")
    return freq


_blocks = []


@native
class I2C:
    _function = _FN_I2C
    _first = 1  # where the pins are in _s

    def __new__(cls, *args, **kw):
        if cls is not I2C:
            return object.__new__(cls)
        return _blocks[_number(args, kw)] if _blocks else object.__new__(cls)

    def __init__(self, *args, **kw):
        values = parse(args, kw, 2, _I2C_ARGUMENTS)
        state = self._s
        if values[2] is not None:
            scl = find_gpio(values[2])
            if not scl & 1 or scl >> 1 & 1 != state[0]:
                raise ValueError("bad SCL pin")
            state[1] = scl
        if values[3] is not None:
            sda = find_gpio(values[3])
            if sda & 1 or sda >> 1 & 1 != state[0]:
                raise ValueError("bad SDA pin")
            state[2] = sda
        if len(args) > 1 or kw or not state[3]:
            # The SDK's i2c_set_baudrate
            wanted = _positive(values[1])
            clock = _pwm.clock[0]
            state[3] = clock // max((clock + wanted // 2) // wanted, 1)
            state[4] = values[4] & 0xFFFFFFFF
            _set_up(self._f, state[1], state[2], 0, state[3], state[4])
            for n in state[1:3]:
                _pin.connect(n, _FN_I2C)
                _pin.pull(n, 1)

    __setattr__ = guard

    def __repr__(self):
        return "I2C(%d, freq=%d, scl=%d, sda=%d, timeout=%d)" % (
            self._s[0], self._s[3], self._s[1], self._s[2], self._s[4]
        )

    init = start = stop = readinto = write = _unsupported
    deinit = _deinit
    scan = scan
    readfrom = readfrom
    readfrom_into = readfrom_into
    writeto = writeto
    writevto = writevto
    readfrom_mem = readfrom_mem
    readfrom_mem_into = readfrom_mem_into
    writeto_mem = writeto_mem


_I2C_ARGUMENTS = (
    ("id", 0, as_int),
    ("freq", 400000, as_int),
    ("scl", None, None),
    ("sda", None, None),
    ("timeout", _TIMEOUT_US, as_int),
)


def _number(args, kw):
    number = as_int(args[0]) if args else as_int(kw.get("id", 0))
    if not 0 <= number <= 1:
        raise ValueError("I2C(%d) doesn't exist" % number)
    return number


def _make_blocks():
    blocks = []
    for number, scl, sda in ((0, 5, 4), (1, 7, 6)):
        block = object.__new__(I2C)
        object.__setattr__(block, "_f", array.array("q", bytes(56)))
        # number, scl, sda, freq (0: not set up yet), timeout
        object.__setattr__(block, "_s", [number, scl, sda, 0, _TIMEOUT_US])
        blocks.append(block)
    _blocks.extend(blocks)


_make_blocks()


@native
class SoftI2C:
    _function = _FN_SIO
    _first = 0

    def __init__(self, *args, **kw):
        object.__setattr__(self, "_f", array.array("q", bytes(56)))
        object.__setattr__(self, "_s", [0, 0, 0])
        self.init(*args, **kw)

    __setattr__ = guard

    def init(self, *args, **kw):
        values = parse(args, kw, 2, _SOFT_ARGUMENTS)
        if values[0] is _pin.UNSET or values[1] is _pin.UNSET:
            name = "scl" if values[0] is _pin.UNSET else "sda"
            raise TypeError("'%s' argument required" % name)
        scl = find_gpio(values[0])
        sda = find_gpio(values[1])
        delay = max(500000 // _positive(values[2]), 1)
        self._s[:] = (scl, sda, delay)
        _set_up(self._f, scl, sda, delay, 500000 // delay, values[3])
        for n in (scl, sda):
            _pin.open_drain(n)
        try:
            self.stop()
        except OSError:
            pass

    def __repr__(self):
        scl, sda, delay = self._s
        return "SoftI2C(scl=%d, sda=%d, freq=%d)" % (scl, sda, 500000 // delay)

    def start(self):
        _ask(self, _START, 0, 0, 0, _EMPTY, _EMPTY)

    def stop(self):
        _ask(self, _STOP, 0, 0, 0, _EMPTY, _EMPTY)

    def readinto(self, _buf, _nack=True):
        n = writable(_buf)
        _ask(self, _READ_BYTES | _WITH_STOP if _nack else _READ_BYTES, 0, 0, n, _EMPTY, _buf)

    def write(self, _buf):
        return _ask(self, _WRITE_BYTES, 0, 0, 0, readable(_buf), _EMPTY)

    deinit = _deinit
    scan = scan
    readfrom = readfrom
    readfrom_into = readfrom_into
    writeto = writeto
    writevto = writevto
    readfrom_mem = readfrom_mem
    readfrom_mem_into = readfrom_mem_into
    writeto_mem = writeto_mem


_SOFT_ARGUMENTS = (
    ("scl", _pin.UNSET, None),
    ("sda", _pin.UNSET, None),
    ("freq", 400000, as_int),
    ("timeout", _TIMEOUT_US, as_int),
)
