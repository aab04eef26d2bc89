"""What people know better than the engine: versions of a project's location, and the overlay that lets them win.

A correction is never edited. Each save is a new version (`revision` 1, 2, 3 … within its project); taking one back is a
new version, too. The newest version speaks: `place` gives a geometry, `no_place` says that none is known, `engine`
gives the word back to the geocoder. Pure: nothing here reads a file, a clock or a database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from geo.errors import GeometryError
from geo.language import Sentence
from geo.model import Evidence, Location, Precision, Project
from geo.moments import day_on_screen, end_of_day, from_text, to_text

DECIMALS = 9
"""Decimals of a degree that are kept: 0.1 mm, so that a VN-2000 corner survives within its millimetre."""

LEDGER_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "name": Sentence("tên"),
        "kind": Sentence("loại"),
        "category": Sentence("nhóm công trình"),
        "funding_source_raw": Sentence("nguồn vốn"),
        "start_year": Sentence("năm bắt đầu"),
        "finish_year": Sentence("năm kết thúc"),
        "clears": Sentence("công trình được giải phóng mặt bằng"),
        "source": Sentence("dòng trong văn bản"),
    }
)
"""The columns of the ledger that a correction was made in view of, with their words."""


FIELDS = (
    "id",
    "project",
    "revision",
    "action",
    "geometry",
    "precision",
    "radius_m",
    "outside_ward",
    "method",
    "source",
    "reason",
    "who",
    "recorded_at",
    "ledger",
    "restores",
)
"""The names of a version's values, in the order in which they are kept."""


class Action(StrEnum):
    """What a version says: here it is, no place is known, or ask the engine again."""

    PLACE = "place"
    NO_PLACE = "no_place"
    ENGINE = "engine"


class Method(StrEnum):
    """How a person came to the place."""

    DRAWN = "drawn"
    TRACED = "traced"
    COORDINATES = "coordinates"
    FILE = "file"
    GPS = "gps"
    STATEMENT = "statement"
    UNDO = "undo"


METHOD_WORDS: Mapping[Method, str] = MappingProxyType(
    {
        Method.DRAWN: Sentence("vẽ trên bản đồ"),
        Method.TRACED: Sentence("vẽ theo đối tượng có trên bản đồ"),
        Method.COORDINATES: Sentence("nhập từ bảng tọa độ"),
        Method.FILE: Sentence("nhập từ tệp"),
        Method.GPS: Sentence("đo bằng GPS"),
        Method.STATEMENT: Sentence("ghi theo văn bản, không vẽ"),
        Method.UNDO: Sentence("hoàn tác"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person sends: `id` is made by the client, so that sending twice stores once.

    `geometry` is WGS 84 (lon, lat) or None for "no place is known"; `radius_m` says within how many metres the truth
    lies with at least 90 %, None only for precision `none`. `source` names the document, `reason` says why.
    """

    id: UUID
    project: str
    geometry: BaseGeometry | None
    precision: Precision
    radius_m: float | None
    method: Method
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Undo:
    """What a person sends to bring an earlier state back; `id` is made by the client.

    `to` is the revision to return to (0: the engine's own answer), None for the one before the newest.
    """

    id: UUID
    reason: str
    to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Draft):
    """One stored version. `ledger` is the project's row as it stood then (`ledger_text`).

    `restores` is the revision whose state an undo brings back (0: the engine's), None for a version that is no undo.
    """

    revision: int
    action: Action
    outside_ward: bool
    who: str
    recorded_at: datetime
    ledger: str
    restores: int | None = None

    @property
    def supersedes(self) -> int | None:
        """The revision this one replaces; None for the first."""
        return self.revision - 1 or None


def action_of(geometry: BaseGeometry | None) -> Action:
    """Return what a draft with this geometry says."""
    return Action.NO_PLACE if geometry is None else Action.PLACE


def tidy(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry as it is kept: 2-D, `DECIMALS` decimals, outer rings counter-clockwise (RFC 7946).

    A ring that is not valid has no direction to put right; it stays as it is, to be refused.
    """
    rounded = shapely.transform(shapely.force_2d(geometry), lambda corners: corners.round(DECIMALS))
    return shapely.orient_polygons(rounded) if rounded.is_valid else rounded


def geometry_text(geometry: BaseGeometry | None) -> str | None:
    """Write a tidy geometry as GeoJSON text: the same geometry always gives the same bytes."""
    if geometry is None:
        return None
    return json.dumps(mapping(tidy(geometry)), separators=(",", ":"), sort_keys=True)


def read_geometry(text: str | None) -> BaseGeometry | None:
    """Read what `geometry_text` wrote. Raises GeometryError for anything else."""
    if text is None:
        return None
    try:
        return shape(json.loads(text))
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, shapely.errors.ShapelyError) as error:
        raise GeometryError(
            Sentence("Không đọc được hình học"), value=text[:80], remedy=Sentence("Hãy gửi GeoJSON WGS 84.")
        ) from error


def ledger_text(project: Project) -> str:
    """Write a project's row as canonical JSON, for later comparison: what the correction was made in view of."""
    row = {name: getattr(project, name) for name in LEDGER_COLUMNS}
    return json.dumps({"id": project.id, **row}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def find_ledger_changes(correction: Correction, project: Project) -> tuple[str, ...]:
    """Return a sentence for each column of the ledger row that changed after the correction; empty if none did."""
    then, now = json.loads(correction.ledger), json.loads(ledger_text(project))
    return tuple(
        Sentence(
            "Sau khi sửa vị trí, {words} trong danh mục đã đổi: {before} → {now}.",
            words=words,
            before=_shown(then.get(name)),
            now=_shown(now[name]),
        )
        for name, words in LEDGER_COLUMNS.items()
        if then.get(name) != now[name]
    )


def untouched(project: str) -> Correction:
    """Return the state before anybody corrected, as a version to copy from: ask the engine."""
    return Correction(
        id=UUID(int=0),
        project=project,
        revision=0,
        action=Action.ENGINE,
        geometry=None,
        precision=Precision.NONE,
        radius_m=None,
        outside_ward=False,
        method=Method.UNDO,
        source="",
        reason="",
        who="",
        recorded_at=datetime.min.replace(tzinfo=UTC),
        ledger="",
    )


def to_fields(correction: Correction) -> dict[str, str | int | float | None]:
    """Write a version as plain values by the names in `FIELDS`: what the store and the file keep."""
    held = {name: getattr(correction, name) for name in FIELDS}
    held |= {name: held[name].value for name in ("action", "precision", "method")}
    return held | {
        "id": str(correction.id),
        "geometry": geometry_text(correction.geometry),
        "outside_ward": int(correction.outside_ward),
        "recorded_at": to_text(correction.recorded_at),
    }


def from_fields(held: Mapping[str, Any]) -> Correction:
    """Read what `to_fields` wrote. Raises GeometryError, ValueError, TypeError or KeyError for anything else."""
    radius_m, restores = held["radius_m"], held["restores"]
    return Correction(
        id=UUID(held["id"]),
        project=str(held["project"]),
        revision=int(held["revision"]),
        action=Action(held["action"]),
        geometry=read_geometry(held["geometry"]),
        precision=Precision(held["precision"]),
        radius_m=None if radius_m is None else float(radius_m),
        outside_ward=bool(held["outside_ward"]),
        method=Method(held["method"]),
        source=str(held["source"]),
        reason=str(held["reason"]),
        who=str(held["who"]),
        recorded_at=from_text(held["recorded_at"]),
        ledger=str(held["ledger"]),
        restores=None if restores is None else int(restores),
    )


def build_location(correction: Correction, project: Project) -> Location:
    """Return the location a `place` or `no_place` version stands for, with who said it, when, from what and why."""
    evidence = (Evidence(project.name, None, _account(correction)),)
    changes = find_ledger_changes(correction, project)
    return Location(
        geometry=correction.geometry,
        precision=correction.precision,
        radius_m=correction.radius_m,
        method=f"correction:{correction.method.value}",
        evidence=evidence + tuple(Evidence("", None, sentence) for sentence in changes),
        source=correction.source,
        outside_ward=correction.outside_ward,
        reason=correction.reason if correction.geometry is None else "",
    )


def newest(corrections: Iterable[Correction], as_of: date) -> dict[str, Correction]:
    """Return the version of each project that spoke at the end of a day (Asia/Ho_Chi_Minh): project id → version."""
    known = [correction for correction in corrections if to_text(correction.recorded_at) < end_of_day(as_of)]
    return {correction.project: correction for correction in sorted(known, key=lambda version: version.revision)}


def apply_corrections(
    locations: Mapping[str, Location],
    corrections: Mapping[str, Correction],
    projects: Mapping[str, Project],
) -> dict[str, Location]:
    """Lay people's word over the engine's: project id → location.

    A correction of a project that left the ledger is passed over (it stays in the store); one with action `engine`
    changes nothing.
    """
    said = {
        key: build_location(correction, projects[key])
        for key, correction in corrections.items()
        if key in projects and correction.action is not Action.ENGINE
    }
    return {**locations, **said}


def _account(correction: Correction) -> str:
    """Tell in one sentence who placed it, when, how, from which document and why."""
    day = day_on_screen(correction.recorded_at)
    verb = Sentence("đặt vị trí") if correction.geometry is not None else Sentence("ghi là chưa rõ vị trí")
    how = METHOD_WORDS[correction.method]
    return Sentence(
        "{who} {verb} ngày {day} ({how}) theo {source}: {reason}",
        who=correction.who,
        verb=verb,
        day=day,
        how=how,
        source=correction.source,
        reason=correction.reason,
    )


def _shown(value: object) -> str:
    return Sentence("không có") if value is None else f"“{value}”"
