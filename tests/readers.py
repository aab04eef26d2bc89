"""Reads back every format of `geo.export` with somebody else's program: id → name and shape."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import duckdb
import openpyxl
import pyogrio
import shapely
from ezdxf import filemanagement
from shapely.geometry.base import BaseGeometry

Read = dict[str, tuple[str, BaseGeometry | None]]
KML = "{http://www.opengis.net/kml/2.2}"


def _layers(path: Path | str, id_column: str = "id", name_column: str = "name") -> Read:
    """Read all layers that have an id, through GDAL."""
    found: Read = {}
    for layer, _ in pyogrio.list_layers(path):
        table = pyogrio.read_dataframe(path, layer=layer)
        if id_column not in table:
            continue
        shapes = table.geometry if "geometry" in table else [None] * len(table)
        for name, words, shape in zip(table[id_column], table[name_column], shapes, strict=True):
            found[name] = words, shape
    return found


def read_geojson(path: Path) -> Read:
    return _features(json.loads(path.read_text(encoding="utf-8"))["features"])


def read_sequence(path: Path) -> Read:
    records = path.read_text(encoding="utf-8").split("\x1e")[1:]
    return _features([json.loads(record) for record in records])


def _features(features: list[dict[str, Any]]) -> Read:
    return {
        item["id"]: (
            item["properties"]["name"],
            item["geometry"] and shapely.from_geojson(json.dumps(item["geometry"])),
        )
        for item in features
    }


def read_shapefile(path: Path) -> Read:
    found: Read = {}
    for name in zipfile.ZipFile(path).namelist():
        if name.endswith(".shp") or name == "cong_trinh_chua_ro_vi_tri.dbf":
            found |= _layers(f"/vsizip/{path}/{name}")
    return found


def read_kml(path: Path) -> Read:
    """Read the file as XML: the names and numbers that Google Earth shows; shapes through GDAL."""
    text = zipfile.ZipFile(path).read("doc.kml") if path.suffix == ".kmz" else path.read_bytes()
    shapes: dict[str, BaseGeometry | None] = {}
    for layer, _ in pyogrio.list_layers(path):
        table = pyogrio.read_dataframe(path, layer=layer)
        shapes |= dict(zip(table["id"], table.geometry, strict=True))
    return {
        mark.attrib["id"]: (mark.findtext(f"{KML}name") or "", shapes[mark.attrib["id"]])
        for mark in ET.fromstring(text).iter(f"{KML}Placemark")  # noqa: S314  written by us a moment ago
    }


def read_parquet(path: Path) -> Read:
    rows = duckdb.execute("SELECT id, name, geometry::BLOB FROM read_parquet(?)", [str(path)]).fetchall()
    return {name: (words, shapely.from_wkb(shape) if shape else None) for name, words, shape in rows}


def read_csv(path: Path) -> Read:
    """Read as a program does; the apostrophe before a formula is part of the documented format."""
    rows = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    return {row["id"]: (row["name"], shapely.from_wkt(row["wkt"]) if row["wkt"] else None) for row in rows}


def read_xlsx(path: Path) -> Read:
    """Read the first sheet; openpyxl leaves the escape `_x005F_` of a literal underscore (ST_Xstring) to its caller."""
    sheet = openpyxl.load_workbook(path)["Dự án"]
    return {str(row[0].value): (str(row[1].value).replace("_x005F_", "_"), None) for row in sheet.iter_rows(min_row=2)}


def read_dxf(path: Path) -> Read:
    """Read ids and names from the data behind the entities; shapes only where one entity makes a row: points."""
    found: Read = {}
    for entity in filemanagement.readfile(path).modelspace():
        if not entity.has_xdata("PROJECTMAP"):
            continue
        said = dict(tag.value.split("=", 1) for tag in entity.get_xdata("PROJECTMAP") if tag.code == 1000)
        shape = shapely.Point(*entity.dxf.location.xyz[:2]) if entity.dxftype() == "POINT" else None
        found[said["id"]] = said["name"], shape or found.get(said["id"], ("", None))[1]
    return found


def read_svg(path: Path) -> Read:
    svg = "{http://www.w3.org/2000/svg}"
    groups = ET.parse(path).iter(f"{svg}g")  # noqa: S314  written by us a moment ago
    return {group.attrib["id"]: (group.findtext(f"{svg}title") or "", None) for group in groups}


def read_oc4ids(path: Path) -> Read:
    """Read projects, and the milestones that stand for the clearances of their land."""
    found: Read = {}
    for project in json.loads(path.read_text(encoding="utf-8"))["projects"]:
        shape = project["locations"][0].get("geometry")
        name = project["locations"][0]["id"]
        found |= {item["id"]: (item["title"], None) for item in project.get("milestones", ())}
        found[name] = project["title"], shape and shapely.from_geojson(json.dumps(shape))
    return found


def read_planning_layer(path: Path) -> Read:
    return _layers(path, "maDoiTuong", "tenDoiTuong")


READERS: Mapping[str, Callable[[Path], Read]] = {
    "geojson": read_geojson,
    "geojsonl": read_sequence,
    "gpkg": _layers,
    "shp": read_shapefile,
    "kml": read_kml,
    "kmz": read_kml,
    "fgb": _layers,
    "parquet": read_parquet,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "dxf": read_dxf,
    "svg": read_svg,
    "oc4ids": read_oc4ids,
    "tt16": read_planning_layer,
}
