"""The way back for people: a GeoPackage edited in QGIS comes in, every change is shown, then all is stored or nothing.

The file is sent twice: to be looked at, and to be stored. The second time it is read again and must change exactly what
was shown (`mark`); a row that somebody corrected since the export is a fault, and a fault anywhere stores nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, render_template, request

from geo.corrections.draft import REASON_LENGTH, read_reason
from geo.corrections.overlay import Correction
from geo.errors import ConflictError
from geo.export.columns import COLUMN
from geo.export.edited import EDITABLE, Edited, find_edits, read_edited, to_versions
from geo.language import say
from geo.model import Project
from geo.moments import HO_CHI_MINH, on_screen
from webmap.access import requires
from webmap.accounts import author
from webmap.body import HTML, Body, answer, json_now, sent_file
from webmap.corrections import ground_today
from webmap.current import snapshot, source, store
from webmap.gate import FILES
from webmap.query import refuse_unknown

blueprint = Blueprint("merging", __name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """A file read against the rows of today: what it changes, what was left out of it, who was there before."""

    edited: Edited
    notes: tuple[str, ...]
    projects: Mapping[str, Project]
    newest: Mapping[str, Correction]

    @property
    def mark(self) -> str:
        """A mark of exactly these changes of exactly these rows for exactly this reason."""
        return sha256("\n".join(sorted(str(draft.id) for draft in self.edited.drafts)).encode()).hexdigest()


@blueprint.get("/merge")
@requires("editor")
def page() -> Response:
    """Answer the form that takes an edited GeoPackage."""
    refuse_unknown(request.args, ())
    text = render_template("merge.html", editable=[COLUMN[name].vi for name in EDITABLE], longest=REASON_LENGTH[1])
    response = answer(request, Body(text.encode(), HTML))
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blueprint.post("/api/merge/check")
@requires("editor")
def check() -> Response:
    """Answer what a file would change, row by row and field by field, and who the row is from; nothing is stored."""
    looked = _look()
    says = {"rows": _rows(looked), "notes": looked.notes, "changes": len(looked.edited.changes), "mark": looked.mark}
    return json_now(says)


@blueprint.post("/api/merge")
@requires("editor")
def merge() -> Response:
    """Store all changes of a file: 201; 409 if it changes something else than was shown; 422 with every fault."""
    looked = _look()
    if request.form.get("mark") != looked.mark:
        raise ConflictError(
            say("Thay đổi trong tệp không còn như lúc xem"), remedy=say("Hãy bấm Xem thay đổi lần nữa rồi lưu.")
        )
    revisions = {name: version.revision for name, version in looked.newest.items()}
    by, now = author(), datetime.now(HO_CHI_MINH)
    versions = to_versions(looked.edited, looked.projects, revisions, by.name, now, ground_today())
    stored = store().corrections.add_all(versions, by=by)
    source().look()
    says = {"stored": stored, "projects": [version.project for version in versions]}
    return json_now(says, 201)


def _look() -> Looked:
    """Read what was sent against the rows of today. Raises UploadError, CorrectionError, DataError with every fault."""
    refuse_unknown(request.args, ())
    filename, file = sent_file(request)
    reason = read_reason(request.form.get("reason", ""))
    day, newest = snapshot(), store().corrections.current()
    with FILES.turn():
        table = read_edited(filename, file.read())
    edited = find_edits(table, day.frame, reason, ground_today(), newest)
    projects = {project.id: project for project in day.records.programme.projects}
    return Looked(edited, table.attrs["notes"], projects, newest)


def _rows(looked: Looked) -> list[dict[str, Any]]:
    """Write the changed rows: what changes of each, and who placed it last; nobody where the engine did."""
    rows: dict[str, dict[str, Any]] = {}
    for change in looked.edited.changes:
        by = looked.newest.get(change.project)
        start = {"project": change.project, "name": looked.projects[change.project].name, "changes": []}
        row = rows.setdefault(change.project, start | {"who": by and by.who, "when": by and on_screen(by.recorded_at)})
        row["changes"].append({"field": change.field, "before": change.before, "after": change.after})
    return list(rows.values())
