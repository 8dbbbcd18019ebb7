"""Makes the notebook that is graded: the release, with nothing of the submission but answers' text.

So no metadata, tag, output, extra or missing cell of a submission can have any effect.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from coursekit.grading.bundle import NotebookBundle, grade_ids
from coursekit.grading.inert import inert
from coursekit.grading.submitted import SubmittedCell, parse

NOTES_CELL_ID = "notes-on-the-submission"
EXTRA_CELL_ID = "added-below-"
_MOST_WRITTEN_CHARS = _MOST_EXTRA_CHARS = 20_000


@dataclass
class Rebuilt:
    """The notebook to run, and in words what was odd about the submission.

    trouble: why nothing of it could be read; one of the notes.
    """

    nb: NotebookNode
    notes: list[str] = field(default_factory=list)
    trouble: str = ""


def rebuild_notebook(bundle: NotebookBundle, submitted: bytes | None) -> Rebuilt:
    """Put a submission's answers into the release, and the hidden tests back. Never raises.

    An answer is found by its grade_id alone, whatever its place and cell type. When several cells
    go by the same name, as after copying a cell, the first that differs from the stub counts.
    The notes are also the first cell of the notebook.
    """
    found = parse(submitted)
    nb = bundle.notebook()
    stubs = {
        name: str(cell.source)
        for name, cell in grade_ids(nb)
        if cell.metadata.nbgrader.get("solution")
    }
    released = {name: str(cell.source) for name, cell in grade_ids(nb)}
    notes = [found.trouble] if found.trouble else []
    for name, cell in grade_ids(nb):
        _restore(cell, bundle, name)
        cell.metadata.pop("tags", None)
        if name in stubs and not found.trouble:
            same = [other for other in found.cells if other.grade_id == name]
            answer = _answer(name, stubs[name], same, notes)
            if cell.cell_type != "code" and answer != stubs[name]:
                answer = _readable(name, answer, notes)
            cell.source = answer
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    # The language's name alone is unknown to the program that colours it in feedback.
    language = {"name": "micropython", **nb.metadata.get("language_info", {})}
    nb.metadata["language_info"] = {**language, "pygments_lexer": "python3"}
    if not found.trouble:
        _note_the_rest(found.cells, released, stubs, notes)
        _keep_work_on_tasks(nb, found.cells, released)
    if notes:
        text = "**About this submission**\n\n" + "\n".join(f"- {note}" for note in notes)
        nb.cells.insert(0, _markdown(text, NOTES_CELL_ID))
    return Rebuilt(nb, notes, found.trouble)


def _restore(cell: NotebookNode, bundle: NotebookBundle, name: str) -> None:
    source = bundle.cells[name]
    if source.locked:
        cell.source = source.source
    if source.checksum:
        cell.metadata.nbgrader["checksum"] = source.checksum
    if name in bundle.points:
        cell.metadata.nbgrader["points"] = bundle.points[name]


def _answer(name: str, stub: str, cells: list[SubmittedCell], notes: list[str]) -> str:
    for cell in cells:
        if cell.trouble:
            effect = "It was not used." if cell.text is None else "They were replaced."
            notes.append(f"A cell `{name}` {cell.trouble}. {effect}")
    usable = [cell.text for cell in cells if cell.text is not None]
    if not usable:
        if not cells:
            notes.append(f"The answer cell `{name}` was missing; there is no answer to grade.")
        return stub
    place = next((i for i, text in enumerate(usable) if text.strip() != stub.strip()), 0)
    if len(usable) > 1:
        notes.append(
            f"The answer cell `{name}` was there {len(usable)} times; number {place + 1}, the "
            "first that differs from the exercise, was graded."
        )
    return usable[place]


def _readable(name: str, answer: str, notes: list[str]) -> str:
    """A written answer as it can be shown; to render a very long one takes minutes."""
    if len(answer) > _MOST_WRITTEN_CHARS:
        answer = answer[:_MOST_WRITTEN_CHARS]
        notes.append(
            f"The answer `{name}` is longer than {_MOST_WRITTEN_CHARS:,} characters; the rest was "
            "left out."
        )
    return inert(answer)


def _note_the_rest(
    cells: Iterable[SubmittedCell],
    released: dict[str, str],
    stubs: dict[str, str],
    notes: list[str],
) -> None:
    """Say what of the submission was left out, so that nobody has to guess."""
    changed = []
    texts: dict[str, set[str]] = {}
    for cell in cells:
        if cell.grade_id is not None and cell.text is not None:
            texts.setdefault(cell.grade_id, set()).add(cell.text.strip())
    for name, text in released.items():
        if name not in stubs and texts.get(name, {text.strip()}) != {text.strip()}:
            changed.append(f"`{name}`")
    if changed:
        notes.append(f"Changes in these cells do not count: {', '.join(changed)}.")
    own = [cell for cell in cells if cell.code and _is_own(cell, released)]
    plain = {text.strip() for text in released.values()}
    own = [cell for cell in own if (cell.text or "").strip() not in plain]
    if own:
        notes.append(
            f"{len(own)} code {'cell' if len(own) == 1 else 'cells'} outside the answer cells did "
            "not run. A helper function belongs in the answer cell that uses it."
        )


def _is_own(cell: SubmittedCell, released: dict[str, str]) -> bool:
    return cell.grade_id not in released and bool((cell.text or "").strip())


def _keep_work_on_tasks(
    nb: NotebookNode, cells: tuple[SubmittedCell, ...], released: dict[str, str]
) -> None:
    """Show below each task what the student added there, for the person who will grade it.

    Work on a task has no cell of its own in nbgrader. It is shown as text, and never runs.
    """
    tasks = [name for name, cell in grade_ids(nb) if cell.metadata.nbgrader.get("task")]
    known = {str(cell.source).strip() for cell in nb.cells}
    for task in tasks:
        places = [i for i, cell in enumerate(cells) if cell.grade_id == task]
        if not places:
            continue
        texts = []
        for cell in cells[places[0] + 1 :]:
            if cell.grade_id in released:
                break
            if cell.text and cell.text.strip() and cell.text.strip() not in known:
                texts.append(_fenced(cell.text) if cell.code else cell.text)
        if texts:
            text = "\n\n".join(["*Added below this task:*", *texts])[:_MOST_EXTRA_CHARS]
            at = next(i for i, c in enumerate(nb.cells) if _name(c) == task)
            nb.cells.insert(at + 1, _markdown(inert(text), EXTRA_CELL_ID + str(tasks.index(task))))


def _name(cell: NotebookNode) -> str | None:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return None if name is None else str(name)


def _fenced(code: str) -> str:
    fence = "```"
    while fence in code:
        fence += "`"
    return f"{fence}python\n{code}\n{fence}"


def _markdown(text: str, cell_id: str) -> NotebookNode:
    cell = new_markdown_cell(text)  # type: ignore[no-untyped-call]
    cell["id"] = cell_id
    return cell  # type: ignore[no-any-return]
