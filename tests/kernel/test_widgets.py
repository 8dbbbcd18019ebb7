"""Widgets in %%host cells, as a front end sees them: their state moves both ways."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.conftest import Notebook, text_of

ENDLESS = "print('go')\nwhile True: pass"
SLIDER = "%%host\nimport ipywidgets\nslider = ipywidgets.IntSlider(description='speed')\nslider"
VIEW = "application/vnd.jupyter.widget-view+json"


def show(notebook: Notebook, code: str) -> tuple[str, str, list[dict[str, Any]]]:
    """Run a cell that ends in a widget: the cell, the widget's comm, the messages."""
    msg_id = notebook.send(code)
    outputs = notebook.outputs(msg_id)
    assert notebook.reply(msg_id)["status"] == "ok", outputs
    shown = [m for m in outputs if VIEW in m["content"].get("data", {})]
    return msg_id, shown[-1]["content"]["data"][VIEW]["model_id"], outputs


def change(notebook: Notebook, comm_id: str, state: dict[str, Any]) -> str:
    """What the front end sends when the person has changed a widget."""
    return notebook.send_comm(comm_id, {"method": "update", "state": state, "buffer_paths": []})


def click(notebook: Notebook, comm_id: str) -> str:
    """What the front end sends when the person has clicked."""
    return notebook.send_comm(comm_id, {"method": "custom", "content": {"event": "click"}})


def test_a_widget_is_shown_with_its_model(notebook: Notebook) -> None:
    cell, comm_id, outputs = show(notebook, SLIDER)
    opened = {m["content"]["comm_id"]: m for m in outputs if m["msg_type"] == "comm_open"}
    assert opened[comm_id]["content"]["data"]["state"]["description"] == "speed"
    assert opened[comm_id]["parent_header"]["msg_id"] == cell
    info = notebook.reply(notebook.client.comm_info("jupyter.widget"))
    assert comm_id in info["comms"]


def test_state_moves_both_ways_while_a_cell_runs(notebook: Notebook) -> None:
    cell, comm_id, _ = show(
        notebook,
        "%%host\nimport ipywidgets\n"
        "slider, text = ipywidgets.IntSlider(), ipywidgets.Text()\n"
        "def follow(change):\n"
        "    text.value = f'at {change.new}'\n"
        "    print('moved to', change.new)\n"
        "slider.observe(follow, 'value')\n"
        "slider",
    )
    running = notebook.send(ENDLESS)
    notebook.wait_printed(running, "go\n")
    sent = change(notebook, comm_id, {"value": 42})
    seen: dict[str, Any] = {}

    def note(message: dict[str, Any]) -> bool:
        content, parent = message["content"], message["parent_header"].get("msg_id")
        if message["msg_type"] == "comm_msg":
            assert parent == sent
            seen.update(content["data"]["state"])
        if message["msg_type"] == "stream":
            seen[parent] = content["text"]
        return bool(parent == sent and content.get("execution_state") == "idle")

    notebook.listen(note)
    assert seen == {"value": "at 42", cell: "moved to 42\n"}
    notebook.manager.interrupt_kernel()
    notebook.outputs(running)
    assert notebook.reply(running)["ename"] == "KeyboardInterrupt"
    assert notebook.run("%%host\nslider.value")[1][0]["content"]["data"]["text/plain"] == "42"


def test_a_running_host_cell_sees_the_change_and_each_prints_in_its_own_cell(
    notebook: Notebook,
) -> None:
    cell, comm_id, _ = show(
        notebook,
        "%%host\nimport ipywidgets\nslider = ipywidgets.IntSlider()\n"
        "slider.observe(lambda change: print('callback'), 'value')\nslider",
    )
    running = notebook.send(
        "%%host\nimport time\nprint('go')\nwhile not slider.value: time.sleep(0.01)\n"
        "print('seen', slider.value)"
    )
    notebook.wait_printed(running, "go\n")
    change(notebook, comm_id, {"value": 5})
    printed: dict[str, str] = {cell: "", running: ""}

    def note(message: dict[str, Any]) -> bool:
        if message["msg_type"] == "stream":
            printed[message["parent_header"]["msg_id"]] += message["content"]["text"]
        return all(printed.values())

    notebook.listen(note)
    assert printed == {cell: "callback\n", running: "seen 5\n"}
    notebook.outputs(running)
    assert notebook.reply(running)["status"] == "ok"


BUTTON = (
    "%%host\nimport ipywidgets\nbutton = ipywidgets.Button()\n"
    "def clicked(button):\n{body}\nbutton.on_click(clicked)\nbutton"
)


def test_a_callback_uses_the_board_between_cells_only(notebook: Notebook) -> None:
    notebook.run("count = 1")
    cell, comm_id, _ = show(
        notebook,
        BUTTON.format(body="    board.exec('count += 1')\n    print(board.eval('count'))"),
    )
    click(notebook, comm_id)
    notebook.wait_printed(cell, "2\n")
    running = notebook.send(ENDLESS)
    notebook.wait_printed(running, "go\n")
    click(notebook, comm_id)
    error = notebook.until(cell, lambda m: m["msg_type"] == "error")[-1]["content"]
    assert error["ename"] == "BoardError"
    assert "A cell is running" in error["evalue"]
    assert "ipywidgets" not in "".join(error["traceback"])
    notebook.manager.interrupt_kernel()
    notebook.outputs(running)
    notebook.reply(running)
    assert notebook.printed("print(count)") == "2\n"


@pytest.mark.parametrize("body", ["    board.exec('while True: pass')", "    while True: pass"])
def test_a_callback_that_does_not_end_is_stopped(notebook: Notebook, body: str) -> None:
    cell, comm_id, _ = show(notebook, BUTTON.format(body="    print('begun')\n" + body))
    click(notebook, comm_id)
    notebook.wait_printed(cell, "begun\n")
    assert notebook.reply(notebook.client.kernel_info())["status"] == "ok"
    waiting = notebook.send("print('alive')")
    notebook.manager.interrupt_kernel()
    error = notebook.until(cell, lambda m: m["msg_type"] == "error")[-1]["content"]
    assert "KeyboardInterrupt" in "".join(error["traceback"])
    notebook.wait_printed(waiting, "alive\n")


def test_an_output_widget_takes_what_is_printed(notebook: Notebook) -> None:
    cell, comm_id, _ = show(
        notebook,
        "%%host\nimport ipywidgets\nout, slider = ipywidgets.Output(), ipywidgets.IntSlider()\n"
        "def follow(change):\n"
        "    with out:\n        print('inside')\n"
        "    print('outside')\n"
        "slider.observe(follow, 'value')\nslider",
    )
    sent = change(notebook, comm_id, {"value": 1})
    seen: list[tuple[str, str]] = []

    def note(message: dict[str, Any]) -> bool:
        parent = message["parent_header"].get("msg_id")
        if message["msg_type"] == "comm_msg" and "msg_id" in message["content"]["data"]["state"]:
            captures = message["content"]["data"]["state"]["msg_id"]
            seen.append(("captures", "it" if captures == sent else captures))
        if message["msg_type"] == "stream":
            seen.append(("in the cell" if parent == cell else "by it", message["content"]["text"]))
        return bool(parent == sent and message["content"].get("execution_state") == "idle")

    notebook.listen(note)
    assert seen == [
        ("captures", "it"),
        ("by it", "inside\n"),
        ("captures", ""),
        ("in the cell", "outside\n"),
    ]


def test_an_output_widget_in_a_cell_gets_all_of_the_text(notebook: Notebook) -> None:
    """The text must be there before the widget says that it takes no more."""
    msg_id = notebook.send(
        "%%host\nimport ipywidgets\nout = ipywidgets.Output()\nwith out:\n    print('in')\n"
    )
    order = [
        m["content"].get("text") or m["content"]["data"]["state"]["msg_id"]
        for m in notebook.outputs(msg_id)
        if m["msg_type"] == "stream" or m["content"].get("data", {}).get("method") == "update"
    ]
    notebook.reply(msg_id)
    assert order[-3:] == [msg_id, "in\n", ""]


def test_a_page_that_was_loaded_again_gets_the_widgets(notebook: Notebook) -> None:
    _, comm_id, _ = show(notebook, SLIDER)
    content = {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}}
    opened = notebook.client.session.msg("comm_open", content, metadata={"version": "1.0.0"})
    notebook.client.shell_channel.send(opened)
    notebook.send_comm("control", {"method": "request_states"})
    found: list[dict[str, Any]] = []

    def note(message: dict[str, Any]) -> bool:
        if message["msg_type"] == "comm_msg" and message["content"]["comm_id"] == "control":
            found.append(message["content"]["data"])
        return bool(found)

    notebook.listen(note)
    assert comm_id in found[0]["states"]


def test_display_and_clear_output_of_ipython(shared: Notebook) -> None:
    shared.run("pass")
    reply, outputs = shared.run(
        "%%host\nfrom IPython.display import HTML, clear_output, display\n"
        "handle = display(HTML('<b>1</b>'), display_id=True)\n"
        "handle.update(HTML('<b>2</b>'))\nclear_output(wait=True)\nprint('x')"
    )
    assert reply["status"] == "ok"
    kinds = [m["msg_type"] for m in outputs]
    assert kinds == ["display_data", "update_display_data", "clear_output", "stream"]
    first, second, cleared, _ = (m["content"] for m in outputs)
    assert first["transient"]["display_id"] == second["transient"]["display_id"]
    assert second["data"]["text/html"] == "<b>2</b>"
    assert cleared == {"wait": True}


def test_interact_draws_where_it_should(notebook: Notebook) -> None:
    msg_id = notebook.send(
        "%%host\nfrom ipywidgets import interact\n"
        "def draw(n=2):\n    print('n is', n)\n    plt.plot([0, n])\n"
        "interact(draw);"
    )
    outputs = notebook.outputs(msg_id)
    assert notebook.reply(msg_id)["status"] == "ok"
    assert "n is 2\n" in text_of(outputs)
    assert sum("image/png" in m["content"].get("data", {}) for m in outputs) == 1
