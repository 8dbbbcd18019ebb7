"""%esptool: which port it takes, what it runs, and how the notebook goes on. The tool is a fake."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from tests.boards.plugged import Sockets, ch340, cp210x
from tests.session.conftest import Cells

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

from tests.boards.wire import Wire

FAKE = """
import sys, time
port = sys.argv[sys.argv.index("--port") + 1]
if port.startswith("/dev/pts"):
    import serial
    serial.Serial(port, exclusive=True).close()
print("args:", " ".join(sys.argv[1:]))
print("Connecting....", end="")
sys.stdout.flush()
if "bad.bin" in sys.argv[-1]:
    sys.exit("A fatal error occurred")
if "slow.bin" in sys.argv[-1]:
    time.sleep(600)
print("\\nDone \\xf6")
"""


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a package esptool; firmware lies there, too."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "esptool.py").write_text(FAKE)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    for name in ("new.bin", "bad.bin", "slow.bin"):
        (tmp_path / name).write_bytes(b"\xe9")
    return folder


@pytest.fixture
def cells(plugged: Cells) -> Cells:
    return plugged


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("erase", "erase_flash"),
        ("esp32 new.bin", "--chip esp32 write_flash -z 0x1000 {}/new.bin"),
        ("esp8266 new.bin", "write_flash --flash_size=detect -fm dio 0 {}/new.bin"),
    ],
)
def test_what_is_run(
    cells: Cells, tool: Path, sockets: Sockets, tmp_path: Path, line: str, arguments: str
) -> None:
    sockets.append(cp210x())
    assert cells.run(f"%esptool {line}").status == "ok"
    assert f"args: --port /dev/ttyUSB0 {arguments.format(tmp_path)}\n" in cells.text.replace(
        "--chip esp8266 --baud 460800 ", ""
    )
    assert "BOOT" in cells.text
    assert "Done ö" in cells.text


def test_the_port_is_free_meanwhile_and_taken_again(
    cells: Cells, tool: Path, wire: Wire, sockets: Sockets
) -> None:
    sockets += [cp210x(), ch340()]
    cells.run(f"%connect {wire.port}\nx = 1")
    assert cells.run("%esptool esp32 new.bin").status == "ok"
    assert f"args: --port {wire.port} " in cells.text
    assert f"on {wire.port}\n" in cells.text
    cells.run("print('x' in globals())")
    assert cells.text == "False\n"


def test_an_empty_board_is_not_connected(cells: Cells, tool: Path, wire: Wire) -> None:
    cells.run(f"%connect {wire.port}")
    cells.run("%esptool erase")
    assert "The board is empty now" in cells.text
    assert "No board is connected" in cells.error("print(1)").message
    assert cells.run(f"%esptool --port {wire.port} esp32 new.bin").status == "ok", cells.outputs
    cells.run("print(2)")
    assert cells.text == "2\n", cells.outputs


def test_after_a_failure_the_board_is_used_again(cells: Cells, tool: Path, wire: Wire) -> None:
    cells.run(f"%connect {wire.port}")
    message = cells.error("%esptool esp32 bad.bin").message
    assert "ended with status 1" in message
    assert "A fatal error occurred" in cells.text
    cells.run("print(1)")
    assert cells.text.endswith(f"on {wire.port}\n1\n")


def test_stop_ends_it(cells: Cells, tool: Path, sockets: Sockets) -> None:
    sockets.append(cp210x())
    thread: threading.Thread = cells.start("%esptool esp32 slow.bin", until="Connecting")
    cells.session.interrupt()
    thread.join(30)
    assert not thread.is_alive()
    assert cells.kinds[-1] == "Error"


def test_no_port_is_guessed(cells: Cells, tool: Path, sockets: Sockets) -> None:
    assert "No board is plugged in" in cells.error("%esptool erase").message
    sockets += [cp210x(), ch340()]
    message = cells.error("%esptool erase").message
    assert "\n%esptool --port /dev/ttyUSB1 erase    # CH340" in message


def test_what_is_missing_is_said(
    cells: Cells, sockets: Sockets, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sockets.append(cp210x())
    monkeypatch.setitem(sys.modules, "esptool", None)
    assert "-m pip install esptool" in cells.error("%esptool erase").message
    assert "micropython.org/download" in cells.error("%esptool esp32").message
    assert "There is no none.bin" in cells.error("%esptool esp32 none.bin").message
    assert "invalid choice" in cells.error("%esptool flash").message
