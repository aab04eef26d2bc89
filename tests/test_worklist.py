"""The work list: clearances first, then the coarsest, then what must be done soonest; the rest stands apart."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from flask.testing import FlaskClient

from geo.model import Category, Precision, ProjectKind
from geo.programme import load
from geo.worklist import FINE, SET_APART, SETTLED_BY, Worklist, build_worklist, measure_coverage

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def frame() -> gpd.GeoDataFrame:
    return load(today=TODAY)


@pytest.fixture(scope="module")
def found(frame: gpd.GeoDataFrame) -> Worklist:
    return build_worklist(frame)


def changed(frame: gpd.GeoDataFrame, row: str, **values: object) -> gpd.GeoDataFrame:
    """Return the frame with some cells of a row changed."""
    copy = frame.copy()
    for name, value in values.items():
        copy.at[row, name] = value
    return copy


def test_every_coarse_row_is_there_once(frame: gpd.GeoDataFrame, found: Worklist) -> None:
    coarse = set(frame.index[~frame["precision"].isin([precision.value for precision in FINE])])
    listed = [task.id for task in found.tasks] + [task.id for task, _ in found.set_apart]
    assert sorted(listed) == sorted(coarse)


def test_order_is_kind_then_coarseness_then_years(found: Worklist) -> None:
    kinds = [task.kind is not ProjectKind.CLEARANCE for task in found.tasks]
    assert kinds == sorted(kinds)
    coarse = [Precision.NONE, Precision.WARD, Precision.BETWEEN, Precision.AREA]
    for kind in ProjectKind:
        keys = [(coarse.index(t.precision), t.finish_year or 9999) for t in found.tasks if t.kind is kind]
        assert keys == sorted(keys)


def test_military_and_ward_wide_rows_stand_apart_with_the_reason(frame: gpd.GeoDataFrame, found: Worklist) -> None:
    apart = {task.id: reason for task, reason in found.set_apart}
    assert set(apart) == set(frame.index[frame["method"].isin(SET_APART)])
    assert all("quân sự" in apart[row] for row in frame.index[frame["category"] == "military"])


def test_every_row_says_what_is_known_and_what_would_settle_it(found: Worklist) -> None:
    for task in found.tasks:
        assert task.known, task.id
        assert task.settled_by.endswith(".")
    clearances = {task.settled_by for task in found.tasks if task.kind is ProjectKind.CLEARANCE}
    assert all("thu hồi" in words for words in clearances)
    assert "ranh giới từng lô" in next(task.settled_by for task in found.tasks if task.id == "PL3-20")


def test_every_category_has_its_document() -> None:
    assert set(SETTLED_BY) == set(Category)


def test_a_placed_row_leaves_the_list(frame: gpd.GeoDataFrame) -> None:
    placed = changed(frame, "PL4-09", precision="surveyed", radius_m=1.0, method="correction:coordinates")
    assert "PL4-09" not in {task.id for task in build_worklist(placed).tasks}
    assert measure_coverage(placed).fine == measure_coverage(frame).fine + 1


def test_rows_without_years_come_last_of_their_class(frame: gpd.GeoDataFrame) -> None:
    timeless = build_worklist(changed(frame, "PL4-07", start_year=pd.NA, finish_year=pd.NA)).tasks
    areas = [t.id for t in timeless if t.kind is ProjectKind.CLEARANCE and t.precision is Precision.AREA]
    assert areas[-1] == "PL4-07"


def test_a_row_of_which_nothing_is_known_says_its_reason(frame: gpd.GeoDataFrame) -> None:
    silent = changed(frame, "PL4-09", evidence=(), reason="Không có trong nguồn nào.")
    task = next(task for task in build_worklist(silent).tasks if task.id == "PL4-09")
    assert task.known == ("Không có trong nguồn nào.",)


def test_coverage_counts_agree_with_the_frame(frame: gpd.GeoDataFrame, found: Worklist) -> None:
    coverage = found.coverage
    assert sum(coverage.by_precision.values()) == coverage.rows == len(frame)
    assert coverage.on_map == int(frame.geometry.notna().sum())
    assert coverage.median_radius_m == frame.loc[frame.geometry.notna(), "radius_m"].median()
    assert coverage.fine_share == coverage.fine / 64


def test_coverage_of_nothing_divides_by_nothing(frame: gpd.GeoDataFrame) -> None:
    empty = measure_coverage(frame.iloc[:0])
    assert (empty.fine_share, empty.median_radius_m) == (0.0, None)


def test_page_lists_the_same_rows_and_leads_to_the_editor(client: FlaskClient, found: Worklist) -> None:
    page = client.get("/locations").get_data(as_text=True)
    places = [page.index(f'<li id="{task.id}">') for task in found.tasks]
    assert places == sorted(places)
    assert f'href="/?project={found.tasks[0].id}&amp;edit=1"' in page
    assert f"{found.coverage.on_map} trên {found.coverage.rows}" in page
    assert client.get("/?project=PL4-09&edit=1").status_code == 200


def test_page_takes_the_filters_of_every_page(client: FlaskClient) -> None:
    page = client.get("/locations?kind=clearance").get_data(as_text=True)
    assert "PL3-" not in "".join(line for line in page.splitlines() if "<li id=" in line)
    assert "Đang lọc" in page
    assert client.get("/locations?kind=nothing").status_code == 400
    everything_placed = client.get("/locations?precision=surveyed").get_data(as_text=True)
    assert "Mọi dòng ở đây đã có vị trí đủ rõ" in everything_placed


def test_page_needs_no_script_and_no_other_host(client: FlaskClient) -> None:
    page = client.get("/locations").get_data(as_text=True)
    assert "style=" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
