"""Starts JupyterLab of .venv at the first lesson.

A port that the person asked for is looked at first, because JupyterLab's own answer to a busy one
comes late and as a log line.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from .environment import Environment
from .errors import SetupFailed, command

SETTINGS = {
    # A class without a network, or without an opinion on Jupyter's news, is not asked about them.
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}
"""What JupyterLab does differently here from its defaults; a person's own settings win."""

FIRST_LESSON = "lessons/00_welcome/00_welcome.ipynb"


def option(arguments: list[str], *names: str) -> str | None:
    """The last value given for any of `names`, as `--name value` or `--name=value`."""
    value = None
    for index, argument in enumerate(arguments):
        name, equals, rest = argument.partition("=")
        if name in names:
            following = "".join(arguments[index + 1 : index + 2])
            value = rest if equals else following
    return value


def expect_free_port(arguments: list[str]) -> None:
    """Raises SetupFailed when the port in `arguments`, if there is one, cannot be had."""
    text = option(arguments, "--port", "--ServerApp.port", "--LabApp.port")
    if text is None:
        return  # JupyterLab looks for a free one by itself
    if not text.isascii() or not text.isdigit() or not 0 <= int(text) <= 65535:
        raise SetupFailed(
            f"{text!r} is no port number.",
            f"give one from 1024 to 65535, for example {command('lab --port 8889')}",
        )
    address = option(arguments, "--ip", "--ServerApp.ip") or "localhost"
    problem = _bind(address, int(text))
    if problem == errno.EADDRINUSE:
        raise SetupFailed(
            f"port {text} is in use, perhaps by a JupyterLab that is still open.",
            f"close it, or choose another port: {command(f'lab --port {_free_port(address)}')}",
        )
    if problem is not None:
        raise SetupFailed(
            f"port {text} at {address} cannot be used: {os.strerror(problem)}.",
            f"choose a port above 1024: {command(f'lab --port {_free_port(address)}')}",
        )


def _bind(address: str, port: int) -> int | None:
    """None, or the errno of the first address of that name that cannot be listened on."""
    try:
        found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except OSError:
        return None  # not a matter of the port: JupyterLab says what is wrong with the address
    for family, kind, protocol, _, endpoint in found:
        try:
            with socket.socket(family, kind, protocol) as probe:
                if os.name == "posix":
                    # As the server does: a port that is only cooling down is free.
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(endpoint)
                probe.listen()
        except OSError as error:
            if error.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):  # no IPv6 here
                return error.errno
    return None


def _free_port(address: str) -> int:
    return next((port for port in range(8889, 8989) if _bind(address, port) is None), 8989)


def server_arguments(root: Path, arguments: list[str]) -> list[str]:
    """JupyterLab's command line after its name. Paths in `arguments` are relative to the cwd."""
    lesson = FIRST_LESSON if (root / FIRST_LESSON).is_file() else None
    passed = []
    for argument in arguments:
        path = Path(argument).resolve()
        if argument.endswith(".ipynb") and path.is_file() and path.is_relative_to(root):
            lesson = path.relative_to(root).as_posix()
        else:
            passed.append(argument)
    made = [f"--ServerApp.root_dir={root}", "--ServerApp.answer_yes=True"]
    if lesson is not None:
        # As the start page, so that the address printed for --no-browser leads there as well.
        made.append(f"--LabApp.default_url=/lab/tree/{lesson}")
    if option(arguments, "--port") is not None:
        made.append("--ServerApp.port_retries=0")
    level = option(arguments, "--log-level", "--ServerApp.log_level")
    if level is None and "--debug" not in arguments:
        made.append("--log-level=ERROR")  # the address to open stands out, and real trouble
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        made.append("--allow-root")  # containers; JupyterLab would refuse
    return [*made, *passed]


def write_settings(environment: Environment) -> None:
    """Puts SETTINGS where JupyterLab of .venv looks for them."""
    folder = environment.venv / "etc" / "jupyter" / "labconfig"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(SETTINGS, indent=2) + "\n"
    (folder / "default_setting_overrides.json").write_text(text, encoding="utf-8")


def start_lab(environment: Environment, arguments: list[str]) -> int:
    """Runs JupyterLab until it ends; its exit status. Ctrl-C ends it, without a question."""
    command_line = [str(environment.python), "-m", "jupyterlab"]
    command_line += server_arguments(environment.root, arguments)
    variables = environment.variables()
    print("Starting JupyterLab. Press Ctrl-C here to stop it.", flush=True)
    sys.stderr.flush()
    os.chdir(environment.root)
    if os.name == "posix":
        # In place of this process: signals reach it, and nothing is left when it is killed.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.execve(command_line[0], command_line, variables)
    child = subprocess.Popen(command_line, env=variables)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # it got the Ctrl-C too, and is shutting down
