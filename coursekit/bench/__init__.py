"""The simulated lab bench: parts, wires, clock and trace. Knows nothing of boards or Jupyter."""

from coursekit.bench.bench import Bench
from coursekit.bench.diagram import Connection, Diagram, PartSpec, PinRef
from coursekit.bench.errors import BenchError, DiagramError
from coursekit.bench.events import Event
from coursekit.bench.faults import Fault
from coursekit.bench.moment import Moment
from coursekit.bench.parts import Part
from coursekit.bench.pins import ONBOARD_LED, Edge, Mode, Pull
from coursekit.bench.trace import Channel, Level, Pulse, Trace

__all__ = [
    "ONBOARD_LED",
    "Bench",
    "BenchError",
    "Channel",
    "Connection",
    "Diagram",
    "DiagramError",
    "Edge",
    "Event",
    "Fault",
    "Level",
    "Mode",
    "Moment",
    "Part",
    "PartSpec",
    "PinRef",
    "Pull",
    "Pulse",
    "Trace",
]
