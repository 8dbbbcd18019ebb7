"""What may stand at the cursor of a cell, and what the thing there is: see `Completer`."""

from coursekit.session.completion.completer import Completer, Completions

__all__ = ["Completer", "Completions"]
