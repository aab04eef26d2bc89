"""Bytes of a known format → `Upload`. Pure: what comes in is bytes, no file is opened, no address is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from geo.errors import UploadError
from geo.language import Sentence
from geo.upload.model import Format, Layer, Limits, Upload
from geo.upload.shapes import Intake
from geo.upload.sniff import shown_name

Reader = Callable[[bytes, Intake], list[Layer]]

_READERS: Mapping[Format, tuple[str, str]] = MappingProxyType(
    {
        Format.GEOJSON: ("geojson", "read_geojson"),
        Format.GEOPACKAGE: ("geopackage", "read_geopackage"),
        Format.SHAPEFILE: ("shapefile_zip", "read_shapefile"),
        Format.KML: ("kml", "read_kml"),
        Format.KMZ: ("kml", "read_kmz"),
        Format.DXF: ("dxf", "read_dxf"),
        Format.CSV: ("csv_table", "read_csv"),
    }
)


def reader_of(kind: Format) -> Reader:
    """Return the reader of a format; its libraries are loaded now, so that reading itself opens no file."""
    module, name = _READERS[kind]
    reader: Reader = getattr(import_module(f"geo.upload.{module}"), name)
    return reader


def read_format(kind: Format, filename: str, data: bytes, limits: Limits) -> Upload:
    """Read the bytes of a format. Raises `UploadError` with one sentence for whatever is wrong with them."""
    intake = Intake(limits)
    layers = tuple(layer for layer in reader_of(kind)(data, intake) if layer.features)
    if not layers:
        raise UploadError(
            Sentence("Tệp không có đối tượng nào có hình"),
            remedy=Sentence("Hãy xuất lại lớp có điểm, đường hoặc vùng."),
        )
    return Upload(shown_name(filename), kind, layers, tuple(intake.notes))
