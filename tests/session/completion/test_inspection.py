"""What is said of the thing at the cursor."""

from __future__ import annotations

from tests.session.completion.conftest import Typist, needs_stubs


def test_a_function_of_an_earlier_cell(typist: Typist) -> None:
    text = typist.inspect("bli|nk")
    assert text.startswith("blink(times, on_ms=200)")
    assert "Blinks the light." in text
    assert "led.toggle()" not in text
    assert "def blink(times, on_ms=200):\n" in typist.inspect("blink|", detail=1)
    assert "        led.toggle()" in typist.inspect("blink|", detail=1)


def test_a_value_on_the_board(typist: Typist) -> None:
    assert "On the board now: [1, 2, 3] (list)" in typist.inspect("numbers|")
    assert "Pin(GPIO15, mode=OUT)" in typist.inspect("print(|led)")
    typist.cells.run("long = [0] * 1000\nword = 'x' * 500\nbig = 1 << 500\nparts = [led]")
    assert "On the board now: a list with 1000 elements" in typist.inspect("long|")
    assert "On the board now: a str of length 500" in typist.inspect("word|")
    assert "On the board now: an int" in typist.inspect("big|")
    assert "On the board now: a list with 1 elements" in typist.inspect("parts|")


def test_what_the_open_bracket_calls(typist: Typist) -> None:
    assert typist.inspect("blink(3, |").startswith("blink(")
    assert typist.inspect("blink(3, [1, 2|").startswith("blink(") is False
    assert typist.inspect("x = blink(\n    |").startswith("blink(")


@needs_stubs
def test_documentation_is_a_paragraph_or_all_of_it(typist: Typist) -> None:
    short, long = typist.inspect("Pin(2, |"), typist.inspect("Pin|", detail=1)
    assert short.startswith("Pin(id: Any, /, mode: int=-1")
    assert "control I/O pins" in short
    assert len(long) > len(short)
    assert "micropython-rp2" in short
    assert "sleep_ms(ms: int, /)" in typist.inspect("time.sleep_ms|")


@needs_stubs
def test_markdown_has_the_call_as_code(typist: Typist) -> None:
    found = typist.completer.inspect("time.sleep_ms", 13)
    assert found is not None
    assert found["text/markdown"].startswith("```python\nsleep_ms(ms: int, /) -> None\n```\n\n")


def test_without_stubs_it_says_how_to_get_them(stubless: Typist) -> None:
    text = stubless.inspect("time.sleep_ms|")
    assert "On the board now: a function" in text
    assert "coursekit stubs" in text


def test_a_command_is_explained(typist: Typist) -> None:
    assert "%connect PORT" in typist.inspect("%conn|ect virtual")
    assert "%connect PORT" in typist.inspect("%connect virt|")
    assert "bench" in typist.inspect("%%ho|st")
    assert typist.inspect("%none|") == ""


def test_nothing_is_said_of_text_and_of_what_is_not_there(typist: Typist) -> None:
    for text in ("'led|'", "# led|", "nobody|", "|", "casefold|", "aiter|", "1 + |"):
        assert typist.inspect(text) == "", text


def test_a_keyword(typist: Typist) -> None:
    text = typist.inspect("while|")
    assert text.startswith("while\n\n")
    assert "***" not in text
    assert "stubs" not in text


def test_marks_of_markdown_in_values_stay_text(typist: Typist) -> None:
    typist.cells.run("mark = '*a* <b> [c](d)'")
    found = typist.completer.inspect("mark", 4)
    assert found is not None
    assert r"\*a\* \<b\> \[c\](d)" in found["text/markdown"]
