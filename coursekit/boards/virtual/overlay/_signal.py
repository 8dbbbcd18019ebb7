# machine.Signal, as extmod/machine_signal.c has it: a pin, inverted or not.
from _args import guard, native
from _pin import UNSET, Pin


@native
class Signal:
    def __init__(self, *args, **kw):
        invert = False
        if args and isinstance(args[0], (Pin, Signal)):
            pin = args[0]
            if len(args) != 1 or len(kw) > 1 or kw and "invert" not in kw:
                raise TypeError
            invert = bool(kw.get("invert", False))
        else:
            # Everything but invert is for Pin; value is the signal's, so it is inverted too
            if "invert" in kw:
                invert = bool(kw.pop("invert"))
            if invert and "value" in kw:
                kw["value"] = 0 if kw["value"] else 1
            pin = Pin(*args, **kw)
        object.__setattr__(self, "_p", pin)
        object.__setattr__(self, "_i", invert)

    __setattr__ = guard

    def __repr__(self):
        return "<Signal>"

    def value(self, _=UNSET):
        if _ is UNSET:
            return self._p.value() ^ self._i
        self._p.value((1 if _ else 0) ^ self._i)

    __call__ = value

    def on(self):
        self._p.value(1 ^ self._i)

    def off(self):
        self._p.value(self._i)
