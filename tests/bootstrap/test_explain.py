"""What a failed installation is told to a person."""

from __future__ import annotations

import pytest

from coursekit.bootstrap.explain import explain

NO_DNS = """\
WARNING: Retrying after connection broken by 'NewConnectionError(<...>: Failed to establish a new
connection: [Errno -3] Temporary failure in name resolution')': /simple/a/
ERROR: Could not find a version that satisfies the requirement a==1 (from versions: none)
ERROR: No matching distribution found for a==1
"""


@pytest.mark.parametrize(
    ("log", "what", "next_step"),
    [
        (NO_DNS, "no connection", "check the network"),
        ("ERROR: No matching distribution found for a==1", "it has no a in", "pip's settings"),
        ("OSError: [Errno 28] No space left on device", "disk is full", "free about"),
        ("because ensurepip is not available.", "cannot make virtual", "apt install python3-venv"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one", "run `again` again"),
        ("ssl.SSLCertVerificationError: x", "secure connection", "PIP_CERT"),
        ("PermissionError: [Errno 13] Permission denied: 'x'", "not be written", "belongs to you"),
        ("error: subprocess-exited-with-error", "not ready-made", "use Python 3.10 to"),
        ("Traceback\nValueError: odd\n", "ValueError: odd", "end of the log"),
        ("", "ended with an error", "end of the log"),
    ],
)
def test_cause_and_next_step(log: str, what: str, next_step: str) -> None:
    said = explain(log, "again")
    assert what in said[0]
    assert next_step in said[1]
    assert "`again`" in said[1]
