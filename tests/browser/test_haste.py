"""The rule: whoever is faster than the page, or changes his mind while something is on its way, loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.watched import Watched, expect_asked, expect_not_asked, expect_settled, expect_whole

pytestmark = pytest.mark.browser
LOADING = "Đang tải công trình…"


def hold(page: Page, pattern: str) -> Callable[[], None]:
    """Keep back what a page asks for; return what lets all of it go."""
    held: list[Route] = []
    free: list[bool] = []
    page.route(pattern, lambda route: route.continue_() if free else held.append(route))

    def release() -> None:
        free.append(True)
        while held:
            held.pop(0).continue_()

    return release


def choose_day(page: Page, day: str) -> None:
    """Type a day, as `dd/mm/yyyy`."""
    page.locator(".pm-day-button").click()
    page.get_by_label("Ngày (dd/mm/yyyy)").fill(day)
    page.get_by_label("Ngày (dd/mm/yyyy)").press("Enter")


def test_words_survive_a_choice_that_follows_at_once(open_map: Open) -> None:
    """The box waits a tenth of a second for the next letter; a filter chosen within it does not take letters away."""
    page = open_map("/")
    page.evaluate("""() => {
        const box = document.querySelector('[type=search]');
        box.value = 'bac song';
        box.dispatchEvent(new Event('input'));
        document.querySelector('input[name=funding_source][value=enterprise]').click();
    }""")
    expect_asked(page, "q=bac+song", "funding_source=enterprise")
    expect(page.get_by_role("searchbox")).to_have_value("bac song")


def test_words_survive_place_names_that_come_late(watched: Watched) -> None:
    page = watched.page()
    release = hold(page, "**/api/search.json*")
    page.goto(f"{watched.server}/?q=bac")
    expect(page.locator(".pm-list .pm-hit").first).to_be_visible()
    page.get_by_role("searchbox").press("End")
    page.get_by_role("searchbox").press_sequentially(" song")
    release()
    expect_whole(page)
    expect(page.get_by_role("searchbox")).to_have_value("bac song")
    expect_asked(page, "q=bac+song")


def test_the_last_view_asked_for_is_the_one_that_opens(open_map: Open) -> None:
    """While the dock is on its way the page says that it is busy; two presses open what was pressed last."""
    page = open_map("/")
    release = hold(page, "**/dock.js")
    page.locator(".pm-dock-buttons").get_by_role("button", name="Bảng").click()
    page.locator(".pm-dock-buttons").get_by_role("button", name="Lịch").click()
    expect(page.locator(".pm-stage")).to_have_attribute("aria-busy", "true")
    release()
    expect(page.locator(".pm-gantt-line").first).to_be_visible()
    expect(page.locator(".pm-table")).to_be_hidden()
    expect(page.locator(".pm-stage[aria-busy]")).to_have_count(0)


def test_an_impatient_second_press_does_not_close_what_comes(open_map: Open) -> None:
    page = open_map("/")
    release = hold(page, "**/day.js")
    page.locator(".pm-day-button").click()
    page.locator(".pm-day-button").click()
    release()
    expect(page.locator(".pm-day-choice")).to_have_count(1)
    expect_settled(page)
    expect(page.get_by_label("Ngày (dd/mm/yyyy)")).to_be_focused()


def test_going_back_before_a_day_has_come_leaves_nothing_hanging(open_map: Open) -> None:
    page = open_map("/")
    release = hold(page, "**/api/projects.geojson?as_of=*")
    choose_day(page, "01/06/2025")
    expect(page.locator(".pm-notice")).to_contain_text(LOADING)
    page.go_back()
    expect(page.locator(".pm-notice")).to_be_hidden()
    release()
    expect_settled(page)
    expect(page.locator("html")).to_have_attribute("data-as-of", "2026-11-24")
    expect(page.locator(".pm-day")).to_contain_text("Tính đến 24/11/2026")


def test_of_two_days_the_last_one_counts_even_when_the_first_fails_late(open_map: Open, watched: Watched) -> None:
    page = open_map("/")
    held: list[Route] = []
    page.route("**/api/projects.geojson?as_of=2025-06-01", lambda route: held.append(route))  # noqa: PLW0108  as above
    choose_day(page, "01/06/2025")
    expect(page.locator(".pm-notice")).to_contain_text(LOADING)
    choose_day(page, "01/01/2026")
    expect(page.locator("html")).to_have_attribute("data-as-of", "2026-01-01")
    held[0].fulfill(status=503)
    expect_settled(page)
    expect_asked(page, "as_of=2026-01-01")
    expect(page.locator(".pm-day")).to_contain_text("Đang xem ngày 01/01/2026")
    expect(page.locator(".pm-notice")).to_be_hidden()
    watched.forgive("503")


def test_a_day_changed_while_the_first_rows_come_is_the_day_shown(watched: Watched) -> None:
    page = watched.page()
    release = hold(page, "**/api/projects.geojson?as_of=2025-06-01")
    page.goto(f"{watched.server}/?as_of=2025-06-01")
    page.evaluate("""() => {
        history.pushState(null, '', '/?as_of=2026-01-01');
        dispatchEvent(new PopStateEvent('popstate'));
    }""")
    release()
    expect(page.locator("html")).to_have_attribute("data-as-of", "2026-01-01")
    expect_whole(page)
    expect(page.locator(".pm-day")).to_contain_text("01/01/2026")


def test_a_sign_in_form_of_a_row_is_reached_once(open_map: Open) -> None:
    """Pressed twice while the page asks who one is, the way to the editor is gone once."""
    page = open_map("/?project=PL3-07")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    release = hold(page, "**/api/session")
    page.get_by_role("button", name="Sửa vị trí").dblclick()
    expect(page.locator(".pm-stage")).to_have_attribute("aria-busy", "true")
    release()
    page.wait_for_url("**/signin?next=*")
    expect(page).to_have_url(re.compile("project%3DPL3-07"))
    assert len([url for url in asked if url.endswith("/api/session")]) == 1
    expect_not_asked(page, "#")
