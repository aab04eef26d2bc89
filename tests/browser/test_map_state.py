"""The rule: the address is the state: a copied link opens exactly this view. The keyboard reaches all of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.watched import address, expect_asked, expect_not_asked, expect_still

pytestmark = pytest.mark.browser
STATE = """() => ({
    theme: document.querySelector('input[name=pm-theme]:checked').value,
    heading: document.querySelector('.pm-details:not([hidden]) h2')?.textContent ?? null,
    halos: document.querySelectorAll('.pm-disc').length > 0,
    hash: location.hash,
})"""


def first_mark(page: Page) -> str:
    """Return the selector of the first mark in the order of Tab."""
    return f'.pm-mark-box[data-place="{page.locator(".pm-mark-box").first.get_attribute("data-place")}"]'


def test_a_copied_link_opens_exactly_this_view(open_map: Open) -> None:
    page = open_map("/")
    page.get_by_role("radio", name="Tiến độ GPMB").check()
    page.locator(first_mark(page)).press("Enter")
    expect_still(page)
    page.get_by_role("button", name="Phóng to").click()
    page.get_by_role("button", name="Lớp bản đồ").click()
    page.get_by_label("Vùng sai số").uncheck()
    expect_still(page)
    state = page.evaluate(STATE)
    assert re.fullmatch(r"#\d+(\.\d+)?/20\.\d{5}/106\.\d{5}", state["hash"])
    again = open_map("/" + address(page).split("/", 3)[3])
    expect_still(again)
    assert again.evaluate(STATE) == state


def test_opening_the_map_leaves_the_address_short(open_map: Open) -> None:
    page = open_map("/")
    expect(page).to_have_url(re.compile("/$"))
    page.get_by_role("radio", name="Tiến độ GPMB").check()
    page.get_by_role("radio", name="Nguồn vốn").check()
    expect_not_asked(page, "theme")


def test_back_and_forward_walk_through_what_was_opened(open_map: Open) -> None:
    page = open_map("/")
    heading = page.locator(".pm-details h2")
    page.locator(".pm-mark-box").first.press("Enter")
    expect(heading).to_be_focused()
    first = heading.inner_text()
    page.keyboard.press("Escape")
    expect(page.locator(".pm-details")).to_be_hidden()
    page.locator(".pm-mark-box").nth(3).press("Enter")
    expect(heading).to_be_focused()
    second = heading.inner_text()
    expect_still(page)
    page.go_back()
    expect(page.locator(".pm-details")).to_be_hidden()
    page.go_back()
    expect(heading).to_have_text(first)
    page.go_forward()
    expect(page.locator(".pm-details")).to_be_hidden()
    page.go_forward()
    expect(heading).to_have_text(second)


def test_filters_in_the_address_filter_and_say_so(open_map: Open) -> None:
    page = open_map("/?kind=clearance")
    expect(page.locator(".pm-mapped")).to_contain_text("trên 18 trên bản đồ")
    page.get_by_role("radio", name="Tiến độ GPMB").check()
    expect_asked(page, "kind=clearance")
    page.get_by_role("link", name="Bỏ lọc").click()
    expect(page.locator(".pm-mapped")).to_contain_text("trên 64 trên bản đồ")
    expect(page.get_by_role("radio", name="Tiến độ GPMB")).to_be_checked()


def test_a_link_to_an_unlocated_row_opens_its_details(open_map: Open) -> None:
    page = open_map("/")
    page.get_by_text("Chưa định vị / toàn phường").click()
    row = page.locator(".pm-drawer .pm-row").first
    name = row.locator("bdi").inner_text()
    row.click()
    expect(page.locator(".pm-details h2")).to_have_text(name)
    again = open_map(f"/?project={row.get_attribute('data-project')}")
    expect(again.locator(".pm-details h2")).to_have_text(name)


def test_the_keyboard_reaches_everything(open_map: Open) -> None:
    page = open_map("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    wanted = {".site-nav a", "input[name=pm-theme]", ".pm-panel-head", "summary", ".pm-mark-box", ".pm-tool"}
    for _ in range(80):
        page.keyboard.press("Tab")
        wanted -= {selector for selector in wanted if page.locator(f"{selector}:focus").count()}
    assert wanted == set()


def test_the_switch_turns_by_arrow_keys(open_map: Open) -> None:
    page = open_map("/")
    page.get_by_role("radio", name="Nguồn vốn").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Tiến độ GPMB")).to_be_checked()
    expect(page.locator(".pm-classes")).to_contain_text("chưa có báo cáo")


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_mark_opens_by_key_and_escape_gives_the_focus_back(open_map: Open, key: str) -> None:
    page = open_map("/")
    mark = page.locator(".pm-mark-box").nth(2)
    mark.focus()
    page.keyboard.press(key)
    expect(page.locator(".pm-details h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".pm-details")).to_be_hidden()
    expect(mark).to_be_focused()


def test_the_layer_list_closes_by_escape(open_map: Open) -> None:
    page = open_map("/")
    button = page.get_by_role("button", name="Lớp bản đồ")
    button.press("Enter")
    page.get_by_label("Đường", exact=True).press("Space")
    expect(page.locator(".pm-road")).to_have_count(0)
    expect(page.get_by_label("Đường", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".pm-layers")).to_be_hidden()
    expect(button).to_be_focused()
    expect_asked(page, "layers=-roads")


def test_a_clearance_leads_to_its_work_and_back(open_map: Open) -> None:
    page = open_map("/?project=PL4-07")
    link = page.locator('.pm-link[data-project="PL3-07"]')
    expect(link).to_contain_text("Mở rộng Bệnh viện đa khoa Thủy Nguyên")
    link.click()
    expect(page.locator(".pm-details .pm-id")).to_have_text("PL3-07")
    expect(page.locator('.pm-link[data-project="PL4-07"]')).to_be_visible()


def test_reduced_motion_is_kept(open_map: Open) -> None:
    page = open_map("/", reduced_motion="reduce")
    seconds = page.locator(".pm-mark").first.evaluate("mark => getComputedStyle(mark).transitionDuration")
    assert set(seconds.split(", ")) == {"0s"}
    before = address(page)
    page.evaluate("""() => {
        window.moved = 0;
        new MutationObserver(() => { window.moved += document.querySelectorAll('.leaflet-zoom-anim').length; })
            .observe(document.querySelector('.folium-map'), { subtree: true, attributeFilter: ['class'] });
    }""")
    page.get_by_role("button", name="Phóng to").click()
    page.wait_for_function("before => location.href !== before", arg=before)
    assert page.evaluate("window.moved") == 0


def test_a_link_to_a_row_that_is_not_there_says_so(open_map: Open) -> None:
    page = open_map("/?project=PL9-99")
    expect(page.get_by_text("Không có dòng nào mang mã “PL9-99”")).to_be_visible()
    there = open_map("/?project=PL2-01")
    expect(there.locator(".pm-details h2")).to_be_visible()
    expect(there.get_by_text("Không có dòng nào")).to_have_count(0)
