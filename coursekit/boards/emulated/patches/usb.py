"""The host's end of the USB serial port: silent while it has nothing to say.

rp2040py 0.3.6 answers each OUT buffer that the firmware offers at once, with an empty packet if
there is no data. TinyUSB hands the buffer back, and so on: the chip spends two thirds of its time
on these interrupts, and its core never waits, so no idle time can be skipped: half a second of
`sleep` takes ten. A real host sends no packet without data, and the offer stands until there is
some (USB 2.0, 5.8.3: a bulk OUT endpoint is only addressed when the host has something to send).
"""

from __future__ import annotations

from collections.abc import Callable

from rp2040py.peripherals.usb import RPUSBController
from rp2040py.usb.cdc import TX_FIFO_SIZE, USBCDC


class QuietCDC(USBCDC):
    """`USBCDC`, but an OUT buffer waits until there is data for it.

    on_taken: called when the board has taken data; there is room for more then.
    """

    def __init__(self, usb: RPUSBController) -> None:
        super().__init__(usb)
        self.on_taken: Callable[[], None] = lambda: None
        assert usb.on_endpoint_read is not None
        self._answer = usb.on_endpoint_read
        self._offered: int | None = None  # bytes, of the buffer that waits
        usb.on_endpoint_read = self._on_endpoint_read

    @property
    def room(self) -> int:
        """How many bytes more `send` takes."""
        return TX_FIFO_SIZE - int(self.tx_fifo.item_count)

    def send(self, data: bytes) -> None:
        """Data for the board, at most `room` bytes."""
        for byte in data:
            self.tx_fifo.push(byte)
        size, self._offered = self._offered, None
        if size is not None:
            self._answer(self._out_endpoint, size)

    def _on_endpoint_read(self, endpoint: int, size: int) -> None:
        if endpoint != self._out_endpoint:
            self._answer(endpoint, size)
        elif self.tx_fifo.item_count:
            self._answer(endpoint, size)
            self.on_taken()
        else:
            self._offered = size
            self.on_taken()

    def _on_controller_reset(self) -> None:
        super()._on_controller_reset()
        self._offered = None
