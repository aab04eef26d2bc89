"""Coordinate systems of the service (OGC API – Features, Part 2), each with the order of axes that it declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, points_to_vn2000, points_to_wgs84
from geo.errors import QueryError
from geo.language import say

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@dataclass(frozen=True, slots=True)
class System:
    """One system: its address, EPSG code, whether latitude comes first, decimals that hold a centimetre or better."""

    uri: str
    epsg: int
    latitude_first: bool
    decimals: int


SYSTEMS: Mapping[str, System] = MappingProxyType(
    {
        system.uri: system
        for system in (
            System(CRS84, WGS84, False, 7),
            System("http://www.opengis.net/def/crs/EPSG/0/4326", WGS84, True, 7),
            System("http://www.opengis.net/def/crs/EPSG/0/9210", 9210, False, 3),
            System("http://www.opengis.net/def/crs/EPSG/0/3857", 3857, False, 3),
        )
    }
)


def find_system(parameter: str, uri: str) -> System:
    """Return the system of an address. Raises `QueryError` naming those there are."""
    if uri not in SYSTEMS:
        raise QueryError(say("Không có hệ tọa độ này"), parameter=parameter, value=uri, allowed=SYSTEMS)
    return SYSTEMS[uri]


def to_system(geometries: NDArray[np.object_], system: System) -> NDArray[np.object_]:
    """Bring WGS 84 geometries to a system, in its order of axes, rounded. None stays None."""

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        moved = points if system.epsg == WGS84 else points_to_vn2000(points, system.epsg)
        return np.round(moved[:, ::-1] if system.latitude_first else moved, system.decimals)

    return np.asarray(shapely.transform(geometries, move), dtype=object)


def from_system(geometry: BaseGeometry, system: System, parameter: str) -> BaseGeometry:
    """Bring a geometry of a request to WGS 84, longitude first. Raises `QueryError` where the system cannot hold it."""

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        ordered = points[:, ::-1] if system.latitude_first else points
        return ordered if system.epsg == WGS84 else points_to_wgs84(ordered, system.epsg)

    moved = shapely.transform(geometry, move)
    if moved.is_empty or not np.isfinite(shapely.get_coordinates(moved)).all():
        what = say("Tọa độ không nằm trong hệ tọa độ đã chọn")
        raise QueryError(what, parameter=parameter, value=geometry.wkt[:80], allowed=[system.uri])
    return moved
