"""GeoJSON (RFC 7946, and the older `crs` member) → layers. orjson and shapely, no GDAL.

orjson refuses NaN, Infinity and deep nesting; vertices are counted in the lists before any geometry is built.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
import shapely

from geo.errors import UploadError
from geo.language import Sentence
from geo.upload.declared import from_code, from_name
from geo.upload.model import DeclaredCrs, Feature, Layer
from geo.upload.shapes import Intake

_WGS84: Final = from_code(4326)
_DEPTHS: Final = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}


def read_geojson(data: bytes, intake: Intake) -> list[Layer]:
    """Read a FeatureCollection, a Feature or a bare geometry. Raises `UploadError` at the first fault."""
    try:
        document = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        where = Sentence("dòng {row}, cột {column}", row=error.lineno, column=error.colno)
        remedy = Sentence("Hãy xuất lại GeoJSON; NaN và Infinity không phải JSON.")
        raise UploadError(Sentence("Tệp không phải JSON hợp lệ"), value=where, remedy=remedy) from error
    if not isinstance(document, dict):
        raise UploadError(
            Sentence("Tệp JSON không phải GeoJSON"), remedy=Sentence("Hãy xuất lại dạng GeoJSON (RFC 7946).")
        )
    features = tuple(feature for item in _items(document) for feature in _features(item, intake))
    return [Layer("GeoJSON", _declared(document), features)]


def _declared(document: Mapping[str, Any]) -> DeclaredCrs:
    """Return the declared system: WGS 84 by the standard, or what the `crs` member of older files names."""
    crs = document.get("crs")
    if crs is None:
        return _WGS84
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return from_name(name) if isinstance(name, str) else DeclaredCrs(None, Sentence("crs không rõ"))


def _items(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list) or not all(isinstance(item, dict) for item in features):
            raise UploadError(
                Sentence("FeatureCollection thiếu danh sách features"), remedy=Sentence("Hãy xuất lại GeoJSON.")
            )
        return features
    if kind == "Feature":
        return [document]
    if kind in _DEPTHS or kind == "GeometryCollection":
        return [{"geometry": document, "properties": {}}]
    remedy = Sentence("Hãy xuất lại dạng FeatureCollection.")
    raise UploadError(Sentence("JSON này không phải GeoJSON"), value=str(kind)[:40] if kind else None, remedy=remedy)


def _features(item: Mapping[str, Any], intake: Intake) -> Iterator[Feature]:
    geometry = item.get("geometry")
    if geometry is None:
        intake.note(Sentence("Có đối tượng không có hình: đã bỏ qua."))
        return
    _check_geometry(geometry, intake, depth=0)
    properties = item.get("properties")
    attributes = dict(properties) if isinstance(properties, dict) else {}
    if isinstance(item.get("id"), str | int):
        attributes.setdefault("id", item["id"])
    try:
        built = shapely.from_geojson(orjson.dumps(geometry))
    except (shapely.errors.ShapelyError, orjson.JSONEncodeError, ValueError) as error:
        remedy = Sentence("Hãy kiểm tra số đỉnh và cách lồng tọa độ.")
        raise UploadError(
            Sentence("Không dựng được hình"),
            value=Sentence("đối tượng {number}", number=intake.features + 1),
            remedy=remedy,
        ) from error
    yield from intake.take(built, attributes)


def _check_geometry(geometry: object, intake: Intake, depth: int) -> None:
    """Check type and nesting, and count vertices, before anything is built from them."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if isinstance(geometry, dict) and kind == "GeometryCollection" and depth < 3:
        inner = geometry.get("geometries")
        for part in inner if isinstance(inner, list) else [None]:
            _check_geometry(part, intake, depth + 1)
        return
    if not isinstance(geometry, dict) or kind not in _DEPTHS:
        place, shown = Sentence("đối tượng {number}", number=intake.features + 1), str(kind)[:40]
        raise UploadError(
            Sentence("Loại hình {shown!r} không có trong GeoJSON", shown=shown),
            value=place,
            remedy=Sentence("Hãy xuất lại GeoJSON."),
        )
    intake.count_vertices(_count(geometry.get("coordinates"), _DEPTHS[kind], intake))


def _count(coordinates: object, depth: int, intake: Intake) -> int:
    if not isinstance(coordinates, list):
        place = Sentence("đối tượng {number}", number=intake.features + 1)
        raise UploadError(Sentence("Tọa độ lồng sai kiểu"), value=place, remedy=Sentence("Hãy xuất lại GeoJSON."))
    if depth:
        return sum(_count(part, depth - 1, intake) for part in coordinates)
    if coordinates and not (
        len(coordinates) >= 2 and all(isinstance(n, int | float) and not isinstance(n, bool) for n in coordinates)
    ):
        place = Sentence("đối tượng {number}", number=intake.features + 1)
        raise UploadError(
            Sentence("Tọa độ phải là số"), value=place, remedy=Sentence("Mỗi điểm gồm hai số: kinh độ, vĩ độ.")
        )
    return 1
