"""The rule: a backup is one whole moment of the store, checked before it counts; restoring loses nothing."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo.errors import StoreError
from geo.store import Entry, open_store
from geo.store import backup as backup_room
from geo.store.backup import backup, backup_name, restore
from geo.store.verify import verify
from tests.entered import LAN, PROJECT, draft, new_store

NOW = datetime(2026, 3, 5, 7, 0, tzinfo=UTC)


def _audited(path: Path) -> list[str]:
    store = open_store(path, read_only=True)
    try:
        return [entry.action for entry in reversed(store.audit.newest(10_000))]
    finally:
        store.close()


def test_a_backup_holds_what_the_store_holds_as_one_file(tmp_path: Path) -> None:
    store = new_store(tmp_path / "live")
    saved = store.corrections.save(draft(), project=PROJECT, revision=0, by=LAN)
    target = tmp_path / "copies" / "one.sqlite"
    found = backup(store.database.path, target)
    assert found.rows["correction"] == 1
    assert [path.name for path in target.parent.iterdir()] == ["one.sqlite"]
    assert target.stat().st_mode & 0o077 == 0
    copy = open_store(target)
    assert copy.corrections.find(PROJECT.id) == saved
    assert copy.version() == store.version()
    copy.close()
    store.close()


def test_backups_under_writers_are_each_a_whole_moment(tmp_path: Path) -> None:
    store = new_store(tmp_path / "live")
    stop = threading.Event()

    def write(name: str) -> None:
        number = 0
        while not stop.is_set():
            store.audit.record(Entry(who=name, action=str(number)))
            number += 1

    writers = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for writer in writers:
        writer.start()
    try:
        counts = [backup(store.database.path, tmp_path / f"{turn}.sqlite").rows["audit"] for turn in range(4)]
    finally:
        stop.set()
        for writer in writers:
            writer.join()
        store.close()
    assert counts == sorted(counts)
    for turn in range(4):
        copy = open_store(tmp_path / f"{turn}.sqlite", read_only=True)
        for name in "ab":
            told = sorted(int(entry.action) for entry in copy.audit.newest(100_000) if entry.who == name)
            assert told == list(range(len(told)))
        copy.close()


def test_an_existing_file_is_not_written_over_unless_asked(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    target = tmp_path / "ledger.csv"
    target.write_text("precious")
    with pytest.raises(StoreError, match=r"không ghi đè: 'ledger\.csv'"):
        backup(store.database.path, target)
    assert target.read_text() == "precious"
    assert backup(store.database.path, target, overwrite=True).ok
    assert verify(target).ok
    store.close()


def test_a_store_is_never_its_own_backup(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    with pytest.raises(StoreError, match="không ghi đè"):
        backup(store.database.path, store.database.path, overwrite=True)
    store.close()


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    place = content.rindex(b"lan.nguyen")
    content[place] ^= 1
    path.write_bytes(content)


def test_a_damaged_store_gives_no_backup_and_the_old_one_stays(tmp_path: Path) -> None:
    store = new_store(tmp_path / "live")
    store.corrections.save(draft(), project=PROJECT, revision=0, by=LAN)
    target = tmp_path / "copy.sqlite"
    backup(store.database.path, target)
    before = target.read_bytes()
    store.close()
    _damage(store.database.path)
    with pytest.raises(StoreError, match="Bản sao không đạt kiểm tra"):
        backup(store.database.path, target, overwrite=True)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.sqlite", "live"]


def test_restoring_brings_back_the_backup_and_keeps_what_was_there(tmp_path: Path) -> None:
    store = new_store(tmp_path / "live")
    store.audit.record(Entry(who="lan", action="before"))
    backup(store.database.path, tmp_path / "copy.sqlite")
    store.audit.record(Entry(who="lan", action="after"))
    store.close()
    kept = restore(tmp_path / "copy.sqlite", store.database.path, NOW)
    assert _audited(store.database.path) == ["before"]
    assert kept is not None
    assert kept.name == "projectmap.sqlite.before-20260305-140000"
    assert _audited(kept) == ["before", "after"]
    assert verify(store.database.path).ok
    assert verify(kept).ok


def test_restoring_where_there_is_nothing_makes_the_store(tmp_path: Path) -> None:
    store = new_store(tmp_path / "live")
    backup(store.database.path, tmp_path / "copy.sqlite")
    store.close()
    target = tmp_path / "new" / "projectmap.sqlite"
    assert restore(tmp_path / "copy.sqlite", target, NOW) is None
    assert [path.name for path in target.parent.iterdir()] == ["projectmap.sqlite"]
    again = open_store(target)
    again.audit.record(Entry(who="lan", action="x"))
    again.close()


def test_a_store_in_use_is_not_replaced(tmp_path: Path) -> None:
    store = new_store(tmp_path / "live")
    backup(store.database.path, tmp_path / "copy.sqlite")
    store.audit.record(Entry(who="lan", action="x"))
    with pytest.raises(StoreError, match="Kho đang được dùng"):
        restore(tmp_path / "copy.sqlite", store.database.path, NOW)
    store.audit.record(Entry(who="lan", action="y"))
    assert not list(store.database.path.parent.glob("*.before-*"))
    store.close()
    assert _audited(store.database.path) == ["x", "y"]


def test_a_damaged_backup_is_refused_and_the_store_stays(tmp_path: Path) -> None:
    store = new_store(tmp_path / "live")
    store.corrections.save(draft(), project=PROJECT, revision=0, by=LAN)
    backup(store.database.path, tmp_path / "copy.sqlite")
    store.close()
    _damage(tmp_path / "copy.sqlite")
    before = store.database.path.read_bytes()
    with pytest.raises(StoreError, match="không đạt kiểm tra"):
        restore(tmp_path / "copy.sqlite", store.database.path, NOW)
    assert store.database.path.read_bytes() == before


def test_a_store_too_damaged_to_open_is_replaced_and_kept(tmp_path: Path) -> None:
    store = new_store(tmp_path / "live")
    backup(store.database.path, tmp_path / "copy.sqlite")
    store.close()
    store.database.path.write_bytes(b"garbage" * 1000)
    store.database.path.with_name("projectmap.sqlite-wal").write_bytes(b"old log")
    kept = restore(tmp_path / "copy.sqlite", store.database.path, NOW)
    assert kept is not None
    assert kept.read_bytes() == b"garbage" * 1000
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"old log"
    assert verify(store.database.path).ok


def test_a_crash_between_the_steps_leaves_a_whole_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_store(tmp_path / "live")
    backup(store.database.path, tmp_path / "copy.sqlite")
    store.audit.record(Entry(who="lan", action="after"))
    store.close()

    def crash(part: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup_room, "_put_in_place", crash)
    with pytest.raises(KeyboardInterrupt):
        restore(tmp_path / "copy.sqlite", store.database.path, NOW)
    assert _audited(store.database.path) == ["after"]


def test_backups_are_named_by_the_ward_s_clock() -> None:
    assert backup_name(NOW) == "projectmap-20260305-140000.sqlite"
