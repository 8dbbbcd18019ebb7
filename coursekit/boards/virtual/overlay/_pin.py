# machine.Pin, as ports/rp2/machine_pin.c has them on a Pico W.
# Pins 0..29 are GPIOs, 30..32 those of the WiFi chip. What a pin remembers is kept outside of the
# Pin object, so that writing it stores no attribute.
import array

import _bench

from _args import as_int, at_least_one, guard, native, parse
from _bench import put, stamp
from _irq import call
from micropython import const

_EXT = const(30)
_LED = const(30)  # the pin's number here
_WIRE_LED = const(63)
_FN_SPI = const(1)
_FN_PWM = const(4)
_FN_SIO = const(5)
_FN_GPCK = const(8)
_FN_USB = const(9)
_FN_NULL = const(31)
_ANALOG = const(63)  # no function, and the digital input is off
_PATIENCE = const(40)  # see busy in _bench
_ALT_NAMES = ("SPI", "UART", "I2C", "PWM", "SIO", "PIO0", "PIO1", "GPCK", "USB")
UNSET = object()

# After a reset: no function, pulled down (RP2040 datasheet, 2.19.6)
func = bytearray(b"\x1f" * 30)
_pull = bytearray(b"\x02" * 30)
_drives = bytearray(33)
_latch = bytearray(33)
_open_drain = bytearray(30)
_levels = array.array("l", bytes(33 * 8))  # bench version << 1 | level, while it cannot change
_irqs = {}
leave_pwm = None  # _pwm's, to stop a PWM whose pin is taken away


def _find_left():
    # A soft reset leaves pins as they are (ports/rp2/main.c).
    for n in range(_LED + 1):
        left = _bench.left[n]
        if not left:
            continue
        level = left >> 6 & 1
        mode = left & 3
        if n != _LED:
            func[n] = _FN_SIO
            _pull[n] = left >> 2 & 3
            _open_drain[n] = mode == 2
        _latch[n] = 0 if mode == 2 else level
        _drives[n] = not level if mode == 2 else mode


_find_left()


def configure(n):
    # Tell the bench how pin n is connected now.
    f = func[n]
    if f == _FN_SIO:
        mode = 2 if _open_drain[n] else _drives[n]
    else:
        mode = 0 if f == _FN_NULL else 3
    _bench.send(_bench.MODE << 10 | n << 4 | _pull[n] << 2 | mode)


def connect(n, function):
    if func[n] == _FN_PWM != function and leave_pwm:
        leave_pwm(n, function)
    func[n] = function


def analog(n):
    # Pads of the ADC: no digital input, no pulls (SDK, adc_gpio_init)
    connect(n, _ANALOG)
    _pull[n] = 0
    configure(n)


def pull(n, pulls):
    _pull[n] = pulls
    configure(n)


def open_drain(n):
    # Released, with the pulls that it has (mp_hal_pin_open_drain)
    connect(n, _FN_SIO)
    put(n << 4 | 1)
    _latch[n] = 0
    _drives[n] = 0
    _open_drain[n] = 1
    configure(n)


def output(n):
    # For bit protocols, which make their pin an output
    connect(n, _FN_SIO)
    _open_drain[n] = 0
    _drives[n] = 1
    configure(n)


def input(n):
    # The same, with the pulls that it has (mp_hal_pin_input)
    connect(n, _FN_SIO)
    _open_drain[n] = 0
    _drives[n] = 0
    configure(n)


def level(n):
    t = stamp(5)
    if t >= _bench.horizon_us and not _bench.later:
        _bench.sync()
    if n >= _EXT:
        # GPIO2 of the WiFi chip senses the USB supply
        return 1 if n == 32 else _latch[n]
    if func[n] == _ANALOG:
        return 0
    if t < _bench.horizon_us and _bench.fast:
        known = _levels[n]
        if known >> 1 == _bench.version:
            return known & 1
    answer = _bench.ask(_bench.READ << 10 | n << 4, 0)
    if answer & 2:
        # Also of a pin that drives: from now on the bench asks to be told of each write, which
        # changes the version.
        _levels[n] = _bench.version << 1 | answer & 1
    return answer & 1


def _set_ext(n, x):
    if n == _LED and (x != _latch[n] or not _drives[n]):
        put(_WIRE_LED << 4 | x)
    _latch[n] = x


def _init(n, args, kw):
    mode, pull, value, alt = parse(
        args,
        kw,
        2,
        (("mode", None, None), ("pull", None, None), ("value", None, None), ("alt", _FN_SIO, as_int)),
    )
    if value is not None:
        value = 1 if value else 0
    if n >= _EXT:
        if pull is not None:
            raise ValueError("pulls are not supported for external pins")
        if alt != _FN_SIO:
            raise ValueError("alternate functions are not supported for external pins")
        if mode is not None:
            _init_ext(n, as_int(mode), value)
        return
    released = late = False
    if mode is not None:
        mode = as_int(mode)
        if mode == 0 or mode == 1:
            released = _open_drain[n] and not mode
            if mode and value is not None:
                _latch[n] = value
                put(n << 4 | value)
            elif mode and _open_drain[n]:
                put(n << 4 | _latch[n])
            _drives[n] = mode
            _open_drain[n] = 0
            connect(n, _FN_SIO)
        elif mode == 2:
            # Open drain is the output switched on and off, with a latch that stays low
            value = 1 if value is None else value
            # A pin that drives low would else be high for a moment before it is let go
            late = value and _drives[n] and not _open_drain[n]
            if not late:
                put(n << 4 | value)
            _latch[n] = 0
            _drives[n] = 1 - value
            _open_drain[n] = 1
            connect(n, _FN_SIO)
        else:
            if not _FN_SPI <= alt <= _FN_USB or alt == _FN_GPCK and not 20 <= n <= 25:
                raise ValueError("invalid pin af: %d" % alt)
            connect(n, alt)
            _open_drain[n] = 0
    _pull[n] = 0 if pull is None else as_int(pull) & 3
    configure(n)
    if released:
        put(n << 4)
    elif late:
        put(n << 4 | 1)


def _init_ext(n, mode, value):
    if mode == 0:
        _drives[n] = 0
        if value is not None:
            _latch[n] = value
    elif mode == 1:
        if not _drives[n]:
            if n == _LED:
                put(_WIRE_LED << 4 | (_latch[n] if value is None else value))
                _bench.send(_bench.MODE << 10 | _WIRE_LED << 4 | 1)
            _drives[n] = 1
            if value is not None:
                _latch[n] = value
        elif value is not None:
            _set_ext(n, value)
    else:
        raise ValueError("only Pin.OUT and Pin.IN are supported for this pin")


def find(pin):
    # The number of a pin given by object, name or number.
    if isinstance(pin, Pin):
        return pin._n
    if isinstance(pin, str):
        for names in (Pin.board, Pin.cpu):
            named = getattr(names, pin, None)
            if isinstance(named, Pin):
                return named._n
        raise ValueError('unknown named pin "%s"' % pin)
    if isinstance(pin, int):
        if 0 <= pin < _EXT:
            return pin
        as_int(pin)
    raise ValueError("invalid pin")


def find_gpio(pin):
    n = find(pin)
    if n >= _EXT:
        raise ValueError("expecting a regular GPIO Pin")
    return n


@native
class irq:
    def __init__(self, n):
        set_ = object.__setattr__
        set_(self, "_n", n)
        # handler, trigger, hard, flags
        set_(self, "_s", [None, 0, False, 0])

    __setattr__ = guard

    def __repr__(self):
        return "<irq>"

    def _watch(self, enable):
        state = self._s
        state[3] = 0
        trigger = state[1] >> 2 & 3 if enable else 0
        if trigger:
            _bench.watched |= 1 << self._n
            if state[2]:
                trigger |= 4
        else:
            _bench.watched &= ~(1 << self._n)
        _bench.send(_bench.WATCH << 10 | self._n << 4 | trigger)

    def _run(self, flags):
        state = self._s
        if state[0] is None:
            return
        state[3] = flags
        if not call(state[0], _pins[self._n], state[2]) and state[2]:
            state[1] = 0
            self._watch(False)
            state[0] = None

    def flags(self):
        return self._s[3]

    def trigger(self, *args):
        if len(args) > 1:
            raise TypeError("function expected at most 2 arguments, got %d" % (len(args) + 1))
        old = self._s[1]
        if args:
            self._s[1] = as_int(args[0])
            self._watch(True)
        return old

    def __call__(self):
        state = self._s
        if state[0] is not None:
            if not call(state[0], _pins[self._n], state[2]) and state[2]:
                state[1] = 0
                self._watch(False)
                state[0] = None


def _edge(n, flags):
    handle = _irqs.get(n)
    if handle:
        flags = flags << 2 & handle._s[1]
        if flags:
            handle._run(flags)


@native
class Pin:
    IN = 0
    OUT = 1
    OPEN_DRAIN = 2
    ALT = 3
    PULL_UP = 1
    PULL_DOWN = 2
    IRQ_FALLING = 4
    IRQ_RISING = 8
    ALT_SPI = 1
    ALT_UART = 2
    ALT_I2C = 3
    ALT_PWM = 4
    ALT_SIO = 5
    ALT_PIO0 = 6
    ALT_PIO1 = 7
    ALT_GPCK = 8
    ALT_USB = 9

    def __new__(cls, *args, **kw):
        if cls is not Pin:
            return object.__new__(cls)
        at_least_one(args)
        return _pins[find(args[0])]

    def __init__(self, *args, **kw):
        if type(self) is not Pin:
            at_least_one(args)
            _set_up(self, find(args[0]))
        if len(args) > 1 or kw:
            _init(self._n, args[1:], kw)

    __setattr__ = guard

    def init(self, *args, **kw):
        _init(self._n, args, kw)

    def value(self, _=UNSET):
        _bench.busy = _PATIENCE
        if _ is UNSET:
            level_ = level(self._n)
            _bench.busy = 0
            return level_
        n = self._n
        if n >= _EXT:
            _set_ext(n, 1 if _ else 0)
            _bench.busy = 0
            return
        if _open_drain[n]:
            _drives[n] = not _
        elif _:
            _latch[n] = 1
            return put(self._w | 1)
        else:
            _latch[n] = 0
            return put(self._w)
        return put(self._w | (1 if _ else 0))

    __call__ = value

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)

    high = on
    low = off

    def toggle(self):
        _bench.busy = _PATIENCE
        n = self._n
        if n < _EXT and _open_drain[n]:
            return self.value(_drives[n])
        return self.value(_latch[n] ^ 1)

    def irq(self, *args, **kw):
        n = self._n
        if n >= _EXT:
            raise ValueError("expecting a regular GPIO Pin")
        handler, trigger, hard = parse(
            args, kw, 3, (("handler", None, None), ("trigger", 12, as_int), ("hard", False, bool))
        )
        handle = _irqs.get(n)
        if handle is None:
            handle = _irqs[n] = irq(n)
            _bench.on(_bench.EDGE, _edge)
        if args or kw:
            handle._s[:] = (handler, trigger, hard, 0)
            handle._watch(handler is not None)
        return handle

    def __repr__(self):
        n = self._n
        if n >= _EXT:
            return "Pin(EXT_GPIO%d, mode=%s)" % (n - _EXT, "OUT" if _drives[n] else "IN")
        f = func[n]
        if f != _FN_SIO:
            mode = "ALT"
        elif _open_drain[n]:
            mode = "OPEN_DRAIN"
        else:
            mode = "OUT" if _drives[n] else "IN"
        text = "Pin(GPIO%d, mode=%s" % (n, mode)
        if _pull[n]:
            text += ", pull=" + (None, "PULL_UP", "PULL_DOWN", "PULL_UP|PULL_DOWN")[_pull[n]]
        if f != _FN_SIO:
            text += ", alt=%s" % (_ALT_NAMES[f - 1] if f <= _FN_USB else _FN_NULL)
        return text + ")"


def _set_up(pin, n):
    object.__setattr__(pin, "_n", n)
    object.__setattr__(pin, "_w", n << 4)


def _names():
    # Every pin, and the names of boards/RPI_PICO_W/pins.csv. setattr makes each name known to the
    # VM: dir() shows no others.
    pins = []
    Pin.cpu = cpu = type("cpu", (), {})
    Pin.board = board = type("board", (), {})
    for n in range(33):
        pin = object.__new__(Pin)
        _set_up(pin, n)
        pins.append(pin)
        if n >= _EXT:
            setattr(cpu, "EXT_GPIO%d" % (n - _EXT), pin)
            setattr(board, "WL_GPIO%d" % (n - _EXT), pin)
        else:
            setattr(cpu, "GPIO%d" % n, pin)
            if n < 23 or 26 <= n < 29:
                setattr(board, "GP%d" % n, pin)
    board.LED = pins[_LED]
    return pins


_pins = _names()
