"""Code inside of a function: the same code, and the same lines in a traceback."""

from __future__ import annotations

import pytest

from coursekit.boards import RemoteError
from coursekit.session.measuring.nesting import in_own_lines, indented


def value_of(code: str) -> object:
    """What `x` is after `code`."""
    names: dict[str, object] = {}
    exec(code, names)
    return names.get("x")


@pytest.mark.parametrize(
    "code",
    [
        "x = 1",
        "\n\nx = 1\n\n# end\nif x:\n    x = 2\n",
        "x = '''a\n b\nc'''\nif x:\n  x += 'd'",
        "x = b'''a\n b'''",
        "x = f'''a\n {1 +\n 1}\n b'''",
        "x = ('a'\n'b'\n\n'''c\n''' 'd')",
        "x = 'a\\\n b'",
        "x = [1,\n2]; y = '''\n'''; x.append(y)",
        "def f():\n    '''text\n    more'''\n    return 3\nx = f.__doc__, f()",
    ],
)
def test_indented_code_does_the_same(code: str) -> None:
    moved = indented(code, 3)
    assert moved is not None
    assert value_of("if 1:\n   pass\n" + moved) == value_of(code)
    assert moved.count("\n") == code.count("\n")


@pytest.mark.parametrize("code", ["x =", "'''", "  x", "x = 1\n  y = 2", "(" * 5000])
def test_what_is_no_python_is_not_indented(code: str) -> None:
    assert indented(code, 1) is None


def shown(text: str, code: str) -> str:
    return in_own_lines(RemoteError.from_traceback(text), code, "timed", 4).traceback


HEAD = "Traceback (most recent call last):\n"


def test_a_traceback_begins_in_the_code_and_has_its_lines() -> None:
    code = "\ndef g():\n    h()\ng()"
    text = (
        f'{HEAD}  File "<stdin>", line 40, in <module>\n  File "<stdin>", line 20, in driver\n'
        '  File "<stdin>", line 8, in timed\n  File "<stdin>", line 7, in g\n'
        '  File "<stdin>", line 7, in h\n  File "lib.py", line 9, in k\nValueError: no\n'
    )
    assert shown(text, code) == (
        f'{HEAD}  File "<stdin>", line 4, in <module>\n  File "<stdin>", line 3, in g\n'
        '  File "<stdin>", line 7, in h\n  File "lib.py", line 9, in k\nValueError: no\n'
    )


def test_what_the_compiler_does_not_like_is_in_the_code() -> None:
    text = f'{HEAD}  File "<stdin>", line 6, in <module>\nSyntaxError: no\n'
    assert shown(text, "x\nreturn") == text.replace("6", "2")
