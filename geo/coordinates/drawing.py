"""Corners → polygon, line or points; every fault told by corner number, measures beside what the paper states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.clearance.figures import number_words
from geo.crs import Coordinates, area_m2, length_m, perimeter_m, points_to_vn2000
from geo.language import say

SAME_M: Final = 0.001
_FAR_TIMES, _FAR_LEAST_M = 20.0, 2000.0
_SHOWN = 5


class DrawnKind(StrEnum):
    """What the corners make."""

    POLYGON = "polygon"
    LINE = "line"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the corners make in WGS 84.

    With `errors` it cannot be stored, and `geometry` is only the outline to look at.

    `notes` say what is worth knowing (closed for the paper, doubled corners). Measures are those of EPSG:9210, None
    where they mean nothing; `area_difference_percent` compares with the stated area. All sentences are Vietnamese.
    """

    kind: DrawnKind
    geometry: BaseGeometry
    errors: tuple[str, ...]
    notes: tuple[str, ...]
    area_m2: float | None = None
    perimeter_m: float | None = None
    length_m: float | None = None
    stated_area_m2: float | None = None

    @property
    def area_difference_percent(self) -> float | None:
        """How much the drawn area exceeds the stated one, in percent of the stated one."""
        if self.area_m2 is None or not self.stated_area_m2:
            return None
        return (self.area_m2 / self.stated_area_m2 - 1) * 100


@dataclass(frozen=True, slots=True)
class Part:
    """One ring or line: labels and lon, lat of its corners as printed; its name in sentences, empty for an only one."""

    labels: tuple[str, ...]
    points: Coordinates
    name: str = ""

    @property
    def grid(self) -> Coordinates:
        """The corners in EPSG:9210."""
        return points_to_vn2000(self.points)

    @property
    def repeats_first(self) -> bool:
        """Whether the last corner is the first again."""
        grid = self.grid
        return len(grid) > 2 and bool(np.hypot(*(grid[-1] - grid[0])) <= SAME_M)


def draw(parts: Sequence[Part], kind: DrawnKind, stated_area_m2: float | None = None) -> Drawing:
    """Draw parts as one geometry of a kind and check it. Never raises for what the corners say.

    Faults are in `errors`.
    """
    rings = [_open(part) for part in parts] if kind is DrawnKind.POLYGON else list(parts)
    errors = [error for ring in rings for error in _errors(ring, kind)]
    notes = [note for part, ring in zip(parts, rings, strict=True) for note in _notes(part, ring, kind)]
    if not errors and kind is DrawnKind.POLYGON:
        errors += _overlaps(rings)
    if errors:
        return Drawing(kind, _outline(rings), tuple(errors), tuple(notes), stated_area_m2=stated_area_m2)
    geometry = _geometry(rings, kind)
    if kind is not DrawnKind.POLYGON:
        length = length_m(geometry) if kind is DrawnKind.LINE else None
        return Drawing(kind, geometry, (), tuple(notes), length_m=length, stated_area_m2=stated_area_m2)
    area = area_m2(geometry)
    return Drawing(kind, geometry, (), tuple(notes), area, perimeter_m(geometry), None, stated_area_m2)


def _open(part: Part) -> Part:
    return Part(part.labels[:-1], part.points[:-1], part.name) if part.repeats_first else part


def _geometry(parts: Sequence[Part], kind: DrawnKind) -> BaseGeometry:
    if kind is DrawnKind.POINT:
        made = [Point(corner) for part in parts for corner in part.points]
        return made[0] if len(made) == 1 else MultiPoint(made)
    if kind is DrawnKind.LINE:
        lines = [LineString(part.points) for part in parts]
        return lines[0] if len(lines) == 1 else MultiLineString(lines)
    polygons = [Polygon(part.points) for part in parts]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _outline(parts: Sequence[Part]) -> BaseGeometry:
    lines = [LineString(part.points) for part in parts if len(part.points) > 1]
    return MultiLineString(lines) if lines else MultiPoint(np.concatenate([part.points for part in parts]))


def _errors(part: Part, kind: DrawnKind) -> Iterator[str]:
    distinct = len(np.unique(part.grid.round(3), axis=0))
    least = {DrawnKind.POLYGON: 3, DrawnKind.LINE: 2, DrawnKind.POINT: 1}[kind]
    if distinct < least:
        shape = say("một vùng") if kind is DrawnKind.POLYGON else say("một đường")
        yield say(
            "{name}Chỉ có {distinct} điểm khác nhau; cần ít nhất {least} điểm để thành {shape}.",
            name=part.name,
            distinct=distinct,
            least=least,
            shape=shape,
        )
    elif kind is DrawnKind.POLYGON and _is_thin(part):
        yield say(
            "{name}Các điểm {first}…{last} thẳng hàng, không thành vùng.",
            name=part.name,
            first=part.labels[0],
            last=part.labels[-1],
        )
    elif kind is DrawnKind.POLYGON:
        crossings = list(_crossings(part))
        yield from (f"{part.name}{sentence}" for sentence in crossings[:_SHOWN])
        if len(crossings) > _SHOWN:
            yield say(
                "{name}Và {n} chỗ cắt nhau nữa: thứ tự điểm có thể đã bị đảo.",
                name=part.name,
                n=len(crossings) - _SHOWN,
            )
        if not crossings and not Polygon(part.grid).is_valid:
            yield say("{name}Ranh giới chạm lại chính nó: không thành một vùng.", name=part.name)


def _is_thin(part: Part) -> bool:
    hull = MultiPoint(part.grid).convex_hull
    return bool(hull.area < SAME_M * max(hull.length, 1.0))


def _crossings(part: Part) -> Iterator[str]:
    """Name the pairs of sides that cross or touch, by their corners."""
    count = len(part.labels)
    ring = np.vstack([part.grid, part.grid[:1]])
    sides = np.array([shapely.linestrings(side) for side in np.stack([ring[:-1], ring[1:]], axis=1)])
    tree = shapely.STRtree(sides)
    for one, other in sorted(zip(*tree.query(sides, predicate="crosses"), strict=True)):
        if one < other:
            yield say("Cạnh {one} cắt cạnh {other}.", one=_side(part, one, count), other=_side(part, other, count))


def _side(part: Part, index: int, count: int) -> str:
    return f"{part.labels[index]}-{part.labels[(index + 1) % count]}"


def _notes(printed: Part, part: Part, kind: DrawnKind) -> Iterator[str]:
    if kind is DrawnKind.POLYGON and not printed.repeats_first and len(part.labels) > 2:
        closing = say("từ điểm {last} về điểm {first}", last=part.labels[-1], first=part.labels[0])
        yield say("{name}Bảng không lặp lại điểm đầu: vùng được khép {closing}.", name=part.name, closing=closing)
    yield from (f"{part.name}{note}" for note in _doubles(part))
    yield from (f"{part.name}{note}" for note in _far_corners(part))


def _doubles(part: Part) -> Iterator[str]:
    seen: dict[tuple[float, float], str] = {}
    for label, (east, north) in zip(part.labels, part.grid.round(3), strict=True):
        place = (float(east), float(north))
        if place in seen:
            yield say("Điểm {label} trùng điểm {other}.", label=label, other=seen[place])
        seen.setdefault(place, label)


def _far_corners(part: Part) -> Iterator[str]:
    """Find corners far from all others: a digit was probably misread."""
    grid = part.grid
    if len(grid) < 4:
        return
    away = np.hypot(*(grid - np.median(grid, axis=0)).T)
    limit = max(_FAR_LEAST_M, _FAR_TIMES * float(np.median(away)))
    for index in np.flatnonzero(away > limit):
        kilometres = number_words(float(away[index]) / 1000, 1)
        yield say(
            "Điểm {label} cách các điểm khác {kilometres} km: hãy kiểm tra lại số.",
            label=part.labels[index],
            kilometres=kilometres,
        )


def _overlaps(parts: Sequence[Part]) -> Iterator[str]:
    shapes = enumerate((Polygon(part.grid) for part in parts), 1)
    for (first, one), (second, other) in combinations(shapes, 2):
        if one.intersection(other).area > 1.0:
            yield say("Khu {first} và khu {second} chồng lên nhau.", first=first, second=second)
