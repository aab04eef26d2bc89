"""The rule: the map can be shown to anybody: no overflow, nothing cut, accessible, light, and calm when things fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.watched import REFUSED, SIZES, Watched, expect_settled, expect_whole, serious

pytestmark = pytest.mark.browser
WEIGHT = 150_000  # bytes over the wire, compressed, for everything the page loads
TILES = "https://tile.openstreetmap.org/**"


def nothing(_: Page) -> None:
    """Leave the page as it opens."""


def open_drawer(page: Page) -> None:
    """Unfold the drawer, and on a phone the sheet that holds it."""
    head = page.locator(".pm-panel > .pm-panel-head")
    if head.get_attribute("aria-expanded") == "false":
        head.click()
    page.get_by_text("Chưa định vị / toàn phường").click()


def open_layers(page: Page) -> None:
    """Open the list of layers."""
    page.get_by_role("button", name="Lớp bản đồ").click()


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "opened": ("/", nothing),
    "clearance": ("/?theme=clearance", nothing),
    "details": ("/?project=PL4-07&theme=clearance", nothing),
    "shared": ("/?place=PL3-20", nothing),
    "drawer": ("/", open_drawer),
    "layers": ("/", open_layers),
}


@pytest.mark.parametrize("state", STATES)
def test_no_serious_barrier_and_no_overflow(open_map: Open, size: str, state: str) -> None:
    path, act = STATES[state]
    page = open_map(path, size)
    act(page)
    assert serious(page) == []
    assert page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"
    )


@pytest.mark.parametrize("path", ["/", "/?project=PL4-07&theme=clearance"])
def test_every_panel_lies_inside_the_window(open_map: Open, size: str, path: str) -> None:
    page = open_map(path, size)
    expect_settled(page)
    width, height = SIZES[size]
    for selector in (
        ".site-head",
        ".pm-themes",
        ".pm-panel",
        ".pm-details",
        ".pm-tools",
        ".leaflet-control-attribution",
    ):
        box = page.locator(selector).bounding_box()
        if box is None:
            continue
        assert box["x"] >= 0, selector
        assert box["y"] >= 0, selector
        assert box["x"] + box["width"] <= width, selector
        assert box["y"] + box["height"] <= height, selector


def test_no_line_cuts_its_diacritics(open_map: Open, size: str) -> None:
    """Two marks above a letter need room: no line of text is lower than 1.25 of its size."""
    page = open_map("/?project=PL4-07&theme=clearance", size)
    low = page.evaluate("""() => [...document.querySelectorAll('body *')].filter(element => {
        const style = getComputedStyle(element);
        const words = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        return words && !element.closest('svg') && element.checkVisibility()
            && parseFloat(style.lineHeight) / parseFloat(style.fontSize) < 1.25
            && !element.matches('.pm-legend-sign');
    }).map(element => element.outerHTML.slice(0, 80))""")
    assert low == []


def test_touch_targets_are_large_enough(open_map: Open) -> None:
    page = open_map("/?project=PL4-07", "phone")
    expect_settled(page)
    for target in page.locator("button:visible, input[type=checkbox]:visible, summary:visible").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24, target.evaluate("element => element.outerHTML")


def test_the_page_is_light(watched: Watched, open_map: Open) -> None:
    page = open_map("/")
    page.wait_for_load_state("networkidle")
    script = "performance.getEntries().filter(e => 'transferSize' in e).map(e => [e.name, e.transferSize])"
    weights = dict(page.evaluate(script))
    assert f"{watched.server}/api/projects.geojson" in weights
    assert 20_000 < sum(weights.values()) < WEIGHT, weights


def test_the_projects_wait_for_nothing_but_their_rows_and_their_looks(watched: Watched) -> None:
    """Ground and place names may come late: what one came for is drawn and opens; the page says what it lacks."""
    page = watched.page()
    held: list[Route] = []
    for late in ("**/api/base/**", "**/api/search.json*"):
        page.route(late, lambda route: held.append(route))  # noqa: PLW0108  Playwright marks it
    page.goto(watched.server)
    expect(page.locator(".pm-stage:not(.pm-loading) .pm-mark-box").first).to_be_attached()
    expect(page.locator(".folium-map")).to_have_attribute("aria-busy", "true")
    page.locator(".pm-list .pm-hit").first.click()
    expect(page.locator(".pm-details .pm-id")).to_have_text("PL1-01")
    while held:
        held.pop().continue_()
    expect_whole(page)


def test_what_a_person_reads_of_a_place(open_map: Open) -> None:
    page = open_map("/?project=PL3-10")
    details = page.locator(".pm-details")
    for words in (
        "Dự án ĐTXD khu đô thị Đông Hòn Ngọc",
        "Phụ lục 3, dòng 10",
        "Doanh nghiệp",
        "2025–2030",
        "PL4-11",
        "Sai số",
    ):
        expect(details).to_contain_text(words)
    expect(details.locator(".pm-evidence li").first).to_contain_text("Hòn Ngọc")


def test_without_reports_the_legend_says_that_only_the_calendar_speaks(open_map: Open) -> None:
    page = open_map("/?theme=clearance")
    expect(page.locator(".pm-panel")).to_contain_text("màu chỉ nói theo lịch của chương trình")
    expect(page.locator(".pm-panel")).to_contain_text("Tính đến ngày 24/11/2026")


def test_a_failed_load_is_a_sentence_with_a_way_out(watched: Watched) -> None:
    page = watched.page()
    page.route("**/api/projects.geojson", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(watched.server)
    expect(page.locator(".pm-notice")).to_contain_text("Máy chủ báo lỗi 503")
    page.unroute("**/api/projects.geojson")
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator(".pm-mark-box").first).to_be_visible()
    expect(page.locator(".pm-notice")).to_be_hidden()
    watched.forgive(REFUSED)  # the browser itself reports the 503


def test_a_dead_line_is_told_too(watched: Watched) -> None:
    page = watched.page()
    page.route("**/api/projects.geojson", lambda route: route.abort())
    page.goto(watched.server)
    expect(page.locator(".pm-notice")).to_contain_text("Máy chủ không trả lời")
    watched.forgive(REFUSED)  # the browser itself reports the failed request


def test_a_lost_base_map_does_not_take_the_projects_along(watched: Watched) -> None:
    page = watched.page()
    page.route("**/api/base/**", lambda route: route.abort())
    page.goto(watched.server)
    expect(page.locator(".pm-mark-box").first).to_be_visible()
    expect(page.locator(".pm-toast")).to_contain_text("Chưa tải được bản đồ nền")
    watched.forgive(REFUSED)  # the browser itself reports the failed requests


def test_an_empty_programme_says_so(watched: Watched) -> None:
    page = watched.page()
    empty = '{"type": "FeatureCollection", "features": []}'
    page.route("**/api/projects.geojson", lambda route: route.fulfill(body=empty, content_type="application/geo+json"))
    page.goto(watched.server)
    expect(page.locator(".pm-notice")).to_contain_text("Chưa có công trình nào")
    expect(page.locator(".pm-mapped")).to_have_text("0 trên 0 trên bản đồ")


def test_while_loading_the_page_says_so(watched: Watched) -> None:
    page = watched.page()
    waiting: list[Route] = []
    page.route("**/api/projects.geojson", lambda route: waiting.append(route))  # noqa: PLW0108  Playwright marks it
    with page.expect_request("**/api/projects.geojson"):
        page.goto(watched.server)
    expect(page.locator(".pm-notice")).to_contain_text("Đang tải…")
    expect(page.locator(".pm-stage.pm-loading")).to_be_attached()
    waiting[0].continue_()
    expect(page.locator(".pm-notice")).to_be_hidden()


def test_tiles_are_asked_for_only_when_switched_on_and_missed_with_a_sentence(watched: Watched) -> None:
    page = watched.page()
    page.route(TILES, lambda route: route.abort())
    page.goto(watched.server)
    expect_whole(page)
    assert watched.strangers == []
    open_layers(page)
    page.get_by_label("Ảnh nền OpenStreetMap").check()
    expect(page.locator(".pm-toast")).to_contain_text("Không tải được ảnh OpenStreetMap")
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")
    assert watched.strangers
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in watched.strangers)
    watched.strangers.clear()
    watched.forgive(REFUSED)  # the browser itself reports the missing tiles
