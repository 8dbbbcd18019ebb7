"""Completion and inspection as a front end asks for them, also while a cell runs."""

from __future__ import annotations

from typing import Any

from tests.kernel.conftest import Notebook

ENDLESS = "print('go')\nwhile True: pass"


def complete(notebook: Notebook, code: str) -> dict[str, Any]:
    """The reply to a completion at the end of `code`."""
    return notebook.reply(notebook.client.complete(code))


def test_names_of_the_board(shared: Notebook) -> None:
    shared.run("blinking_led = 5")
    found = complete(shared, "x = 1\nprint(blinking_")
    assert found["matches"] == ["blinking_led"]
    assert (found["cursor_start"], found["cursor_end"]) == (12, 21)


def test_kinds_are_told_for_each_match(shared: Notebook) -> None:
    found = complete(shared, "import time\ntime.sleep_m")
    (kind,) = found["metadata"]["_jupyter_types_experimental"]
    assert found["matches"] == ["sleep_ms"]
    assert (kind["text"], kind["type"]) == ("sleep_ms", "function")
    assert (kind["start"], kind["end"]) == (found["cursor_start"], found["cursor_end"])


def test_inspection_is_text_for_every_front_end(shared: Notebook) -> None:
    reply = shared.reply(shared.client.inspect("print"))
    assert (reply["status"], reply["found"]) == ("ok", True)
    assert {"text/plain", "text/markdown"} <= set(reply["data"])
    assert "print" in reply["data"]["text/plain"]
    reply = shared.reply(shared.client.inspect("nothing_of_this_name"))
    assert (reply["status"], reply["found"], reply["data"]) == ("ok", False, {})


def test_both_work_while_a_cell_runs(shared: Notebook) -> None:
    shared.run("blinking_led = 5")
    running = shared.send(ENDLESS)
    shared.wait_printed(running, "go\n")
    assert complete(shared, "blinking_")["matches"] == ["blinking_led"]
    assert shared.reply(shared.client.inspect("print(1, end"))["found"]
    shared.manager.interrupt_kernel()
    assert shared.reply(running)["ename"] == "KeyboardInterrupt"
    shared.outputs(running)


def test_odd_requests_are_answered(shared: Notebook) -> None:
    for code, cursor in (("", 0), ("a.", 99), ("é = '", 3), ("%", 1), ("%%host\nplt.", 11)):
        asked = shared.client.complete(code, cursor)
        assert shared.reply(asked)["status"] == "ok"
        asked = shared.client.inspect(code, cursor)
        assert shared.reply(asked)["status"] == "ok"
