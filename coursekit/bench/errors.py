"""What can be wrong with a bench. Each message says what to do next."""


class BenchError(Exception):
    """The bench was asked for something that it cannot do."""


class DiagramError(BenchError):
    """A diagram.json that does not describe a bench; the message names file, part and pin."""
