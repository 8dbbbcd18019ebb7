"""%lsmagic: which commands there are."""

from coursekit.session.magics.registry import line_magic, summaries
from coursekit.session.run import CellRun


@line_magic("lsmagic")
def lsmagic(arguments: str, run: CellRun) -> None:
    """Lists the %-commands. `%name?` tells more about one."""
    found = summaries()
    width = max(len(name) for name, _ in found)
    run.write("".join(f"{name:<{width}}  {text}\n" for name, text in found))
