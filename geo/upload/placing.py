"""A layer's own coordinates → where they lie.

What the file declares is tested by the place it gives, as a pasted table is.

No validator catches swapped axes or metres declared as degrees; landing in the ward or not does. Nothing is corrected:
a file that says one thing and fits as another is proposed with a doubt that a person has to confirm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

from geo.coordinates import Choice, Reading, Stated, Unit, Way, all_ways, choose, try_ways
from geo.coordinates.ways import rank
from geo.crs import Coordinates
from geo.landing import Ground, Landing, Where, find_landing
from geo.language import say
from geo.upload.model import Feature, Layer

DEGREES_MAX = 360.0
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """One feature in WGS 84, with where it lies."""

    feature: Feature
    geometry: BaseGeometry
    landing: Landing


@dataclass(frozen=True, slots=True)
class LayerPlacing:
    """A layer, the choice among its readings, and its features in the chosen one (none if undecided)."""

    layer: Layer
    choice: Choice
    placed: tuple[Placed, ...]


def place_layer(layer: Layer, ground: Ground, way: Way | None = None) -> LayerPlacing:
    """Try all ways on a layer and lay it on the map in the one that fits.

    `way` is a person's choice among those that fit.

    Where a file covers more than the ward, a way fits when any feature lands in the ward or next door.
    """
    unit = unit_of(layer)
    ways = all_ways(unit, [layer.crs.epsg] if layer.crs.epsg else [])
    stated = Stated(epsg=layer.crs.epsg, north_first=False if layer.crs.epsg else None, who=say("Tệp"))
    choice = choose(_try(layer, ways, ground), stated, ground)
    if way is not None:
        picked = next((reading for reading in choice.fitting if reading.way == way), None)
        choice = replace(choice, chosen=picked)
    placed = tuple(_place(layer, choice.chosen.way, ground)) if choice.chosen else ()
    return LayerPlacing(layer, choice, placed)


def unit_of(layer: Layer) -> Unit:
    """Tell degrees from metres by the size of the numbers, whatever the file declares."""
    points = shapely.get_coordinates([feature.geometry for feature in layer.features])
    return Unit.DEGREES if np.abs(points).max() <= DEGREES_MAX else Unit.METRES


def to_wgs84_as(geometry: BaseGeometry, way: Way) -> BaseGeometry:
    """Bring a geometry of a file to WGS 84 in one way to read it."""
    return shapely.transform(geometry, way.to_wgs84)


def _place(layer: Layer, way: Way, ground: Ground) -> list[Placed]:
    geometries = [to_wgs84_as(feature.geometry, way) for feature in layer.features]
    return [Placed(f, g, find_landing(g, ground)) for f, g in zip(layer.features, geometries, strict=True)]


def _try(layer: Layer, ways: Sequence[Way], ground: Ground) -> tuple[Reading, ...]:
    """Land the whole layer in every way.

    Where the whole does not fit but reaches into the ground, look at its features.
    """
    whole = try_ways(shapely.get_coordinates([feature.geometry for feature in layer.features]), ways, ground)
    if len(layer.features) == 1 or any(reading.fits for reading in whole):
        return whole
    return tuple(sorted((_in_part(layer, reading, ground) for reading in whole), key=rank))


def _in_part(layer: Layer, reading: Reading, ground: Ground) -> Reading:
    landings = [
        find_landing(MultiPoint(points), ground)
        for feature in layer.features[:_LOOKED_AT]
        if _reaches(points := reading.way.to_wgs84(shapely.get_coordinates(feature.geometry)), ground)
    ]
    inside = Counter(landing.where for landing in landings if landing.is_allowed)
    if not inside:
        return reading
    where = min(inside, key=list(Where).index)
    says = say(
        "{inside} trong {all} đối tượng nằm trong {name} hay vùng liền kề.",
        inside=sum(inside.values()),
        all=len(layer.features),
        name=ground.ward.name,
    )
    return replace(reading, landing=replace(reading.landing, where=where, distance_m=0.0, says=says))


def _reaches(points: Coordinates, ground: Ground) -> bool:
    """Tell cheaply whether points come near the ground at all."""
    if not np.isfinite(points).all():
        return False
    shapes = [ground.ward.shape, *(region.shape for region in ground.neighbours)]
    west, south, east, north = shapely.total_bounds(shapes)
    low, high = points.min(axis=0), points.max(axis=0)
    return bool(low[0] <= east and high[0] >= west and low[1] <= north and high[1] >= south)
