"""Fetches one file of a package as it is: python pip_archive.py PACKAGE FILE DESTINATION

`pip download` builds what it downloads, and packages for MicroPython can often not be built. So
pip finds the file and fetches it, by this computer's settings for indexes, proxies and
certificates, and nothing in it is run. pip gives no promise for the names that are used here:
tried with 21.2, 23.2 and 26.3.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def main(package: str, file: str, destination: str) -> None:
    """Write the file to `destination`. SystemExit when the index has none of this name."""
    from pip._internal.commands import create_command

    command: Any = create_command("download")
    options, _ = command.parse_args(["--no-deps", "--retries", "1", "--timeout", "15", package])
    with command.main_context():
        session = command.get_default_session(options)
        finder = command._build_package_finder(options, session)
        links = [c.link for c in finder.find_all_candidates(package) if c.link.filename == file]
        if not links:
            sys.exit(f"the index has no {file}, or does not answer")
        # Some servers would say of a .tar.gz that it is text, compressed for the way.
        identity = {"Accept-Encoding": "identity"}
        response = session.get(links[0].url_without_fragment, headers=identity)
        response.raise_for_status()
        Path(destination).write_bytes(response.content)


if __name__ == "__main__":
    main(*sys.argv[1:])
