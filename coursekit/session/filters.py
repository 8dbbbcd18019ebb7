"""What a program prints, on its way to the person: through the filters of the cell's commands."""

from __future__ import annotations

from coursekit.session.run import CellRun, OutputFilter


class Filtered:
    """Writes to `run`, through `first` and then the filters of the cell's commands."""

    def __init__(self, run: CellRun, first: OutputFilter | None) -> None:
        self._run = run
        self._filters = [*([first] if first is not None else []), *run.filters]
        self.write = self._write if self._filters else run.write

    def finish(self) -> None:
        """The program has ended."""
        for number, item in enumerate(self._filters):
            self._pass_on(item.finish(), number + 1)

    def _write(self, text: str) -> None:
        self._pass_on(text, 0)

    def _pass_on(self, text: str, first: int) -> None:
        for item in self._filters[first:]:
            if not text:
                return
            text = item.feed(text)
        self._run.write(text)
