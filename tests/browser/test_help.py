"""The rule: help stands where the question arises, says what is true, and leaves alone who did not ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.watched import (
    Watched,
    address,
    expect_asked,
    expect_not_asked,
    expect_settled,
    expect_still,
    expect_whole,
    serious,
)
from webmap import assets as room

pytestmark = pytest.mark.browser
SCRIPTS = Path(room.__file__).parent / "static"
REFERENCE = SCRIPTS.parent.parent / "docs" / "reference.md"
STEPS = ("Tìm", "Lọc và tô màu", "Vị trí chắc đến đâu", "Danh sách và năm", "Gửi, in, tải về", "Điểm nóng")


@pytest.fixture
def first_visit(watched: Watched) -> Open:
    """Give a function that opens the map as somebody who was never here."""

    def opened(path: str = "/", size: str = "desktop", **options: object) -> Page:
        page = watched.page(size, newcomer=True, **options)
        page.goto(watched.server + path)
        expect_whole(page)
        return page

    return opened


def test_a_newcomer_is_offered_the_tour_and_takes_it(first_visit: Open) -> None:
    page = first_visit()
    card = page.get_by_role("dialog")
    expect(card).to_contain_text("Lần đầu mở bản đồ này?")
    expect(page.locator(".pm-tour :focus")).to_have_count(0)  # whoever begins to type is not interrupted
    page.get_by_role("button", name="Xem nhanh").click()
    expect(card.get_by_role("heading")).to_be_focused()
    for number, title in enumerate(STEPS, 1):
        expect(card).to_contain_text(f"{number} trên {len(STEPS)}")
        expect(card.get_by_role("heading")).to_have_text(title)
        expect(page.locator(".pm-tour-ring")).to_be_visible()
        expect_settled(page)
        box, screen = card.bounding_box(), page.viewport_size
        assert box
        assert screen
        assert box["x"] >= 0 <= box["y"]
        assert box["x"] + box["width"] <= screen["width"]
        assert box["y"] + box["height"] <= screen["height"]
        card.get_by_role("button", name=re.compile("Tiếp|Xong")).click()
    expect(card).to_have_count(0)


def test_the_tour_is_offered_once(first_visit: Open) -> None:
    page = first_visit()
    page.get_by_role("button", name="Bỏ qua").click()
    expect(page.locator(".pm-tour")).to_have_count(0)
    page.reload()
    expect_whole(page)  # the tour too would have come by now
    expect(page.locator(".pm-tour")).to_have_count(0)


VIEWS = ("?project=PL3-07", "?year=2027", "?q=cau", "#15/20.90000/106.67000", "?theme=clearance")


def test_a_link_with_a_view_opens_that_view_and_no_tour(first_visit: Open, watched: Watched) -> None:
    page = first_visit(f"/{VIEWS[0]}")
    for view in VIEWS:
        page.goto("about:blank")
        page.goto(f"{watched.server}/{view}")
        expect_whole(page)
        expect(page.locator(".pm-tour")).to_have_count(0)
    page.goto("about:blank")
    page.goto(watched.server)
    expect(page.locator(".pm-tour")).to_be_visible()  # it is still to come, for whoever opens the plain map


def test_escape_ends_the_tour_and_the_focus_is_somewhere_sensible(first_visit: Open) -> None:
    page = first_visit()
    page.get_by_role("button", name="Xem nhanh").click()
    expect(page.get_by_role("dialog").get_by_role("heading")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".pm-tour")).to_have_count(0)
    expect(page.locator("#content")).to_be_focused()


def test_the_tour_can_be_taken_again_and_leaves_no_trace_in_the_address(open_map: Open) -> None:
    page = open_map("/?tour=1")
    expect(page.get_by_role("dialog").get_by_role("heading")).to_have_text(STEPS[0])
    expect_not_asked(page, "tour")


def test_the_tour_keeps_its_rules_on_a_phone_and_without_motion(first_visit: Open) -> None:
    page = first_visit(size="phone", reduced_motion="reduce")
    page.get_by_role("button", name="Xem nhanh").click()
    expect(page.locator(".pm-tour-ring")).to_be_visible()
    lasting = page.locator(".pm-tour-ring").evaluate("ring => getComputedStyle(ring).transitionDuration")
    assert set(lasting.split(", ")) == {"0s"}
    low = page.locator(".pm-tour button:visible").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(low) >= 24
    assert serious(page) == []


def test_the_colours_are_explained_beside_the_legend(open_map: Open) -> None:
    page = open_map("/?theme=clearance")
    page.get_by_role("button", name="Những màu này nghĩa là gì?").click()
    help_ = page.get_by_role("dialog")
    expect(help_).to_contain_text("chưa có báo cáo không phải là 0 %")
    shown = help_.locator(".pm-help-classes li").evaluate_all("all => all.map(one => one.innerText)")
    table = page.evaluate("async () => (await fetch('/api/style.json')).json()")
    named = [look["vi"] for group in ("clearance", "progress") for look in table[group] if look.get("colour")]
    assert [text.strip(" !✓\n") for text in shown] == named
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(help_).to_have_count(0)
    expect(page.get_by_role("button", name="Những màu này nghĩa là gì?")).to_be_focused()


def test_how_sure_a_place_is_is_explained_with_the_row_that_asks(open_map: Open) -> None:
    page = open_map("/?project=PL2-01")
    page.get_by_role("button", name="Chỗ này chắc đến đâu?").click()
    row = page.locator(".pm-help-row")
    expect(row).to_contain_text("PL2-01")
    expect(row).to_contain_text("Sai số khoảng 2,5 km về mỗi bên")
    page.get_by_role("button", name="Phím tắt", exact=True).click()
    expect(page.locator(".pm-keys").first).to_be_visible()


def test_the_button_opens_the_sheet_in_english_too(open_map: Open) -> None:
    page = open_map("/?lang=en")
    page.get_by_role("button", name="Help, keyboard").click()
    expect(page.get_by_role("dialog")).to_contain_text("To the search box")
    page.get_by_role("button", name="Places").click()
    expect(page.locator(".pm-help-classes, .pm-help-body").first).not_to_be_empty()
    expect(page.get_by_role("dialog")).not_to_contain_text("{")


def box(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def sheet(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("dialog.pm-help")).to_be_visible()


def escape(page: Page) -> None:
    page.locator(".pm-list .pm-hit").first.press("Enter")
    expect(page.locator(".pm-details")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".pm-details")).to_be_hidden()


def prints(page: Page) -> None:
    """Ask as the browser does: its own key lays the sheet out here."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".pm-sheet-head, .pm-sheet-table").first).to_be_attached()


def typed(page: Page, words: str, key: str) -> None:
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("searchbox").press(key)


def down(page: Page) -> None:
    typed(page, "benh vien", "ArrowDown")
    expect(page.locator(".pm-hit:focus")).to_have_count(1)


def first(page: Page) -> None:
    typed(page, "mo rong benh vien", "Enter")
    expect(page.locator(".pm-details h2")).to_contain_text("Bệnh viện")


def empty(page: Page) -> None:
    typed(page, "benh", "Escape")
    expect(page.get_by_role("searchbox")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).not_to_be_focused()


def walks(*keys: str, at: str) -> Callable[[Page], None]:
    """Return a check that keys lead from the first row of the list to another."""

    def check(page: Page) -> None:
        page.locator(".pm-list .pm-hit").first.focus()
        for key in keys:
            page.keyboard.press(key)
        expect(page.locator(".pm-hit:focus")).to_have_attribute("data-project", at)

    return check


def open_row(page: Page) -> None:
    page.locator(".pm-list .pm-hit").first.press("Enter")
    expect(page.locator(".pm-details .pm-id")).to_have_text("PL1-01")


def compare(page: Page) -> None:
    """Hold that the row keeps the focus, and that what came of the key is said."""
    rows = page.locator(".pm-list .pm-hit")
    rows.first.press("c")
    expect_asked(page, "compare=PL1-01")
    expect(page.get_by_text("Đã chọn PL1-01 để so sánh (1 trên 4).")).to_be_visible()
    expect(rows.first).to_be_focused()
    rows.first.press("c")
    expect_not_asked(page, "compare=")


def move(page: Page) -> None:
    page.locator(".leaflet-container").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        before = address(page)
        page.keyboard.press(key)
        page.wait_for_function("before => location.href !== before", arg=before)
        expect_still(page)


def zoom(page: Page) -> None:
    page.locator(".leaflet-container").focus()
    for key in ("+", "-"):
        before = address(page)
        page.keyboard.press(key)
        page.wait_for_function("before => location.href !== before", arg=before)
        expect_still(page)


def mark(page: Page) -> None:
    page.locator(".pm-mark-box").first.press("Enter")
    expect(page.locator(".pm-details")).to_be_visible()


def measure(page: Page) -> None:
    page.get_by_role("button", name="Đo và tọa độ").click()
    expect(page.locator(".pm-measure")).to_be_visible()
    page.locator(".leaflet-container").focus()


def point(page: Page) -> None:
    measure(page)
    page.keyboard.press("Enter")
    expect(page.locator(".pm-measured-dot")).to_have_count(1)


def stop(page: Page) -> None:
    measure(page)
    page.keyboard.press("Escape")
    expect(page.locator(".pm-measure")).to_be_hidden()


WORKS: dict[str, Callable[[Page], None]] = {
    "anywhere.search": box,
    "anywhere.help": sheet,
    "anywhere.escape": escape,
    "anywhere.print": prints,
    "search.down": down,
    "search.first": first,
    "search.empty": empty,
    "list.walk": walks("ArrowDown", "ArrowDown", "ArrowUp", at="PL1-02"),
    "list.page": walks("PageDown", "PageDown", "PageUp", at="PL2-03"),
    "list.ends": walks("Home", "End", at="PL4-18"),
    "list.open": open_row,
    "list.compare": compare,
    "map.move": move,
    "map.zoom": zoom,
    "map.mark": mark,
    "measure.point": point,
    "measure.stop": stop,
}


def test_every_shortcut_of_the_sheet_works_and_no_other_stands_there(open_map: Open) -> None:
    page = open_map("/")
    sheet(page)
    expect(page.locator("[data-shortcut]").first).to_be_attached()
    listed = page.locator("[data-shortcut]").evaluate_all("all => all.map(one => one.dataset.shortcut)")
    assert sorted(listed) == sorted(WORKS)


def test_each_shortcut_does_what_the_sheet_says(watched: Watched) -> None:
    """One page, loaded anew for each: a browser of its own for each would take a minute more."""
    page = watched.page()
    for check in WORKS.values():
        page.goto("about:blank")
        page.goto(watched.server)
        expect_whole(page)
        check(page)


def test_every_key_that_a_script_of_the_map_hears_stands_on_the_sheet() -> None:
    """The other way round: what a handler compares a key with is somewhere in the table."""
    sheet_keys = set(re.findall(r'"([^"]+)"', (SCRIPTS / "help" / "keys.js").read_text(encoding="utf-8")))
    heard: set[str] = set()
    bundles = [name for name in ("map.js", *(f"{part}.js" for part in room.LAZY)) if name in room._BUNDLES]
    for part in {part for name in bundles for part in room._BUNDLES[name]}:
        text = (SCRIPTS / part).read_text(encoding="utf-8")
        heard |= set(re.findall(r'\.key (?:===|!==) "([^"]+)"', text))
        heard |= set(re.findall(r"\b(Arrow\w+|Page\w+|Home|End|Enter|Escape|Delete|Backspace)\b: ", text))
    own = {"Delete", "Backspace", "Tab"}  # of the editor, which says its keys itself
    assert heard - own <= sheet_keys


def test_the_reference_has_the_same_keys() -> None:
    table = REFERENCE.read_text(encoding="utf-8").split("## The map by keyboard")[1].split("##")[0]
    for key in ("`/`", "`?`", "Enter", "Escape", "Ctrl+P", "arrow down", "Home"):
        assert key in table, key


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_guide_is_readable_everywhere(watched: Watched, size: str, language: str) -> None:
    page = watched.page(size)
    page.goto(f"{watched.server}/help?lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []


SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"


@pytest.mark.parametrize("path", ["/help", "/offline"])
def test_large_text_and_wide_spacing_lose_nothing(watched: Watched, path: str) -> None:
    """WCAG 1.4.4, 1.4.10, 1.4.12: at 320 px, as 400 % zoom makes of 1280, and with wide spacing, no part is cut."""
    page = watched.page(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page.goto(watched.server + path)
    page.add_style_tag(content=SPACING)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_help_over_the_map_at_200_percent_with_wide_spacing(watched: Watched) -> None:
    page = watched.page(viewport={"width": 720, "height": 450}, bypass_csp=True)
    page.goto(watched.server)
    expect_whole(page)
    page.add_style_tag(content=SPACING)
    page.keyboard.press("?")
    expect(page.locator("dialog.pm-help")).to_be_visible()
    expect_settled(page)
    inside = page.locator("dialog.pm-help").evaluate("one => one.scrollWidth <= one.clientWidth")
    assert inside
    page.locator(".pm-help-body").evaluate("body => body.scrollTo(0, body.scrollHeight)")
    expect(page.locator("[data-shortcut='measure.stop']")).to_be_in_viewport()


def test_the_list_is_the_map_in_words(open_map: Open) -> None:
    """The text alternative: every row, mapped or not, is reached in the list and says where its place stands."""
    page = open_map("/")
    expect(page.locator(".pm-found-count")).to_have_text("64 dòng")
    expect(page.locator(".leaflet-container")).to_have_attribute("aria-describedby", re.compile(r"\S"))
    described = page.locator(".leaflet-container").get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("danh sách")


def test_two_lines_of_a_name_fit_into_their_row_with_wide_spacing(watched: Watched) -> None:
    page = watched.page(bypass_csp=True)
    page.goto(watched.server)
    expect_whole(page)
    page.add_style_tag(content=SPACING)
    cut = page.locator(".pm-list .pm-hit").evaluate_all(
        "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.dataset.project)"
    )
    assert cut == []


def test_no_tool_of_the_map_is_under_a_sheet_at_200_percent(watched: Watched) -> None:
    page = watched.page(viewport={"width": 720, "height": 450})
    page.goto(watched.server)
    expect_whole(page)
    for tool in page.locator(".pm-tools button:visible").all():
        tool.click(trial=True)
