"""Two independent readings of RFC 7946, neither with code of the writer.

One is written here from the text, without a geometry library; the other is that of `geojson-validator`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import geojson_validator

Position = list[Decimal]
MOST_DECIMALS = 7
INVALID = ("unclosed", "less_three_unique_nodes", "exterior_not_ccw", "interior_not_cw")
DOUBTFUL = (
    "inner_and_exterior_ring_intersect",
    "self_intersection",
    "duplicate_nodes",
    "outside_lat_lon_boundaries",
    "crosses_antimeridian",
    "3d_coordinates",
)  # valid, and trouble to others; holes and seven decimals are meant


def problems(data: bytes) -> list[str]:
    """Return everything in a document that RFC 7946 or our own promise of seven decimals forbids."""
    if data.startswith(b"\xef\xbb\xbf"):
        return ["byte order mark (RFC 8259, 8.1)"]
    document = json.loads(data.decode("utf-8"), parse_float=Decimal, parse_int=Decimal, parse_constant=_no_constant)
    return list(_collection(document))


def second_opinion(data: bytes) -> dict[str, Any]:
    """Return what `geojson-validator` finds in a document; empty when it is content. Null geometries are allowed."""
    document = json.loads(data)
    geojson_validator.configure_logging(enabled=False)
    structure = geojson_validator.validate_structure(document, check_crs=True)
    found = geojson_validator.validate_geometries(document, INVALID, DOUBTFUL)
    broken = {name: where for group in ("invalid", "problematic") for name, where in found[group].items()}
    return {**structure, **broken}


def _no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which JSON does not have."""
    message = f"{name} is not JSON"
    raise ValueError(message)


def _collection(document: Any) -> Iterator[str]:
    """3.3: a FeatureCollection has a list of features; 4: no crs; 7.1: no member of a geometry or feature."""
    if document.get("type") != "FeatureCollection" or not isinstance(document.get("features"), list):
        yield "not a FeatureCollection (3.3)"
        return
    for forbidden in ("crs", "coordinates", "geometries", "geometry", "properties"):
        if forbidden in document:
            yield f"member {forbidden} (4, 7.1)"
    ids = [feature.get("id") for feature in document["features"]]
    if len(set(ids)) < len(ids):
        yield "an id stands twice"
    for feature in document["features"]:
        yield from (f"{feature.get('id')}: {problem}" for problem in _feature(feature))


def _feature(feature: Any) -> Iterator[str]:
    """3.2: type, geometry (or null), properties (or null), id a string or number."""
    if feature.get("type") != "Feature":
        yield "not a Feature (3.2)"
    if not isinstance(feature.get("id"), str | Decimal):
        yield "id is no string or number (3.2)"
    if "properties" not in feature or not isinstance(feature["properties"], dict | None):
        yield "properties (3.2)"
    if "geometry" not in feature:
        yield "no geometry member (3.2)"
    elif feature["geometry"] is not None:
        yield from _geometry(feature["geometry"])


def _geometry(geometry: dict[str, Any]) -> Iterator[str]:
    """3.1: the seven types and the depth of their coordinates; never empty here."""
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _geometry(part)
        return
    depth = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
    if kind not in depth:
        yield f"unknown type {kind} (3.1)"
        return
    for position in _positions(geometry["coordinates"], depth[kind]):
        yield from _position(position)
    coordinates = geometry["coordinates"]
    lines = {"LineString": [coordinates], "MultiLineString": coordinates}.get(kind, [])
    if any(len(line) < 2 for line in lines):
        yield "a line of fewer than two positions (3.1.4)"
    for rings in {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind, []):
        yield from _rings(rings)


def _positions(coordinates: Any, depth: int) -> Iterator[Position]:
    """Yield the positions at the given depth."""
    if depth == 0:
        yield coordinates
        return
    for part in coordinates:
        yield from _positions(part, depth - 1)


def _position(position: Position) -> Iterator[str]:
    """3.1.1 and 4: longitude, latitude in degrees; 11.2: no more decimals than make sense."""
    if len(position) != 2:
        yield f"{len(position)} numbers in a position"
        return
    longitude, latitude = position
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        yield f"{longitude}, {latitude} is no longitude and latitude (4)"
    for number in position:
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > MOST_DECIMALS:
            yield f"{number} has more than {MOST_DECIMALS} decimals"


def _rings(rings: list[list[Position]]) -> Iterator[str]:
    """3.1.6: rings are closed, of four positions or more, the outer counter-clockwise, holes clockwise."""
    for place, ring in enumerate(rings):
        if len(ring) < 4 or ring[0] != ring[-1]:
            yield "an open or too short ring (3.1.6)"
            continue
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        if (area > 0) != (place == 0):
            yield "a ring that turns the wrong way (3.1.6)"
