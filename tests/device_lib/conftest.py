"""Fixtures: a desk with the parts that a test names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import TypeAlias

import pytest

from tests.device_lib.desk import Desk

MakeDesk: TypeAlias = "Callable[..., Desk]"


@pytest.fixture
def make_desk() -> Iterator[MakeDesk]:
    """Makes a desk with one chip, of a type and with wires of its own, and closes it."""
    with ExitStack() as stack:

        def make(name: str, kind: str, *wires: str, **attrs: str) -> Desk:
            desk = Desk(name, kind, wires, attrs)
            stack.enter_context(closing(desk.board))
            return desk

        yield make
