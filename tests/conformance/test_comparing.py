"""Two fake boards and a table: what fails a run, and with which words."""

from __future__ import annotations

from coursekit.boards import BoardTimeout
from tests.conformance.comparing import Comparison, compare
from tests.conformance.differences import Difference, Seen, Table
from tests.conformance.fakes import Shop
from tests.conformance.program import parse
from tests.conformance.running import run

PROGRAM = parse("subject", '"""A."""\nx = 1\nsame()\nother()\n')


def listed(virtual: str, emulated: str) -> Table:
    seen = Seen("subject", "other()", virtual, emulated)
    return Table((Difference("here", "there", "why", "emulator", (seen,)),))


def compared(virtual: str, emulated: str | BoardTimeout, table: Table) -> Comparison:
    ours = Shop({"same()": "1\n", "other()": virtual})
    theirs = Shop({"same()": "1\n", "other()": emulated})
    return compare("subject", run(PROGRAM, ours.open), run(PROGRAM, theirs.open), table)


def problem(comparison: Comparison) -> tuple[str, str]:
    (only,) = comparison.problems
    return only.kind, only.message


def test_equal_answers_are_counted_and_silence_is_not() -> None:
    comparison = compared("2\n", "2\n", Table())
    assert (comparison.observations, comparison.equal, comparison.problems) == (2, 2, [])


def test_a_listed_difference_is_counted_under_who_is_wrong() -> None:
    comparison = compared("2\n", "3\n", listed("2", "3"))
    assert comparison.problems == []
    assert (comparison.equal, comparison.listed) == (1, {"emulator": 1})


def test_an_unlisted_difference_is_a_problem_and_shows_what_to_list() -> None:
    kind, message = problem(compared("2\n", "3\n", Table()))
    assert kind == "unlisted"
    assert "virtual board:  2" in message
    assert "emulated board: 3" in message
    assert Seen("subject", "other()", "2", "3").toml() in message


def test_a_difference_of_silence_is_one_too() -> None:
    kind, message = problem(compared("", "3\n", Table()))
    assert kind == "unlisted"
    assert "(nothing)" in message


def test_a_difference_that_is_gone_is_a_problem() -> None:
    kind, message = problem(compared("3\n", "3\n", listed("2", "3")))
    assert kind == "gone"
    assert "Take this observation out" in message


def test_a_difference_that_is_gone_in_silence_is_a_problem() -> None:
    assert problem(compared("", "", listed("2", "3")))[0] == "gone"


def test_another_text_than_the_listed_one_is_a_problem() -> None:
    kind, message = problem(compared("2\n", "4\n", listed("2", "3")))
    assert kind == "changed"
    assert "emulated board: 4" in message
    assert "emulated board: 3" in message


def test_no_answer_is_an_observation_as_any_other() -> None:
    late = BoardTimeout("late")
    assert compared("2\n", late, listed("2", "no answer")).problems == []
    assert problem(compared("2\n", late, Table()))[0] == "unlisted"


def test_the_sum_of_two() -> None:
    total = compared("2\n", "3\n", listed("2", "3")) + compared("2\n", "2\n", Table())
    assert (total.observations, total.equal, total.listed["emulator"]) == (4, 3, 1)
