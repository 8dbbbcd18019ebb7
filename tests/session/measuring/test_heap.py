"""Reading `mem_info(1)` as several ports print it, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.session.measuring.heap import BEFORE, KINDS, Heap, new_blocks, read_heap
from coursekit.session.measuring.heap_picture import heap_figure
from coursekit.session.measuring.heap_words import heap_words, kept_words, map_words
from coursekit.session.measuring.looks import Look

FREE, LISTS, TEXT, ARRAYS, FLOATS, FUNCTIONS, OTHER = range(len(KINDS))
PICO = f"""stack: 556 out of 7936
GC: total: 6144, used: 288, free: 5856
 No. of 1-blocks: 4, 2-blocks: 1, max blk sz: 5, max free sz: 300
GC memory layout; from 20006c30:
00000: h=L===SFB.{"." * 54}
00400: A{"=" * 4}{"." * 59}
       (3 lines all free)
01400: M.{"." * 62}
"""


def read(text: str) -> Heap:
    heap = read_heap(text)
    assert heap is not None
    return heap


def test_a_map_gives_each_block_the_kind_of_its_head() -> None:
    heap = read(PICO.replace("\n", "\r\n"))
    assert (heap.total_bytes, heap.used_bytes, heap.free_bytes) == (6144, 288, 5856)
    assert heap.block_bytes == 16
    assert len(heap.blocks) == 6144 // 16
    first = [OTHER] * 2 + [LISTS] * 4 + [TEXT, FLOATS, FUNCTIONS, FREE]
    np.testing.assert_array_equal(heap.blocks[:10], first)
    np.testing.assert_array_equal(heap.blocks[64:70], [ARRAYS] * 5 + [FREE])
    assert heap.blocks[5 * 64] == FUNCTIONS
    assert np.count_nonzero(heap.blocks) == 9 + 5 + 1


def test_the_longest_free_piece_runs_over_the_lines() -> None:
    heap = read(PICO)
    assert heap.longest_free_bytes == (59 + 3 * 64) * 16
    assert heap.fragmentation == pytest.approx(1 - 251 * 16 / 5856)


def test_free_lines_at_the_end_belong_to_the_heap() -> None:
    heap = read(PICO + "       (100 lines all free)\n")
    assert len(heap.blocks) == 106 * 64
    assert heap.longest_free_bytes == (100 * 64 + 63) * 16


def test_the_size_of_a_block_follows_from_the_offsets() -> None:
    text = PICO.replace("00400:", "00000800:").replace("01400:", "00002800:")
    heap = read(text.replace("\n00000:", "\n00000000:"))
    assert heap.block_bytes == 32
    assert len(heap.blocks) == 6 * 64
    far = f"GC: total: 1, used: 1, free: 1\nGC memory layout; from 0:\n00000: h{'.' * 63}\n"
    heap = read(far + f"       (9 lines all free)\n05000: h{'.' * 63}\n")
    assert heap.block_bytes == 32


def test_a_heap_in_several_areas_is_one_map() -> None:
    second = f"GC memory layout; from 3f800000:\n00000: D={'.' * 62}\n       (8 lines all free)\n"
    heap = read(PICO + second)
    assert len(heap.blocks) == 6 * 64 + 9 * 64
    assert heap.blocks[6 * 64] == LISTS
    assert heap.longest_free_bytes == (62 + 8 * 64) * 16


def test_without_a_map_there_are_figures() -> None:
    heap = read("GC: total: 64000, used: 1000, free: 63000, max new split: 0\n max free sz: 50\n")
    assert len(heap.blocks) == 0
    assert heap.longest_free_bytes == 50 * 16


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GC: total: x",
        "GC memory layout; from 0:\n00000: hhh",
    ],
)
def test_what_is_no_account_of_a_heap(text: str) -> None:
    assert read_heap(text) is None


@pytest.mark.parametrize(
    "lines",
    [
        "fffffff0: hh\n",
        "00000: hh\n       (9999999 lines all free)\n",
        "00400: hh\n00000: hh\n",
        "00000: \u00e9\u00e9\n",
        "00010: =\n",
    ],
)
def test_a_map_that_no_board_prints_does_no_harm(lines: str) -> None:
    heap = read("GC: total: 1, used: 1, free: 1\nGC memory layout; from 0:\n" + lines)
    assert len(heap.blocks) <= 2_000_000


def test_new_blocks_are_those_that_were_free_before() -> None:
    before = np.array([OTHER, FREE, TEXT, FREE], np.uint8)
    after = np.array([LISTS, LISTS, FREE, FREE, FLOATS], np.uint8)
    np.testing.assert_array_equal(new_blocks(before, after), [BEFORE, LISTS, FREE, FREE, FLOATS])


def test_the_alternative_text_counts_the_blocks() -> None:
    heap = read(PICO)
    assert map_words([("", heap.blocks)], heap) == (
        "Map of the heap, 384 blocks of 16 bytes.\n"
        "Blocks: 369 free; 4 lists, tuples, dicts; 1 text and bytes; 5 arrays; 1 floats; "
        "2 functions, modules; 2 other: contents, code, objects."
    )


def test_a_large_heap_is_drawn_in_squares_of_several_blocks() -> None:
    blocks = np.zeros(500_000, np.uint8)
    blocks[:1000] = TEXT
    figure = heap_figure([("", blocks)], 16)
    image = np.asarray(figure.axes[0].images[0].get_array())
    assert image.size < 30_000
    assert image[0, 0] == TEXT
    assert image[-1, 0] == FREE
    assert any("several" in text.get_text() or "22 blocks" in text.get_text()
               for text in figure.texts)  # fmt: skip


def look(found: int, used: int, garbage: int = 0, heap: Heap | None = None) -> Look:
    return Look(found, used, 10_000 - used, garbage, heap)


def test_words_about_a_heap() -> None:
    assert heap_words(look(900, 700, 200, read(PICO))) == (
        "Heap: 700 of 10,000 bytes are in use (7 %), 9,300 are free.\n"
        "200 bytes of garbage were collected just now.\n"
        "The longest free piece has 4,016 bytes; 31.4 % of what is free lies in shorter ones.\n"
        "There are 384 blocks of 16 bytes.\n"
    )
    assert heap_words(look(700, 700)).count("\n") == 1


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (look(700, 700), look(700, 700), "kept nothing and left no garbage"),
        (look(720, 700), look(1000, 800), "kept 100 bytes and left 180 bytes of garbage"),
        (look(700, 700), look(750, 600), "gave back 100 bytes and left 50 bytes of garbage"),
        (look(700, 700), look(650, 600), "gave back 100 bytes and left no garbage"),
        (look(700, 700), look(716, 716, 0, read(PICO)), "kept 16 bytes (1 block) and"),
    ],
)
def test_words_about_what_a_program_kept(before: Look, after: Look, says: str) -> None:
    assert says in kept_words(before, after)
