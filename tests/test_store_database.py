"""The rule: the file is opened the one safe way, made step by step, never half; a disk one cannot write is read."""

from __future__ import annotations

import logging
import multiprocessing
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from geo.errors import StoreError
from geo.store import Entry, database, migrations, open_store
from geo.store.backup import backup
from geo.store.database import OLDEST, SAFE_WAL, Connection, Database, Value, connect_sqlite, said_plainly
from geo.store.verify import verify
from tests.entered import LAN, PROJECT, Clock, Pretending, draft, new_store, report

ROOT = Path(__file__).resolve().parent.parent


def _opened(path: Path, version: str) -> Database:
    return Database(path, connect=lambda uri: Pretending(connect_sqlite(uri), version))


def _pragmas(opened: Database, *names: str) -> list[Value]:
    return [opened.query(f"PRAGMA {name}")[0][0] for name in names]


def test_a_safe_library_writes_ahead_and_syncs_every_commit(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema", "recursive_triggers")
    assert _pragmas(store.database, *names) == ["wal", 2, 1, 10_000, 0, 1]
    store.close()


def test_every_thread_gets_the_same_settings_on_a_connection_of_its_own(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    seen: list[list[Value]] = []
    thread = threading.Thread(target=lambda: seen.append(_pragmas(store.database, "synchronous", "busy_timeout")))
    thread.start()
    thread.join()
    assert seen == [[2, 10_000]]
    store.close()


def test_an_older_library_keeps_off_the_wal_and_says_why(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        opened = _opened(tmp_path / "old.sqlite", "3.40.1")
        assert _pragmas(opened, "journal_mode", "synchronous") == ["delete", 3]
    assert "3.40.1" in caplog.text
    assert "journal_mode=DELETE" in caplog.text
    opened.close()


def test_an_older_library_takes_a_store_out_of_the_wal(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    opened = _opened(tmp_path / "projectmap.sqlite", "3.51.2")
    assert _pragmas(opened, "journal_mode") == ["delete"]
    opened.close()
    assert verify(tmp_path / "projectmap.sqlite").ok


@pytest.mark.parametrize(("version", "mode"), [("3.51.2", "delete"), ("3.51.3", "wal"), ("3.53.4", "wal")])
def test_the_gate_stands_where_the_bug_was_fixed(tmp_path: Path, version: str, mode: str) -> None:
    opened = _opened(tmp_path / "gate.sqlite", version)
    assert _pragmas(opened, "journal_mode") == [mode]
    opened.close()


def test_a_library_without_strict_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"quá cũ: '3\.31\.1'"):
        _opened(tmp_path / "old.sqlite", "3.31.1").query("SELECT 1")
    assert OLDEST < SAFE_WAL


def test_the_bundled_library_is_a_safe_one() -> None:
    row = connect_sqlite("file::memory:").execute("SELECT sqlite_version()").fetchone()
    assert row is not None
    assert tuple(map(int, str(row[0]).split("."))) >= SAFE_WAL


def test_without_the_bundled_library_the_interpreters_own_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysqlite3.dbapi2", None)
    row = connect_sqlite("file::memory:").execute("SELECT sqlite_version()").fetchone()
    assert row == (sqlite3.sqlite_version,)


# migrations


def test_every_step_is_recorded_once(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    store = new_store(tmp_path)
    recorded = store.database.query("SELECT number, name FROM migration ORDER BY seq")
    assert recorded == [(number, step.__name__) for number, step in enumerate(migrations.STEPS, 1)]
    assert _pragmas(store.database, "user_version") == [len(migrations.STEPS)]
    store.close()


def _break(connection: Connection) -> None:
    connection.execute("CREATE TABLE half (a)")
    raise RuntimeError


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    clock = Clock()
    opened = Database(tmp_path / "half.sqlite")
    with pytest.raises(RuntimeError):
        migrations.migrate(opened, clock(), (*migrations.STEPS, _break))
    assert _pragmas(opened, "user_version") == [len(migrations.STEPS)]
    assert opened.query("SELECT name FROM sqlite_schema WHERE name = 'half'") == []
    assert migrations.migrate(opened, clock()) == ()
    opened.close()
    assert verify(opened.path).ok


def test_a_store_of_newer_software_is_not_touched(tmp_path: Path) -> None:
    opened = Database(tmp_path / "new.sqlite")
    migrations.migrate(opened, Clock()())
    opened.query("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="phiên bản mới hơn tạo ra: 99"):
        migrations.migrate(opened, Clock()())
    opened.close()


def test_what_is_there_survives_the_next_step(tmp_path: Path) -> None:
    opened = Database(tmp_path / "grow.sqlite")
    migrations.migrate(opened, Clock()(), migrations.STEPS[:2])
    older = verify(opened.path)
    assert older.ok
    assert older.rows == {"migration": 2, "audit": 0}
    migrations.migrate(opened, Clock()())
    opened.close()
    assert verify(opened.path).ok


def _open_and_write(path: Path, number: int) -> None:
    store = open_store(path)
    store.audit.record(Entry(who=str(number), action="start"))
    store.close()


def test_several_processes_may_be_the_first_user_together(tmp_path: Path) -> None:
    path = tmp_path / "instance" / "first.sqlite"
    spawn = multiprocessing.get_context("fork")
    users = [spawn.Process(target=_open_and_write, args=(path, number)) for number in range(6)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert [user.exitcode for user in users] == [0] * 6
    store = open_store(path)
    assert {entry.who for entry in store.audit.newest()} == set("012345")
    store.close()
    assert verify(path).ok


# append-only


@pytest.mark.parametrize("table", ["audit", "correction", "report", "obstacle", "milestone", "migration"])
def test_rows_can_be_neither_changed_nor_removed_nor_replaced(tmp_path: Path, table: str) -> None:
    store = new_store(tmp_path)
    store.corrections.save(draft(), project=PROJECT, revision=0, by=LAN)
    store.reports.add(report(), revision=0)
    connection = connect_sqlite(store.database.path.as_uri())
    connection.execute("PRAGMA recursive_triggers = ON")
    rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  a name from the list above
    for sql in (f"UPDATE {table} SET seq = seq + 7", f"DELETE FROM {table}"):  # noqa: S608  a name from the list above
        if rows:
            with pytest.raises(Exception, match="append-only"):
                connection.execute(sql)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        with pytest.raises(Exception, match="append-only"):
            connection.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows[0])  # noqa: S608  a name from the list above
    assert connection.execute(f"SELECT * FROM {table}").fetchall() == rows  # noqa: S608  a name from the list above
    with pytest.raises(Exception, match="only grows"):
        connection.execute("UPDATE chain_head SET length = length - 1 WHERE name = ?", (table,))
    with pytest.raises(Exception, match="only grows"):
        connection.execute("DELETE FROM chain_head")
    connection.close()
    store.close()


# failing well


def test_a_write_that_fails_leaves_nothing_and_the_next_one_works(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    with pytest.raises(ZeroDivisionError), store.database.write() as connection:
        store.audit.record(Entry(who="lan", action="x"), connection)
        _ = 1 / 0
    assert store.audit.newest() == ()
    store.audit.record(Entry(who="lan", action="y"))
    assert [entry.action for entry in store.audit.newest()] == ["y"]
    store.close()


def test_who_waits_too_long_for_the_lock_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PRAGMAS", ("PRAGMA busy_timeout = 50",))
    store = new_store(tmp_path)
    other = connect_sqlite(store.database.path.as_uri())
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="Kho đang bận"):
        store.audit.record(Entry(who="lan", action="x"))
    other.execute("ROLLBACK")
    store.audit.record(Entry(who="lan", action="x"))
    other.close()
    store.close()


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("database or disk is full", "Ổ đĩa đã đầy"),
        ("attempt to write a readonly database", "Ổ đĩa chỉ cho đọc"),
        ("database disk image is malformed", "phục hồi từ bản sao lưu"),
        ("something new", "chạy lệnh verify"),
    ],
)
def test_the_drivers_words_become_ours(tmp_path: Path, words: str, remedy: str) -> None:
    with pytest.raises(StoreError, match=remedy) as told, said_plainly(tmp_path / "a.sqlite"):
        raise sqlite3.OperationalError(words)
    assert words not in told.value.sentence
    assert str(tmp_path) not in told.value.sentence


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "projectmap.sqlite"
    path.write_bytes(b"name,year\n" * 500)
    with pytest.raises(StoreError, match="Tệp có thể đã hỏng"):
        open_store(path)
    assert path.read_bytes() == b"name,year\n" * 500


# read-only disks


def _with_log(folder: Path) -> Path:
    """Leave a store as a killed process does: its last writes are in the log only."""
    path = folder / "projectmap.sqlite"
    code = (
        "import os, sys; from pathlib import Path; from geo.store import open_store, Entry\n"
        "s = open_store(Path(sys.argv[1])); s.audit.record(Entry(who='lan', action='x')); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, cwd=ROOT)
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    return path


@pytest.fixture
def read_only_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a folder of which the system says that it cannot be written: permissions alone do not stop root."""
    really = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode: really(path, mode) and not (mode & os.W_OK and str(path).startswith(str(tmp_path))),
    )
    return tmp_path


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_read_only_disk_is_read_and_every_write_is_refused(read_only_disk: Path) -> None:
    path = _with_log(read_only_disk)
    before = _content(read_only_disk)
    store = open_store(path)
    assert store.read_only
    assert [entry.who for entry in store.audit.newest()] == ["lan"]
    with pytest.raises(StoreError, match="chỉ cho đọc, không lưu được"):
        store.audit.record(Entry(who="minh", action="y"))
    with pytest.raises(StoreError, match="chỉ cho đọc"):
        store.corrections.save(draft(), project=PROJECT, revision=0, by=LAN)
    store.close()
    assert _content(read_only_disk) == before


def test_a_finished_file_on_a_read_only_disk_is_read_in_place(read_only_disk: Path) -> None:
    path = _with_log(read_only_disk)
    open_in_place = Database(path, read_only=False)
    open_in_place.query("PRAGMA journal_mode = DELETE")
    open_in_place.close()
    store = open_store(path)
    assert store.read_only
    assert store.database.snapshot is None
    assert len(store.audit.newest()) == 1
    store.close()


def test_a_read_only_disk_can_be_verified_and_backed_up_elsewhere(
    read_only_disk: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = _with_log(read_only_disk)
    target = tmp_path_factory.mktemp("elsewhere") / "copy.sqlite"
    assert verify(path).ok
    assert backup(path, target).rows["audit"] == 1


def test_where_there_is_no_store_and_none_can_be_made_an_empty_one_stands_in(read_only_disk: Path) -> None:
    store = open_store(read_only_disk / "instance" / "projectmap.sqlite")
    assert store.read_only
    assert store.corrections.current() == {}
    with pytest.raises(StoreError, match="chỉ cho đọc"):
        store.reports.add(report(), revision=0)
    store.close()
    assert list(read_only_disk.iterdir()) == []


def test_a_store_opened_for_reading_only_is_neither_made_nor_migrated(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Không có kho dữ liệu"):
        open_store(tmp_path / "none.sqlite", read_only=True)
    opened = Database(tmp_path / "old.sqlite")
    migrations.migrate(opened, Clock()(), migrations.STEPS[:1])
    opened.close()
    with pytest.raises(StoreError, match="chỉ cho đọc"):
        open_store(tmp_path / "old.sqlite", read_only=True)


def test_sql_and_drivers_stay_in_one_room() -> None:
    """Another database means another `geo/store` and nothing else. A GeoPackage is an SQLite file, but no store."""
    rooms = {"store", "export", "upload"}
    files = [path for room in ("geo", "webmap") for path in (ROOT / room).rglob("*.py") if not rooms & set(path.parts)]
    words = ("sqlite3", "SELECT ", "INSERT INTO", "PRAGMA ")
    found = [f"{path.name}: {word}" for path in files for word in words if word in path.read_text(encoding="utf-8")]
    assert found == []
