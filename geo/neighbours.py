"""What lies near a project: distances between drawn shapes on the plane of EPSG:9210, in metres.

A distance is between what is drawn, and what is drawn may be off: each neighbour therefore brings the farthest that
both radii together allow the truth to be away from it (`give_m`).
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import points_to_vn2000, to_vn2000

_METRES_A_DEGREE = 100_000  # fewer than a degree of longitude has here: a box made with it is never too small


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A project and how far its drawn shape is (m); `give_m` is how much the two radii may add or take.

    `together` is True where both are known only to lie in the same zone, so that no distance can be told.
    """

    id: str
    distance_m: float
    give_m: float
    together: bool


def drawn_within(
    frame: gpd.GeoDataFrame, here: BaseGeometry, within_m: float
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the positions of the rows drawn at most `within_m` from a WGS 84 geometry, and how far each is (m).

    In no order; rows without geometry are never among them. Raises `CoordinateError` for a geometry that is nowhere
    near the plane.
    """
    plane = to_vn2000(here)
    reach = within_m / _METRES_A_DEGREE
    west, south, east, north = here.bounds
    boxed = frame.sindex.query(shapely.box(west - reach, south - reach, east + reach, north + reach))
    there = shapely.transform(frame.geometry.to_numpy()[boxed], points_to_vn2000)  # all at once: ten times as fast
    distances_m = shapely.distance(plane, there)
    near = distances_m <= within_m
    return boxed[near], distances_m[near]


def find_neighbours(frame: gpd.GeoDataFrame, project: str, within_m: float) -> tuple[Neighbour, ...]:
    """Return the rows whose drawn shape is at most `within_m` from that of `project`, nearest first.

    Empty where the project has no geometry. The row itself is not among them.
    """
    here = frame.geometry[project]
    if here is None:
        return ()
    rows, distances_m = drawn_within(frame, here, within_m)
    found = frame.iloc[rows]
    zone, radius_m = frame.at[project, "zone"], frame.at[project, "radius_m"]
    near = [
        Neighbour(name, float(distance_m), float(radius_m + its_radius_m), pd.notna(zone) and its_zone == zone)
        for name, distance_m, its_zone, its_radius_m in zip(
            found.index, distances_m, found["zone"].fillna(""), found["radius_m"], strict=True
        )
        if name != project
    ]
    return tuple(sorted(near, key=lambda one: (not one.together, one.distance_m, one.id)))
