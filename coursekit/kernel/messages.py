"""Outputs of a session as Jupyter's messages."""

from __future__ import annotations

from typing import Any

from coursekit.session.outputs import Clear, Display, Error, NextInput, Output, Result, Stream


def message(output: Output, count: int) -> tuple[str, dict[str, Any]] | None:
    """The type and content of an output's message; None for one that goes into the reply.

    count: the cell's number, for `Out[count]`.
    """
    match output:
        case Stream(name=name, text=text):
            return "stream", {"name": name, "text": text}
        case Display(data=data, metadata=metadata, display_id=display_id, update=update):
            transient = {} if display_id is None else {"display_id": display_id}
            kind = "update_display_data" if update and display_id is not None else "display_data"
            content = {"data": dict(data), "metadata": dict(metadata), "transient": transient}
            return kind, content
        case Result(data=data, metadata=metadata):
            shown = {"data": dict(data), "metadata": dict(metadata)}
            return "execute_result", {**shown, "execution_count": count}
        case Clear(wait=wait):
            return "clear_output", {"wait": wait}
        case NextInput():
            return None
        case Error():
            return "error", error_content(output)


def error_content(error: Error) -> dict[str, Any]:
    """An error as in a message and in a reply."""
    return {"ename": error.name, "evalue": error.message, "traceback": list(error.traceback)}


def payload(output: NextInput) -> dict[str, Any]:
    """The part of a cell's reply that makes the front end put a text into a cell."""
    return {"source": "set_next_input", "text": output.text, "replace": output.replace}
