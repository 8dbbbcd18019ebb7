"""%serialconnect, %websocketconnect, %socketconnect: the stock kernel's ways to a board."""

from __future__ import annotations

import os
from argparse import Namespace
from urllib.parse import quote

from coursekit.boards import BoardNotFound, serial
from coursekit.boards.connect import VARIABLE, hint, port_of
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.plugged import one_port
from coursekit.session.run import CellRun, UsageError

_BAUD = 115200
_READ_IT = "Nothing was sent to it: %readbytes shows what it says, the next program stops it.\n"

_serial = ArgumentParser("%serialconnect", stock=True)
_serial.add_argument("--port", metavar="PORT")
_serial.add_argument("--baud", type=int, default=_BAUD, metavar="RATE")
_serial.add_argument("--raw", action="store_true")
_serial.add_argument("--verbose", action="store_true")

_websocket = ArgumentParser("%websocketconnect", stock=True)
_websocket.add_argument("url", nargs="?", default="ws://192.168.4.1:8266", metavar="URL")
_websocket.add_argument("--password")
_websocket.add_argument("--raw", action="store_true")
_websocket.add_argument("--verbose", action="store_true")

_socket = ArgumentParser("%socketconnect", stock=True)
_socket.add_argument("host", metavar="ADDRESS")
_socket.add_argument("port", type=int, metavar="PORT")
_socket.add_argument("--raw", action="store_true")
_socket.add_argument("--verbose", action="store_true")


@line_magic("serialconnect")
def serialconnect(arguments: str, run: CellRun) -> None:
    """Connects to the board on a serial port, as %connect PORT does.

    %serialconnect                        the board that is plugged in, else the virtual one
    %serialconnect --port /dev/ttyUSB0    the board on this port; on Windows e.g. COM4
    %serialconnect --baud 9600            for a port that is a UART at this speed
    %serialconnect --raw                  opens the port and sends nothing: see %readbytes
    %serialconnect --verbose              tells the speed, too

    The board begins afresh (but for --raw): variables of earlier cells are gone.
    """
    options = parse(_serial, arguments)
    if options.baud < 1:
        raise UsageError("--baud is a number of bits per second, for example 115200.")
    port = options.port
    if port is None and (options.raw or options.baud != _BAUD):
        port = one_port(run, "%serialconnect --port PORT")
    if port is None:
        _plugged_in(run)
        return
    try:
        _open(port, options, run)
    except BoardNotFound as error:
        raise BoardNotFound(
            f"{error} %serialconnect without a port takes what is plugged in, else the virtual "
            "board; %connect virtual takes that in any case."
        ) from error
    if options.verbose:
        run.write(f"{port} is open at {options.baud} baud.\n")


@line_magic("websocketconnect")
def websocketconnect(arguments: str, run: CellRun) -> None:
    """Connects to a board over Wi-Fi by its WebREPL, as %connect ws://ADDRESS does.

    %websocketconnect ws://192.168.1.7:8266 --password secret
    %websocketconnect ws://192.168.1.7:8266    asks for the password
    %websocketconnect                          ws://192.168.4.1:8266, a board's own access point

    A password in a notebook is seen by all who get the notebook: better let it be asked for.
    """
    options = parse(_websocket, arguments)
    url = options.url if "://" in options.url else f"ws://{options.url}"
    if options.password:
        scheme, _, rest = url.partition("://")
        url = f"{scheme}://:{quote(options.password, safe='')}@{rest.rpartition('@')[2]}"
    run.session.boards.switch(url, run)
    if options.raw:
        run.write("You are logged in already: --raw changes nothing here.\n")


@line_magic("socketconnect")
def socketconnect(arguments: str, run: CellRun) -> None:
    """Connects to a board's REPL behind a plain TCP socket, e.g. of a serial-to-Wi-Fi bridge.

    %socketconnect 192.168.1.7 2323          as %connect socket://192.168.1.7:2323
    %socketconnect 192.168.1.7 2323 --raw    sends nothing: see %readbytes
    """
    options = parse(_socket, arguments)
    target = f"socket://{options.host}:{options.port}"
    if options.raw:
        run.session.boards.take(
            target, lambda: serial.open_serial(target, enter_s=None), run, untouched=True
        )
        run.write(f"{target} is open. {_READ_IT}")
    else:
        run.session.boards.switch(target, run)


def _open(port: str, options: Namespace, run: CellRun) -> None:
    boards, baud = run.session.boards, options.baud
    if options.raw:
        boards.take(
            port, lambda: serial.open_serial(port_of(port), baud, None), run, untouched=True
        )
        run.write(f"{port} is open. {_READ_IT}")
    elif baud != _BAUD:
        boards.take(port, lambda: serial.open_serial(port_of(port), baud), run)
    else:
        boards.switch(port, run)


def _plugged_in(run: CellRun) -> None:
    """What the first cell of a notebook would take."""
    session = run.session
    session.boards.disconnect()  # a port opens only once
    connection = session.current
    connection.target = connection.runtime = None
    connection.released = False
    connection.history.clear()
    board = session.open_board(run)
    if board.kind == "virtual" and not os.environ.get(VARIABLE) and not hint():
        run.write("No board is plugged in, so this is the virtual one.\n")
