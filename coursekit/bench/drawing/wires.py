"""The way of a wire: as the file says it, or found so that it keeps clear of parts and wires."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from coursekit.bench.drawing.shape import Box, Point
from coursekit.bench.drawing.svg import number

Segment = tuple[Point, Point]

_STEP = re.compile(r"([hv])(-?\d+(?:\.\d+)?)")
_CLEARANCE = 7.0
_STUBS = (8.0, 16.0, 26.0)


def _walk(start: Point, steps: Iterable[str]) -> list[Point]:
    points = [start]
    for step in steps:
        found = _STEP.fullmatch(step.strip().lower())
        if found:
            x, y = points[-1]
            length = float(found[2])
            points.append((x + length, y) if found[1] == "h" else (x, y + length))
    return points


def instructed(source: Point, target: Point, route: Sequence[str]) -> list[Point]:
    """Return the corners of a wire that follows Wokwi's placement language.

    The steps before "*" start at the source; those after it lead to the target and are walked
    backwards from there. What remains between the two ends is one corner, chosen so that the wire
    turns as little as it can.
    """
    star = route.index("*") if "*" in route else len(route)
    head = _walk(source, route[:star])
    tail = _walk(target, reversed(route[star + 1 :]))[::-1]
    (x0, y0), (x1, y1) = head[-1], tail[0]
    corners = ((x0, y1), (x1, y0))
    best = min((simplified([*head, c, *tail]) for c in corners), key=_untidiness)
    return best


def _untidiness(points: Sequence[Point]) -> float:
    doubled_back = sum(
        (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0
        for a, b, c in zip(points, points[1:], points[2:], strict=False)
    )
    return len(points) + 10 * doubled_back


def simplified(points: Sequence[Point]) -> list[Point]:
    """Drop repeated points and those in the middle of a straight stretch."""
    kept: list[Point] = []
    for point in points:
        if kept and math.dist(kept[-1], point) < 0.01:
            continue
        if len(kept) >= 2:
            a, b = kept[-2], kept[-1]
            level = abs(a[1] - b[1]) < 0.01 and abs(b[1] - point[1]) < 0.01
            upright = abs(a[0] - b[0]) < 0.01 and abs(b[0] - point[0]) < 0.01
            onward = (b[0] - a[0]) * (point[0] - b[0]) + (b[1] - a[1]) * (point[1] - b[1]) > 0
            if (level or upright) and onward:
                kept[-1] = point
                continue
        kept.append(point)
    return kept


def segments(points: Sequence[Point]) -> list[Segment]:
    """Return the straight stretches of a wire."""
    return list(pairwise(points))


def _length(points: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in segments(points))


class _Obstacles:
    """What a wire meets on its way: much for a body or for running on a wire, some to cross."""

    def __init__(self, bodies: Sequence[Box], others: Sequence[Segment]) -> None:
        self._bodies = [body.grown(1.5) for body in bodies]
        # Each stretch as (its fixed coordinate, from, to).
        self._level: list[tuple[float, float, float]] = []
        self._upright: list[tuple[float, float, float]] = []
        for (x0, y0), (x1, y1) in others:
            if abs(y0 - y1) < 0.01:
                self._level.append((y0, min(x0, x1), max(x0, x1)))
            else:
                self._upright.append((x0, min(y0, y1), max(y0, y1)))
        self._known: dict[Segment, float] = {}

    def cost(self, stretch: Segment) -> float:
        known = self._known.get(stretch)
        if known is None:
            known = self._known[stretch] = self._cost(*stretch)
        return known

    def _cost(self, a: Point, b: Point) -> float:
        total = 400.0 * sum(body.touches(a, b) for body in self._bodies)
        (x0, y0), (x1, y1) = a, b
        if abs(y0 - y1) < 0.01:
            same, across, at, low, high = self._level, self._upright, y0, x0, x1
        else:
            same, across, at, low, high = self._upright, self._level, x0, y0, y1
        if low > high:
            low, high = high, low
        for place, start, end in same:
            if -3.5 < place - at < 3.5 and start < high + 1 and end > low - 1:
                total += 200.0
        for place, start, end in across:
            if low <= place <= high and start <= at <= end:
                total += 18.0
        return total


def automatic(
    source: Point,
    leaves: Point,
    target: Point,
    arrives: Point,
    bodies: Sequence[Box],
    others: Sequence[Segment],
) -> list[Point]:
    """Return the corners of a tidy wire between two pins.

    `leaves` and `arrives` are unit steps out of the two parts. Wires have at most five corners;
    the cheapest wins: short, with few corners, through no body, on top of no other wire.
    """
    obstacles = _Obstacles(bodies, others)
    xs, ys = _lanes(source, target, bodies)
    candidates: list[tuple[float, list[Point]]] = []
    for first in _STUBS:
        start = (source[0] + leaves[0] * first, source[1] + leaves[1] * first)
        for last in _STUBS:
            end = (target[0] + arrives[0] * last, target[1] + arrives[1] * last)
            middles: list[list[Point]] = [[(start[0], end[1])], [(end[0], start[1])]]
            middles += [[(x, start[1]), (x, end[1])] for x in xs]
            middles += [[(start[0], y), (end[0], y)] for y in ys]
            for middle in middles:
                points = simplified([source, start, *middle, end, target])
                cost = _length(points) + 12 * len(points) + 80 * (_untidiness(points) // 10)
                candidates.append((cost, points))
    candidates.sort(key=lambda candidate: candidate[0])
    best, best_cost = candidates[0][1], math.inf
    for cost, points in candidates:
        if cost >= best_cost:
            break
        for stretch in segments(points):
            cost += obstacles.cost(stretch)
            if cost >= best_cost:
                break
        if cost < best_cost:
            best, best_cost = points, cost
    return best


def _lanes(source: Point, target: Point, bodies: Sequence[Box]) -> tuple[set[float], set[float]]:
    """Return the x and y worth trying: half way, and along the sides of every body."""
    xs = {(source[0] + target[0]) / 2}
    ys = {(source[1] + target[1]) / 2}
    for body in bodies:
        for away in (_CLEARANCE, 2 * _CLEARANCE):
            grown = body.grown(away)
            xs |= {round(grown.left), round(grown.right)}
            ys |= {round(grown.top), round(grown.bottom)}
    return xs, ys


def rounded_path(points: Sequence[Point], radius: float = 4.0) -> str:
    """Return the `d` of a path through the points, its corners rounded."""
    if len(points) < 2:
        return ""
    words = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        enter, leave = _toward(corner, before, r), _toward(corner, after, r)
        words.append(f"L{number(enter[0])} {number(enter[1])}")
        words.append(
            f"Q{number(corner[0])} {number(corner[1])} {number(leave[0])} {number(leave[1])}"
        )
    words.append(f"L{number(points[-1][0])} {number(points[-1][1])}")
    return "".join(words)


def _toward(start: Point, goal: Point, by: float) -> Point:
    distance = math.dist(start, goal) or 1.0
    share = by / distance
    return (start[0] + (goal[0] - start[0]) * share, start[1] + (goal[1] - start[1]) * share)
