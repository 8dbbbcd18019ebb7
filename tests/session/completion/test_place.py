"""What the text before the cursor tells."""

from __future__ import annotations

import pytest

from coursekit.session.completion.place import imports, place, word_at


@pytest.mark.parametrize(
    ("code", "chain", "word"),
    [
        ("", (), ""),
        ("le", (), "le"),
        ("led.", ("led",), ""),
        ("led.va", ("led",), "va"),
        ("a.b .c", ("a", "b"), "c"),
        ("x = 1; ti", (), "ti"),
        ("for i in range(3):\n    le", (), "le"),
        ("f'{led.", ("led",), ""),
        ("f'{{led} {le", (), "le"),
        ("f\"{d['a']} {led.v", ("led",), "v"),
        ("print('a',  # one\n      le", (), "le"),
        ("text = 'unfinished\nle", (), "le"),
        ("größe.", ("größe",), ""),
        ("# '''\nle", (), "le"),
    ],
)
def test_plain_names(code: str, chain: tuple[str, ...], word: str) -> None:
    found = place(code, len(code))
    assert (found.text, found.chain, found.word) == (False, chain, word)
    assert code[found.start :] == word


@pytest.mark.parametrize(
    "code",
    ["f(a).b", "a[0].b", "'a'.", "3.", "3.x", "[1].", 'f\'{d["a"].', "x\\\n.y", "'''a\n'''.x"],
)
def test_what_is_no_plain_name_is_not_taken_for_one(code: str) -> None:
    assert place(code, len(code)).chain is None


@pytest.mark.parametrize(
    "code",
    [
        "'led.",
        "# led.",
        'x = """a\nled.',
        "f'led.",
        "f'{{led.",
        "f'{led} led.",
        "rb'\\",
        "'a\\'led.",
        "'a\\\nled.",
    ],
)
def test_strings_and_comments_are_no_code(code: str) -> None:
    assert place(code, len(code)).text


@pytest.mark.parametrize(
    ("code", "module", "word"),
    [
        ("import ", "", ""),
        ("import ma", "", "ma"),
        ("import a, b as c, d.e", "", "d.e"),
        ("from ma", "", "ma"),
        ("from machine import ", "machine", ""),
        ("from machine import P", "machine", "P"),
        ("from machine import Pin as P, A", "machine", "A"),
        ("from machine import (Pin,\n    PW", "machine", "PW"),
        ("from a.b import \\\n    c", "a.b", "c"),
        ("if True:\n    import ma", "", "ma"),
        ("x = 1; import ma", "", "ma"),
    ],
)
def test_imports(code: str, module: str, word: str) -> None:
    found = place(code, len(code))
    assert (found.module, found.word) == (module, word)


@pytest.mark.parametrize("code", ["def f", "class F", "import a as b", "async def f"])
def test_a_new_name_is_nobodys_to_complete(code: str) -> None:
    assert place(code, len(code)).new


def test_after_from_comes_import() -> None:
    assert place("from machine i", 14).keyword == "import"


@pytest.mark.parametrize(
    ("code", "opens"), [("f(", 1), ("f(g(1), ", 1), ("f([1, ", 2), ("f('(', ", 1), ("f()", None)]
)
def test_the_open_bracket(code: str, opens: int | None) -> None:
    assert place(code, len(code)).opens == opens


def test_a_long_line_takes_no_longer() -> None:
    found = place("x" * 100_000, 100_000)
    assert found.word == "x" * len(found.word)
    assert place("import " + "a, " * 50_000, 150_007).chain == ()


@pytest.mark.parametrize("cursor", [6, 8, 10])
def test_the_word_around_the_cursor(cursor: int) -> None:
    assert word_at("a.b + blue.c", cursor) == (6, 10)


def test_no_word_around_the_cursor() -> None:
    assert word_at("a  + 1", 2) == (2, 2)
    assert word_at("12", 1) == (1, 1)


def test_what_a_program_imports() -> None:
    code = "import machine, time as t  # both\nfrom machine import Pin as P, ADC\nimport a.b\n"
    assert imports(code) == {
        "machine": ("machine",),
        "t": ("time",),
        "a": ("a",),
        "P": ("machine", "Pin"),
        "ADC": ("machine", "ADC"),
    }
