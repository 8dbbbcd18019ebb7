"""Folding shortens what repeats, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coursekit.session.folding import Fold, fold


def unfold(frames: str) -> str:
    """Fold the frames and write out again what was left out."""
    result = ""
    for item in fold(frames):
        result += result[-item.calls :] * item.more if isinstance(item, Fold) else frames[item]
    return result


def test_few_repetitions_are_all_shown() -> None:
    assert fold("maaaab") == [0, 1, 2, 3, 4, 5]


def test_three_rounds_are_shown() -> None:
    assert fold("mababababab!") == [0, 1, 2, 3, 4, 5, 6, Fold(2, 2), 11]


def test_a_round_that_breaks_off_is_shown_to_its_end() -> None:
    assert fold("ababababababa")[-2:] == [Fold(2, 3), 12]


@given(st.lists(st.sampled_from(["m", "a" * 9, "ab" * 7, "abc" * 6, "b"]), max_size=6).map("".join))
def test_nothing_is_lost(frames: str) -> None:
    assert unfold(frames) == frames
    assert len(fold(frames)) <= len(frames)
