"""A serial terminal, `coursekit-serial-terminal`: a computer at the other end of a UART.

It stands for a USB adapter and a terminal program: what the board sends can be read here, and
what people or scripts type goes to the board. Attributes baud, bits, parity ("none", "even",
"odd") and stop are its settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coursekit.bench.buses.reach import with_settings
from coursekit.bench.buses.uart import Format, Receiver, Sender
from coursekit.bench.buses.uart.ear import Ear
from coursekit.bench.errors import BenchError
from coursekit.bench.parts.base import Part, part_type, whole_number
from coursekit.bench.parts.output import Output

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.live import Group, Node
    from coursekit.bench.netlist import Netlist

_SUPPLY = "3.3 V"
_PARITY = {"none": None, "even": 0, "odd": 1}
KEPT_BYTES = 1_000_000
"""So much of what was received is kept."""


@part_type("coursekit-serial-terminal")
class SerialTerminal(Part):
    """`bench.term1.send("hello\\n")`, and `bench.term1.received` is what the board has sent."""

    pins = ("TX", "RX", "GND")
    needs = (("TX", "RX"), ("GND",))
    noun = "serial terminal"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        parity = spec.attrs.get("parity", "none").lower()
        if parity not in _PARITY:
            raise ValueError(f'parity must be "none", "even" or "odd", not {parity!r}.')
        format_ = Format(
            whole_number(spec.attrs.get("baud", "115200"), "baud", 1, 10_000_000),
            whole_number(spec.attrs.get("bits", "8"), "bits", 5, 8),
            _PARITY[parity],
            whole_number(spec.attrs.get("stop", "1"), "stop", 1, 2),
        )
        self.name = self.id
        self.sender = Sender(self.id, format_)
        self.receiver = Receiver(format_, self._take)
        self._received = bytearray()
        self._output: Output

    def build(self, netlist: Netlist) -> None:
        netlist.add_own_supply(self.id, _SUPPLY)
        self._output = Output(netlist, self.id, "TX", plus=_SUPPLY, minus="GND")

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        bench.serial_lines.ports.append(self)

    def connect(self, bench: Bench) -> None:
        self._output.put(bench, bench.now_us, 1)
        net = bench.netlist.net(self.id, "RX")
        if net.volts is None:
            Ear(self.receiver, self._is_grounded).listen(bench, net.index)

    # -- people's side -----------------------------------------------------------------------

    @property
    def received(self) -> bytes:
        """All bytes that have come from the board up to now."""
        with self.bench.lock:
            self.receiver.advance(self.bench.present_us())
            return bytes(self._received)

    @property
    def text(self) -> str:
        """What has come from the board, as text; bytes that are none show as \\ufffd."""
        return self.received.decode("utf-8", "replace")

    def clear(self) -> None:
        """Forget what has come so far."""
        with self.bench.lock:
            self.receiver.advance(self.bench.present_us())
            self._received.clear()

    def send(self, data: bytes | str) -> None:
        """Send to the board, beginning now; text goes as UTF-8."""
        with self.bench.lock:
            self.do_send(self.bench.present_us(), data)

    def do_send(self, t_us: int, data: bytes | str) -> None:
        if not isinstance(data, str | bytes | bytearray):
            raise BenchError(
                f'{self.id} sends bytes or text, as b"\\x01" or "on\\n", not {data!r}.'
            )
        raw = data.encode() if isinstance(data, str) else bytes(data)
        if raw:
            self.bench.serial_lines.carry(self, self.sender.send(self.bench, t_us, raw))

    def state(self) -> dict[str, Any]:
        return {"text": self.text[-200:]}

    # -- the line's side ---------------------------------------------------------------------

    def hears_at(self) -> int | None:
        return self.bench.netlist.net(self.id, "RX").index if self._is_grounded() else None

    def sends_at(self) -> int | None:
        return self.bench.netlist.net(self.id, "TX").index

    def speaks(self) -> tuple[Group, Node, Node] | None:
        net = self.bench.netlist.net(self.id, "TX")
        if net.volts is not None or not self._is_grounded():
            return None
        group = self.bench.group_of_net(net.index)
        low, high = (with_settings(group, self._output.settings(level)) for level in (0, 1))
        return group, low, high

    def _is_grounded(self) -> bool:
        """Whether both ends have a ground in common; without it a level means nothing."""
        return self.bench.netlist.net(self.id, "GND").volts == 0.0

    def _take(self, t_us: float, byte: int | None) -> None:
        if byte is not None:
            self._received.append(byte)
            if len(self._received) > KEPT_BYTES:
                del self._received[: KEPT_BYTES // 2]
