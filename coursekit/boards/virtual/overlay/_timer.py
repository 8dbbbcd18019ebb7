# machine.Timer, as ports/rp2/machine_timer.c has it: software timers on the SDK's alarm pool.
import array

import _bench

from _args import as_int, guard, native, parse
from _irq import call
from errno import ENOMEM
from micropython import const

_ONE_SHOT = const(0)
_ALARMS = const(16)  # of the SDK's default pool (PICO_TIME_DEFAULT_ALARM_POOL_MAX_TIMERS)
_U64 = 0xFFFFFFFFFFFFFFFF
_slots = [None] * _ALARMS
_float = array.array("f", (0,))


def _tick(slot, _):
    timer = _slots[slot]
    if timer is None:
        return
    state = timer._s
    if state[0] == _ONE_SHOT:
        _slots[slot] = None
        state[4] = -1
    if state[2] is not None and not call(state[2], timer, state[3]):
        # A hard callback that failed is not called again; a soft one is the scheduler's affair
        if state[3] and state[4] == slot:
            _release(state)


def _release(state):
    slot = state[4]
    if slot >= 0:
        state[4] = -1
        _slots[slot] = None
        _bench.send2(_bench.TIMER << 10 | slot << 4, 0)


@native
class Timer:
    ONE_SHOT = 0
    PERIODIC = 1

    def __init__(self, *args, **kw):
        # mode, period in us, callback, hard, slot
        object.__setattr__(self, "_s", [0, 0, None, False, -1])
        if args:
            if as_int(args[0]) != -1:
                raise ValueError("Timer doesn't exist")
            args = args[1:]
        if args or kw:
            self.init(*args, **kw)

    __setattr__ = guard

    def init(self, *args, **kw):
        state = self._s
        _release(state)
        mode, callback, period, tick_hz, freq, hard = parse(
            args,
            kw,
            0,
            (
                ("mode", 1, as_int),
                ("callback", None, None),
                ("period", -1, as_int),
                ("tick_hz", 1000, as_int),
                ("freq", None, None),
                ("hard", False, bool),
            ),
        )
        if freq is not None:
            # In 32-bit floats, as on the board. A frequency of 0 is infinitely long there.
            _float[0] = freq
            _float[0] = 1000000 / _float[0] if _float[0] else 1e19
            us = int(_float[0])
        else:
            # As on the chip: unsigned, 64 bits, and a division by 0 gives the largest number
            us = (period * 1000000 & _U64) // (tick_hz & _U64) if tick_hz else _U64
        state[0] = mode
        state[1] = us = max(1, us)
        state[2] = callback
        state[3] = hard
        for slot in range(_ALARMS):
            if _slots[slot] is None:
                break
        else:
            raise OSError(ENOMEM)
        _slots[slot] = self
        state[4] = slot
        _bench.on(_bench.TICK, _tick)
        _bench.send2(_bench.TIMER << 10 | slot << 4 | (mode != 0), min(us, 1 << 52))

    def deinit(self):
        _release(self._s)

    def __repr__(self):
        mode, us = self._s[:2]
        return "Timer(mode=%s, tick_hz=1000000, period=%s)" % (
            "PERIODIC" if mode else "ONE_SHOT",
            us if us <= 0xFFFFFFFF else "%d000" % (us // 1000 & 0xFFFFFFFF),
        )
