"""One file of every format around one triangle in the ward, made in memory.

What uploads are read from and broken in tests.
"""

from __future__ import annotations

import io
import sqlite3
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence

import orjson
import shapefile
import shapely
from ezdxf.filemanagement import new
from pyproj import CRS
from shapely.geometry import Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from geo.crs import to_vn2000

TRIANGLE = Polygon([(106.667, 20.917), (106.669, 20.917), (106.669, 20.919)])
NAME = "Khu tái định cư Hoa Động"


def geojson(geometry: BaseGeometry = TRIANGLE, **members: object) -> bytes:
    """Return a FeatureCollection with one feature and more members."""
    feature = {"type": "Feature", "id": 7, "properties": {"ten": NAME}, "geometry": mapping(geometry)}
    return orjson.dumps({"type": "FeatureCollection", "features": [feature], **members})


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of name → bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return packed.getvalue()


def linked(name: str, target: str) -> bytes:
    """Return a zip with one symbolic link."""
    packed = io.BytesIO()
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(info, target)
    return packed.getvalue()


def windows_1258(text: str) -> str:
    """Write tone marks as Windows-1258 has them: behind their letter."""
    marked = (unicodedata.normalize("NFD", letter) for letter in text)
    tones = "\u0300\u0301\u0303\u0309\u0323"
    split = (
        (unicodedata.normalize("NFC", "".join(c for c in m if c not in tones)), [c for c in m if c in tones])
        for m in marked
    )
    return "".join(base + "".join(tone) for base, tone in split)


def shapefile_members(
    geometry: BaseGeometry = TRIANGLE, epsg: int | None = 4326, encoding: str = "utf-8", stem: str = "khu"
) -> dict[str, bytes]:
    """Return the files of a Shapefile with one feature."""
    shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with shapefile.Writer(shp=shp, shx=shx, dbf=dbf, encoding=encoding) as writer:
        writer.field("ten", "C", 80)
        writer.field("dt", "N", 12, 2)
        writer.record(windows_1258(NAME) if encoding == "cp1258" else NAME, 12.5)
        if isinstance(geometry, Point):
            writer.point(geometry.x, geometry.y)
        else:
            writer.shape(mapping(geometry))
    files = {f"{stem}.shp": shp.getvalue(), f"{stem}.shx": shx.getvalue(), f"{stem}.dbf": dbf.getvalue()}
    if epsg:
        files[f"{stem}.prj"] = CRS.from_epsg(epsg).to_wkt("WKT1_ESRI").encode()
    return files


def gpkg_blob(geometry: BaseGeometry, srs: int = 4326) -> bytes:
    """Return a geometry as GeoPackage stores it, without an envelope."""
    return b"GP\x00\x01" + struct.pack("<i", srs) + shapely.to_wkb(geometry)


def geopackage(
    geometry: BaseGeometry = TRIANGLE, epsg: int = 4326, more: Sequence[str] = (), table: str = "khu"
) -> bytes:
    """Return a GeoPackage with one feature table; `more` are statements run at the end."""
    quoted = '"' + table.replace('"', '""') + '"'
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        f"""
        PRAGMA application_id = 1196444487;
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
            organization_coordsys_id INTEGER, definition TEXT, description TEXT);
        CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
        CREATE TABLE {quoted} (fid INTEGER PRIMARY KEY, geom BLOB, ten TEXT, ngay DATE, anh BLOB);
        """
    )
    system = CRS.from_epsg(epsg)
    connection.execute(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, ?, '')", (system.name, epsg, epsg, system.to_wkt())
    )
    connection.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?)", (table, table, epsg))
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POLYGON', ?)", (table, epsg))
    row = (1, gpkg_blob(geometry, epsg), NAME, "2026-03-05", b"\x00\x01")
    connection.execute(f"INSERT INTO {quoted} VALUES (?, ?, ?, ?, ?)", row)  # noqa: S608  a name of our own
    for statement in more:
        connection.execute(statement)
    connection.commit()
    return bytes(connection.serialize())


def kml(body: str = "", prologue: str = "") -> bytes:
    """Return a KML with the triangle as a placemark, or with another body."""
    ring = " ".join(f"{x},{y},0" for x, y in TRIANGLE.exterior.coords)
    boundary = f"<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs>"
    shape = f"<Polygon>{boundary}</Polygon>"
    body = body or f"<Placemark><name>{NAME}</name>{shape}</Placemark>"
    namespace = "http://www.opengis.net/kml/2.2"
    return f'<?xml version="1.0"?>{prologue}<kml xmlns="{namespace}"><Document>{body}</Document></kml>'.encode()


def dxf(epsg: int = 9210) -> bytes:
    """Return a drawing: the triangle as a closed polyline, point, circle, arc, line, hatch, text and block."""
    document = new("R2010")
    space = document.modelspace()
    corners = list(to_vn2000(TRIANGLE, epsg).exterior.coords)[:-1]
    east, north = corners[0]
    space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "RANH"})
    space.add_point((east, north, 3.5), dxfattribs={"layer": "MOC"})
    space.add_circle((east + 50, north + 20), 10, dxfattribs={"layer": "GIENG"})
    space.add_arc((east + 50, north + 20), 10, 0, 90, dxfattribs={"layer": "CONG"})
    space.add_line((east, north), (east + 30, north), dxfattribs={"layer": "DUONG"})
    hatch = space.add_hatch(dxfattribs={"layer": "NEN"})
    hatch.paths.add_polyline_path(corners, is_closed=True)
    hatch.paths.add_polyline_path(
        [(x * 0.5 + east * 0.5 + 20, y * 0.5 + north * 0.5 + 10) for x, y in corners], flags=0
    )
    space.add_text(NAME, dxfattribs={"layer": "CHU"})
    document.blocks.new("CAY").add_circle((0, 0), 1)
    space.add_blockref("CAY", (east, north))
    text = io.StringIO()
    document.write(text)
    return text.getvalue().encode()


def csv(epsg: int = 9210) -> bytes:
    """Return the corners as a Vietnamese Excel writes them: semicolons, decimal commas, X north."""
    corners = list(to_vn2000(TRIANGLE, epsg).exterior.coords)[:-1]
    rows = [f"M{n};{y:.3f};{x:.3f}".replace(".", ",") for n, (x, y) in enumerate(corners, 1)]
    return "\r\n".join(["Tên điểm;X (m);Y (m)", *rows]).encode("utf-8-sig")


def every() -> dict[str, bytes]:
    """Return one good file of every format by its name."""
    return {
        "a.geojson": geojson(),
        "a.gpkg": geopackage(),
        "a.zip": zipped(shapefile_members()),
        "a.kml": kml(),
        "a.kmz": zipped({"doc.kml": kml(), "files/icon.png": b"\x89PNG"}),
        "a.dxf": dxf(),
        "a.csv": csv(),
        "wkt.csv": f'ten,wkt\n{NAME},"{TRIANGLE.wkt}"\n'.encode(),
        "lonlat.csv": f"ten,lon,lat\n{NAME},106.667,20.917\n".encode(),
    }


def corner() -> Point:
    """Return the first corner of the triangle."""
    return Point(TRIANGLE.exterior.coords[0])
