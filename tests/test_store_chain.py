"""The rule: a row that is not what was written is found, whatever happened to it, and so is one that is missing."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GeoError, StoreError
from geo.store import FILE_NAME, Entry, Role, Store, chain, open_store
from geo.store.database import Connection, connect_sqlite
from geo.store.verify import verify
from tests.entered import CHEAP, LAN, PROJECT, Clock, draft, milestone, new_store, obstacle, report

TABLES = ("audit", "correction", "report", "obstacle", "milestone")


def fill(store: Store, times: int) -> None:
    """Enter something of everything, so many times."""
    for number in range(times):
        project = replace(PROJECT, id=f"PL3-{number:02}")
        store.corrections.save(draft(project=project.id), project=project, revision=0, by=LAN)
        store.reports.add(report(clearance=project.id), revision=0)
        store.obstacles.add(obstacle(clearance=project.id), revision=0)
        store.milestones.add(milestone(clearance=project.id), revision=0)
    store.accounts.add("lan.nguyen", Role.EDITOR, "một câu dài dễ nhớ", who="cli")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a closed store with four rows of each kind."""
    store = new_store(tmp_path)
    fill(store, 4)
    store.close()
    return store.database.path


def _tamper(path: Path, *statements: str) -> None:
    """Change the file as somebody would who has it: the triggers do not stand in the way of a determined hand."""
    connection = connect_sqlite(path.as_uri())
    kept = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in kept:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in kept:
        connection.execute(str(sql))
    connection.close()


def test_a_store_as_written_has_no_fault(path: Path) -> None:
    found = verify(path)
    assert found.ok
    assert found.rows == {"migration": 5, "audit": 17, "correction": 4, "report": 4, "obstacle": 4, "milestone": 4}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("deed", "says"),
    [
        (
            "UPDATE {t} SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE seq = 2",
            ["{t}, dòng 2: nội dung khác lúc ghi"],
        ),
        ("UPDATE {t} SET row_hash = 'x' WHERE seq = 2", ["{t}, dòng 2: nội dung khác", "{t}, dòng 3: không nối tiếp"]),
        ("UPDATE {t} SET previous_hash = 'x' WHERE seq = 3", ["{t}, dòng 3: không nối tiếp", "{t}, dòng 3: nội dung"]),
        ("DELETE FROM {t} WHERE seq = 2", ["{t}, dòng 2: thiếu dòng", "{t}, dòng 3: không nối tiếp"]),
        ("DELETE FROM {t} WHERE seq = (SELECT max(seq) FROM {t})", ["mất hoặc thừa dòng cuối"]),
        ("UPDATE {t} SET seq = 99 WHERE seq = (SELECT max(seq) FROM {t})", ["{t}, dòng 99: nội dung", "thiếu dòng"]),
        ("UPDATE chain_head SET length = length - 1 WHERE name = '{t}'", ["{t}: có", "mất hoặc thừa"]),
        ("UPDATE chain_head SET hash = 'x' WHERE name = '{t}'", ["{t}: có"]),
        ("DELETE FROM chain_head WHERE name = '{t}'", ["Cấu trúc kho khác lúc tạo: chuỗi {t}"]),
    ],
)
def test_each_deed_is_found(path: Path, table: str, deed: str, says: list[str]) -> None:
    _tamper(path, deed.format(t=table))
    found = verify(path)
    assert not found.ok
    for words in says:
        assert any(words.format(t=table) in fault for fault in found.faults), found.faults


def test_every_broken_row_is_named_not_only_the_first(path: Path) -> None:
    _tamper(path, "UPDATE report SET clearance = 'PL4-99' || seq WHERE seq IN (1, 3, 4)")
    assert [fault for fault in verify(path).faults if fault.startswith("report")] == [
        f"report, dòng {seq}: nội dung khác lúc ghi" for seq in (1, 3, 4)
    ]


def test_a_row_cannot_be_moved_to_another_table() -> None:
    row = {"seq": 1, "content": "x"}
    assert chain.row_hash(chain.GENESIS, "report", row) != chain.row_hash(chain.GENESIS, "milestone", row)


def test_a_changed_account_is_found(path: Path) -> None:
    _tamper(path, "UPDATE account SET role = 'admin'")
    assert verify(path).faults == ("account 'lan.nguyen': nội dung khác lúc ghi",)


@pytest.mark.parametrize(
    "deed",
    [
        "CREATE TABLE more (a)",
        "CREATE TRIGGER more AFTER INSERT ON report BEGIN SELECT 1; END",
        "ALTER TABLE report ADD COLUMN more TEXT",
        "PRAGMA user_version = 3",
        "PRAGMA user_version = 77",
    ],
)
def test_a_changed_schema_is_found(path: Path, deed: str) -> None:
    _tamper(path, deed)
    assert not verify(path).ok


def test_a_missing_trigger_is_found(path: Path) -> None:
    connection = connect_sqlite(path.as_uri())
    connection.execute("DROP TRIGGER report_no_update")
    connection.close()
    assert verify(path).faults == ("Cấu trúc kho khác lúc tạo: trigger report_no_update.",)


_VALUES = st.one_of(
    st.none(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), st.text()
)
_ROWS = st.dictionaries(st.sampled_from(["a", "b", "c"]), _VALUES)


@given(row=_ROWS)
def test_one_row_has_one_text(row: dict[str, object]) -> None:
    backwards = dict(reversed(row.items()))
    assert chain.canonical("t", row) == chain.canonical("t", backwards)
    assert chain.canonical("t", {**row, "new": None, "row_hash": "x"}) == chain.canonical("t", row)


@given(row=_ROWS, other=_ROWS)
def test_different_rows_have_different_texts(row: dict[str, object], other: dict[str, object]) -> None:
    def said(values: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in values.items() if value is not None}

    assert (chain.canonical("t", row) == chain.canonical("t", other)) == (said(row) == said(other))


def test_a_number_the_database_gives_back_as_a_float_has_the_same_hash() -> None:
    assert chain.canonical("t", {"a": 5}) == chain.canonical("t", {"a": 5.0})


# bit flips


def reading(path: Path) -> object:
    """Return everything that can be read of a store; what cannot be read gives the error's name."""
    try:
        store = open_store(path, clock=Clock(), hasher=CHEAP, read_only=True)
        try:
            logs = (store.reports.history(), store.obstacles.history(), store.milestones.history())
            used = store.database.query("SELECT name FROM sqlite_schema ORDER BY name")
            return (store.corrections.all(), logs, store.accounts.all(), store.audit.newest(999), store.version(), used)
        finally:
            store.close()
    except (GeoError, ValueError, TypeError, KeyError, LookupError) as error:
        return type(error).__name__


def flip(content: bytes, bit: int) -> bytes:
    """Return the bytes with one bit turned over."""
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_every_flipped_bit_that_changes_what_is_read_is_reported(path: Path, tmp_path: Path) -> None:
    content, whole = path.read_bytes(), reading(path)
    chosen = random.Random(11).sample(range(len(content) * 8), 80)
    harmful = silent = 0
    for bit in chosen:
        damaged = tmp_path / f"flip-{bit}.sqlite"
        damaged.write_bytes(flip(content, bit))
        if reading(damaged) != whole:
            harmful += 1
            silent += verify(damaged).ok
        damaged.unlink()
    assert silent == 0
    assert harmful > 5


# the log


def _copy_with_log(store: Store, folder: Path) -> Path:
    """Copy an open store with its log, as a snapshot of the disk would."""
    folder.mkdir()
    for path in (store.database.path, store.database.path.with_name(FILE_NAME + "-wal")):
        shutil.copy(path, folder / path.name)
    return folder / FILE_NAME


def test_a_damaged_log_with_finished_writes_behind_it_is_reported(tmp_path: Path) -> None:
    """SQLite drops everything after the first bad frame without a word: rows that people saw saved would vanish."""
    store = new_store(tmp_path / "live")
    fill(store, 3)
    copy = _copy_with_log(store, tmp_path / "copy")
    store.close()
    assert verify(copy).ok
    log = copy.with_name(FILE_NAME + "-wal")
    content = log.read_bytes()
    for at in (3, 20, 40, len(content) // 3):
        log.write_bytes(flip(content, at * 8))
        found = verify(copy)
        assert any("lần ghi sau chỗ hỏng sẽ mất" in fault for fault in found.faults), at
    log.write_bytes(content[:-1000])
    assert verify(copy).ok, "an unfinished tail is what a crash leaves, and is no fault"


def test_a_check_does_not_touch_what_it_checks(path: Path) -> None:
    before = path.read_bytes()
    verify(path)
    assert path.read_bytes() == before


def test_checking_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"Không có tệp kho này: 'none\.sqlite'"):
        verify(tmp_path / "none.sqlite")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"a" * 5000, bytes(8192)])
def test_what_is_no_store_has_faults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.sqlite"
    path.write_bytes(content)
    assert not verify(path).ok


def test_a_gap_cannot_be_written(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    missing: Callable[[Connection], int] = lambda connection: chain.append(connection, "nothing", {"a": 1})  # noqa: E731
    with pytest.raises(LookupError), store.database.write() as connection:
        missing(connection)
    store.audit.record(Entry(who=str(uuid4()), action="x"))
    assert verify(store.database.path).ok
    store.close()
