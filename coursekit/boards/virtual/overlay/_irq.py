# Calls to a program's interrupt handlers, and what the board prints when one of them fails.
import io
import sys

from _args import as_int
from micropython import heap_lock, heap_unlock


def alloc_emergency_exception_buf(_size):
    # The Unix port always has such a buffer.
    as_int(_size)


def _report(e, title):
    # Without the second line, the frame of call() below, which no board has.
    text = io.StringIO()
    sys.print_exception(e, text)
    lines = text.getvalue().split("\n")
    if len(lines) > 3 and lines[0][:9] == "Traceback":
        lines.pop(1)
        if lines[1][:6] != "  File":
            lines.pop(0)  # with its heap locked, no frame was noted
    if title:
        print(title)
    print("\n".join(lines), end="")


def call(handler, parent, hard):
    # True if all went well. KeyboardInterrupt is for the main program.
    try:
        if hard:
            heap_lock()
            try:
                handler(parent)
            finally:
                heap_unlock()
        else:
            handler(parent)
        return True
    except KeyboardInterrupt:
        raise
    except BaseException as e:
        _report(e, "Uncaught exception in IRQ callback handler" if hard else None)
        return False
