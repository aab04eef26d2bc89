"""The rule: what leaves as GeoJSON is RFC 7946 by an independent reading, always the same, and holds every row."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon
from shapely.geometry import shape as to_shape
from shapely.geometry.base import BaseGeometry

from geo.clearance.schedule import calendar_state, days_late
from geo.errors import GeometryError
from geo.export.geojson import collection, to_features, to_geojson, to_geometry, to_layers
from geo.frame import SCHEMA, build, select
from geo.model import ProjectKind, Query
from geo.read import read_programme
from tests.records import DATA, clearance, located, place, programme, project, unlocated
from tests.rfc7946 import problems, second_opinion

TODAY = date(2026, 11, 24)
SQUARE = Polygon([(106.68, 20.88), (106.68, 20.89), (106.69, 20.89), (106.69, 20.88)])
HOLED = Polygon(SQUARE.exterior, [[(106.684, 20.884), (106.686, 20.884), (106.686, 20.886), (106.684, 20.886)]])
NAMES = ["{{7*7}} </script>", 'a"b\\c', "x" * 5000, "\u202eđ", "🏗️ ${1}", "dòng\nmới"]


def _frame() -> gpd.GeoDataFrame:
    """Return a frame with every kind of geometry and hostile names."""
    shapes: list[BaseGeometry | None] = [
        Point(106.68123456789, 20.88),
        LineString([(106.6, 20.8), (106.7, 20.9)]),
        SQUARE,
        HOLED,
        None,
    ]
    shapes.append(MultiPolygon([SQUARE, shapely.affinity.translate(SQUARE, 0.05, 0.0)]))
    works = [project(f"PL3-{number:02d}", name=name) for number, name in enumerate(NAMES, start=1)]
    works.append(clearance("PL4-01", "PL3-01", finish_year=2025, start_year=None))
    shapes.append(None)
    locations = {
        work.id: unlocated() if shape is None else located(geometry=shape)
        for work, shape in zip(works, shapes, strict=True)
    }
    return build(programme(*works, places=[place("xa-tan-duong", "Xã Tân Dương")]), locations, TODAY)


def _features(data: bytes) -> dict[str, Any]:
    """Return the features of a collection by id."""
    return {feature["id"]: feature for feature in json.loads(data)["features"]}


def test_the_collection_is_rfc_7946() -> None:
    data = to_geojson(_frame())
    assert problems(data) == []
    assert second_opinion(data) == {}


def test_the_independent_reading_sees_what_is_wrong() -> None:
    """A checker that cannot fail proves nothing."""
    ring = [[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]
    broken = [
        {"type": "Polygon", "coordinates": [ring]},
        {"type": "Polygon", "coordinates": [ring[:-1]]},
        {"type": "MultiPolygon", "coordinates": [[ring[::-1], ring[::-1]]]},
        {"type": "Point", "coordinates": [106.123456789, 20]},
        {"type": "Point", "coordinates": [106, 20, 5]},
        {"type": "Point", "coordinates": [595190, 2314037]},
        {"type": "LineString", "coordinates": [[106, 20]]},
        {"type": "Circle", "coordinates": [106, 20]},
    ]
    for place_in_list, geometry in enumerate(broken):
        feature = {"type": "Feature", "id": place_in_list, "geometry": geometry, "properties": {}}
        data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
        assert problems(data), geometry
        assert second_opinion(data) or place_in_list in {3, 6}, geometry  # it counts no decimals and no ends of a line
    crs = b'{"type": "FeatureCollection", "features": [], "crs": {}}'
    assert second_opinion(crs)
    assert problems(b'{"type": "FeatureCollection", "features": [{"type": "Feature"}]}')
    assert problems(crs)
    assert problems(b'{"type": "Feature"}')


def test_every_row_is_there_in_order_with_its_id() -> None:
    frame = _frame()
    features = json.loads(to_geojson(frame))["features"]
    assert [feature["id"] for feature in features] == list(frame.index)
    assert [feature["properties"]["name"] for feature in features[:6]] == NAMES
    assert features[4]["geometry"] is None


def test_properties_are_the_schema_and_missing_is_null() -> None:
    found = _features(to_geojson(_frame()))
    work, cleared = found["PL3-01"]["properties"], found["PL4-01"]["properties"]
    exported = {column.name for column in SCHEMA if column.exported} - {"geometry"}
    assert set(work) == exported
    assert work["clears"] is None
    assert work["radius_m"] == 1700.0
    assert work["places"] == ["xa-tan-duong"]
    assert work["evidence"] == [
        {"words": "Tân Dương", "place": "xa-tan-duong", "says": "«Tân Dương» là xã Tân Dương cũ."}
    ]
    assert (cleared["start_year"], cleared["finish_year"]) == (None, 2025)
    assert (cleared["clearance_deadline"], cleared["days_late"]) == ("2025-12-31", 328)
    assert (work["cleared_by"], work["clearance_state"]) == ("PL4-01", "overdue_no_report")


def test_foreign_members_say_day_attribution_and_licence() -> None:
    document = json.loads(to_geojson(_frame()))
    assert document["as_of"] == "2026-11-24"
    assert "OpenStreetMap contributors" in document["attribution"]
    assert "ODbL" in document["licence"]


def test_the_same_frame_gives_the_same_bytes() -> None:
    assert to_geojson(_frame()) == to_geojson(_frame())


def test_rows_written_before_are_joined_as_they_are() -> None:
    frame = _frame()
    written = dict(to_features(frame))
    chosen = select(frame, Query(ids=frozenset({"PL3-02", "PL4-01"})))
    assert to_geojson(chosen, written) == to_geojson(chosen)
    assert to_geojson(frame, written) == to_geojson(frame)


def test_an_empty_selection_is_an_empty_collection() -> None:
    data = to_geojson(select(_frame(), Query(ids=frozenset({"PL9-99"}))))
    assert json.loads(data)["features"] == []
    assert problems(data) == []


def test_layers_of_the_base_map() -> None:
    shapes = read_programme(DATA).shapes
    layers = to_layers(shapes)
    assert set(layers) == {"ward", "neighbours", "rivers", "roads", "bridges", "communes", "urban_areas", "names"}
    for name, data in layers.items():
        assert problems(data) == [], name
    assert sum(len(_features(data)) for name, data in layers.items() if name != "names") == len(shapes)
    assert collection([]).startswith(b'{"type":"FeatureCollection"')


def test_names_of_the_base_map_stand_in_the_shapes_they_name() -> None:
    """The map writes the old communes' names and draws no outline of them: a point a name is all it needs."""
    layers = {name: json.loads(data)["features"] for name, data in to_layers(read_programme(DATA).shapes).items()}
    circles = {one["id"]: to_shape(one["geometry"]) for one in layers["communes"]}
    assert len(layers["names"]) == len(circles)
    for name in layers["names"]:
        assert set(name["properties"]) == {"name"}
        assert circles[name["id"]].contains(to_shape(name["geometry"]))


@pytest.mark.parametrize(
    "geometry",
    [
        Point(595190, 2314037),
        Point(106.68, 95),
        Point(),
        Polygon(),
        GeometryCollection(),
        Point(106.68, 20.88).buffer(1e-9),
        Point(float("nan"), 20),
    ],
    ids=["metres", "latitude 95", "empty point", "empty polygon", "empty collection", "under a centimetre", "NaN"],
)
def test_what_geojson_cannot_hold_is_refused(geometry: BaseGeometry) -> None:
    with pytest.raises(GeometryError):
        to_geometry(geometry)


def test_heights_are_dropped() -> None:
    written = to_geometry(Point(106.68, 20.88, 12.5))
    assert written is not None
    assert written["coordinates"] == (106.68, 20.88)


NANO = 10**9
DEGREES = st.tuples(st.integers(-180 * NANO, 180 * NANO), st.integers(-90 * NANO, 90 * NANO)).map(
    lambda corner: (corner[0] / NANO, corner[1] / NANO)
)


@settings(max_examples=150, deadline=None)
@given(st.lists(DEGREES, min_size=3, max_size=12, unique=True))
def test_any_valid_shape_leaves_as_a_valid_one(corners: list[tuple[float, float]]) -> None:
    """Rounding to seven decimals neither breaks a shape nor moves it by more than a centimetre."""
    for shape in (LineString(corners), Polygon(corners).buffer(0), Point(corners[0])):
        if shape.is_empty or not shape.is_valid or shapely.set_precision(shape, 1e-7).is_empty:
            continue
        written = to_geometry(shape)
        feature = {"type": "Feature", "id": 1, "properties": None, "geometry": written}
        assert problems(json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()) == []
        back = shapely.from_geojson(json.dumps(written))
        assert back.is_valid
        if shape.area:
            assert back.symmetric_difference(shape).area <= shape.length * 1e-7 + 1e-12
        else:
            assert shapely.hausdorff_distance(back, shape) <= 1e-7


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the frame written as a file."""
    path = tmp_path_factory.mktemp("geojson") / "projects.geojson"
    path.write_bytes(to_geojson(_frame()))
    return path


def test_geopandas_reads_the_same_rows(exported: Path) -> None:
    read = gpd.read_file(exported, engine="pyogrio")
    frame = _frame()
    assert read["id"].tolist() == list(frame.index)
    assert read.crs.to_epsg() == 4326
    assert read.geometry.isna().tolist() == frame.geometry.isna().tolist()
    kept = frame.geometry.notna().to_numpy()
    there, here = read.geometry[kept].normalize(), frame.geometry[kept].normalize()
    assert all(a.equals_exact(b, 1e-7) for a, b in zip(there, here, strict=True))


@pytest.mark.needs("gdal")
def test_gdal_reads_the_same_rows(exported: Path) -> None:
    told = subprocess.run(["ogrinfo", "-ro", "-al", "-so", str(exported)], capture_output=True, text=True, check=True)
    assert f"Feature Count: {len(_frame())}" in told.stdout
    assert 'ID["EPSG",4326]' in told.stdout
    assert "clearance_deadline: Date" in told.stdout
    assert "Warning" not in told.stderr


def test_the_calendar_and_the_export_agree() -> None:
    """One truth: the state that the calendar gives is the state that leaves in the file."""
    projects = read_programme(DATA).projects
    frame = build(programme(*projects), {each.id: unlocated() for each in projects}, TODAY)
    found = _features(to_geojson(frame))
    for one in projects:
        if one.kind is ProjectKind.CLEARANCE:
            assert found[one.id]["properties"]["clearance_state"] == calendar_state(one, TODAY)
            assert found[one.id]["properties"]["days_late"] == days_late(one, TODAY)
