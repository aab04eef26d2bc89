"""OC4IDS 0.9.5 (Open Contracting for Infrastructure Data Standard): the works as a project package.

A work is a project; the clearance of its land is a milestone of it, with the reported share as a metric. A clearance
whose work is not among the rows stands as a project of its own. What is not known is left out: the programme says when
a work is to run, not how far it is, so there is no `status`. Fields of our own begin with `x_`, as the standard allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import orjson
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.export.delivery import Delivery, geometries_of, plain_table
from geo.export.geojson import to_geometry
from geo.model import ProjectKind

VERSION = "0.9"  # major.minor, as the package schema wants it
PUBLISHER = "Phường Thủy Nguyên, thành phố Hải Phòng"
LICENCE_URI = "https://opendatacommons.org/licenses/odbl/1-0/"
PREFIX = "thuy-nguyen-2025-2030-"  # no prefix is registered for the ward: ours says where an id comes from
_ROWS_AT_ONCE = 5_000
_MILESTONE = "x_landClearance"  # milestoneType is an open code list
_UTC_OFFSET = "+07:00"
_MET = {"done": "met", "late": "notMet"}  # what a report says; without one a milestone is only scheduled
Row = dict[str, Any]


def to_oc4ids(delivery: Delivery, path: Path) -> None:
    """Write the delivery as a project package, project by project. `locations` are WGS 84, as the standard wants."""
    notice = delivery.notice
    package = {
        "uri": notice.home or f"urn:x-thuy-nguyen:{notice.version}",
        "publishedDate": _moment(notice.as_of.isoformat()),
        "version": VERSION,
        "publisher": {"name": PUBLISHER},
        "license": LICENCE_URI,
        "x_attribution": notice.attribution,
        "x_licence": notice.licence,
        "x_filter": notice.filter_words,
        "projects": [],
    }
    with path.open("wb") as file:
        file.write(orjson.dumps(package)[:-2])
        for at, project in enumerate(_projects(delivery)):
            file.write((b"," if at else b"") + orjson.dumps(project))
        file.write(b"]}")


def _projects(delivery: Delivery) -> Iterator[Row]:
    """Yield the projects; a clearance whose work is among the rows is told with the work."""
    frame = delivery.frame
    chosen = set(frame["id"])
    clearances = {row["id"]: row for row in _rows(frame[frame["kind"] == ProjectKind.CLEARANCE])}
    for start in range(0, len(frame), _ROWS_AT_ONCE):
        for row in _rows(frame.iloc[start : start + _ROWS_AT_ONCE]):
            if row.get("clears") not in chosen:
                yield _project(row, clearances, delivery)


def _rows(frame: gpd.GeoDataFrame) -> Iterator[Row]:
    """Yield the rows with their geometries, empty cells left out."""
    table = plain_table(frame).assign(geometry=geometries_of(frame))
    for cells in table.astype(object).itertuples(index=False, name=None):
        yield {name: cell for name, cell in zip(table.columns, cells, strict=True) if not _empty(cell)}


def _empty(cell: object) -> bool:
    return cell is None or (not isinstance(cell, BaseGeometry) and bool(pd.isna(cell)))  # type: ignore[call-overload]


def _project(row: Row, clearances: dict[str, Row], delivery: Delivery) -> Row:
    """Return one project; milestone and metric come from the clearance of its land, or from itself if it is one."""
    clearance = row if row["kind"] == "clearance" else clearances.get(row.get("cleared_by", ""))
    project = {
        "id": PREFIX + row["id"],
        "updated": _moment(delivery.notice.as_of.isoformat()),
        "title": row["name"],
        "period": _period(row),
        "sector": sectors(delivery.sectors.get(row["category"], ())),
        "additionalClassifications": _classifications(row, delivery),
        "locations": [_location(row, delivery)],
        "milestones": [_milestone(clearance, delivery.notice.as_of)] if clearance else None,
        "metrics": _metrics(clearance) if clearance else None,
        "x_source": row["source"],
        "x_kind": row["kind"],
        "x_clearance": clearance["id"] if clearance else None,
        "x_clearanceMatch": row["cleared_by_match"] if clearance and clearance is not row else None,
    }
    return {name: value for name, value in project.items() if value}


def _moment(day: str) -> str:
    """Return the beginning of a day in the ward."""
    return f"{day}T00:00:00{_UTC_OFFSET}"


def _period(row: Row) -> Row:
    """Return the years of a row as the first and the last moment of them."""
    found = {}
    if "start_year" in row:
        found["startDate"] = _moment(f"{row['start_year']:04d}-01-01")
    if "finish_year" in row:
        found["endDate"] = f"{row['finish_year']:04d}-12-31T23:59:59{_UTC_OFFSET}"
    return found


def sectors(codes: tuple[str, ...]) -> list[str]:
    """Return sector codes, each after the code it is a part of: `transport`, `transport.road`."""
    found: list[str] = []
    for code in codes:
        for part in (code.partition(".")[0], code):
            if part not in found:
                found.append(part)
    return found


def _classifications(row: Row, delivery: Delivery) -> list[Row]:
    """Return our category and the source of funding as classifications of local schemes."""
    return [
        {"scheme": scheme, "id": row[column], "description": delivery.looks.word(column, row[column])}
        for scheme, column in (("x_category", "category"), ("x_fundingSource", "funding_source"))
    ]


def _location(row: Row, delivery: Delivery) -> Row:
    """Return where a row is and how well that is known; without a place, why there is none."""
    words = [delivery.looks.word("precision", row["precision"]), row.get("reason"), row.get("evidence")]
    found = {
        "id": row["id"],
        "description": ". ".join(part.rstrip(".") for part in words if part),
        "geometry": to_geometry(row.get("geometry")),
        "x_precision": row["precision"],
        "x_radiusM": row.get("radius_m"),
        "x_method": row["method"],
        "x_sketch": row["sketch"],
        "x_source": row.get("location_source"),
    }
    return {name: value for name, value in found.items() if value is not None}


def _milestone(clearance: Row, as_of: date) -> Row:
    """Return the clearance of the land as a milestone: due by the programme, met or not by report alone."""
    found = {
        "id": clearance["id"],
        "title": clearance["name"],
        "type": _MILESTONE,
        "code": clearance["clearance_state"],
        "status": _MET.get(clearance["clearance_state"], "scheduled"),
        "dateModified": _moment(clearance.get("reported_on", as_of.isoformat())),
    }
    if "clearance_deadline" in clearance:
        found["dueDate"] = f"{clearance['clearance_deadline']}T23:59:59{_UTC_OFFSET}"
    return found


def _metrics(clearance: Row) -> list[Row]:
    """Return the reported share of the land as a metric; none without a report."""
    if "progress_share" not in clearance or "reported_on" not in clearance:
        return []
    moment = _moment(clearance["reported_on"])
    observation = {
        "id": clearance["reported_on"],
        "period": {"startDate": moment, "endDate": moment},
        "measure": f"{clearance['progress_share']:g}",
        "unit": {"name": "phần của 1"},
    }
    if "progress_basis" in clearance:
        observation["dimensions"] = {"basis": clearance["progress_basis"]}
    return [{"id": f"{clearance['id']}-x_landHandedOver", "title": "Phần đã bàn giao", "observations": [observation]}]
