"""What running a cell gives: the outputs of a notebook, without Jupyter.

The kernel turns them into messages, the grader into a notebook's outputs: both see the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from coursekit.checks import Verdict


@dataclass(frozen=True)
class Stream:
    """Printed text; `name` is "stdout" or "stderr"."""

    name: Literal["stdout", "stderr"]
    text: str


@dataclass(frozen=True)
class Display:
    """Something to look at: `data` by MIME type, as Jupyter's display_data.

    One with a `display_id` can be replaced by a later one that has the same and `update`.
    """

    data: Mapping[str, Any]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    display_id: str | None = None
    update: bool = False


@dataclass(frozen=True)
class Clear:
    """Take away the cell's outputs so far; with `wait` when the next one comes."""

    wait: bool = False


@dataclass(frozen=True)
class NextInput:
    """Text for another cell below this one, or for this cell itself with `replace`."""

    text: str
    replace: bool = False


@dataclass(frozen=True)
class Result:
    """The value of the cell's last expression: `Out[n]`."""

    data: Mapping[str, Any]
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Error:
    """Why the cell stopped. `traceback`: lines for people, with ANSI colours."""

    name: str
    message: str
    traceback: tuple[str, ...] = ()


Output: TypeAlias = Stream | Display | Result | Error | Clear | NextInput
Emit: TypeAlias = Callable[[Output], None]


@dataclass(frozen=True)
class CellResult:
    """How a cell ended. "aborted": the session was closed while the cell ran.

    verdict: what a `%%check` cell found, None for all other cells and where no check was made.
    """

    status: Literal["ok", "error", "aborted"]
    result: Result | None = None
    error: Error | None = None
    verdict: Verdict | None = None
