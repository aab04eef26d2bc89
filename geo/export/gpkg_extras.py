"""What GDAL does not write into a GeoPackage: QGIS styles, metadata, fixed times.

The file is an ordinary SQLite database; only feature layers refuse plain SQLite, and none is touched here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from geo.export.delivery import Delivery
from geo.export.qgis import qml

_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)"""
# GeoPackage 1.3, clause F.8 (metadata extension).
_METADATA = """
CREATE TABLE gpkg_metadata (
    id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
    md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT ''
)"""
_REFERENCE = """
CREATE TABLE gpkg_metadata_reference (
    reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
    timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL,
    md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
    CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id)
)"""
_EXTENSIONS = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
)"""
_METADATA_DEFINITION = "http://www.geopackage.org/spec/#extension_metadata"
_DUBLIN_CORE = "http://purl.org/dc/terms/"


def add_extras(path: Path, delivery: Delivery, layers: Mapping[str, str]) -> None:
    """Add styles and metadata to a GeoPackage and set every time in it to the as-of day. `layers`: kind → table."""
    moment = _moment(delivery.notice.as_of)
    with _opened(path) as connection:
        _add_styles(connection, delivery, layers, moment)
        _add_metadata(connection, delivery, moment)
        _settle_times(connection, moment)
    _settle_counter(path)


def settle(path: Path, day: date) -> None:
    """Set what depends on the moment of writing to what depends on the data: times, and the count of changes."""
    with _opened(path) as connection:
        _settle_times(connection, _moment(day))
    _settle_counter(path)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00.000Z"


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an unfinished file for one transaction; it is brought to the disk when it is whole (`write_whole`)."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        with connection:
            yield connection


def _settle_times(connection: sqlite3.Connection, moment: str) -> None:
    connection.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))


def _add_styles(connection: sqlite3.Connection, delivery: Delivery, layers: Mapping[str, str], moment: str) -> None:
    """Add the table that QGIS looks into when it opens a layer, and list it as an attribute table."""
    connection.execute(_STYLES)
    rows = [
        (
            table,
            "" if kind == "none" else "geom",
            "Nguồn vốn",
            qml(kind, delivery.looks),
            delivery.notice.title,
            moment,
        )
        for kind, table in layers.items()
    ]
    connection.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
        " styleQML, useAsDefault, description, owner, update_time) VALUES ('', '', ?, ?, ?, ?, 1, ?, '', ?)",
        rows,
    )
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
        (moment,),
    )


def _add_metadata(connection: sqlite3.Connection, delivery: Delivery, moment: str) -> None:
    """Add the notice as metadata of the whole file."""
    for statement in (_METADATA, _REFERENCE, _EXTENSIONS):
        connection.execute(statement)
    connection.execute(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'text/plain', ?)", (_DUBLIN_CORE, delivery.notice.text())
    )
    connection.execute(
        "INSERT INTO gpkg_metadata_reference (reference_scope, timestamp, md_file_id) VALUES ('geopackage', ?, 1)",
        (moment,),
    )
    connection.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_metadata', ?, 'read-write')",
        [(table, _METADATA_DEFINITION) for table in ("gpkg_metadata", "gpkg_metadata_reference")],
    )


def _settle_counter(path: Path) -> None:
    """Set the count of changes to 1 at both of its places in the file header (SQLite file format, offsets 24 and 92).

    GDAL builds its spatial index in a thread, so the count differs by one now and then, and nothing else does.
    """
    with path.open("rb+") as file:
        for offset in (24, 92):
            file.seek(offset)
            file.write((1).to_bytes(4, "big"))
