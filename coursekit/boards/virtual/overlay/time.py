# The time module of the rp2 port, on the bench's clock: real time or fast-forward.
import array

import _bench
import utime

from _args import as_int
from _bench import now
from micropython import const

_MASK = const(0x3FFFFFFF)
_HALF = const(0x20000000)
_float = array.array("f", (0,))  # the board computes with 32-bit floats


def _delay_us(us):
    if us > 0:
        _bench.sleep_us(us)
    else:
        now()


def sleep(_):
    _float[0] = _
    _float[0] = 1000 * _float[0]
    _delay_us(1000 * min(int(_float[0]), 0xFFFFFFFF))


def sleep_ms(_):
    _ = as_int(_)
    if _ >= 0:
        _delay_us(1000 * _)


def sleep_us(_):
    _ = as_int(_)
    if _ > 0:
        _bench.sleep_us(_)


def ticks_ms():
    return now() // 1000 & _MASK


def ticks_us():
    return now() & _MASK


ticks_cpu = ticks_us


def ticks_diff(_, start):
    return (_ - start + _HALF & _MASK) - _HALF


def ticks_add(_, delta):
    delta = as_int(delta)
    if not -_HALF < delta < _HALF:
        raise OverflowError("ticks interval overflow")
    return _ + delta & _MASK


def time():
    return (_bench.epoch_us + now()) // 1000000


def time_ns():
    return (_bench.epoch_us + now()) * 1000


def gmtime(_=None):
    # The built-in gmtime gives a ninth item, which no board has.
    return utime.gmtime(time() if _ is None else _)[:8]


localtime = gmtime


def mktime(_):
    # Not the built-in one, which knows of time zones.
    if not isinstance(_, (tuple, list)):
        raise TypeError("object '%s' isn't a tuple or list" % type(_).__name__)
    if not 8 <= len(_) <= 9:
        raise TypeError("mktime needs a tuple of length 8 or 9")
    year, month, day, hour, minute, second = [as_int(part) for part in _[:6]]
    # Days since 1970-01-01 of a year that starts in March, so that a leap day comes last
    year += (month - 3) // 12
    month = (month - 3) % 12
    days = 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 719469
    return ((days * 24 + hour) * 60 + minute) * 60 + second
