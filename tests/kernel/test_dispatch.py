"""What is answered while a cell runs, and that every request gets its own busy and idle."""

from __future__ import annotations

from typing import Any

from tests.kernel.conftest import Notebook

ENDLESS = "print('go')\nwhile True: pass"
MAKE_COMM = (
    "%%host\nimport comm\n"
    "c = comm.create_comm(target_name='trial', data={})\n"
    "c.on_msg(lambda message: c.send({'echo': message['content']['data']['x']}))\n"
    "c.comm_id"
)


def make_comm(notebook: Notebook) -> str:
    """A comm that answers; returns its id."""
    _, outputs = notebook.run(MAKE_COMM)
    return str(outputs[-1]["content"]["data"]["text/plain"]).strip("'")


def test_every_queued_cell_gets_its_idle(notebook: Notebook) -> None:
    comm_id = make_comm(notebook)
    cells, comms = [], []
    for number in range(150):
        cells.append(notebook.send(f"x = {number}"))
        comms += [notebook.send_comm(comm_id, {"x": number}) for _ in range(3)]
    statuses: dict[str, list[str]] = {msg_id: [] for msg_id in cells + comms}
    missing = set(statuses)

    def note(message: dict[str, Any]) -> bool:
        msg_id = message["parent_header"].get("msg_id")
        if message["msg_type"] == "status" and msg_id in statuses:
            statuses[msg_id].append(message["content"]["execution_state"])
            if statuses[msg_id][-1] == "idle":
                missing.discard(msg_id)
        return not missing

    notebook.listen(note)
    for cell in cells:
        assert statuses[cell][0] == "busy"
        assert statuses[cell][1:-1] == ["busy"] * (len(statuses[cell]) - 2)
        assert notebook.reply(cell)["status"] == "ok"
    assert all(statuses[msg_id] == ["busy", "idle"] for msg_id in comms)
    assert notebook.run("x")[1][0]["content"]["data"]["text/plain"] == "149"


def test_requests_are_answered_while_a_cell_runs(shared: Notebook) -> None:
    running = shared.send(ENDLESS)
    shared.wait_printed(running, "go\n")
    client = shared.client
    for ask, kind in (
        (lambda: client.complete("pri"), "complete_reply"),
        (lambda: client.inspect("print"), "inspect_reply"),
        (lambda: client.is_complete("1"), "is_complete_reply"),
        (client.history, "history_reply"),
        (client.comm_info, "comm_info_reply"),
        (client.kernel_info, "kernel_info_reply"),
    ):
        asked = ask()
        message = shared.shell_message(asked)
        assert message["msg_type"] == kind
        assert message["content"]["status"] in ("ok", "complete")
        assert shared.statuses(asked, running) == [
            ("busy", asked),
            ("idle", asked),
            ("busy", running),
        ]
    shared.manager.interrupt_kernel()
    assert shared.reply(running)["status"] == "error"
    shared.outputs(running)


def test_a_comm_is_answered_while_a_cell_runs(notebook: Notebook) -> None:
    comm_id = make_comm(notebook)
    running = notebook.send(ENDLESS)
    notebook.wait_printed(running, "go\n")
    sent = notebook.send_comm(comm_id, {"x": 7})
    messages = notebook.until(sent, lambda message: message["msg_type"] == "comm_msg")
    assert messages[-1]["content"]["data"] == {"echo": 7}
    notebook.until(sent, lambda m: m["content"].get("execution_state") == "idle")
    notebook.until(running, lambda m: m["content"].get("execution_state") == "busy")
    notebook.manager.interrupt_kernel()
    notebook.outputs(running)
    assert notebook.reply(running)["ename"] == "KeyboardInterrupt"


def test_a_comm_counts_for_the_cell_after_it(notebook: Notebook) -> None:
    notebook.run(
        "%%host\nimport comm, time\nseen = []\n"
        "def late(message):\n    time.sleep(0.3)\n    seen.append(1)\n"
        "c = comm.create_comm(target_name='trial', data={})\nc.on_msg(late)"
    )
    comm_id = notebook.run("%%host\nc.comm_id")[1][0]["content"]["data"]["text/plain"].strip("'")
    notebook.send_comm(comm_id, {"x": 1})
    assert notebook.run("%%host\nseen")[1][0]["content"]["data"]["text/plain"] == "[1]"


def test_subshells_are_not_offered(shared: Notebook) -> None:
    info = shared.reply(shared.client.kernel_info())
    assert "kernel subshells" not in info["supported_features"]


def test_a_flood_that_nobody_reads_loses_nothing(notebook: Notebook) -> None:
    """The kernel sends more messages than a socket usually keeps, and the client reads late."""
    msg_id = notebook.send(
        "%%host\nfor i in range(4000):\n    display({'text/plain': f'{i:5000}'}, raw=True)"
    )
    assert notebook.reply(msg_id)["status"] == "ok"
    shown = [m for m in notebook.outputs(msg_id) if m["msg_type"] == "display_data"]
    assert [int(m["content"]["data"]["text/plain"]) for m in shown] == list(range(4000))
