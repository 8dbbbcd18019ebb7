"""Asks the person for a line: `input()` and `getpass` of a cell, a board's password.

ipykernel's own wait can only be ended by an exception in its thread; this one ends when the cell is
stopped, its board unplugged or the kernel closed.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from typing import Any

import zmq
from jupyter_client.session import Session as Signer

from coursekit.interruption import uninterrupted

_END_OF_FILE = "\x04"
_LOOK_MS = 500


class Stdin:
    """The kernel's stdin channel. `ask` is for one thread at a time, the rest for any."""

    def __init__(self, signer: Signer, channel: zmq.Socket[bytes]) -> None:
        self._signer = signer
        self._channel = channel
        self._woken, self._wake = socket.socketpair()
        for end in (self._woken, self._wake):
            end.setblocking(False)
        self._closed = False

    def interrupt(self) -> None:
        """End the wait for an answer, if there is one."""
        with contextlib.suppress(OSError):  # full: it is woken already
            self._wake.send(b"x")

    def close(self) -> None:
        """End every wait from now on."""
        self._closed = True
        self.interrupt()

    @uninterrupted
    def ask(
        self,
        prompt: str,
        password: bool,
        parent: dict[str, Any],
        ident: list[bytes],
        ended: Callable[[], bool],
    ) -> str:
        """The line that the person at the front end `ident`, who sent `parent`, has typed.

        ended: whether nobody waits for the answer any more: the cell was stopped already, or the
        board that asks is gone. It is called now and then; `interrupt` ends the wait at once.
        Raises KeyboardInterrupt when nobody waits, EOFError for Ctrl-D.
        """
        self._forget_interrupts()
        if ended():
            raise KeyboardInterrupt
        while self._receive() is not None:
            pass  # the answer to a question that was stopped
        content = {"prompt": prompt, "password": password}
        asked = self._signer.send(self._channel, "input_request", content, parent, ident=ident)
        asked_id = asked["header"]["msg_id"] if asked else ""
        poller = zmq.Poller()
        poller.register(self._channel, zmq.POLLIN)
        poller.register(self._woken.fileno(), zmq.POLLIN)
        while True:
            if self._closed:
                raise KeyboardInterrupt
            reply = self._receive()
            if reply is None:
                if self._woken.fileno() in dict(poller.poll(_LOOK_MS)) or ended():
                    raise KeyboardInterrupt
                continue
            answers_to = reply["parent_header"].get("msg_id")
            if answers_to in (None, asked_id):  # some clients do not say what they answer
                value = str(reply["content"].get("value", ""))
                if value == _END_OF_FILE:
                    raise EOFError
                return value

    def _forget_interrupts(self) -> None:
        """An earlier Stop was not meant for this question."""
        with contextlib.suppress(BlockingIOError):
            while self._woken.recv(64):
                pass

    def _receive(self) -> dict[str, Any] | None:
        """The next answer, None if there is none now."""
        while True:
            try:
                parts = self._channel.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return None
            try:
                _, frames = self._signer.feed_identities(parts)
                message: dict[str, Any] = self._signer.deserialize(frames)
            except Exception:
                continue  # not from a client that has the key
            if message["header"]["msg_type"] == "input_reply":
                return message
