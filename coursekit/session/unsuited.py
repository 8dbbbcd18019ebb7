"""Refuses cells that are meant for another place, and says what to do here instead.

People bring habits from IPython and from scripts; a bare SyntaxError would not tell them why.
"""

from __future__ import annotations

from coursekit.session.cells import misplaced_magic, shell_line
from coursekit.session.keyboard import asks
from coursekit.session.run import UsageError
from coursekit.session.sources import Sources

_INSTALLS = (
    "%{0} installs packages on a computer, but cells run on the board. Type the command in a "
    "terminal of your computer, without the %."
)
ELSEWHERE = {
    "pip": _INSTALLS.format("pip"),
    "conda": _INSTALLS.format("conda"),
    "reboot": "There is no %reboot. Did you mean %rebootdevice?",
    "serialdisconnect": "There is no %serialdisconnect. Did you mean %disconnect?",
    "sendbytes": "There is no %sendbytes. Did you mean %writebytes?",
    "writetofile": "There is no %%writetofile. Did you mean %%writefile?",
    **{
        name: f"There is no %{name}. Did you mean %sendtofile?"
        for name in ("savetofile", "savefile", "sendfile")
    },
    **{
        name: f"There is no %{name}. Did you mean %fetchfile?"
        for name in ("readfile", "fetchfromfile")
    },
    "matplotlib": "%matplotlib is not needed: figures of %%host cells are shown by themselves.",
}
"""What is said to commands that IPython has and a board does not need, and to near misses."""


def refuse_unsuited(code: str, sources: Sources, *, can_ask: bool = False) -> None:
    """Raise UsageError for a program that cannot do on a board what it is meant to.

    sources: the programs that ran before; one of them may define a name that `code` calls.
    can_ask: whether there is somebody to answer `input()`.
    """
    number = shell_line(code)
    if number is not None:
        raise UsageError(
            f"Line {number} is a command for a shell (!), but cells run on the board, which has "
            "none. Type it in a terminal of your computer, without the !."
        )
    wrong = misplaced_magic(code)
    if wrong is not None:
        raise UsageError(
            ELSEWHERE.get(wrong.name)
            or f"Line {wrong.line} is a %-command (%{wrong.name}). They stand at the top of a "
            "cell, above the program: move it there, or into a cell of its own."
        )
    if not can_ask and asks(code, sources):
        raise UsageError(
            "Nobody can answer input() here, so it would wait for ever. "
            'Give the value in the cell instead, for example name = "Ada".'
        )
