"""A notebook as a user of the stock kernel has it, run from top to bottom on a serial port."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.session import NextInput, Session
from tests.session.conftest import Cells

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

from coursekit.boards.serve import PtyServer

NOTEBOOK: list[tuple[str, str]] = [
    ("%lsmagic", "%websocketconnect"),
    ("%serialconnect --port=PORT --baud=115200", "on PORT\n"),
    ("# is it alive?\nprint(40 + 2)", "42\n"),
    ("%comment blinking from here", "blinking from here\n"),
    (
        "from machine import Pin\nimport time\n\nled = Pin(2, Pin.OUT)\n"
        "for i in range(4):\n    led.value(i % 2)\n    time.sleep(0.01)\nprint(led.value())",
        "1\n",
    ),
    (
        "%sendtofile --mkdir lib/blinky.py\n\n# a module for later\ndef name():\n"
        "    return 'blinky'\n",
        "To /lib/blinky.py: 1 file, ",
    ),
    ("%sendtofile -a lib/blinky.py\n\ndef twice(x):\n    return 2 * x", "To /lib/blinky.py"),
    ("import sys\nsys.path.append('lib')\nimport blinky\nprint(blinky.name())", "blinky\n"),
    ("print(blinky.twice(21))", "42\n"),
    ("%%writefile main.py\n\nprint('started')", "main.py.\n"),
    ("%sendtofile --source main.py --quiet", "To /main.py: 1 file, 17 B.\n"),
    ("%ls", "    main.py\n"),
    ("%ls --recurse", "    lib/blinky.py\n"),
    ("%fetchfile --print main.py", "print('started')\n"),
    ("%fetchfile --binary main.py copy.py", "copy.py: 17 B.\n"),
    ("%fetchfile --load main.py", ""),
    (
        "%capture --QUIET readings.csv\n\nfor i in range(50):\n    print(i, i * i, sep=',')",
        "50 lines captured\n",
    ),
    ("%mpy-cross copy.py", "copy.mpy: "),
    ("%suppressendcode\nprint('by hand')", "not started"),
    ('%writebytes --verbose "\\x04"\n%readbytes', "OK"),
    ("%rebootdevice", "has restarted"),
    ("print('led' in globals())", "False\n"),
    ("%disconnect", "Disconnected from PORT."),
]


@pytest.fixture
def cells(tmp_path: Path) -> Iterator[Cells]:
    server = PtyServer(tmp_path / "port")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    session = Session(folder=tmp_path)
    yield Cells(session)
    session.close()
    server.stop()
    thread.join(20)


def test_from_top_to_bottom(cells: Cells, tmp_path: Path) -> None:
    port = str(tmp_path / "port")
    loaded: list[NextInput] = []
    for cell, shown in NOTEBOOK:
        result = cells.run(cell.replace("PORT", port))
        assert result.error is None, f"{cell}\n{result.error}"
        assert shown.replace("PORT", port) in cells.text, cell
        loaded += [output for output in cells.outputs if isinstance(output, NextInput)]
    assert [output.text for output in loaded] == [
        "#%fetchfile --load main.py\n\nprint('started')\n"
    ]
    readings = (tmp_path / "readings.csv").read_text().splitlines()
    assert readings == [f"{i},{i * i}" for i in range(50)]
    assert (tmp_path / "copy.py").read_text() == "print('started')\n"
    assert "No board is connected" in cells.error("print(1)").message
