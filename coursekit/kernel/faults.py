"""Shows exceptions that a library catches and logs, as ipywidgets does with those of callbacks.

A log goes to the terminal of the server, where nobody looks; without this a callback with an error
in it would simply do nothing.
"""

from __future__ import annotations

import logging

from traitlets.log import get_logger

from coursekit.session import tracebacks
from coursekit.session.console import console
from coursekit.session.outputs import Error
from coursekit.session.shared import in_callback


def show_logged() -> None:
    """Show what is logged from now on to the log of Jupyter's packages."""
    log = get_logger()
    if isinstance(log, logging.Logger):
        log.addHandler(_ShowLogged())


class _ShowLogged(logging.Handler):
    """Shows an exception that is logged in a callback where the callback prints."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """See the class."""
        here = console()
        if here is None or not in_callback.get() or not record.exc_info:
            return
        error = record.exc_info[1]
        if error is not None:
            here.emit(of_callback(error))


def of_callback(error: BaseException) -> Error:
    """An exception of a callback, from the code of the cell on: not how a library came to it."""
    place = error.__traceback__
    while place is not None and not place.tb_frame.f_code.co_filename.startswith("<host"):
        place = place.tb_next
    return tracebacks.from_host(error if place is None else error.with_traceback(place))
