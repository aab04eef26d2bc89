"""The rule: editors save a place with its source and reason; the second of two is told; the map shows it at once."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shapely.geometry import shape

from tests.signing import post, signed_in, store_of, token

PROJECT = "PL3-08"
ADDRESS = f"/api/projects/{PROJECT}/corrections"
SQUARE = [[[106.68, 20.89], [106.69, 20.89], [106.69, 20.90], [106.68, 20.90], [106.68, 20.89]]]


def body(**changes: Any) -> dict[str, Any]:
    """Return what the page sends."""
    return {
        "id": str(uuid4()),
        "revision": 0,
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
        "precision": "surveyed",
        "radius_m": 1,
        "method": "coordinates",
        "source": "QĐ 12/QĐ-UBND ngày 05/03/2026",
        "reason": "Có bảng tọa độ",
    } | changes


def _feature(client: FlaskClient, project: str = PROJECT) -> dict[str, Any]:
    """Return a project as the map fetches it."""
    (feature,) = client.get(f"/api/projects.geojson?ids={project}").get_json()["features"]
    found: dict[str, Any] = feature
    return found


def test_before_anybody_corrects_the_engine_speaks(people: Flask) -> None:
    says = people.test_client().get(ADDRESS).get_json()
    assert (says["project"], says["revision"], says["versions"]) == (PROJECT, 0, [])
    assert says["engine"]["precision"]
    assert says["name"]


def test_a_save_is_answered_with_its_measures_and_seen_at_once(people: Flask, lan: FlaskClient) -> None:
    etag = lan.get(f"/api/projects.geojson?ids={PROJECT}").headers["ETag"]
    answer = post(lan, ADDRESS, body())
    assert answer.status_code == 201
    says = answer.get_json()
    assert (says["revision"], says["who"], says["action"], says["outside_ward"]) == (1, "lan.nguyen", "place", False)
    assert says["measures"]["area_m2"] == pytest.approx(1_153_000, rel=0.01)
    assert says["ledger_changes"] == []
    feature = _feature(people.test_client())
    assert shape(feature["geometry"]).equals(shape({"type": "Polygon", "coordinates": SQUARE}))
    assert feature["properties"]["precision"] == "surveyed"
    assert lan.get(f"/api/projects.geojson?ids={PROJECT}").headers["ETag"] != etag
    (entry,) = store_of(people).audit.newest(1)
    assert (entry.action, entry.subject, entry.who, entry.address) == (
        "correction.save",
        PROJECT,
        "lan.nguyen",
        "127.0.0.1",
    )


def test_the_second_editor_is_told_who_and_when_and_nothing_is_overwritten(people: Flask, lan: FlaskClient) -> None:
    minh = signed_in(people, "minh")
    first = post(lan, ADDRESS, body()).get_json()
    answer = post(minh, ADDRESS, body(radius_m=9))
    assert answer.status_code == 409
    told = answer.get_json()
    assert (told["code"], told["who"], told["revision"]) == ("conflict", "lan.nguyen", 1)
    assert told["when"].startswith(first["recorded_at"][:19])
    assert "lan.nguyen sửa lúc" in told["detail"]
    versions = people.test_client().get(ADDRESS).get_json()["versions"]
    assert [(version["revision"], version["radius_m"]) for version in versions] == [(1, 1)]
    assert post(minh, ADDRESS, body(revision=1, radius_m=9)).status_code == 201


def test_a_repeated_post_is_stored_once(lan: FlaskClient) -> None:
    sent = body()
    first, second = post(lan, ADDRESS, sent), post(lan, ADDRESS, sent)
    assert first.get_json() == second.get_json()
    assert lan.get(ADDRESS).get_json()["revision"] == 1


def test_undo_brings_the_state_before_back_to_the_map(lan: FlaskClient) -> None:
    engine = _feature(lan)
    post(lan, ADDRESS, body())
    undone = post(lan, f"{ADDRESS}/undo", {"id": str(uuid4()), "revision": 1, "reason": "Nhầm dự án"})
    assert (undone.status_code, undone.get_json()["action"], undone.get_json()["restores"]) == (201, "engine", 0)
    assert _feature(lan) == engine
    redone = post(lan, f"{ADDRESS}/undo", {"id": str(uuid4()), "revision": 2, "reason": "Vẫn đúng", "to": 1})
    assert redone.get_json()["geometry"]["coordinates"] == SQUARE
    assert [version["revision"] for version in lan.get(ADDRESS).get_json()["versions"]] == [3, 2, 1]


def test_no_place_takes_the_project_off_the_map_and_says_why(lan: FlaskClient) -> None:
    sent = body(geometry=None, precision="none", radius_m=None, method="statement", reason="Chưa chọn địa điểm")
    assert post(lan, ADDRESS, sent).get_json()["measures"] is None
    feature = _feature(lan)
    assert feature["geometry"] is None
    assert feature["properties"]["reason"] == "Chưa chọn địa điểm"


def test_next_door_is_flagged_and_abroad_is_refused(lan: FlaskClient) -> None:
    there = {"type": "Point", "coordinates": [106.635, 20.905]}
    says = post(lan, ADDRESS, body(geometry=there, precision="place")).get_json()
    assert says["outside_ward"] is True
    assert "Ngoài" in says["measures"]["says"]
    abroad = post(lan, ADDRESS, body(revision=1, geometry={"type": "Point", "coordinates": [105.85, 21.03]}))
    assert abroad.status_code == 422
    assert lan.get(ADDRESS).get_json()["revision"] == 1


def test_every_fault_is_told_by_field(lan: FlaskClient) -> None:
    answer = post(lan, ADDRESS, {"precision": "exact", "colour": "red"})
    told = answer.get_json()
    assert (answer.status_code, told["code"]) == (422, "correction")
    assert {fault["field"] for fault in told["faults"]} >= {"id", "revision", "precision", "source", "reason", "colour"}


@pytest.mark.parametrize("sent", [b"", b"[]", b"{", b'{"radius_m": NaN}', b"\xff", b"[" * 5000])
def test_what_is_no_json_object_is_told(lan: FlaskClient, sent: bytes) -> None:
    answer = lan.post(ADDRESS, data=sent, headers={"X-CSRFToken": token(lan), "Content-Type": "application/json"})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "body")


def test_an_unknown_project_is_not_there(lan: FlaskClient) -> None:
    for answer in (lan.get("/api/projects/PL9-99/corrections"), post(lan, "/api/projects/PL9-99/corrections", body())):
        assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_project")


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}/undo", "/api/measure"])
def test_only_editors_write(people: Flask, address: str) -> None:
    assert post(people.test_client(), address, body()).status_code == 401
    assert post(signed_in(people, "xem.thoi"), address, body()).status_code == 403
    assert store_of(people).corrections.all() == ()


def test_a_shape_can_be_measured_before_it_is_saved(lan: FlaskClient) -> None:
    line = {"type": "LineString", "coordinates": [[106.68, 20.89], [106.68, 20.9]]}
    says = post(lan, "/api/measure", {"geometry": line}).get_json()
    assert says["length_m"] == pytest.approx(1107, abs=2)
    assert (says["area_m2"], says["vertices"], says["outside_ward"]) == (0, 2, False)
    bow = {
        "type": "Polygon",
        "coordinates": [[[106.68, 20.88], [106.7, 20.9], [106.7, 20.88], [106.68, 20.9], [106.68, 20.88]]],
    }
    assert "tự cắt" in post(lan, "/api/measure", {"geometry": bow}).get_json()["detail"]
    assert post(lan, "/api/measure", {}).status_code == 422


def test_the_past_keeps_what_was_known_then(people: Flask, lan: FlaskClient) -> None:
    """A correction saved now does not change what the map showed on a day before."""
    long_ago = f"/api/projects.geojson?ids={PROJECT}&as_of=2026-01-01"
    before = lan.get(long_ago).get_json()["features"]
    post(lan, ADDRESS, body())
    assert lan.get(long_ago).get_json()["features"] == before
    assert store_of(people).corrections.find(PROJECT, date(2026, 1, 1)) is None


def test_the_frame_is_rebuilt_without_locating_everything_again(
    people: Flask, lan: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("webmap.source.locate_all", refuse)
    assert post(lan, ADDRESS, body()).status_code == 201
    assert _feature(people.test_client())["properties"]["precision"] == "surveyed"


def test_a_read_only_store_refuses_in_a_sentence(people: Flask, lan: FlaskClient) -> None:
    store_of(people).database.read_only = True
    answer = post(lan, ADDRESS, body())
    assert answer.status_code == 503
    assert "chỉ cho đọc" in answer.get_json()["detail"]
    assert _feature(lan)
