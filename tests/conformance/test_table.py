"""differences.toml against the programs and against the page that is made from it."""

from __future__ import annotations

from tests.conformance import differences, document
from tests.conformance.subjects import subjects

NEEDED = 1000
"""Statements; not each of them shows anything."""


def test_the_page_is_up_to_date() -> None:
    page = document.DOCUMENT.read_text(encoding="utf-8")
    assert document.updated(page, differences.load()) == page, (
        "Write it anew: python -m tests.conformance --table"
    )


def test_every_listed_observation_is_one_of_a_program() -> None:
    keys = {(subject.name, key) for subject in subjects() for key in subject.keys}
    unknown = [
        seen for seen in differences.load().seen() if (seen.program, seen.observation) not in keys
    ]
    assert unknown == []


def test_no_row_is_there_twice() -> None:
    rows = [(row.here, row.wrong) for row in differences.load().rows]
    assert len(set(rows)) == len(rows)


def test_there_are_enough_programs() -> None:
    assert sum(len(subject.keys) for subject in subjects()) > NEEDED


def test_names_and_keys_are_unique() -> None:
    found = subjects()
    assert len({subject.name for subject in found}) == len(found)
    for subject in found:
        assert len(set(subject.keys)) == len(subject.keys)
