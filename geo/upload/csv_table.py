"""CSV → one layer: a WKT column, or two columns of coordinates by name. Any delimiter, UTF-8, UTF-16 or Windows-1258.

Columns named lon/lat are WGS 84; x/y and Vietnamese names declare nothing and are tried in every zone.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.coordinates.numerals import Numeral, find_metres, find_values
from geo.errors import UploadError
from geo.language import Sentence
from geo.text import key
from geo.upload.declared import from_code
from geo.upload.model import DeclaredCrs, Feature, Layer
from geo.upload.shapes import Intake

_WKT_NAMES: Final = frozenset({"wkt", "ewkt", "geom", "geometry", "the_geom", "hinh", "wkt_geom"})
_COLUMNS: Final = (  # first and second coordinate: degrees of WGS 84, degrees of an unsaid system, metres
    ({"lon", "long", "lng", "longitude"}, {"lat", "latitude"}),
    ({"kinh do", "kinh_do", "kinhdo"}, {"vi do", "vi_do", "vido"}),
    (
        {"x", "x (m)", "x(m)", "toa do x", "e", "east", "easting"},
        {"y", "y (m)", "y(m)", "toa do y", "n", "north", "northing"},
    ),
)
_SRID: Final = re.compile(r"^\s*SRID\s*=\s*(\d{4,6})\s*;\s*", re.IGNORECASE)
_LONGEST_CELL: Final = 5_000_000


def read_csv(data: bytes, intake: Intake) -> list[Layer]:
    """Read a table of points or WKT.

    Raises `UploadError` naming the row of the first fault, or the columns that are wanted.
    """
    rows = _rows(_decoded(data))
    header = [key(cell) for cell in next(rows, [])]
    wkt = next((place for place, name in enumerate(header) if name in _WKT_NAMES), None)
    if wkt is not None:
        return _wkt_layer(header, wkt, rows, intake)
    for kind, columns in enumerate(_COLUMNS):
        first, second = (next((n for n, name in enumerate(header) if name in names), None) for names in columns)
        if first is not None and second is not None:
            crs = from_code(4326) if kind == 0 else DeclaredCrs(None, "")
            read = _degrees if kind < 2 else _metres
            return [Layer("CSV", crs, tuple(_points(header, (first, second), rows, read, intake)))]
    remedy = Sentence("Cần cột wkt, hoặc lon và lat, hoặc X và Y; bảng tọa độ góc thửa hãy dán vào ô tọa độ.")
    raise UploadError(Sentence("CSV không có cột tọa độ"), value=", ".join(header)[:80], remedy=remedy)


def _decoded(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258", "replace")


def _rows(text: str) -> Iterator[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(";\t|,", key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter)
    except csv.Error as error:
        raise UploadError(
            Sentence("CSV có ô quá dài hoặc dấu nháy lẻ"), remedy=Sentence("Hãy xuất lại CSV từ Excel hoặc QGIS.")
        ) from error


def _wkt_layer(header: Sequence[str], place: int, rows: Iterator[list[str]], intake: Intake) -> list[Layer]:
    features: list[Feature] = []
    codes: set[int] = set()
    for number, row in _filled(rows):
        written = row[place] if place < len(row) else ""
        srid = _SRID.match(written)
        if srid:
            codes.add(int(srid[1]))
        features.extend(intake.take(_from_wkt(_SRID.sub("", written), number, intake), _others(header, row, {place})))
    if len(codes) > 1:
        listed = ", ".join(map(str, sorted(codes)))
        raise UploadError(
            Sentence("CSV trộn nhiều hệ tọa độ"), value=listed, remedy=Sentence("Mỗi tệp chỉ một hệ tọa độ.")
        )
    return [Layer("CSV", from_code(codes.pop()) if codes else DeclaredCrs(None, ""), tuple(features))]


def _from_wkt(written: str, number: int, intake: Intake) -> BaseGeometry | None:
    if not written.strip():
        return None
    intake.count_vertices(written.count(",") + 1)
    try:
        return shapely.from_wkt(written)
    except (shapely.errors.ShapelyError, ValueError) as error:
        raise UploadError(
            Sentence("WKT không đọc được"),
            value=Sentence("dòng {row}", row=number),
            remedy=Sentence("Ví dụ: POINT(106.7 20.9)."),
        ) from error


def _points(
    header: Sequence[str],
    places: tuple[int, int],
    rows: Iterator[list[str]],
    read: Callable[[str], Numeral | None],
    intake: Intake,
) -> Iterator[Feature]:
    for number, row in _filled(rows):
        if max(places) >= len(row):
            raise UploadError(
                Sentence("CSV thiếu ô"),
                value=Sentence("dòng {row}", row=number),
                remedy=Sentence("Mỗi dòng cần đủ các cột."),
            )
        first, second = (_number(row[place].strip(), number, read) for place in places)
        intake.count_vertices(1)
        yield from intake.take(Point(first, second), _others(header, row, set(places)))


def _number(cell: str, row: int, read: Callable[[str], Numeral | None]) -> float:
    bare = cell.removeprefix("-")
    found = read(bare) if re.fullmatch(r"\d[\d., ]*", bare) else None
    if found is None:
        raise UploadError(
            Sentence("Tọa độ trong CSV không phải số"),
            value=Sentence("dòng {row}: {cell}", row=row, cell=cell[:40]),
            remedy=Sentence("Hãy sửa ô ấy."),
        )
    return -found.value if cell.startswith("-") else found.value


def _metres(cell: str) -> Numeral | None:
    """Read metres as decisions print them."""
    return find_metres(cell) or _degrees(cell)


def _degrees(cell: str) -> Numeral | None:
    """Read a plain decimal, with point or comma: the finest of its readings."""
    return min(find_values(cell), key=lambda found: found.step, default=None)


def _filled(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    return ((number, row) for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row))


def _others(header: Sequence[str], row: Sequence[str], used: set[int]) -> dict[str, object]:
    return {
        name or f"cot_{n + 1}": cell for n, (name, cell) in enumerate(zip(header, row, strict=False)) if n not in used
    }
