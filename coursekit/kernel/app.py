"""Starts the kernel, and ends it without leaving a board's process behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from types import FrameType
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from tornado.ioloop import IOLoop
from traitlets import Type

from coursekit.kernel.kernel import MicroPythonKernel
from coursekit.kernel.parent import ParentWatch, can_watch

_CONTROL_END_S = 2.0


@contextlib.contextmanager
def _waking_for_signals() -> Iterator[None]:
    """End the event loop's waiting for each signal.

    Python runs handlers between two steps of the main thread. It takes none while it waits, and of
    a signal that another thread got, or that came just before it went to wait, it learns nothing.
    """
    loop = IOLoop.current()
    woken, waker = socket.socketpair()
    with woken, waker:
        woken.setblocking(False)
        waker.setblocking(False)
        loop.add_handler(woken, _drain, IOLoop.READ)
        before = signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
            loop.remove_handler(woken)


def _drain(woken: socket.socket, events: int) -> None:
    with contextlib.suppress(BlockingIOError):
        woken.recv(4096)


class KernelApp(IPKernelApp):
    """ipykernel's launcher with our kernel in it."""

    name = "micropython-kernel"
    kernel_class = Type(  # type: ignore[assignment]
        MicroPythonKernel, klass="ipykernel.kernelbase.Kernel"
    )

    outstream_class = "coursekit.kernel.streams.HostStream"

    def init_signal(self) -> None:
        """Ctrl-C stops the cell; SIGTERM lets go of the board, then ends the kernel."""
        signal.signal(signal.SIGINT, self._on_interrupt)
        signal.signal(signal.SIGTERM, self._on_terminate)

    def init_poller(self) -> None:
        """Wait for the end of whoever started the kernel, without looking every second."""
        if self.parent_handle and can_watch(self.parent_handle):
            self.poller = ParentWatch(self.parent_handle)
        else:
            super().init_poller()  # type: ignore[no-untyped-call]

    def init_iopub(self, context: Any) -> None:
        """No output is thrown away because a client reads slowly: it would miss a cell's end."""
        context.sndhwm = 0  # for the sockets made from here on
        super().init_iopub(context)  # type: ignore[no-untyped-call]
        del context.sndhwm

    def init_kernel(self) -> None:
        """Make the kernel, and see to it that no request is overlooked."""
        super().init_kernel()  # type: ignore[no-untyped-call]
        if hasattr(self.shell_channel_thread, "_shell_socket"):
            # ipykernel 7.3, the last for Python 3.10, replies past the stream that reads this
            # socket; then a request that comes at that moment may lie there until the next one.
            self.shell_channel_thread._shell_socket = self.kernel.shell_stream

    def start(self) -> None:
        """Run until Jupyter asks for a shutdown."""
        with _waking_for_signals():
            super().start()  # type: ignore[no-untyped-call]
        kernel: Any = getattr(self, "kernel", None)
        if kernel is not None and kernel.ends:
            # It may still be flushing output. Were the iopub thread stopped meanwhile, as happens
            # when Python ends, it would wait until somebody loses patience and kills the kernel.
            self.control_thread.join(_CONTROL_END_S)

    def close(self) -> None:
        """At the end of the process, however it came about."""
        kernel: Any = getattr(self, "kernel", None)
        if kernel is not None:
            kernel.close()
        super().close()  # type: ignore[no-untyped-call]

    def _on_interrupt(self, number: int, frame: FrameType | None) -> None:
        kernel: Any = getattr(self, "kernel", None)
        if kernel is not None:
            kernel.interrupt()

    def _on_terminate(self, number: int, frame: FrameType | None) -> None:
        kernel: Any = getattr(self, "kernel", None)
        try:
            if kernel is not None:
                kernel.close()
        finally:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
