"""How a program becomes steps with unique keys, and what is refused."""

from __future__ import annotations

import pytest

from tests.conformance.program import HostStep, ProgramError, Statement, parse

PROGRAM = '''"""A subject."""
#! diagram: button

# An ordinary comment.
import time
x = 1; x
def f():
    """Not a step:
#! neither this
    """
    return 2
#! bench.btn1.press()
f()
#! patience_s: 5
f()
@f
def g():
    pass
f()
'''


def test_each_top_level_statement_is_a_step() -> None:
    program = parse("subject", PROGRAM)
    assert program.title == "A subject."
    assert program.diagram == "button"
    assert [key.partition("\n")[0] for key in program.keys] == [
        "import time",
        "x = 1",
        "x",
        "def f():",
        "#! bench.btn1.press()",
        "f()",
        "f() #2",
        "@f",
        "f() #3",
    ]


def test_the_host_has_its_own_steps() -> None:
    steps = parse("subject", PROGRAM).steps
    assert steps[4] == HostStep("#! bench.btn1.press()", "bench.btn1.press()")


def test_patience_is_for_the_next_statement_alone() -> None:
    steps = [step for step in parse("subject", PROGRAM).steps if isinstance(step, Statement)]
    assert [step.patience_s for step in steps if step.key.startswith("f()")] == [None, 5.0, None]


def test_a_decorator_belongs_to_its_function() -> None:
    step = parse("subject", PROGRAM).steps[7]
    assert isinstance(step, Statement)
    assert step.code == "@f\ndef g():\n    pass"


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("1", "docstring"),
        ('"""A."""\n1 +', "line 2"),
        ('"""A."""\nx = 1\n#! diagram: late', "line 3"),
        ('"""A."""\n#! patience_s: long', "line 2"),
        ('"""A."""\n#! bench.press(', "no expression"),
    ],
)
def test_what_breaks_the_rules_is_refused_in_words(source: str, part: str) -> None:
    with pytest.raises(ProgramError, match=part):
        parse("subject", source)
