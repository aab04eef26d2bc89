"""Deliveries to test exports and services with: the whole ledger, invented shapes of every kind, hostile names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.export.delivery import Delivery, Looks, Notice
from geo.frame import build
from geo.model import Evidence, Location, Precision, Programme
from geo.read import read_programme

DATA = Path(__file__).resolve().parent.parent / "data"
DAY = date(2026, 11, 24)
LON, LAT = 106.667, 20.917
EAST, NORTH = 595190.88, 2314037.64  # the same point in EPSG:9210, by an independent source (docs of the ward's system)
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://x.invalid","bấm")',
    "+84 @SUM(A1)",
    "-2+3",
    "@cmd",
    "<script>alert(1)</script>",
    "]]> & <b>đậm</b> &amp; 'nháy' \"kép\"",
    "{{ 7*7 }} ${7*7} {% raw %}",
    "một\nhai\tba\r\nbốn",
    "chuông \x07 và \x1b thoát",
    "%%c %%u ^J \\U+0041 \\P {\\fArial;x}",
    "; DROP TABLE projects; --",
    "Đường Hòa Bình – “Ngã ba” ở Thủy Đường " + "rất dài " * 60,
    "_x000D_ và _x0041_",
    "$[id] $(name)",
    "http://x.invalid/a,b;c",
)
LOOKS = Looks(
    words={
        "kind": {"project": "Công trình, dự án", "clearance": "Giải phóng mặt bằng"},
        "funding_source": {"state_budget": "Ngân sách", "enterprise": "Doanh nghiệp", "mixed": "Hỗn hợp"},
        "precision": {"surveyed": "Theo tọa độ đo đạc", "between": "Giữa các địa danh"},
        "category": {"road": "Đường", "bridge": "Cầu", "commerce": "Thương mại / dịch vụ"},
    },
    fill={"state_budget": "#5e66df", "enterprise": "#ed5911", "mixed": "#6b1358"},
    dashed=frozenset({"area", "between"}),
)


@cache
def sample_programme(names: tuple[str, ...] = ()) -> Programme:
    """Return the programme as shipped, its first rows renamed."""
    programme = read_programme(DATA)
    renamed = [replace(project, name=name) for project, name in zip(programme.projects, names, strict=False)]
    return replace(programme, projects=(*renamed, *programme.projects[len(renamed) :]))


def shape_of(at: int) -> BaseGeometry | None:
    """Return the invented shape of the n-th row: point, line, area with a hole, two areas, two lines, none; again."""
    lon, lat = LON + (at % 8) * 0.006, LAT - (at // 8) * 0.006
    line = shapely.LineString([(lon, lat), (lon + 0.003, lat + 0.002), (lon + 0.004, lat)])
    area = shapely.box(lon, lat, lon + 0.004, lat + 0.004)
    holed = area - shapely.box(lon + 0.001, lat + 0.001, lon + 0.002, lat + 0.002)
    two_areas = shapely.MultiPolygon([area, shapely.box(lon + 0.005, lat, lon + 0.0055, lat + 0.001)])
    two_lines = shapely.MultiLineString([line, shapely.LineString([(lon, lat + 0.001), (lon + 0.002, lat + 0.003)])])
    return (shapely.Point(lon, lat), line, holed, two_areas, two_lines, None)[at % 6]


def sample_location(at: int) -> Location:
    """Return the invented location of the n-th row: surveyed where even, between places where odd, else unknown."""
    shape = shape_of(at)
    if shape is None:
        return Location(None, Precision.NONE, None, "none", reason="Tên không nêu địa danh nào.")
    evidence = (Evidence("Hòa Bình", "duong-hoa-binh", "“Hòa Bình” là tên đường."),)
    precision = Precision.BETWEEN if at % 2 else Precision.SURVEYED
    return Location(shape, precision, 250.0, "anchor", ("duong-hoa-binh",), evidence, "thử", sketch=bool(at % 2))


@cache
def sample_frame(names: tuple[str, ...] = ()) -> gpd.GeoDataFrame:
    """Return the frame of the sample programme on `DAY`."""
    programme = sample_programme(names)
    locations = {project.id: sample_location(at) for at, project in enumerate(programme.projects)}
    return build(programme, locations, DAY)


def sample_delivery(epsg: int = 4326, names: tuple[str, ...] = HOSTILE) -> Delivery:
    """Return a delivery of the whole sample frame."""
    notice = Notice(
        DAY, "0123abcd", "Loại dòng: Giải phóng mặt bằng & <khác>", "https://ban-do.example/?kind=clearance"
    )
    ground = shapely.box(106.64, 20.85, 106.76, 20.95)
    sectors = {str(entry.category): entry.oc4ids_sectors for entry in read_programme(DATA).categories}
    return Delivery(sample_frame(names), notice, epsg, LOOKS, ground, sectors)
