"""The API of corrected places: history, save, undo, and what a shape measures before it is saved.

Bodies are JSON. Who saves says which revision was seen; if somebody was faster the answer is a 409 problem with `who`,
`when` and `revision`, and nothing is written. `id` is a UUID made by the client: a body sent twice is stored once.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, request
from shapely.geometry import mapping

from geo.corrections.checks import city_ground, find_shape_faults, measure
from geo.corrections.draft import read_draft, read_shape, read_undo
from geo.corrections.overlay import Correction, find_ledger_changes, to_fields
from geo.errors import CorrectionError, UnknownProject
from geo.landing import Ground
from geo.language import say
from geo.model import Location, Programme, Project
from webmap.access import requires
from webmap.accounts import author
from webmap.body import json_now, sent_object
from webmap.current import snapshot, source, store
from webmap.query import refuse_unknown

HIDDEN = frozenset({"geometry", "ledger", "outside_ward"})  # written in another form below
blueprint = Blueprint("corrections", __name__, url_prefix="/api")


@blueprint.get("/projects/<project_id>/corrections")
@requires("viewer")
def history(project_id: str) -> Response:
    """Answer what the engine says of a project, what people said, newest first, and what changed in the ledger."""
    refuse_unknown(request.args, ())
    project = _project(project_id)
    versions = [_version(version, project) for version in reversed(store().corrections.history(project.id))]
    says = {
        "project": project.id,
        "name": project.name,
        "revision": versions[0]["revision"] if versions else 0,
        "engine": _location(snapshot().records.locations[project.id]),
        "versions": versions,
    }
    return json_now(says)


@blueprint.post("/projects/<project_id>/corrections")
@requires("editor")
def save(project_id: str) -> Response:
    """Store a new version and answer it with its measures: 201, 409 if somebody was faster, 422 with every fault."""
    project, ground = _project(project_id), ground_today()
    draft, revision = read_draft(project.id, sent_object(request), ground)
    measures = measure(draft.geometry, ground) if draft.geometry is not None else None
    outside = measures is not None and measures.outside_ward
    saved = store().corrections.save(draft, project=project, revision=revision, by=author(), outside_ward=outside)
    source().look()
    return json_now({**_version(saved, project), "measures": asdict(measures) if measures else None}, 201)


@blueprint.post("/projects/<project_id>/corrections/undo")
@requires("editor")
def undo(project_id: str) -> Response:
    """Bring an earlier state back as a new version: the one before the newest, or revision `to` (0: the engine's)."""
    project = _project(project_id)
    wanted, revision = read_undo(sent_object(request))
    saved = store().corrections.undo(wanted, project=project, revision=revision, by=author())
    source().look()
    return json_now(_version(saved, project), 201)


@blueprint.post("/measure")
@requires("editor")
def measured() -> Response:
    """Answer what the shape `geometry` measures in EPSG:9210 and where it lies, or 422 with its faults."""
    geometry, ground = read_shape(sent_object(request).get("geometry")), ground_today()
    faults = [("geometry", sentence) for sentence in find_shape_faults(geometry, ground)]
    if faults:
        raise CorrectionError(faults)
    return json_now(asdict(measure(geometry, ground)))


def _project(project_id: str) -> Project:
    """Return a row of the ledger. Raises UnknownProject."""
    for project in _programme().projects:
        if project.id == project_id:
            return project
    raise UnknownProject(say("Không có dự án này"), value=project_id, remedy=say("Hãy xem mã trong danh sách."))


def _programme() -> Programme:
    return snapshot().records.programme


def ground_today() -> Ground:
    """Return where a correction may lie, worked out once a programme."""
    return _ground_of(_Same(_programme()))


class _Same:
    """A programme as a cache key: the same object, not an equal one, which would cost a look at every row."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme

    def __hash__(self) -> int:
        return id(self.programme)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.programme is self.programme


@lru_cache(maxsize=2)
def _ground_of(same: _Same) -> Ground:
    return city_ground(same.programme.shapes)


def _version(version: Correction, project: Project) -> dict[str, Any]:
    """Write a version for a program: its fields, the geometry as GeoJSON, and what changed in the ledger since."""
    fields = {name: value for name, value in to_fields(version).items() if name not in HIDDEN}
    return fields | {
        "geometry": mapping(version.geometry) if version.geometry is not None else None,
        "outside_ward": version.outside_ward,
        "supersedes": version.supersedes,
        "ledger_changes": list(find_ledger_changes(version, project)),
    }


def _location(location: Location) -> dict[str, Any]:
    """Write what the engine says, to lay beside what people said."""
    return {
        "geometry": mapping(location.geometry) if location.geometry is not None else None,
        "precision": location.precision.value,
        "radius_m": location.radius_m,
        "method": location.method,
        "source": location.source,
        "reason": location.reason,
        "evidence": [evidence.says for evidence in location.evidence],
    }
