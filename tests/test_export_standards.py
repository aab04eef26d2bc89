"""The rule: OC4IDS and the planning class of Thông tư 16/2025 hold what is known, in their own words, and nothing else.

No package carries the schema of OC4IDS, so what it says of the fields we write stands below in our words: after the
schemas, code lists and change log of open-contracting/infrastructure (Apache-2.0) as far as they were at hand, 0.9.4.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pyogrio
import pytest

from geo.export.formats import FORMATS, write_export
from geo.export.oc4ids import PREFIX, sectors
from geo.frame import select
from geo.model import ProjectKind, Query
from tests.deliveries import sample_delivery
from tests.rfc7946 import problems

MOMENT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$"}
TEXT = {"type": "string", "minLength": 1}
LOCATION = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": TEXT,
        "description": TEXT,
        "geometry": {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"enum": ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]},
                "coordinates": {"type": "array"},
            },
        },
    },
}
MILESTONE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": TEXT,
        "title": TEXT,
        "type": TEXT,
        "code": TEXT,
        "dueDate": MOMENT,
        "dateModified": MOMENT,
        "status": {"enum": ["scheduled", "met", "notMet", "partiallyMet"]},
    },
}
SECTORS = {
    *("education", "health", "energy", "communications", "waterAndWaste", "governance", "economy", "socialHousing"),
    *("cultureSportsAndRecreation", "naturalResources", "naturalResources.floodProtection", "transport"),
    *(f"transport.{code}" for code in ("air", "water", "rail", "road", "urban", "lowCarbon")),
    *(f"energy.{code}" for code in ("solar", "wind", "hydropower", "biomass", "geothermal")),
}
OBSERVATION = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": TEXT,
        "period": {"type": "object", "properties": {"startDate": MOMENT, "endDate": MOMENT}, "minProperties": 1},
        "measure": {"type": ["string", "number"]},
        "unit": {"type": "object", "properties": {"name": TEXT}, "minProperties": 1},
        "dimensions": {"type": "object", "minProperties": 1, "additionalProperties": TEXT},
    },
    "additionalProperties": False,
}
METRIC = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": TEXT, "title": TEXT, "observations": {"type": "array", "items": OBSERVATION, "minItems": 1}},
}
PROJECT = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": TEXT,
        "updated": MOMENT,
        "title": TEXT,
        "status": {"enum": ["identification", "preparation", "implementation", "completion", "completed", "cancelled"]},
        "period": {"type": "object", "properties": {"startDate": MOMENT, "endDate": MOMENT}},
        "sector": {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True},
        "additionalClassifications": {"type": "array", "uniqueItems": True},
        "locations": {"type": "array", "items": LOCATION, "uniqueItems": True},
        "milestones": {"type": "array", "items": MILESTONE},
        "metrics": {"type": "array", "items": METRIC},
    },
    "patternProperties": {"^x_": {}},
    "additionalProperties": False,
}
PACKAGE = {
    "type": "object",
    "required": ["uri", "publisher", "publishedDate", "projects", "version"],
    "properties": {
        "uri": {"type": "string", "pattern": "^[a-z]+:"},
        "publishedDate": MOMENT,
        "version": {"type": "string", "pattern": r"^(\d+\.)(\d+)$"},
        "publisher": {"type": "object", "required": ["name"]},
        "license": {"type": "string", "pattern": "^https://"},
        "projects": {"type": "array", "minItems": 1, "uniqueItems": True, "items": PROJECT},
    },
    "patternProperties": {"^x_": {}},
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("oc4ids") / "projects.oc4ids.json"
    write_export(sample_delivery(), FORMATS["oc4ids"], path)
    return json.loads(path.read_bytes())


def test_package_keeps_the_schema(package: Any) -> None:
    jsonschema.validate(package, PACKAGE)
    names = [project["id"] for project in package["projects"]]
    assert len(set(names)) == len(names)


def empties(value: Any, where: str = "") -> list[str]:
    """Return where a document holds an empty text, list or object: the schema refuses them since 0.9.3."""
    if isinstance(value, dict | list) and value:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return [found for key, part in pairs for found in empties(part, f"{where}/{key}")]
    return [where] if value in ("", [], {}, None) else []


def test_nothing_in_the_package_is_empty(package: Any) -> None:
    assert empties(package) == []


def test_closed_and_open_lists_hold_codes_of_the_standard(package: Any) -> None:
    """Sectors are an open list, and still none of ours is invented; a milestone type of our own is marked as such."""
    for project in package["projects"]:
        assert set(project["sector"]) <= SECTORS
        assert {item["type"] for item in project.get("milestones", ())} <= {"x_landClearance"}
        assert all(item["scheme"].startswith("x_") for item in project["additionalClassifications"])


def test_a_clearance_is_a_milestone_of_its_work_or_stands_alone(package: Any) -> None:
    by_id = {project["id"].removeprefix(PREFIX): project for project in package["projects"]}
    frame = sample_delivery().frame
    for name, clears in zip(frame["id"], frame["clears"], strict=True):
        if isinstance(clears, str):
            assert name not in by_id
            assert [item["id"] for item in by_id[clears]["milestones"]] == [name]
            assert by_id[clears]["x_clearanceMatch"] in {"exact", "probable"}
    assert by_id["PL4-02"]["x_kind"] == "clearance"  # its work is in no appendix


def test_nothing_is_said_that_nobody_reported(package: Any) -> None:
    """Without a report there is no status, no metric, and a milestone is only scheduled."""
    for project in package["projects"]:
        assert "status" not in project
        assert "metrics" not in project
        assert all(item["status"] == "scheduled" for item in project.get("milestones", ()))


def test_a_report_makes_a_metric(tmp_path: Path) -> None:
    delivery = sample_delivery()
    frame = delivery.frame.copy()
    frame.loc["PL4-02", "progress_share"] = 0.425
    frame.loc["PL4-02", "reported_on"] = frame["clearance_deadline"].dropna().iloc[0]
    frame.loc["PL4-02", ["progress_basis", "clearance_state"]] = ["area", "late"]
    write_export(replace(delivery, frame=frame), FORMATS["oc4ids"], tmp_path / "projects.json")
    found = json.loads((tmp_path / "projects.json").read_bytes())
    jsonschema.validate(found, PACKAGE)
    assert empties(found) == []
    project = next(item for item in found["projects"] if item["id"] == f"{PREFIX}PL4-02")
    assert project["metrics"][0]["observations"][0]["measure"] == "0.425"
    assert project["milestones"][0]["status"] == "notMet"


def test_places_are_wgs84_and_say_how_sure_they_are(package: Any) -> None:
    for project in package["projects"]:
        (place,) = project["locations"]
        assert place["x_precision"]
        assert place["description"]
        if "geometry" in place:
            feature = {"type": "Feature", "id": place["id"], "geometry": place["geometry"], "properties": {}}
            assert problems(json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()) == []
        else:
            assert place["x_precision"] in {"ward", "none"}


def test_sectors_come_with_their_parents(package: Any) -> None:
    assert sectors(("transport.road",)) == ["transport", "transport.road"]
    assert sectors(("waterAndWaste", "naturalResources.floodProtection")) == [
        "waterAndWaste", "naturalResources", "naturalResources.floodProtection",
    ]  # fmt: skip
    assert all(project["sector"] for project in package["projects"])


def test_a_choice_of_clearances_is_a_list_of_projects(tmp_path: Path) -> None:
    delivery = sample_delivery()
    chosen = select(delivery.frame, Query(kind=frozenset({ProjectKind.CLEARANCE})))
    write_export(replace(delivery, frame=chosen), FORMATS["oc4ids"], tmp_path / "projects.json")
    found = json.loads((tmp_path / "projects.json").read_bytes())
    jsonschema.validate(found, PACKAGE)
    assert len(found["projects"]) == 18


def test_planning_class_has_its_fields_and_known_outlines_only(tmp_path: Path) -> None:
    path = tmp_path / "DuAnLienQuan_A.gpkg"
    write_export(sample_delivery(9210), FORMATS["tt16"], path)
    assert [name for name, _ in pyogrio.list_layers(path)] == ["DuAnLienQuan_A"]
    table = pyogrio.read_dataframe(path)
    assert list(table.columns)[:-1] == [
        "maThongTinQH", "maHoSoQH", "maDoiTuong", "tenDoiTuong", "phanLoai", "ghiChu",
    ]  # fmt: skip
    assert table.crs.to_epsg() == 9210
    assert table["maHoSoQH"].isna().all()
    frame = sample_delivery().frame.loc[table["maDoiTuong"]]
    assert len(table) > 0
    assert not frame["sketch"].any()
    assert table["ghiChu"].str.contains("Tính đến ngày 24/11/2026").all()
