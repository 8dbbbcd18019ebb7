"""The person is asked: `input()` and `getpass`, on the board and in %%host cells."""

from __future__ import annotations

from typing import Any

import pytest
import zmq
from jupyter_client.session import Session

from coursekit.kernel.stdin import Stdin
from tests.kernel.conftest import TIMEOUT_S, Notebook, text_of

ASKS = {"board": "", "host": "%%host\n"}


def asked(notebook: Notebook) -> dict[str, Any]:
    """The next question."""
    content: dict[str, Any] = notebook.client.get_stdin_msg(timeout=TIMEOUT_S)["content"]
    return content


@pytest.mark.parametrize("where", ASKS)
def test_input(shared: Notebook, where: str) -> None:
    msg_id = shared.send(ASKS[where] + "name = input('Name? ')\nprint('Hello', name)")
    assert asked(shared) == {"prompt": "Name? ", "password": False}
    shared.client.input("Ada Ω")
    assert text_of(shared.outputs(msg_id)).endswith("Hello Ada Ω\n")
    assert shared.reply(msg_id)["status"] == "ok"


@pytest.mark.parametrize("where", ASKS)
def test_getpass(shared: Notebook, where: str) -> None:
    msg_id = shared.send(ASKS[where] + "from getpass import getpass\nprint(len(getpass('Key: ')))")
    assert asked(shared) == {"prompt": "Key: ", "password": True}
    shared.client.input("secret")
    assert text_of(shared.outputs(msg_id)) == "6\n"
    shared.reply(msg_id)


@pytest.mark.parametrize("where", ASKS)
def test_end_of_file(shared: Notebook, where: str) -> None:
    msg_id = shared.send(ASKS[where] + "input()")
    asked(shared)
    shared.client.input("\x04")
    assert shared.reply(msg_id)["ename"] == "EOFError"
    shared.outputs(msg_id)


@pytest.mark.parametrize("where", ASKS)
def test_stop_ends_the_wait_and_a_late_answer_is_nobodys(shared: Notebook, where: str) -> None:
    msg_id = shared.send(ASKS[where] + "input('first')")
    asked(shared)
    shared.manager.interrupt_kernel()
    assert shared.reply(msg_id)["ename"] == "KeyboardInterrupt"
    shared.outputs(msg_id)
    shared.client.input("late")
    msg_id = shared.send(ASKS[where] + "print(input('second'))")
    while asked(shared)["prompt"] != "second":
        pass
    shared.client.input("right")
    assert text_of(shared.outputs(msg_id)) == "right\n"
    shared.reply(msg_id)


@pytest.mark.parametrize("where", ASKS)
def test_where_nobody_can_answer(shared: Notebook, where: str) -> None:
    reply, _ = shared.run(ASKS[where] + "input('Name? ')", allow_stdin=False)
    assert reply["status"] == "error"
    assert 'name = "Ada"' in reply["evalue"]


def test_what_was_printed_comes_before_the_question(shared: Notebook) -> None:
    msg_id = shared.send("%%host\nprint('half', end='')\ninput()")
    shared.wait_printed(msg_id, "half")
    asked(shared)
    shared.client.input("")
    shared.outputs(msg_id)
    assert shared.reply(msg_id)["status"] == "ok"


def test_a_shutdown_ends_the_wait(notebook: Notebook) -> None:
    notebook.send("input()")
    asked(notebook)
    notebook.manager.restart_kernel()
    notebook.client.wait_for_ready(timeout=TIMEOUT_S)
    assert notebook.printed("print('alive')").endswith("alive\n")


def test_the_asking_client_is_asked_and_all_see_the_outputs(shared: Notebook) -> None:
    other = Notebook(shared.manager)
    try:
        msg_id = other.send("print('for', input('who? '))")
        assert asked(other)["prompt"] == "who? "
        other.client.input("both")
        shared.wait_printed(msg_id, "for both\n")
        other.wait_printed(msg_id, "for both\n")
        assert other.reply(msg_id)["status"] == "ok"
        assert not shared.client.stdin_channel.msg_ready()
        shared.outputs(msg_id)
    finally:
        other.client.stop_channels()


def test_a_stop_just_before_the_question_counts() -> None:
    """It came when the program had asked and the host had not yet seen that."""
    with zmq.Context() as context, context.socket(zmq.ROUTER) as channel:
        stdin = Stdin(Session(key=b"key"), channel)
        stdin.interrupt()
        with pytest.raises(KeyboardInterrupt):
            stdin.ask("Name? ", False, {}, [b"client"], lambda: True)
        stdin.close()
