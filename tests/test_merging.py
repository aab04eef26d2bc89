"""The rule: an edited GeoPackage is shown whole before it is stored, and stored whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from flask import Flask
from flask.testing import FlaskClient

from geo.export.vector import LAYER
from tests.hostile_files import databases
from tests.signing import post, signed_in, store_of, token

REASON = "Theo quyết định 12/QĐ-UBND"
POINT = {"type": "Point", "coordinates": [106.69, 20.9]}
LAYER_NAMES = [name for kind, (name, _) in LAYER.items() if kind != "none"]


@pytest.fixture
def exported(lan: FlaskClient, tmp_path: Path) -> Path:
    """Return the GeoPackage that an editor downloads."""
    path = tmp_path / "projects.gpkg"
    path.write_bytes(lan.get("/export/projects.gpkg?crs=9210").data)
    return path


def move(path: Path, metres: float, count: int = 1, **cells: Any) -> list[str]:
    """Move the first rows of the first layer that has any, say where the new place is from; return their ids."""
    name = next(name for name in LAYER_NAMES if len(pyogrio.read_dataframe(path, layer=name)) >= count)
    table: gpd.GeoDataFrame = pyogrio.read_dataframe(path, layer=name)
    moved = table.index[:count]
    for at in moved:
        table.loc[at, "geometry"] = shapely.affinity.translate(table.geometry[at], metres, metres)
        for column, cell in {"location_source": "QĐ 12/QĐ-UBND", "radius_m": 25.0, **cells}.items():
            table.loc[at, column] = cell
    pyogrio.write_dataframe(table, path, layer=name, driver="GPKG", append=False)
    return [str(row) for row in table["id"][moved]]


def send(client: FlaskClient, address: str, content: bytes, **fields: str) -> Any:
    data = {"file": (io.BytesIO(content), "sửa.gpkg"), "reason": REASON, **fields}
    return client.post(address, data=data, headers={"X-CSRFToken": token(client), "Accept": "application/json"})


def test_every_change_is_shown_and_nothing_is_stored(people: Flask, lan: FlaskClient, exported: Path) -> None:
    (name,) = move(exported, 30)
    said = send(lan, "/api/merge/check", exported.read_bytes()).get_json()
    (row,) = said["rows"]
    assert (row["project"], row["who"]) == (name, None)
    assert [change["field"] for change in row["changes"]] == ["Hình", "Sai lệch (m)", "Nguồn vị trí"]
    assert all(change["before"] != change["after"] for change in row["changes"])
    assert said["changes"] == 3
    assert store_of(people).corrections.current() == {}


def test_what_was_shown_is_stored_under_who_sent_it(people: Flask, lan: FlaskClient, exported: Path) -> None:
    names = move(exported, 30, count=2)
    content = exported.read_bytes()
    mark = send(lan, "/api/merge/check", content).get_json()["mark"]
    answer = send(lan, "/api/merge", content, mark=mark)
    assert (answer.status_code, answer.get_json()) == (201, {"stored": 2, "projects": names})
    versions = store_of(people).corrections.current()
    assert {(name, version.who, version.reason) for name, version in versions.items()} == {
        (name, "lan.nguyen", REASON) for name in names
    }
    (newest, *_) = store_of(people).audit.newest()
    assert (newest.who, newest.action, newest.detail) == (
        "lan.nguyen", "correction.import", "2 mới trong 2",
    )  # fmt: skip
    shown = lan.get("/api/projects.geojson").get_json()["features"]
    assert {item["properties"]["radius_m"] for item in shown if item["id"] in names} == {25.0}


def test_the_next_look_says_whose_place_it_is(people: Flask, lan: FlaskClient, exported: Path) -> None:
    (name,) = move(exported, 30)
    content = exported.read_bytes()
    send(lan, "/api/merge", content, mark=send(lan, "/api/merge/check", content).get_json()["mark"])
    exported.write_bytes(lan.get("/export/projects.gpkg?crs=9210").data)
    move(exported, 30, count=1)
    (row,) = send(signed_in(people, "minh"), "/api/merge/check", exported.read_bytes()).get_json()["rows"]
    assert (row["project"], row["who"]) == (name, "lan.nguyen")
    assert "/20" in row["when"]


def test_a_row_corrected_since_the_export_stops_the_whole_file(people: Flask, lan: FlaskClient, exported: Path) -> None:
    names = move(exported, 30, count=2)
    content = exported.read_bytes()
    mark = send(lan, "/api/merge/check", content).get_json()["mark"]
    body = {"id": "6b1f7a52-0a0b-4c1d-9e2f-000000000001", "revision": 0, "geometry": POINT, "precision": "surveyed",
            "radius_m": 5, "method": "gps", "source": "QĐ 7", "reason": "Đo lại"}  # fmt: skip
    other = post(signed_in(people, "minh"), f"/api/projects/{names[0]}/corrections", body)
    assert other.status_code == 201, other.text
    answer = send(lan, "/api/merge", content, mark=mark)
    assert answer.status_code == 422
    (fault,) = answer.get_json()["faults"]
    assert names[0] in fault["file"]
    assert "đã có người sửa sau khi xuất" in fault["message"]
    assert fault["value"].startswith("minh, ")
    assert set(store_of(people).corrections.current()) == {names[0]}


def test_all_faults_are_told_and_nothing_is_stored(people: Flask, lan: FlaskClient, exported: Path) -> None:
    move(exported, 30, count=2, name="Tên khác")
    answer = send(lan, "/api/merge/check", exported.read_bytes())
    assert answer.status_code == 422
    assert len(answer.get_json()["faults"]) == 2
    assert store_of(people).corrections.current() == {}


def test_another_file_than_the_one_shown_is_a_conflict(people: Flask, lan: FlaskClient, exported: Path) -> None:
    before = exported.read_bytes()
    move(exported, 30)
    mark = send(lan, "/api/merge/check", exported.read_bytes()).get_json()["mark"]
    exported.write_bytes(before)
    move(exported, 60)
    answer = send(lan, "/api/merge", exported.read_bytes(), mark=mark)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "conflict")
    assert send(lan, "/api/merge", exported.read_bytes()).status_code == 409  # shown nothing, stored nothing
    assert store_of(people).corrections.current() == {}


@pytest.mark.parametrize("address", ["/api/merge", "/api/merge/check"])
def test_only_editors_with_a_token_send(people: Flask, lan: FlaskClient, exported: Path, address: str) -> None:
    data = {"file": (io.BytesIO(exported.read_bytes()), "a.gpkg"), "reason": REASON}
    assert lan.post(address, data=data).status_code in {400, 403}  # without the token of the form
    assert send(signed_in(people, "xem.thoi"), address, exported.read_bytes()).status_code == 403
    assert send(people.test_client(), address, exported.read_bytes()).status_code == 401
    assert signed_in(people, "xem.thoi").get("/merge").status_code == 403


def test_a_reason_and_a_file_are_asked_for(lan: FlaskClient, exported: Path) -> None:
    for fields in ({"reason": "  "}, {"reason": "\u202e\x00ab"}, {"reason": "x" * 1001}):
        answer = send(lan, "/api/merge/check", exported.read_bytes(), **fields)
        assert (answer.status_code, answer.get_json()["faults"][0]["field"]) == (422, "reason")
    answer = lan.post("/api/merge/check", data={"reason": REASON}, headers={"X-CSRFToken": token(lan)})
    assert "Chưa có tệp" in answer.get_json()["detail"]


def test_hostile_files_are_met_with_a_sentence(people: Flask, lan: FlaskClient) -> None:
    """The hostile databases of the uploads come through this door too, as they are and dressed as a GeoPackage."""
    for name, (_, content, *_) in databases().items():
        dressed = b"SQLite format 3\x00" + content[16:68].ljust(52, b"\x00") + b"GPKG" + content[72:]
        for sent in (content, dressed):
            answer = send(lan, "/api/merge/check", sent)
            assert answer.status_code == 422, name
            assert answer.get_json()["detail"], name
    assert store_of(people).corrections.current() == {}
