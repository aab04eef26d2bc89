"""What an uploaded file holds, and how much of it is taken: frozen records, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shapely.geometry.base import BaseGeometry

Value = str | int | float | bool | None


class Format(StrEnum):
    """The formats that are read."""

    GEOJSON = "geojson"
    GEOPACKAGE = "geopackage"
    SHAPEFILE = "shapefile"
    KML = "kml"
    KMZ = "kmz"
    DXF = "dxf"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken of a file. A drawing of one project is far below every one of these.

    `ratio` is unpacked to packed size of a zip member, looked at from `ratio_from_bytes` on: small tables full of
    blanks pack well.
    """

    file_bytes: int = 20_000_000
    members: int = 64
    unpacked_bytes: int = 100_000_000
    ratio: int = 200
    ratio_from_bytes: int = 5_000_000
    layers: int = 20
    features: int = 5_000
    vertices: int = 200_000
    attributes: int = 60
    text_length: int = 500
    seconds: int = 20
    memory_bytes: int = 1_500_000_000


@dataclass(frozen=True, slots=True)
class DeclaredCrs:
    """What a file says of its coordinate system: an EPSG code that `geo.crs` knows, or None, and the words it uses."""

    epsg: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Feature:
    """One drawn thing: a two-dimensional geometry in the file's own coordinates (x, y) and its attributes."""

    geometry: BaseGeometry
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Layer:
    """Features that share a coordinate system."""

    name: str
    crs: DeclaredCrs
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was read.

    Layers with at least one feature each, and notes in Vietnamese on what was left out or guessed.
    """

    filename: str
    format: Format
    layers: tuple[Layer, ...]
    notes: tuple[str, ...] = ()
