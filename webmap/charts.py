"""Numbers → places on a drawing: the bar of a score, the curve of a clearance, the diagram of gates. No text is made.

Templates write the SVG and escape what people wrote; lengths are in the units of the drawing's own viewBox.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geo.clearance.gates import Diagram, Node
from geo.clearance.hotspot import Hotspot, points_words
from geo.clearance.progress import Curve, percent_words
from geo.language import Day, joined

BAR_WIDTH, BAR_HEIGHT = 100.0, 6.0


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the bar: where it starts, how long it is, which part it is, and what it says."""

    x: float
    width: float
    name: str
    label: str
    points: str
    words: str
    known: bool


def bar(spot: Hotspot) -> tuple[Piece, ...]:
    """Lay the parts of a score end to end: one unit a point, so that bars of different rows can be compared."""
    pieces, x = [], 0.0
    for part in spot.parts:
        width = float(part.points)
        said = (part.name, part.label, points_words(part.points), part.words, part.known)
        pieces.append(Piece(x, width, *said))
        x += width
    return tuple(pieces)


CURVE_WIDTH, CURVE_HEIGHT, CURVE_LEFT, CURVE_FOOT = 640.0, 240.0, 44.0, 28.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One reported point of the curve, with its words."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis and its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class CurveDrawing:
    """Plan and actual as polylines (`x,y x,y`), the reported points, the year and share marks, the line of the day."""

    plan: str
    actual: str
    dots: tuple[Dot, ...]
    years: tuple[Tick, ...]
    shares: tuple[Tick, ...]
    today: float | None
    planned_words: str


def curve_drawing(curve: Curve, as_of: date) -> CurveDrawing | None:
    """Lay out plan against actual; None where there is neither."""
    days = [point.day for point in (*curve.plan, *curve.actual)]
    if not days:
        return None
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)

    def x(day: date) -> float:
        return round(CURVE_LEFT + (day - first).days / (last - first).days * (CURVE_WIDTH - CURVE_LEFT), 1)

    def y(ratio: float) -> float:
        return round((1 - ratio) * (CURVE_HEIGHT - CURVE_FOOT - 8) + 8, 1)

    planned = curve.planned(as_of)
    return CurveDrawing(
        plan=" ".join(f"{x(point.day)},{y(point.ratio)}" for point in curve.plan),
        actual=" ".join(f"{x(point.day)},{y(point.ratio)}" for point in curve.actual),
        dots=tuple(
            Dot(x(point.day), y(point.ratio), joined(": ", (Day(point.day), percent_words(point.ratio))))
            for point in curve.actual
        ),
        years=tuple(Tick(x(date(year, 1, 1)), str(year)) for year in range(first.year, last.year + 1)),
        shares=tuple(Tick(y(share / 4), percent_words(share / 4)) for share in range(5)),
        today=x(as_of) if first <= as_of <= last else None,
        planned_words="" if planned is None else percent_words(planned),
    )


BOX_WIDTH, BOX_HEIGHT, BOX_GAP_X, BOX_GAP_Y, LETTERS, LINES = 196, 84, 44, 24, 28, 3


@dataclass(frozen=True, slots=True)
class Box:
    """One box: corner, kind, id, and its name cut into lines; `title` is the whole name."""

    x: float
    y: float
    kind: str
    id: str
    lines: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow between two boxes; dashed when only probable; `title` says what it stands on."""

    x1: float
    y1: float
    x2: float
    y2: float
    probable: bool
    title: str


@dataclass(frozen=True, slots=True)
class GateDrawing:
    """The diagram of gates with the size of its viewBox."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def gate_drawing(diagram: Diagram) -> GateDrawing | None:
    """Lay out the diagram; None where nothing is recorded."""
    if not diagram.nodes:
        return None
    columns = sorted({node.column for node in diagram.nodes})
    boxes = {node.id: _box(node, columns.index(node.column)) for node in diagram.nodes}
    arrows = tuple(
        Arrow(
            boxes[edge.start].x + BOX_WIDTH,
            boxes[edge.start].y + BOX_HEIGHT / 2,
            boxes[edge.end].x,
            boxes[edge.end].y + BOX_HEIGHT / 2,
            edge.probable,
            edge.basis,
        )
        for edge in diagram.edges
    )
    width = len(columns) * (BOX_WIDTH + BOX_GAP_X) - BOX_GAP_X
    return GateDrawing(width, diagram.rows * (BOX_HEIGHT + BOX_GAP_Y) - BOX_GAP_Y, tuple(boxes.values()), arrows)


def _box(node: Node, column: int) -> Box:
    """Place one box and cut its name into lines."""
    lines = textwrap.wrap(node.label, LETTERS, max_lines=LINES, placeholder="…")
    shown = "" if node.kind == "outside" else node.id
    x, y = column * (BOX_WIDTH + BOX_GAP_X), node.row * (BOX_HEIGHT + BOX_GAP_Y)
    return Box(x, y, node.kind, shown, tuple(lines), node.label)


def legend(spots: Sequence[Hotspot]) -> tuple[tuple[str, str], ...]:
    """Return name and label of each part, in the order of the bar."""
    return tuple((part.name, part.label) for part in spots[0].parts) if spots else ()
