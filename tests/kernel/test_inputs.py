"""The history of inputs: what is asked for comes, oldest first."""

from __future__ import annotations

from coursekit.kernel.inputs import SESSION, Inputs


def inputs() -> Inputs:
    """Five cells, one of them run twice."""
    found = Inputs()
    for number, text in enumerate(["a = 1", "a", "b = 2", "a", "c = 3"], 1):
        found.add(number, text).result = "1" if text == "a" else None
    return found


def test_tail() -> None:
    assert inputs().tail(2, False) == [(SESSION, 4, "a"), (SESSION, 5, "c = 3")]
    assert inputs().tail(2, True) == [(SESSION, 4, ("a", "1")), (SESSION, 5, ("c = 3", None))]
    assert len(inputs().tail(None, False)) == 5
    assert inputs().tail(0, False) == []


def test_range() -> None:
    assert inputs().range(SESSION, 2, 4, False) == [(SESSION, 2, "a"), (SESSION, 3, "b = 2")]
    assert len(inputs().range(0, None, None, False)) == 5
    assert inputs().range(SESSION + 1, 1, 3, False) == []


def test_search() -> None:
    assert inputs().search("? = *", None, False, False) == [
        (SESSION, 1, "a = 1"),
        (SESSION, 3, "b = 2"),
        (SESSION, 5, "c = 3"),
    ]
    assert inputs().search("a", None, True, False) == [(SESSION, 4, "a")]
    assert inputs().search("*", 2, False, False) == [(SESSION, 4, "a"), (SESSION, 5, "c = 3")]
    assert inputs().search("A", None, False, False) == []


def test_reply_reads_a_request() -> None:
    assert inputs().reply("tail", n=1, output=False, raw=True) == [(SESSION, 5, "c = 3")]
    assert inputs().reply("search", pattern="b*", output=False) == [(SESSION, 3, "b = 2")]
    assert inputs().reply("range", start=1, stop=2, output=False) == [(SESSION, 1, "a = 1")]
    assert inputs().reply("unheard of") == []


def test_a_long_session_keeps_the_latest() -> None:
    found = Inputs()
    for number in range(10_500):
        found.add(number, str(number))
    kept = found.tail(None, False)
    assert len(kept) <= 10_000
    assert kept[-1] == (SESSION, 10_499, "10499")
