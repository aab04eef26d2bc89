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
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from geo.corrections.checks import find_faults, measure
from geo.corrections.overlay import Correction, Draft, Method, action_of, geometry_text, ledger_text, tidy
from geo.crs import HAI_PHONG, is_known, to_vn2000, to_wgs84
from geo.errors import DataError, Fault, UploadError
from geo.export.columns import COLUMN, COLUMNS, Kind
from geo.export.delivery import geometries_of, plain_table
from geo.export.vector import BASE_STATE, LAYER, base_states
from geo.landing import Ground
from geo.language import say
from geo.model import Precision, Project

EDITABLE = ("precision", "radius_m", "location_source")
FOLLOWING = frozenset(
    {"method", "sketch", "length_m", "area_m2", "evidence", "places", "zone", "reason"}
)  # of the place
MOVED_M = 0.01  # a shape that moved less did not move: files keep coordinates as they like
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


def read_edited(path: Path) -> gpd.GeoDataFrame:
    """Read the layers of a GeoPackage of ours as one table in WGS 84. Raises `UploadError` for anything else."""
    head = path.read_bytes()[:72] if path.is_file() else b""
    if head[:15] != b"SQLite format 3" or head[68:] != _GEOPACKAGE:
        raise UploadError(
            say("Tệp không phải là GeoPackage"), value=path.name, remedy=say("Hãy chọn tệp .gpkg đã xuất từ bản đồ.")
        )
    there = {name for name, _ in pyogrio.list_layers(path)}
    parts = [_layer(path, name) for name, _ in LAYER.values() if name in there]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    missing = [name for name in ("id", BASE_STATE, *EDITABLE) if name not in table]
    if missing:
        raise UploadError(
            say("Tệp thiếu cột"), value=", ".join(missing), remedy=say("Hãy sửa trên tệp GeoPackage do bản đồ xuất ra.")
        )
    return gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:4326")


def _layer(path: Path, name: str) -> pd.DataFrame:
    """Read one layer, its shapes brought to WGS 84."""
    table = pyogrio.read_dataframe(path, layer=name)
    if not isinstance(table, gpd.GeoDataFrame):
        return pd.DataFrame(table).assign(geometry=None)
    epsg = table.crs.to_epsg() if table.crs is not None else None
    if epsg is None or not is_known(epsg):
        raise UploadError(
            say("Lớp có hệ tọa độ không dùng được"), value=f"{name}: {epsg}", remedy=say("Hãy giữ hệ tọa độ lúc xuất.")
        )
    shapes = [None if shape is None or shape.is_empty else to_wgs84(shape, epsg) for shape in table.geometry]
    found = pd.DataFrame(table.drop(columns="geometry"))
    found["geometry"] = pd.Series(shapes, found.index, dtype=object)
    return found


def find_edits(edited: gpd.GeoDataFrame, frame: gpd.GeoDataFrame, reason: str, ground: Ground) -> Edited:
    """Return what a file changes of the rows of today. Raises `DataError` with every fault, and then nothing holds."""
    now = plain_table(frame).set_index(frame.index).assign(geometry=geometries_of(frame))
    states = base_states(frame)
    faults: list[Fault] = list(_identity_faults(edited, now))
    changes: list[Change] = []
    drafts: list[Draft] = []
    for row in [] if faults else edited.to_dict("records"):  # which row is meant has to be clear first
        found = list(_changes(row, now.loc[row["id"]].to_dict()))
        if found:
            draft = _draft(row, states[row["id"]], reason)
            faults += list(_row_faults(row, states[row["id"]], found)) or _draft_faults(draft, ground)
            changes += found
            drafts.append(draft)
    if faults:
        raise DataError(faults)
    return Edited(tuple(changes), tuple(drafts))


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
    for name in sorted(set(edited["id"][edited["id"].duplicated()].dropna())):
        yield _fault(name, "id", name, say("Mã có ở nhiều dòng"), say("Nếu đã vẽ sang lớp khác, hãy xóa dòng cũ."))


def _changes(row: Mapping[Any, Any], now: Mapping[Any, Any]) -> Iterator[Change]:
    """Find the fields in which a row of the file differs from the row of today."""
    if _moved(row["geometry"], now["geometry"]):
        yield Change(row["id"], "hình", _place(now["geometry"]), _place(row["geometry"]))
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
        kind=shape.geom_type,
        east=shapely.get_x(point),
        north=shapely.get_y(point),
    )


def _shown(cell: object, kind: Kind) -> str:
    """Return a cell so that equal cells are equal texts, whichever program kept them."""
    if cell is None or cell is pd.NA or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if kind in {Kind.INTEGER, Kind.NUMBER}:
        return f"{float(str(cell)):g}"
    return str(bool(cell)) if kind is Kind.BOOLEAN else str(cell)


def _row_faults(row: Mapping[Any, Any], state: str, changes: list[Change]) -> Iterator[Fault]:
    """Find what may not be edited, and rows that somebody corrected since the export."""
    allowed = {"hình", *(COLUMN[name].vi for name in EDITABLE)}
    for change in changes:
        if change.field not in allowed:
            yield _fault(
                row["id"],
                change.field,
                change.after,
                say("Cột này không sửa ở đây"),
                say("Hãy trả lại: {before!r}.", before=change.before),
            )
    if str(row["precision"]) not in tuple(Precision):
        remedy = say("Giá trị được phép: {allowed}.", allowed=", ".join(Precision))
        yield _fault(row["id"], "precision", row["precision"], say("Không có mức chính xác này"), remedy)
    if row[BASE_STATE] != state:
        remedy = say("Hãy xuất lại tệp rồi sửa trên bản mới.")
        yield _fault(row["id"], None, None, say("Vị trí đã có người sửa sau khi xuất tệp"), remedy)


def _draft(row: Mapping[Any, Any], state: str, reason: str) -> Draft:
    """Return the state that a row is to have. Its id is made of what it says: sent twice, it is stored once."""
    shape = None if row["geometry"] is None else tidy(row["geometry"])
    radius = row["radius_m"]
    said = [str(row[name]) for name in ("id", *EDITABLE)] + [state, reason, geometry_text(shape) or ""]
    known = {str(code): code for code in Precision}
    return Draft(
        id=uuid.uuid5(_NAMESPACE, "\n".join(said)),
        project=row["id"],
        geometry=shape,
        precision=known.get(str(row["precision"]), Precision.NONE),
        radius_m=None if pd.isna(radius) else float(radius),
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
