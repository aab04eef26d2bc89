"""Who did what, when and from where: append-only, chained, written in the transaction of the deed it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from geo.moments import Clock, from_text, to_text
from geo.store import chain
from geo.store.database import Connection, Database

TABLE = "audit"


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, and from which network address (empty for the command line)."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deed: `action` is a stable code (`correction.save`), `subject` what it was done to, `detail` a few words."""

    who: str
    action: str
    subject: str = ""
    detail: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited(Entry):
    """A deed as it stands in the log."""

    seq: int
    recorded_at: datetime


class AuditLog:
    """The log of one store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def record(self, entry: Entry, connection: Connection | None = None) -> None:
        """Append a deed: inside the transaction of `connection` when the deed itself writes, else in one of its own."""
        if connection is None:
            with self._database.write() as own:
                self.record(entry, own)
            return
        row = {
            "recorded_at": to_text(self._clock()),
            "who": entry.who,
            "action": entry.action,
            "subject": entry.subject,
            "detail": entry.detail,
            "address": entry.address,
        }
        chain.append(connection, TABLE, row)

    def newest(self, limit: int = 100) -> tuple[Audited, ...]:
        """Return the last `limit` deeds, newest first."""
        columns = "seq, recorded_at, who, action, subject, detail, address"
        rows = self._database.query(f"SELECT {columns} FROM {TABLE} ORDER BY seq DESC LIMIT ?", (limit,))  # noqa: S608  our own names
        return tuple(_read(rows))


def _read(rows: Iterable[tuple[object, ...]]) -> Iterable[Audited]:
    for seq, recorded_at, who, action, subject, detail, address in rows:
        yield Audited(
            seq=int(str(seq)),
            recorded_at=from_text(str(recorded_at)),
            who=str(who),
            action=str(action),
            subject=str(subject),
            detail=str(detail),
            address=str(address),
        )
