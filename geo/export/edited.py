"""The way back: a GeoPackage of ours, edited in QGIS → what changed, field by field → versions to store.

What may be edited is where a row is and how well that is known; names and years belong to the programme and come back
unchanged or not at all. Each row carries a mark of the state it was exported in (`base_state`): if somebody has
corrected the row since, nothing is overwritten. All faults of a file are told at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.corrections.checks import find_faults, measure
from geo.corrections.draft import read_source
from geo.corrections.overlay import Correction, Draft, Method, action_of, geometry_text, ledger_text, tidy
from geo.crs import HAI_PHONG, is_known, to_vn2000, to_wgs84
from geo.errors import CorrectionError, DataError, Fault, UploadError
from geo.export.columns import COLUMN, COLUMNS, Kind
from geo.export.delivery import geometries_of, plain_table
from geo.export.vector import BASE_STATE, LAYER, MARK, base_states, edit_marks
from geo.landing import Ground
from geo.language import Sentence, said, say
from geo.model import Precision, Project
from geo.moments import on_screen
from geo.upload import Layer, Limits, read_upload
from geo.upload.sniff import shown_name

SHAPE = Sentence("Hình")  # how a change of the geometry is headed
_SHAPES = (Sentence("Điểm"), Sentence("Tuyến"), Sentence("Vùng"))  # by dimension
EDITABLE = ("precision", "radius_m", "location_source")
OF_THE_PLACE = ("method", "sketch", "length_m", "area_m2", "evidence", "places", "zone", "reason", "outside_ward")
OF_THE_DAY = (
    *("clearance_state", "clearance_end", "days_late", "progress_class", "progress_share", "progress_basis"),
    *("reported_on", "hotspot_rank", "hotspot_score"),
)
FOLLOWING = frozenset({*OF_THE_PLACE, *OF_THE_DAY})  # worked out: they change by themselves and are not compared
MOVED_M = 0.01  # a shape that moved less did not move: files keep coordinates as they like
LIMITS = Limits(features=50_000, vertices=2_000_000, text_length=32_767)  # a whole programme, not one drawing
_GEOPACKAGE = b"GPKG"  # application id, at offset 68 of the file
_NAMESPACE = uuid.UUID("6f0d7c1e-2f51-5a0e-9d5e-6c1f0b9a4c55")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row: what it was and what the file says, as people read them."""

    project: str
    field: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """The change in one line."""
        return f"{self.project}, {self.field}: {self.before or 'trống'} → {self.after or 'trống'}"


@dataclass(frozen=True, slots=True)
class Edited:
    """What a file changes: the single changes, and the state that each changed row is to have."""

    changes: tuple[Change, ...]
    drafts: tuple[Draft, ...]


def read_edited(filename: str, data: bytes) -> gpd.GeoDataFrame:
    """Read our layers of a GeoPackage as one table in WGS 84, through the door of strangers' files (`geo.upload`).

    `attrs["notes"]` says what was left out: rows without a shape are not read. Raises `UploadError` for anything else.
    """
    if data[:15] != b"SQLite format 3" or data[68:72] != _GEOPACKAGE:
        raise UploadError(
            say("Tệp không phải là GeoPackage"),
            value=shown_name(filename),
            remedy=say("Hãy chọn tệp .gpkg đã xuất từ bản đồ."),
        )
    upload = read_upload(filename, data, LIMITS)
    ours = {name for name, _ in LAYER.values()}
    rows = [row for layer in upload.layers if layer.name in ours for row in _rows(layer)]
    table = pd.DataFrame(rows)
    missing = [name for name in ("id", BASE_STATE, *EDITABLE) if name not in table]
    if missing:
        raise UploadError(
            say("Tệp thiếu cột"), value=", ".join(missing), remedy=say("Hãy sửa trên tệp GeoPackage do bản đồ xuất ra.")
        )
    found = gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:4326")
    found.attrs["notes"] = upload.notes
    return found


def _rows(layer: Layer) -> Iterator[dict[str, Any]]:
    """Yield the rows of one layer, their shapes brought to WGS 84."""
    epsg = layer.crs.epsg
    if epsg is None or not is_known(epsg):
        raise UploadError(
            say("Lớp có hệ tọa độ không dùng được"),
            value=f"{layer.name}: {layer.crs.words or epsg}",
            remedy=say("Hãy giữ hệ tọa độ lúc xuất."),
        )
    for feature in layer.features:
        yield {**feature.properties, "geometry": to_wgs84(feature.geometry, epsg)}


def find_edits(
    edited: gpd.GeoDataFrame,
    frame: gpd.GeoDataFrame,
    reason: str,
    ground: Ground,
    newest: Mapping[str, Correction] = MappingProxyType({}),
) -> Edited:
    """Return what a file changes of the rows of today. Raises `DataError` with every fault, and then nothing holds.

    `newest` has the newest version of each corrected row: it names who was faster.
    """
    now = plain_table(frame).set_index(frame.index).assign(geometry=geometries_of(frame))
    states = base_states(frame)
    faults: list[Fault] = list(_identity_faults(edited, now))
    changes: list[Change] = []
    drafts: list[Draft] = []
    touched = [] if faults else _touched(edited, states)  # which row is meant has to be clear first
    for row in touched:
        found = list(_changes(row, now.loc[row["id"]].to_dict()))
        if found:
            draft = _draft(row, states[row["id"]], reason)
            overtaken = None if _is_current(row, states) else _overtaken(row["id"], newest.get(row["id"]))
            told = [overtaken] if overtaken else list(_row_faults(row, found))
            faults += told or _draft_faults(draft, ground)
            changes += found
            drafts.append(draft)
    if faults:
        raise DataError(faults)
    return Edited(tuple(changes), tuple(drafts))


def _touched(edited: gpd.GeoDataFrame, states: Mapping[str, str]) -> list[dict[Any, Any]]:
    """Return the rows of a file without those that somebody else corrected since and nobody touched in the file."""
    shapes = np.asarray(edited.geometry.array, dtype=object)
    marks = edit_marks(shapes, edited["precision"], edited["radius_m"], edited["location_source"])
    rows = zip(edited.to_dict("records"), marks, strict=True)
    return [row for row, mark in rows if _is_current(row, states) or not str(row[BASE_STATE]).endswith(mark)]


def _is_current(row: Mapping[Any, Any], states: Mapping[str, str]) -> bool:
    """Tell whether a row was exported in the state that it has today."""
    return str(row[BASE_STATE])[:MARK] == states[row["id"]][:MARK]


def _fault(project: object, column: str | None, value: object, message: str, remedy: str) -> Fault:
    return Fault(
        say("dòng {project}", project=project), None, column, None if value is None else str(value), message, remedy
    )


def _identity_faults(edited: gpd.GeoDataFrame, now: pd.DataFrame) -> Iterator[Fault]:
    """Find rows without a known id, and ids that stand twice."""
    for name in edited["id"][~edited["id"].isin(now.index)]:
        yield _fault(
            name, "id", name, say("Mã này không có trong chương trình"), say("Hãy giữ nguyên cột id; không thêm dòng.")
        )
    for name in sorted(set(edited["id"][edited["id"].duplicated()].dropna()), key=str):
        yield _fault(name, "id", name, say("Mã có ở nhiều dòng"), say("Nếu đã vẽ sang lớp khác, hãy xóa dòng cũ."))


def _changes(row: Mapping[Any, Any], now: Mapping[Any, Any]) -> Iterator[Change]:
    """Find the fields in which a row of the file differs from the row of today."""
    if _moved(row["geometry"], now["geometry"]):
        yield Change(row["id"], SHAPE, _place(now["geometry"]), _place(row["geometry"]))
    for column in COLUMNS:
        if column.name in FOLLOWING or column.name not in row:
            continue
        before, after = _shown(now[column.name], column.kind), _shown(row[column.name], column.kind)
        if before != after:
            yield Change(row["id"], column.vi, before, after)


def _moved(one: BaseGeometry | None, other: BaseGeometry | None) -> bool:
    """Tell whether two shapes are more than a centimetre apart somewhere."""
    if one is None or other is None:
        return one is not other
    if shapely.get_dimensions(one) != shapely.get_dimensions(other):
        return True
    return bool(shapely.hausdorff_distance(to_vn2000(one), to_vn2000(other)) > MOVED_M)


def _place(shape: BaseGeometry | None) -> str:
    """Return a shape in words: its kind and a point on it, as easting and northing."""
    if shape is None:
        return ""
    point = shapely.point_on_surface(to_vn2000(shape, HAI_PHONG))
    return say(
        "{kind} ở E {east:.2f}, N {north:.2f}",
        kind=said(_SHAPES[int(shapely.get_dimensions(shape))]),
        east=shapely.get_x(point),
        north=shapely.get_y(point),
    )


def _shown(cell: object, kind: Kind) -> str:
    """Return a cell so that equal cells are equal texts, whichever program kept them."""
    if cell is None or cell is pd.NA or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if kind in {Kind.INTEGER, Kind.NUMBER}:
        number = _number(cell)
        return str(cell) if number is None else f"{number:g}"
    if kind is Kind.BOOLEAN:
        return str(bool(cell))
    letters = (letter for letter in str(cell) if letter.isprintable() or letter == "\n")  # what the door lets through
    return " ".join("".join(letters).split())


def _number(cell: object) -> float | None:
    """Return a cell as a number; None for one that is none, whatever type its column promises."""
    try:
        number = float(str(cell))
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _row_faults(row: Mapping[Any, Any], changes: list[Change]) -> Iterator[Fault]:
    """Find what may not be edited, a source that the form would refuse, and a precision class that there is not.

    A source that nobody touched is our own, and may be longer than what is typed.
    """
    allowed = {SHAPE, *(COLUMN[name].vi for name in EDITABLE)}
    for change in changes:
        if change.field not in allowed:
            yield _fault(
                row["id"],
                change.field,
                change.after,
                say("Cột này không sửa ở đây"),
                say("Hãy trả lại: {before!r}.", before=change.before),
            )
        elif change.field == COLUMN["location_source"].vi and change.after:
            yield from _source_faults(row["id"], change.after)
    if str(row["precision"]) not in tuple(Precision):
        remedy = say("Giá trị được phép: {allowed}.", allowed=", ".join(Precision))
        yield _fault(row["id"], "precision", row["precision"], say("Không có mức chính xác này"), remedy)


def _source_faults(project: str, source: str) -> Iterator[Fault]:
    """Find what the form would refuse of a source: its length."""
    try:
        read_source(source)
    except CorrectionError as error:
        yield from (_fault(project, "location_source", None, sentence, "") for _, sentence in error.faults)


def _overtaken(project: str, by: Correction | None) -> Fault:
    """Return the fault of a row that somebody corrected after the export, who and when where it is known.

    What else differs then may well come of that, and is not told.
    """
    words = say("{who}, {when}", who=by.who, when=on_screen(by.recorded_at)) if by else None
    remedy = say("Hãy xuất lại tệp rồi sửa trên bản mới.")
    return _fault(project, None, words, say("Vị trí đã có người sửa sau khi xuất tệp"), remedy)


def _draft(row: Mapping[Any, Any], state: str, reason: str) -> Draft:
    """Return the state that a row is to have. Its id is made of what it says: sent twice, it is stored once."""
    shape = None if row["geometry"] is None else tidy(row["geometry"])
    told = [str(row[name]) for name in ("id", *EDITABLE)] + [state, reason, geometry_text(shape) or ""]
    known = {str(code): code for code in Precision}
    return Draft(
        id=uuid.uuid5(_NAMESPACE, "\n".join(told)),
        project=row["id"],
        geometry=shape,
        precision=known.get(str(row["precision"]), Precision.NONE),
        radius_m=_number(row["radius_m"]),
        method=Method.FILE,
        source=_shown(row["location_source"], Kind.TEXT),
        reason=reason,
    )


def _draft_faults(draft: Draft, ground: Ground) -> list[Fault]:
    """Find every rule of corrections that a draft breaks."""
    found = [_fault(draft.project, name, None, sentence, "") for name, sentence in find_faults(draft, ground)]
    if not draft.source:
        found.append(
            _fault(draft.project, "location_source", None, say("Thiếu nguồn của vị trí"), say("Hãy ghi tên văn bản."))
        )
    return found


def to_versions(
    edited: Edited,
    projects: Mapping[str, Project],
    revisions: Mapping[str, int],
    who: str,
    now: datetime,
    ground: Ground,
) -> list[Correction]:
    """Return the versions to store: each follows the newest of its project, whose number `revisions` has (0: none)."""
    versions = []
    for draft in edited.drafts:
        outside = draft.geometry is not None and measure(draft.geometry, ground).outside_ward
        versions.append(
            Correction(
                **{name: getattr(draft, name) for name in Draft.__slots__},
                revision=revisions.get(draft.project, 0) + 1,
                action=action_of(draft.geometry),
                outside_ward=outside,
                who=who,
                recorded_at=now,
                ledger=ledger_text(projects[draft.project]),
            )
        )
    return versions
