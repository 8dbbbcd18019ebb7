# What the functions of the time module do, on the bench's clock: real time or fast-forward. Names
# with an underscore: these C functions take no keywords, so nobody may get used to one.
import array

import _bench

from _args import as_int
from _bench import now
from micropython import const

_MASK = const(0x3FFFFFFF)
_HALF = const(0x20000000)
_U32 = 0xFFFFFFFF
_float = array.array("f", (0,))  # the board computes with 32-bit floats


def _delay_us(us):
    if us > 0:
        _bench.sleep_us(us)
    else:
        now()


def sleep(_seconds):
    _float[0] = _seconds
    _float[0] = 1000 * _float[0]
    _delay_us(1000 * min(int(_float[0]), 0xFFFFFFFF))


def sleep_ms(_ms):
    _ms = as_int(_ms)
    if _ms >= 0:
        _delay_us(1000 * _ms)


def sleep_us(_us):
    _us = as_int(_us)
    if _us > 0:
        _bench.sleep_us(_us)


def ticks_ms():
    return now() // 1000 & _MASK


def ticks_us():
    return now() & _MASK


ticks_cpu = ticks_us


def ticks_diff(_end, _start):
    return (_end - _start + _HALF & _MASK) - _HALF


def ticks_add(_ticks, _delta):
    _delta = as_int(_delta)
    if not -_HALF < _delta < _HALF:
        raise OverflowError("ticks interval overflow")
    return _ticks + _delta & _MASK


def time():
    return (_bench.epoch_us + now()) // 1000000


def time_ns():
    return (_bench.epoch_us + now()) * 1000


# Dates as the port counts them: seconds have 32 bits and no sign, and each fourth year has a leap
# day, also 2100 (MICROPY_TIME_SUPPORT_Y1969_AND_BEFORE and ..._Y2100_AND_BEYOND are off). Years
# begin in March here, so that a leap day comes last.


def gmtime(_secs=None):
    if _secs is None:
        _secs = time() & _U32
    elif not isinstance(_secs, int):
        _secs = as_int(_secs)
    elif not 0 <= _secs <= _U32:
        as_int(1 << 40)
    days = _secs // 86400
    weekday = (days + 3) % 7
    days += 671  # since 1968-03-01
    year = 1968 + days // 1461 * 4
    days %= 1461
    years = min(days // 365, 3)
    year += years
    days -= 365 * years
    month = (5 * days + 2) // 153
    day = days - (153 * month + 2) // 5 + 1
    if month < 10:
        month += 3
        year_day = days + 60 + (year % 4 == 0)
    else:
        month -= 9
        year += 1
        year_day = days - 305
    return (
        year,
        month,
        day,
        _secs // 3600 % 24,
        _secs // 60 % 60,
        _secs % 60,
        weekday,
        year_day,
    )


localtime = gmtime


def mktime(_tuple):
    if not isinstance(_tuple, (tuple, list)):
        raise TypeError("object '%s' isn't a tuple or list" % type(_tuple).__name__)
    if not 8 <= len(_tuple) <= 9:
        raise TypeError("mktime needs a tuple of length 8 or 9")
    year, month, day, hour, minute, second = [as_int(part) for part in _tuple[:6]]
    year += (month - 3) // 12
    month = (month - 3) % 12
    days = 365 * year + year // 4 + (153 * month + 2) // 5 + day - 719484
    return ((days * 24 + hour) * 60 + minute) * 60 + second & _U32
