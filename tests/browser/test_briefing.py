"""The rule: the weekly page is one A4, with an empty store and with the worst week one can have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from geo.clearance.report import Stage
from tests.browser.watched import Watched, sheets
from tests.reports import milestone, obstacle, report
from tests.serving import serving
from tests.signing import DAY, new_app, store_of
from webmap.current import source

pytestmark = pytest.mark.browser
TODAY = DAY
MEETING = TODAY - timedelta(days=30)
ALL = tuple(f"PL4-{number:02}" for number in range(1, 19))


@pytest.mark.parametrize("day", ["", "?as_of=2025-06-01", "?as_of=2030-12-31", "?as_of=2026-11-24&since=2025-01-01"])
def test_an_empty_store_prints_on_one_a4(watched: Watched, day: str) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/briefing{day}")
    pdf = page.pdf(prefer_css_page_size=True)
    assert sheets(pdf) == 1
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12]", pdf), "the sheet is an A4 that stands"


@pytest.fixture
def worst(tmp_path: Path, browser: Browser) -> Iterator[Watched]:
    """Give the pages of a week in which every clearance has obstacles, overdue documents and old figures."""
    app = new_app(tmp_path)
    store = store_of(app)
    for name in ALL:
        store.reports.add(report(MEETING, name, households_total=999, households_handed_over=1), revision=0)
        for number in range(3):
            kept = obstacle(
                MEETING, name, who=f"Phòng Kinh tế, Hạ tầng và Đô thị {number}", text="Chưa thống nhất đơn giá " * 20
            )
            store.obstacles.add(kept, revision=number)
        store.milestones.add(milestone(Stage.APPROVAL, MEETING, name), revision=0)
    with app.app_context():
        source().look()
    with serving(app) as address:
        held = Watched(browser, address)
        yield held
        held.close()
    store.close()
    assert held.errors == []


def test_the_worst_week_prints_on_one_a4_and_says_what_is_left_out(worst: Watched) -> None:
    """Each section is cut to what fits, and says how many more there are."""
    page = worst.page()
    page.goto(f"{worst.server}/briefing")
    expect(page.locator("main")).to_contain_text("… và 49 dòng nữa, xem tệp Excel.")
    assert sheets(page.pdf(prefer_css_page_size=True)) == 1
