"""Uses the network of a board: this one has none, or only its bench's."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import socket


def double(x):
    socket.getaddrinfo("localhost", 80)
    server = socket.socket()
    server.bind(socket.getaddrinfo("127.0.0.1", 0)[0][-1])
    server.listen(1)
    server.accept()
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
