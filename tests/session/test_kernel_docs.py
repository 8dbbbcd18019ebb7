"""docs/kernel.md: every command has a section, and every example in it does what the page shows.

The cells of a section run one after the other in a session of its own, as in a notebook. Its
folder holds the files of FILES; the virtual board is wired as DIAGRAM and waits in no time. What
the page calls /dev/ttyACM0 is a virtual board on a pseudo-terminal.
"""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coursekit.bench import Diagram
from coursekit.boards import Board
from coursekit.boards.connect import connect as connect_board
from coursekit.boards.virtual import VirtualBoard
from coursekit.session import CellResult, Display, Error, Output, Result, Session, Stream
from coursekit.session.magics.registry import summaries

PAGE = Path(__file__).parents[2] / "docs" / "kernel.md"
TEXT = PAGE.read_text(encoding="utf-8")
PORT = "/dev/ttyACM0"
ANSWER = "21"
"""What the person types where a cell asks for something."""
FILES = {
    "greeting.py": 'def greet(name):\n    return "Hello " + name\n\n\nprint(greet("board"))\n',
    "square.py": "def square(x):\n    return x * x\n",
    "notes.txt": "plain text\n",
    "lib/blinker.py": (
        "import time\n\n\ndef blink(pin, times):\n    for _ in range(times):\n"
        "        pin.on()\n        time.sleep_ms(100)\n        pin.off()\n"
        "        time.sleep_ms(100)\n"
    ),
    "lib/units.py": "def fahrenheit(celsius):\n    return celsius * 9 / 5 + 32\n",
}
"""What lies beside the notebook, besides diagram.json."""
DIAGRAM = {
    "version": 1,
    "parts": [
        {"id": "pico", "type": "board-pi-pico-w", "attrs": {}},
        {"id": "led1", "type": "wokwi-led", "attrs": {"color": "red"}},
        {"id": "r1", "type": "wokwi-resistor", "attrs": {"value": "220"}},
        {"id": "btn1", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
    ],
    "connections": [
        ["pico:GP15", "r1:1", "red", []],
        ["r1:2", "led1:A", "red", []],
        ["led1:C", "pico:GND.5", "black", []],
        ["pico:GP14", "btn1:1.l", "green", []],
        ["btn1:2.r", "pico:GND.4", "black", []],
    ],
}
_HEADING = re.compile(r"^#{2,3} (.+)$", re.MULTILINE)
_EXAMPLE = re.compile(
    r"^```micropython\n(?P<cell>.*?)^```$(?:\n\n```text\n(?P<shown>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Example:
    """A cell, and what the page says that it shows; None where it says nothing."""

    cell: str
    shown: str | None


def sections() -> dict[str, list[Example]]:
    """The examples of each section, by its heading."""
    parts = ["The kernel", *_HEADING.split(TEXT)]
    found = {
        heading: [Example(m["cell"], m["shown"]) for m in _EXAMPLE.finditer(body)]
        for heading, body in zip(parts[::2], parts[1::2], strict=True)
    }
    assert len(parts) == 2 * len(found), "two sections have the same heading"
    return found


SECTIONS = sections()


class Reader:
    """Runs the cells of a section and tells what a person sees."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._count = 0

    def run(self, cell: str) -> tuple[CellResult, str]:
        """How the cell ended, and its outputs as text: the last state of what was updated."""
        seen: list[str] = []
        places: dict[str, int] = {}

        def take(output: Output) -> None:
            name = getattr(output, "display_id", None)
            if getattr(output, "update", False) and name in places:
                seen[places[name]] = _text(output)
                return
            if name is not None:
                places[name] = len(seen)
            seen.append(_text(output))

        self._count += 1
        name = f"cell-{self._count}"
        result = self._session.run(cell, take, cell_id=name, ask=lambda *_: ANSWER)
        return result, "".join(seen)


def _text(output: Output) -> str:
    match output:
        case Stream(text=text):
            return text
        case Display(data=data) | Result(data=data):
            return _plain(data) + "\n"
        case Error(name=name, message=message):
            return f"{name}: {message}\n"
    text = getattr(output, "text", "")  # proposed for the next cell
    return f"{text}\n" if text else ""


def _plain(data: Mapping[str, Any]) -> str:
    return str(data.get("text/plain", ""))


def _connect(
    target: str | None, diagram: Diagram | None, runtime: str | None = None, **more: Any
) -> Board:
    if target in (None, "virtual"):
        return VirtualBoard(diagram, fast_forward=True, runtime=runtime)
    return connect_board(target, diagram, runtime, **more)


@contextmanager
def served(link: Path) -> Iterator[None]:
    """A virtual board at `link`."""
    from coursekit.boards.serve import PtyServer

    server = PtyServer(link, Diagram.load(link.parent / "diagram.json"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.stop()
        thread.join(20)


@contextmanager
def notebook(folder: Path, *, port: Path | None) -> Iterator[Reader]:
    """A session beside the files, with its board open; and a board at `port`."""
    for name, text in {**FILES, "diagram.json": json.dumps(DIAGRAM)}.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    session = Session(_connect, folder)
    try:
        reader = Reader(session)
        reader.run("pass")  # the first cell says which board it is
        if port is None:
            yield reader
        else:
            with served(port):
                yield reader
                session.close()
    finally:
        session.close()


def is_refused(command: str) -> bool:
    """Whether the help of a command, and so the command, is refused in an answer."""
    session = Session(_connect)
    result = session.run(f"{command}?", lambda _: None, trusted=False)
    session.close()
    return result.error is not None


def matches(shown: str, seen: str) -> bool:
    """Whether a person sees what the page shows, in which "..." stands for anything."""
    pieces = (re.escape(_trimmed(piece)) for piece in _trimmed(shown).split("..."))
    return re.fullmatch(".*?".join(pieces), _trimmed(seen), re.DOTALL) is not None


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


@pytest.mark.parametrize("heading", [name for name, examples in SECTIONS.items() if examples])
def test_examples_show_what_the_page_says(heading: str, tmp_path: Path) -> None:
    examples = SECTIONS[heading]
    needs_port = any(PORT in example.cell for example in examples)
    if needs_port and sys.platform == "win32":
        pytest.skip("no pseudo-terminals here")
    link = tmp_path / "port"
    with notebook(tmp_path, port=link if needs_port else None) as reader:
        for example in examples:
            result, seen = reader.run(example.cell.replace(PORT, str(link)))
            seen = seen.replace(str(link), PORT)
            if example.shown is not None:
                assert matches(example.shown, seen), f"{example.cell}\nshows:\n{seen}"
            if result.error is not None:
                told = f"{result.error.name}: "
                assert told in (example.shown or ""), f"{example.cell}\nends in:\n{seen}"


def test_every_command_has_a_section_and_an_example() -> None:
    commands = {name for name, _ in summaries()}
    described = {name for name in SECTIONS if name.startswith("%")}
    assert described == commands
    overview = TEXT.split("## Commands", 1)[1].split("###", 1)[0]
    assert set(re.findall(r"`(%%?[\w-]+)`", overview)) >= commands
    for name in described:
        used = re.compile(rf"^{re.escape(name)}(?![\w%-])", re.MULTILINE)
        assert any(used.search(example.cell) for example in SECTIONS[name]), name


def test_every_setting_is_named() -> None:
    sources = (path.read_text("utf-8") for path in PAGE.parents[1].glob("coursekit/**/*.py"))
    settings = {name for text in sources for name in re.findall(r'"(COURSEKIT_[A-Z_]+)"', text)}
    assert set(re.findall(r"^\| `(COURSEKIT_[A-Z_]+)` \|", TEXT, re.MULTILINE)) == settings


def test_the_commands_for_answers_are_named() -> None:
    told = re.search(r"all but (%.+?)\.", TEXT)
    assert told is not None
    allowed = {name for name, _ in summaries() if not is_refused(name)}
    assert set(re.findall(r"%\w+", told[1])) == allowed


def test_no_example_is_left_out() -> None:
    assert sum(map(len, SECTIONS.values())) == TEXT.count("```micropython")
    with_output = [e for examples in SECTIONS.values() for e in examples if e.shown is not None]
    assert len(with_output) == len(re.findall(r"^```text$", TEXT, re.MULTILINE))
