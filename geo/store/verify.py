"""Is the store what was written? Row hashes, SQLite's own check, the schema, the log: every finding, in sentences.

SQLite's `integrity_check` sees a quarter of harmful bit flips; the hash of every row sees the rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from geo.errors import StoreError
from geo.store import accounts, chain
from geo.store.database import Connection, Database, Row, connect_sqlite, is_driver_error
from geo.store.migrations import STEPS, applied, migrate
from geo.store.wal import read_log

LOG_READINGS = 5
LOG_PAUSE_S = 0.02
Check = Callable[[Connection], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found: every fault as a sentence, and how many rows each chained table holds."""

    faults: tuple[str, ...]
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def verify(path: Path) -> Verification:
    """Check the store or the backup at `path` without changing it. Raises StoreError when there is no such file."""
    if not path.is_file():
        raise StoreError("Không có tệp kho này", value=path.name, remedy="Hãy xem lại đường dẫn.")
    faults = list(_faults_of_log(path))
    rows: dict[str, int] = {}
    database = Database(path, read_only=True, connect=_connect_leniently)
    try:
        with database.read() as connection:
            for check in (_faults_of_pages, _faults_of_schema, _faults_of_rows, _faults_of_accounts):
                faults += _told(check, connection)
            rows = chain.lengths(connection)
    except (StoreError, ValueError) as error:
        faults.append(f"Không đọc được tệp: {error}")
    finally:
        database.close()
    return Verification(tuple(dict.fromkeys(faults)), rows)


def _connect_leniently(uri: str) -> Connection:
    """Open so that text that is no UTF-8 any more comes back damaged instead of ending the check."""
    connection = connect_sqlite(uri)
    connection.text_factory = _decode  # type: ignore[attr-defined]  # both drivers have it; the store's own contract needs it only here
    return connection


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _told(check: Check, connection: Connection) -> list[str]:
    """Run one check; being unable to finish it is a finding, too."""
    faults: list[str] = []
    try:
        faults.extend(check(connection))
    except Exception as error:
        if not isinstance(error, ValueError | TypeError | LookupError) and not is_driver_error(error):
            raise
        faults.append(f"Không kiểm tra hết được ({check.__name__.strip('_')}): tệp hỏng ({error}).")
    return faults


def _faults_of_log(path: Path) -> Iterator[str]:
    """Look for finished transactions behind a damaged frame; a log being written may look so, but only for a moment."""
    lost = 0
    for _ in range(LOG_READINGS):
        state = read_log(path)
        if state is None or not state.lost:
            return
        lost = state.lost
        time.sleep(LOG_PAUSE_S)
    yield f"Nhật ký ghi (tệp -wal) hỏng: {lost} lần ghi sau chỗ hỏng sẽ mất khi mở kho. Hãy giữ lại tệp ấy."


def _faults_of_pages(connection: Connection) -> Iterator[str]:
    for row in connection.execute("PRAGMA integrity_check").fetchall():
        if row[0] != "ok":
            yield f"SQLite: {row[0]}"


def _faults_of_schema(connection: Connection) -> Iterator[str]:
    """Compare tables, indexes, triggers and chains with those that the same migrations make in an empty file."""
    steps = applied(connection)
    if not 0 < steps <= len(STEPS):
        yield f"Số phiên bản của kho là {steps}, phải từ 1 đến {len(STEPS)}."
        return
    with TemporaryDirectory(prefix="projectmap-") as folder:
        reference = Database(Path(folder) / "reference.sqlite")
        migrate(reference, datetime.now(UTC), STEPS[:steps])
        with reference.read() as expected:
            wanted, found = _schema(expected), _schema(connection)
        reference.close()
    for row in sorted(wanted ^ found, key=repr):
        yield f"Cấu trúc kho khác lúc tạo: {row[0]} {row[1]}."


def _schema(connection: Connection) -> set[Row]:
    schema = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
    return {*schema, *(("chuỗi", name) for name in chain.tables(connection))}


def _faults_of_rows(connection: Connection) -> Iterator[str]:
    for table in chain.tables(connection):
        for broken in chain.find_broken(connection, table):
            yield broken.sentence


def _faults_of_accounts(connection: Connection) -> Iterator[str]:
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (accounts.TABLE,)).fetchall():
        return  # an older store, or one whose schema was reported above
    for name in accounts.find_damaged(connection):
        yield f"account {name!r}: nội dung khác lúc ghi"
