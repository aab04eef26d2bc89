"""The rule: rows are chosen on the map, their address holds them, and the comparison is read on any screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.watched import Watched, expect_asked, expect_not_asked, expect_whole, serious, sheets

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/compare?ids=PL3-08,PL3-07,PL2-04,PL4-02", "/compare", "/projects/PL3-07"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_no_serious_barrier_and_no_overflow(watched: Watched, path: str, size: str) -> None:
    page = watched.page(size, color_scheme="light")
    page.goto(watched.server + path)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_names_of_rows_stay_while_the_comparison_is_scrolled_on_a_phone(watched: Watched) -> None:
    page = watched.page("phone")
    page.goto(f"{watched.server}/compare?ids=PL3-08,PL3-07,PL2-04,PL4-02")
    frame, first = page.locator(".compare-frame"), page.locator(".compare-table tbody th").first
    before = first.bounding_box()
    frame.evaluate("frame => frame.scrollTo(400, 0)")
    after = first.bounding_box()
    assert frame.evaluate("frame => frame.scrollLeft") > 100
    assert before
    assert after
    assert after["x"] == pytest.approx(before["x"], abs=1)


def test_only_what_differs_can_be_shown(watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/compare?ids=PL3-08,PL3-07")
    same = page.locator(".compare-table .same")
    expect(same.first).to_be_visible()
    page.get_by_label("Chỉ hiện mục khác nhau").check()
    expect(same.first).to_be_hidden()
    expect(page.locator(".compare-table .differs").first).to_be_visible()


def test_rows_are_chosen_on_the_map_and_stand_in_its_address(open_map: Open) -> None:
    page = open_map("/?project=PL3-07")
    page.locator(".pm-details").get_by_role("button", name="So sánh PL3-07").click()
    expect(page.locator(".pm-tray")).to_contain_text("Chọn thêm một dòng nữa")
    row = page.locator(".pm-list-row").first
    row.hover()
    row.locator(".pm-compare-row").click()
    expect(page.locator(".pm-tray-go")).to_have_text("So sánh 2 dòng")
    expect_asked(page, "compare=PL3-07,PL")
    page.go_back()
    expect(page.locator(".pm-tray")).to_contain_text("Chọn thêm một dòng nữa")
    page.go_forward()
    expect(page.locator(".pm-tray-go")).to_have_text("So sánh 2 dòng")
    page.reload()
    expect_whole(page)
    page.locator(".pm-tray-go").click()
    expect(page.locator(".compare-table thead")).to_contain_text("PL3-07")


def test_a_fifth_row_is_refused_with_a_sentence_and_the_tray_can_be_emptied(open_map: Open) -> None:
    page = open_map("/?compare=PL3-01,PL3-02,PL3-03,PL3-04&project=PL3-07")
    expect(page.locator(".pm-tray li")).to_have_count(4)
    page.locator(".pm-details").get_by_role("button", name="So sánh PL3-07").click()
    expect(page.locator(".pm-toast")).to_contain_text("Chỉ so sánh được 4 dòng một lần")
    page.get_by_role("button", name="Thôi so sánh PL3-02").click()
    expect(page.locator(".pm-tray li")).to_have_count(3)
    page.get_by_role("button", name="Bỏ hết").click()
    expect(page.locator(".pm-tray")).to_be_hidden()
    expect_not_asked(page, "compare")


def test_four_projects_print_on_one_sheet(watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/compare?ids=PL3-07,PL4-07,PL3-08,PL2-04")
    assert sheets(page.pdf(prefer_css_page_size=True)) == 1
