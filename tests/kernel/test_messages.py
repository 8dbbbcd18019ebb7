"""Outputs become the messages that Jupyter's protocol has for them."""

from __future__ import annotations

from typing import Any

import pytest

from coursekit.kernel.messages import message, payload
from coursekit.session import Clear, Display, Error, NextInput, Output, Result, Stream
from tests.kernel.conftest import Notebook

TEXT = {"text/plain": "x"}


@pytest.mark.parametrize(
    ("output", "kind", "content"),
    [
        (Stream("stderr", "a"), "stream", {"name": "stderr", "text": "a"}),
        (Display(TEXT), "display_data", {"data": TEXT, "metadata": {}, "transient": {}}),
        (
            Display(TEXT, {}, "d"),
            "display_data",
            {"data": TEXT, "metadata": {}, "transient": {"display_id": "d"}},
        ),
        (
            Display(TEXT, {}, "d", update=True),
            "update_display_data",
            {"data": TEXT, "metadata": {}, "transient": {"display_id": "d"}},
        ),
        (Result(TEXT), "execute_result", {"data": TEXT, "metadata": {}, "execution_count": 7}),
        (Clear(wait=True), "clear_output", {"wait": True}),
        (Error("E", "m", ("t",)), "error", {"ename": "E", "evalue": "m", "traceback": ["t"]}),
    ],
)
def test_each_output_has_its_message(output: Output, kind: str, content: dict[str, Any]) -> None:
    assert message(output, 7) == (kind, content)


def test_text_for_a_cell_goes_into_the_reply() -> None:
    assert message(NextInput("x = 1"), 7) is None
    assert payload(NextInput("x = 1", replace=True)) == {
        "source": "set_next_input",
        "text": "x = 1",
        "replace": True,
    }


def test_expressions_of_a_client_are_evaluated_on_the_board(shared: Notebook) -> None:
    asked = {"sum": "a + 1", "pair": "a, a", "wrong": "nowhere"}
    reply, outputs = shared.run("a = 41", user_expressions=asked)
    values = reply["user_expressions"]
    assert values["sum"] == {"status": "ok", "data": {"text/plain": "42"}, "metadata": {}}
    assert values["pair"]["data"] == {"text/plain": "(41, 41)"}
    assert values["wrong"]["status"] == "error"
    assert {"ename", "evalue", "traceback"} <= set(values["wrong"])
    assert [m["msg_type"] for m in outputs if m["msg_type"] != "stream"] == []


def test_history_of_a_kernel(shared: Notebook) -> None:
    shared.run("'kept'")
    shared.run("'silent'", silent=True)
    asked = shared.client.history(hist_access_type="tail", n=1, output=True)
    ((_, _, entry),) = shared.reply(asked)["history"]
    assert entry == ["'kept'", "'kept'"]
