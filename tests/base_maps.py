"""A vector base map as people have it, made by code: PMTiles of MVT over the ward, layers named as by Protomaps."""

from __future__ import annotations

import gzip
import math
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely.geometry.base import BaseGeometry

HALF = 20_037_508.342789244  # metres of Web Mercator
DECLARED = """
[[layer]]
id = "nen"
type = "pmtiles"
title = "Bản đồ nền"
attribution = "© OpenStreetMap contributors (ODbL)"
file = "nen.pmtiles"
"""
AROUND = (106.55, 20.80, 106.80, 20.98)
Feature = tuple[BaseGeometry, Mapping[str, Any]]
Layers = Mapping[str, Sequence[Feature]]


def mercator(points: np.ndarray) -> np.ndarray:
    """Bring lon, lat to metres of Web Mercator."""
    return np.column_stack([points[:, 0] / 180 * HALF, np.arctanh(np.sin(np.radians(points[:, 1]))) / math.pi * HALF])


def tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Return the tile that a point lies in."""
    right, up = mercator(np.array([[lon, lat]]))[0]
    return int((right / HALF + 1) / 2 * 2**zoom), int((1 - up / HALF) / 2 * 2**zoom)


def box_of(zoom: int, column: int, row: int) -> tuple[float, float, float, float]:
    """Return the bounds of a tile in metres of Web Mercator."""
    side = 2 * HALF / 2**zoom
    return column * side - HALF, HALF - (row + 1) * side, (column + 1) * side - HALF, HALF - row * side


def encode(layers: Layers, bounds: tuple[float, float, float, float]) -> bytes:
    """Return a vector tile of features in Web Mercator, cut a little outside of its bounds."""
    air = (bounds[2] - bounds[0]) / 64
    cut = shapely.box(bounds[0] - air, bounds[1] - air, bounds[2] + air, bounds[3] + air)
    written = [
        {"name": name, "features": [{"geometry": part, "properties": dict(tags)} for part, tags in _cut(features, cut)]}
        for name, features in layers.items()
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the package, about shapely's own
        data: bytes = mapbox_vector_tile.encode(written, default_options={"quantize_bounds": bounds})
    return data


def _cut(features: Iterable[Feature], cut: BaseGeometry) -> Iterable[Feature]:
    for geometry, tags in features:
        part = shapely.intersection(geometry, cut)
        if not shapely.is_empty(part):
            yield part, tags


def drawn(lon_lat: BaseGeometry) -> BaseGeometry:
    """Bring a shape in degrees to Web Mercator."""
    moved: BaseGeometry = shapely.transform(lon_lat, mercator)
    return moved


def town() -> dict[str, list[Feature]]:
    """Return a small town: land, a river across it, roads of every class, houses, a park, a border."""
    west, south, east, north = AROUND
    middle = (south + north) / 2
    river = shapely.LineString([(west, middle - 0.01), (106.68, middle), (east, middle - 0.02)]).buffer(0.004)
    classes = (("highway", "motorway"), ("major_road", "secondary"), ("minor_road", "residential"), ("path", "footway"))
    lines = [shapely.LineString([(west, middle + 0.02 * n), (east, middle + 0.02 * n)]) for n in range(len(classes))]
    roads: list[Feature] = [
        (line, {"kind": kind, "kind_detail": more}) for line, (kind, more) in zip(lines, classes, strict=True)
    ]
    corners = [(106.66 + n % 20 * 0.001, middle + 0.005 + n // 20 * 0.001) for n in range(200)]
    houses: list[Feature] = [
        (shapely.box(lon, lat, lon + 0.0006, lat + 0.0006), {"kind": "building"}) for lon, lat in corners
    ]
    park = shapely.box(106.69, middle + 0.006, 106.70, middle + 0.014)
    layers: dict[str, list[Feature]] = {
        "earth": [(shapely.box(*AROUND), {"kind": "earth"})],
        "landuse": [(park, {"kind": "park"})],
        "water": [(river, {"kind": "river"})],
        "roads": roads,
        "buildings": houses,
        "boundaries": [(shapely.LineString([(106.6, south), (106.6, north)]), {"kind": "county", "kind_detail": 6})],
        "places": [(shapely.Point(106.68, 20.9), {"name": "Thủy Nguyên"})],
    }
    return {name: [(drawn(shape), tags) for shape, tags in features] for name, features in layers.items()}


def write_base_map(path: Path, layers: Layers | None = None, *, zooms: Sequence[int] = (11, 14)) -> None:
    """Write a vector archive of a zoom or more over the ward."""
    chosen = layers or town()
    places = [place for zoom in range(zooms[0], zooms[-1] + 1) for place in _places(zoom)]
    tiles = {place: encode(chosen, box_of(*place)) for place in places}
    write_archive_of(path, tiles, names=tuple(chosen))


def declare_base_map(instance: Path, *, zooms: Sequence[int], more: str = "") -> Path:
    """Put a vector archive into an instance folder and declare it, with `more` lines; return the archive."""
    (instance / "layers").mkdir()
    (instance / "layers.toml").write_text(DECLARED + more, encoding="utf-8")
    made = instance / "layers" / "nen.pmtiles"
    write_base_map(made, zooms=zooms)
    return made


def _places(zoom: int) -> Iterable[tuple[int, int, int]]:
    left, top = tile_at(AROUND[0], AROUND[3], zoom)
    right, bottom = tile_at(AROUND[2], AROUND[1], zoom)
    return ((zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def write_archive_of(
    path: Path, tiles: Mapping[tuple[int, int, int], bytes], *, names: Sequence[str] = ("earth",), packed: bool = True
) -> None:
    """Write given tiles, packed as archives have them, or as they are."""
    with path.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]
        for place, data in sorted(tiles.items(), key=lambda item: zxy_to_tileid(*item[0])):
            writer.write_tile(zxy_to_tileid(*place), gzip.compress(data, mtime=0) if packed else data)
        zooms = [place[0] for place in tiles]
        header = {
            "tile_type": TileType.MVT,
            "tile_compression": Compression.GZIP,
            "min_zoom": min(zooms),
            "max_zoom": max(zooms),
            **dict.fromkeys(("center_zoom", "center_lon_e7", "center_lat_e7"), 0),
        }
        sides = dict(zip(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), AROUND, strict=True))
        header |= {name: int(degrees * 1e7) for name, degrees in sides.items()}
        writer.finalize(header, {"vector_layers": [{"id": name} for name in names]})
