"""The rule: out and in and out again gives the same bytes; a file that was meddled with is refused, fault by fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from geo.corrections.file import find_strangers, from_geojson, to_geojson
from geo.corrections.overlay import Undo
from geo.errors import DataError
from geo.landing import Ground, Region
from geo.model import Precision
from geo.store import Store
from tests.entered import GROUND, LAN, MINH, PROJECT, Clock, draft, new_store
from tests.rfc7946 import problems


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store with four versions: a point, a polygon, no place, an undo."""
    clock = Clock()
    made = new_store(tmp_path / "first", clock)
    ring = Polygon([(106.68, 20.89), (106.68, 20.9), (106.69, 20.9), (106.68, 20.89)])
    drafts = [
        draft(reason='Ngoặc "kép", dấu\\ và “tiếng Việt”'),
        draft(geometry=ring, precision=Precision.AREA, radius_m=0.1),
        draft(geometry=None, precision=Precision.NONE, radius_m=None),
    ]
    for revision, sent in enumerate(drafts):
        clock.forward(hours=1)
        made.corrections.save(sent, project=PROJECT, revision=revision, by=LAN)
    made.corrections.undo(Undo(uuid4(), "Nhầm"), project=PROJECT, revision=3, by=MINH)
    return made


def test_out_in_and_out_again_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    first = to_geojson(store.corrections.all())
    other = new_store(tmp_path / "second")
    other.corrections.add_all(from_geojson(first, GROUND), by=MINH)
    assert other.corrections.all() == store.corrections.all()
    assert to_geojson(other.corrections.all()) == first
    assert to_geojson(reversed(store.corrections.all())) == first


def test_the_file_is_geojson_one_version_a_line(store: Store) -> None:
    content = to_geojson(store.corrections.all())
    assert problems(content) == []
    lines = content.decode().splitlines()
    assert len(lines) == 6
    assert [json.loads(line.rstrip(","))["properties"]["revision"] for line in lines[1:-1]] == [1, 2, 3, 4]
    assert json.loads(content)["features"][2]["geometry"] is None


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    assert from_geojson(to_geojson([]), GROUND) == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(st.characters(exclude_categories=["Cs"]), min_size=3, max_size=30),
    radius_m=st.floats(0.001, 500),
    lon=st.floats(106.66, 106.75),
)
def test_whatever_was_saved_survives_the_file(
    tmp_path_factory: pytest.TempPathFactory, words: str, radius_m: float, lon: float
) -> None:
    made = new_store(tmp_path_factory.mktemp("words"))
    sent = draft(source=words, reason=words, radius_m=radius_m, geometry=Point(lon, 20.89))
    made.corrections.save(sent, project=PROJECT, revision=0, by=LAN)
    versions = made.corrections.all()
    made.close()
    assert from_geojson(to_geojson(versions), GROUND) == versions


def _meddled(store: Store, deed: Any) -> list[str]:
    """Return the faults of the store's file after something was done to its first feature."""
    held = json.loads(to_geojson(store.corrections.all()))
    deed(held["features"][0])
    with pytest.raises(DataError) as told:
        from_geojson(json.dumps(held).encode(), GROUND)
    return [fault.message for fault in told.value.faults if fault.row == 1]


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        (lambda feature: feature.pop("id"), "Thiếu hoặc sai giá trị"),
        (lambda feature: feature.update(id="x"), "Thiếu hoặc sai giá trị"),
        (lambda feature: feature["properties"].pop("who"), "Thuộc tính phải đúng là"),
        (lambda feature: feature["properties"].update(colour="red"), "Thuộc tính phải đúng là"),
        (lambda feature: feature["properties"].update(recorded_at="hôm qua"), "Thiếu hoặc sai giá trị"),
        (lambda feature: feature["properties"].update(recorded_at="2026-03-05T08:00:00.0Z"), "không đúng dạng"),
        (lambda feature: feature["properties"].update(revision="1"), "không đúng dạng"),
        (lambda feature: feature["properties"].update(outside_ward=7), "không đúng dạng"),
        (lambda feature: feature["properties"].update(precision="exact"), "Thiếu hoặc sai giá trị"),
        (lambda feature: feature["properties"].update(precision="none"), "nghĩa là không có vị trí"),
        (lambda feature: feature["properties"].update(action="no_place"), "không khớp với hình"),
        (lambda feature: feature.update(geometry=None), "không khớp với hình"),
        (lambda feature: feature.update(geometry={"type": "Point", "coordinates": [20.9, 106.7]}), "ngoài thành phố"),
        (lambda feature: feature.update(geometry={"type": "Point"}), "Không đọc được hình học"),
        (lambda feature: feature.update(properties=None), "Thiếu hoặc sai giá trị"),
    ],
)
def test_a_meddled_feature_is_refused_by_number(store: Store, deed: Any, says: str) -> None:
    (message,) = _meddled(store, deed)
    assert says in message


def test_every_bad_feature_is_named(store: Store) -> None:
    held = json.loads(to_geojson(store.corrections.all()))
    for number in (0, 3):
        held["features"][number]["properties"]["radius_m"] = "xa"
    with pytest.raises(DataError) as told:
        from_geojson(json.dumps(held).encode(), GROUND)
    assert [fault.row for fault in told.value.faults] == [1, 4]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'{"features": 7}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_collection_is_told(content: bytes) -> None:
    with pytest.raises(DataError, match="Không phải GeoJSON"):
        from_geojson(content, GROUND)


def test_a_place_allowed_on_one_ground_may_not_be_on_another(store: Store) -> None:
    elsewhere = Ground(Region("nơi khác", Point(100.0, 10.0).buffer(0.1)))
    with pytest.raises(DataError, match="nơi khác"):
        from_geojson(to_geojson(store.corrections.all()), elsewhere)


def test_projects_that_are_not_in_the_ledger_are_named(store: Store) -> None:
    versions = store.corrections.all()
    assert find_strangers(versions, {PROJECT.id}, "f") == ()
    assert [fault.row for fault in find_strangers(versions, {"PL3-01"}, "f")] == [1, 2, 3, 4]
