"""Corrected locations in the store: every save is a new row, the newest row of a project speaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

from geo.corrections.overlay import (
    FIELDS,
    Correction,
    Draft,
    Undo,
    action_of,
    from_fields,
    geometry_text,
    ledger_text,
    to_fields,
    untouched,
)
from geo.errors import ConflictError, StoreError
from geo.language import say
from geo.model import Project
from geo.moments import Clock, end_of_day, on_screen
from geo.store import chain
from geo.store.audit import AuditLog, Author, Entry
from geo.store.database import Connection, Database, Row, Value

TABLE = "correction"
_SELECT = f"SELECT {', '.join(FIELDS)} FROM {TABLE}"  # noqa: S608  our own names
_SENT = tuple(item.name for item in fields(Draft) if item.name != "geometry")


class Corrections:
    """The versions of every project's corrected location."""

    def __init__(self, database: Database, audit: AuditLog, clock: Clock) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock

    def save(
        self, draft: Draft, *, project: Project, revision: int, by: Author, outside_ward: bool = False
    ) -> Correction:
        """Store a draft as the next version and return it; the same draft sent again returns what was stored before.

        `revision` is the one the person saw (0: none yet). Raises ConflictError, naming who and when, if the project
        has another by now, or if `draft.id` was used for something else; nothing is written then.
        """
        sent = {item.name: getattr(draft, item.name) for item in fields(Draft)}
        wanted = Correction(
            **sent,
            revision=revision + 1,
            action=action_of(draft.geometry),
            outside_ward=outside_ward,
            who=by.name,
            recorded_at=self._clock(),
            ledger=ledger_text(project),
        )
        return self._store(wanted, "correction.save", by)

    def undo(self, undo: Undo, *, project: Project, revision: int, by: Author) -> Correction:
        """Bring an earlier state back as a new version and return it; repeating it with the same `id` stores once.

        Raises StoreError when there is nothing to undo or no such revision, ConflictError as `save` does.
        """
        target = revision - 1 if undo.to is None else undo.to
        past = next((version for version in self.history(project.id) if version.revision == target), None)
        if not 0 <= target < revision or (past is None and target > 0):
            remedy = say("Hãy chọn một lần sửa có trong lịch sử.")
            raise StoreError(say("Không có lần sửa nào để hoàn tác về"), value=target, remedy=remedy)
        wanted = replace(
            past or untouched(project.id),
            id=undo.id,
            revision=revision + 1,
            who=by.name,
            recorded_at=self._clock(),
            reason=undo.reason,
            ledger=ledger_text(project),
            restores=target,
        )
        return self._store(wanted, "correction.undo", by)

    def find(self, project: str, as_of: date | None = None) -> Correction | None:
        """Return the newest version of a project, or the newest known on a day; None where there is none."""
        return self.current(as_of, project=project).get(project)

    def current(self, as_of: date | None = None, *, project: str | None = None) -> dict[str, Correction]:
        """Return the newest version of each project, or the newest that was recorded by the end of `as_of`."""
        known = "recorded_at < ?" if as_of else "1 = 1"
        whose = "AND project = ?" if project is not None else ""
        parameters = ([end_of_day(as_of)] if as_of else []) + ([project] if project is not None else [])
        newest = f"SELECT max(seq) FROM {TABLE} WHERE {known} {whose} GROUP BY project"  # noqa: S608  no value in the text
        rows = self._database.query(f"{_SELECT} WHERE seq IN ({newest}) ORDER BY project", parameters)
        return {correction.project: correction for correction in map(_from_row, rows)}

    def history(self, project: str) -> tuple[Correction, ...]:
        """Return every version of a project, oldest first."""
        rows = self._database.query(f"{_SELECT} WHERE project = ? ORDER BY revision", (project,))
        return tuple(map(_from_row, rows))

    def all(self) -> tuple[Correction, ...]:
        """Return every version of every project, by project and revision: what an export holds."""
        return tuple(map(_from_row, self._database.query(f"{_SELECT} ORDER BY project, revision")))

    def add_all(self, corrections: Iterable[Correction], *, by: Author) -> int:
        """Take versions from a file as they are, who and when included, and return how many were new; all or none.

        Raises ConflictError when one differs from what is stored under its id, or does not follow its project's newest.
        """
        added = 0
        ordered = sorted(corrections, key=lambda correction: (correction.project, correction.revision))
        with self._database.write() as connection:
            for correction in ordered:
                added += self._insert(connection, correction)[1]
            detail = f"{added} mới trong {len(ordered)}"
            self._audit.record(
                Entry(who=by.name, action="correction.import", detail=detail, address=by.address), connection
            )
        return added

    def _store(self, wanted: Correction, action: str, by: Author) -> Correction:
        deed = {"subject": wanted.project, "detail": f"lần {wanted.revision}", "address": by.address}
        with self._database.write() as connection:
            stored, is_new = self._insert(connection, wanted)
            if is_new:
                self._audit.record(Entry(who=by.name, action=action, **deed), connection)
        return stored

    def _insert(self, connection: Connection, wanted: Correction) -> tuple[Correction, bool]:
        """Append a version, or find the one already stored under its id."""
        twin = _select_one(connection, "id = ?", str(wanted.id))
        if twin is not None:
            if _is_repeat(twin, wanted):
                return twin, False
            remedy = say("Hãy tải lại trang rồi lưu lại.")
            raise ConflictError(say("Mã gửi {id!r} đã dùng cho một lần lưu khác.", id=str(wanted.id)), remedy=remedy)
        newest = _select_one(connection, "project = ? ORDER BY revision DESC LIMIT 1", wanted.project)
        if wanted.revision != (newest.revision if newest else 0) + 1:
            raise _conflict(wanted, newest)
        chain.append(connection, TABLE, to_fields(wanted))
        return wanted, True


def _conflict(wanted: Correction, newest: Correction | None) -> ConflictError:
    """Say who was faster, and when."""
    where = say("Vị trí của {project}", project=wanted.project)
    if newest is None:
        return ConflictError(
            say(
                "{where} chưa có lần sửa nào, không thể sửa tiếp từ lần {revision}.",
                where=where,
                revision=wanted.revision - 1,
            )
        )
    when = on_screen(newest.recorded_at)
    return ConflictError(
        say(
            "{where} đã được {who} sửa lúc {when} (lần {revision}); chưa lưu gì.",
            where=where,
            who=newest.who,
            when=when,
            revision=newest.revision,
        ),
        who=newest.who,
        when=newest.recorded_at,
        revision=newest.revision,
    )


def _is_repeat(stored: Correction, wanted: Correction) -> bool:
    """Tell whether a second sending says the same as the first; the moment and the revision may differ."""
    same = all(getattr(stored, name) == getattr(wanted, name) for name in (*_SENT, "who", "restores"))
    return same and geometry_text(stored.geometry) == geometry_text(wanted.geometry)


def _select_one(connection: Connection, where: str, value: Value) -> Correction | None:
    row = connection.execute(f"{_SELECT} WHERE {where}", (value,)).fetchone()
    return _from_row(row) if row else None


def _from_row(row: Row) -> Correction:
    return from_fields(dict(zip(FIELDS, row, strict=True)))
