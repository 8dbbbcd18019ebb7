# Arguments as MicroPython's C modules take them: same rules, same exceptions and texts.


def as_int(x):
    # The board's machine word has 32 bits, and the smallest of its numbers is refused as well
    # (mpz_as_int_checked).
    if isinstance(x, int):
        if -0x80000000 < x <= 0x7FFFFFFF:
            return x
        raise OverflowError("overflow converting long int to machine word")
    if x is True:
        return 1
    if x is False:
        return 0
    if hasattr(x, "__int__"):
        return as_int(x.__int__())
    raise TypeError("can't convert %s to int" % type(x).__name__)


def parse(args, kw, positional, spec):
    # spec: (name, default, convert) each; at most `positional` of them without their name.
    out = []
    n = len(args)
    found = 0
    i = 0
    for name, default, convert in spec:
        if i < n:
            if i >= positional:
                raise TypeError("extra positional arguments given")
            value = args[i]
            if convert:
                value = convert(value)
        elif name in kw:
            found += 1
            value = kw[name]
            if convert:
                value = convert(value)
        else:
            value = default
        out.append(value)
        i += 1
    if n > i:
        raise TypeError("extra positional arguments given")
    if found < len(kw):
        raise TypeError("extra keyword arguments given")
    return out


def at_least_one(args):
    if not args:
        raise TypeError("function missing 1 required positional arguments")


def at_most(most, args, bound=0):
    # bound: 1 for a method, whose object C functions count
    n = len(args) + bound
    if n > most:
        raise TypeError("function expected at most %d arguments, got %d" % (most, n))


_natives = []


def native(cls):
    # A C object takes no new attributes. Without this, led.value = 1 would replace the method.
    _natives.append(cls)
    return cls


def guard(self, name, value):
    if type(self) in _natives:
        raise AttributeError("'%s' object has no attribute '%s'" % (type(self).__name__, name))
    object.__setattr__(self, name, value)
