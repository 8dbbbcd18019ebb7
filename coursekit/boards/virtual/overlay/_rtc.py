# machine.RTC, as ports/rp2/machine_rtc.c has it: whole seconds since 1970.
import _bench

from _args import as_int, at_most, guard, native
from _time import gmtime, mktime


@native
class RTC:
    def __new__(cls, *args, **kw):
        if kw:
            raise TypeError("function doesn't take keyword arguments")
        if args:
            raise TypeError("function takes 0 positional arguments but %d were given" % len(args))
        return _rtc if cls is RTC else object.__new__(cls)

    __setattr__ = guard

    def __repr__(self):
        return "<RTC>"

    def datetime(self, *args):
        at_most(2, args, 1)
        if not args:
            year, month, day, hour, minute, second, weekday = gmtime()[:7]
            return (year, month, day, weekday, hour, minute, second, 0)
        t = _bench.now()
        items = args[0]
        if not isinstance(items, (tuple, list)):
            raise TypeError("object '%s' isn't a tuple or list" % type(items).__name__)
        if len(items) != 8:
            raise ValueError("requested length 8 but object has length %d" % len(items))
        year, month, day, _, hour, minute, second, _ = items
        parts = [as_int(part) for part in (year, month, day, hour, minute, second)]
        _bench.epoch_us = mktime(tuple(parts) + (0, 0)) * 1000000 - t


_rtc = object.__new__(RTC)
