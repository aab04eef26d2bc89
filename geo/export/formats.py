"""The one table of formats: page, address, command line and `docs/exports.md` read it. A new format is a new row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import QueryError
from geo.export.files import write_whole
from geo.language import Sentence, say

if TYPE_CHECKING:
    from geo.export.delivery import Delivery

WGS84, HAI_PHONG, VN2000_48, WEB_MERCATOR = 4326, 9210, 3405, 3857  # EPSG; the table is read without loading pyproj
ANY = (WGS84, HAI_PHONG, VN2000_48, WEB_MERCATOR)
DEGREES = (WGS84,)
METRES = (HAI_PHONG, VN2000_48)


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its code, the ending of its address, media type, Vietnamese label, systems (EPSG, default first).

    `writer` is `module:function` of this package, imported when it is used; `says` tells whom the format is for.
    """

    code: str
    extension: str
    media_type: str
    vi: str
    crs: tuple[int, ...]
    writer: str
    says: str

    @property
    def file_name(self) -> str:
        """The name under which it is saved, without the day."""
        return f"projects.{self.extension}"

    def write(self, delivery: Delivery, path: Path) -> None:
        """Write a delivery to a path, whole or not at all."""
        module, function = self.writer.split(":")
        write: Callable[[Delivery, Path], None] = getattr(import_module(f"geo.export.{module}"), function)
        write_whole(path, lambda unfinished: write(delivery, unfinished))


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROWS = (
    Format("geojson", "geojson", "application/geo+json", "GeoJSON", DEGREES, "web:to_geojson_file",
           Sentence("cho trang web và lập trình (RFC 7946)")),
    Format("geojsonl", "geojsonl", "application/geo+json-seq", "GeoJSONSeq", DEGREES, "web:to_geojson_sequence",
           Sentence("mỗi dòng một đối tượng, đọc dần được (RFC 8142)")),
    Format("gpkg", "gpkg", "application/geopackage+sqlite3", "GeoPackage", ANY, "vector:to_gpkg",
           Sentence("cho QGIS: có sẵn màu và chữ tiếng Việt")),
    Format("shp", "shp.zip", "application/zip", "Shapefile (zip)", ANY, "vector:to_shapefile",
           Sentence("cho phần mềm cũ; tên trường ngắn, xem README.txt")),
    Format("kml", "kml", "application/vnd.google-earth.kml+xml", "KML", DEGREES, "kml:to_kml",
           Sentence("cho Google Earth")),
    Format("kmz", "kmz", "application/vnd.google-earth.kmz", "KMZ", DEGREES, "kml:to_kmz", Sentence("KML nén")),
    Format("fgb", "fgb", "application/flatgeobuf", "FlatGeobuf", ANY, "vector:to_flatgeobuf",
           Sentence("cho bản đồ web lớn")),
    Format("parquet", "parquet", "application/vnd.apache.parquet", "GeoParquet", ANY, "parquet:to_parquet",
           Sentence("cho phân tích dữ liệu: pandas, DuckDB")),
    Format("csv", "csv", "text/csv", "CSV", ANY, "delimited:to_csv",
           Sentence("cho Excel và mọi phần mềm; có kinh độ, vĩ độ và WKT")),
    Format("xlsx", "xlsx", _XLSX, "Excel", ANY, "workbook:to_xlsx",
           Sentence("để làm báo cáo; có trang nguồn và chất lượng")),
    Format("dxf", "dxf", "image/vnd.dxf", "DXF (VN-2000)", METRES, "drawing:to_dxf",
           Sentence("cho AutoCAD; mỗi loại công trình một lớp")),
    Format("svg", "svg", "image/svg+xml", Sentence("Hình bản đồ (SVG)"), (HAI_PHONG,), "picture:to_svg",
           Sentence("để chèn vào văn bản, trình chiếu")),
    Format("oc4ids", "oc4ids.json", "application/json", "OC4IDS 0.9.5", DEGREES, "oc4ids:to_oc4ids",
           Sentence("chuẩn quốc tế về công khai dự án hạ tầng")),
    Format("tt16", "DuAnLienQuan_A.gpkg", "application/geopackage+sqlite3", Sentence("Lớp DuAnLienQuan_A"), METRES,
           "planning_layer:to_planning_layer", Sentence("theo Thông tư 16/2025/TT-BXD; chỉ vùng có ranh giới rõ")),
)  # fmt: skip
FORMATS: Mapping[str, Format] = MappingProxyType({row.code: row for row in _ROWS})


def find_format(code: str) -> Format:
    """Return the format of a code. Raises `QueryError` naming the codes there are."""
    if code not in FORMATS:
        raise QueryError(say("Không có định dạng này"), parameter="format", value=code, allowed=FORMATS)
    return FORMATS[code]


def find_extension(extension: str) -> Format | None:
    """Return the format whose address ends so, or None."""
    return next((row for row in FORMATS.values() if row.extension == extension), None)


def read_crs(form: Format, text: str | None) -> int:
    """Return the EPSG code that `crs` asks for: `9210` or `EPSG:9210`; the format's first for none.

    Raises `QueryError` naming the systems of the format.
    """
    if text is None:
        return form.crs[0]
    allowed = {f"EPSG:{code}": code for code in form.crs}
    name = text if text.upper().startswith("EPSG:") else f"EPSG:{text}"
    if name.upper() not in allowed:
        raise QueryError(
            say("{format} không ghi được ở hệ tọa độ này", format=form.vi), parameter="crs", value=text, allowed=allowed
        )
    return allowed[name.upper()]


def write_export(delivery: Delivery, form: Format, path: Path) -> None:
    """Write a delivery in a format. Raises `QueryError` when the format cannot hold the system of the delivery."""
    form.write(replace(delivery, epsg=read_crs(form, str(delivery.epsg))), path)
