"""Degrees to metres and back, near one latitude.

For distances of a few kilometres that are themselves known to hundreds of metres, a plane with the true lengths of a
degree at that latitude (WGS 84) is exact to 0.1 %. Surveys and areas belong to `geo.crs` instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.model import Place

Coordinates = NDArray[np.float64]
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres east and north: `x = lon * per_lon`, `y = lat * per_lat`."""

    per_lon: float
    per_lat: float

    def point(self, place: Place) -> Point:
        """Return a place's point in metres."""
        return Point(place.lon * self.per_lon, place.lat * self.per_lat)

    def metres(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a WGS 84 geometry in metres of this plane."""
        return shapely.transform(geometry, self._to_metres)

    def degrees(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry of this plane in WGS 84, rounded to six decimals (0.1 m), rings counter-clockwise."""
        return shapely.orient_polygons(shapely.transform(geometry, self._to_degrees), exterior_cw=False)

    def _to_metres(self, coordinates: Coordinates) -> Coordinates:
        return coordinates * (self.per_lon, self.per_lat)

    def _to_degrees(self, coordinates: Coordinates) -> Coordinates:
        return np.round(coordinates / (self.per_lon, self.per_lat), DECIMALS)


@lru_cache(maxsize=1024)
def plane_at(tenth_degrees: int) -> Plane:
    """Return the plane of a latitude, given in tenths of a degree."""
    phi = math.radians(tenth_degrees / 10)
    per_lat = 111_132.92 - 559.82 * math.cos(2 * phi) + 1.175 * math.cos(4 * phi)
    per_lon = 111_412.84 * math.cos(phi) - 93.5 * math.cos(3 * phi) + 0.118 * math.cos(5 * phi)
    return Plane(per_lon, per_lat)


def plane_of(place: Place) -> Plane:
    """Return the plane for the surroundings of a place."""
    return plane_at(round(place.lat * 10))


def distance_m(one: Place, other: Place) -> float:
    """Return the distance between the points of two places in metres."""
    plane = plane_of(one)
    return math.hypot((one.lon - other.lon) * plane.per_lon, (one.lat - other.lat) * plane.per_lat)
