"""The rule: OC4IDS and the planning class of Thông tư 16/2025 hold what is known, in their own words, and nothing else.

`tests/oc4ids_schema.py` holds what OC4IDS 0.9.5 says of the fields that we write.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pyogrio
import pytest

from geo.errors import EmptyExport
from geo.export.formats import FORMATS, write_export
from geo.export.oc4ids import PROGRAMME, sectors
from geo.frame import select
from geo.model import ProjectKind, Query
from tests.deliveries import sample_delivery
from tests.oc4ids_schema import PACKAGE
from tests.rfc7946 import problems

PREFIX = f"{PROGRAMME}-"


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


def moments(value: Any) -> list[str]:
    """Return every text of a document that has a time in it."""
    if isinstance(value, dict | list):
        return [found for part in (value.values() if isinstance(value, dict) else value) for found in moments(part)]
    return [value] if isinstance(value, str) and value[10:11] == "T" else []


def test_every_moment_is_one_of_the_calendar(package: Any) -> None:
    assert all(datetime.fromisoformat(moment).utcoffset() for moment in moments(package))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("projects",), []),
        (("projects", 0, "status"), "completed"),  # until 0.9.3
        (("projects", 0, "budgetBreakdown"), [{"id": "1"}]),
        (("projects", 0, "sector"), ["roads"]),
        (("projects", 0, "sector"), ["transport", "transport"]),
        (("projects", 0, "title"), " "),
        (("projects", 0, "ourOwn"), "không có x_"),
        (("projects", 0, "period", "endDate"), "2026-12-31"),
        (("projects", 0, "locations", 0, "geometry"), {"type": "GeometryCollection", "coordinates": [[0, 0]]}),
        (("uri",), "bản đồ"),
    ],
)
def test_the_schema_refuses_what_the_standard_refuses(package: Any, path: tuple[str | int, ...], value: object) -> None:
    changed = json.loads(json.dumps(package))
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed, PACKAGE)


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
        assert "updated" not in project
        assert all(item["status"] == "scheduled" for item in project.get("milestones", ()))
        assert all("dateModified" not in item for item in project.get("milestones", ()))


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
    assert project["metrics"][0]["observations"][0]["measure"] == 0.425
    assert project["milestones"][0]["status"] == "notMet"
    assert project["milestones"][0]["dateModified"] == project["metrics"][0]["observations"][0]["period"]["endDate"]


def test_places_are_wgs84_and_say_how_sure_they_are(package: Any) -> None:
    for project in package["projects"]:
        (place,) = project["locations"]
        assert place["x_precision"]
        told = place["description"].split(". ")
        assert len(told) == len(set(told))
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
    named = {project["id"]: project.get("relatedProjects", []) for project in found["projects"]}
    works = chosen["clears"].dropna()
    assert {name: rows[0]["identifier"] for name, rows in named.items() if rows} == {
        f"{PREFIX}{row}": f"{PREFIX}{work}" for row, work in works.items()
    }
    assert len(works) == 17


def test_no_rows_are_refused_since_a_package_holds_a_project(tmp_path: Path) -> None:
    delivery = sample_delivery()
    with pytest.raises(EmptyExport, match="bớt điều kiện lọc"):
        write_export(replace(delivery, frame=delivery.frame.iloc[:0]), FORMATS["oc4ids"], tmp_path / "projects.json")
    assert not list(tmp_path.iterdir())


def test_a_registered_prefix_stands_before_every_id(tmp_path: Path) -> None:
    delivery = replace(sample_delivery(), register="oc4ids-abc123")
    chosen = select(delivery.frame, Query(kind=frozenset({ProjectKind.CLEARANCE})))
    write_export(replace(delivery, frame=chosen), FORMATS["oc4ids"], tmp_path / "projects.json")
    found = json.loads((tmp_path / "projects.json").read_bytes())
    jsonschema.validate(found, PACKAGE)
    for project in found["projects"]:
        assert project["id"] == f"oc4ids-abc123-{project['identifiers'][0]['id']}"
        assert all(item["identifier"].startswith("oc4ids-abc123-") for item in project.get("relatedProjects", ()))


def test_each_choice_is_a_package_of_its_own(tmp_path: Path) -> None:
    """Without an address of the map the name of a package comes from its data, its day and its filter."""
    delivery = sample_delivery()
    names = set()
    for words in ("Toàn bộ các dòng", "Phụ lục: 4", "Phụ lục: 4"):
        notice = replace(delivery.notice, home="", filter_words=words)
        write_export(replace(delivery, notice=notice), FORMATS["oc4ids"], tmp_path / "projects.json")
        found = json.loads((tmp_path / "projects.json").read_bytes())
        jsonschema.validate(found, PACKAGE)
        names.add(found["uri"])
    assert len(names) == 2


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
