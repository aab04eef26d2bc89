"""GeoPackage → layers: SQLite over bytes in memory, through an authorizer that allows nothing but reading.

No file is opened, no extension is loaded, no trigger can fire, no view and no virtual table is read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import UploadError
from geo.language import Sentence
from geo.upload.declared import from_code, from_wkt
from geo.upload.model import DeclaredCrs, Feature, Layer, Limits
from geo.upload.shapes import Intake

_ALLOWED: Final = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_JOURNAL_BYTES: Final = slice(18, 20)
_ROLLBACK: Final = b"\x01\x01"
_STEPS_BETWEEN_LOOKS: Final = 10_000
_MOST_STEPS: Final = 20_000  # looks, so 2·10⁸ steps of SQLite's machine: some seconds
_LAYERS: Final = (
    "SELECT c.table_name, g.column_name, g.srs_id, m.type, m.sql FROM gpkg_contents AS c"
    " JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name"
    " JOIN sqlite_master AS m ON m.name = c.table_name WHERE c.data_type = 'features'"
)
_SYSTEM: Final = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?"
_ENVELOPES: Final = (0, 32, 48, 48, 64)


def read_geopackage(data: bytes, intake: Intake) -> list[Layer]:
    """Read the feature tables of a GeoPackage. Raises `UploadError` when it is damaged or holds none."""
    try:
        connection = _open(data, intake.limits)
        found = connection.execute(_LAYERS).fetchmany(intake.limits.layers + 1)
        _check_layers(found, intake.limits)
        return [
            Layer(table, _declared(connection, srs_id), tuple(_features(connection, table, column, intake)))
            for table, column, srs_id, kind, sql in found
            if _is_plain(table, kind, sql, intake)
        ]
    except (sqlite3.Error, TypeError, UnicodeDecodeError) as error:
        remedy = Sentence("Hãy xuất lại GeoPackage từ QGIS.")
        raise UploadError(Sentence("Không đọc được GeoPackage: tệp hỏng hoặc thiếu bảng"), remedy=remedy) from error


def _open(data: bytes, limits: Limits) -> sqlite3.Connection:
    """Open the bytes in memory. QGIS leaves files in WAL mode, which memory cannot have.

    The two header bytes are set back.
    """
    head = bytearray(data[:100])
    head[_JOURNAL_BYTES] = _ROLLBACK
    connection = sqlite3.connect(":memory:")
    connection.deserialize(bytes(head) + data[100:])
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.file_bytes)  # a computed column could make a huge value
    for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")
    looks = iter(range(_MOST_STEPS))
    connection.set_progress_handler(lambda: next(looks, None) is None, _STEPS_BETWEEN_LOOKS)
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)
    return connection


def _check_layers(found: list[tuple[str, str, int, str, str]], limits: Limits) -> None:
    if not found:
        raise UploadError(
            Sentence("GeoPackage không có lớp đối tượng nào"), remedy=Sentence("Hãy xuất lại lớp cần gửi.")
        )
    if len(found) > limits.layers:
        remedy = Sentence("Tối đa {most} lớp; hãy chỉ xuất lớp cần gửi.", most=limits.layers)
        raise UploadError(
            Sentence("GeoPackage có quá nhiều lớp"),
            value=Sentence("trên {most}", most=limits.layers),
            remedy=remedy,
        )


def _is_plain(table: str, kind: str, sql: str, intake: Intake) -> bool:
    """Tell a table from a view or a virtual table: those would run what the file brings along."""
    plain = kind == "table" and not sql.lstrip().upper().startswith("CREATE VIRTUAL")
    if not plain:
        intake.note(Sentence("Lớp «{table}» không phải bảng dữ liệu thường: đã bỏ qua.", table=table))
    return plain


def _declared(connection: sqlite3.Connection, srs_id: int) -> DeclaredCrs:
    row = connection.execute(_SYSTEM, (srs_id,)).fetchone()
    if row is None or srs_id in {-1, 0}:
        return DeclaredCrs(None, "")
    organization, code, definition = row
    if str(organization).upper() == "EPSG" and isinstance(code, int):
        by_code = from_code(code)
        if by_code.epsg:
            return by_code
    return from_wkt(str(definition))


def _features(connection: sqlite3.Connection, table: str, column: str, intake: Intake) -> Iterator[Feature]:
    quoted = table.replace('"', '""')
    cursor = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608  a quoted name out of the file's own catalogue
    names = [description[0] for description in cursor.description]
    place = names.index(column) if column in names else -1
    if place < 0:
        raise UploadError(
            Sentence("Lớp thiếu cột hình"), value=column[:60], remedy=Sentence("Hãy xuất lại GeoPackage.")
        )
    for row in cursor:
        geometry = _geometry(row[place], intake)
        yield from intake.take(geometry, {name: row[n] for n, name in enumerate(names) if n != place})


def _geometry(blob: object, intake: Intake) -> BaseGeometry | None:
    """Read a GeoPackage geometry: `GP`, version, flags, srs, envelope, then WKB."""
    if blob is None:
        return None
    envelope = (blob[3] >> 1) & 7 if isinstance(blob, bytes) and len(blob) > 8 and blob[:2] == b"GP" else 7
    if not isinstance(blob, bytes) or envelope >= len(_ENVELOPES):
        place = Sentence("đối tượng {number}", number=intake.features + 1)
        raise UploadError(
            Sentence("Hình trong GeoPackage sai kiểu"), value=place, remedy=Sentence("Hãy xuất lại GeoPackage.")
        )
    wkb = blob[8 + _ENVELOPES[envelope] :]
    intake.count_vertices(len(wkb) // 16)
    try:
        geometry: BaseGeometry = shapely.from_wkb(wkb)
    except (shapely.errors.ShapelyError, ValueError) as error:
        place = Sentence("đối tượng {number}", number=intake.features + 1)
        raise UploadError(
            Sentence("Hình trong GeoPackage bị hỏng"), value=place, remedy=Sentence("Hãy xuất lại GeoPackage.")
        ) from error
    return geometry
