"""UART: bytes as levels over time, and whoever listens at the other end of the wire."""

from coursekit.bench.buses.uart.burst import Burst, Format
from coursekit.bench.buses.uart.lines import SerialLines
from coursekit.bench.buses.uart.receiver import Receiver
from coursekit.bench.buses.uart.sender import Sender

__all__ = ["Burst", "Format", "Receiver", "Sender", "SerialLines"]
