"""A session's outputs as a notebook's, with a bound on how much of them is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

from coursekit.grading.record import printable
from coursekit.session import Clear, Display, Error, NextInput, Output, Result, Stream

CELL_CHARS = 100_000
"""The most that is kept of one cell, pictures included."""
NOTEBOOK_CHARS = 1_000_000
"""The most that is kept of all answers of a notebook."""
PICTURE_CHARS = 2_000_000
"""The most that is kept of one check."""
_CUT = "\n... more output, left out ..."
_TRACEBACK_LINES = 60


class Collector:
    """Takes the outputs of cells. `allowance`: characters that may still be kept in all."""

    def __init__(self, allowance: int = NOTEBOOK_CHARS, most_of_a_cell: int = CELL_CHARS) -> None:
        self._allowance = allowance
        self._most_of_a_cell = most_of_a_cell
        self._left = 0
        self._cut = False
        self._clears = False
        self._shown: dict[str, NotebookNode] = {}
        self.outputs: list[NotebookNode] = []

    def begin(self) -> None:
        """A cell begins."""
        self.outputs = []
        self._shown.clear()
        self._cut = self._clears = False
        self._left = min(self._allowance, self._most_of_a_cell)

    def take(self, output: Output) -> None:
        """Keep an output, or as much of it as there is room for. An error is always kept."""
        if isinstance(output, NextInput):
            return
        if isinstance(output, Clear):
            self._clears = True
            if output.wait:
                return
        if self._clears:
            self.outputs, self._clears = [], False
        if isinstance(output, Clear) or self._replaced(output):
            return
        if isinstance(output, Error):
            self.outputs.append(to_output(output))
        elif isinstance(output, Stream):
            self._take_text(output)
        elif self._spend(_size(output.data)):
            self.outputs.append(to_output(output))
            if isinstance(output, Display) and output.display_id is not None:
                self._shown[output.display_id] = self.outputs[-1]
        else:
            self._say_cut("stdout")

    def _replaced(self, output: Output) -> bool:
        """Whether this was an update of something shown before; it costs what is new."""
        if not (isinstance(output, Display) and output.update and output.display_id):
            return False
        shown = self._shown.get(output.display_id)
        if shown is not None and self._spend(_size(output.data)):
            shown.data, shown.metadata = _clean(output.data), _clean(output.metadata)
        return True

    def _take_text(self, output: Stream) -> None:
        if self._cut:
            return
        text = output.text[: self._left]
        self._spend(len(text))
        if text:
            self._add_text(output.name, text)
        if len(text) < len(output.text):
            self._say_cut(output.name)

    def _add_text(self, name: str, text: str) -> None:
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += printable(text)
        else:
            self.outputs.append(to_output(Stream("stderr" if name == "stderr" else "stdout", text)))

    def _say_cut(self, name: str) -> None:
        if not self._cut:
            self._cut = True
            self._add_text(name, _CUT)

    def _spend(self, size: int) -> bool:
        if size > self._left:
            return False
        self._left -= size
        self._allowance -= size
        return True


def to_output(
    output: Stream | Error | Display | Result, execution_count: int | None = None
) -> NotebookNode:
    """An output of nbformat 4."""
    if isinstance(output, Stream):
        return _node(output_type="stream", name=output.name, text=printable(output.text))
    if isinstance(output, Error):
        lines = [printable(line) for line in output.traceback]
        if len(lines) > _TRACEBACK_LINES:
            lines = [*lines[:10], "...", *lines[11 - _TRACEBACK_LINES :]]
        return _node(
            output_type="error",
            ename=printable(output.name),
            evalue=printable(output.message)[:CELL_CHARS],
            traceback=[line[:CELL_CHARS] for line in lines],
        )
    data, metadata = _clean(output.data), _clean(output.metadata)
    if isinstance(output, Display):
        return _node(output_type="display_data", data=data, metadata=metadata)
    assert isinstance(output, Result)
    return _node(
        output_type="execute_result", data=data, metadata=metadata, execution_count=execution_count
    )


def _node(**fields: Any) -> NotebookNode:
    return NotebookNode(fields)  # type: ignore[no-untyped-call]


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return _node(**{str(key): _clean(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _size(data: Mapping[str, Any]) -> int:
    return sum(len(item) if isinstance(item, str) else len(repr(item)) for item in data.values())
