"""Good files of every format → the same triangle on the map.

What a file says wrongly of itself is proposed with a doubt, never mended.
"""

from __future__ import annotations

import math
import sqlite3

import orjson
import pytest
import shapely
from shapely import affinity
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
)
from shapely.geometry.base import BaseGeometry

from geo.coordinates import Verdict, Way
from geo.crs import ZONES, to_vn2000
from geo.errors import UploadError
from geo.landing import Where
from geo.upload import Format, Limits, Upload, place_layer, read_upload
from geo.upload.confined import answer
from geo.upload.declared import from_code, from_name, from_wkt
from geo.upload.placing import LayerPlacing
from geo.upload.sniff import sniff
from geo.upload.wire import read_answer
from tests import good_files as good
from tests.ground import ward_ground

FORMATS = {
    "a.geojson": Format.GEOJSON,
    "a.gpkg": Format.GEOPACKAGE,
    "a.zip": Format.SHAPEFILE,
    "a.kml": Format.KML,
    "a.kmz": Format.KMZ,
    "a.dxf": Format.DXF,
    "wkt.csv": Format.CSV,
}


def read(name: str, data: bytes) -> Upload:
    return read_answer(answer(sniff(name, data), name, data, Limits()))


def laid(name: str, data: bytes, way: Way | None = None) -> LayerPlacing:
    return place_layer(read(name, data).layers[0], ward_ground(), way)


def apart_m(a: BaseGeometry, b: BaseGeometry) -> float:
    return float(shapely.hausdorff_distance(to_vn2000(a), to_vn2000(b)))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_gives_the_triangle(name: str) -> None:
    """Through the process of its own, with its format.

    The place is right to a centimetre where the file says which system it is in.
    """
    upload = read_upload(name, good.every()[name])
    assert upload.format is FORMATS[name]
    way = Way(4326, north_first=False) if name == "wkt.csv" else None  # WKT without SRID: degrees of either datum
    layer = next(layer for layer in upload.layers if layer.name in {"RANH", layer.name})
    named = {layer.name: layer for layer in upload.layers}
    placing = place_layer(named.get("RANH", layer), ward_ground(), way)
    assert placing.choice.chosen is not None
    assert not placing.choice.doubts
    assert apart_m(placing.placed[0].geometry, good.TRIANGLE) < 0.01
    assert placing.placed[0].landing.where is Where.WARD


@pytest.mark.parametrize(
    ("name", "properties"),
    [
        ("a.geojson", {"ten": good.NAME, "id": 7}),
        ("a.gpkg", {"fid": 1, "ten": good.NAME, "ngay": "2026-03-05", "anh": "(2 byte)"}),
        ("a.zip", {"ten": good.NAME, "dt": 12.5}),
        ("a.kml", {"name": good.NAME}),
        ("wkt.csv", {"ten": good.NAME}),
        ("lonlat.csv", {"ten": good.NAME}),
    ],
)
def test_attributes_come_along(name: str, properties: dict[str, object]) -> None:
    assert dict(read(name, good.every()[name]).layers[0].features[0].properties) == properties


# --- coordinate systems ---


@pytest.mark.parametrize("epsg", [4326, 4756, 9210, 3405, 32648, 3857])
def test_declared_systems_are_used(epsg: int) -> None:
    """GeoPackage, Shapefile and old GeoJSON name their system; where it lands in the ward there is nothing to ask."""
    from geo.crs import points_to_vn2000

    moved = shapely.transform(good.TRIANGLE, lambda points: points_to_vn2000(points, epsg))
    named = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    files = {
        "a.gpkg": good.geopackage(moved, epsg),
        "a.zip": good.zipped(good.shapefile_members(moved, epsg)),
        "a.geojson": good.geojson(moved, crs=named),
    }
    for name, data in files.items():
        placing = laid(name, data)
        assert placing.layer.crs.epsg == epsg, name
        assert placing.choice.chosen is not None
        assert placing.choice.chosen.way == Way(epsg, north_first=False)
        assert not placing.choice.doubts
        assert apart_m(placing.placed[0].geometry, good.TRIANGLE) < 0.01


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: str(zone.epsg))
def test_undeclared_zone_is_found_by_the_place(zone: object) -> None:
    """A Shapefile without .prj: the zone that lands in the ward is proposed; 105° is asked for its width."""
    epsg = getattr(zone, "epsg", 0)
    files = good.shapefile_members(to_vn2000(good.TRIANGLE, epsg), epsg=None)
    placing = laid("a.zip", good.zipped(files))
    assert Way(epsg, north_first=False) in {reading.way for reading in placing.choice.fitting}
    assert (placing.choice.verdict is Verdict.SEVERAL) is (epsg in {5897, 3405})


def test_swapped_axes_are_a_doubt_not_a_repair() -> None:
    swapped = shapely.transform(good.TRIANGLE, lambda points: points[:, ::-1])
    choice = laid("a.geojson", good.geojson(swapped)).choice
    assert choice.chosen is None
    assert {reading.way.north_first for reading in choice.fitting} == {True}
    assert "Tệp ghi WGS 84, kinh độ và vĩ độ, nhưng đọc như thế thì" in choice.doubts[0]


def test_metres_declared_as_degrees_are_a_doubt() -> None:
    """VN-2000 metres in a GeoJSON, which is WGS 84 by its standard."""
    choice = laid("a.geojson", good.geojson(to_vn2000(good.TRIANGLE))).choice
    assert choice.chosen is not None
    assert choice.chosen.way == Way(9210, north_first=False)
    assert "các số không phải là kinh độ, vĩ độ" in choice.doubts[0]


def test_degrees_declared_as_metres_are_a_doubt() -> None:
    choice = laid("a.gpkg", good.geopackage(good.TRIANGLE, 9210)).choice
    assert choice.verdict is Verdict.SEVERAL
    assert "các số không phải là mét" in choice.doubts[0]


def test_wrong_zone_is_a_doubt() -> None:
    """A file made in 105°45' and declared as 105°30'."""
    choice = laid("a.gpkg", good.geopackage(to_vn2000(good.TRIANGLE, 9210), 9209)).choice
    assert choice.chosen is not None
    assert choice.chosen.way.epsg == 9210
    assert "24" in choice.doubts[0]


def test_another_place_is_refused_with_its_distance() -> None:
    choice = laid("a.geojson", good.geojson(affinity.translate(good.TRIANGLE, -1.0, 1.0))).choice
    assert choice.verdict is Verdict.NONE
    assert "km về phía tây bắc" in choice.says


def test_a_file_of_the_whole_city_fits_by_its_features_in_the_ward() -> None:
    """One feature of three lies in the ward: the layer fits, each feature says where it lies."""
    features = [affinity.translate(good.TRIANGLE, offset) for offset in (0.0, -0.5, -1.0)]
    items = [
        {"type": "Feature", "properties": {"n": n}, "geometry": shapely.geometry.mapping(f)}
        for n, f in enumerate(features)
    ]
    placing = laid("a.geojson", orjson.dumps({"type": "FeatureCollection", "features": items}))
    assert "1 trong 3 đối tượng" in placing.choice.says
    assert [placed.landing.where for placed in placing.placed] == [Where.WARD, Where.ELSEWHERE, Where.ELSEWHERE]


def test_a_person_may_choose_among_the_fitting() -> None:
    files = good.shapefile_members(to_vn2000(good.TRIANGLE, 3405), epsg=None)
    placing = laid("a.zip", good.zipped(files), Way(3405, north_first=False))
    assert apart_m(placing.placed[0].geometry, good.TRIANGLE) < 0.01
    assert laid("a.zip", good.zipped(files), Way(9213, north_first=False)).placed == ()


ESRI_LIKE = (
    'PROJCS["Hai_Phong_VN2000",GEOGCS["VN-2000",DATUM["Vietnam_2000",SPHEROID["WGS 84",6378137,298.257223563],'
    "TOWGS84[-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278]],"
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",105.75],PARAMETER["scale_factor",0.9999],'
    'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]'
)


def test_grid_of_any_name_is_known_by_its_numbers() -> None:
    assert from_wkt(ESRI_LIKE).epsg == 9210
    assert from_wkt(ESRI_LIKE.replace("105.75", "107.75")).epsg == 5899
    assert from_wkt(ESRI_LIKE.replace("0.9999", "0.9996").replace("105.75", "105")).epsg == 3405


@pytest.mark.parametrize(
    "wkt",
    [
        ESRI_LIKE.replace("500000", "600000"),
        ESRI_LIKE.replace("105.75", "105.8"),
        ESRI_LIKE.replace('"VN-2000"', '"WGS 84"').replace("Vietnam_2000", "WGS_1984"),
        ESRI_LIKE.replace('"VN-2000"', '"Hanoi 1972"').replace("Vietnam_2000", "Hanoi_1972"),
        "nonsense",
        "",
        "x" * 30_000,
        "+proj=tmerc +nadgrids=http://127.0.0.1:9/grid.tif",
    ],
)
def test_unknown_definitions_declare_nothing(wkt: str) -> None:
    """Another origin, another datum, PROJ text with a grid to fetch: not taken for a system we know."""
    assert from_wkt(wkt).epsg is None


@pytest.mark.parametrize(
    ("name", "epsg"),
    [
        ("urn:ogc:def:crs:EPSG::9210", 9210),
        ("EPSG:3405", 3405),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("EPSG:2056", None),
        ("http://127.0.0.1:9/crs", None),
    ],
)
def test_names_of_systems(name: str, epsg: int | None) -> None:
    assert from_name(name).epsg == epsg


def test_a_linked_system_is_not_fetched() -> None:
    linked = {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs"}}
    assert read("a.geojson", good.geojson(crs=linked)).layers[0].crs.epsg is None


def test_known_code_without_use_here_is_only_words() -> None:
    assert from_code(2056).words == "EPSG:2056"


# --- shapes ---


@pytest.mark.parametrize(
    "geometry",
    [
        Point(106.667, 20.917),
        LineString([(106.667, 20.917), (106.668, 20.918)]),
        MultiPoint([(106.667, 20.917), (106.668, 20.918)]),
        MultiLineString([[(106.667, 20.917), (106.668, 20.918)], [(106.66, 20.91), (106.67, 20.92)]]),
        MultiPolygon([box(106.667, 20.917, 106.668, 20.918), box(106.67, 20.92, 106.671, 20.921)]),
        Polygon(box(106.66, 20.91, 106.67, 20.92).exterior, [box(106.662, 20.912, 106.664, 20.914).exterior]),
    ],
    ids=lambda geometry: geometry.geom_type,
)
def test_every_kind_of_shape_survives(geometry: BaseGeometry) -> None:
    for name, data in (
        ("a.geojson", good.geojson(geometry)),
        ("a.gpkg", good.geopackage(geometry)),
        ("a.zip", good.zipped(good.shapefile_members(geometry))),
    ):
        assert read(name, data).layers[0].features[0].geometry.normalize().equals_exact(geometry.normalize(), 1e-12), (
            name
        )


def test_heights_are_dropped_and_said() -> None:
    high = shapely.force_3d(good.TRIANGLE, 4.2)
    for name, data in (("a.geojson", good.geojson(high)), ("a.gpkg", good.geopackage(high)), ("a.dxf", good.dxf())):
        upload = read(name, data)
        assert not any(feature.geometry.has_z for layer in upload.layers for feature in layer.features)
        if name != "a.dxf":
            assert any("độ cao" in note for note in upload.notes)


def test_mixed_shapes_of_one_feature_are_taken_apart() -> None:
    mixed = GeometryCollection([good.TRIANGLE, GeometryCollection([good.corner()]), LineString()])
    upload = read("a.geojson", good.geojson(mixed))
    assert [feature.geometry.geom_type for feature in upload.layers[0].features] == ["Polygon", "Point"]
    assert "tách ra" in upload.notes[0]


def test_bare_geometry_and_bare_feature_are_read() -> None:
    collection = orjson.loads(good.geojson())
    feature = collection["features"][0]
    for document in (feature, feature["geometry"], {"type": "GeometryCollection", "geometries": [feature["geometry"]]}):
        assert read("a.json", orjson.dumps(document)).layers[0].features[0].geometry.equals(good.TRIANGLE)


def test_features_without_shape_are_left_out_and_said() -> None:
    collection = orjson.loads(good.geojson())
    collection["features"].append({"type": "Feature", "properties": None, "geometry": None})
    upload = read("a.geojson", orjson.dumps(collection))
    assert len(upload.layers[0].features) == 1
    assert upload.notes == ("Có đối tượng không có hình: đã bỏ qua.",)


# --- what single formats have ---


def test_geopackage_in_wal_mode_is_read() -> None:
    """QGIS leaves files so; memory has no WAL, and a file that cannot be read would look damaged."""
    data = bytearray(good.geopackage())
    data[18:20] = b"\x02\x02"
    assert read("a.gpkg", bytes(data)).layers[0].features[0].geometry.equals(good.TRIANGLE)


def test_triggers_do_not_fire_and_views_are_left_out() -> None:
    more = (
        "CREATE TRIGGER t AFTER UPDATE ON khu BEGIN DELETE FROM khu; END",
        "CREATE VIEW xem AS SELECT * FROM khu",
        "INSERT INTO gpkg_contents VALUES ('xem', 'features', 'xem', 4326)",
        "INSERT INTO gpkg_geometry_columns VALUES ('xem', 'geom', 'POLYGON', 4326)",
    )
    upload = read("a.gpkg", good.geopackage(more=more))
    assert [layer.name for layer in upload.layers] == ["khu"]
    assert upload.notes == ("Lớp «xem» không phải bảng dữ liệu thường: đã bỏ qua.",)


def test_table_names_cannot_speak_sql() -> None:
    name = 'khu"; DROP TABLE gpkg_contents; --'
    assert read("a.gpkg", good.geopackage(table=name)).layers[0].name == name


def test_too_many_layers_are_refused() -> None:
    more = [f"CREATE TABLE l{n} (fid INTEGER PRIMARY KEY, geom BLOB)" for n in range(21)]
    more += [
        "INSERT INTO gpkg_contents SELECT name, 'features', name, 4326 FROM sqlite_master WHERE name GLOB 'l*'",
        "INSERT INTO gpkg_geometry_columns SELECT name, 'geom', 'POINT', 4326 FROM sqlite_master WHERE name GLOB 'l*'",
    ]
    with pytest.raises(UploadError, match="quá nhiều lớp"):
        read("a.gpkg", good.geopackage(more=more))
    many = {
        k: v for n in range(21) for k, v in good.shapefile_members(stem=f"l{n}", epsg=None).items() if k[-3:] != "shx"
    }
    with pytest.raises(UploadError, match="quá nhiều lớp"):
        read("a.zip", good.zipped(many))


def test_undefined_system_of_a_geopackage_is_undeclared() -> None:
    data = good.geopackage(more=("UPDATE gpkg_geometry_columns SET srs_id = -1",))
    assert read("a.gpkg", data).layers[0].crs.epsg is None
    named = good.geopackage(more=("UPDATE gpkg_spatial_ref_sys SET organization = 'NONE'",))
    assert read("a.gpkg", named).layers[0].crs.epsg == 4326


def test_geopackage_is_that_of_the_standard() -> None:
    """The test's own GeoPackage opens in plain SQLite as one: the reader is not tested on a toy of its own making."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(good.geopackage())
    assert connection.execute("SELECT substr(hex(geom), 1, 4) FROM khu").fetchone() == ("4750",)


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8", b"UTF-8"), ("utf-8", None), ("cp1258", b"1258"), ("cp1258", b"ANSI 1258")]
)
def test_text_of_shapefiles_is_vietnamese(encoding: str, declared: bytes | None) -> None:
    files = good.shapefile_members(encoding=encoding)
    if declared:
        files["khu.cpg"] = declared
    upload = read("a.zip", good.zipped(files))
    assert upload.layers[0].features[0].properties["ten"] == good.NAME
    assert upload.notes == ()


def test_guessed_code_page_is_said() -> None:
    upload = read("a.zip", good.zipped(good.shapefile_members(encoding="cp1258")))
    assert upload.layers[0].features[0].properties["ten"] == good.NAME
    assert "Windows-1258" in upload.notes[0]


def test_shapefile_without_its_table_or_in_a_folder_is_read() -> None:
    files = {f"ban ve/{name}": content for name, content in good.shapefile_members().items() if name[-3:] != "dbf"}
    upload = read("a.zip", good.zipped({**files, "__MACOSX/._khu.shp": b"x", "doc.txt": b"x"}))
    assert upload.layers[0].name == "khu"
    assert "thiếu .dbf" in upload.notes[0]


def test_deleted_rows_take_their_shapes_along() -> None:
    files = good.shapefile_members()
    table = bytearray(files["khu.dbf"])
    table[int.from_bytes(table[8:10], "little")] = ord("*")
    with pytest.raises(UploadError, match="không có đối tượng nào"):
        read("a.zip", good.zipped({**files, "khu.dbf": bytes(table)}))


def test_network_links_are_named_and_left_alone() -> None:
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
    point = "<Placemark><name>A</name><Point><coordinates>106.667,20.917</coordinates></Point></Placemark>"
    assert "NetworkLink" in read("a.kml", good.kml(link + point)).notes[0]


def test_kml_shapes_and_data_are_read() -> None:
    two = "<Point><coordinates>106.667,20.917,3</coordinates></Point>" * 2
    line = "<LineString><coordinates>106.667,20.917\n106.668,20.918</coordinates></LineString>"
    simple = "<SchemaData><SimpleData name='x'>y</SimpleData></SchemaData>"
    data = f"<ExtendedData><Data name='ma'><value>7</value></Data>{simple}</ExtendedData>"
    first = f"<Placemark>{data}<MultiGeometry>{two}</MultiGeometry></Placemark>"
    body = f"{first}<Placemark><MultiGeometry>{line}{two}</MultiGeometry></Placemark>"
    features = read("a.kml", good.kml(body)).layers[0].features
    assert [feature.geometry.geom_type for feature in features] == ["MultiPoint", "LineString", "Point", "Point"]
    assert dict(features[0].properties) == {"name": "", "ma": "7", "x": "y"}


def test_drawing_layers_curves_and_hatches() -> None:
    """Each drawing layer is a layer; circles and hatches are areas, arcs lines.

    Texts and blocks are left out and said.
    """
    upload = read("a.dxf", good.dxf())
    kinds = {layer.name: layer.features[0].geometry for layer in upload.layers}
    assert {name: geometry.geom_type for name, geometry in kinds.items()} == {
        "RANH": "Polygon",
        "MOC": "Point",
        "GIENG": "Polygon",
        "CONG": "LineString",
        "DUONG": "LineString",
        "NEN": "Polygon",
    }
    assert kinds["GIENG"].area == pytest.approx(math.pi * 100, rel=0.02)
    assert kinds["CONG"].length == pytest.approx(math.pi * 5, rel=0.02)
    assert len(shapely.get_rings(kinds["NEN"])) == 2
    assert upload.notes == ("Bỏ qua các đối tượng không phải điểm, đường: 1 TEXT, 1 INSERT.",)


def test_drawing_of_many_layers_becomes_one() -> None:
    lines = "".join(
        f"  0\nLINE\n  8\nL{n}\n 10\n595000\n 20\n2314000\n 11\n595010\n 21\n231401{n % 10}\n" for n in range(25)
    )
    upload = read("a.dxf", f"  0\nSECTION\n  2\nENTITIES\n{lines}  0\nENDSEC\n  0\nEOF\n".encode())
    assert len(upload.layers) == 1
    assert len(upload.layers[0].features) == 25


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_tables_are_read_in_every_encoding(encode: str) -> None:
    text = (
        good.windows_1258("tên,lon,lat\nHòa,106.667,20.917\n")
        if encode == "cp1258"
        else "tên,lon,lat\nHòa,106.667,20.917\n"
    )
    feature = read("a.csv", text.encode(encode)).layers[0].features[0]
    assert feature.geometry.equals(Point(106.667, 20.917))
    assert dict(feature.properties) == {"ten": "Hòa"}


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("kinh độ;vĩ độ\n106,667;20,917", (106.667, 20.917)),
        ("X\tY\n2.314.037,64\t595.190,88", (2314037.64, 595190.88)),
        ("E|N\n595190.88|2314037.64", (595190.88, 2314037.64)),
        ("lon,lat\n-0.5,20.917", (-0.5, 20.917)),
        ('wkt\n"SRID=9210;POINT(595190.88 2314037.64)"', (595190.88, 2314037.64)),
    ],
)
def test_numbers_of_tables_are_read_as_printed(text: str, point: tuple[float, float]) -> None:
    geometry = read("a.csv", text.encode()).layers[0].features[0].geometry
    assert geometry.coords[0] == pytest.approx(point)


def test_table_of_corners_lands_by_its_zone() -> None:
    """X is north in a Vietnamese table: found by the place, in whichever column."""
    placing = laid("a.csv", good.csv())
    assert placing.choice.chosen is not None
    assert placing.choice.chosen.way == Way(9210, north_first=True)
    corners = [placed.geometry for placed in placing.placed]
    assert apart_m(corners[0], good.corner()) < 0.01


def test_degrees_of_an_unnamed_datum_are_asked() -> None:
    placing = laid("a.csv", "kinh độ;vĩ độ\n106,667;20,917".encode())
    assert placing.choice.verdict is Verdict.SEVERAL
    assert placing.placed == ()


def test_ewkt_declares_its_system() -> None:
    layer = read("a.csv", b'wkt\n"SRID=9210;POINT(595190.88 2314037.64)"').layers[0]
    assert layer.crs.epsg == 9210


def test_long_texts_and_strange_values_are_cut_to_plain_ones() -> None:
    properties = {"a": "x" * 9000, "b": 2**60, "c": [1, 2], "d": True, "e": None, "f": 1.5, "g": "a\u0000\u202eb"}
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [106.7, 20.9]}}
    taken = dict(read("a.geojson", orjson.dumps(feature)).layers[0].features[0].properties)
    assert len(str(taken["a"])) == 500
    assert taken["b"] == str(2**60)
    assert taken["c"] == "[1, 2]"
    assert (taken["d"], taken["e"], taken["f"], taken["g"]) == (True, None, 1.5, "ab")
