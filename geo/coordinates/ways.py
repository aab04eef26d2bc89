"""Every way to read a set of printed coordinates.

All VN-2000 zones and both axis orders, and where each of them lands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pyproj import CRS
from shapely.geometry import MultiPoint

from geo.coordinates.table import Unit
from geo.crs import VN2000_GEOGRAPHIC, WGS84, ZONE_OF, ZONES, Coordinates, is_degrees, points_to_wgs84, system_name
from geo.landing import Ground, Landing, Where, find_landing
from geo.language import Sentence, said, say

_PREFERENCE = tuple(Where)

# EPSG gives these zones twice: half of Vietnam for the 3° strip, and the provinces that use it. The provinces count.
_HOMES = {5897: (104.37, 8.97, 106.19, 21.58), 5898: (108.23, 14.53, 109.2, 15.49)}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a pair of numbers: in which system, and whether the north (or latitude) comes first."""

    epsg: int
    north_first: bool

    @property
    def order(self) -> str:
        """The order as Vietnamese papers name it: X is the northing, Y the easting."""
        if is_degrees(self.epsg):
            return say("vĩ độ trước, kinh độ sau") if self.north_first else say("kinh độ trước, vĩ độ sau")
        return say("X (bắc) trước, Y (đông) sau") if self.north_first else say("Y (đông) trước, X (bắc) sau")

    @property
    def name(self) -> str:
        """System and order in words."""
        return f"{said(system_name(self.epsg))}; {self.order}"

    def to_wgs84(self, printed: Coordinates) -> Coordinates:
        """Bring printed pairs, an (n, 2) array, to lon, lat; infinity where the system cannot hold them."""
        return points_to_wgs84(printed[:, ::-1] if self.north_first else printed, self.epsg)


@dataclass(frozen=True, slots=True)
class Reading:
    """A way, where it lands, and whether the land there is the one the zone was laid down for (`at_home`)."""

    way: Way
    landing: Landing
    at_home: bool

    @property
    def fits(self) -> bool:
        """Whether everything lands in the ward or next door."""
        return self.landing.is_allowed

    @property
    def says(self) -> str:
        """The reading in one line: system, order, landing."""
        return f"{self.way.name}: {said(self.landing.says)}"


def all_ways(unit: Unit, more: Iterable[int] = ()) -> tuple[Way, ...]:
    """List the ways for metres (all zones) or degrees (VN-2000, WGS 84), and `more` EPSG codes, each in both orders."""
    codes = [VN2000_GEOGRAPHIC, WGS84] if unit is Unit.DEGREES else [zone.epsg for zone in ZONES]
    codes += [code for code in more if code not in codes and is_degrees(code) is (unit is Unit.DEGREES)]
    return tuple(Way(code, north_first) for code in codes for north_first in (True, False))


def try_ways(printed: Coordinates, ways: Sequence[Way], ground: Ground) -> tuple[Reading, ...]:
    """Land an (n, 2) array of printed pairs in every way. Order.

    Ward, next door, then zones at home, then the nearest.
    """
    readings = [_reading(printed, way, ground) for way in ways]
    return tuple(sorted(readings, key=rank))


def _reading(printed: Coordinates, way: Way, ground: Ground) -> Reading:
    points = way.to_wgs84(printed)
    landing = find_landing(MultiPoint(points), ground) if np.isfinite(points).all() else _NOWHERE
    return Reading(way, landing, _at_home(way.epsg, landing))


_NOWHERE = Landing(Where.NOWHERE, Sentence("Không rơi vào chỗ nào trên Trái Đất."))


def rank(reading: Reading) -> tuple[int, bool, float]:
    """Return the sort key of a reading: ward, next door, then at home, then near."""
    distance = reading.landing.distance_m
    place = _PREFERENCE.index(reading.landing.where)
    return (place, not reading.at_home, float("inf") if distance is None else distance)


def _at_home(epsg: int, landing: Landing) -> bool:
    if landing.lon is None or landing.lat is None or (epsg in ZONE_OF and not ZONE_OF[epsg].provinces):
        return False
    west, south, east, north = _area_of_use(epsg)
    return west <= landing.lon <= east and south <= landing.lat <= north


@lru_cache(maxsize=64)
def _area_of_use(epsg: int) -> tuple[float, float, float, float]:
    """Return west, south, east, north of the provinces a zone was laid down for, by the EPSG register."""
    if epsg in _HOMES:
        return _HOMES[epsg]
    area = CRS.from_epsg(epsg).area_of_use
    return area.bounds if area else (-180.0, -90.0, 180.0, 90.0)
