"""The frame as GeoJSON (RFC 7946): WGS 84, at most seven decimals, right-hand rings, null geometry where there is none.

Rows are written one by one, so that a service can write them once and join those that a question selects. Output is
deterministic: the same frame gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import GeometryError
from geo.frame import DAY, OBJECT, SCHEMA, area_words, as_of
from geo.language import Sentence, said, say
from geo.model import Shape

MEDIA_TYPE = "application/geo+json"
DECIMALS = 7
GRID_DEGREES = 10.0**-DECIMALS
ATTRIBUTION = Sentence(
    "© OpenStreetMap contributors (ODbL 1.0); ranh giới: thanglequoc/vietnamese-provinces-database (MIT)"
)
LICENCE = Sentence("ODbL 1.0 (phần lấy từ OpenStreetMap); nguồn của từng vị trí ở location_source")
NAMED = ("communes",)  # layers of which the map writes only the names
_PROPERTIES = tuple(column.name for column in SCHEMA if column.exported and column.name != "geometry")


def to_geojson(frame: gpd.GeoDataFrame, features: Mapping[str, bytes] | None = None) -> bytes:
    """Return a FeatureCollection of the frame's rows, in their order.

    `features` holds rows that `to_features` has already written, by id. `as_of`, `areas` (names by code), `attribution`
    and `licence` stand beside the features as foreign members. Raises GeometryError for a geometry that RFC 7946 cannot
    hold.
    """
    written = dict(to_features(frame)) if features is None else features
    members = {"as_of": as_of(frame), "areas": area_words(frame)}
    return collection([written[name] for name in frame.index], members)


def to_features(frame: gpd.GeoDataFrame) -> Iterator[tuple[str, bytes]]:
    """Yield id and GeoJSON feature of each row, in the order of the frame."""
    columns = [_cells(frame[name]) for name in _PROPERTIES]
    shapes = _written(np.array(frame.geometry.array, dtype=object))
    for name, shape, *cells in zip(frame.index, shapes, *columns, strict=True):
        yield name, _feature(name, shape, dict(zip(_PROPERTIES, cells, strict=True)))


def to_layers(shapes: Iterable[Shape]) -> dict[str, bytes]:
    """Return the base map's layers by name, each a FeatureCollection.

    `names` is made here: of what is drawn by its name alone, the points where the names stand. The circles of the old
    communes weigh ten times as much and would be thrown away by the map.
    """
    layers: dict[str, list[bytes]] = {}
    for shape in shapes:
        properties = {
            "id": shape.id,
            "name": shape.name,
            "place": shape.place,
            "uncertainty_m": shape.uncertainty_m,
            "sketch": shape.sketch,
            "confidence": shape.confidence,
            "source": shape.source,
            "licence": shape.licence,
            "note": shape.note,
        }
        layers.setdefault(shape.layer, []).append(_feature(shape.id, to_geometry(shape.geometry), properties))
        if shape.layer in NAMED:
            point = to_geometry(shape.geometry.centroid)
            layers.setdefault("names", []).append(_feature(shape.id, point, {"name": shape.name}))
    return {name: collection(features) for name, features in layers.items()}


def collection(features: Iterable[bytes], members: Mapping[str, Any] | None = None) -> bytes:
    """Return a FeatureCollection of written features, with `members` beside attribution and licence."""
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "attribution": said(ATTRIBUTION),
            "licence": said(LICENCE),
            **(members or {}),
            "features": [orjson.Fragment(feature) for feature in features],
        }
    )


def to_geometry(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    """Return a WGS 84 geometry as a GeoJSON object: two dimensions, seven decimals, right-hand rings; None stays None.

    Raises GeometryError where nothing valid is left at that precision, or a coordinate is not a longitude or latitude.
    """
    if geometry is None:
        return None
    west, south, east, north = geometry.bounds
    if geometry.is_empty or not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise GeometryError(
            say("Hình không ghi được thành GeoJSON"), value=geometry.wkt[:80], remedy=say("Hãy dùng độ WGS 84.")
        )
    rounded = _snapped(geometry)
    if rounded.is_empty:
        raise GeometryError(say("Hình nhỏ hơn một xăng-ti-mét"), value=geometry.wkt[:80], remedy=say("Hãy vẽ lại."))
    return dict(shapely.geometry.mapping(shapely.orient_polygons(rounded, exterior_cw=False)))


def _snapped(geometries: Any) -> Any:  # noqa: ANN401  one geometry or an array of them, as shapely takes both
    """Return geometries in two dimensions on the grid of `DECIMALS`, each number the one nearest to its decimals.

    `set_precision` multiplies by the grid, which can miss that number by its last bit.
    """
    snapped = shapely.set_precision(shapely.force_2d(geometries), GRID_DEGREES)
    return shapely.transform(snapped, lambda degrees: np.round(degrees, DECIMALS))


def _written(geometries: NDArray[np.object_]) -> list[orjson.Fragment | None]:
    """Return what `to_geometry` says of each geometry, written: all at once, which is ten times as fast."""
    west, south, east, north = shapely.bounds(geometries).T
    rounded = _snapped(geometries)
    right = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90) & ~shapely.is_empty(rounded)
    for geometry in geometries[~right]:
        to_geometry(geometry)  # raises for one that cannot be written, and passes over one that is not there
    texts = shapely.to_geojson(shapely.orient_polygons(rounded, exterior_cw=False))
    # GEOS writes seventeen digits, orjson as few as say the same number: 106.679392, not 106.67939200000001.
    return [None if text is None else orjson.Fragment(orjson.dumps(orjson.loads(text))) for text in texts]


def _feature(name: str, geometry: dict[str, Any] | orjson.Fragment | None, properties: Mapping[str, Any]) -> bytes:
    """Return one feature, written."""
    return orjson.dumps({"type": "Feature", "id": name, "geometry": geometry, "properties": properties})


def _cells(column: pd.Series[Any]) -> list[Any]:
    """Return a column as JSON holds it: missing is null, a day is 2025-12-31, a record is an object."""
    if column.dtype == DAY:
        column = column.dt.strftime("%Y-%m-%d")
    if column.dtype == OBJECT:
        column = column.map(_plain, na_action="ignore")
    return [None if missing else cell for cell, missing in zip(column.tolist(), column.isna(), strict=True)]


def _plain(cell: object) -> Any:  # noqa: ANN401  JSON is what it is
    """Return a tuple as a list and a record as an object, what they hold too; sentences in the reader's language."""
    if isinstance(cell, tuple | list):
        return [_plain(part) for part in cell]
    if is_dataclass(cell) and not isinstance(cell, type):
        return {item.name: said(getattr(cell, item.name)) for item in fields(cell)}
    return cell
