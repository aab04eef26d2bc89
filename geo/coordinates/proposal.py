"""From a table to a proposal: every reading tried, one proposed or several asked about, the corners drawn."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.clearance.figures import number_words
from geo.coordinates.choice import Choice, Stated, choose
from geo.coordinates.drawing import Drawing, DrawnKind, Part, draw
from geo.coordinates.statements import VN2000, WGS84
from geo.coordinates.table import Block, CoordinateTable, Unit
from geo.coordinates.ways import Reading, Way, all_ways, try_ways
from geo.crs import Coordinates, points_to_vn2000
from geo.landing import Ground
from geo.language import say

SHIFT_ACCURACY_M: Final = 1.0
"""The official shift is good to 1 m (EPSG:6960): no radius below it."""

AREA_DOUBT_PERCENT: Final = 2.0
_UTM_ON_WGS84: Final = (32648, 32649)
_LINE_WORDS: Final = re.compile(
    r"(đầu|giữa|cuối|tim|hướng|đoạn)\s+tuyến|tuyến\s+(đường\s+)?(ống|dây|điện|kênh|cáp)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to show for a pasted table.

    The choice among readings, and the drawing of the chosen one (None unless there is one).

    `doubts` are sentences that a person has to confirm before it is stored; `notes` say how the table was read.
    `radius_m` is how far the truth may be from the numbers as printed: the shift's own metre, or the last printed
    digit where that is coarser.
    """

    table: CoordinateTable
    block: Block
    choice: Choice
    drawing: Drawing | None
    doubts: tuple[str, ...]
    notes: tuple[str, ...]
    radius_m: float

    @property
    def chosen(self) -> Reading | None:
        """The proposed reading; None when a person has to choose or nothing fits."""
        return self.choice.chosen


def propose(table: CoordinateTable, ground: Ground, kind: DrawnKind | None = None, way: Way | None = None) -> Proposal:
    """Try all zones and both orders on a table and propose what lands in the ward or next door.

    `kind` overrules what the table looks like; `way` is a person's choice among the readings that fit. Nothing raises
    here for what the numbers say: refusals are sentences in `choice.says`, faults of shape are in `drawing.errors`.
    """
    block = main_block(table)
    choice = _choose(block, ground)
    if way is not None:
        picked = next((reading for reading in choice.readings if reading.way == way and reading.fits), None)
        choice = Choice(choice.verdict, choice.says, choice.readings, choice.fitting, picked, choice.doubts)
    drawing = draw_block(table, block, choice.chosen.way, kind) if choice.chosen else None
    doubts = choice.doubts + _area_doubt(drawing) + _blocks_differ(table, block, choice, ground)
    radius = max(SHIFT_ACCURACY_M, math.ceil(block.step_m))
    return Proposal(table, block, choice, drawing, doubts, table.notes, radius)


def main_block(table: CoordinateTable) -> Block:
    """Pick the block to draw: a VN-2000 grid before VN-2000 degrees before anything else, as decisions rank them."""
    return min(
        table.blocks, key=lambda block: (block.datum == WGS84, block.unit is Unit.DEGREES, block.datum != VN2000)
    )


def draw_block(table: CoordinateTable, block: Block, way: Way, kind: DrawnKind | None = None) -> Drawing:
    """Draw a block of a table in one way to read it."""
    points = way.to_wgs84(printed_points(block))
    count = block.corners[-1].part + 1
    parts = []
    for number in range(count):
        places = [place for place, corner in enumerate(block.corners) if corner.part == number]
        labels = tuple(block.corners[place].label for place in places)
        parts.append(Part(labels, points[places], say("Khu {number}: ", number=number + 1) if count > 1 else ""))
    return draw(parts, kind or likely_kind(table, parts), table.stated_area_m2)


def printed_points(block: Block) -> Coordinates:
    """Return the pairs of a block as printed, an (n, 2) array."""
    return np.array([(corner.first, corner.second) for corner in block.corners])


def likely_kind(table: CoordinateTable, parts: Sequence[Part]) -> DrawnKind:
    """Tell what corners make: single ones a point, two or words of a route a line, else an area."""
    longest = max(len(part.labels) for part in parts)
    if longest == 1:
        return DrawnKind.POINT
    closes = any(part.repeats_first for part in parts)
    if longest == 2 or (not closes and _LINE_WORDS.search(table.text)):
        return DrawnKind.LINE
    return DrawnKind.POLYGON


def _choose(block: Block, ground: Ground) -> Choice:
    stated = Stated(meridian=block.meridian, width_deg=block.width_deg, datum=block.datum, epsg=block.epsg)
    more = [block.epsg] if block.epsg else []
    more += _UTM_ON_WGS84 if block.datum == WGS84 else []
    return choose(try_ways(printed_points(block), all_ways(block.unit, more), ground), stated, ground)


def _area_doubt(drawing: Drawing | None) -> tuple[str, ...]:
    difference = drawing.area_difference_percent if drawing else None
    if drawing is None or difference is None or drawing.area_m2 is None or drawing.stated_area_m2 is None:
        return ()
    if abs(difference) <= AREA_DOUBT_PERCENT:
        return ()
    drawn, stated = number_words(drawing.area_m2, 1), number_words(drawing.stated_area_m2, 1)
    apart = number_words(difference, 1)
    return (
        say(
            "Diện tích tính từ tọa độ là {drawn} m², văn bản ghi {stated} m² (lệch {apart} %): hãy kiểm tra.",
            drawn=drawn,
            stated=stated,
            apart=apart,
        ),
    )


def _blocks_differ(table: CoordinateTable, block: Block, choice: Choice, ground: Ground) -> tuple[str, ...]:
    """Compare the systems printed side by side.

    Each corner must be the same place in all of them, within their last digits.
    """
    if choice.chosen is None:
        return ()
    here = points_to_vn2000(choice.chosen.way.to_wgs84(printed_points(block)))
    doubts = []
    for other in table.blocks:
        chosen = _choose(other, ground).chosen if other is not block else None
        if chosen is None:
            continue
        there = points_to_vn2000(chosen.way.to_wgs84(printed_points(other)))
        apart = np.hypot(*(here - there).T)
        worst = int(apart.argmax())
        if apart[worst] > 2 * (SHIFT_ACCURACY_M + block.step_m + other.step_m):
            label, metres = block.corners[worst].label, number_words(float(apart[worst]), 0)
            doubts.append(
                say(
                    "Hai hệ tọa độ trong bảng lệch nhau {metres} m ở điểm {label}: hãy kiểm tra lại số.",
                    metres=metres,
                    label=label,
                )
            )
    return tuple(doubts)
