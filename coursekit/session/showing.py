"""`display` and `clear_output` of %%host cells, and of the libraries that they use.

IPython's own show something only inside an IPython shell, which this is not. ipywidgets and others
call them by name, so while there is a console they are ours.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coursekit.session.console import console
from coursekit.session.outputs import Clear, Display
from coursekit.session.pictures import Bundle, figure_bundle, is_figure

if TYPE_CHECKING:
    from IPython.core.formatters import DisplayFormatter

_formatters: list[DisplayFormatter] = []


def bundle(value: object) -> Bundle:
    """A value as data by MIME type, and its metadata; empty if it has shown itself."""
    if is_figure(value):
        from matplotlib import pyplot

        pyplot.close(value)
        return figure_bundle(value)
    if not _formatters:
        from IPython.core.formatters import DisplayFormatter

        _formatters.append(DisplayFormatter())
    data, metadata = _formatters[0].format(value)  # type: ignore[no-untyped-call]
    return {kind: _as_text(content) for kind, content in data.items()}, metadata


def display(
    *values: object,
    display_id: str | bool | None = None,
    update: bool = False,
    clear: bool = False,
    raw: bool = False,
    metadata: Mapping[str, Any] | None = None,
    **options: Any,
) -> Any:
    """Show values as the end of a cell does.

    display_id: a name by which it can be replaced later, or True for a new one; then a handle with
    `update(value)` is returned. raw: the values are data by MIME type.
    """
    if clear:
        clear_output(wait=True)
    name = uuid.uuid4().hex if display_id is True else display_id or None
    for value in values:
        data, its_metadata = (value, {}) if raw and isinstance(value, Mapping) else bundle(value)
        if data:
            publish(data, {**its_metadata, **(metadata or {})}, name, update)
    if name is None or update:
        return None
    from IPython.core.display_functions import DisplayHandle

    return DisplayHandle(name)  # type: ignore[no-untyped-call]


def clear_output(wait: bool = False) -> None:
    """Take away what the cell has shown; with `wait` when the next output comes."""
    found = console()
    if found is not None:
        found.emit(Clear(wait))


def publish(
    data: Mapping[str, Any],
    metadata: Mapping[str, Any] | None = None,
    display_id: str | None = None,
    update: bool = False,
) -> None:
    """Show data by MIME type."""
    found = console()
    if found is not None:
        content = {kind: _as_text(one) for kind, one in data.items()}
        found.emit(Display(content, metadata or {}, display_id, update))


def publish_display_data(
    data: Mapping[str, Any],
    metadata: Mapping[str, Any] | None = None,
    *args: Any,
    transient: Mapping[str, Any] | None = None,
    update: bool = False,
    **options: Any,
) -> None:
    """`publish` in the words of IPython."""
    publish(data, metadata, (transient or {}).get("display_id"), update)


def take_over() -> None:
    """Put these functions where libraries look for IPython's. Again does nothing."""
    import IPython.display as public
    from IPython.core import display_functions

    for ours in (display, clear_output, publish_display_data):
        for module in (display_functions, public):
            theirs = getattr(module, ours.__name__, None)
            if theirs is not None and not hasattr(theirs, "__wrapped__"):
                setattr(module, ours.__name__, _at_a_console(ours, theirs))


def _at_a_console(ours: Any, theirs: Any) -> Any:
    def chosen(*args: Any, **options: Any) -> Any:
        return (theirs if console() is None else ours)(*args, **options)

    chosen.__name__ = chosen.__qualname__ = theirs.__name__
    chosen.__doc__ = theirs.__doc__
    chosen.__wrapped__ = theirs  # type: ignore[attr-defined]
    return chosen


def _as_text(content: Any) -> Any:
    if isinstance(content, bytes):
        return base64.b64encode(content).decode("ascii")
    return content
