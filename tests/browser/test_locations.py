"""The rule: the work list is read, filtered and worked off on a desk and on a phone, and says the same as the data."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from tests.browser.watched import Watched, expect_whole, serious

pytestmark = pytest.mark.browser


def test_the_list_fits_every_screen(watched: Watched, size: str) -> None:
    """No sideways scrolling, and every row's way in is a target of at least 24 px."""
    page = watched.page(size)
    page.goto(f"{watched.server}/locations")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = page.locator(".places-button").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert len(boxes) == page.locator(".places-list > li").count()
    assert min(boxes) >= 24


def test_the_list_is_accessible(watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/locations")
    assert serious(page) == []


def test_bars_are_as_long_as_their_counts(watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/locations")
    script = """rows => rows.map(row => {
        const [bar, ground] = ['rect', 'svg'].map(name => row.querySelector(name).getBoundingClientRect().width);
        return [+row.querySelector('strong').textContent, bar / ground];
    })"""
    for count, share in page.locator(".places-classes li").evaluate_all(script):
        assert share == pytest.approx(count / 64, abs=0.01)


def test_the_map_leads_to_the_list(watched: Watched, client: FlaskClient) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/")
    expect_whole(page)
    page.get_by_text("Chưa định vị / toàn phường").click()
    page.get_by_role("link", name="Dòng nào cần đặt vị trí").click()
    expect(page.locator("h1")).to_have_text("Cần đặt vị trí")
    rows = client.get("/locations").get_data(as_text=True).count('class="places-button"')
    expect(page.locator(".places-button")).to_have_count(rows)


def test_a_row_leads_to_its_place_on_the_map(watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/locations?kind=clearance")
    first = page.locator(".places-list h3 a").first
    name = first.inner_text()
    first.click()
    expect(page.locator(".pm-details h2")).to_have_text(name)
