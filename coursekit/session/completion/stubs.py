"""Which stubs describe a board, and whether they are on this computer.

Stubs are type and documentation files for what MicroPython has; `coursekit stubs` installs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coursekit.bootstrap.stubs import AGAIN, stubs_folder

USUAL = "rp2"
"""The port that is assumed where none is known, and which the virtual board answers as."""

HOW_TO_GET = f"There is no documentation on this computer; {AGAIN} in a terminal installs it."


@dataclass(frozen=True)
class Stubs:
    """The stubs of one port of MicroPython.

    port: its name, as `sys.platform` has it. folder: its own modules. library: those of Python's
    standard library that MicroPython has. package: what to name as the source.
    """

    port: str
    folder: Path
    library: Path
    package: str

    @property
    def shared(self) -> Path:
        """What the other two refer to."""
        return self.library.parent


def find_stubs(platform: str | None, root: Path | None = None) -> Stubs | None:
    """The stubs for a board whose `sys.platform` is `platform`, None where there are none.

    A board of a port without stubs gets none of its own: names that it has not would be worse than
    none. `root`: where they lie, as a rule in the running environment.
    """
    port = platform or USUAL
    root = stubs_folder() if root is None else root
    folder, library = root / port, root / "stdlib" / "stdlib"
    if not (port.isidentifier() and folder.is_dir() and library.is_dir()):
        return None
    named = sorted(path.name for path in folder.glob("micropython_*.dist-info"))
    package = named[0].removesuffix(".dist-info").replace("_", "-") if named else f"{port} stubs"
    return Stubs(port, folder, library, package)
