"""The ways of wires: Wokwi's placement language, and the router for wires without one."""

import pytest

from coursekit.bench.drawing.shape import Box, Point
from coursekit.bench.drawing.wires import (
    Segment,
    automatic,
    instructed,
    rounded_path,
    segments,
    simplified,
)

LEFT: Point = (-1.0, 0.0)
RIGHT: Point = (1.0, 0.0)


def test_instructions_before_the_star_start_at_the_source() -> None:
    assert instructed((0, 0), (30, 40), ["h10", "v40"]) == [(0, 0), (10, 0), (10, 40), (30, 40)]


def test_instructions_after_the_star_lead_to_the_target_in_reverse() -> None:
    # Walked back from the target: first "h10", then "v-15".
    route = ["v10", "*", "v-15", "h10"]
    assert instructed((0, 0), (50, 60), route)[-3:] == [(60, 45), (60, 60), (50, 60)]


def test_what_remains_is_covered_by_one_corner_that_does_not_turn_back() -> None:
    assert instructed((0, 0), (30, 40), ["h10"]) == [(0, 0), (30, 0), (30, 40)]


def test_unknown_instructions_are_passed_over() -> None:
    assert instructed((0, 0), (20, 0), ["x9", "", "h5.5"]) == [(0, 0), (20, 0)]


def test_every_stretch_is_level_or_upright() -> None:
    points = automatic((0, 0), RIGHT, (100, 57), LEFT, [Box(30, -20, 70, 80)], [])
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in segments(points))


def test_automatic_wire_goes_around_a_part() -> None:
    body = Box(40, -30, 60, 30)
    points = automatic((0, 0), RIGHT, (100, 0), LEFT, [body], [])
    assert (points[0], points[-1]) == ((0, 0), (100, 0))
    assert not any(body.touches(a, b) for a, b in segments(points))


def test_automatic_wire_does_not_run_on_another() -> None:
    laid: list[Segment] = [((50, 0), (50, 80))]
    points = automatic((0, 0), RIGHT, (100, 80), LEFT, [], laid)
    assert len(points) == 4
    assert abs(points[1][0] - 50) > 3


@pytest.mark.parametrize("count", [0, 1])
def test_path_of_fewer_than_two_points_is_empty(count: int) -> None:
    assert rounded_path([(1.0, 1.0)] * count) == ""


def test_corners_are_rounded_but_ends_stay() -> None:
    assert rounded_path([(0, 0), (20, 0), (20, 30)], 4) == "M0 0L16 0Q20 0 20 4L20 30"


def test_simplified_keeps_turns_and_drops_the_rest() -> None:
    points: list[Point] = [(0, 0), (5, 0), (5, 0), (9, 0), (9, 4)]
    assert simplified(points) == [(0, 0), (9, 0), (9, 4)]
