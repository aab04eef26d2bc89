"""Clearance reports, obstacles and milestones in the store: three append-only logs under one set of rules.

A record is never edited: a new one names the one it `supersedes`, or takes it back with `withdrawn`. A reader may ask
for any day in the past and gets what was known then, by the rule of `geo.known`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from geo.clearance.report import Milestone, Obstacle, Report
from geo.errors import ConflictError, StoreError
from geo.known import known
from geo.language import say
from geo.moments import Clock, end_of_day, from_text, on_screen, to_text
from geo.store import chain, codec
from geo.store.audit import AuditLog, Entry
from geo.store.database import Connection, Database, Row, Value

R = TypeVar("R", Report, Obstacle, Milestone)

IN_COLUMNS = frozenset({"id", "clearance", "recorded_at", "supersedes"})
"""Fields that stand in columns of their own; every other field stands in `content`."""


class Log(Generic[R]):
    """The log of one kind of record; `noun` is its word in a sentence."""

    def __init__(self, database: Database, audit: AuditLog, clock: Clock, *, kind: type[R], noun: str) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._kind: type[R] = kind
        self._noun = noun
        self._table = kind.__name__.lower()
        self._select = f"SELECT id, clearance, recorded_at, supersedes, content FROM {self._table}"  # noqa: S608  our own names

    def add(self, record: R, *, revision: int, address: str = "") -> R:
        """Store one record and return it with its moment; see `add_all`."""
        return self.add_all([record], revisions={record.clearance: revision}, address=address)[0]

    def add_all(self, records: Sequence[R], *, revisions: Mapping[str, int], address: str = "") -> tuple[R, ...]:
        """Store records, all or none, and return them with the moment they were recorded.

        `revisions` gives, for each clearance, the revision the reporter saw (0: nothing yet). A record whose id is
        stored already is returned as it was stored. Raises ConflictError, naming who and when, if somebody else added
        to the clearance since, if the id was used for other content, or if the superseded record is superseded already;
        StoreError if there is no such record.
        """
        added: Counter[str] = Counter()
        stored = []
        with self._database.write() as connection:
            for record in records:
                twin = self._find_twin(connection, record)
                if twin is None:
                    expected = revisions.get(record.clearance, 0) + added[record.clearance]
                    twin = self._append(connection, record, expected, address)
                    added[record.clearance] += 1
                stored.append(twin)
        return tuple(stored)

    def check(self, record: R, revision: int) -> None:
        """Raise what `add` would raise now, and store nothing: so that somebody faster is told before all else."""
        with self._database.read() as connection:
            if self._find_twin(connection, record) is None:
                self._check_revision(connection, record.clearance, revision)

    def revision(self, clearance: str) -> int:
        """Return how many records of this kind the clearance has: what a form hands back when it saves."""
        return self.revisions().get(clearance, 0)

    def revisions(self) -> dict[str, int]:
        """Return the revision of every clearance that has records."""
        rows = self._database.query(f"SELECT clearance, max(revision) FROM {self._table} GROUP BY clearance")  # noqa: S608  our own names
        return {str(clearance): int(revision or 0) for clearance, revision in rows}

    def find(self, id: UUID) -> R | None:  # noqa: A002  the record's own field name
        """Return the record with this id, or None."""
        return next(iter(self._read(self._database.query(f"{self._select} WHERE id = ?", (str(id),)))), None)

    def history(self, clearance: str | None = None) -> tuple[R, ...]:
        """Return everything ever recorded, in the order it was, superseded and withdrawn records included."""
        if clearance is None:
            return tuple(self._read(self._database.query(f"{self._select} ORDER BY seq")))
        return tuple(self._read(self._database.query(f"{self._select} WHERE clearance = ? ORDER BY seq", (clearance,))))

    def recorded_by(self, day: date) -> tuple[R, ...]:
        """Return everything recorded by the end of a day (Asia/Ho_Chi_Minh), in the order it was."""
        return tuple(
            self._read(self._database.query(f"{self._select} WHERE recorded_at < ? ORDER BY seq", (end_of_day(day),)))
        )

    def known(self, as_of: date) -> tuple[R, ...]:
        """Return the records in force on a day, by the day they speak of (`geo.known`)."""
        return known(self.recorded_by(as_of), as_of)

    def _check_revision(self, connection: Connection, clearance: str, expected: int) -> int:
        """Return the clearance's revision, which is the one expected; raise if somebody was faster."""
        newest = self._select_one(connection, "clearance = ? ORDER BY revision DESC LIMIT 1", clearance)
        revision = _count(connection, self._table, clearance)
        if newest is not None and revision != expected:
            raise self._conflict(
                say("{clearance} vừa có {noun} mới", clearance=clearance, noun=self._noun), newest, revision
            )
        if revision != expected:
            raise ConflictError(
                say(
                    "{clearance} chưa có {noun} nào, không thể ghi tiếp từ lần {expected}.",
                    clearance=clearance,
                    noun=self._noun,
                    expected=expected,
                )
            )
        return revision

    def _append(self, connection: Connection, record: R, expected: int, address: str) -> R:
        revision = self._check_revision(connection, record.clearance, expected)
        self._check_superseded(connection, record)
        taken = replace(record, recorded_at=self._clock())
        chain.append(connection, self._table, _to_row(taken, revision + 1))
        deed = "withdraw" if record.withdrawn else "add"
        action = f"{self._table}.{deed}"
        entry = Entry(
            who=record.reporter, action=action, subject=record.clearance, detail=str(record.id), address=address
        )
        self._audit.record(entry, connection)
        return taken

    def _find_twin(self, connection: Connection, record: R) -> R | None:
        """Return what is stored under the record's id; raise if it says something else."""
        twin = self._select_one(connection, "id = ?", str(record.id))
        if twin is not None and replace(record, recorded_at=twin.recorded_at) != twin:
            raise ConflictError(
                say("Mã gửi {id!r} đã dùng cho nội dung khác.", id=str(record.id)),
                remedy=say("Hãy tải lại trang rồi gửi lại."),
            )
        return twin

    def _check_superseded(self, connection: Connection, record: R) -> None:
        if record.supersedes is None:
            if record.withdrawn:
                raise StoreError(
                    say("Rút {noun} phải nói rút bản nào.", noun=self._noun), remedy=say("Hãy chọn bản cần rút.")
                )
            return
        replaced = self._select_one(connection, "id = ?", str(record.supersedes))
        if replaced is None or replaced.clearance != record.clearance:
            value = str(record.supersedes)
            raise StoreError(
                say("Không có {noun} này để thay", noun=self._noun), value=value, remedy=say("Hãy tải lại trang.")
            )
        later = self._select_one(connection, "supersedes = ?", str(record.supersedes))
        if later is not None:
            raise self._conflict(
                say("Bản {noun} này đã được thay", noun=self._noun),
                later,
                _count(connection, self._table, record.clearance),
            )

    def _conflict(self, what: str, newest: R, revision: int) -> ConflictError:
        words = say(
            "{what}: {reporter} ghi lúc {recorded_at}; chưa lưu gì.",
            what=what,
            reporter=newest.reporter,
            recorded_at=on_screen(newest.recorded_at),
        )
        return ConflictError(words, who=newest.reporter, when=newest.recorded_at, revision=revision)

    def _select_one(self, connection: Connection, where: str, value: str) -> R | None:
        return next(iter(self._read(connection.execute(f"{self._select} WHERE {where}", (value,)).fetchall())), None)

    def _read(self, rows: Iterable[Row]) -> Iterable[R]:
        for id_, clearance, recorded_at, supersedes, content in rows:
            yield codec.from_json(
                self._kind,
                str(content),
                id=UUID(str(id_)),
                clearance=str(clearance),
                recorded_at=from_text(str(recorded_at)),
                supersedes=UUID(str(supersedes)) if supersedes is not None else None,
            )


def _count(connection: Connection, table: str, clearance: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table} WHERE clearance = ?", (clearance,)).fetchone()  # noqa: S608  our own names
    return int((row and row[0]) or 0)


def _to_row(record: Report | Obstacle | Milestone, revision: int) -> dict[str, Value]:
    return {
        "id": str(record.id),
        "clearance": record.clearance,
        "revision": revision,
        "recorded_at": to_text(record.recorded_at),
        "supersedes": str(record.supersedes) if record.supersedes else None,
        "content": codec.to_json(record, leave_out=IN_COLUMNS),
    }
