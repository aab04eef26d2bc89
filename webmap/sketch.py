"""A small map without a script: the ward, its rivers, and a few numbered projects, laid out as numbers for a template.

Each project is drawn as it is known: its own line or outline, and the circle or the band of its radius. North is up and
metres are alike in both directions at the ward's latitude, which is enough for a sketch and for nothing finer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shapely import get_coordinates, get_parts
from shapely.geometry.base import BaseGeometry

from geo.model import Location, Shape
from webmap.charts import Tick

WIDTH, MARGIN = 640.0, 16.0
APART = 40.0  # between the middles of two numbers
_METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Pin:
    """One numbered place: the middle of its number, where it belongs, its radius, its paths, whether it is a guess."""

    number: int
    x: float
    y: float
    home_x: float
    home_y: float
    radius: float
    paths: tuple[str, ...]
    soft: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """The drawing: size of its viewBox, paths of ward and rivers, pins, and the length of its scale with its words."""

    width: float
    height: float
    ward: tuple[str, ...]
    water: tuple[str, ...]
    pins: tuple[Pin, ...]
    scale: Tick


@dataclass(frozen=True, slots=True)
class _View:
    """From degrees to the units of the drawing."""

    west: float
    north: float
    a_lon: float
    a_lat: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a point stands."""
        return round((lon - self.west) * self.a_lon + MARGIN, 1), round((self.north - lat) * self.a_lat + MARGIN, 1)

    def paths(self, geometry: BaseGeometry) -> tuple[str, ...]:
        """Return the SVG paths of lines and outlines; none of a point."""
        found = []
        for part in get_parts(geometry):
            if part.geom_type == "Point":
                continue
            lines = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            found.append("".join(self._line(line) for line in lines) + ("Z" if part.geom_type == "Polygon" else ""))
        return tuple(found)

    def _line(self, line: BaseGeometry) -> str:
        points = (self.at(lon, lat) for lon, lat in get_coordinates(line))
        return "M" + "L".join(f"{x} {y}" for x, y in points)


def sketch(shapes: Iterable[Shape], located: Sequence[tuple[int, Location]]) -> Sketch | None:
    """Lay out numbered locations over the ward; None where no border is given. What has no place is left out."""
    shapes = tuple(shapes)
    ward = [shape.geometry for shape in shapes if shape.layer == "ward"]
    if not ward:
        return None
    bounds = [place.geometry.bounds for _, place in located if place.geometry is not None]
    edges = list(zip(*(ward[0].bounds, *bounds), strict=True))
    west, south, east, north = min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3])
    a_lon = (WIDTH - 2 * MARGIN) / (east - west)
    a_lat = a_lon / math.cos(math.radians((south + north) / 2))
    view = _View(west, north, a_lon, a_lat)
    a_metre = a_lat / _METRES_A_DEGREE
    return Sketch(
        WIDTH,
        round((north - south) * a_lat + 2 * MARGIN, 1),
        tuple(path for one in ward for path in view.paths(one)),
        tuple(path for one in shapes if one.layer == "rivers" for path in view.paths(one.geometry)),
        _pins(view, located, a_metre),
        Tick(round(1000 * a_metre, 1), "1 km"),
    )


def _pins(view: _View, located: Sequence[tuple[int, Location]], a_metre: float) -> tuple[Pin, ...]:
    """Place the numbers: beside each other where they would cover each other."""
    pins: list[Pin] = []
    for number, place in located:
        if place.geometry is None:
            continue
        point = place.geometry.representative_point()
        home_x, home_y = x, y = view.at(point.x, point.y)
        while any(math.hypot(x - pin.x, y - pin.y) < APART for pin in pins):
            x += APART
        if x > WIDTH - MARGIN:
            x, y = home_x, home_y + APART
        radius = round((place.radius_m or 0) * a_metre, 1) if place.geometry.geom_type == "Point" else 0.0
        pins.append(Pin(number, x, y, home_x, home_y, radius, view.paths(place.geometry), place.sketch))
    return tuple(pins)
