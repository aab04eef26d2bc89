"""One SQLite file: how it is opened, read and written. SQL lives in this folder and nowhere else.

Measured reasons (each held by a test): WAL with `synchronous=FULL` loses no acknowledged write in a power cut, NORMAL
does; `BEGIN IMMEDIATE` takes the write lock before reading, so that two writers queue instead of failing; a library
older than 3.51.3 can damage a WAL that two connections write, so it gets `journal_mode=DELETE` and the log says so.
"""

from __future__ import annotations

import importlib
import logging
import os
import shutil
import sqlite3
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, cast

from geo.errors import StoreError
from geo.language import say
from geo.store.wal import log_path

log = logging.getLogger(__name__)

Value = str | int | float | None
Row = tuple[Value, ...]

SAFE_WAL = (3, 51, 3)
"""First SQLite without the WAL-reset bug (two connections that write or checkpoint can corrupt the file)."""

OLDEST = (3, 37, 0)
"""First SQLite with STRICT tables."""

BUSY_TIMEOUT_MS = 10_000
LEAST_FREE = 1_000_000
"""Bytes that a store needs beside itself for its log and the index of it."""

PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA recursive_triggers = ON",  # else INSERT OR REPLACE would delete a row past the append-only trigger
)


class Cursor(Protocol):
    """What the store needs of a cursor."""

    @property
    def description(self) -> Sequence[Sequence[object]] | None:
        """Column names in the first place of each entry."""

    def fetchone(self) -> Row | None:
        """Return the next row, or None."""

    def fetchall(self) -> list[Row]:
        """Return the remaining rows."""

    def __iter__(self) -> Iterator[Row]: ...


class Connection(Protocol):
    """What the store needs of a connection in autocommit mode; the contract another database has to offer."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def execute(self, sql: str, parameters: Sequence[Value] = ..., /) -> Cursor:
        """Run one statement."""

    def close(self) -> None:
        """Close the connection."""


Connect = Callable[[str], Connection]
"""Opens an SQLite URI (`file:/path?mode=rw`) in autocommit mode, for use by one thread at a time."""


def connect_sqlite(uri: str) -> Connection:
    """Open a connection with the newest SQLite at hand: the one pysqlite3 brings, else the interpreter's own."""
    try:
        driver = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:  # no wheel for this platform: the version gate below decides what is safe
        driver = sqlite3
    return cast("Connection", driver.connect(uri, uri=True, isolation_level=None, check_same_thread=False))


def is_writable(path: Path) -> bool:
    """Tell whether the store at `path` can be written: its folder (or where that would be) and the file if any."""
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    return os.access(folder, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def sync_directory(directory: Path) -> None:
    """Make renames and new files in `directory` survive a power cut (a no-op where folders cannot be opened)."""
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Turn the driver's errors into a `StoreError` with a sentence and a remedy; the original stays as its cause."""
    try:
        yield
    except Exception as error:
        if not is_driver_error(error):
            raise
        remedy = _remedy(error, path)
        raise StoreError(say("Kho dữ liệu không làm được việc này"), value=path.name, remedy=remedy) from error


def is_driver_error(error: Exception) -> bool:
    """Tell whether a database driver raised it (sqlite3 and pysqlite3 share names, not classes)."""
    return any(base.__name__ == "DatabaseError" or base is sqlite3.Error for base in type(error).__mro__)


def _remedy(error: Exception, path: Path) -> str:
    """Say what to do about a driver's error; its own words stay out of the sentence."""
    words = str(error).lower()
    if "locked" in words or "busy" in words:
        return say("Kho đang bận; hãy thử lại sau ít giây.")
    if "full" in words or ("i/o" in words and _is_full(path)):
        return say("Ổ đĩa đã đầy; hãy giải phóng dung lượng rồi thử lại.")
    if "readonly" in words:
        return say("Ổ đĩa chỉ cho đọc; hãy cấp quyền ghi cho thư mục của kho.")
    if "malformed" in words or "not a database" in words:
        return say("Tệp có thể đã hỏng; hãy chạy lệnh verify, rồi phục hồi từ bản sao lưu.")
    return say("Hãy chạy lệnh verify để kiểm tra kho.")


def _is_full(path: Path) -> bool:
    """Tell whether the disk has no room for the index of a log, which SQLite calls an I/O error."""
    try:
        return shutil.disk_usage(path.parent).free < LEAST_FREE
    except OSError:  # the folder went away: another fault
        return False


def _make_folder(folder: Path) -> None:
    """Make the folder of a store, for its owner only. Raises StoreError where there can be none."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        remedy = say("Hãy chọn thư mục khác hoặc cấp quyền ghi.")
        raise StoreError(say("Không tạo được thư mục của kho"), value=str(folder), remedy=remedy) from error


class _Held:
    """A thread's connection, and the file it has open; it closes when the thread ends and nobody holds it any more."""

    def __init__(self, connection: Connection, file: os.stat_result) -> None:
        self.connection = connection
        self.file = file


class Database:
    """The file at `path`, made on first use, with one connection a thread.

    `read_only` None asks the disk. A read-only store is neither made nor migrated and `write()` raises `StoreError`; on
    a read-only disk, where SQLite cannot open a WAL, the file is read as it stands, or from a private copy when its log
    holds anything. `connect` and `synchronous` are handed in so that tests can stand between the store and the disk;
    the service never changes them.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool | None = None,
        connect: Connect = connect_sqlite,
        synchronous: str = "FULL",
    ) -> None:
        self.path = path
        self._connect = connect
        self._synchronous = synchronous
        self._local = threading.local()
        self._open: weakref.WeakSet[_Held] = weakref.WeakSet()
        self.snapshot: tempfile.TemporaryDirectory[str] | None = None
        self.read_only = not is_writable(path) if read_only is None else read_only
        if not self.read_only:
            _make_folder(path.parent)
        self._uri = self._read_only_uri() if self.read_only else f"{path.absolute().as_uri()}?mode=rwc"

    def query(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Return the rows of one SELECT."""
        with said_plainly(self.path):
            return self._connection().execute(sql, parameters).fetchall()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection whose SELECTs all see the same moment."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection inside one write transaction: all of it is on the disk when the block ends, or nothing is.

        Raises StoreError on a read-only disk, when the lock is not had within ten seconds, when the disk refuses, or
        when somebody put another file in the place of this one: what is written into a file without a name is lost.
        """
        if self.read_only:
            raise StoreError(
                say("Kho dữ liệu đang chỉ cho đọc, không lưu được"),
                value=self.path.name,
                remedy=say("Hãy cấp quyền ghi cho thư mục của kho rồi khởi động lại."),
            )
        with self._transaction("BEGIN IMMEDIATE") as connection:
            self._check_in_place()
            yield connection

    def close(self) -> None:
        """Close every thread's connection and drop the private copy of a read-only store."""
        for held in list(self._open):
            held.connection.close()
        self._open.clear()
        self._local = threading.local()
        if self.snapshot is not None:
            self.snapshot.cleanup()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with said_plainly(self.path):
            connection = self._connection()
            connection.execute(begin)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a failed COMMIT may have rolled back by itself
                    connection.execute("ROLLBACK")
                raise

    def _connection(self) -> Connection:
        held: _Held | None = getattr(self._local, "held", None)
        if held is None:
            held = self._local.held = self._opened()
            self._open.add(held)
        return held.connection

    def _check_in_place(self) -> None:
        """Raise StoreError unless the file that this thread has open is still the one that bears the name."""
        if not self.path.exists() or not os.path.samestat(self._local.held.file, self.path.stat()):
            raise StoreError(
                say("Tệp của kho đã bị xóa hay thay trong lúc máy chủ chạy, chưa lưu gì"),
                value=self.path.name,
                remedy=say("Hãy khởi động lại máy chủ; phục hồi bằng lệnh restore khi máy chủ đã dừng."),
            )

    def _opened(self) -> _Held:
        connection = self._connect(self._uri)
        version = _library_version(connection)
        if version < OLDEST:
            raise StoreError(
                say("Thư viện SQLite quá cũ"), value=_dotted(version), remedy=say("Hãy cài gói pysqlite3 mới.")
            )
        for pragma in PRAGMAS:
            connection.execute(pragma)
        if not self.read_only:
            self._set_journal(connection, version)
        return _Held(connection, self.path.stat())

    def _set_journal(self, connection: Connection, version: tuple[int, ...]) -> None:
        """Choose the journal the library is safe with, and how hard it syncs."""
        if version >= SAFE_WAL:
            self._change_journal(connection, "wal")
            connection.execute(f"PRAGMA synchronous = {self._synchronous}")
            return
        log.warning(
            "SQLite %s có lỗi có thể làm hỏng tệp ở chế độ WAL (đã sửa từ %s): dùng journal_mode=DELETE, ghi chậm hơn.",
            _dotted(version),
            _dotted(SAFE_WAL),
        )
        self._change_journal(connection, "delete")
        connection.execute("PRAGMA synchronous = EXTRA")  # FULL does not sync the folder after the journal is deleted

    def _change_journal(self, connection: Connection, wanted: str) -> None:
        """Switch the journal mode if it differs; two first users may collide here, and SQLite does not wait then."""
        deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
        while _pragma(connection, "journal_mode") != wanted:
            try:
                connection.execute(f"PRAGMA journal_mode = {wanted}").fetchall()
            except Exception as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def _read_only_uri(self) -> str:
        """Say how to open the file for reading: in place or, on a read-only disk, a copy that may replay the log."""
        if not self.path.exists():
            raise StoreError(
                say("Không có kho dữ liệu"), value=self.path.name, remedy=say("Hãy tạo kho ở nơi ghi được trước.")
            )
        if is_writable(self.path):
            return f"{self.path.absolute().as_uri()}?mode=ro"
        log.warning("Ổ đĩa của kho %s chỉ cho đọc: mọi thao tác ghi sẽ bị từ chối.", self.path.name)
        wal = log_path(self.path)
        if not wal.exists() or wal.stat().st_size == 0:
            return f"{self.path.absolute().as_uri()}?immutable=1"
        self.snapshot = tempfile.TemporaryDirectory(prefix="projectmap-")
        copy = Path(self.snapshot.name) / self.path.name
        shutil.copyfile(self.path, copy)
        shutil.copyfile(wal, log_path(copy))
        return f"{copy.as_uri()}?mode=rw"


def _pragma(connection: Connection, name: str) -> Value:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


def _library_version(connection: Connection) -> tuple[int, ...]:
    row = connection.execute("SELECT sqlite_version()").fetchone()
    return tuple(int(part) for part in str(row[0] if row else "0").split("."))


def _dotted(version: Sequence[int]) -> str:
    return ".".join(str(part) for part in version)
