"""The rule: one address, one set of rows: map, list, table, counts, paper, GeoJSON, CSV and OGC agree in 50 states."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from geo.model import Category, ClearanceEnd, ClearanceState, FundingSource, Precision, ProgressClass, ProjectKind
from tests.browser.watched import Watched, expect_whole
from tests.browser.watched import go as go_to

pytestmark = pytest.mark.browser
STATES = 50
TALL = {"width": 1440, "height": 9200}  # high enough for the list and the table to hold every row
LISTS: Mapping[str, list[str]] = {
    "funding_source": list(FundingSource),
    "clearance_state": list(ClearanceState),
    "clearance_end": list(ClearanceEnd),
    "progress_class": list(ProgressClass),
    "category": list(Category),
    "kind": list(ProjectKind),
    "precision": list(Precision),
    "area": ["bac-song-cam", "hoa-dong", "tan-duong", "thuy-son", "dao-vu-yen", "nowhere"],
    "appendix": ["1", "2", "3", "4"],
}
WORDS = ("bac song cam", "Hoa Động", "I.11", "pl4", "tai dinh cu", "đường vành đai", "QL10", "ho sen", "khong co dau")
YEARS = ("2023", "2025", "2027", "2030", "2032", "2024-2026", "2026-2028", "2028-2031")
DAYS = ("2025-06-01", "2026-11-24", "2028-01-01")
TEXTS = {"q": WORDS, "year": YEARS, "as_of": DAYS}
SHOWN = """() => {
    const ids = (selector) => [...document.querySelectorAll(selector)].map((one) => one.dataset.project);
    dispatchEvent(new Event('beforeprint'));
    const paper = [...document.querySelectorAll('.pm-sheet-table tbody tr')].map((row) => row.cells[0].textContent);
    dispatchEvent(new Event('afterprint'));
    const first = (selector) => parseInt(document.querySelector(selector).textContent, 10);
    return {
        map: [...ids('.pm-sector'), ...ids('.pm-drawer .pm-row')],
        list: ids('.pm-list .pm-hit'),
        table: ids('.pm-table .pm-dock-open'),
        paper,
        counts: [first('.pm-found-count'), first('.pm-dock-count')],
    };
}"""
SHAPES = ("points", "lines", "polygons", "unlocated")
COLLECTIONS = [f"{kind}-{shape}" for kind in ("projects", "clearances") for shape in SHAPES]


def random_states() -> Iterator[dict[str, str]]:
    """Give states of one to four filters, as addresses have them."""
    chance = random.Random(2026)
    for _ in range(STATES):
        state: dict[str, str] = {}
        for name in chance.sample([*LISTS, *TEXTS, "year"], chance.randint(1, 4)):
            state[name] = chance.choice(TEXTS[name]) if name in TEXTS else ",".join(chance.sample(LISTS[name], 2))
        if "year" in state and chance.random() < 0.6:
            state["year_mode"] = chance.choice(["starts", "finishes", "runs"])
        yield state


def go(page: Page, state: Mapping[str, str]) -> None:
    """Bring the page to a state as the browser's back button does, and wait until it shows the day asked for."""
    go_to(page, f"?{urlencode({'view': 'table', **state})}")
    expect(page.locator("html")).to_have_attribute("data-as-of", state.get("as_of", "2026-11-24"))


def in_geojson(client: FlaskClient, state: Mapping[str, str]) -> list[str]:
    """Return the ids that the server answers."""
    answer = client.get("/api/projects.geojson", query_string=state).get_json(force=True)
    return [feature["id"] for feature in answer["features"]]


def in_csv(client: FlaskClient, state: Mapping[str, str]) -> list[str]:
    """Return the ids of the table that can be taken away."""
    text = client.get("/export/projects.csv", query_string=state).get_data().decode("utf-8-sig")
    return [row["id"] for row in csv.DictReader(io.StringIO(text))]


def cql_years(state: Mapping[str, str]) -> str:
    """Return the years of a state as a condition on the columns."""
    first, last = (state["year"].split("-") * 2)[:2]
    columns = {"starts": "start_year", "finishes": "finish_year"}
    if column := columns.get(state.get("year_mode", "runs")):
        return f"{column} BETWEEN {first} AND {last}"
    begun, not_over = f"start_year <= {last}", f"finish_year >= {first}"
    return f"(start_year IS NULL OR {begun}) AND (finish_year IS NULL OR {not_over})"


def cql(state: Mapping[str, str]) -> str:
    """Return a state as a filter of OGC API – Features; words and days have no such filter."""
    conditions = []
    for name in set(state) & set(LISTS):
        values = state[name].split(",")
        if name == "area":
            conditions.append("(" + " OR ".join(f"areas LIKE '%{value}%'" for value in values) + ")")
        elif name == "appendix":
            conditions.append(f"appendix IN ({','.join(values)})")
        else:
            quoted = ",".join(f"'{value}'" for value in values)
            conditions.append(f"{name} IN ({quoted})")
    if "year" in state:
        conditions.append(cql_years(state))
    return " AND ".join(conditions)


def in_ogc(client: FlaskClient, state: Mapping[str, str]) -> list[str]:
    """Return the ids that all collections together give for a state."""
    found: list[str] = []
    for name in COLLECTIONS:
        answer = client.get(f"/ogc/collections/{name}/items", query_string={"filter": cql(state), "limit": "1000"})
        assert answer.status_code == 200, answer.text
        found += [feature["id"] for feature in answer.get_json(force=True)["features"]]
    return found


@pytest.fixture
def tall(watched: Watched) -> Page:
    """Give the map with its table in a window that shows every row of both, with place names loaded."""
    page = watched.page(viewport=TALL)
    page.goto(f"{watched.server}/?view=table")
    expect_whole(page)
    page.evaluate("document.querySelector('.pm-stage').style.setProperty('--dock', '2700px')")
    expect(page.locator(".pm-table .pm-dock-open")).to_have_count(64)
    return page


def test_every_way_to_see_a_state_shows_the_same_rows(tall: Page, client: FlaskClient) -> None:
    sizes, asked = set(), 0
    for state in random_states():
        go(tall, state)
        shown: dict[str, Any] = tall.evaluate(SHOWN)
        wanted = sorted(in_geojson(client, state))
        sizes.add(len(wanted))
        for name in ("map", "list", "table", "paper"):
            assert sorted(shown[name]) == wanted, (name, state)
        assert shown["counts"] == [len(wanted)] * 2, state
        assert sorted(in_csv(client, state)) == wanted, state
        if not {"q", "as_of"} & set(state):
            asked += 1
            assert sorted(in_ogc(client, state)) == wanted, state
    assert len(sizes) > 8
    assert asked > 15


def test_the_counts_of_the_newer_filters_follow_the_others(tall: Page, client: FlaskClient) -> None:
    """The count of an area, a class or a year is what remains when it is chosen beside the other filters."""
    state = {"funding_source": "enterprise", "year": "2026-2028", "area": "hoa-dong"}
    go(tall, state)
    said = tall.locator(".pm-facet-choice").evaluate_all(
        "labels => labels.map(l => [l.firstChild.name, l.firstChild.value, +l.querySelector('.pm-number').textContent])"
    )
    assert {name for name, _, _ in said} == set(LISTS)
    for name, value, count in said:
        assert count == len(in_geojson(client, state | {name: value})), (name, value)
    years = tall.locator(".pm-year-marks button").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    for label in years:
        year, count = re.findall(r"\d+", label)
        assert int(count) == len(in_geojson(client, state | {"year": year})), label


def test_the_filters_of_a_link_are_those_of_the_server(tall: Page) -> None:
    """What can be taken away asks for the filters of the view, the day included."""
    state = {"area": "hoa-dong", "year": "2026-2028", "year_mode": "starts", "as_of": "2025-06-01"}
    go(tall, state)
    href = tall.locator(".pm-take[href^='/export/projects.csv']").get_attribute("href")
    assert href
    assert dict(parse_qsl(href.partition("?")[2])) == state
