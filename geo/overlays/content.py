"""The content of local layers: a file of features as GeoJSON (WGS 84), simplified; an archive of tiles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import orjson
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, points_to_wgs84
from geo.errors import GeoError, LayerError
from geo.language import Sentence
from geo.overlays.archive import Archive
from geo.overlays.declared import Overlay, Source
from geo.upload import Layer, Limits, read_upload

LIMITS: Final = Limits(file_bytes=60_000_000, features=50_000, vertices=2_000_000, text_length=300)
TOLERANCE_DEG: Final = 0.000005  # half a metre: finer than a screen shows
DIGITS: Final = 0.000001


def to_layer_geojson(overlay: Overlay) -> bytes:
    """Return the features of a local file as one collection. Raises `GeoError` with one sentence."""
    path = _path(overlay)
    if path.stat().st_size > LIMITS.file_bytes:
        raise LayerError(Sentence("Tệp của lớp quá lớn"), value=path.name, remedy=Sentence("Hãy xuất phần cần xem."))
    layers = read_upload(path.name, path.read_bytes(), LIMITS).layers
    chosen = _chosen(layers, overlay)
    features = list(_features(chosen))
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def _path(overlay: Overlay) -> Path:
    if overlay.path is None:
        raise LayerError(Sentence("Lớp này không có tệp"), value=overlay.id, remedy=Sentence("Hãy xem layers.toml."))
    return overlay.path


def _chosen(layers: tuple[Layer, ...], overlay: Overlay) -> Layer:
    """Return the table that was named, or the only one."""
    found = [layer for layer in layers if not overlay.table or layer.name == overlay.table]
    if len(found) != 1:
        names = ", ".join(layer.name for layer in layers)[:200]
        remedy = Sentence("Hãy ghi khóa layer là một trong: {names}.", names=names)
        raise LayerError(Sentence("Không rõ bảng nào của tệp"), value=overlay.table or None, remedy=remedy)
    return found[0]


def _features(layer: Layer) -> Iterator[dict[str, Any]]:
    """Yield features in WGS 84; a file that does not say its system is taken for WGS 84 only where that can be."""
    epsg = layer.crs.epsg or WGS84
    for feature in layer.features:
        geometry = to_shown(feature.geometry, epsg)
        if geometry is not None:
            yield {"type": "Feature", "properties": dict(feature.properties), "geometry": mapping(geometry)}


def to_shown(geometry: BaseGeometry, epsg: int) -> BaseGeometry | None:
    """Return a shape in degrees, as fine as a screen shows; None where nothing is left of it. Raises `LayerError`."""
    if epsg != WGS84:
        geometry = shapely.transform(geometry, lambda points: points_to_wgs84(points, epsg))
    west, south, east, north = shapely.bounds(geometry).tolist()
    if not (
        np.isfinite([west, south, east, north]).all() and west >= -180 and east <= 180 and south >= -90 and north <= 90
    ):
        remedy = Sentence("Hãy xuất lại ở WGS 84 hoặc VN-2000, có ghi hệ tọa độ.")
        raise LayerError(Sentence("Tọa độ của lớp không nằm trên bản đồ"), remedy=remedy)
    simple = shapely.simplify(geometry, TOLERANCE_DEG, preserve_topology=True)
    mode: Literal["valid_output", "pointwise"] = "valid_output" if shapely.is_valid(simple) else "pointwise"
    rounded: BaseGeometry = shapely.set_precision(simple, DIGITS, mode=mode)  # what crosses itself is shown as it is
    return None if shapely.is_empty(rounded) else rounded


def check_content(overlay: Overlay) -> Sentence | None:
    """Return why the file of a layer cannot be shown, None where it can or there is none."""
    try:
        if overlay.source is Source.PMTILES:
            Archive(_path(overlay))
        elif overlay.path is not None:
            to_layer_geojson(overlay)
    except GeoError as error:
        return Sentence("{sentence}", sentence=error.sentence)
    except OSError:
        return Sentence("Không mở được tệp của lớp.")
    return None
