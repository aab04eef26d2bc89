"""Append-only tables whose rows are chained: every row carries `sha256(previous row's hash, its own canonical text)`.

A changed, removed, moved or inserted row breaks the chain at that row; a row cut from the end differs from
`chain_head`. Triggers refuse UPDATE and DELETE, so that a mistake in our own code is stopped before it needs to be
found.

Canonical text: a JSON object of table name and columns, keys sorted, no spaces, null columns left out (so a column
added later does not change older rows), whole floats written as integers (a REAL column gives 5.0 back for 5).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from geo.store.database import Connection, Row, Value

GENESIS = "0" * 64
HASHES = ("previous_hash", "row_hash")


@dataclass(frozen=True, slots=True)
class Broken:
    """One row that is not what was written: table, number (None: the table's end) and, in Vietnamese, what is wrong."""

    table: str
    seq: int | None
    why: str

    @property
    def sentence(self) -> str:
        """The finding as one line."""
        where = f"{self.table}, dòng {self.seq}" if self.seq is not None else self.table
        return f"{where}: {self.why}"


def canonical(table: str, row: Mapping[str, object]) -> bytes:
    """Return the one text of a row that its hash is taken over."""
    held = {name: _plain(value) for name, value in row.items() if value is not None and name not in HASHES}
    return json.dumps([table, held], ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr).encode()


def row_hash(previous: str, table: str, row: Mapping[str, object]) -> str:
    """Return the hash of a row that follows the row with hash `previous` (hexadecimal, 64 digits)."""
    return hashlib.sha256(previous.encode() + canonical(table, row)).hexdigest()


def create(connection: Connection, table: str, columns: str) -> None:
    """Make an append-only table: `seq`, the columns given as SQL, the hashes, triggers, its place in `chain_head`."""
    connection.execute(
        f"CREATE TABLE {table} (\n    seq INTEGER PRIMARY KEY,\n    previous_hash TEXT NOT NULL,"
        f"\n    row_hash TEXT NOT NULL UNIQUE,{columns}\n) STRICT"
    )
    for verb in ("UPDATE", "DELETE"):
        connection.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    connection.execute("INSERT INTO chain_head (name, length, hash) VALUES (?, 0, ?)", (table, GENESIS))


def create_heads(connection: Connection) -> None:
    """Make the table that knows how long each chain is and how it ends; a length only ever grows by one."""
    connection.execute(
        "CREATE TABLE chain_head (name TEXT PRIMARY KEY, length INTEGER NOT NULL, hash TEXT NOT NULL)"
        " STRICT, WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TRIGGER chain_head_grows BEFORE UPDATE ON chain_head"
        " WHEN NEW.name <> OLD.name OR NEW.length <> OLD.length + 1"
        " BEGIN SELECT RAISE(ABORT, 'chain_head only grows'); END"
    )
    connection.execute(
        "CREATE TRIGGER chain_head_stays BEFORE DELETE ON chain_head"
        " BEGIN SELECT RAISE(ABORT, 'chain_head only grows'); END"
    )


def append(connection: Connection, table: str, row: Mapping[str, Value]) -> int:
    """Add one row inside the caller's write transaction and return its `seq` (1, 2, 3 … without gaps)."""
    length, previous = head(connection, table)
    full: dict[str, Value] = {"seq": length + 1, **row}
    full |= {"previous_hash": previous, "row_hash": row_hash(previous, table, full)}
    names, marks = ", ".join(full), ", ".join("?" * len(full))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(full.values()))  # noqa: S608  our own names
    grown = (length + 1, full["row_hash"], table)
    connection.execute("UPDATE chain_head SET length = ?, hash = ? WHERE name = ?", grown)
    return length + 1


def head(connection: Connection, table: str) -> tuple[int, str]:
    """Return how many rows a chain has and the hash of the last one."""
    row = connection.execute("SELECT length, hash FROM chain_head WHERE name = ?", (table,)).fetchone()
    if row is None:
        raise LookupError(table)
    return int(row[0] or 0), str(row[1])


def lengths(connection: Connection) -> dict[str, int]:
    """Return how many rows each chain says it has."""
    rows = connection.execute("SELECT name, length FROM chain_head ORDER BY name").fetchall()
    return {str(name): int(length or 0) for name, length in rows}


def tables(connection: Connection) -> tuple[str, ...]:
    """Return the names of all chained tables."""
    return tuple(lengths(connection))


def find_broken(connection: Connection, table: str) -> Iterator[Broken]:
    """Give every row of a table that is not what was written; a broken row does not hide the ones after it."""
    cursor = connection.execute(f"SELECT * FROM {table} ORDER BY seq")  # noqa: S608  a name from our own schema
    names = [str(column[0]) for column in cursor.description or ()]
    length, last = head(connection, table)
    previous, seq = GENESIS, 0
    for row in _named(names, cursor):
        expected, seq = seq + 1, row["seq"] if isinstance(row["seq"], int) else seq + 1
        if seq != expected:
            yield Broken(table, expected, f"thiếu dòng (dòng kế tiếp có số {seq})")
        if row["previous_hash"] != previous:
            yield Broken(table, seq, "không nối tiếp dòng trước")
        if row["row_hash"] != row_hash(str(row["previous_hash"]), table, row):
            yield Broken(table, seq, "nội dung khác lúc ghi")
        previous = str(row["row_hash"])
    if (seq, previous) != (length, last):
        yield Broken(table, None, f"có {seq} dòng, sổ ghi {length} dòng: mất hoặc thừa dòng cuối")


def _named(names: list[str], rows: Iterable[Row]) -> Iterator[dict[str, Value]]:
    return (dict(zip(names, row, strict=True)) for row in rows)


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value
