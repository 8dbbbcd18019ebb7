"""Cells through Jupyter's client: outputs, replies, errors, interrupts, many lines."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from tests.kernel.conftest import Notebook, text_of


def kinds(outputs: list[dict[str, Any]]) -> list[str]:
    """The kinds of outputs, printed text counted once however many messages it came in."""
    return [kind for kind, _ in groupby(message["msg_type"] for message in outputs)]


def test_the_first_output_says_which_board_it_is(notebook: Notebook) -> None:
    first = notebook.printed("print('hello')")
    assert first.startswith("Virtual board: Raspberry Pi Pico W")
    assert first.endswith("\nhello\n")
    assert notebook.printed("print('again')") == "again\n"


def test_output_arrives_while_the_cell_runs(shared: Notebook) -> None:
    msg_id = shared.send("print('go')\nwhile True: pass")
    shared.wait_printed(msg_id, "go\n")
    shared.manager.interrupt_kernel()
    assert shared.reply(msg_id)["status"] == "error"
    assert kinds(shared.outputs(msg_id)) == ["error"]


def test_interrupt_gives_keyboard_interrupt_with_the_line(shared: Notebook) -> None:
    msg_id = shared.send("x = 5\nprint('go')\nwhile True:\n    pass")
    shared.wait_printed(msg_id, "go\n")
    shared.manager.interrupt_kernel()
    reply = shared.reply(msg_id)
    assert (reply["status"], reply["ename"]) == ("error", "KeyboardInterrupt")
    shared.outputs(msg_id)
    assert shared.run("x")[1][0]["content"]["data"]["text/plain"] == "5"


def test_last_expression_is_the_result(shared: Notebook) -> None:
    reply, outputs = shared.run("a = 20\na + 22")
    assert reply["status"] == "ok"
    assert kinds(outputs) == ["execute_result"]
    content = outputs[0]["content"]
    assert content["data"] == {"text/plain": "42"}
    assert content["execution_count"] == reply["execution_count"]


def test_error_reply_has_the_lines_of_the_cell(shared: Notebook) -> None:
    reply, outputs = shared.run("print('before')\n\n1 / 0")
    assert reply["status"] == "error"
    assert (reply["ename"], reply["evalue"]) == ("ZeroDivisionError", "divide by zero")
    assert kinds(outputs) == ["stream", "error"]
    assert outputs[-1]["content"]["traceback"] == reply["traceback"]
    assert "    1 / 0" in reply["traceback"]
    assert "3" in reply["traceback"][1]


def test_count_goes_up_with_history_only(shared: Notebook) -> None:
    first = shared.run("1")[0]["execution_count"]
    assert shared.run("2")[0]["execution_count"] == first + 1
    assert shared.run("3", store_history=False)[0]["execution_count"] == first + 2
    assert shared.run("4", silent=True)[1] == []
    assert shared.run("5")[0]["execution_count"] == first + 2


def test_silent_still_runs(shared: Notebook) -> None:
    shared.run("quiet = 1", silent=True)
    assert shared.printed("print(quiet)") == "1\n"


def test_many_lines_are_few_messages(shared: Notebook) -> None:
    msg_id = shared.send("for i in range(30_000): print(i)")
    outputs = shared.outputs(msg_id)
    assert shared.reply(msg_id)["status"] == "ok"
    assert text_of(outputs) == "".join(f"{i}\n" for i in range(30_000))
    assert len(outputs) < 1_500


FLOOD = "i = 0\nwhile True:\n    print(i)\n    i += 1"


def stopped_flood(shared: Notebook, until_chars: int, **options: Any) -> str:
    """What is shown of a program that prints numbers until it is stopped."""
    msg_id = shared.send(FLOOD, **options)
    outputs: list[Any] = []
    while len(text_of(outputs)) < until_chars:
        outputs += shared.until(msg_id, lambda message: message["msg_type"] == "stream")
    shared.manager.interrupt_kernel()
    outputs += shared.outputs(msg_id)
    assert shared.reply(msg_id)["ename"] == "KeyboardInterrupt"
    return text_of(outputs)


def test_a_flood_is_complete_for_a_tool(shared: Notebook) -> None:
    *lines, _ = stopped_flood(shared, 310_000, allow_stdin=False).split("\n")
    assert lines == [str(number) for number in range(len(lines))]


def test_a_flood_is_counted_for_a_person(shared: Notebook) -> None:
    text = stopped_flood(shared, 310_000)
    expected = 0
    *lines, _ = text.split("\n")
    for line in lines:
        found = re.fullmatch(r"\.\.\. ([\d,]+) lines are left out here.*", line)
        assert found or line == str(expected)
        expected += int(found[1].replace(",", "")) if found else 1
    assert "left out" in text
    assert len(text) < 400_000


def test_a_cell_after_an_error_in_the_queue_is_aborted(shared: Notebook) -> None:
    blocking = shared.send("print('go')\nwhile True: pass")
    shared.wait_printed(blocking, "go\n")
    waiting = shared.send("print('never')")
    shared.manager.interrupt_kernel()
    assert shared.reply(blocking)["status"] == "error"
    assert shared.reply(waiting)["status"] == "aborted"


def test_is_complete(shared: Notebook) -> None:
    expected = {
        "print(1)": "complete",
        "%board": "complete",
        "%trace\nprint(1)": "complete",
        "for i in x:": "incomplete",
        "f(": "incomplete",
        "x = = 1": "invalid",
    }
    found = {}
    for code in expected:
        msg_id = shared.client.is_complete(code)
        found[code] = shared.reply(msg_id)["status"]
    assert found == expected


def test_it_says_what_it_is(shared: Notebook) -> None:
    info = shared.reply(shared.client.kernel_info())
    assert info["implementation"] == "coursekit"
    assert info["language_info"]["name"] == "micropython"
    assert "debugger" not in info["supported_features"]


def test_a_thread_that_outlives_its_cell_prints_in_the_last_one(shared: Notebook) -> None:
    msg_id = shared.send(
        "%%host\nimport threading\nover = threading.Event()\n"
        "threading.Thread(target=lambda: (over.wait(), print('late'))).start()"
    )
    shared.outputs(msg_id)
    assert shared.reply(msg_id)["status"] == "ok"
    comm = "import comm\nc = comm.create_comm(target_name='t')\nc.on_msg(lambda m: over.set())"
    last = shared.send(f"%%host\n{comm}\nc.comm_id")
    comm_id = shared.outputs(last)[-1]["content"]["data"]["text/plain"].strip("'")
    shared.reply(last)
    shared.send_comm(comm_id, {})
    shared.wait_printed(last, "late\n")
