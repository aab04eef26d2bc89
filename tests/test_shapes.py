"""The rule: a layer is RFC 7946, valid, in bounds, and says of each shape how far the truth may be; else a fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geo.shapes import read_shapes
from tests.records import faults_of, feature, square, write_layer


def test_reads_a_line_and_an_area(tmp_path: Path) -> None:
    write_layer(tmp_path, feature(place="duong-do-muoi", note="hai chiều"))
    write_layer(tmp_path, feature(square(), id="o-vuong", kind="urban_area", sketch=True), name="areas")
    area, road = read_shapes(tmp_path)
    assert (area.layer, area.id, area.sketch, area.geometry.geom_type) == ("areas", "o-vuong", True, "Polygon")
    assert (road.layer, road.place, road.uncertainty_m, road.note) == ("roads", "duong-do-muoi", 20.0, "hai chiều")


BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[106.6, 20.8], [106.7, 20.9], [106.7, 20.8], [106.6, 20.9], [106.6, 20.8]]],
}
OPEN_RING = {"type": "Polygon", "coordinates": [[[106.6, 20.8], [106.7, 20.8], [106.7, 20.9]]]}
SWAPPED = {"type": "LineString", "coordinates": [[20.87, 106.68], [20.89, 106.68]]}
METRES = {"type": "LineString", "coordinates": [[595190, 2314037], [595200, 2314050]]}
ONE_POINT = {"type": "LineString", "coordinates": [[106.68, 20.87]]}

BROKEN = {
    "self-crossing": (feature(BOW_TIE), "features[0].geometry", "không hợp lệ"),
    "open ring": (feature(OPEN_RING), "features[0].geometry", "không đọc được"),
    "one point for a line": (feature(ONE_POINT), "features[0].geometry", "không đọc được"),
    "empty line": (feature({"type": "LineString", "coordinates": []}), "features[0].geometry", "không hợp lệ"),
    "clockwise": (feature(square(clockwise=True)), "features[0].geometry", "cùng chiều"),
    "axes swapped": (feature(SWAPPED), "features[0].geometry", "ngoài vùng"),
    "metres for degrees": (feature(METRES), "features[0].geometry", "ngoài vùng"),
    "a point": (feature({"type": "Point", "coordinates": [106.68, 20.87]}), "features[0].geometry", "Không phải đường"),
    "words for numbers": (
        feature({"type": "LineString", "coordinates": [["a", "b"], ["c", "d"]]}),
        "features[0].geometry",
        "không đọc được",
    ),
    "no uncertainty": (feature(uncertainty_m=0), "features[0].properties.uncertainty_m", "không hợp lệ"),
    "uncertainty in words": (feature(uncertainty_m="20 m"), "features[0].properties.uncertainty_m", "không hợp lệ"),
    "uncertainty true": (feature(uncertainty_m=True), "features[0].properties.uncertainty_m", "không hợp lệ"),
    "sketch in words": (feature(sketch="no"), "features[0].properties.sketch", "không hợp lệ"),
    "unknown kind": (feature(kind="path"), "features[0].properties.kind", "không hợp lệ"),
    "unknown confidence": (feature(confidence="sure"), "features[0].properties.confidence", "không hợp lệ"),
    "no source": (feature(source=""), "features[0].properties.source", "không hợp lệ"),
    "unknown property": (feature(colour="red"), "features[0].properties.colour", "Thuộc tính lạ"),
    "no properties": ({"type": "Feature", "id": "a", "geometry": None}, "features[0]", "properties"),
    "not a feature": (7, "features[0]", "properties"),
}


@pytest.mark.parametrize(("broken", "column", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_feature_is_named(tmp_path: Path, broken: Any, column: str, message: str) -> None:
    write_layer(tmp_path, broken)
    fault = faults_of(lambda: read_shapes(tmp_path))[0]
    assert (fault.file, fault.column) == ("roads.geojson", column)
    assert message in fault.message


def test_a_missing_geometry_or_property_is_named(tmp_path: Path) -> None:
    bare = feature()
    bare["geometry"] = None
    del bare["properties"]["licence"]
    write_layer(tmp_path, bare)
    assert {fault.column for fault in faults_of(lambda: read_shapes(tmp_path))} == {
        "features[0].geometry",
        "features[0].properties.licence",
    }


def test_the_id_of_a_feature_is_the_id_of_its_properties(tmp_path: Path) -> None:
    write_layer(tmp_path, feature() | {"id": 7})
    (fault,) = faults_of(lambda: read_shapes(tmp_path))
    assert (fault.column, fault.value) == ("features[0].id", "7")


def test_an_id_stands_once_in_all_layers(tmp_path: Path) -> None:
    write_layer(tmp_path, feature(), name="bridges")
    write_layer(tmp_path, feature(), name="roads")
    (fault,) = faults_of(lambda: read_shapes(tmp_path))
    assert (fault.file, fault.value) == ("roads.geojson", "duong-do-muoi")


NOT_GEOJSON = {
    "broken JSON": (b'{"type": "FeatureCollection", "features": [', "JSON"),
    "NaN": (b'{"type": "FeatureCollection", "features": [NaN]}', "JSON"),
    "empty": (b"", "JSON"),
    "UTF-16": ('{"type": "FeatureCollection"}'.encode("utf-16"), "JSON"),
    "a bare list": (b"[]", "FeatureCollection"),
    "no features": (b'{"type": "FeatureCollection", "features": []}', "FeatureCollection"),
    "one feature": (json.dumps(feature()).encode(), "FeatureCollection"),
    "features in words": (b'{"type": "FeatureCollection", "features": "none"}', "FeatureCollection"),
}


@pytest.mark.parametrize(("content", "message"), NOT_GEOJSON.values(), ids=NOT_GEOJSON.keys())
def test_a_file_that_is_no_layer_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "roads.geojson").write_bytes(content)
    (fault,) = faults_of(lambda: read_shapes(tmp_path))
    assert message in fault.message


def test_a_declared_crs_is_refused(tmp_path: Path) -> None:
    path = write_layer(tmp_path, feature())
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(data | {"crs": {"type": "name", "properties": {"name": "EPSG:9210"}}}), encoding="utf-8")
    (fault,) = faults_of(lambda: read_shapes(tmp_path))
    assert "RFC 7946" in fault.remedy


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    path = write_layer(tmp_path, feature())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_shapes(tmp_path)) == 1


def test_faults_of_all_layers_come_at_once(tmp_path: Path) -> None:
    write_layer(tmp_path, feature(kind="path"), feature(id="b", sketch=1), name="a")
    write_layer(tmp_path, feature(source=""), name="b")
    assert [fault.file for fault in faults_of(lambda: read_shapes(tmp_path))] == ["a.geojson", "a.geojson", "b.geojson"]


def test_a_folder_without_layers_is_named(tmp_path: Path) -> None:
    (tmp_path / "thu-muc.geojson").mkdir()
    assert "Không mở được" in faults_of(lambda: read_shapes(tmp_path))[0].message
    assert "Không có tệp" in faults_of(lambda: read_shapes(tmp_path / "shapes"))[0].message
