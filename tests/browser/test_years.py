"""The rule: years and the day are chosen by hand, by key, by slider; a walk through the years says each and ends."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_desk import answered
from tests.browser.watched import Watched, expect_asked, expect_not_asked, expect_settled

pytestmark = pytest.mark.browser


def expect_kept(page: Page, rows: int) -> None:
    """Hold how many rows the desk says are kept."""
    expect(page.locator(".pm-found-count")).to_have_text(re.compile(rf"^{rows} "))


def expect_year(page: Page, years: str) -> None:
    """Hold which years the address asks for; none if there are none."""
    if years:
        expect(page).to_have_url(re.compile(rf"[?&]year={years}(&|#|$)"))
    else:
        expect_not_asked(page, "year=")


def freeze(page: Page) -> None:
    """Let the page's clock stand still but for `page.clock.run_for`: one that is only installed goes on by itself."""
    page.clock.install(time=datetime(2026, 11, 24, 8, tzinfo=UTC))
    page.clock.pause_at(datetime(2026, 11, 24, 9, tzinfo=UTC))


# --- years ---


def test_a_year_is_one_click_and_a_second_one_gives_all_back(open_map: Open, client: FlaskClient) -> None:
    page = open_map("/")
    year = page.get_by_role("button", name="Năm 2027:")
    year.click()
    expect_year(page, "2027")
    expect_kept(page, len(answered(client, "?year=2027")))
    expect(year).to_have_attribute("aria-pressed", "true")
    year.click()
    expect_year(page, "")
    expect_kept(page, 64)


def test_two_handles_move_by_key_and_push_each_other(open_map: Open, client: FlaskClient) -> None:
    page = open_map("/")
    first, last = page.get_by_label("Từ năm"), page.get_by_label("Đến hết năm")
    first.focus()
    page.keyboard.press("ArrowRight")
    expect_year(page, "2026-2030")
    last.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect_year(page, "2026-2028")
    expect_kept(page, len(answered(client, "?year=2026-2028")))
    page.keyboard.press("Home")
    expect_year(page, "2025")
    expect(first).to_have_value("2025")
    page.keyboard.press("End")
    expect_year(page, "")


def test_a_dragged_handle_is_one_step_back(open_map: Open) -> None:
    page = open_map("/")
    expect_settled(page)
    track = page.locator(".pm-year-track").bounding_box()
    assert track
    y = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + 2, y)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * 0.62, y, steps=8)
    page.mouse.up()
    expect_year(page, "2028-2030")
    page.go_back()
    expect(page.get_by_role("button", name="Mọi năm")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("mode", ["starts", "finishes"])
def test_the_years_may_be_those_of_start_or_finish(open_map: Open, client: FlaskClient, mode: str) -> None:
    page = open_map("/?year=2026-2027")
    page.get_by_label("Năm được hỏi là năm gì").select_option(mode)
    expect_asked(page, f"year_mode={mode}")
    expect_kept(page, len(answered(client, f"?year=2026-2027&year_mode={mode}")))
    words = {"starts": "Bắt đầu trong năm 2026–2027", "finishes": "Kết thúc trong năm 2026–2027"}
    expect(page.locator(".pm-chip").first).to_have_text(words[mode])


def test_a_walk_goes_through_the_years_says_each_and_ends(open_map: Open) -> None:
    page = open_map("/")
    freeze(page)
    page.get_by_role("button", name="Chạy lần lượt từng năm").click()
    said = page.locator(".pm-years [role=status]")
    for year in range(2025, 2031):
        expect(said).to_contain_text(f"Năm {year}: ")
        expect_year(page, str(year))
        page.clock.run_for(1700)
    expect(page.get_by_role("button", name="Chạy lần lượt từng năm")).to_have_attribute("aria-pressed", "false")
    page.clock.run_for(5000)
    expect_year(page, "2030")
    page.go_back()  # the whole walk is one step
    expect(page.get_by_role("button", name="Mọi năm")).to_have_attribute("aria-pressed", "true")


def test_a_walk_stops_when_asked_and_when_a_year_is_chosen(open_map: Open) -> None:
    page = open_map("/")
    freeze(page)
    page.get_by_role("button", name="Chạy lần lượt từng năm").click()
    page.get_by_role("button", name="Dừng").click()
    page.clock.run_for(5000)
    expect_year(page, "2025")
    page.get_by_role("button", name="Chạy lần lượt từng năm").click()
    page.get_by_role("button", name="Năm 2029:").click()
    page.clock.run_for(5000)
    expect_year(page, "2029")


def test_without_motion_each_press_is_a_year(open_map: Open) -> None:
    page = open_map("/", reduced_motion="reduce")
    freeze(page)
    step = page.get_by_role("button", name="Sang năm kế tiếp")
    for year in (2025, 2026, 2027):
        step.click()
        expect_year(page, str(year))
    page.clock.run_for(5000)
    expect_year(page, "2027")


# --- the day ---


def test_a_day_of_the_past_is_typed_shown_and_left_again(open_map: Open) -> None:
    """Without leaving the page; what was known then shows in map, list and links."""
    page = open_map("/?theme=clearance")
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Tính đến 24/11/2026").click()
    box = page.get_by_label("Ngày (dd/mm/yyyy)")
    expect(box).to_have_value("24/11/2026")
    box.fill("31/02/2026")
    page.get_by_role("button", name="Xem ngày này").click()
    expect(page.get_by_role("alert").filter(has_text="Chưa hiểu ngày")).to_be_visible()
    box.fill("1/6/2025")
    page.keyboard.press("Enter")
    expect(page.locator(".pm-day")).to_contain_text("Đang xem ngày 01/06/2025, không phải hôm nay")
    expect_asked(page, "as_of=2025-06-01")
    page.get_by_role("button", name="Bộ lọc").click()
    late = page.locator('.pm-facet-choice:has(input[value="overdue_no_report"])')
    expect(late).to_have_count(0)
    page.get_by_role("button", name="Về hôm nay").click()
    expect(page.get_by_role("button", name="Tính đến 24/11/2026")).to_be_visible()
    expect_not_asked(page, "as_of")
    expect(late).to_have_count(1)
    page.go_back()
    expect(page.locator(".pm-day")).to_contain_text("01/06/2025")
    assert page.evaluate("window.stayed")


def test_a_day_that_does_not_come_leaves_the_old_one_in_sight(open_map: Open, watched: Watched) -> None:
    page = open_map("/")
    page.route("**/api/projects.geojson?as_of=*", lambda route: route.fulfill(status=503))
    page.get_by_role("button", name="Tính đến 24/11/2026").click()
    page.get_by_label("Ngày (dd/mm/yyyy)").fill("01/01/2026")
    page.keyboard.press("Enter")
    expect(page.locator(".pm-toast")).not_to_be_empty()
    expect(page.locator(".pm-mark-box").first).to_be_visible()
    expect_not_asked(page, "as_of")
    watched.forgive("503")


def test_years_and_day_fit_every_size(open_map: Open, size: str) -> None:
    """Nothing is wider than the page, nothing smaller than a finger or on top of another control."""
    page = open_map("/?as_of=2026-01-01&year=2026", size)
    if size == "phone":
        page.get_by_role("button", name="Tìm & lọc").click()
        page.get_by_role("button", name="Bộ lọc").click()
    expect_settled(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    low = page.locator(":is(.pm-years, .pm-day) :is(button, select):visible").evaluate_all(
        "all => all.filter(e => Math.min(e.offsetWidth, e.offsetHeight) < 24).map(e => e.outerHTML.slice(0, 80))"
    )
    assert low == []
    for name in ("Về hôm nay", "Mọi năm", "Năm 2026:"):
        page.get_by_role("button", name=name).click(trial=True)
