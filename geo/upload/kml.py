"""KML and KMZ → one layer in WGS 84. defusedxml: no DTD, no entities, nothing fetched.

Network links are named and left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

import shapely
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry

from geo.errors import UploadError
from geo.language import Sentence
from geo.upload.archive import read_members
from geo.upload.declared import from_code
from geo.upload.model import Feature, Layer
from geo.upload.shapes import Intake

_SPACE: Final = re.compile(r"^\{[^}]*\}")
_DEEPEST: Final = 20
_MULTI: Final[dict[str, Any]] = {"Point": MultiPoint, "LineString": MultiLineString, "Polygon": MultiPolygon}


def read_kmz(data: bytes, intake: Intake) -> list[Layer]:
    """Read the KML of a KMZ. Raises `UploadError` when the archive is not safe or holds none, or several."""
    documents = [
        content for name, content in read_members(data, intake.limits).items() if name.lower().endswith(".kml")
    ]
    if len(documents) != 1:
        remedy = Sentence("Hãy lưu lại KMZ từ Google Earth.")
        raise UploadError(Sentence("KMZ phải có đúng một tệp .kml"), value=len(documents), remedy=remedy)
    return read_kml(documents[0], intake)


def read_kml(data: bytes, intake: Intake) -> list[Layer]:
    """Read the placemarks of a KML. Raises `UploadError` when it is no KML or is built to do harm."""
    try:
        root = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        remedy = Sentence("Hãy lưu lại từ Google Earth hoặc QGIS.")
        raise UploadError(Sentence("KML có khai báo DTD hoặc thực thể, không được nhận"), remedy=remedy) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UploadError(
            Sentence("KML không phải XML hợp lệ"), remedy=Sentence("Hãy lưu lại từ Google Earth hoặc QGIS.")
        ) from error
    if _name(root) != "kml":
        raise UploadError(
            Sentence("Tệp XML này không phải KML"), value=_name(root)[:40], remedy=Sentence("Hãy lưu lại dạng KML.")
        )
    if any(_name(element) == "NetworkLink" for element in root.iter()):
        intake.note(Sentence("KML có liên kết mạng (NetworkLink): không tải về, chỉ đọc hình có sẵn trong tệp."))
    features = tuple(
        feature for element in root.iter() if _name(element) == "Placemark" for feature in _features(element, intake)
    )
    return [Layer(_text(root, "name") or "KML", from_code(4326), features)]


def _name(element: Element) -> str:
    return _SPACE.sub("", str(element.tag))


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _name(child) == name), None)


def _text(element: Element, name: str) -> str:
    for child in element.iter():
        if _name(child) == name:
            return (child.text or "").strip()
    return ""


def _features(placemark: Element, intake: Intake) -> Iterator[Feature]:
    properties: dict[str, object] = {"name": _text(placemark, "name")}
    for data in placemark.iter():
        if _name(data) == "Data":
            properties[data.get("name", "")] = _text(data, "value")
        elif _name(data) == "SimpleData":
            properties[data.get("name", "")] = (data.text or "").strip()
    for child in placemark:
        built = _geometry(child, intake, 0)
        if built is not None:
            yield from intake.take(built, properties)


def _geometry(element: Element, intake: Intake, depth: int) -> BaseGeometry | None:
    kind = _name(element)
    if depth > _DEEPEST:
        raise UploadError(Sentence("KML lồng hình quá sâu"), remedy=Sentence("Hãy lưu lại từ Google Earth."))
    if kind == "MultiGeometry":
        parts = [built for child in element if (built := _geometry(child, intake, depth + 1)) is not None]
        return _joined(parts)
    if kind == "Polygon":
        return _polygon(element, intake)
    if kind not in {"Point", "LineString", "LinearRing"}:
        return None
    points = _points(element, intake)
    if not points:
        return None
    try:
        return Point(points[0]) if kind == "Point" else LineString(points)
    except (ValueError, shapely.errors.ShapelyError) as error:
        raise _bad(intake) from error


def _joined(parts: list[BaseGeometry]) -> BaseGeometry | None:
    """Join the parts of a MultiGeometry: of one kind to its multi kind, of several to a collection."""
    kinds = {part.geom_type for part in parts}
    many: Callable[[list[BaseGeometry]], BaseGeometry] = GeometryCollection
    if len(kinds) == 1:
        many = _MULTI.get(kinds.pop(), GeometryCollection)
    return many(parts) if parts else None


def _polygon(element: Element, intake: Intake) -> BaseGeometry | None:
    rings: dict[str, list[list[tuple[float, float]]]] = {"outerBoundaryIs": [], "innerBoundaryIs": []}
    for child in element:
        ring = _child(child, "LinearRing")
        if _name(child) in rings and ring is not None:
            rings[_name(child)].append(_points(ring, intake))
    if not rings["outerBoundaryIs"]:
        return None
    try:
        return Polygon(rings["outerBoundaryIs"][0], rings["innerBoundaryIs"])
    except (ValueError, shapely.errors.ShapelyError) as error:
        raise _bad(intake) from error


def _points(element: Element, intake: Intake) -> list[tuple[float, float]]:
    written = _child(element, "coordinates")
    tuples = (written.text or "").split() if written is not None else []
    intake.count_vertices(len(tuples))
    try:
        pairs = [item.split(",") for item in tuples]
        return [(float(pair[0]), float(pair[1])) for pair in pairs]
    except (ValueError, IndexError) as error:
        raise _bad(intake) from error


def _bad(intake: Intake) -> UploadError:
    place = Sentence("hình thứ {number}", number=intake.features + 1)
    return UploadError(
        Sentence("Tọa độ trong KML không đọc được"), value=place, remedy=Sentence("Mỗi điểm viết kinh độ,vĩ độ.")
    )
