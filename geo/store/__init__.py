"""What people enter at run time: corrected places, clearance records, accounts, and the log of who did what.

`Store` is the one object handed to whoever needs it; nothing here is global and nothing is opened at import.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from argon2 import PasswordHasher

from geo.clearance.report import Milestone, Obstacle, Report
from geo.known import Records
from geo.language import Sentence
from geo.moments import Clock, utc_now
from geo.store.accounts import Account, Accounts, Role
from geo.store.audit import Audited, AuditLog, Author, Entry
from geo.store.corrections import Corrections
from geo.store.database import Database, is_writable
from geo.store.migrations import migrate
from geo.store.reports import Log

log = logging.getLogger(__name__)

FILE_NAME = "projectmap.sqlite"
DATA_TABLES = ("correction", "report", "obstacle", "milestone")

__all__ = [
    "FILE_NAME",
    "Account",
    "Accounts",
    "AuditLog",
    "Audited",
    "Author",
    "Corrections",
    "Database",
    "Entry",
    "Log",
    "Role",
    "Store",
    "open_store",
]


class Store:
    """Everything the store offers, over one database.

    `corrections`, `reports`, `obstacles`, `milestones`, `accounts`, `audit`. Safe to share between threads; one a
    process is enough.
    """

    def __init__(self, database: Database, *, clock: Clock = utc_now, hasher: PasswordHasher | None = None) -> None:
        self.database = database
        self.audit = AuditLog(database, clock)
        self.accounts = Accounts(database, self.audit, clock, hasher or PasswordHasher())
        self.corrections = Corrections(database, self.audit, clock)
        self.reports = Log(database, self.audit, clock, kind=Report, noun=Sentence("báo cáo"))
        self.obstacles = Log(database, self.audit, clock, kind=Obstacle, noun=Sentence("vướng mắc"))
        self.milestones = Log(database, self.audit, clock, kind=Milestone, noun=Sentence("mốc tiến độ"))

    @property
    def read_only(self) -> bool:
        """Whether the disk allows reading only; every write raises StoreError then."""
        return self.database.read_only

    def records(self) -> Records:
        """Return every clearance record ever entered; `Records.known` gives what counted on a day."""
        return Records(self.reports.history(), self.obstacles.history(), self.milestones.history())

    def version(self) -> str:
        """Return 16 hexadecimal digits that change whenever corrections or clearance records do, for one small SELECT.

        Sign-ins and accounts do not change it, so that the frame is rebuilt only for what it shows.
        """
        marks = ", ".join("?" * len(DATA_TABLES))
        rows = self.database.query(f"SELECT hash FROM chain_head WHERE name IN ({marks}) ORDER BY name", DATA_TABLES)  # noqa: S608  marks only
        return hashlib.sha256("".join(str(row[0]) for row in rows).encode()).hexdigest()[:16]

    def close(self) -> None:
        """Close all connections."""
        self.database.close()


def open_store(
    path: Path, *, clock: Clock = utc_now, hasher: PasswordHasher | None = None, read_only: bool | None = None
) -> Store:
    """Open the store at `path`, making it and bringing its schema up to date where the disk allows writing.

    On a read-only disk it is read as it stands; where there is none yet, an empty one stands in for it, read-only, too.
    Raises StoreError when it cannot be opened, was made by newer software, or needs a migration it cannot have.
    """
    if read_only is None and not path.exists() and not is_writable(path):
        return _stand_in(path, clock)
    database = Database(path, read_only=read_only)
    try:
        migrate(database, clock())
    except BaseException:
        database.close()
        raise
    return Store(database, clock=clock, hasher=hasher)


def _stand_in(path: Path, clock: Clock) -> Store:
    """Return an empty, read-only store: nobody has entered anything, and nobody can."""
    log.warning("Không có kho %s và không tạo được vì ổ đĩa chỉ cho đọc: chưa có dữ liệu người dùng nhập.", path.name)
    folder = TemporaryDirectory(prefix="projectmap-")
    database = Database(Path(folder.name) / path.name)
    migrate(database, clock())
    database.read_only, database.snapshot = True, folder
    return Store(database, clock=clock)
