"""Which names a program calls and defines, read from its text before it runs."""

from __future__ import annotations

from coursekit.session.syntax import syntax


def calls(code: str, name: str) -> bool:
    """Whether the program calls `name` as a plain function. No Python: False."""
    return name in syntax(code).called


def defines(code: str, name: str) -> bool:
    """Whether the program gives `name` a meaning of its own, anywhere. No Python: False."""
    return name in syntax(code).defined
