"""Connects to a server on the grader's own machine."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, Release, all_but, answered, door

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    """\
import socket


def escaped():
    caller = socket.socket()
    caller.connect(socket.getaddrinfo("127.0.0.1", PORT)[0][-1])
    return True
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER.replace("PORT", str(door().port)))
