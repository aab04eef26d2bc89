"""How the store's schema came about: named steps, each applied and recorded in its own transaction.

A released step is never edited; a change is a new step at the end. `PRAGMA user_version` is the number of steps
applied, the table `migration` says which and when.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from geo.errors import StoreError
from geo.moments import to_text
from geo.store import chain
from geo.store.database import Connection, Database, Value

Step = Callable[[Connection], None]

_RECORD = """
    id TEXT NOT NULL UNIQUE,
    clearance TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    recorded_at TEXT NOT NULL,
    supersedes TEXT UNIQUE,
    content TEXT NOT NULL,
    UNIQUE (clearance, revision)"""

_CORRECTION = """
    id TEXT NOT NULL UNIQUE,
    project TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    action TEXT NOT NULL CHECK (action IN ('place', 'no_place', 'engine')),
    geometry TEXT,
    precision TEXT NOT NULL,
    radius_m REAL CHECK (radius_m > 0),
    outside_ward INTEGER NOT NULL CHECK (outside_ward IN (0, 1)),
    method TEXT NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    ledger TEXT NOT NULL,
    restores INTEGER,
    UNIQUE (project, revision),
    CHECK ((action = 'place') = (geometry IS NOT NULL))"""

_MIGRATION = """
    number INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    applied_at TEXT NOT NULL"""

_AUDIT = """
    recorded_at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    address TEXT NOT NULL"""

_ACCOUNT = """
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
    password_hash TEXT NOT NULL,
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    row_hash TEXT NOT NULL"""


def start_the_chains(connection: Connection) -> None:
    """Make the chain heads and the table of migrations."""
    chain.create_heads(connection)
    chain.create(connection, "migration", _MIGRATION)


def keep_an_audit_log(connection: Connection) -> None:
    """Make the log of who did what."""
    chain.create(connection, "audit", _AUDIT)


def know_the_people(connection: Connection) -> None:
    """Make the accounts. They change in place: an old password hash is not worth keeping."""
    connection.execute(f"CREATE TABLE account ({_ACCOUNT}\n) STRICT, WITHOUT ROWID")


def let_people_correct_places(connection: Connection) -> None:
    """Make the versions of every corrected location."""
    chain.create(connection, "correction", _CORRECTION)


def take_clearance_records(connection: Connection) -> None:
    """Make the reports, obstacles and milestones; figures stand in `content` as canonical JSON, absent if unknown."""
    for table in ("report", "obstacle", "milestone"):
        chain.create(connection, table, _RECORD)


STEPS: tuple[Step, ...] = (
    start_the_chains,
    keep_an_audit_log,
    know_the_people,
    let_people_correct_places,
    take_clearance_records,
)


def applied(connection: Connection) -> int:
    """Return how many steps the file has seen."""
    row = connection.execute("PRAGMA user_version").fetchone()
    return int((row and row[0]) or 0)


def migrate(database: Database, now: datetime, steps: tuple[Step, ...] = STEPS) -> tuple[str, ...]:
    """Apply the steps that are missing and return their names; a crash leaves whole steps only.

    Raises StoreError when the file was made by a newer version of the software, or needs steps on a read-only disk.
    """
    done = int(database.query("PRAGMA user_version")[0][0] or 0)
    if done > len(steps):
        raise StoreError(
            "Kho dữ liệu do phiên bản mới hơn tạo ra", value=done, remedy="Hãy cập nhật phần mềm rồi mở lại."
        )
    names = []
    for number, step in enumerate(steps[done:], done + 1):
        with database.write() as connection:
            if applied(connection) >= number:  # another process was first
                continue
            step(connection)
            record: dict[str, Value] = {"number": number, "name": step.__name__, "applied_at": to_text(now)}
            chain.append(connection, "migration", record)
            connection.execute(f"PRAGMA user_version = {number}")
            names.append(step.__name__)
    return tuple(names)
