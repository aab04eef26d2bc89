"""The rule: a row is found as people type it: without marks, short for long, long for short, codes with no points."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.search import asked_words, search_text


def found(client: FlaskClient, words: str) -> list[str]:
    """Return the ids of the rows that answer to words."""
    features = client.get("/api/projects.geojson", query_string={"q": words}).get_json(force=True)["features"]
    return [feature["id"] for feature in features]


ONE = {
    "mo rong benh vien": "PL3-07 PL4-07",
    "bvdk": "PL3-07 PL4-07",
    "i16": "PL3-27",
    "I.16/CTHH-01": "PL3-27",
    "i16-cthh01": "PL3-27",
    "lô i.16 cthh 01": "PL3-27",
    "tmdv06": "PL3-21",
    "pl308": "PL3-08",
    "PL3 08": "PL3-08",
    "3/8": "PL3-08",
    "4/06": "PL4-06",
    "kdt cong co": "PL3-29",
    "khu đô thị Cống Cờ": "PL3-29",
    "mn cua trai": "PL3-15",
    "tba 110kv": "PL3-33 PL4-17",
    "trạm biến áp 110": "PL3-33 PL4-17",
    "nm xlnt": "PL3-35 PL4-18",
    "ql10": "PL2-03",
    "vành đai III": "PL2-01",
    "noxh chau giang": "PL3-19 PL4-09",
}


@pytest.mark.parametrize(("words", "ids"), ONE.items(), ids=ONE.keys())
def test_what_is_typed_finds_what_is_meant(client: FlaskClient, words: str, ids: str) -> None:
    rows = found(client, words)
    assert set(ids.split()) <= set(rows)
    assert len(rows) <= len(ids.split()) + 4  # and little else


def test_a_clearance_is_found_as_one(client: FlaskClient) -> None:
    rows = found(client, "gpmb")
    assert len([name for name in rows if name.startswith("PL4-")]) == 18
    assert rows == found(client, "giải phóng mặt bằng")


def test_an_appendix_is_asked_for_as_papers_call_it(client: FlaskClient) -> None:
    assert {name.partition("-")[0] for name in found(client, "Phụ lục 2")} == {"PL2"}


def test_every_row_is_found_by_its_id_and_by_its_own_name(client: FlaskClient) -> None:
    rows = client.get("/api/projects.geojson").get_json(force=True)["features"]
    for row in rows:
        for words in (row["id"], row["id"].lower(), row["id"].replace("-", ""), row["properties"]["name"][:150]):
            assert row["id"] in found(client, words), words


def test_the_text_begins_with_what_is_written_and_says_nothing_twice() -> None:
    text = search_text("Lô I.16, KĐT mới", "PL3-08")
    assert text.startswith(" lo i 16 kdt moi pl3 08")
    assert {"i16", "pl308", "8", "khu", "do", "thi"} <= set(text.split())
    besides = text.removeprefix(" lo i 16 kdt moi pl3 08").split()
    assert len(besides) == len(set(besides))


def test_only_the_whole_is_read_as_an_id() -> None:
    assert asked_words("4/6") == ("pl4", "06")
    assert asked_words("lô 4/6") == ("lo", "4", "6")
    assert asked_words("phụ lục 4") == ("pl4",)
    assert asked_words("phụ lục") == ("phu", "luc")


def test_the_search_box_looks_through_the_same_text(client: FlaskClient, app: Flask) -> None:
    index = client.get("/api/search.json").get_json()
    with app.app_context():
        from webmap.current import snapshot

        assert index["rows"] == dict(snapshot().frame["search"])
    assert client.get("/api/search.json?as_of=2025-01-01").status_code == 200
    assert client.get("/api/search.json?kind=project").status_code == 400
    lot = next(place for place in index["places"] if place["name"].startswith("Lô I.7/"))
    assert " i7" in lot["search"]
