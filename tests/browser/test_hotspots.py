"""The rule: the hotspots page says the same as its data, on a desk, on a phone and on one sheet of A4."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.watched import REFUSED, SIZES, Watched, places, sheets

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("day", ["", "?as_of=2025-06-01", "?as_of=2030-12-31"])
def test_the_table_prints_on_exactly_one_a4(watched: Watched, day: str) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/hotspots{day}")
    expect(page.locator(".hot-table tbody tr")).to_have_count(18)
    pdf = page.pdf(prefer_css_page_size=True)
    assert sheets(pdf) == 1
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12]", pdf), "the sheet is an A4 that stands"


def test_nothing_is_cut_off_at_any_size(watched: Watched, size: str) -> None:
    page = watched.page(size)
    page.goto(f"{watched.server}/hotspots")
    expect(page.locator(".hot-table tbody tr").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]


def test_the_small_map_shows_the_clearances_of_the_table(watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/hotspots")
    rows = page.request.get(f"{watched.server}/api/projects.geojson?kind=clearance").json()["features"]
    expect(page.locator(".hot-map .pm-mark-box")).to_have_count(len(places(rows)))
    said = f"{sum(row['geometry'] is not None for row in rows)} trên {len(rows)} "
    expect(page.locator(".hot-map figcaption")).to_have_text(re.compile(rf"^\s*{said}"))


def test_a_mark_leads_to_its_row(watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/hotspots")
    mark = page.locator(".hot-map .pm-mark-box").first
    expect(mark).to_be_visible()
    mark.press("Enter")
    chosen = page.locator(".hot-table tr.hot-chosen")
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_id(str(mark.get_attribute("data-place")))
    expect(chosen).to_be_in_viewport()


def test_the_counts_are_those_of_the_table(watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/hotspots")
    for card in page.locator(".hot-counts li").all():
        state = card.get_attribute("data-clearance")
        rows = page.locator(f'.hot-table .hot-state[data-clearance="{state}"]')
        expect(rows).to_have_count(int(card.locator("strong").inner_text()))


def test_without_the_map_the_page_still_says_all(watched: Watched) -> None:
    page = watched.page()
    page.route("**/api/style.json", lambda route: route.abort())
    page.goto(f"{watched.server}/hotspots")
    expect(page.locator(".hot-map")).to_be_hidden()
    expect(page.locator(".hot-table tbody tr")).to_have_count(18)
    watched.forgive(REFUSED)  # the browser reports the request that this test refused


def test_a_filter_in_the_address_holds_for_table_and_map(watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/hotspots?clearance_state=overdue_no_report")
    expect(page.locator(".hot-table tbody tr")).to_have_count(4)
    url = f"{watched.server}/api/projects.geojson?kind=clearance&clearance_state=overdue_no_report"
    expect(page.locator(".hot-map .pm-mark-box")).to_have_count(len(places(page.request.get(url).json()["features"])))
