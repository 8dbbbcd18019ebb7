"""machine.Pin and Signal in the real VM, against what the rp2 port's source says of a Pico W."""

from __future__ import annotations

import pytest

from .host import LED, MODE, WRITE, Host


def lines(script: str, host: Host | None = None) -> list[str]:
    return (host or Host()).run(script).splitlines()


@pytest.mark.parametrize(
    ("setup", "text"),
    [
        # machine_pin.c, machine_pin_print; reset state from the datasheet (2.19.6.1)
        ("Pin(15)", "Pin(GPIO15, mode=ALT, pull=PULL_DOWN, alt=31)"),
        ("Pin(25)", "Pin(GPIO25, mode=ALT, pull=PULL_DOWN, alt=31)"),
        ("Pin(15, Pin.OUT)", "Pin(GPIO15, mode=OUT)"),
        ("Pin('GP15', Pin.IN, Pin.PULL_UP)", "Pin(GPIO15, mode=IN, pull=PULL_UP)"),
        ("Pin('GPIO23', Pin.IN, 3)", "Pin(GPIO23, mode=IN, pull=PULL_UP|PULL_DOWN)"),
        ("Pin(2, Pin.OPEN_DRAIN)", "Pin(GPIO2, mode=OPEN_DRAIN)"),
        ("Pin(2, Pin.ALT, alt=Pin.ALT_I2C)", "Pin(GPIO2, mode=ALT, alt=I2C)"),
        ("Pin(20, Pin.ALT, alt=8)", "Pin(GPIO20, mode=ALT, alt=GPCK)"),
        ("Pin('LED', Pin.OUT)", "Pin(EXT_GPIO0, mode=OUT)"),  # rp2_prefix.c: the CPU's name
        ("Pin('WL_GPIO2')", "Pin(EXT_GPIO2, mode=IN)"),
        ("Pin.board.GP5.init(Pin.IN) or Pin.board.GP5", "Pin(GPIO5, mode=IN)"),
        ("Pin.cpu.EXT_GPIO0", "Pin(EXT_GPIO0, mode=IN)"),
        ("Pin.board", "<class 'board'>"),
        ("Signal(Pin(3), invert=True)", "<Signal>"),
    ],
)
def test_repr(setup: str, text: str) -> None:
    assert lines(f"print({setup})") == [text]


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (0x80 | 1, "mode=OUT"),
        (0xC0 | 1 << 2, "mode=IN, pull=PULL_UP"),
        (0x80 | 2 << 2, "mode=IN, pull=PULL_DOWN"),
        (0xC0 | 1 << 2 | 2, "mode=OPEN_DRAIN, pull=PULL_UP"),
        (0, "mode=ALT, pull=PULL_DOWN, alt=31"),
    ],
)
def test_pins_are_found_as_a_soft_reset_has_left_them(left: int, text: str) -> None:
    assert lines("print(Pin(5))", Host(left=bytes([0, 0, 0, 0, 0, left]))) == [
        f"Pin(GPIO5, {text})"
    ]


def test_a_toggle_goes_on_from_what_a_soft_reset_has_left() -> None:
    left = bytearray(31)
    left[2], left[3], left[4], left[30] = 0xC1, 0x82, 0xC2, 0xC1
    host = Host(left=bytes(left))
    host.run("for pin in (2, 3, 4, 'LED'): Pin(pin).toggle()")
    written = [(m.pin, m.arg) for m in host.messages if m.op == WRITE]
    assert written == [(2, 0), (3, 1), (4, 0), (LED, 0)]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        # machine_pin.c, machine_pin_find
        ("Pin, 30", "ValueError: invalid pin"),
        ("Pin, -1", "ValueError: invalid pin"),
        ("Pin, True", "ValueError: invalid pin"),
        ("Pin, 1.0", "ValueError: invalid pin"),
        ("Pin, 'GP25'", 'ValueError: unknown named pin "GP25"'),  # pins.csv has no GP25
        ("Pin, 'X1'", 'ValueError: unknown named pin "X1"'),
        ("Pin, '__name__'", 'ValueError: unknown named pin "__name__"'),
        ("Pin, 1 << 31", "OverflowError: overflow converting long int to machine word"),
        ("Signal, -1 << 31", "OverflowError: overflow converting long int to machine word"),
        # py/argcheck.c
        ("Pin", "TypeError: function missing 1 required positional arguments"),
        ("Pin, 1, 1, 1, 1", "TypeError: extra positional arguments given"),
        ("lambda: Pin(1, foo=1)", "TypeError: extra keyword arguments given"),
        ("Pin, 1, 'out'", "TypeError: can't convert str to int"),
        ("Pin, 1, 1 << 31", "OverflowError: overflow converting long int to machine word"),
        # machine_pin.c, machine_pin_obj_init_helper
        ("lambda: Pin(1, Pin.ALT, alt=8)", "ValueError: invalid pin af: 8"),
        ("lambda: Pin(1, Pin.ALT, alt=0)", "ValueError: invalid pin af: 0"),
        ("Pin, 'LED', 0, 1", "ValueError: pulls are not supported for external pins"),
        (
            "lambda: Pin('LED', 0, alt=1)",
            "ValueError: alternate functions are not supported for external pins",
        ),
        ("Pin('LED').irq", "ValueError: expecting a regular GPIO Pin"),
        # machine_pin_cyw43.c, machine_pin_ext_config
        ("Pin, 'LED', 2", "ValueError: only Pin.OUT and Pin.IN are supported for this pin"),
        # A C object takes no attributes: without this, led.value = 1 would replace the method
        ("setattr, Pin(1), 'value', 1", "AttributeError: 'Pin' object has no attribute 'value'"),
        ("setattr, Signal(1), 'x', 1", "AttributeError: 'Signal' object has no attribute 'x'"),
    ],
)
def test_errors(call: str, text: str) -> None:
    assert lines(f"raised({call})") == [text]


def test_a_pin_is_one_object_and_only_arguments_configure_it() -> None:
    host = Host()
    script = "a = Pin(5)\nprint(a is Pin('GP5'), Pin(a) is a, Pin('LED') is Pin.board.WL_GPIO0)"
    assert lines(script, host) == ["True True True"]
    assert host.messages == []


def test_a_subclass_has_its_own_attributes() -> None:
    script = """
class Lamp(Pin):
    def __init__(self, where):
        super().__init__(where, Pin.OUT)
        self.name = "lamp"
lamp = Lamp(7)
lamp.on()
print(lamp.name, lamp, isinstance(lamp, Pin), Pin(7).value is lamp.value)
"""
    assert lines(script) == ["lamp Pin(GPIO7, mode=OUT) True False"]


def sent(host: Host) -> list[tuple[int, int, int]]:
    return [(m.op, m.pin, m.arg) for m in host.of(WRITE, MODE)]


def test_the_level_goes_out_before_the_mode() -> None:
    host = Host()
    host.run("Pin(15, Pin.OUT, value=1)")
    assert sent(host) == [(WRITE, 15, 1), (MODE, 15, 1)]


def test_all_ways_to_write() -> None:
    host = Host()
    host.run("p = Pin(1, Pin.OUT)\np.on()\np.off()\np.high()\np.low()\np(2)\np('')\np.toggle()")
    assert [level for op, _, level in sent(host) if op == WRITE] == [1, 0, 1, 0, 1, 0, 1]


def test_an_input_keeps_its_latch() -> None:
    host = Host()
    host.run("p = Pin(1, Pin.IN, Pin.PULL_DOWN)\np(1)\np.toggle()\np.toggle()\np.init(Pin.OUT)")
    assert sent(host) == [(MODE, 1, 8), (WRITE, 1, 1), (WRITE, 1, 0), (WRITE, 1, 1), (MODE, 1, 1)]


def test_open_drain_starts_released_and_its_latch_stays_low() -> None:
    # mphalport.h, mp_hal_pin_open_drain_with_value
    host = Host()
    host.run("p = Pin(1, Pin.OPEN_DRAIN)\np(0)\np.toggle()\np.init(Pin.OUT)")
    assert sent(host) == [
        (WRITE, 1, 1), (MODE, 1, 2), (WRITE, 1, 0), (WRITE, 1, 1), (WRITE, 1, 0), (MODE, 1, 1),
    ]  # fmt: skip


def test_the_led_is_written_only_where_it_changes() -> None:
    # machine_pin_cyw43.c, machine_pin_ext_set
    host = Host()
    assert lines("p = Pin('LED', Pin.OUT)\np(1)\np(1)\nprint(p())\np.toggle()", host) == ["1"]
    assert sent(host) == [(WRITE, LED, 0), (MODE, LED, 1), (WRITE, LED, 1), (WRITE, LED, 0)]


def test_signal_inverts_value_and_initial_level() -> None:
    host = Host(levels={4: 1})
    script = "s = Signal(4, Pin.OUT, value=1, invert=True)\ns.on()\ns.off()\nprint(s.value(), s())"
    assert lines(script, host) == ["0 0"]
    assert [m.arg for m in host.of(WRITE)] == [0, 0, 1]


def test_a_level_that_cannot_change_is_asked_for_once() -> None:
    host = Host(changes=[(20_000, 3, 1)])
    script = """
p, led = Pin(3, Pin.IN), Pin(15, Pin.OUT)
while not p():
    led(p())
print(time.ticks_ms())
"""
    assert lines(script, host) == ["20"]
    assert host.questions < 8


def test_reconfiguring_asks_again() -> None:
    def floating(host: Host, message: object) -> None:
        host.levels[3] = int(any(m.op == MODE and m.arg == 4 for m in host.messages))

    host = Host(on_message=floating)
    script = "p = Pin(3, Pin.IN)\nprint(p())\np.init(Pin.IN, Pin.PULL_UP)\nprint(p())"
    assert lines(script, host) == ["0", "1"]


@pytest.mark.parametrize("fast", [True, False])
def test_nothing_on_the_hot_path_allocates(fast: bool) -> None:
    script = """
led, button = Pin(15, Pin.OUT), Pin(3, Pin.IN)
def work():
    led.value(1); led(0); led.on(); led.off(); led.toggle(); button.value(); button()
    time.ticks_ms(); time.ticks_us(); time.ticks_diff(5, 3); time.sleep_us(1)
work()
import micropython
micropython.heap_lock()
for i in range(200):
    work()
micropython.heap_unlock()
print("done")
"""
    assert lines(script, Host(fast=fast)) == ["done"]
