"""`coursekit course` and `coursekit assignments`: a folder to teach from, and what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Make what students get from solutions/.", no_args_is_help=True)
course_app = typer.Typer(help="Make a folder to teach a course from.", no_args_is_help=True)


@course_app.callback()
def _course_group() -> None:
    """Make a folder to teach a course from."""


@course_app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")],
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Assignments of the kit to begin with.")
    ] = None,
) -> None:
    """Make a course folder, with nbgrader's settings and copies of the kit's assignments."""
    from coursekit.grading.course import CourseError, new_course

    try:
        made = new_course(folder, assignments or ())
    except CourseError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for path in made:
        typer.echo(f"made {path}")


@app.callback()
def _group() -> None:
    """Make what students get from solutions/."""


@app.command()
def build(
    names: Annotated[list[str] | None, typer.Argument(help="Which ones; all when none.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say what has drifted.")] = False,
    course: Annotated[Path, typer.Option(help="The course's folder.")] = Path(),
) -> None:
    """Regenerate exercises/ from solutions/, after looking at the sources for mistakes."""
    from coursekit.grading import assignments

    try:
        built = assignments.build(course, names or None)
    except assignments.AssignmentError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    drift = []
    for one in built:
        if not check:
            for path in one.write(course):
                typer.echo(f"wrote {path}")
        drift += one.drift(course)
    for line in drift:
        typer.echo(line, err=True)
    if drift and check:
        typer.echo("Run: coursekit assignments build", err=True)
    if drift:
        raise typer.Exit(1)
    if check:
        typer.echo(f"{len(built)} up to date")
