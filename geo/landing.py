"""Where a geometry lands: in the ward, across its border, next door, or so many kilometres away. The one bounds check.

No reader of files or tables catches swapped axes, a wrong meridian or metres declared as degrees; the place where they
land does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from geo.clearance.figures import number_words
from geo.crs import HAI_PHONG, to_vn2000, to_wgs84
from geo.errors import CoordinateError, GeometryError
from geo.language import Sentence, say
from geo.model import Shape

BORDER_TOLERANCE_M: Final = 30.0
"""Borders in `data/shapes` are simplified to 8–15 m: a corner this near to one counts as inside."""

FRINGE_M: Final = 1000.0
"""Around the ward everything this near is next door: the neighbours' borders leave a gap at the river mouth."""

_WINDS: Final = (
    Sentence("bắc"),
    Sentence("đông bắc"),
    Sentence("đông"),
    Sentence("đông nam"),
    Sentence("nam"),
    Sentence("tây nam"),
    Sentence("tây"),
    Sentence("tây bắc"),
)
_GEOD: Final = Geod(ellps="WGS84")


class Where(StrEnum):
    """How a geometry lies to the ward. Order of preference as listed."""

    WARD = "ward"
    ACROSS = "across"
    NEXT_DOOR = "next_door"
    ELSEWHERE = "elsewhere"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Region:
    """A named area, WGS 84."""

    name: str
    shape: BaseGeometry


@dataclass(frozen=True)
class Ground:
    """The ward and what lies around it where work is still ours to show: neighbouring wards or the rest of the city."""

    ward: Region
    neighbours: tuple[Region, ...] = ()

    @cached_property
    def ward_core(self) -> BaseGeometry:
        """The part of the ward that is surely not next door, in EPSG:9210."""
        return _prepared(to_vn2000(self.ward.shape).buffer(-BORDER_TOLERANCE_M))

    @cached_property
    def ward_grid(self) -> BaseGeometry:
        """The ward in EPSG:9210 with its border tolerance."""
        return _prepared(to_vn2000(self.ward.shape).buffer(BORDER_TOLERANCE_M))

    @cached_property
    def neighbour_grids(self) -> tuple[BaseGeometry, ...]:
        """The neighbours in EPSG:9210 with their border tolerance, in order."""
        return tuple(_prepared(to_vn2000(region.shape).buffer(BORDER_TOLERANCE_M)) for region in self.neighbours)

    @cached_property
    def all_grid(self) -> BaseGeometry:
        """Everywhere a location may lie, in EPSG:9210: ward, fringe and neighbours."""
        return _prepared(shapely.union_all([self.ward_grid.buffer(FRINGE_M), *self.neighbour_grids]))


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a geometry lies.

    `distance_m` from the ward (0 inside, None nowhere), its middle as lon, lat, and one Vietnamese sentence.
    """

    where: Where
    says: str
    distance_m: float | None = None
    lon: float | None = None
    lat: float | None = None
    neighbour: str = ""

    @property
    def is_allowed(self) -> bool:
        """Whether a location may be stored there."""
        return self.where in {Where.WARD, Where.ACROSS, Where.NEXT_DOOR}


def build_ground(shapes: Iterable[Shape]) -> Ground:
    """Take the ward and its neighbours out of the shapes of `data/shapes` (layers `ward` and `neighbours`)."""
    regions: dict[str, list[Region]] = {"ward": [], "neighbours": []}
    for shape in shapes:
        if shape.layer in regions:
            regions[shape.layer].append(Region(shape.name[:1].lower() + shape.name[1:], shape.geometry))
    if not regions["ward"]:
        raise GeometryError(
            say("Dữ liệu thiếu ranh giới phường"), value="ward.geojson", remedy=say("Hãy chép lại tệp từ bản gốc.")
        )
    return Ground(regions["ward"][0], tuple(regions["neighbours"]))


def _prepared(shape: BaseGeometry) -> BaseGeometry:
    shapely.prepare(shape)
    return shape


def find_landing(geometry: BaseGeometry, ground: Ground) -> Landing:
    """Say where a WGS 84 geometry lies. Never raises: what is on no map lands nowhere."""
    bounds = shapely.bounds(geometry)
    if not _on_earth(bounds):
        return Landing(Where.NOWHERE, say("Không rơi vào chỗ nào trên Trái Đất."))
    lon, lat = float(bounds[0] + bounds[2]) / 2, float(bounds[1] + bounds[3]) / 2
    try:
        grid = to_vn2000(geometry)
    except CoordinateError:
        return Landing(Where.NOWHERE, say("Rơi rất xa Việt Nam."), lon=lon, lat=lat)
    ward = ground.ward.name
    if ground.ward_grid.covers(grid):
        return Landing(Where.WARD, say("Nằm trong {ward}.", ward=ward), 0.0, lon, lat)
    if not ground.all_grid.covers(grid):
        return _elsewhere(grid, ground, lon, lat)
    names = _neighbours_met(grid, ground)
    if ground.ward_core.intersects(grid):
        return Landing(
            Where.ACROSS,
            say("Một phần trong {ward}, một phần ở {names}.", ward=ward, names=names),
            0.0,
            lon,
            lat,
            names,
        )
    distance = float(grid.distance(ground.ward_core)) - BORDER_TOLERANCE_M
    return Landing(
        Where.NEXT_DOOR,
        say("Ngoài {ward}, ở {names}, cách ranh giới {distance}.", ward=ward, names=names, distance=_far(distance)),
        distance,
        lon,
        lat,
        names,
    )


def _neighbours_met(grid: BaseGeometry, ground: Ground) -> str:
    pairs = zip(ground.neighbours, ground.neighbour_grids, strict=True)
    return ", ".join(region.name for region, shape in pairs if shape.intersects(grid)) or say("vùng giáp ranh")


def _on_earth(bounds: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
    west, south, east, north = bounds
    return bool(np.isfinite(bounds).all() and west >= -180 and east <= 180 and south >= -90 and north <= 90)


def _elsewhere(grid: BaseGeometry, ground: Ground, lon: float, lat: float) -> Landing:
    """Describe a landing outside all.

    From the nearest point of the ward, along the ellipsoid, so that far away is still right.
    """
    ward = ground.ward.name
    if ground.ward_grid.intersects(grid):
        out = float(shapely.hausdorff_distance(grid, grid.intersection(ground.all_grid)))
        return Landing(
            Where.ELSEWHERE,
            say("Một phần trong {ward}, nhưng có điểm ra ngoài tới {out}.", ward=ward, out=_far(out)),
            out,
            lon,
            lat,
        )
    near, there = (to_wgs84(point, HAI_PHONG) for point in nearest_points(ground.ward_grid, grid))
    azimuth, _, distance = _GEOD.inv(near.x, near.y, there.x, there.y)
    says = say(
        "Cách {ward} {distance} về phía {wind}{abroad}.",
        ward=ward,
        distance=_far(distance),
        wind=_wind(azimuth),
        abroad=_abroad(lon, lat),
    )
    return Landing(Where.ELSEWHERE, says, float(distance), lon, lat)


def _abroad(lon: float, lat: float) -> str:
    inside = 102.1 <= lon <= 117.9 and 6.5 <= lat <= 23.5
    return "" if inside else say(", ngoài Việt Nam")


def _wind(azimuth: float) -> str:
    return _WINDS[math.floor((azimuth % 360) / 45 + 0.5) % 8]


def _far(metres: float) -> str:
    if metres < 1000:
        return f"{metres:.0f} m"
    return say("{distance} km", distance=number_words(metres / 1000, 1 if metres < 100_000 else 0))
