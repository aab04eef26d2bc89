"""Ways along known lines: the roads and bridges of the gazetteer as one net, cut into short pieces, in metres."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from geo.geocode.plane import Plane
from geo.model import Shape

PIECE_M = 100.0
SNAP_M = 60.0
# An uncertain line is worth a detour: it counts as longer by its uncertainty.
DOUBT_M = 200.0
LONGEST_DETOUR = 1.7
SLACK_M = 500.0

Node = int


class Way(NamedTuple):
    """A way along known lines: its line in metres, and the shapes it follows."""

    line: BaseGeometry
    shapes: tuple[Shape, ...]

    @property
    def uncertainty_m(self) -> float:
        """How far the truth may be from the line: the uncertainty of the least known shape."""
        return max(shape.uncertainty_m for shape in self.shapes)

    @property
    def sketch(self) -> bool:
        """True when any part of it is only a sketch."""
        return any(shape.sketch for shape in self.shapes)


class Net:
    """The net of known lines. Nodes lie where lines meet, end or cross, and every hundred metres."""

    def __init__(self, shapes: Iterable[Shape], plane: Plane) -> None:
        self.shapes = tuple(shapes)
        self.points: list[Point] = []
        self.nodes_of: dict[str, list[Node]] = {}
        self._near: dict[tuple[int, int], list[Node]] = {}
        self._next: dict[Node, list[tuple[Node, int, float]]] = {}
        lines = [plane.metres(shape.geometry) for shape in self.shapes]
        self._lengths = {shape.id: line.length for shape, line in zip(self.shapes, lines, strict=True)}
        for place, line in enumerate(lines):
            for part in shapely.get_parts(line):
                self._lay(place, _cut(part, lines))

    def _lay(self, place: int, corners: Sequence[Point]) -> None:
        """Put one line into the net."""
        nodes = [self._node(corner) for corner in corners]
        self.nodes_of.setdefault(self.shapes[place].id, []).extend(nodes)
        for one, other in pairwise(nodes):
            doubt = 1 + self.shapes[place].uncertainty_m / DOUBT_M
            cost = float(self.points[one].distance(self.points[other])) * doubt
            self._next.setdefault(one, []).append((other, place, cost))
            self._next.setdefault(other, []).append((one, place, cost))

    def _node(self, point: Point) -> Node:
        """Return the node at a point; lines that end within `SNAP_M` of each other meet."""
        column, row = round(point.x / SNAP_M), round(point.y / SNAP_M)
        cells = [(column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        near = [node for cell in cells for node in self._near.get(cell, ())]
        closest = min(near, key=lambda node: self.points[node].distance(point), default=None)
        if closest is not None and self.points[closest].distance(point) <= SNAP_M:
            return closest
        self.points.append(point)
        self._near.setdefault((column, row), []).append(len(self.points) - 1)
        return len(self.points) - 1

    def length_m(self, shape: Shape) -> float:
        """Return the length of a shape of this net."""
        return self._lengths[shape.id]

    def within(self, area: BaseGeometry, reach_m: float, shapes: Collection[str]) -> list[Node]:
        """Return the nodes of these shapes within a distance of a geometry."""
        nodes = {node for shape in shapes for node in self.nodes_of.get(shape, ())}
        return [node for node in nodes if self.points[node].distance(area) <= reach_m]

    def nearest(self, area: BaseGeometry, reach_m: float, shapes: Collection[str]) -> list[Node]:
        """Return the node of these shapes nearest to a geometry, if one is within reach."""
        nodes = self.within(area, reach_m, shapes)
        return [min(nodes, key=lambda node: (self.points[node].distance(area), node))] if nodes else []

    def way(self, starts: Collection[Node], ends: Collection[Node], allowed: Callable[[Shape], bool]) -> Way | None:
        """Return the best way from any start to any end along allowed shapes: short, and along well-known lines."""
        usable = [allowed(shape) for shape in self.shapes]
        came: dict[Node, tuple[Node, int]] = {}
        cost = dict.fromkeys(starts, 0.0)
        queue = [(0.0, node) for node in starts]
        heapq.heapify(queue)
        goals = set(ends)
        while queue:
            spent, node = heapq.heappop(queue)
            if node in goals:
                return self._traced(node, came)
            if spent > cost[node]:
                continue
            for other, place, step in self._next.get(node, ()):
                total = spent + step
                if usable[place] and total < cost.get(other, float("inf")):
                    cost[other], came[other] = total, (node, place)
                    heapq.heappush(queue, (total, other))
        return None

    def _traced(self, node: Node, came: dict[Node, tuple[Node, int]]) -> Way | None:
        """Return the way that led to a node; None when it is the start itself."""
        nodes, places = [node], []
        while node in came:
            node, place = came[node]
            nodes.append(node)
            places.append(place)
        if not places:
            return None
        line = LineString([self.points[at] for at in reversed(nodes)]).simplify(1.0)
        return Way(line, tuple(self.shapes[place] for place in dict.fromkeys(reversed(places))))


def _cut(line: LineString, others: Sequence[BaseGeometry]) -> list[Point]:
    """Return the points that cut a line: its corners, its crossings with others, and one every hundred metres."""
    steps = [line.project(Point(corner)) for corner in line.coords]
    for other in others:
        if other is not line and line.intersects(other):
            crossings = shapely.get_coordinates(line.intersection(other))
            steps.extend(line.project(Point(corner)) for corner in crossings)
    count = int(line.length // PIECE_M)
    steps.extend(line.length * at / (count + 1) for at in range(1, count + 1))
    return [line.interpolate(step) for step in sorted(set(steps))]
