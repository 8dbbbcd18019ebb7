# machine.PWM, as ports/rp2/machine_pwm.c drives the RP2040's eight slices of two channels.
import _bench
import _pin

from _args import as_int, at_least_one, at_most, guard, native, parse
from _pin import connect, configure, find_gpio, func
from micropython import const

_FN_PWM = const(4)
_FN_SIO = const(5)
_TOP_MAX = const(65534)
_U16 = const(1)
_NS = const(2)

clock = [125000000]  # of the system, in Hz
peripheral_clock = [48000000]  # of SPI and UART (ports/rp2/main.c)
_div = [16] * 8  # in sixteenths
_top = [0xFFFF] * 8
_known = bytearray(8)  # its frequency was set
_running = bytearray(8)
_cc = [0] * 16
_kind = bytearray(16)
_duty = [0] * 16
_invert = bytearray(16)
_sent = {}
_deferred = False


def _tell(slice_):
    # Send what the pins of a slice put out now, if it is something new.
    period = _div[slice_] * (_top[slice_] + 1)
    hz = max(1, (16 * clock[0] + period // 2) // period)
    for channel in (slice_ * 2, slice_ * 2 + 1):
        duty = min(65535, (_cc[channel] * 65535 + (_top[slice_] + 1) // 2) // (_top[slice_] + 1))
        if _invert[channel]:
            duty = 65535 - duty
        for n in (channel, channel + 16):
            if n < 30 and func[n] == _FN_PWM and _running[slice_]:
                word = hz << 20 | duty
                if _sent.get(n) != word:
                    _sent[n] = word
                    _bench.send2(_bench.PWM << 10 | n << 4, word)


def _stop(n):
    if _sent.pop(n, None) is not None:
        _bench.send(_bench.PWM_STOP << 10 | n << 4)


def _leave(n, function):
    # As an output or input the pin is set up anew at once, which ends its PWM by itself
    if function == _FN_SIO:
        _sent.pop(n, None)
    else:
        _stop(n)


_pin.leave_pwm = _leave


def _start(channel):
    slice_ = channel // 2
    if not _deferred and _known[slice_] and _kind[channel]:
        _running[slice_] = 1
        _tell(slice_)


def _slice_hz(offset, div16):
    return (16 * clock[0] + offset) // div16


def _set_freq(channel, freq):
    slice_ = channel // 2
    source = clock[0]
    # As on the chip, in unsigned numbers, so what is negative or beyond 250 MHz wraps around: TOP
    # becomes 65535. The divider of the SDK gives a huge result for a division by 0.
    if freq == 0:
        raise ValueError("freq too small")
    ratio = (source + freq // 2) // freq if freq > 0 else 0
    if ratio < _TOP_MAX:
        div16 = 16
        top = ratio - 1
    else:
        d = _TOP_MAX * freq
        div16 = _slice_hz(d - 1, d)
        d = div16 * freq
        top = _slice_hz(d // 2, d) - 1
    if div16 >= 256 * 16:
        raise ValueError("freq too small")
    _div[slice_] = div16
    _top[slice_] = top & 0xFFFF
    _known[slice_] = 1
    # Both channels before either is told of: they share the period
    for each in (channel, channel ^ 1):
        if _kind[each] == _U16:
            _set_u16(each, _duty[each], False)
        elif _kind[each] == _NS:
            _set_ns(each, _duty[each], False)
    if _kind[channel] or _kind[channel ^ 1]:
        _start(channel if _kind[channel] else channel ^ 1)


def _set_u16(channel, duty, start=True):
    duty = min(duty, 65535)
    _cc[channel] = (((duty * (_top[channel // 2] + 1) + 32767) & 0xFFFFFFFF) // 65535) & 0xFFFF
    _duty[channel] = duty
    _kind[channel] = _U16
    if start:
        _start(channel)


def _set_ns(channel, duty, start=True):
    slice_ = channel // 2
    hz = _slice_hz(_div[slice_] // 2, _div[slice_])
    # A negative time is huge: unsigned arithmetic on the chip
    cc = ((duty * hz + 500000000) & 0xFFFFFFFFFFFFFFFF) // 1000000000 & 0xFFFFFFFF
    _cc[channel] = min(cc, _top[slice_] + 1) & 0xFFFF
    _duty[channel] = duty
    _kind[channel] = _NS
    if start:
        _start(channel)


def clock_changed(hz):
    clock[0] = hz
    for slice_ in range(8):
        _tell(slice_)


def _init(channel, args, kw):
    global _deferred
    freq, duty_u16, duty_ns, invert = parse(
        args,
        kw,
        1,
        (("freq", -1, as_int), ("duty_u16", -1, as_int), ("duty_ns", -1, as_int), ("invert", -1, as_int)),
    )
    _deferred = True
    try:
        if freq != -1:
            _set_freq(channel, freq)
        if duty_u16 != -1:
            _set_u16(channel, duty_u16)
        if duty_ns != -1:
            _set_ns(channel, duty_ns)
        if invert != -1:
            _invert[channel] = invert != 0
    finally:
        _deferred = False
    _start(channel)


_objects = {}


@native
class PWM:
    def __new__(cls, *args, **kw):
        at_least_one(args)
        channel = find_gpio(args[0]) & 15
        self = _objects.get(channel) if cls is PWM else None
        if self is None:
            self = object.__new__(cls)
            object.__setattr__(self, "_c", channel)
            if cls is PWM:
                _objects[channel] = self
        return self

    def __init__(self, *args, **kw):
        at_least_one(args)
        n = find_gpio(args[0])
        channel = n & 15
        object.__setattr__(self, "_c", channel)
        _invert[channel] = 0
        _kind[channel] = 0
        _init(channel, args[1:], kw)
        connect(n, _FN_PWM)
        configure(n)
        _sent.pop(n, None)
        _tell(channel // 2)

    __setattr__ = guard

    def __repr__(self):
        c = self._c
        return "<PWM slice=%d channel=%d invert=%d>" % (c // 2, c & 1, _invert[c])

    def init(self, *args, **kw):
        _init(self._c, args, kw)

    def deinit(self):
        # Stops the slice: both of its channels
        slice_ = self._c // 2
        _running[slice_] = 0
        for n in (slice_ * 2, slice_ * 2 + 1, slice_ * 2 + 16, slice_ * 2 + 17):
            _stop(n)

    def freq(self, *args):
        if args:
            at_most(2, args, 1)
            _set_freq(self._c, as_int(args[0]))
            return
        slice_ = self._c // 2
        if not _known[slice_]:
            return 0
        d = _div[slice_] * (_top[slice_] + 1)
        return _slice_hz(d // 2, d)

    def duty_u16(self, *args):
        c = self._c
        if args:
            at_most(2, args, 1)
            _set_u16(c, as_int(args[0]))
            return
        if not _kind[c] or not _known[c // 2]:
            return 0
        top = _top[c // 2]
        return ((_cc[c] * 65535 + (top + 1) // 2) & 0xFFFFFFFF) // (top + 1)

    def duty_ns(self, *args):
        c = self._c
        if args:
            at_most(2, args, 1)
            _set_ns(c, as_int(args[0]))
            return
        if not _kind[c] or not _known[c // 2]:
            return 0
        hz = _slice_hz(_div[c // 2] // 2, _div[c // 2])
        return (_cc[c] * 1000000000 + hz // 2) // hz
