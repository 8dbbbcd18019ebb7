"""The command `coursekit grade`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def grade(
    assignment: Annotated[str, typer.Argument(help="Its name, as nbgrader knows it.")],
    student: Annotated[list[str] | None, typer.Option(help="Only this one; repeatable.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes on this computer. Default: its cores.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="A Dask scheduler, such as tcp://10.0.0.5:8786.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded.")] = False,
    feedback: Annotated[bool, typer.Option(help="Make the feedback pages too.")] = True,
    db: Annotated[str | None, typer.Option(help="The gradebook's db_url.")] = None,
    course_dir: Annotated[Path | None, typer.Option(help="The course's folder.")] = None,
    insist: Annotated[
        bool, typer.Option("--insist", help="Grade although there is no complete sandbox.")
    ] = False,
) -> None:
    """Grade all submissions of an assignment into nbgrader's gradebook, and make the feedback."""
    import coursekit.grading.batch.imports  # noqa: F401  (before the others)
    from coursekit.grading.batch.batch import Options, grade_assignment
    from coursekit.grading.batch.errors import FAILED, BatchError

    options = Options(
        assignment=assignment,
        root=course_dir,
        db_url=db,
        students=tuple(student or ()),
        workers=workers,
        scheduler=scheduler,
        force=force,
        feedback=feedback,
        insist=insist,
    )
    try:
        status = grade_assignment(options)
    except BatchError as error:
        print(error, file=sys.stderr)
        status = FAILED
    raise typer.Exit(status)
