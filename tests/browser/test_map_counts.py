"""The rule: colours counted in the browser are the counts of the data and of the legend; nothing is a pile of pins."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from geo.model import ClearanceState, FundingSource
from tests.browser.conftest import Open
from tests.browser.watched import (
    Watched,
    counted,
    drawn,
    expect_asked,
    expect_settled,
    expect_whole,
    legend,
    places,
    rgb,
    units,
)
from webmap.style import Look, look

pytestmark = pytest.mark.browser
CODES = {"funding": FundingSource, "clearance": ClearanceState}


@pytest.fixture
def rows(client: FlaskClient) -> list[dict[str, Any]]:
    """Give the rows that the server answers."""
    collection = client.get("/api/projects.geojson").get_json(force=True)
    features: list[dict[str, Any]] = collection["features"]
    return features


@pytest.mark.parametrize("theme", CODES)
def test_map_legend_and_data_count_the_same(open_map: Open, rows: list[dict[str, Any]], theme: str) -> None:
    page = open_map(f"/?theme={theme}")
    here, every = counted(rows, theme)
    assert Counter(sector["code"] for sector in drawn(page)) == here
    assert legend(page) == {code: (here[code], every[code]) for code in every}


@pytest.mark.parametrize("theme", CODES)
def test_each_class_is_painted_in_the_colour_of_the_table(open_map: Open, theme: str) -> None:
    for sector in drawn(open_map(f"/?theme={theme}")):
        style = look(CODES[theme](sector["code"]))
        assert isinstance(style, Look)
        if style.hatch:
            assert sector["fill"] == f'url("#pm-hatch-{style.code}")'
            assert sector["edge"] == rgb(style.colour)
        else:
            assert sector["fill"] == rgb(style.colour)


def test_the_switch_recolours_in_place(open_map: Open, rows: list[dict[str, Any]]) -> None:
    page = open_map("/")
    page.evaluate("window.stayed = true")
    page.get_by_role("radio", name="Tiến độ GPMB").check()
    assert Counter(sector["code"] for sector in drawn(page)) == counted(rows, "clearance")[0]
    assert page.evaluate("window.stayed")
    expect_asked(page, "theme=clearance")


def test_every_row_is_on_the_map_or_in_the_drawer_once(open_map: Open, rows: list[dict[str, Any]]) -> None:
    page = open_map("/")
    on_map = [sector["project"] for sector in drawn(page)]
    in_drawer = page.locator(".pm-drawer .pm-row").evaluate_all("buttons => buttons.map(b => b.dataset.project)")
    assert sorted(on_map + in_drawer) == sorted(row["id"] for row in rows)
    mapped = sum(1 for row in rows if row["geometry"])
    expect(page.locator(".pm-mapped")).to_have_text(f"{mapped} trên {len(rows)} trên bản đồ")


def test_rows_that_share_a_place_are_one_mark_that_lists_them(open_map: Open, rows: list[dict[str, Any]]) -> None:
    page = open_map("/")
    groups = places(rows)
    expect(page.locator(".pm-mark-box")).to_have_count(len(groups))
    shared = max(groups.values(), key=len)
    page.locator(f'.pm-mark-box[data-place="{shared[0]["id"]}"]').press("Enter")
    expect(page.locator(".pm-details h2")).to_have_text(f"{len(shared)} dòng cùng một chỗ")
    expect(page.locator(".pm-details .pm-row")).to_have_count(len(shared))
    listed = page.locator(".pm-details .pm-row").evaluate_all("buttons => buttons.map(b => b.dataset.project)")
    assert listed == [row["id"] for row in shared]


def centres(page: Page) -> list[tuple[float, float]]:
    """Return the middles of the marks on the screen."""
    script = "marks => marks.map(m => m.getBoundingClientRect()).map(b => [b.x + b.width / 2, b.y + b.height / 2])"
    return [(x, y) for x, y in page.locator(".pm-mark").evaluate_all(script)]


def test_marks_do_not_cover_each_other(open_map: Open, size: str) -> None:
    page = open_map("/", size)
    expect_settled(page)
    small = page.locator(".pm-small").count() > 0
    for a, b in combinations(centres(page), 2):
        assert math.dist(a, b) >= (26 if small else 32)


def test_a_disc_has_its_radius_in_true_metres(open_map: Open, rows: list[dict[str, Any]]) -> None:
    page = open_map("/#14/20.89000/106.68000")
    across_m = {
        round(2 * group[0]["properties"]["radius_m"])
        for group in places(rows).values()
        if group[0]["geometry"]["type"] == "Point" and group[0]["properties"]["precision"] in {"place", "area"}
    }
    boxes = page.locator(".pm-disc").evaluate_all("discs => discs.map(d => d.getBBox().width)")
    metres_a_pixel = 40075016.686 * math.cos(math.radians(20.89)) / (256 * 2**14)
    assert boxes
    for width in boxes:
        assert any(width * metres_a_pixel == pytest.approx(across, rel=0.02) for across in across_m)


def test_under_clearance_a_work_is_told_by_its_clearance(open_map: Open, rows: list[dict[str, Any]]) -> None:
    """Eighteen clearances are counted once each, as the hotspots count them, and not again with their works."""
    page = open_map("/?theme=clearance")
    together = [row["id"] for group in places(rows).values() for row in units(group, "clearance")]
    assert sorted(sector["project"] for sector in drawn(page)) == sorted(together)
    kinds = {row["id"]: row["properties"]["kind"] for row in rows}
    told = [code for code, (_, every) in legend(page).items() if code != "no_clearance" for _ in range(every)]
    assert len(told) >= sum(kind == "clearance" for kind in kinds.values())


REPORTED = {
    "late": ("under_half", "#a9d3b0", "#860a18"),
    "due_soon": ("over_half", "#3f9d97", "#b96b04"),
    "on_time": ("not_started", "#f6e3b4", "#10295a"),
}


def test_with_reports_progress_fills_and_time_edges(watched: Watched, client: FlaskClient) -> None:
    collection = client.get("/api/projects.geojson").get_json(force=True)
    spots = [row for row in collection["features"] if row["geometry"] and row["properties"]["clears"]]
    for row, (state, (progress, *_)) in zip(spots, REPORTED.items(), strict=False):
        report = {
            "progress_class": progress,
            "progress_share": 0.452,
            "progress_basis": "area",
            "reported_on": "2026-11-03",
        }
        row["properties"] |= {"clearance_state": state} | report
    page = watched.page()
    body = orjson.dumps(collection)
    page.route("**/api/projects.geojson", lambda route: route.fulfill(body=body, content_type="application/geo+json"))
    page.goto(f"{watched.server}/?theme=clearance&project={spots[0]['id']}")
    expect_whole(page)
    expect(page.locator(".pm-details")).to_contain_text("Báo cáo ngày 03/11/2026: đã bàn giao 45,2 % diện tích.")
    expect(page.locator(".pm-ramp li")).to_have_count(4)
    painted = {sector["code"]: (sector["fill"], sector["edge"]) for sector in drawn(page)}
    for state, (_, fill, edge) in REPORTED.items():
        assert painted[state] == (rgb(fill), rgb(edge))
