"""`data/shapes/*.geojson` → `Shape`: one layer a file, RFC 7946, WGS 84. All faults of all files at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError
from geo.language import Sentence
from geo.model import PlaceKind, Shape
from geo.table import Faults

NEEDED = ("id", "name", "place", "kind", "uncertainty_m", "sketch", "confidence", "source", "licence", "note")
OPTIONAL = ("code", "area_km2", "circle", "circle_radius_m")
CONFIDENCES = ("high", "medium", "low")
GEOMETRIES = ("LineString", "MultiLineString", "Polygon", "MultiPolygon")
# Hải Phòng and what lies around it: a shape out of it has swapped axes, metres for degrees, or lies elsewhere.
BOUNDS = (106.0, 20.0, 108.0, 22.0)


def read_shapes(folder: Path) -> tuple[Shape, ...]:
    """Read every layer of a folder, in the order of their names. Raises DataError with all faults of all files."""
    paths = sorted(folder.glob("*.geojson"))
    found: list[Faults] = []
    shapes: list[Shape] = []
    if not paths:
        found.append(Faults(folder.name))
        found[0].add("Không có tệp .geojson nào", "Hãy kiểm tra thư mục shapes.")
    for path in paths:
        faults = Faults(path.name)
        shapes.extend(_read_layer(path, faults, {shape.id for shape in shapes}))
        found.append(faults)
    every = [fault for faults in found for fault in faults.found]
    if every:
        raise DataError(every)
    return tuple(shapes)


def _read_layer(path: Path, faults: Faults, taken: set[str]) -> list[Shape]:
    """Return the shapes of one file; a feature with a fault is left out."""
    shapes = []
    for place, feature in enumerate(_features(path, faults)):
        shape = _shape(feature, path.stem, f"features[{place}]", faults)
        if shape is None:
            continue
        if shape.id in taken:
            faults.add("Mã hình trùng với một hình khác", "Hãy đổi mã.", column=f"features[{place}].id", value=shape.id)
        taken.add(shape.id)
        shapes.append(shape)
    return shapes


def _features(path: Path, faults: Faults) -> list[Any]:
    """Return the features of a collection; empty where the file is no such thing."""
    try:
        data = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError:
        faults.add("Không mở được tệp", "Hãy kiểm tra tệp được phép đọc.")
        return []
    except orjson.JSONDecodeError as error:
        faults.add("Tệp không phải JSON hợp lệ", "Hãy xuất lại GeoJSON, hoặc sửa chỗ này.", row=error.lineno)
        return []
    features = data.get("features") if isinstance(data, dict) and data.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        faults.add("Không phải FeatureCollection có hình", "Hãy xuất lại GeoJSON (RFC 7946).")
        return []
    if "crs" in data:
        faults.add("GeoJSON không được khai crs", "Hãy xuất lại theo RFC 7946: WGS 84, không có crs.", column="crs")
    return features


def _shape(feature: object, layer: str, where: str, faults: Faults) -> Shape | None:
    """Build one shape, or None where a fault was noted."""
    before = len(faults.found)
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        faults.add("Không phải Feature có properties", "Hãy xuất lại GeoJSON.", column=where)
        return None
    properties = feature["properties"]
    _check_properties(properties, feature.get("id"), where, faults)
    geometry = _geometry(feature.get("geometry"), where, faults)
    if geometry is None or len(faults.found) > before:
        return None
    return Shape(
        id=properties["id"],
        layer=layer,
        name=properties["name"],
        geometry=geometry,
        uncertainty_m=float(properties["uncertainty_m"]),
        sketch=properties["sketch"],
        confidence=properties["confidence"],
        source=properties["source"],
        licence=properties["licence"],
        place=properties["place"],
        note=properties["note"],
    )


def _check_properties(properties: Mapping[str, Any], feature_id: object, where: str, faults: Faults) -> None:
    """Check that every property is there, none is unknown, and each holds what it should."""
    for name in NEEDED:
        if name not in properties:
            faults.add("Thiếu thuộc tính", Sentence("Hãy thêm {name}.", name=name), column=f"{where}.properties.{name}")
        elif not _holds(name, properties[name]):
            value, remedy = str(properties[name]), Sentence("Cần {needs}.", needs=_NEEDS[name])
            faults.add("Giá trị không hợp lệ", remedy, column=f"{where}.properties.{name}", value=value)
    for name in properties.keys() - set(NEEDED) - set(OPTIONAL):
        faults.add(
            "Thuộc tính lạ",
            Sentence("Chỉ dùng: {allowed}.", allowed=", ".join(NEEDED + OPTIONAL)),
            column=f"{where}.properties.{name}",
        )
    if "id" in properties and feature_id != properties["id"]:
        message = Sentence("id của Feature khác id trong properties")
        faults.add(message, "Hãy ghi giống nhau.", column=f"{where}.id", value=str(feature_id))


_NEEDS = {
    "id": Sentence("mã bằng chữ"),
    "name": Sentence("tên bằng chữ"),
    "place": Sentence("mã trong places.csv hoặc null"),
    "kind": Sentence("một trong: {allowed}", allowed=", ".join(PlaceKind)),
    "uncertainty_m": Sentence("số mét lớn hơn 0"),
    "sketch": Sentence("true hoặc false"),
    "confidence": Sentence("một trong: {allowed}", allowed=", ".join(CONFIDENCES)),
    "source": Sentence("nguồn bằng chữ"),
    "licence": Sentence("giấy phép bằng chữ"),
    "note": Sentence("chữ, có thể rỗng"),
}


def _holds(name: str, value: object) -> bool:
    """Say whether a property may hold this value."""
    if name == "sketch":
        return isinstance(value, bool)
    if name == "uncertainty_m":
        return isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    if name == "place" and value is None:
        return True
    allowed = {"kind": tuple(PlaceKind), "confidence": CONFIDENCES}.get(name)
    return isinstance(value, str) and (bool(value) or name == "note") and (allowed is None or value in allowed)


def _geometry(data: object, where: str, faults: Faults) -> BaseGeometry | None:
    """Return a valid line or area in bounds, outer rings counter-clockwise; None where a fault was noted."""
    if not isinstance(data, dict) or data.get("type") not in GEOMETRIES:
        needed = Sentence("Cần một trong: {allowed}.", allowed=", ".join(GEOMETRIES))
        faults.add("Không phải đường hoặc vùng", needed, column=f"{where}.geometry")
        return None
    try:
        geometry = shapely.from_geojson(orjson.dumps(data))
    except ShapelyError:
        faults.add("Tọa độ không đọc được", "Hãy vẽ lại hình này.", column=f"{where}.geometry")
        return None
    wrong = _what_is_wrong(geometry)
    if wrong is None:
        return geometry
    message, value, remedy = wrong
    faults.add(message, remedy, column=f"{where}.geometry", value=value)
    return None


def _what_is_wrong(geometry: BaseGeometry) -> tuple[str, str | None, str] | None:
    """Return message, value and remedy of the first thing wrong with a geometry, None where nothing is."""
    if geometry.is_empty or not geometry.is_valid:
        reason = Sentence("rỗng") if geometry.is_empty else shapely.is_valid_reason(geometry)
        return Sentence("Hình không hợp lệ"), reason, Sentence("Hãy sửa chỗ tự cắt hoặc thiếu đỉnh.")
    if not shapely.box(*BOUNDS).contains(geometry):
        bounds = str(tuple(round(edge, 4) for edge in geometry.bounds))
        return Sentence("Hình nằm ngoài vùng Hải Phòng"), bounds, Sentence("Hãy ghi WGS 84, kinh độ trước vĩ độ sau.")
    if not _rings_turn_right(geometry):
        return Sentence("Vòng ngoài chạy cùng chiều kim đồng hồ"), None, Sentence("Hãy đảo thứ tự đỉnh (RFC 7946).")
    return None


def _rings_turn_right(geometry: BaseGeometry) -> bool:
    """Say whether outer rings run counter-clockwise and holes clockwise (the right-hand rule of RFC 7946)."""
    polygons = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return all(part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors) for part in polygons)
