"""What becomes of a board's answers; boards that hang, restart or go away."""

from __future__ import annotations

import pytest

from coursekit.boards import BoardError, BoardLost, BoardReset, BoardTimeout
from tests.conformance.fakes import Shop, raised
from tests.conformance.observation import LOST, NO_ANSWER, RESTARTED, normalised
from tests.conformance.program import parse
from tests.conformance.running import run

PROGRAM = parse("subject", '"""A."""\nx = 1\nshow()\ny = 2\nhang()\nx + y\n')


def texts(shop: Shop) -> dict[str, str]:
    return {seen.key: seen.text for seen in run(PROGRAM, shop.open)}


def test_output_and_exception_are_one_text() -> None:
    shop = Shop({"show()": "1\n2\n", "hang()": raised("ValueError", "bad"), "y = 2": "odd\n"})
    assert texts(shop) == {
        "x = 1": "",
        "show()": "1\n2",
        "y = 2": "odd",
        "hang()": "ValueError: bad",
        "x + y": "",
    }
    assert shop.boards[0].closed


def test_an_exception_without_a_text_is_its_type() -> None:
    assert texts(Shop({"hang()": raised("KeyboardInterrupt", "")}))["hang()"] == "KeyboardInterrupt"


@pytest.mark.parametrize(
    ("error", "text"), [(BoardTimeout("late"), NO_ANSWER), (BoardLost("gone"), LOST)]
)
def test_after_no_answer_another_board_gets_the_set_up(error: BoardError, text: str) -> None:
    shop = Shop({"show()": "1\n", "hang()": error, "x + y": "3\n"})
    seen = texts(shop)
    assert (seen["hang()"], seen["x + y"]) == (text, "3")
    first, second = shop.boards
    assert first.closed
    assert first.sent == ["x = 1", "show()", "y = 2", "hang()"]
    assert second.sent == ["x = 1", "y = 2", "x + y"]


def test_a_restart_keeps_the_board_and_forgets_the_set_up() -> None:
    program = parse("subject", '"""A."""\nx = 1\nreset()\ny = 2\nhang()\n')
    shop = Shop({"reset()": BoardReset("restarted"), "hang()": BoardTimeout("late")})
    seen = run(program, shop.open)
    assert [observation.text for observation in seen] == ["", RESTARTED, "", NO_ANSWER]
    assert shop.boards[1].sent == ["y = 2"]


def test_the_host_acts_on_the_bench_and_looks_at_it() -> None:
    program = parse(
        "subject",
        '"""A."""\n#! diagram: button\n#! bench.presses.append(1)\n#! bench.presses\n#! bench\n',
    )
    shop = Shop()
    assert [seen.text for seen in run(program, shop.open)] == ["", "[1]", ""]
    assert shop.diagrams == ["button"]


def test_only_addresses_are_made_equal() -> None:
    assert normalised("<function f at 0x2000ad10>") == "<function f at 0x...>"
    assert normalised("<bound_method 7fb2d8a1c0e0 x>") == "<bound_method 0x... x>"
    assert normalised("<A object at 20013890>") == "<A object at 0x...>"
    assert normalised("<generator object 'g' at 20013890>") == "<generator object 'g' at 0x...>"
    assert normalised("0x2000ad10 and trigger 0x0001") == "0x2000ad10 and trigger 0x0001"
