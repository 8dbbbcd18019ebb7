"""`input()` and `getpass` of programs on the board: who is asked, and what the program gets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.session import CellResult, Output, Session, Stream
from tests.session.conftest import Cells, fast_forward


class Person:
    """Answers questions, and remembers them."""

    def __init__(self, *answers: str | BaseException) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, bool]] = []
        self.shown_before: list[str] = []
        self.text = ""

    def __call__(self, prompt: str, password: bool) -> str:
        self.asked.append((prompt, password))
        self.shown_before.append(self.text)
        answer = self._answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def take(self, output: Output) -> None:
        if isinstance(output, Stream):
            self.text += output.text


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(fast_forward, tmp_path_factory.mktemp("notebook"))
    session.run("pass", lambda output: None)
    yield session
    session.close()


def run(session: Session, cell: str, person: Person) -> CellResult:
    return session.run(cell, person.take, ask=person)


def test_the_answer_is_the_value_and_the_prompt_is_not_printed(session: Session) -> None:
    person = Person("Ada")
    result = run(session, "print('hello')\nname = input('Name? ')\nprint(name)\nname", person)
    assert result.status == "ok"
    assert person.asked == [("Name? ", False)]
    assert person.shown_before == ["hello\n"]  # all that was printed before is there
    assert person.text == "hello\nAda\n"
    assert result.result is not None
    assert result.result.data["text/plain"] == "'Ada'"


def test_any_text_comes_through(session: Session) -> None:
    answers = ["", " grün 😀 ", "=!'\\", "x" * 700]
    person = Person(*answers, "a\x03b\x04c\nd")
    result = run(session, "got = [input() for _ in range(5)]\nprint(got)", person)
    assert result.status == "ok", result.error
    assert eval(person.text) == [*answers, "abcd"]  # what cannot be typed is left out


def test_a_function_of_an_earlier_cell_may_ask(session: Session) -> None:
    run(session, "def ask_twice():\n    return input('a') + input('b')", Person())
    person = Person("1", "2")
    result = run(session, "ask_twice()", person)
    assert result.result is not None
    assert result.result.data["text/plain"] == "'12'"
    assert [prompt for prompt, _ in person.asked] == ["a", "b"]


@pytest.mark.parametrize(
    "cell",
    [
        "from getpass import getpass\nprint(getpass('Key: '))",
        "import getpass\nprint(getpass.getpass('Key: '))",
    ],
)
def test_getpass(session: Session, cell: str) -> None:
    person = Person("secret")
    assert run(session, cell, person).status == "ok"
    assert person.asked == [("Key: ", True)]
    assert person.text == "secret\n"


def test_names_of_the_program_stay_as_they_were(tmp_path: Path) -> None:
    session = Session(fast_forward, tmp_path)
    session.run("before = set(globals())", lambda output: None)
    person = Person("x")
    run(session, "input()\nprint(set(globals()) - before - {'before'})", person)
    assert person.text in ("set()\n", "{'_'}\n")
    session.close()


def test_nobody_answers(session: Session) -> None:
    person = Person(EOFError())
    result = run(session, "input('Name? ')", person)
    assert result.error is not None
    assert result.error.name == "EOFError"
    assert run(session, "print(1)", person).status == "ok"


def test_a_cell_without_a_person_cannot_ask_what_an_earlier_one_could(session: Session) -> None:
    run(session, "def ask():\n    return input()", Person())
    result = session.run("ask()", lambda output: None)
    assert result.error is not None
    assert result.error.name == "EOFError"


def test_stop_while_it_waits_for_an_answer(session: Session) -> None:
    class Stopped(Person):
        def __call__(self, prompt: str, password: bool) -> str:
            session.interrupt()
            raise KeyboardInterrupt

    person = Stopped()
    result = run(session, "print('go')\ninput()\nprint('never')", person)
    assert result.error is not None
    assert result.error.name == "KeyboardInterrupt"
    assert person.text == "go\n"
    assert run(session, "print(1)", person).status == "ok"


def test_after_a_restart_of_the_board_it_asks_again(cells: Cells) -> None:
    person = Person("1", "2")
    assert run(cells.session, "input()", person).status == "ok"
    assert cells.error("import machine\nmachine.reset()").name == "BoardReset"
    assert run(cells.session, "print(input('again '))", person).status == "ok"
    assert person.asked[-1] == ("again ", False)


def test_printed_numbers_are_not_held_back(session: Session) -> None:
    """The start of what looks like a question is shown as soon as it is none."""
    seen = threading.Event()

    class Watching(Person):
        def take(self, output: Output) -> None:
            super().take(output)
            if self.text.endswith("3"):
                seen.set()

    person = Watching("x")
    run(session, "input()", person)
    thread = threading.Thread(
        target=run, args=(session, "print('3', end='')\nwhile True: pass", person), daemon=True
    )
    thread.start()
    assert seen.wait(30)
    session.interrupt()
    thread.join(30)
    assert not thread.is_alive()
