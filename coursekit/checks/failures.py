"""Calls that did not return: what became of them, in sentences."""

from __future__ import annotations

from coursekit.boards import RemoteError
from coursekit.checks.outcome import Outcome
from coursekit.checks.words import MAX_SHOWN, clean, duration, raised, sentence


def failure(call: Outcome) -> str:
    """What became of a call that has an error: one or more sentences, `blink(3) raised ...`."""
    error = call.error
    assert error is not None
    if not isinstance(error, RemoteError):  # a sentence of the kit's own
        return sentence(f"{call.text} failed: {clean(str(error), 3 * MAX_SHOWN)}")
    name = _missing_function(call, error)
    if name:
        return (
            f"{call.text} failed: there is no {name} on the board. "
            f"Does the cell that defines {name} run without an error?"
        )
    return sentence(f"{call.text} {raised(error)}")


def missed_words(call: Outcome) -> str:
    """What was to happen during the call and did not, because it had ended."""
    if not call.missed:
        return ""
    return f" The call ended at {duration(1000 * call.lasted_ms)}, before {_joined(call.missed)}."


def _joined(items: tuple[str, ...]) -> str:
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else items[0]


def _missing_function(call: Outcome, error: RemoteError) -> str:
    """The name of the function that was called, if it is that which does not exist."""
    name = call.text.partition("(")[0].partition(".")[0]
    inside = any(frame.function not in ("", "<module>") for frame in error.frames)
    if inside or error.name != "NameError" or error.message != f"name '{name}' isn't defined":
        return ""
    return clean(name)
