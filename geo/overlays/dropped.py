"""A file that somebody only wants to look at → shapes in WGS 84: its zone is found, nothing guessed or stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.coordinates import Unit, Verdict, Way
from geo.crs import WGS84
from geo.errors import LayerError
from geo.landing import Ground
from geo.language import said, say
from geo.overlays.content import to_shown
from geo.upload import Layer, Upload, place_layer
from geo.upload.placing import unit_of


@dataclass(frozen=True, slots=True)
class Dropped:
    """One layer: its name, how its coordinates were read where that had to be found out, its shapes as GeoJSON."""

    name: str
    says: str
    collection: dict[str, Any]


def to_dropped(upload: Upload, ground: Ground) -> list[Dropped]:
    """Return every layer of a file. Raises `LayerError` with one sentence for one that fits nowhere, or in two ways."""
    return [_dropped(layer, upload, ground) for layer in upload.layers]


def _dropped(layer: Layer, upload: Upload, ground: Ground) -> Dropped:
    geometries, says = _placed(layer, ground)
    features = [{"type": "Feature", "properties": {}, "geometry": mapping(shape)} for shape in geometries]
    if not features:
        raise LayerError(say("Tệp không còn hình nào đủ lớn để vẽ"), remedy=say("Hãy chọn tệp khác."))
    name = upload.filename.rsplit(".", 1)[0] if len(upload.layers) == 1 else layer.name
    return Dropped(name or layer.name, says, {"type": "FeatureCollection", "features": features})


def _placed(layer: Layer, ground: Ground) -> tuple[list[BaseGeometry], str]:
    """Return shapes in degrees, and what is to be said of how they were read."""
    placing = place_layer(layer, ground)
    choice = placing.choice
    if choice.chosen is not None:
        agreed = choice.chosen.way.epsg in {layer.crs.epsg, WGS84} and not choice.doubts
        says = "" if agreed else said(choice.says)
        return list(_shown([placed.geometry for placed in placing.placed], WGS84)), says
    usual = any(reading.way == Way(WGS84, north_first=False) for reading in choice.fitting)
    nowhere = choice.verdict is Verdict.NONE and (layer.crs.epsg or unit_of(layer) is Unit.DEGREES)
    if nowhere or usual:  # a file is only looked at: it may lie elsewhere, and degrees are those that everybody uses
        return list(_shown([feature.geometry for feature in layer.features], layer.crs.epsg or WGS84)), ""
    raise LayerError(said(choice.says).rstrip("."), remedy=say("Hãy xuất lại ở WGS 84, hoặc ghi hệ tọa độ vào tệp."))


def _shown(geometries: Sequence[BaseGeometry], epsg: int) -> Iterator[BaseGeometry]:
    return (shape for geometry in geometries if (shape := to_shown(geometry, epsg)) is not None)
