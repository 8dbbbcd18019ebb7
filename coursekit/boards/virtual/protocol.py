"""What goes over the wires, as numbers: the host's copy of what overlay/_bench.py describes.

A message is one 64-bit word, `t_us << 16 | operation << 10 | pin << 4 | argument`, and for some
operations a second one.
"""

from __future__ import annotations

import struct

from coursekit.bench import ONBOARD_LED

WRITE, MODE, PWM, PWM_STOP, WATCH, TIMER, PIXELS, RESET, PASS, OVER = range(10)
READ, ADC, SYNC, EXCHANGE = 16, 17, 18, 19
WORDS = {WRITE: 1, MODE: 1, PWM: 2, PWM_STOP: 1, WATCH: 1, TIMER: 2, PIXELS: 2, RESET: 1}
WORDS |= {PASS: 1, OVER: 1, READ: 2, ADC: 2, SYNC: 2, EXCHANGE: 7}
"""Words of a message; the bytes of PIXELS and EXCHANGE come on top."""

KEEP, HARD, MERGE = 1, 2, 4
"""In SYNC: no event is wanted, but what waits; only one for a hard handler; with KEEP, the edges of
each pin become one event before."""
HARD_WAITS, SOFT_WAITS = 1, 2
"""In the answer to SYNC with KEEP."""

EVENT_EDGE, EVENT_TICK, EVENT_UART = 1, 2, 3
"""An event is `kind << 12 | flags << 6 | pin, slot or number`, and in an answer how many others
wait stands in front of it, `<< 16`."""
HARD_HANDLER = 4
"""In WATCH: the handler is a hard one."""
WIRE_LED = 63
WIRE_TEMPERATURE = 62
GPIO = [*range(WIRE_LED), ONBOARD_LED]
"""The bench's number for a pin on the wire."""

EAGER = 1 << 31
"""In an answer: a write may change what the board reads."""
INTERRUPTS = 1 << 28
"""In an answer: a write may be an edge that the board watches."""
DATA = 1 << 30
"""In an answer to EXCHANGE: bytes follow, as many as its low 24 bits say."""
FAILED = 1 << 29
"""In an answer to EXCHANGE: its low 24 bits are an errno, and no bytes follow."""
SEQUENCE_MASK = 0x3FFFFFFF
NEVER_US = 1 << 60
ANSWER = struct.Struct("<qqq")
BOOT = struct.Struct("<qqqq32s")
"""Fast-forward, reset cause, board time, real-time clock, and how a soft reset has left the pins: a
byte for each GPIO and one more for the LED, 0 where it is as after a reset, else `LEFT`, the level
`<< 6` and the argument of MODE."""
LEFT = 1 << 7
LIMIT = struct.Struct("<q")

STOPS_MAX = 2
OVERTIME_US = 2_000_000
"""The overlay stops a program at its limit of board time, twice more in the second after it, and
waits to be switched off. A program that has meddled with that gets this much and no more."""

# What no program of a board can ask for: more pixels than its memory holds, time stamps from the
# future, and (in fast-forward) a leap over more events than it would live to see.
PIXEL_BYTES_MAX = 1 << 18
EXCHANGE_BYTES_MAX = 1 << 18
AHEAD_MAX_US = 1_000_000
LEAP_US = 3600 * 1_000_000
LEAP_EVENTS_MAX = 200_000
CALL_MAX_US = 10_000_000
"""Real time: how long a call of a bus controller may last. The bench is that far ahead when the
program is stopped in the middle of one."""
PERIOD_MAX_US = 1 << 52

RTC_AT_POWER_ON_S = 1609459200
"""2021-01-01 00:00:00 UTC: what a Pico's clock shows until somebody sets it (rp2 port)."""

TEMPERATURE_RAW = 876
"""The RP2040's sensor at 27 degrees C: 0.706 V of 3.3 V in 12 bits (RP2040 datasheet 4.9.5)."""
