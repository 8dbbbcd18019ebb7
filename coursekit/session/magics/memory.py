"""%memory: what is in the board's heap, and what a program leaves there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursekit.boards import BoardError
from coursekit.session.cells import HELPER, keep_last_value, show_value
from coursekit.session.magics.registry import line_magic
from coursekit.session.measuring.looks import Look, look, look_after, look_before
from coursekit.session.outputs import Display
from coursekit.session.run import CellRun, UsageError

if TYPE_CHECKING:
    from coursekit.session.measuring.heap import Heap, Map


@line_magic("memory", in_answers=True)
def memory(arguments: str, run: CellRun) -> None:
    """Shows how full the board's heap is, with a map of its blocks.

    %memory    alone: what is in use now, what was garbage, the longest free piece
    %memory    above a program: what the program leaves in the heap

    The heap is collected first, so that the map shows what is really in use. What an empty program
    leaves is taken off; a few blocks more or less mean nothing. A large object needs a free piece
    that is long enough: what is free in many short pieces is of no use to it.
    """
    if arguments:
        raise UsageError("%memory takes nothing after it.")
    if not run.has_code:
        from coursekit.session.measuring.heap_words import heap_words

        now = look(run.session.open_board(run))
        run.write(heap_words(now))
        _show([] if now.heap is None else [("", now.heap.blocks)], now.heap, run)
        return
    before: list[Look] = []
    run.before.append(lambda: before.append(_look_before(run)))
    run.afterwards.append(lambda: _compare(before, run))


def _look_before(run: CellRun) -> Look:
    usual = ["pass"]
    if keep_last_value(run.code) is not None:  # whose value is shown, which takes memory, too
        usual = [f"{HELPER}=None", show_value(HELPER, "0" * 16)]
    return look_before(run.session.open_board(run), usual)


def _compare(before: list[Look], run: CellRun) -> None:
    board = run.session.board
    if not before or board is None:
        return  # the program never began, or the board is lost: the cell says so
    try:
        after = look_after(board)
    except BoardError:
        if run.program_failed:
            return  # of which the program's own error tells more
        raise
    from coursekit.session.measuring.heap import new_blocks
    from coursekit.session.measuring.heap_words import kept_words

    run.write(kept_words(before[0], after))
    maps = []
    if before[0].heap is not None and after.heap is not None:
        first, second = before[0].heap.blocks, after.heap.blocks
        maps = [("before the program", first), ("after it", new_blocks(first, second))]
    _show(maps, after.heap, run)


def _show(maps: list[tuple[str, Map]], heap: Heap | None, run: CellRun) -> None:
    if heap is None or not maps or not all(len(blocks) for _, blocks in maps):
        run.write("This board does not draw a map of its heap.\n")
        return
    from coursekit.session.measuring.heap_picture import heap_figure
    from coursekit.session.measuring.heap_words import map_words
    from coursekit.session.pictures import figure_bundle

    figure = heap_figure(maps, heap.block_bytes)
    words = map_words(maps, heap)
    figure.set_label(words)
    run.emit(Display(*figure_bundle(figure, plain=words)))
