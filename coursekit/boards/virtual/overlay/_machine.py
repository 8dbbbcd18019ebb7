# The functions of the machine module. What is not simulated says so when touched.
import _bench
import _pwm
import _uart_block

from _args import as_int, at_most
from _pin import find_gpio, level, output

PWRON_RESET = 1
WDT_RESET = 3

_HINT = "machine.%s is not simulated on the virtual board; it needs a real Pico W"


class _Absent:
    # Stands in dir(machine) as on a board, and says so when a program wants to use it.
    def __init__(self, name):
        self._name = name

    def __call__(self, *args, **kw):
        raise NotImplementedError(_HINT % self._name)

    def __getattr__(self, _):
        raise NotImplementedError(_HINT % self._name)


I2CTarget = _Absent("I2CTarget")
I2S = _Absent("I2S")
USBDevice = _Absent("USBDevice")
WDT = _Absent("WDT")
bootloader = _Absent("bootloader")
dht_readinto = _Absent("dht_readinto")
mem_backup = _Absent("mem_backup")


class _Mem:
    def __init__(self, bits):
        self._bits = bits

    def __repr__(self):
        return "<%d-bit memory>" % self._bits

    def __getitem__(self, _):
        raise NotImplementedError(_HINT % ("mem%d" % self._bits))

    def __setitem__(self, _, value):
        raise NotImplementedError(_HINT % ("mem%d" % self._bits))


mem8 = _Mem(8)
mem16 = _Mem(16)
mem32 = _Mem(32)


def unique_id():
    return b"\xe6aAL\x03;\x82\x2c"


def reset_cause():
    return _bench.reset_cause


def reset():
    _bench.send(_bench.RESET << 10 | 1)
    while True:  # the host ends this process
        _bench.utime.sleep_ms(1000)


def freq(*args):
    at_most(2, args)
    if not args:
        return _pwm.clock[0]
    hz = as_int(args[0])
    if not _has_pll_setting(hz // 1000):
        raise ValueError("cannot change frequency")
    _pwm.clock_changed(hz // 1000 * 1000)
    peripheral = as_int(args[1]) if len(args) > 1 else 48000000
    _uart_block.clock_changed(hz if peripheral == hz else 48000000)
    if peripheral != 48000000 and peripheral != hz:
        raise ValueError("peripheral freq must be 48_000_000 or the same as the MCU freq")


def _has_pll_setting(khz):
    # The SDK's search (check_sys_clock_khz): 12 MHz crystal, VCO of 750 to 1600 MHz, two dividers
    for fbdiv in range(133, 62, -1):
        vco = fbdiv * 12000
        for div1 in range(7, 0, -1):
            for div2 in range(div1, 0, -1):
                if khz * div1 * div2 == vco:
                    return True
    return False


def idle():
    # The chip waits for an event, at most a millisecond
    _bench.sleep_us(1000)


def lightsleep(*args):
    at_most(1, args)
    if not args:
        raise NotImplementedError(
            "machine.lightsleep() without a time is not simulated on the virtual board: "
            "nothing would wake it. Give it a time in milliseconds."
        )
    ms = as_int(args[0])
    if ms >= 4294967:
        raise ValueError("sleep too long")
    _bench.sleep_us((ms & 0xFFFFFFFF) * 1000)  # unsigned there: -1 is 50 days


def deepsleep(*args):
    lightsleep(*args)
    reset()


def disable_irq():
    state = 1 if _bench.masked else 0
    _bench.masked = True
    return state


def enable_irq(_state):
    if as_int(_state):
        _bench.masked = True
    else:
        return _bench.unmask()


# Names with an underscore: these C functions take no keywords, so nobody may get used to one.


def time_pulse_us(_pin, _level, _timeout_us=1000000):
    pin = find_gpio(_pin)
    pulse_level = 1 if _level else 0
    timeout_us = as_int(_timeout_us) & 0xFFFFFFFF
    changes = 2
    start = _bench.stamp(0)
    while True:
        value = level(pin)
        t = _bench.stamp(0)
        if value == pulse_level:
            pulse_level = 1 - pulse_level
            changes -= 1
            if not changes:
                return t - start
            start = t
        elif t - start >= timeout_us:
            return -changes


def bitstream(_pin, _encoding, _timing, _buf):
    pin = find_gpio(_pin)
    encoding = as_int(_encoding)
    timing = _timing
    data = memoryview(_buf)
    if encoding:
        raise ValueError("encoding")
    if not isinstance(timing, (tuple, list)):
        raise TypeError("object '%s' isn't a tuple or list" % type(timing).__name__)
    if len(timing) != 4:
        raise ValueError("requested length 4 but object has length %d" % len(timing))
    high0, low0, high1, low1 = [as_int(ns) for ns in timing]
    output(pin)
    _bench.send_bytes(_bench.PIXELS << 10 | pin << 4, data)
    ones = sum(bin(byte).count("1") for byte in data)
    ns = ones * (high1 + low1) + (8 * len(data) - ones) * (high0 + low0)
    _bench.stamp(ns // 1000)  # no interrupt meanwhile
