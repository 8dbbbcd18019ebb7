"""The kernel's own stdout and stderr: flushed only when there is something in them."""

from __future__ import annotations

from collections import defaultdict
from io import StringIO
from typing import Any

import pytest
from ipykernel.iostream import OutStream

from coursekit.kernel.app import KernelApp
from coursekit.kernel.streams import HostStream


def test_nothing_printed_nothing_flushed(monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[Any] = []
    monkeypatch.setattr(OutStream, "flush", lambda self: flushed.append(self))
    stream = HostStream.__new__(HostStream)
    stream._buffers = defaultdict(StringIO)
    stream.flush()
    assert flushed == []
    stream._buffers["a request"].write("text")
    stream.flush()
    assert flushed == [stream]


def test_ipykernel_still_keeps_its_text_there() -> None:
    assert "_buffers" in OutStream.__init__.__code__.co_names
    assert "_buffers" in OutStream._rotate_buffers.__code__.co_names


def test_the_kernel_uses_it() -> None:
    module, _, name = str(KernelApp.outstream_class).rpartition(".")
    assert (module, name) == (HostStream.__module__, HostStream.__name__)
