"""The command `coursekit`. Start-up stays quick: what a command needs, it imports itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from coursekit import __version__
from coursekit.grading.batch.command import grade
from coursekit.grading.commands import app as assignments
from coursekit.grading.commands import course_app as course

app = typer.Typer(
    help="Boards for the MicroPython course, plugged in and virtual.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(assignments, name="assignments")
app.add_typer(course, name="course")
firmware = typer.Typer(help="Get firmware for the emulated board.", no_args_is_help=True)
app.add_typer(firmware, name="firmware")


@app.command()
def version() -> None:
    """Print the version of the course kit."""
    typer.echo(__version__)


app.command()(grade)


@app.command()
def boards() -> None:
    """List the boards that are plugged in, and the virtual one: how sure, and in use by whom."""
    from coursekit.boards.listing import table

    typer.echo(table())


@app.command()
def stubs() -> None:
    """Install MicroPython's names and documentation for completion, into this environment."""
    from coursekit.bootstrap.stubs import main as install_stubs

    raise typer.Exit(install_stubs())


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one document.")] = False,
    every_port: Annotated[
        bool, typer.Option("--all", help="Speak to every port, also where only maybe a board is.")
    ] = False,
) -> None:
    """Say whether what the course needs is there, and how to mend what is not.

    A board that is certainly one is spoken to: the program that runs on it is stopped.
    """
    from coursekit.doctor import doctor as examine

    raise typer.Exit(examine(as_json, every_port))


@firmware.command("path")
def firmware_path() -> None:
    """Print the path of the firmware that the emulated board would run, and its version."""
    from coursekit.boards.emulated.firmware import commands

    commands.show_path()


@firmware.command("build")
def firmware_build(
    to: Annotated[Path | None, typer.Option(help="Copy the result to this folder as well.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also if it is there already.")] = False,
) -> None:
    """Build MicroPython for the Raspberry Pi Pico from Debian's packages, on Debian."""
    from coursekit.boards.emulated.firmware import commands

    commands.build(to, again)


@firmware.command("download")
def firmware_download(
    again: Annotated[bool, typer.Option("--again", help="Also if it is there already.")] = False,
) -> None:
    """Download the official MicroPython for the Raspberry Pi Pico, and check that it is that."""
    from coursekit.boards.emulated.firmware import commands

    commands.download(again)


@app.command()
def serve(
    link: Annotated[Path, typer.Option(help="Where the port shall appear.")],
    diagram: Annotated[Path | None, typer.Option(help="The wiring, a diagram.json.")] = None,
    runtime: Annotated[
        str | None,
        typer.Option(help="Another unix MicroPython; for the emulated board, a .uf2 file."),
    ] = None,
    board: Annotated[str, typer.Option(help="virtual or emulated.")] = "virtual",
) -> None:
    """Offer a board without hardware on a port, for mpremote, Thonny and others; Ctrl-C ends it."""
    from coursekit.bench import Diagram
    from coursekit.boards.serve import serve as serve_board

    serve_board(link, Diagram.load(diagram) if diagram is not None else None, runtime, board)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status. What goes wrong is said in one line."""
    try:
        app(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        # Here, not above: `coursekit version` need not load what boards need.
        from coursekit.bench.errors import BenchError
        from coursekit.boards.errors import BoardError

        if not isinstance(error, BoardError | BenchError):
            raise
        print(" ".join(str(error).split("\n")), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
