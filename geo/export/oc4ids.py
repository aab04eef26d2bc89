"""OC4IDS 0.9.5 (Open Contracting for Infrastructure Data Standard): the works as a project package.

A work is a project; the clearance of its land is a milestone of it, with the reported share as a metric. A clearance
whose work is not among the rows stands as a project of its own. What is not known is left out: the programme says when
a work is to run, not how far it is, so there is no `status`, nor when it was last looked at, so there is no `updated`.
Fields and codes of our own begin with `x_`, as the standard allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import geopandas as gpd
import orjson
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.errors import EmptyExport
from geo.export.delivery import Delivery, Notice, geometries_of, plain_table
from geo.export.geojson import to_geometry
from geo.language import say
from geo.model import ProjectKind

VERSION = "0.9"  # major.minor, as the package schema wants it
PUBLISHER = "Phường Thủy Nguyên, thành phố Hải Phòng"
LICENCE_URI = "https://opendatacommons.org/licenses/odbl/1-0/"
PROGRAMME = "thuy-nguyen-2025-2030"  # the list that our ids are taken from; stands before them until one is registered
LANGUAGE = "vi"  # of names and sources; the standard takes a project without one for English
_ROWS_AT_ONCE = 5_000
_MILESTONE = "x_landClearance"  # milestoneType is an open code list
_HANDED_OVER = "x_landHandedOver"  # and metricID
_MAKES_ROOM = "x_clearanceFor"  # relatedProject is one as well
_ONE = "C62"  # the unit "one" of UN/CEFACT Recommendation 20
_UTC_OFFSET = "+07:00"
_MET = {"done": "met", "late": "notMet"}  # what a report says; without one a milestone is only scheduled
Row = dict[str, Any]


def to_oc4ids(delivery: Delivery, path: Path) -> None:
    """Write the delivery as a project package, project by project. `locations` are WGS 84, as the standard wants.

    Raises `EmptyExport` for no rows: a package holds at least one project.
    """
    if delivery.frame.empty:
        raise EmptyExport(
            say("Không dòng nào hợp với bộ lọc, mà OC4IDS không có tệp rỗng"),
            remedy=say("Hãy bớt điều kiện lọc, hoặc lấy định dạng khác."),
        )
    notice = delivery.notice
    package = {
        "uri": notice.home or _name(notice),
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


def _name(notice: Notice) -> str:
    """Return a name of a package without an address: another one for another choice of rows, day or data."""
    return uuid5(NAMESPACE_URL, f"{PROGRAMME}:{notice.version}:{notice.as_of}:{notice.filter_words}").urn


def _projects(delivery: Delivery) -> Iterator[Row]:
    """Yield the projects; a clearance whose work is among the rows is told with the work."""
    frame = delivery.frame
    chosen = set(frame["id"])
    clearances = {row["id"]: row for row in _rows(frame[frame["kind"] == ProjectKind.CLEARANCE])}
    for start in range(0, len(frame), _ROWS_AT_ONCE):
        for row in _rows(frame.iloc[start : start + _ROWS_AT_ONCE]):
            if row.get("clears") not in chosen:
                yield _project(row, clearances, delivery)


def project_id(row: str, register: str = "") -> str:
    """Return the id of a project: that of its row, after the prefix registered for the publisher if there is one."""
    return f"{register or PROGRAMME}-{row}"


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
        "id": project_id(row["id"], delivery.register),
        "identifiers": [{"id": row["id"], "scheme": PROGRAMME}],
        "language": LANGUAGE,
        "title": row["name"],
        "period": _period(row),
        "sector": sectors(delivery.sectors.get(row["category"], ())),
        "additionalClassifications": _classifications(row, delivery),
        "locations": [_location(row, delivery)],
        "milestones": [_milestone(clearance)] if clearance else None,
        "metrics": _metrics(clearance) if clearance else None,
        "relatedProjects": _related(row, delivery.register),
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
    told = (delivery.looks.word("precision", row["precision"]), row.get("reason"), row.get("evidence"))
    words = dict.fromkeys(part.rstrip(".") for part in told if part)  # reason and evidence may be one sentence
    found = {
        "id": row["id"],
        "description": ". ".join(words),
        "geometry": to_geometry(row.get("geometry")),
        "x_precision": row["precision"],
        "x_radiusM": row.get("radius_m"),
        "x_method": row["method"],
        "x_sketch": row["sketch"],
        "x_source": row.get("location_source"),
    }
    return {name: value for name, value in found.items() if value is not None}


def _related(row: Row, register: str) -> list[Row]:
    """Return the work that a clearance makes room for; only a clearance that stands alone names one."""
    if "clears" not in row:
        return []
    work = row["clears"]
    named = {"id": work, "scheme": "oc4ids", "identifier": project_id(work, register), "relationship": _MAKES_ROOM}
    return [named]


def _milestone(clearance: Row) -> Row:
    """Return the clearance of the land as a milestone: due by the programme, met or not by report alone."""
    found = {
        "id": clearance["id"],
        "title": clearance["name"],
        "type": _MILESTONE,
        "status": _MET.get(clearance["clearance_state"], "scheduled"),
        "x_state": clearance["clearance_state"],
    }
    if "reported_on" in clearance:
        found["dateModified"] = _moment(clearance["reported_on"])
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
        "measure": clearance["progress_share"],
        "unit": {"name": "phần của 1", "scheme": "UNCEFACT", "id": _ONE},
    }
    if "progress_basis" in clearance:
        observation["dimensions"] = {"basis": clearance["progress_basis"]}
    return [{"id": _HANDED_OVER, "title": "Phần đã bàn giao", "observations": [observation]}]
