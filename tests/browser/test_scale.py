"""The rule: a ledger of thousands is the same map: every row counted once, the list whole, every act by keyboard."""

from __future__ import annotations

import itertools
import math
import random
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from bench.ledger import large_app
from geo.frame import build
from tests.browser.conftest import Open
from tests.browser.watched import REFUSED, Watched, address, expect_still, expect_whole
from tests.records import located, programme, project
from tests.serving import serving
from webmap.maps import project_map

pytestmark = pytest.mark.browser
ROWS = 3000
APART = 34
STANDING = """boxes => boxes.map(box => ({
    key: box.dataset.place,
    crowd: Boolean(box.querySelector('.pm-bubble')),
    rows: +box.querySelector('.pm-bubble')?.dataset.rows || box.querySelectorAll('.pm-sector').length,
    parts: [...box.querySelectorAll('.pm-bubble-part')].map(part => +part.dataset.n),
}))"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the application over 3,000 rows."""
    with serving(large_app(ROWS, tmp_path_factory.mktemp("large"))) as found:
        yield found


@pytest.fixture
def crowded(watched: Watched, large: str) -> Page:
    """Give the map of 3,000 rows, far enough out that all of them are in sight."""
    watched.server = large
    page = watched.page()
    page.goto(f"{large}/#11/20.89000/106.70000")
    expect(page.locator(".pm-bubble").first).to_be_attached()
    expect_whole(page)
    return page


def standing(page: Page) -> list[dict[str, Any]]:
    """Return what stands on the map: marks and crowds, each with its rows."""
    found: list[dict[str, Any]] = page.locator(".pm-mark-box").evaluate_all(STANDING)
    return found


def on_map(page: Page) -> int:
    """Return how many rows the legend says are on the map."""
    return int(page.locator(".pm-mapped").inner_text().split()[0].replace(".", ""))


def expect_all_counted(page: Page) -> None:
    """Hold marks and crowds together to the legend's count; the map may follow the panel a moment later."""
    page.wait_for_function(f"""() => {{
        const all = ({STANDING})([...document.querySelectorAll('.pm-mark-box')]);
        const rows = all.reduce((sum, one) => sum + one.rows, 0);
        return rows === Number(document.querySelector('.pm-mapped').textContent.split(' ')[0].replaceAll('.', ''));
    }}""")


def list_button(page: Page) -> Locator:
    return page.locator(".pm-list .pm-hit[tabindex='0']")


def test_marks_and_crowds_together_are_all_rows_on_the_map(crowded: Page) -> None:
    found = standing(crowded)
    assert on_map(crowded) > 2000
    assert sum(one["rows"] for one in found) == on_map(crowded)
    assert len(found) < 400
    for crowd in (one for one in found if one["crowd"]):
        assert sum(crowd["parts"]) == crowd["rows"], "the ring has every row in a class"


def test_coming_nearer_takes_crowds_apart(crowded: Page) -> None:
    counts = []
    for _ in range(3):
        counts.append(max(one["rows"] for one in standing(crowded)))
        for _ in range(2):
            crowded.get_by_role("button", name="Phóng to", exact=True).click()
            expect_still(crowded)
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_the_count_follows_a_filter_and_comes_back(crowded: Page) -> None:
    every = on_map(crowded)
    crowded.get_by_role("button", name="Bộ lọc").first.click()
    choice = crowded.locator('input[name="funding_source"][value="enterprise"]')
    choice.check()
    expect(crowded.locator(".pm-mapped")).not_to_contain_text(str(every))
    expect_all_counted(crowded)
    assert 0 < on_map(crowded) < every
    choice.uncheck()
    expect(crowded.locator(".pm-mapped")).to_contain_text(str(every))
    expect_all_counted(crowded)


def test_the_ring_of_a_crowd_changes_with_the_theme(crowded: Page) -> None:
    crowded.locator("input[name=pm-theme][value=clearance]").check(force=True)
    expect(crowded.locator('.pm-bubble-part[data-class="no_clearance"]').first).to_be_attached()
    crowd = crowded.locator(".pm-mark-box:has(.pm-bubble)").first
    expect(crowd).to_have_attribute("aria-label", re.compile("công trình gần nhau"))


def test_a_row_that_is_opened_stands_alone(crowded: Page) -> None:
    crowded.goto(address(crowded).replace("/#", "/?precision=area#"))
    expect_whole(crowded)
    row = crowded.locator(".pm-list .pm-hit").nth(1)
    opened = row.get_attribute("data-project")
    row.click()
    expect(crowded.locator(".pm-details")).to_be_visible()
    active = crowded.locator(".pm-mark-box.pm-active")
    expect(active).to_have_count(1)
    expect(active.locator(f'[data-project="{opened}"]')).to_be_attached()
    expect(active.locator(".pm-bubble")).to_have_count(0)
    expect_all_counted(crowded)


def test_the_keyboard_reaches_the_last_row_of_the_list(crowded: Page) -> None:
    list_button(crowded).focus()
    crowded.keyboard.press("End")
    last = crowded.locator(".pm-list-row:focus-within")
    expect(last).to_have_attribute("aria-posinset", str(ROWS))
    expect(last).to_have_attribute("aria-setsize", str(ROWS))
    expect(last).to_be_in_viewport()
    drawn = crowded.locator(".pm-list-row").count()
    assert drawn < 60, "only rows in sight are in the page"
    crowded.keyboard.press("Home")
    expect(crowded.locator(".pm-list-row:focus-within")).to_have_attribute("aria-posinset", "1")


def test_a_crowd_opens_by_keyboard_and_the_focus_goes_on(crowded: Page) -> None:
    expect_still(crowded)
    crowd = crowded.locator(".pm-mark-box:has(.pm-bubble)").first
    crowd.focus()
    crowded.keyboard.press("Enter")
    expect(crowded).not_to_have_url(re.compile(r"#11/"))
    expect(crowded.locator(".pm-mark-box:focus")).to_be_attached()


def test_a_part_that_did_not_come_is_told_and_asked_for_again(watched: Watched, large: str) -> None:
    watched.server = large
    page = watched.page()
    page.route("**/crowd.js", lambda route: route.abort())
    page.goto(large)
    expect(page.locator(".pm-notice")).to_contain_text("Hãy kiểm tra đường truyền")
    page.unroute("**/crowd.js")
    watched.forgive(REFUSED)  # the browser's own word about the part that did not come
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator(".pm-bubble").first).to_be_attached()


def test_a_few_rows_are_drawn_one_by_one_and_ask_for_nothing_more(watched: Watched) -> None:
    page = watched.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(watched.server)
    expect_whole(page)
    page.wait_for_load_state("networkidle")
    assert not any("/crowd." in url for url in asked)
    assert sum(one["rows"] for one in standing(page)) == on_map(page)


def one_spot() -> str:
    """Return a notebook's document of 400 rows, twenty of which stand within a hand of each other."""
    works = [project(f"PL3-{number:03}", name=f"Công trình {number}") for number in range(400)]
    places = {row.id: located(106.65 + 0.004 * (at % 20), 20.85 + 0.004 * (at // 20)) for at, row in enumerate(works)}
    places |= {row.id: located(106.7 + 2e-7 * at, 20.89) for at, row in enumerate(works[:20])}
    return project_map(build(programme(*works), places, date(2026, 11, 24)))._repr_html_()


def test_places_that_never_part_are_listed_in_a_notebook_too(watched: Watched) -> None:
    page = watched.page()
    page.set_content(one_spot())
    inner = page.frame_locator("iframe")
    fullest = "bubbles => Math.max(...bubbles.map(bubble => +bubble.dataset.rows))"
    listed = inner.locator(".pm-near .pm-hit")
    expect(inner.locator(".pm-bubble").first).to_be_attached()
    for _ in range(12):
        expect_still(page.frames[1])
        if listed.count():
            break
        rows = inner.locator(".pm-bubble").evaluate_all(fullest)
        inner.locator(f'.pm-mark-box:has(.pm-bubble[data-rows="{rows}"])').first.press("Enter")
    expect(listed).to_have_count(20)
    inner.get_by_role("button", name="Về danh sách").click()
    expect(inner.locator(".pm-list")).to_be_visible()


@pytest.mark.parametrize(("side", "count"), [(60, 12), (400, 40), (900, 120), (1500, 120), (3000, 120), (6000, 120)])
def test_marks_stand_apart_and_not_far_from_home(open_map: Open, side: int, count: int) -> None:
    """Whatever the homes, even all at one spot: no two marks closer than asked; a mark with room stays where it is."""
    dice = random.Random(side)
    homes = [{"x": dice.uniform(0, side), "y": dice.uniform(0, side)} for _ in range(count)]
    homes += [homes[0], homes[0], {"x": -500, "y": -500}]
    page = open_map()
    stand = page.evaluate("([homes, apart]) => projectmap.spread(homes, apart)", [homes, APART])
    gaps = [math.dist((a["x"], a["y"]), (b["x"], b["y"])) for a, b in itertools.combinations(stand, 2)]
    assert min(gaps) > APART - 1
    assert stand[-1] == homes[-1]
    moved = [math.dist((a["x"], a["y"]), (b["x"], b["y"])) for a, b in zip(stand, homes, strict=True)]
    assert max(moved) < APART * math.sqrt(len(homes))
