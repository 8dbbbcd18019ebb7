"""%esptool: puts MicroPython onto an ESP board, with Espressif's tool of that name."""

from __future__ import annotations

import codecs
import contextlib
import importlib.util
import os
import queue
import subprocess
import sys
import threading
from typing import IO

from coursekit.boards import BoardError
from coursekit.boards.connect import port_of
from coursekit.session.carrying import existing
from coursekit.session.connection import Connection
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.plugged import one_port
from coursekit.session.run import CellRun, UsageError

_COMMANDS = {
    "erase": ["erase_flash"],
    "esp32": ["--chip", "esp32", "write_flash", "-z", "0x1000"],
    "esp8266": [
        *("--chip", "esp8266", "--baud", "460800"),
        *("write_flash", "--flash_size=detect", "-fm", "dio", "0"),
    ],
}
_LOOK_S = 0.1  # how soon Stop is noticed
_END_S = 5.0
_parser = ArgumentParser("%esptool", stock=True)
_parser.add_argument("--port", metavar="PORT")
_parser.add_argument("command", choices=list(_COMMANDS))
_parser.add_argument("file", nargs="?", metavar="FILE.bin")


@line_magic("esptool")
def esptool(arguments: str, run: CellRun) -> None:
    """Erases an ESP32 or ESP8266, or puts MicroPython onto it.

    %esptool erase                          all that is on the board is gone
    %esptool esp32 ESP32_GENERIC.bin        a file from micropython.org/download
    %esptool esp8266 ESP8266_GENERIC.bin
    %esptool --port /dev/ttyUSB0 erase      when several boards are plugged in

    It needs the package esptool. The board is let go of before, and connected again after it.
    """
    options = parse(_parser, arguments)
    command = [sys.executable, "-m", "esptool", "--port"]
    if options.command == "erase":
        image = []
    elif options.file:
        image = [str(existing(options.file, run))]
    else:
        raise UsageError(
            f"Name the firmware's file: %esptool {options.command} FILE.bin. It is to be had at "
            "https://micropython.org/download"
        )
    if importlib.util.find_spec("esptool") is None:
        raise UsageError(
            "The package esptool is not installed. Type this in a terminal of your computer, then "
            f'run the cell again: "{sys.executable}" -m pip install esptool'
        )
    port = options.port or one_port(run, f"%esptool --port PORT {options.command}")
    if port is None:
        raise UsageError("No board is plugged in. Plug it in, or name its port with --port.")
    port = port_of(port)
    users = _let_go(port, run)
    erased = False
    try:
        status = _run([*command, port, *_COMMANDS[options.command], *image], run)
        if status:
            raise UsageError(
                f"esptool ended with status {status}; it says why above. If it could not connect, "
                "hold the board's BOOT button down while it tries."
            )
        erased = options.command == "erase"
    finally:
        for connection in users:
            connection.released = erased
    if erased:
        run.write("The board is empty now: %esptool esp32 FILE.bin puts MicroPython onto it.\n")
    elif run.session.current in users:
        try:
            run.session.open_board(run)
        except BoardError as error:
            run.write(f"{error}\nPress the board's reset, then: %connect {port}\n")


def _let_go(port: str, run: CellRun) -> list[Connection]:
    """Close the port wherever this notebook has it open, or had it before the board was erased."""
    users = []
    for connection in run.session.boards:
        board = connection.board
        if board is None and connection.target == port:
            users.append(connection)
        elif board is not None and board.port == port:
            users.append(connection)
            connection.target = port
            connection.drop()
            connection.forget_runs()
    return users


def _run(command: list[str], run: CellRun) -> int:
    """Run it, show what it says as it comes, and end it when Stop is pressed."""
    run.write(" ".join(command[2:]) + "\n")
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    reader = threading.Thread(target=_read, args=(process.stdout, pieces), daemon=True)
    reader.start()
    text = codecs.getincrementaldecoder("utf-8")("replace")
    try:
        told = False
        while True:
            run.session.stop_if_interrupted()
            with contextlib.suppress(queue.Empty):
                piece = pieces.get(timeout=_LOOK_S)
                if not piece:
                    return process.wait(_END_S)
                said = text.decode(piece)
                run.write(said)
                if "Connecting" in said and not told:
                    told = True
                    run.write("\n(If this takes long, hold the board's BOOT button down.)\n")
    finally:
        _end(process)
        reader.join(_END_S)


def _read(source: IO[bytes], pieces: queue.SimpleQueue[bytes]) -> None:
    with source:
        while piece := os.read(source.fileno(), 4096):
            pieces.put(piece)
    pieces.put(b"")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
