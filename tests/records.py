"""Small valid records and files for the tests of the data's rooms; a test says only what is different."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shapely.geometry import Point

from geo.errors import DataError, Fault
from geo.model import (
    Category,
    ClearsMatch,
    Evidence,
    FundingSource,
    Location,
    Place,
    PlaceKind,
    Precision,
    Programme,
    Project,
    ProjectKind,
)
from geo.read import PLACE_COLUMNS, PROJECT_COLUMNS

DATA = Path(__file__).resolve().parent.parent / "data"


def project_cells(**changes: str) -> dict[str, str]:
    """Return the cells of a valid row of the ledger."""
    return {
        "id": "PL3-01",
        "appendix": "3",
        "number": "1",
        "name": "Khu tái định cư Bắc Sông Cấm",
        "kind": "project",
        "category": "resettlement",
        "funding_source": "state_budget",
        "funding_source_raw": "Ngân sách",
        "start_year": "2025",
        "finish_year": "2030",
        "clears": "",
        "clears_match": "none",
        "source": "Phụ lục 3, dòng 1",
    } | changes


def clearance_cells(**changes: str) -> dict[str, str]:
    """Return the cells of a valid clearance of PL3-01."""
    link = {"clears": "PL3-01", "clears_match": "exact"}
    return project_cells(id="PL4-01", appendix="4", kind="clearance", **link) | changes


def place_cells(**changes: str) -> dict[str, str]:
    """Return the cells of a valid row of the gazetteer."""
    return {
        "id": "xa-tan-duong",
        "name": "Xã Tân Dương",
        "aliases": "Tân Dương;xã Tân Dương cũ",
        "kind": "commune",
        "parent": "",
        "lon": "106.6768",
        "lat": "20.8859",
        "radius_m": "1700",
        "size_radius_m": "1210",
        "confidence": "medium",
        "in_ward": "true",
        "valid_from": "",
        "valid_to": "2024-12-31",
        "source": "GADM 4.1",
        "licence": "fact",
        "note": "",
    } | changes


def csv_text(
    columns: Sequence[str], rows: Iterable[Mapping[str, str]], delimiter: str = ",", newline: str = "\n"
) -> str:
    """Return a table as text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator=newline, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_projects(folder: Path, *rows: Mapping[str, str]) -> Path:
    """Write a ledger and return its path."""
    path = folder / "projects.csv"
    path.write_text(csv_text(PROJECT_COLUMNS, rows), encoding="utf-8", newline="")
    return path


def write_places(folder: Path, *rows: Mapping[str, str]) -> Path:
    """Write a gazetteer and return its path."""
    path = folder / "places.csv"
    path.write_text(csv_text(PLACE_COLUMNS, rows), encoding="utf-8", newline="")
    return path


def feature(geometry: Any = None, **changes: Any) -> dict[str, Any]:
    """Return a valid feature of a layer; `changes` are properties."""
    properties = {
        "id": "duong-do-muoi",
        "name": "Đường Đỗ Mười",
        "place": None,
        "kind": "road",
        "uncertainty_m": 20,
        "sketch": False,
        "confidence": "high",
        "source": "OpenStreetMap",
        "licence": "ODbL 1.0",
        "note": "",
    } | changes
    line = {"type": "LineString", "coordinates": [[106.68, 20.87], [106.681, 20.89]]}
    return {"type": "Feature", "id": properties["id"], "geometry": geometry or line, "properties": properties}


def square(clockwise: bool = False) -> dict[str, Any]:
    """Return a square in the ward, its outer ring counter-clockwise unless asked otherwise."""
    ring = [[106.68, 20.88], [106.69, 20.88], [106.69, 20.89], [106.68, 20.89], [106.68, 20.88]]
    return {"type": "Polygon", "coordinates": [ring[::-1] if clockwise else ring]}


def write_layer(folder: Path, *features: Any, name: str = "roads") -> Path:
    """Write a layer and return its path."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def faults_of(read: Callable[[], object]) -> tuple[Fault, ...]:
    """Return the faults that a reading names; a reading that succeeds is a failure of the test."""
    try:
        read()
    except DataError as error:
        return error.faults
    message = "expected DataError"
    raise AssertionError(message)


def project(project_id: str, **changes: Any) -> Project:
    """Return a valid project with this id."""
    appendix, number = int(project_id[2]), int(project_id[4:])
    values: dict[str, Any] = {
        "id": project_id,
        "appendix": appendix,
        "number": number,
        "name": f"Dự án {project_id}",
        "kind": ProjectKind.CLEARANCE if appendix == 4 else ProjectKind.PROJECT,
        "category": Category.ROAD,
        "funding_source": FundingSource.STATE_BUDGET,
        "funding_source_raw": "Ngân sách",
        "start_year": 2025,
        "finish_year": 2030,
        "clears": None,
        "clears_match": ClearsMatch.NONE,
        "source": f"Phụ lục {appendix}, dòng {number}",
    }
    return Project(**(values | changes))


def clearance(project_id: str, clears: str | None, **changes: Any) -> Project:
    """Return a clearance of a work, its link exact unless said otherwise."""
    match = ClearsMatch.EXACT if clears else ClearsMatch.NONE
    return project(project_id, **({"clears": clears, "clears_match": match} | changes))


def place(place_id: str, name: str, *aliases: str) -> Place:
    """Return a place in the ward."""
    return Place(
        place_id, name, aliases, PlaceKind.COMMUNE, None, 106.68, 20.88, 1700.0, "medium", True, "GADM 4.1", "fact"
    )


def located(lon: float = 106.68, lat: float = 20.88, **changes: Any) -> Location:
    """Return a location at a point, known as an area."""
    values: dict[str, Any] = {
        "geometry": Point(lon, lat),
        "precision": Precision.AREA,
        "radius_m": 1700.0,
        "method": "gazetteer",
        "places": ("xa-tan-duong",),
        "evidence": (Evidence("Tân Dương", "xa-tan-duong", "«Tân Dương» là xã Tân Dương cũ."),),
        "source": "GADM 4.1",
    }
    return Location(**(values | changes))


def unlocated(**changes: Any) -> Location:
    """Return a location that says no more than "in the ward"."""
    values: dict[str, Any] = {
        "geometry": None,
        "precision": Precision.WARD,
        "radius_m": 5600.0,
        "method": "ward",
        "reason": "Không rõ vị trí, chỉ biết thuộc phường.",
    }
    return Location(**(values | changes))


def programme(*projects: Project, places: Iterable[Place] = ()) -> Programme:
    """Return a programme of these projects and places."""
    return Programme(projects, tuple(places), (), (), (), ())
