"""The rule: one filter, one address, the same rows everywhere; what is unknown is refused, what is known not resent."""

from __future__ import annotations

import gzip
import html
import random
import re
from typing import Any

import brotli
import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.clearance.hotspot import explain
from geo.frame import select
from geo.model import (
    Category,
    ClearanceState,
    FundingSource,
    Precision,
    ProgressClass,
    ProjectKind,
    Query,
    YearMode,
    Years,
)
from tests.markup import unmarked
from tests.rfc7946 import problems
from webmap.query import PARAMETERS, to_args
from webmap.source import Snapshot
from webmap.style import table

ADDRESSES = ("/", "/hotspots", "/map.js", "/api/projects.geojson", "/api/hotspots.json", "/api/style.json", "/healthz")


@pytest.fixture
def day(app: Flask) -> Snapshot:
    """Return the snapshot that the application answers from."""
    with app.app_context():
        from webmap.current import snapshot

        return snapshot()


def _ids(client: FlaskClient, **args: str) -> list[str]:
    """Return the ids of the features that an address answers."""
    response = client.get("/api/projects.geojson", query_string=args)
    assert response.status_code == 200, response.text
    return [feature["id"] for feature in response.get_json()["features"]]


def test_all_rows_are_there_placed_or_not(client: FlaskClient) -> None:
    says = client.get("/api/projects.geojson").get_json()
    kinds = [feature["properties"]["kind"] for feature in says["features"]]
    assert (len(kinds), kinds.count("project"), kinds.count("clearance")) == (64, 46, 18)
    assert sum(feature["properties"]["clears"] is not None for feature in says["features"]) == 17
    assert any(feature["geometry"] is None for feature in says["features"])
    assert says["as_of"] == "2026-11-24"


def test_the_media_type_is_that_of_rfc_7946(client: FlaskClient) -> None:
    assert client.get("/api/projects.geojson").mimetype == "application/geo+json"
    assert client.get("/api/base/ward.geojson").mimetype == "application/geo+json"


def _random_query(chance: random.Random, ids: list[str]) -> Query:
    """Return a question that keeps some rows."""
    west, south = chance.uniform(106.60, 106.72), chance.uniform(20.84, 20.92)

    def some(values: Any) -> frozenset[Any]:
        return frozenset(chance.sample(list(values), chance.randint(1, 2))) if chance.random() < 0.3 else frozenset()

    return Query(
        ids=frozenset(chance.sample(ids, 20)) if chance.random() < 0.2 else frozenset(),
        kind=some(ProjectKind),
        funding_source=some(FundingSource),
        category=some(Category),
        appendix=some(range(1, 5)),
        precision=some(Precision),
        clearance_state=some(ClearanceState),
        progress_class=some(ProgressClass),
        area=some(["hoa-dong", "bac-song-cam", "thuy-son", "nowhere"]),
        year=chance.choice([None, None, Years(2025, 2025), Years(2026, 2028), Years(2031, 2031)]),
        year_mode=chance.choice(list(YearMode)),
        q=chance.choice(["", "", "khu", "Bắc Sông Cấm", "hoa dong"]),
        bbox=chance.choice([None, (west, south, west + 0.05, south + 0.05)]),
    )


def test_an_address_answers_what_the_frame_selects(client: FlaskClient, day: Snapshot) -> None:
    chance = random.Random(7)
    for _ in range(60):
        query = _random_query(chance, list(day.frame.index))
        assert _ids(client, **dict(to_args(query))) == list(select(day.frame, query).index), to_args(query)


def test_hotspots_are_the_same_on_the_page_and_in_the_api(client: FlaskClient, day: Snapshot) -> None:
    for args in ({}, {"clearance_state": "overdue_no_report"}, {"q": "khu đô thị", "year": "2026"}):
        listed = client.get("/api/hotspots.json", query_string=args).get_json()["hotspots"]
        page = unmarked(client.get("/hotspots", query_string=args).text)
        assert re.findall(r'<tr id="([^"]+)"', page) == [spot["id"] for spot in listed]
        kept = set(_ids(client, kind="clearance", **args))
        assert day.board is not None
        expected = [spot for spot in day.board.hotspots if spot.id in kept]
        assert [(spot["id"], spot["rank"], spot["score"]) for spot in listed] == [
            (spot.id, spot.rank, float(spot.score)) for spot in expected
        ]
        assert all(html.escape(explain(spot), quote=True) in page for spot in expected)
        counted = page.partition("hot-counts")[2].partition("</ul>")[0]
        counts = [int(count) for count in re.findall(r"<strong>(\d+)</strong>", counted)]
        assert sum(counts) == len(expected)


def test_a_hotspot_tells_a_program_what_it_tells_people(client: FlaskClient) -> None:
    first = client.get("/api/hotspots.json").get_json()["hotspots"][0]
    assert first["rank"] == 1
    assert first["clearance_state"] == "overdue_no_report"
    assert first["days_late"] == 328
    assert first["clearance_deadline"] == "2025-12-31"
    assert first["work"]["match"] in {"exact", "probable"}
    assert sum(part["points"] for part in first["parts"]) == pytest.approx(first["score"])
    assert first["why"].endswith(".")


def test_as_of_answers_for_that_day(client: FlaskClient) -> None:
    assert client.get("/api/projects.geojson?as_of=2025-06-01").get_json()["as_of"] == "2025-06-01"
    listed = client.get("/api/hotspots.json?as_of=2025-06-01").get_json()["hotspots"]
    assert {spot["clearance_state"] for spot in listed} & {"overdue_no_report"} == set()
    assert "Tính đến ngày 01/06/2025" in client.get("/hotspots?as_of=2025-06-01").text


def test_hotspots_without_rows_say_so(client: FlaskClient) -> None:
    page = client.get("/hotspots?kind=project").text
    assert "Không có dòng giải phóng mặt bằng nào" in page
    assert "<table" not in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unknown_parameter_is_refused_everywhere(client: FlaskClient, address: str) -> None:
    response = client.get(address, query_string={"nonsense": "1"})
    assert response.status_code == 400
    assert "nonsense" in response.text


@pytest.mark.parametrize("name", [name for name in PARAMETERS if name != "q"])
def test_an_invalid_value_is_refused_with_what_is_allowed(client: FlaskClient, name: str) -> None:
    response = client.get("/api/projects.geojson", query_string={name: "?"})
    assert response.status_code == 400
    says = response.get_json()
    assert (says["parameter"], says["allowed"]) == (name, list(PARAMETERS[name].allowed))


def test_the_map_keeps_filters_and_its_own_state_in_its_address(client: FlaskClient) -> None:
    assert client.get("/?theme=clearance&project=PL3-08&kind=project&layers=osm").status_code == 200
    assert client.get("/?theme=clearance&kind=nonsense").status_code == 400


@pytest.mark.parametrize("address", [*ADDRESSES[:-1], "/api/base/ward.geojson"])
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_what_the_client_has_is_not_sent_again(client: FlaskClient, address: str, encoding: str) -> None:
    first = client.get(address, headers={"Accept-Encoding": encoding})
    again = client.get(address, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_all_encodings_hold_the_same_rows(client: FlaskClient) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
    bodies = {
        unpack[name](client.get("/api/projects.geojson", headers={"Accept-Encoding": name}).data) for name in unpack
    }
    assert len(bodies) == 1


def test_the_style_table_is_the_one_of_the_code(client: FlaskClient) -> None:
    assert client.get("/api/style.json").get_json() == table()


def test_base_layers_are_the_shapes_of_the_data(client: FlaskClient, day: Snapshot) -> None:
    layers = {shape.layer for shape in day.records.programme.shapes}
    assert "ward" in layers
    for layer in layers:
        features = client.get(f"/api/base/{layer}.geojson").get_json()["features"]
        assert {feature["id"] for feature in features} == {
            shape.id for shape in day.records.programme.shapes if shape.layer == layer
        }
    for missing in ("nothing", "..%2Fprojects", "Ward"):
        assert client.get(f"/api/base/{missing}.geojson").status_code == 404


def test_health_counts_the_rows_and_names_the_version(client: FlaskClient, day: Snapshot) -> None:
    says = client.get("/healthz").get_json()
    assert says["status"] == "ok"
    assert says["counts"] == {"project": 46, "clearance": 18}
    assert (says["version"], says["as_of"], says["faults"]) == (day.version, "2026-11-24", 0)


@pytest.mark.parametrize("name", ["khu tái định cư Hoa Động", "duong vanh dai 2", "Lô I.16/CTHH-01 Bắc Sông Cấm"])
def test_words_become_one_feature_with_evidence(client: FlaskClient, name: str) -> None:
    response = client.get("/api/locate", query_string={"q": name})
    assert response.mimetype == "application/geo+json"
    feature = response.get_json()
    assert feature["type"] == "Feature"
    says = feature["properties"]
    assert says["query"] == name
    assert says["radius_m"] > 0
    assert says["evidence"]
    assert says["precision"] in set(Precision)


def test_words_that_name_no_place_are_a_reasoned_refusal(client: FlaskClient) -> None:
    feature = client.get("/api/locate", query_string={"q": "qwertyuiop"}).get_json()
    assert feature["geometry"] is None
    assert feature["properties"]["precision"] == "none"
    assert feature["properties"]["reason"]


def test_every_located_feature_is_rfc_7946(client: FlaskClient, day: Snapshot) -> None:
    for name in day.frame["name"]:
        feature = client.get("/api/locate", query_string={"q": name}).get_json()
        assert problems(orjson.dumps({"type": "FeatureCollection", "features": [feature | {"id": name}]})) == [], name


@pytest.mark.parametrize("args", [{}, {"q": ""}, {"q": " "}, {"q": "a" * 300}, {"q": "a", "kind": "project"}])
def test_locate_refuses_what_it_cannot_ask(client: FlaskClient, args: dict[str, str]) -> None:
    assert client.get("/api/locate", query_string=args).status_code == 400
