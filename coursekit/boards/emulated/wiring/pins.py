"""Pins: what programs do to them reaches the bench edge by edge, and its levels reach programs.

A level is asked for when a program reads it, so nothing has to be kept up to date. Only a pin whose
interrupt is on is watched; the bench tells of its edges, whoever makes them.
"""

from __future__ import annotations

from collections.abc import Callable

from rp2040py.gpio_pin import GPIOPinState
from rp2040py.rp2040 import RP2040

from coursekit.bench import Bench, Edge, Mode, Pull
from coursekit.bench.live import PinState
from coursekit.boards.emulated.wiring.asked import Asked
from coursekit.boards.emulated.wiring.numbers import (
    BENCH_GPIO,
    FUNCTION_NONE,
    FUNCTION_PWM,
    FUNCTION_SIO,
    FUNCTIONS_PIO,
)
from coursekit.boards.emulated.wiring.pixels import Pixels
from coursekit.boards.emulated.wiring.pwm import Pwm
from coursekit.boards.emulated.wiring.registers import put_in

_CHIP_GPIO = {number: gpio for gpio, number in enumerate(BENCH_GPIO)}
_PULL_DOWN, _PULL_UP, _INPUT_ENABLE = 1 << 2, 1 << 3, 1 << 6  # of a pad
_PAD_AFTER_RESET = 0x56
"""Input on, pulled down, Schmitt trigger, 4 mA (RP2040 datasheet, 2.19.6.3). rp2040py 0.3.6 has
0x36, with the input off and 12 mA."""
_OUTPUT_OVERRIDE = 3 << 8  # of a pin's control register
_EDGES = 0xC
_JUST_NOW_NS = 2000.0


class Pins:
    """The GPIOs of `mcu` on the pins of `bench`. Whoever runs the chip holds the bench's lock.

    on_configured: called with a GPIO when the bench has been told of its function, mode or pulls.
    """

    def __init__(self, mcu: RP2040, bench: Bench, pwm: Pwm, pixels: Pixels) -> None:
        self._mcu, self._bench = mcu, bench
        self._clock = mcu.clock
        self._pwm, self._pixels = pwm, pixels
        self._states: list[PinState] = [bench.pin(number) for number in BENCH_GPIO]
        self._asked = Asked(mcu)
        self._functions = [FUNCTION_NONE] * 30
        self._driven = 0  # outputs whose level goes straight to the bench; a bit for each GPIO
        self._drain = 0  # pins that are driven low or let go
        self._told = 0  # pins whose mode and pulls the program has chosen
        self._seen = 0  # pins whose level reaches the program
        self._cleared, self._cleared_ns = 0, 0.0
        put_in(mcu, self)
        for gpio in range(30):
            mcu.gpio[gpio].add_listener(_listener(self, gpio))
        bench.on_edge = self._edge
        self.on_configured: Callable[[int], None] = lambda gpio: None
        self.reset()

    def reset(self) -> None:
        """The chip was reset: so are its pins, and nothing is watched."""
        self._functions = [FUNCTION_NONE] * 30
        self._driven = self._drain = self._told = self._cleared = 0
        self._seen = (1 << 30) - 1
        for pin in self._mcu.gpio:
            pin.pad_value = _PAD_AFTER_RESET
        self._bench.reset_gpio(self._now_us())

    def close(self) -> None:
        """Nobody listens any more."""
        self._bench.on_edge = _ignore_edge

    # -- what programs do ------------------------------------------------------------------------

    def written(self, changed: int, levels: int) -> None:
        """Levels were set; `changed` and `levels` have a bit for each GPIO."""
        t_us = int(self._clock.nanos // 1000)
        while changed:
            bit = changed & -changed
            changed ^= bit
            gpio = bit.bit_length() - 1
            if not self._driven & bit:
                self._drain &= ~bit
                self._settle(gpio)
            elif gpio in self._pixels.lines:
                self._pixels.lines[gpio].edge(1 if levels & bit else 0)
            else:
                self._bench.write(BENCH_GPIO[gpio], t_us, 1 if levels & bit else 0)

    def cleared(self, bits: int) -> None:
        """These levels were set to 0, whatever they had been."""
        self._cleared, self._cleared_ns = bits, self._clock.nanos

    def enabled(self, changed: int, enables: int) -> None:
        """Outputs were switched on or off; a bit for each GPIO.

        MicroPython's open drain is an output whose level stays 0, switched on and off.
        """
        t_us = int(self._clock.nanos // 1000)
        while changed:
            bit = changed & -changed
            changed ^= bit
            gpio = bit.bit_length() - 1
            if self._drain & bit:
                self._bench.write(BENCH_GPIO[gpio], t_us, 0 if enables & bit else 1)
                continue
            if self._driven & bit and not (enables | self._mcu.sio.gpio_value) & bit:
                self._drain |= bit
            self._settle(gpio)

    def function_set(self, gpio: int) -> None:
        """A pin's function was set, perhaps to the one that it had."""
        bit = 1 << gpio
        function = int(self._mcu.gpio[gpio].function_select)
        new = function != self._functions[gpio]
        self._functions[gpio] = function
        if function != FUNCTION_SIO or not self._is_cleared(bit):
            self._drain &= ~bit
        elif not (self._mcu.sio.gpio_output_enable | self._mcu.sio.gpio_value) & bit:
            self._drain |= bit
        self._settle(gpio, new=new and function != FUNCTION_SIO)
        if function != FUNCTION_PWM:
            self._pwm.left(gpio)
        elif new:
            self._pwm.joined(gpio)

    def pad_set(self, gpio: int) -> None:
        """A pin's pulls were set, the last thing that MicroPython does when it sets up a pin."""
        bit = 1 << gpio
        if self._mcu.gpio[gpio].pad_value & _INPUT_ENABLE:
            self._seen |= bit
        else:
            self._seen &= ~bit
        first = not self._told & bit and self._functions[gpio] != FUNCTION_NONE
        self._settle(gpio, new=first)

    def interrupts(self, gpio: int, events: int) -> None:
        """These of a pin's events shall interrupt; called before they are switched on."""
        pin = self._mcu.gpio[gpio]
        before = pin.irq_enable_mask
        if bool(events) == bool(before):
            return
        if events:
            state = self._states[gpio]
            level = state.group.node_at(self._now_us()).solution.levels[state.gpio]
            pin.set_input_value(bool(level))
            pin.update_irq_value(_EDGES)
        self._bench.watch(BENCH_GPIO[gpio], Edge.BOTH if events else Edge.NONE)

    def read(self) -> int:
        """The levels of all pins, a bit for each GPIO; only those that are asked for count."""
        self._pixels.settle()
        gpio = self._asked.gpio()
        if gpio is not None:
            bit = 1 << gpio
            return bit if self._seen & bit and self._level(gpio, self._states[gpio]) else 0
        levels = 0
        for gpio, state in enumerate(self._states):
            if self._seen >> gpio & 1 and self._level(gpio, state):
                levels |= 1 << gpio
        return levels

    # -- inside ----------------------------------------------------------------------------------

    def _level(self, gpio: int, state: PinState) -> int:
        level = None if state.group.pwm else state.group.node.solution.levels[state.gpio]
        if level is None:
            level, _ = self._bench.read(state.gpio, self._now_us())
        return level

    def settle(self, gpio: int) -> None:
        """What drives a pin may have changed by itself; only a PIO block does that."""
        if self._functions[gpio] in FUNCTIONS_PIO:
            self._settle(gpio)

    def _settle(self, gpio: int, *, new: bool = False) -> None:
        """Tell the bench how a pin is connected now, if that is anything `new` to it."""
        bit = 1 << gpio
        pin, state, number = self._mcu.gpio[gpio], self._states[gpio], BENCH_GPIO[gpio]
        mode, level = self._mode(gpio)
        pad = pin.pad_value
        pull = (Pull.UP if pad & _PULL_UP else 0) | (Pull.DOWN if pad & _PULL_DOWN else 0)
        self._driven &= ~bit
        if mode == Mode.OUT:
            if self._functions[gpio] == FUNCTION_SIO and not pin.ctrl & _OUTPUT_OVERRIDE:
                self._driven |= bit
                self._pixels.look(gpio)
        elif gpio in self._pixels.lines:
            self._pixels.lines.pop(gpio).end()
        if new or state.mode != mode or state.pull != pull:
            self._told |= bit
            state.latch = level
            self._bench.configure(number, self._now_us(), mode, Pull(pull))
            self.on_configured(gpio)
        elif mode != Mode.ALT:
            self._bench.write(number, self._now_us(), level)

    def _mode(self, gpio: int) -> tuple[Mode, int]:
        """A pin's mode on the bench, and the level that it drives or would drive."""
        pin, function, bit = self._mcu.gpio[gpio], self._functions[gpio], 1 << gpio
        if function == FUNCTION_SIO:
            if self._drain & bit:
                return Mode.OPEN_DRAIN, int(not self._mcu.sio.gpio_output_enable & bit)
            if pin.output_enable:
                return Mode.OUT, int(pin.output_value)
            return Mode.IN, int(bool(self._mcu.sio.gpio_value & bit))
        if function in FUNCTIONS_PIO and pin.output_enable:
            return Mode.OUT, int(pin.output_value)
        pulled = pin.pad_value & (_PULL_UP | _PULL_DOWN | _INPUT_ENABLE)
        return (Mode.IN if function == FUNCTION_NONE and pulled else Mode.ALT), 0

    def _is_cleared(self, bit: int) -> bool:
        """Whether a pin's level was set to 0 just now: so an open drain begins."""
        return bool(self._cleared & bit) and self._clock.nanos - self._cleared_ns < _JUST_NOW_NS

    def _edge(self, gpio: int, edge: Edge, t_us: int) -> None:
        self._mcu.gpio[_CHIP_GPIO[gpio]].set_input_value(edge == Edge.RISING)

    def _now_us(self) -> int:
        return int(self._clock.nanos // 1000)


def _listener(pins: Pins, gpio: int) -> Callable[[GPIOPinState, GPIOPinState], None]:
    return lambda new, old: pins.settle(gpio)


def _ignore_edge(gpio: int, edge: Edge, t_us: int) -> None:
    """The board is switched off."""
