"""What a file really is, by its first bytes; its name has to agree. What is not read is refused by its own name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from geo.errors import UploadError
from geo.language import Sentence
from geo.upload.model import Format

READ: Final = "GeoJSON, GeoPackage, Shapefile (zip), KML, KMZ, DXF, CSV"
_SUFFIXES: Final = {
    ".geojson": Format.GEOJSON,
    ".json": Format.GEOJSON,
    ".gpkg": Format.GEOPACKAGE,
    ".zip": Format.SHAPEFILE,
    ".kml": Format.KML,
    ".kmz": Format.KMZ,
    ".dxf": Format.DXF,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".txt": Format.CSV,
}
_FOREIGN: Final = (
    (rb"%PDF", "PDF", Sentence("Hãy chép bảng tọa độ trong PDF rồi dán vào ô tọa độ.")),
    (rb"AutoCAD Binary", Sentence("DXF nhị phân"), Sentence("Hãy lưu lại dạng DXF chữ (ASCII).")),
    (rb"AC10\d\d", Sentence("bản vẽ DWG"), Sentence("Hãy lưu lại dạng DXF.")),
    (rb"\x00\x00\x27\x0a", Sentence("một tệp .shp lẻ"), Sentence("Hãy nén .shp, .shx, .dbf, .prj vào một tệp .zip.")),
    (rb"Rar!", Sentence("tệp nén RAR"), Sentence("Hãy nén lại dạng .zip.")),
    (rb"7z\xbc\xaf", Sentence("tệp nén 7z"), Sentence("Hãy nén lại dạng .zip.")),
    (rb"\x1f\x8b", Sentence("tệp nén gzip"), Sentence("Hãy nén lại dạng .zip.")),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*", Sentence("ảnh"), Sentence("Hãy gửi tệp có tọa độ.")),
    (rb"\xd0\xcf\x11\xe0", Sentence("tệp Word hoặc Excel cũ"), Sentence("Hãy chép các ô tọa độ rồi dán vào ô tọa độ.")),
    (rb"MZ|\x7fELF|#!", Sentence("chương trình"), Sentence("Chỉ nhận tệp dữ liệu.")),
    (rb"fgb\x03", "FlatGeobuf", Sentence("Hãy xuất lại GeoPackage.")),
    (rb"PAR1", "Parquet", Sentence("Hãy xuất lại GeoPackage.")),
    (rb"!table|!TABLE|Version \d+", Sentence("tệp MapInfo"), Sentence("Hãy xuất lại Shapefile hoặc GeoPackage.")),
)
_XML_KINDS: Final = (
    (re.compile(rb"<(?:\w+:)?kml[\s>]"), Format.KML),
    (re.compile(rb"<OGRVRT|<VRTDataset"), None),
)
_HEAD: Final = 4096


def sniff(filename: str, data: bytes) -> Format:
    """Return the format of a file.

    Raises `UploadError` when it is empty, of another kind, or its name says something else.
    """
    if not data:
        raise UploadError(
            Sentence("Tệp rỗng"), value=shown_name(filename), remedy=Sentence("Hãy xuất lại tệp rồi gửi.")
        )
    named = _SUFFIXES.get(PurePosixPath(filename.lower()).suffix)
    if named is None:
        raise UploadError(
            Sentence("Loại tệp không nhận"),
            value=shown_name(filename),
            remedy=Sentence("Các loại được nhận: {allowed}.", allowed=READ),
        )
    found = _by_content(data, named)
    if found is not named:
        said = Sentence("Tên tệp nói là {named} nhưng nội dung là {found}", named=named.value, found=found.value)
        raise UploadError(
            said, value=shown_name(filename), remedy=Sentence("Hãy xuất lại đúng loại tệp, đừng đổi đuôi tên.")
        )
    return found


def shown_name(filename: str) -> str:
    """Return a file's name fit for a sentence: no folder, no control characters, at most 80 characters."""
    name = re.split(r"[\\/]", filename)[-1]
    return "".join(letter for letter in name if letter.isprintable())[:80]


def _by_content(data: bytes, named: Format) -> Format:
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    for pattern, kind, remedy in _FOREIGN:
        if re.match(pattern, data[:16]):
            raise UploadError(
                Sentence("Nội dung là {kind}, không phải {named}", kind=kind, named=named.value), remedy=remedy
            )
    if data[:2] == b"PK":
        return Format.KMZ if named is Format.KMZ else Format.SHAPEFILE
    if data[:16] == b"SQLite format 3\x00":
        return Format.GEOPACKAGE
    if re.match(rb"(?:999\s.*\s+)*0\s+SECTION\b", head):
        return Format.DXF
    if head[:1] == b"<":
        return _xml_kind(head, named)
    if head[:1] in {b"{", b"["}:
        return Format.GEOJSON
    return _text_kind(data, named)


def _xml_kind(head: bytes, named: Format) -> Format:
    for pattern, found in _XML_KINDS:
        if pattern.search(head):
            if found is None:
                raise UploadError(
                    Sentence("Tệp VRT trỏ sang tệp khác, không được nhận"),
                    remedy=Sentence("Hãy gửi chính tệp dữ liệu."),
                )
            return found
    if named is Format.KML:
        return named  # declared so; the reader looks at its root
    raise UploadError(
        Sentence("Nội dung là XML, không phải {named}", named=named.value),
        remedy=Sentence("Các loại được nhận: {allowed}.", allowed=READ),
    )


def _text_kind(data: bytes, named: Format) -> Format:
    """Tell text from bytes: a CSV is the only format left, and it holds no NUL unless it is UTF-16."""
    utf16 = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if named is Format.CSV and (utf16 or b"\x00" not in data[:_HEAD]):
        return Format.CSV
    raise UploadError(
        Sentence("Nội dung không phải {named}", named=named.value),
        remedy=Sentence("Hãy xuất lại tệp từ phần mềm bản đồ."),
    )
