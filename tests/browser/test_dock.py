"""The rule: table and schedule show what the map shows, are linked with it both ways, and stay light with many rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.watched import Watched, expect_asked, expect_not_asked, expect_still, serious

pytestmark = pytest.mark.browser
MANY = 5_000
VIEWS = ("table", "gantt")
DATA = "**/api/projects.geojson*"


def texts(page: Page, selector: str) -> list[str]:
    """Return what elements say, once the first of them is there."""
    expect(page.locator(selector).first).to_be_attached()
    found: list[str] = page.locator(selector).evaluate_all("all => all.map(one => one.textContent)")
    return found


def changed(change: Callable[[list[Any]], list[Any]], client: FlaskClient) -> Callable[[Route], None]:
    """Answer the rows as a function changes them."""
    data = client.get("/api/projects.geojson").get_json(force=True)
    data["features"] = change(data["features"])
    return lambda route: route.fulfill(body=json.dumps(data), content_type="application/geo+json")


def opened(watched: Watched, answer: Callable[[Route], None], path: str) -> Page:
    """Open the map over changed rows."""
    page = watched.page()
    page.route(DATA, answer)
    page.goto(watched.server + path)
    expect(page.locator(".pm-dock-open").first).to_be_visible()
    return page


# --- table ---


def test_each_column_sorts_up_down_and_not(open_map: Open) -> None:
    page = open_map("/?view=table")
    head = page.locator(".pm-table thead th", has_text="Kết thúc")
    expect(head).to_have_attribute("aria-sort", "none")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(head.get_by_role("button")).to_be_focused()
    expect_asked(page, "sort=finish_year")
    years = texts(page, ".pm-table tbody .pm-col-finish_year")
    assert len(years) > 5
    assert years == sorted(years)
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(page.locator(".pm-table tbody .pm-col-finish_year").first).to_have_text("2030")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "none")
    expect_not_asked(page, "sort")
    expect(page.locator(".pm-table tbody .pm-col-id").first).to_have_text("PL1-01")


def test_what_has_no_value_comes_last_either_way(open_map: Open) -> None:
    for sort in ("days_late", "-days_late"):
        page = open_map(f"/?view=table&cols=id,days_late&sort={sort}&appendix=4,3")
        assert texts(page, ".pm-table tbody .pm-col-days_late")[0] != "–", sort


def test_the_columns_are_chosen_and_stay_in_the_address(open_map: Open) -> None:
    page = open_map("/?view=table")
    page.locator(".pm-columns summary").click()
    page.get_by_role("checkbox", name="Khu vực").check()
    page.get_by_role("checkbox", name="Loại công trình").uncheck()
    heads = page.locator(".pm-table thead th")
    expect(heads.filter(has_text="Khu vực")).to_have_count(1)
    expect(heads.filter(has_text="Loại công trình")).to_have_count(0)
    expect(page).to_have_url(re.compile("cols=.*areas"))
    page.get_by_role("button", name="Về các cột thường dùng").click()
    expect_not_asked(page, "cols")
    page.keyboard.press("Escape")
    expect(page.locator(".pm-columns summary")).to_be_focused()


def test_table_and_map_point_at_each_other(open_map: Open) -> None:
    page = open_map("/?view=table&q=da+khoa")
    page.locator(".pm-table tbody tr", has_text="PL3-07").hover()
    expect(page.locator(".pm-mark-box.pm-active")).to_have_count(1)
    page.locator(".pm-mark-box").first.hover()
    expect(page.locator(".pm-table tr.pm-lit")).to_have_count(2)  # the work and its clearance stand together
    page.locator(".pm-table tr", has_text="PL4-07").get_by_role("button").first.click()
    expect(page.locator(".pm-details .pm-id")).to_have_text("PL4-07")
    expect(page.locator(".pm-table tr.pm-selected")).to_contain_text("PL4-07")
    expect_still(page)
    before = page.evaluate("location.hash")
    page.get_by_role("button", name="Đưa bản đồ tới PL3-07").click()
    expect(page.locator(".pm-details .pm-id")).to_have_text("PL3-07")
    page.wait_for_function("before => location.hash !== before", arg=before)


def test_rows_that_the_map_cannot_show_are_there_and_say_so(open_map: Open) -> None:
    page = open_map("/?view=table&appendix=1,2")
    row = page.locator(".pm-table tbody tr", has_text="PL1-01")
    expect(row.locator(".pm-col-precision .pm-icon")).to_be_visible()
    expect(row.get_by_role("button", name="Đưa bản đồ tới")).to_have_count(0)


@pytest.mark.parametrize("view", VIEWS)
def test_the_arrows_walk_through_the_rows(open_map: Open, view: str) -> None:
    page = open_map(f"/?view={view}")
    page.locator(".pm-dock-scroll:visible .pm-dock-open").first.focus()
    for _ in range(30):
        page.keyboard.press("ArrowDown")
    focused = page.locator(".pm-dock-open:focus")
    expect(focused).to_have_attribute("data-project", re.compile(r"PL[34]-\d\d"))
    assert focused.evaluate("one => one.getBoundingClientRect().bottom <= innerHeight")
    page.keyboard.press("Home")
    expect(page.locator('.pm-dock-open[data-project="PL1-01"]:visible')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".pm-details .pm-id")).to_have_text("PL1-01")


def test_escape_closes_and_gives_the_focus_back(open_map: Open) -> None:
    page = open_map("/")
    door = page.locator(".pm-dock-buttons").get_by_role("button", name="Lịch")
    door.click()
    expect(page.locator(".pm-dock")).to_be_visible()
    page.locator(".pm-dock-scroll:visible .pm-dock-open").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".pm-dock")).to_be_hidden()
    expect(door).to_be_focused()
    expect_not_asked(page, "view")


@pytest.mark.parametrize("view", VIEWS)
def test_five_thousand_rows_stay_light(watched: Watched, client: FlaskClient, view: str) -> None:
    """Only the rows in sight are in the page, at the top, in the middle and at the end."""

    def multiplied(rows: list[Any]) -> list[Any]:
        plain = [row | {"geometry": None} for row in rows if row["properties"]["kind"] == "project"]
        ids = (f"PL3-{number}" for number in range(MANY))
        return [
            row
            | {"id": name, "properties": row["properties"] | {"id": name, "precision": "ward", "name": f"Dòng {name}"}}
            for name, row in zip(ids, plain * (MANY // len(plain) + 1), strict=False)
        ]

    page = opened(watched, changed(multiplied, client), f"/?view={view}")
    doors = page.locator(".pm-dock-scroll:visible .pm-dock-open")
    scroller = page.locator(".pm-dock-scroll:visible")
    for share in (0, 0.5, 1):
        scroller.evaluate("(one, share) => { one.scrollTop = share * one.scrollHeight; }", share)
        middle = f"PL3-{round(share * (MANY - 1))}"
        expect(page.locator(f'.pm-dock-scroll:visible .pm-dock-open[data-project="{middle}"]')).to_be_in_viewport()
        assert 5 < doors.count() < 60
    expect(doors.last).to_have_attribute("data-project", f"PL3-{MANY - 1}")


# --- schedule ---


def test_work_and_clearance_share_a_line(open_map: Open, client: FlaskClient) -> None:
    rows = client.get("/api/projects.geojson").get_json(force=True)["features"]
    lines = [row for row in rows if not row["properties"]["clears"]]
    page = open_map("/?view=gantt")
    expect(page.locator(".pm-gantt-line").first).to_have_attribute("aria-setsize", str(len(lines)))
    line = open_map("/?view=gantt&q=pl3-07").locator(".pm-gantt-line")
    expect(line).to_have_count(1)
    expect(line.locator(".pm-gantt-project:not(.pm-gantt-other)")).to_have_count(1)
    expect(line.locator(".pm-gantt-clearance.pm-gantt-other")).to_have_count(1)  # kept out by the words, still known
    expect(line.get_by_role("button")).to_have_accessible_name(
        "Mở rộng Bệnh viện đa khoa Thủy Nguyên. công trình PL3-07: 2025–2030; giải phóng mặt bằng PL4-07: 2025"
    )


def test_bars_end_with_their_years_and_open_ends_are_open(watched: Watched, client: FlaskClient) -> None:
    def opened_ends(rows: list[Any]) -> list[Any]:
        ends = {"PL1-01": (None, 2026), "PL1-02": (2026, None), "PL1-03": (None, None), "PL2-01": (2026, 2027)}
        chosen = [row for row in rows if row["id"] in ends]
        for row in chosen:
            row["properties"]["start_year"], row["properties"]["finish_year"] = ends[row["id"]]
        return [*chosen, *[row for row in rows if row["id"] == "PL3-07"]]

    page = opened(watched, changed(opened_ends, client), "/?view=gantt")
    expect(page.locator(".pm-gantt-line")).to_have_count(5)
    bars = page.locator(".pm-gantt-line").evaluate_all(
        """lines => lines.slice(0, 4).map((line) => {
            const bar = line.querySelector('.pm-gantt-bar');
            if (!bar) return line.querySelector('em').textContent;
            const lane = line.querySelector('.pm-gantt-lane').getBoundingClientRect();
            const box = bar.getBoundingClientRect();
            const share = (x) => Math.round(6 * (x - lane.left) / lane.width);
            const open = ['pm-open-start', 'pm-open-end'].filter((name) => bar.classList.contains(name));
            return [share(box.left), share(box.right), ...open];
        })"""
    )
    assert bars == [[0, 2, "pm-open-start"], [1, 6, "pm-open-end"], "Chưa ghi năm nào", [1, 3]]
    expect(page.locator(".pm-gantt-keys")).to_contain_text("đầu mút chưa ghi năm")


def test_the_schedule_marks_the_day_and_follows_the_filter(open_map: Open) -> None:
    page = open_map("/?view=gantt&kind=clearance")
    expect(page.locator(".pm-gantt-line .pm-gantt-today").first).to_be_attached()
    expect(page.locator(".pm-gantt-keys")).to_contain_text("24/11/2026")
    expect(page.locator(".pm-gantt-line").first).to_have_attribute("aria-setsize", "18")
    page.get_by_role("button", name="Năm 2030:").click()
    expect(page.locator(".pm-gantt-line").first).not_to_have_attribute("aria-setsize", "18")


# --- both ---


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_reads_it_and_goes_back_to_the_map(open_map: Open, view: str) -> None:
    page = open_map(f"/?view={view}", "phone")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.locator(".pm-dock-bar :is(button, summary):visible").evaluate_all(
        "all => all.filter(e => Math.min(e.offsetWidth, e.offsetHeight) < 24).map(e => e.outerHTML)"
    )
    assert small == []
    row = page.locator('.pm-dock-scroll:visible .pm-dock-open[data-project="PL2-01"]')
    # most names begin alike, so the id is there too
    expect(page.locator(".pm-dock-scroll:visible").get_by_text("PL2-01", exact=True)).to_be_visible()
    row.click()
    expect(page.locator(".pm-details .pm-id")).to_have_text("PL2-01")
    expect(page.locator(".pm-dock")).to_be_hidden()


@pytest.mark.parametrize("view", VIEWS)
def test_it_is_accessible(open_map: Open, view: str, size: str) -> None:
    page = open_map(f"/?view={view}", size)
    expect(page.locator(".pm-dock")).to_be_visible()
    assert serious(page) == []


def test_no_row_is_said_in_a_sentence(open_map: Open) -> None:
    page = open_map("/?view=table")
    page.get_by_role("searchbox").fill("zzzz")
    expect(page.locator(".pm-dock-empty")).to_have_text("Không có dòng nào khớp các bộ lọc này.")
