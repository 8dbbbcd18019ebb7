# machine.ADC, as ports/rp2/machine_adc.c has it: 12 bits, four pins and the temperature sensor.
import _bench

from _args import guard, native
from _pin import analog, find


@native
class ADC:
    CORE_TEMP = 4

    def __init__(self, *args, **kw):
        if kw:
            raise TypeError("function doesn't take keyword arguments")
        if len(args) != 1:
            raise TypeError(
                "function takes 1 positional arguments but %d were given" % len(args)
            )
        source = args[0]
        if isinstance(source, int) and 0 <= source <= 4:
            channel = source
        else:
            pin = find(source)
            if not 26 <= pin < 30:
                raise ValueError("Pin doesn't have ADC capabilities")
            analog(pin)
            channel = pin - 26
        object.__setattr__(self, "_n", channel)

    __setattr__ = guard

    def __repr__(self):
        return "<ADC channel=%d>" % self._n

    def read_u16(self):
        channel = self._n
        if _bench.stamp(0) >= _bench.horizon_us:
            _bench.sync()
        wire = 62 if channel == 4 else 26 + channel
        raw = _bench.ask(_bench.ADC << 10 | wire << 4)
        return raw << 4 | raw >> 8
