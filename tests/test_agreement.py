"""The rule: for any day, map, ranking, weekly page and exports say the same numbers, and only what was known then."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.entered import Clock, new_store
from tests.markup import unmarked
from tests.reports import report
from tests.signing import new_app, store_of

# What is reported on which day: the same clearance twice, growing, and another one once.
REPORTS = (
    (date(2026, 3, 10), "PL4-07", {"area_required_m2": 10_000, "area_handed_over_m2": 2_000}),
    (date(2026, 6, 10), "PL4-07", {"area_required_m2": 10_000, "area_handed_over_m2": 7_000}),
    (date(2026, 6, 12), "PL4-01", {"households_total": 253, "households_handed_over": 14}),
)
# For each day: the progress class that is known then, by clearance.
DAYS = {
    date(2026, 3, 9): {"PL4-07": "no_report", "PL4-01": "no_report"},
    date(2026, 4, 1): {"PL4-07": "under_half", "PL4-01": "no_report"},
    date(2026, 7, 1): {"PL4-07": "over_half", "PL4-01": "under_half"},
}
SAME = ("clearance_state", "days_late", "progress_class", "hotspot_rank", "hotspot_score")


@pytest.fixture(scope="module")
def agreeing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give an application whose reports were recorded on the days they speak of."""
    folder = tmp_path_factory.mktemp("agreement")
    clock = Clock()
    store = new_store(folder, clock)
    for revision, (day, clearance, figures) in enumerate(REPORTS):
        clock.forward(days=(day - clock.now.date()).days)
        store.reports.add(report(day, clearance, **figures), revision=revision if clearance == "PL4-07" else 0)
    store.close()
    app = new_app(folder)
    yield app
    store_of(app).close()


@pytest.fixture
def reader(agreeing: Flask) -> FlaskClient:
    """Return whoever reads."""
    return agreeing.test_client()


def on_map(reader: FlaskClient, day: date) -> dict[str, dict[str, Any]]:
    """Return the properties of every clearance as the map gets them."""
    answer = reader.get(f"/api/projects.geojson?kind=clearance&as_of={day}").get_json()
    return {feature["id"]: feature["properties"] for feature in answer["features"]}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_only_what_was_known_then_is_said(reader: FlaskClient, day: date) -> None:
    rows = on_map(reader, day)
    assert {name: rows[name]["progress_class"] for name in DAYS[day]} == DAYS[day]
    assert {row["progress_class"] for name, row in rows.items() if name not in DAYS[day]} == {"no_report"}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_ranking_gives_the_numbers_of_the_map(reader: FlaskClient, day: date) -> None:
    rows = on_map(reader, day)
    spots = reader.get(f"/api/hotspots.json?as_of={day}").get_json()["hotspots"]
    assert {spot["id"] for spot in spots} == set(rows)
    for spot in spots:
        row = rows[spot["id"]]
        assert (spot["rank"], spot["score"]) == (row["hotspot_rank"], row["hotspot_score"])
        assert (spot["clearance_state"], spot["progress_class"]) == (row["clearance_state"], row["progress_class"])


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_weekly_page_names_the_five_hottest_of_the_map(reader: FlaskClient, day: date) -> None:
    """In the same order on the page, and all of them in the spreadsheet."""
    rows = on_map(reader, day)
    hottest = sorted(rows, key=lambda name: rows[name]["hotspot_rank"])[:5]
    page = unmarked(reader.get(f"/briefing?as_of={day}").text)
    assert re.findall(r"[1-5]\. (PL4-\d\d)", page) == hottest
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"/briefing.xlsx?as_of={day}").data))
    cells = [str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line if cell]
    assert all(any(name in cell for cell in cells) for name in hottest)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_spreadsheet_export_carries_the_numbers_of_the_map(reader: FlaskClient, day: date) -> None:
    rows = on_map(reader, day)
    text = reader.get(f"/export/projects.csv?kind=clearance&as_of={day}").data.decode("utf-8-sig")
    table = {line["id"]: line for line in csv.DictReader(io.StringIO(text))}
    assert set(table) == set(rows)
    for name, line in table.items():
        for column in SAME:
            assert line[column] == str(rows[name][column]), (name, column)
