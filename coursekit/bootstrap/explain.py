"""Says in a sentence why an installation failed, from the log of pip or venv.

pip's own last lines name a symptom ("no matching distribution") that sends beginners astray when
the cause is a missing network.
"""

from __future__ import annotations

import re

# First match wins: the causes come before the symptoms they lead to.
CAUSES: list[tuple[str, str, str]] = [
    (
        r"No space left on device|Errno 28|not enough space on the disk",
        "the disk is full.",
        "free about 1.5 GB, then run `{again}` again.",
    ),
    (
        r"ensurepip is not available|No module named (ensurepip|venv)",
        "this Python cannot make virtual environments, because a part of it is missing.",
        "on Debian or Ubuntu run `sudo apt install python3-venv`, elsewhere install Python from "
        "python.org; then run `{again}` again.",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "a downloaded package is not the one that was locked; the download may be damaged.",
        "run `{again}` again; if it stays, tell the course's authors which package the log names.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError",
        "the secure connection to the package index was refused.",
        "check the computer's clock; in a school or company network ask for its certificate and "
        "name its file in the environment variable PIP_CERT; then run `{again}` again.",
    ),
    (
        r"Temporary failure in name resolution|Name or service not known|getaddrinfo failed"
        r"|nodename nor servname|NewConnectionError|ConnectTimeout|Connection refused"
        r"|ReadTimeoutError|Read timed out|Network is unreachable|ProxyError|Connection broken"
        r"|ConnectionResetError",
        "no connection to the package index.",
        "check the network (behind a proxy set HTTPS_PROXY), then run `{again}` again.",
    ),
    (
        r"Permission denied|Errno 13|Access is denied",
        "a file could not be written.",
        "close programs that use the course's .venv, see that this folder belongs to you, then run "
        "`{again}` again.",
    ),
    (
        r"Failed building wheel|subprocess-exited-with-error|Failed to build",
        "a package is not ready-made for this Python or this computer, and building it failed.",
        "use Python 3.10 to 3.14 on Linux, macOS or Windows, then run `{again}` again.",
    ),
    (
        r"No matching distribution found for (?P<name>[^\s=]+)",
        "there was no answer from the package index, or it has no {name} in the locked version.",
        "check the network and pip's settings (`python3 -m pip config list`), then run `{again}` "
        "again.",
    ),
]


def explain(log_text: str, again: str) -> tuple[str, str]:
    """What happened and the next step; `again` is the command to repeat."""
    for pattern, what, next_step in CAUSES:
        if match := re.search(pattern, log_text):
            return what.format(**match.groupdict()), next_step.format(again=again)
    errors = re.findall(r"^(?:ERROR|error|\w*Error): .*", log_text, re.MULTILINE)
    what = errors[-1] if errors else "a step ended with an error."
    return what, f"read the end of the log, then run `{again}` again."
