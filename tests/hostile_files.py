"""Files built to do harm or to lie, made in memory, each with a word of the sentence that has to refuse it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import orjson
import shapefile
from shapely.geometry import Point, mapping

from tests import good_files as good

Hostile = tuple[str, bytes, str]  # file name, content, what the refusal says

MILLION = 1_000_000


def collection(geometry: object, count: int = 1) -> bytes:
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    return orjson.dumps({"type": "FeatureCollection", "features": [feature] * count})


def raw_geometry(coordinates: str, kind: str = "Point") -> bytes:
    return f'{{"type":"{kind}","coordinates":{coordinates}}}'.encode()


def million_vertices() -> bytes:
    points = ",".join(["[106.7,20.9]"] * MILLION)
    return raw_geometry(f"[{points}]", "LineString")


def liars() -> dict[str, Hostile]:
    """Files whose name and content disagree, or that are of another kind altogether."""
    source = b"<SrcDataSource>/etc/passwd</SrcDataSource>"
    vrt = b'<OGRVRTDataSource><OGRVRTLayer name="a">' + source + b"</OGRVRTLayer></OGRVRTDataSource>"
    return {
        "png as geojson": ("a.geojson", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "ảnh"),
        "zip as geojson": (
            "a.geojson",
            good.zipped(good.shapefile_members()),
            "nói là geojson nhưng nội dung là shapefile",
        ),
        "geojson as zip": ("a.zip", good.geojson(), "nói là shapefile nhưng nội dung là geojson"),
        "geojson as gpkg": ("a.gpkg", good.geojson(), "nói là geopackage nhưng nội dung là geojson"),
        "gpkg as csv": ("a.csv", good.geopackage(), "nói là csv nhưng nội dung là geopackage"),
        "dxf as csv": ("a.csv", good.dxf(), "nói là csv nhưng nội dung là dxf"),
        "kml as geojson": ("a.json", good.kml(), "nói là geojson nhưng nội dung là kml"),
        "vrt as kml": ("a.kml", vrt, "VRT trỏ sang tệp khác"),
        "vrt as geojson": ("a.geojson", vrt, "VRT trỏ sang tệp khác"),
        "vrt by name": ("a.vrt", vrt, "Loại tệp không nhận"),
        "html as kml": ("a.kml", b"<html><script>alert(1)</script></html>", "không phải KML"),
        "xml as csv": ("a.csv", b"<a/>", "Nội dung là XML"),
        "pdf": ("a.csv", b"%PDF-1.7 ...", "PDF"),
        "dwg": ("a.dxf", b"AC1027" + b"\0" * 99, "DWG"),
        "binary dxf": ("a.dxf", b"AutoCAD Binary DXF\r\n\x1a\0", "DXF nhị phân"),
        "lone shp": ("a.zip", good.shapefile_members()["khu.shp"], "một tệp .shp lẻ"),
        "program": ("a.csv", b"MZ\x90\0", "chương trình"),
        "script": ("a.csv", b"#!/bin/sh\nrm -rf /", "chương trình"),
        "rar": ("a.zip", b"Rar!\x1a\x07", "RAR"),
        "old excel": ("a.csv", b"\xd0\xcf\x11\xe0" + b"\0" * 99, "Excel cũ"),
        "bytes as csv": ("a.csv", b"a,b\0\x01\x02" * 9, "không phải csv"),
        "bytes as dxf": ("a.dxf", b"\x00\x01\x02\x03" * 9, "không phải dxf"),
        "address as name": ("http://example.org/a.shp", b"x", "Loại tệp không nhận"),
        "no suffix": ("passwd", b"root:x:0:0", "Loại tệp không nhận"),
        "empty": ("a.geojson", b"", "rỗng"),
    }


def zips() -> dict[str, Hostile]:
    """Build archives that reach out, blow up, hide or lie."""
    files = good.shapefile_members()
    bomb = good.zipped({**files, "khu.xml": b"\0" * 50_000_000})
    sums = good.zipped({**files, **{f"{n}.xml": bytes([n]) * 4_900_000 for n in range(30)}})
    return {
        "slip up": ("a.zip", good.zipped({"../../etc/khu.shp": files["khu.shp"]}), "trỏ ra ngoài"),
        "slip absolute": ("a.zip", good.zipped({"/etc/khu.shp": files["khu.shp"]}), "trỏ ra ngoài"),
        "slip backslash": ("a.zip", good.zipped({"..\\khu.shp": files["khu.shp"]}), "trỏ ra ngoài"),
        "slip drive": ("a.zip", good.zipped({"C:khu.shp": files["khu.shp"]}), "trỏ ra ngoài"),
        "symlink": ("a.zip", good.linked("khu.shp", "/etc/passwd"), "liên kết"),
        "vrt named shp": ("a.zip", good.zipped({"a.shp": b"<OGRVRTDataSource/>"}), "không phải Shapefile"),
        "vrt inside": ("a.zip", good.zipped({**files, "b.vrt": b"<OGRVRTDataSource/>"}), "không được nhận"),
        "zip inside": ("a.zip", good.zipped({**files, "b.zip": good.zipped(files)}), "không được nhận"),
        "program inside": ("a.zip", good.zipped({**files, "b.exe": b"MZ"}), "không được nhận"),
        "two of a name": ("a.zip", good.zipped({"khu.shp": files["khu.shp"], "KHU.SHP": files["khu.shp"]}), "cùng tên"),
        "many members": ("a.zip", good.zipped({f"{n}.txt": b"" for n in range(65)}), "quá nhiều tệp"),
        "bomb": ("a.zip", bomb, "nở ra quá nhiều lần"),
        "bomb in parts": ("a.zip", sums, "giải nén ra quá lớn"),
        "bomb that lies": ("a.zip", lying_size(), "bị hỏng"),
        "password": ("a.zip", with_password(), "mật khẩu"),
        "bzip2": ("a.zip", good.zipped(files, zipfile.ZIP_BZIP2), "kiểu nén lạ"),
        "cut off": ("a.zip", good.zipped(files)[:-60], "Không mở được tệp zip"),
        "bad data": ("a.zip", scrambled(), "bị hỏng"),
        "empty archive": ("a.zip", good.zipped({}), "Tệp zip rỗng"),
        "no shapefile": ("a.zip", good.zipped({"doc.txt": b"x"}), "không có .shp"),
        "kmz without kml": ("a.kmz", good.zipped({"doc.txt": b"x"}), "đúng một tệp .kml"),
        "kmz with two": ("a.kmz", good.zipped({"a.kml": good.kml(), "b.kml": good.kml()}), "đúng một tệp .kml"),
    }


def lying_size() -> bytes:
    """Build a member that says it holds 10 bytes and unpacks to 200 MB."""
    data = bytearray(good.zipped({"khu.shp": b"\0" * 10}))
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(b"\0" * 200_000_000) + packed.flush()
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("khu.shp", body)
    data = bytearray(whole.getvalue())
    central = data.index(b"PK\x01\x02")
    for method in (8, central + 10):
        data[method : method + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
    for size in (22, central + 24):
        data[size : size + 4] = struct.pack("<I", 10)
    return bytes(data)


def with_password() -> bytes:
    data = bytearray(good.zipped(good.shapefile_members()))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(signature)
        data[place + flags] |= 1
    return bytes(data)


def scrambled() -> bytes:
    data = bytearray(good.zipped({"khu.shp": bytes(range(256)) * 40}))
    data[60:90] = bytes(30)
    return bytes(data)


def json_files() -> dict[str, Hostile]:
    """GeoJSON that is broken, huge or nonsense."""
    nested = b"[" * 5000 + b"]" * 5000
    return {
        "nan": ("a.geojson", raw_geometry("[NaN, 20.9]"), "không phải JSON"),
        "infinity": ("a.geojson", raw_geometry("[Infinity, 20.9]"), "không phải JSON"),
        "overflow": ("a.geojson", raw_geometry("[1e999, 20.9]"), "JSON"),
        "million vertices": ("a.geojson", million_vertices(), "quá nhiều đỉnh"),
        "many features": ("a.geojson", collection(mapping(Point(106.7, 20.9)), 5001), "quá nhiều đối tượng"),
        "deep nesting": ("a.geojson", b'{"type":"Polygon","coordinates":' + nested + b"}", "JSON"),
        "deep collections": ("a.geojson", deep_collections(), "không có trong GeoJSON"),
        "not an object": ("a.geojson", b"[1, 2]", "không phải GeoJSON"),
        "topojson": ("a.geojson", b'{"type":"Topology","objects":{}}', "'Topology'"),
        "no features": ("a.geojson", b'{"type":"FeatureCollection"}', "thiếu danh sách features"),
        "empty collection": ("a.geojson", b'{"type":"FeatureCollection","features":[]}', "không có đối tượng nào"),
        "null geometries": ("a.geojson", collection(None), "không có đối tượng nào"),
        "words as numbers": ("a.geojson", raw_geometry('["106.7", "20.9"]'), "Tọa độ phải là số"),
        "booleans as numbers": ("a.geojson", raw_geometry("[true, false]"), "Tọa độ phải là số"),
        "one number": ("a.geojson", raw_geometry("[106.7]"), "Tọa độ phải là số"),
        "flat polygon": ("a.geojson", raw_geometry("[[106.7, 20.9]]", "Polygon"), "Tọa độ lồng sai kiểu"),
        "short ring": ("a.geojson", raw_geometry("[[[106.7,20.9],[106.8,20.9]]]", "Polygon"), "Không dựng được hình"),
        "strange kind": ("a.geojson", collection({"type": "Curve", "coordinates": []}), "'Curve'"),
        "text geometry": ("a.geojson", collection("POINT(1 2)"), "không có trong GeoJSON"),
        "cut off": ("a.geojson", good.geojson()[:-9], "không phải JSON"),
        "not utf-8": ("a.geojson", b'{"type":"Point","coordinates":[1,2],"x":"\xff"}', "không phải JSON"),
    }


def deep_collections() -> bytes:
    geometry: dict[str, object] = {"type": "Point", "coordinates": [106.7, 20.9]}
    for _ in range(50):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    return collection(geometry)


def xml_files() -> dict[str, Hostile]:
    """KML that expands, fetches or breaks."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    many = "106.7,20.9 " * 200_001
    deep = "<MultiGeometry>" * 30 + "</MultiGeometry>" * 30
    return {
        "billion laughs": (
            "a.kml",
            good.kml("&l9;", f'<!DOCTYPE kml [<!ENTITY l0 "ha">{laughs}]>'),
            "DTD hoặc thực thể",
        ),
        "xxe file": ("a.kml", good.kml("&x;", '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "DTD"),
        "xxe address": ("a.kml", good.kml("&x;", '<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/x.dtd">'), "DTD"),
        "only a network link": (
            "a.kml",
            good.kml("<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"),
            "không có đối tượng nào",
        ),
        "words as coordinates": ("a.kml", place("<Point><coordinates>một,hai</coordinates></Point>"), "không đọc được"),
        "nan": ("a.kml", place("<Point><coordinates>nan,20.9</coordinates></Point>"), "NaN"),
        "one number": ("a.kml", place("<Point><coordinates>106.7</coordinates></Point>"), "không đọc được"),
        "short ring": (
            "a.kml",
            place(
                "<Polygon><outerBoundaryIs><LinearRing><coordinates>1,2</coordinates></LinearRing></outerBoundaryIs></Polygon>"
            ),
            "không đọc được",
        ),
        "short line": ("a.kml", place("<LineString><coordinates>1,2</coordinates></LineString>"), "không đọc được"),
        "many vertices": (
            "a.kml",
            place(f"<LineString><coordinates>{many}</coordinates></LineString>"),
            "quá nhiều đỉnh",
        ),
        "deep": ("a.kml", place(deep), "lồng hình quá sâu"),
        "cut off": ("a.kml", good.kml()[:-9], "không phải XML"),
        "strange encoding": ("a.kml", b'<?xml version="1.0" encoding="klingon"?><kml/>', "không phải XML"),
        "kmz laughs": ("a.kmz", good.zipped({"doc.kml": good.kml("&x;", '<!DOCTYPE a [<!ENTITY x "y">]>')}), "DTD"),
    }


def place(geometry: str) -> bytes:
    return good.kml(f"<Placemark>{geometry}</Placemark>")


def databases() -> dict[str, Hostile]:
    """GeoPackages that run things, are damaged, or hold none."""
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    select = f"{endless} SELECT x AS fid, (SELECT geom FROM that) AS geom FROM n"  # noqa: S608  a name of our own
    view = ("ALTER TABLE khu RENAME TO that", f"CREATE VIEW khu AS {select}")
    generated = ("ALTER TABLE khu ADD COLUMN gio BLOB AS (zeroblob(900000000))",)
    return {
        "endless view": ("a.gpkg", good.geopackage(more=view), "không có đối tượng nào"),
        "function in a column": ("a.gpkg", good.geopackage(more=generated), "hỏng hoặc thiếu bảng"),
        "virtual table": (
            "a.gpkg",
            good.geopackage(more=("DROP TABLE khu", "CREATE VIRTUAL TABLE khu USING fts5(geom)")),
            "không có đối tượng nào",
        ),
        "no tables": ("a.gpkg", good.geopackage(more=("DROP TABLE gpkg_contents",)), "hỏng hoặc thiếu bảng"),
        "no layers": ("a.gpkg", good.geopackage(more=("DELETE FROM gpkg_contents",)), "không có lớp"),
        "no geometry column": (
            "a.gpkg",
            good.geopackage(more=("UPDATE gpkg_geometry_columns SET column_name = 'x'",)),
            "thiếu cột hình",
        ),
        "text as geometry": ("a.gpkg", good.geopackage(more=("UPDATE khu SET geom = 'POINT(1 2)'",)), "sai kiểu"),
        "bytes as geometry": ("a.gpkg", good.geopackage(more=("UPDATE khu SET geom = x'00'",)), "sai kiểu"),
        "broken wkb": (
            "a.gpkg",
            good.geopackage(more=("UPDATE khu SET geom = x'4750000100000000010300000001000000FFFFFF7F'",)),
            "bị hỏng",
        ),
        "nan": ("a.gpkg", good.geopackage(Point(float("nan"), 20.9)), "NaN hoặc vô cực"),
        "infinity": ("a.gpkg", good.geopackage(Point(float("inf"), 20.9)), "NaN hoặc vô cực"),
        "cut off": ("a.gpkg", good.geopackage()[:5000], "hỏng hoặc thiếu bảng"),
        "only a header": ("a.gpkg", b"SQLite format 3\0" + b"\0" * 84, "hỏng hoặc thiếu bảng"),
        "scrambled": ("a.gpkg", good.geopackage()[:4096] + b"\xff" * 20_000, "hỏng hoặc thiếu bảng"),
    }


def shapefiles() -> dict[str, Hostile]:
    """Shapefiles whose inner numbers lie."""
    files = good.shapefile_members()
    shp = files["khu.shp"]
    z = {
        "record of no length": shp[:104] + struct.pack(">i", 0) + shp[108:],
        "record backwards": shp[:104] + struct.pack(">i", -4) + shp[108:],
        "record too long": shp[:104] + struct.pack(">i", 2**30) + shp[108:],
        "too many points": shp[:148] + struct.pack("<i", 2**31 - 1) + shp[152:],
        "too many parts": shp[:144] + struct.pack("<i", 2**31 - 1) + shp[148:],
        "strange kind": shp[:108] + struct.pack("<i", 99) + shp[112:],
    }
    nan = shp[:156] + struct.pack("<d", float("nan")) + shp[164:]
    broken = {name: ("a.zip", good.zipped({**files, "khu.shp": bad}), "bị hỏng") for name, bad in z.items()}
    return {
        **broken,
        "header only": ("a.zip", good.zipped({**files, "khu.shp": shp[:100]}), "không có đối tượng nào"),
        "cut header": ("a.zip", good.zipped({**files, "khu.shp": shp[:60]}), "không phải Shapefile"),
        "bad table": ("a.zip", good.zipped({**files, "khu.dbf": files["khu.dbf"][:40]}), "bị hỏng"),
        "multipatch": ("a.zip", good.zipped(multipatch()), "MultiPatch"),
        "nan": ("a.zip", good.zipped({**files, "khu.shp": nan}), "NaN hoặc vô cực"),
    }


def multipatch() -> dict[str, bytes]:
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf, shapeType=shapefile.MULTIPATCH) as writer:
        writer.field("ten", "C")
        writer.multipatch([[(0, 0, 0), (0, 1, 0), (1, 1, 0)]], partTypes=[0])
        writer.record("x")
    return {"a.shp": shp.getvalue(), "a.shx": shx.getvalue(), "a.dbf": dbf.getvalue()}


def drawings_and_tables() -> dict[str, Hostile]:
    """DXF and CSV that break or swell."""
    head = b"  0\nSECTION\n  2\nENTITIES\n"
    circle = b"  0\nCIRCLE\n  8\n0\n 10\n595000\n 20\n2314000\n 40\n1e15\n"
    circles = head + circle * 1000 + b"  0\nENDSEC\n  0\nEOF\n"
    nan = head + b"  0\nPOINT\n  8\n0\n 10\nnan\n 20\n2314000\n  0\nENDSEC\n  0\nEOF\n"
    points = ", ".join(["595000 2314000"] * 200_001)
    return {
        "dxf of nothing": ("a.dxf", b"  0\nSECTION\n  2\nHEADER\n  0\nENDSEC\n  0\nEOF\n", "không có đối tượng nào"),
        "dxf cut in a word": ("a.dxf", b"  0\nSECTION\n  2\n" + b"x" * 50, "không có đối tượng nào"),
        "dxf endless circles": ("a.dxf", circles, "quá nhiều đỉnh"),
        "dxf broken number": ("a.dxf", broken_number(), "DXF có số bị hỏng: 'dòng"),
        "dxf nan": ("a.dxf", nan, "NaN"),
        "csv without coordinates": ("a.csv", b"a,b\n1,2\n", "không có cột tọa độ"),
        "csv words": ("a.csv", "X;Y\n2314037,64;năm chín\n".encode(), "dòng 2: năm chín"),
        "csv missing cell": ("a.csv", b"X;Y\n2314037,64\n", "thiếu ô"),
        "csv formula": ("a.csv", b"lon,lat\n=1+1,20.9\n", "dòng 2: =1+1"),
        "csv nan": ("a.csv", b"lon,lat\nnan,20.9\n", "không phải số"),
        "csv bad wkt": ("a.csv", b"wkt\nPOINT(1\n", "WKT không đọc được"),
        "csv infinite wkt": ("a.csv", b"wkt\nPOINT(inf 1)\n", "NaN hoặc vô cực"),
        "csv empty wkt": ("a.csv", b"wkt\nPOINT EMPTY\n", "không có đối tượng nào"),
        "csv two systems": ("a.csv", b'wkt\n"SRID=9210;POINT(1 2)"\n"SRID=3405;POINT(1 2)"\n', "trộn nhiều hệ"),
        "csv many vertices": ("a.csv", f'wkt\n"LINESTRING({points})"\n'.encode(), "quá nhiều đỉnh"),
        "csv endless cell": ("a.csv", b'lon,lat\n"' + b"x" * 6_000_000, "ô quá dài"),
        "csv header only": ("a.csv", b"lon,lat\n", "không có đối tượng nào"),
    }


def broken_number() -> bytes:
    """Return a drawing with a letter in a coordinate: a tolerant reader makes 5 of `5K5190`."""
    data = good.dxf()
    place = data.index(b"595190")
    return data[:place] + b"5K5" + data[place + 3 :]


def corpus() -> dict[str, Hostile]:
    """Return all of them by a name of their own."""
    groups = {
        "liar": liars(),
        "zip": zips(),
        "json": json_files(),
        "xml": xml_files(),
        "sqlite": databases(),
        "shapefile": shapefiles(),
        "text": drawings_and_tables(),
    }
    return {f"{group}: {name}": item for group, items in groups.items() for name, item in items.items()}
