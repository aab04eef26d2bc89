"""A zipped Shapefile → layers.

Members checked (`archive`), records walked before pyshp reads them, text decoded as declared or said.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Final

import numpy as np
import shapefile
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.errors import UploadError
from geo.language import Sentence
from geo.upload.archive import read_members
from geo.upload.declared import from_wkt
from geo.upload.model import Feature, Layer
from geo.upload.shapes import Intake
from geo.upload.sniff import shown_name

_MAGIC: Final = b"\x00\x00\x27\x0a"
_HEADER: Final = 100
_NULL: Final = 0
_POINTS: Final = (1, 11, 21)
_MULTIPOINT: Final = 8
_WITH_PARTS: Final = (1, 3, 5)  # last digit: 31 is a MultiPatch
_CODE_PAGES: Final = {"utf_8": "utf-8", "utf8": "utf-8", "65001": "utf-8", "1258": "cp1258", "1252": "cp1252"}
_FAULTS: Final = (struct.error, ValueError, TypeError, IndexError, KeyError, OverflowError, OSError, EOFError)


def read_shapefile(data: bytes, intake: Intake) -> list[Layer]:
    """Read every .shp of a zip. Raises `UploadError` when the zip is unsafe, holds none, or one is damaged."""
    members = {name: content for name, content in read_members(data, intake.limits).items() if not _is_litter(name)}
    stems = [name[:-4] for name in members if name.lower().endswith(".shp")]
    if not stems:
        raise UploadError(
            Sentence("Tệp zip không có .shp"),
            remedy=Sentence("Hãy nén .shp, .shx, .dbf, .prj của lớp vào một tệp .zip."),
        )
    if len(stems) > intake.limits.layers:
        remedy = Sentence("Tối đa {most} lớp.", most=intake.limits.layers)
        raise UploadError(Sentence("Tệp zip có quá nhiều lớp"), value=len(stems), remedy=remedy)
    return [_layer(stem, members, intake) for stem in sorted(stems)]


def _is_litter(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[0] == "__MACOSX" or path.name.startswith((".", "Thumbs.db"))


def _layer(stem: str, members: Mapping[str, bytes], intake: Intake) -> Layer:
    files = {name[len(stem) :].lower(): content for name, content in members.items() if name.startswith(f"{stem}.")}
    name = shown_name(stem)
    _check_records(files[".shp"], name, intake)
    if ".dbf" not in files:
        intake.note(Sentence("Lớp «{name}» thiếu .dbf: không có thuộc tính.", name=name))
    crs = from_wkt(files.get(".prj", b"").decode("utf-8", "replace"))
    try:
        return Layer(name, crs, tuple(_features(files, name, intake)))
    except (*_FAULTS, shapefile.ShapefileException, shapely.errors.ShapelyError) as error:
        if isinstance(error, UploadError):
            raise
        raise UploadError(
            Sentence("Shapefile bị hỏng"), value=name, remedy=Sentence("Hãy xuất lại lớp này.")
        ) from error


def _check_records(shp: bytes, name: str, intake: Intake) -> None:
    """Walk the record headers: each must move on and stay inside the file, and so must the points it says it has."""
    if shp[:4] != _MAGIC or len(shp) < _HEADER:
        remedy = Sentence("Hãy xuất lại Shapefile; đừng đổi đuôi tên tệp khác thành .shp.")
        raise UploadError(Sentence("Nội dung .shp không phải Shapefile"), value=name, remedy=remedy)
    position, count = _HEADER, 0
    while position + 8 <= len(shp):
        (words,) = struct.unpack_from(">i", shp, position + 4)
        start, position = position + 8, position + 8 + 2 * words
        count += 1
        if words < 2 or position > len(shp) or not _holds_its_points(shp[start:position]):
            raise UploadError(
                Sentence("Shapefile bị hỏng"),
                value=Sentence("{name}, bản ghi {number}", name=name, number=count),
                remedy=Sentence("Hãy xuất lại lớp này."),
            )
        if count > intake.limits.features:
            remedy = Sentence("Tối đa {most} đối tượng.", most=intake.limits.features)
            raise UploadError(Sentence("Tệp có quá nhiều đối tượng"), value=name, remedy=remedy)


def _holds_its_points(record: bytes) -> bool:
    """Tell whether a record is long enough for the parts and points it says it has: pyshp makes room for them first."""
    (kind,) = struct.unpack_from("<i", record)
    if kind % 10 == _MULTIPOINT and len(record) >= 40:
        (points,) = struct.unpack_from("<i", record, 36)
        return bool(0 <= points <= (len(record) - 40) // 16)
    if kind % 10 in _WITH_PARTS and len(record) >= 44:
        parts, points = struct.unpack_from("<2i", record, 36)
        return bool(parts >= 0 and points >= 0 and 44 + 4 * parts + 16 * points <= len(record))
    return kind in {_NULL, *_POINTS}


def _features(files: Mapping[str, bytes], name: str, intake: Intake) -> Iterator[Feature]:
    rows = _records(files, name, intake)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyshp warns of header lengths; the records were walked instead
        reader = shapefile.Reader(shp=BytesIO(files[".shp"]))
        for drawn in reader.shp_reader.iterShapes():
            row = next(rows, {})
            if row is None:
                continue  # deleted in the table: its shape is a leftover
            yield from intake.take(_geometry(drawn, intake), row)


def _geometry(drawn: Any, intake: Intake) -> BaseGeometry | None:  # noqa: ANN401  pyshp's classes are many and untyped
    if drawn is None or drawn.shapeType == shapefile.NULL or not drawn.points:
        return None
    if drawn.shapeType == shapefile.MULTIPATCH:
        raise UploadError(
            Sentence("Loại hình MultiPatch không dùng được"), remedy=Sentence("Hãy xuất điểm, đường hoặc vùng.")
        )
    intake.count_vertices(len(drawn.points))
    intake.check_finite(np.array([point[:2] for point in drawn.points], dtype=float))
    geometry: BaseGeometry = shape(drawn.__geo_interface__)
    return geometry


def _records(files: Mapping[str, bytes], name: str, intake: Intake) -> Iterator[dict[str, object] | None]:
    """Yield the attributes of each row; None for a deleted one. Ends early where the table does."""
    if ".dbf" not in files:
        return
    encoding = _encoding(files, name, intake)
    reader = shapefile.Reader(dbf=BytesIO(files[".dbf"]), encoding=encoding, encodingErrors="replace").dbf_reader
    for record in reader.iterRecords(deleted_as_None=True):
        yield None if record is None else dict(record.as_dict())


def _encoding(files: Mapping[str, bytes], name: str, intake: Intake) -> str:
    """Choose the code page of a table: the .cpg's, else UTF-8 where the bytes are that, else Windows-1258.

    Guesses are said.
    """
    declared = files.get(".cpg", b"").decode("ascii", "ignore").strip().lower().replace("-", "_")
    known = _CODE_PAGES.get(
        declared.removeprefix("windows_").removeprefix("cp").removeprefix("ansi_").removeprefix("ansi ")
    )
    if known:
        return known
    try:
        files[".dbf"].decode("utf-8")
    except UnicodeDecodeError:
        intake.note(
            Sentence(
                "Lớp «{name}» không nêu bảng mã chữ: đọc thử theo Windows-1258, hãy xem lại dấu tiếng Việt.", name=name
            )
        )
        return "cp1258"
    return "utf-8"
