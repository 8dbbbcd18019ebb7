"""The names that a program finds on the virtual board: after the start, and in its modules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from coursekit.boards.errors import RemoteError
from coursekit.boards.virtual import VirtualBoard

BUILT_IN = {"__class__", "__dict__", "__name__"}


@pytest.fixture(scope="module")
def board() -> Iterator[VirtualBoard]:
    with closing(VirtualBoard(fast_forward=True)) as running:
        yield running


def names_in(board: VirtualBoard, thing: str) -> set[str]:
    found: Any = board.eval(f"dir({thing})")
    return set(found)


def test_machine_is_there_without_an_import(board: VirtualBoard) -> None:
    # ports/rp2/modules/_boot.py imports it, and rp2, which is not simulated
    for _ in range(2):
        assert board.eval("machine.Pin(15).value()") == 0
        assert board.eval("sorted(globals())") == ["__file__", "__name__", "machine"]
        board.soft_reset()


def test_a_program_on_the_flash_knows_its_own_name(board: VirtualBoard) -> None:
    # shared/runtime/pyexec.c; at the prompt it is <stdin>
    board.put("/boot.py", b"names = sorted(globals()), __file__\n")
    board.soft_reset()
    assert board.eval("names") == (["__file__", "__name__", "machine"], "boot.py")
    assert board.eval("__file__") == "<stdin>"
    board.remove("/boot.py")
    board.soft_reset()


@pytest.mark.parametrize(
    ("module", "names"),
    [
        # extmod/modtime.c
        (
            "time",
            "gmtime localtime mktime sleep sleep_ms sleep_us ticks_add ticks_cpu ticks_diff "
            "ticks_ms ticks_us time time_ns",
        ),
        # extmod/modselect.c
        ("select", "POLLERR POLLHUP POLLIN POLLOUT poll select"),
        # extmod/modmachine.c, ports/rp2/modmachine.c
        (
            "machine",
            "ADC I2C I2CTarget I2S PWM PWRON_RESET Pin RTC SPI Signal SoftI2C SoftSPI Timer UART "
            "USBDevice WDT WDT_RESET bitstream bootloader deepsleep dht_readinto disable_irq "
            "enable_irq freq idle lightsleep mem16 mem32 mem8 mem_backup reset reset_cause "
            "soft_reset time_pulse_us unique_id",
        ),
        # extmod/modos.c, without dupterm and dupterm_notify
        (
            "os",
            "VfsFat VfsLfs2 chdir getcwd ilistdir listdir mkdir mount remove rename rmdir sep stat "
            "statvfs sync umount uname unlink urandom",
        ),
        # py/modmicropython.c
        (
            "micropython",
            "RingIO alloc_emergency_exception_buf const heap_lock heap_unlock kbd_intr mem_info "
            "opt_level qstr_info schedule stack_use",
        ),
    ],
)
def test_a_module_shows_what_a_boards_does(board: VirtualBoard, module: str, names: str) -> None:
    board.exec(f"import {module}")
    assert names_in(board, module) == BUILT_IN | set(names.split())
    assert board.eval(f"repr({module})") == f"<module '{module}'>"


def test_a_buffer_for_exceptions_can_be_had_as_on_a_board(board: VirtualBoard) -> None:
    board.exec("import micropython")
    ask = "micropython.alloc_emergency_exception_buf(%s)"
    assert board.eval(ask % "100") is None
    for argument, name, text in [
        ("'100'", "TypeError", "can't convert str to int"),
        ("1 << 31", "OverflowError", "overflow converting long int to machine word"),
    ]:
        with pytest.raises(RemoteError) as raised:
            board.eval(ask % argument)
        assert (raised.value.name, raised.value.message) == (name, text)


def test_the_micropython_modules_functions_work(board: VirtualBoard) -> None:
    board.exec("""
import micropython as m, micropython
from micropython import const
FIVE = const(5)
@micropython.native
def double(x): return 2 * x
@micropython.viper
def triple(x: int) -> int: return 3 * x
came = []
m.schedule(came.append, double(FIVE) + triple(FIVE))
def locked():
    m.heap_lock()
    try: return bytearray(100)
    except MemoryError: return "locked"
    finally: m.heap_unlock()
""")
    assert board.eval("came, locked(), m is micropython") == ([25], "locked", True)


def test_a_program_has_no_arguments(board: VirtualBoard) -> None:
    board.exec("import sys")
    assert board.eval("sys.argv") == []


def test_all_pins_have_their_names(board: VirtualBoard) -> None:
    # boards/RPI_PICO_W/pins.csv
    named = {f"GP{n}" for n in (*range(23), 26, 27, 28)}
    on_the_board = names_in(board, "machine.Pin.board")
    assert on_the_board >= named | {"LED", "WL_GPIO0", "WL_GPIO1", "WL_GPIO2"}
    assert not on_the_board & {"GP23", "GP24", "GP25", "GP29"}
    chips = {f"GPIO{n}" for n in range(30)} | {"EXT_GPIO0", "EXT_GPIO1", "EXT_GPIO2"}
    assert names_in(board, "machine.Pin.cpu") >= chips
