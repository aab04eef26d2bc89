"""The rule: one state, the address, says what map, drawer, list, counts and every export show; found in a second."""

from __future__ import annotations

import csv
import io
import math
import random
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from shapely.geometry import Point

from geo.crs import to_vn2000
from tests.browser.conftest import Open
from tests.browser.watched import (
    Watched,
    expect_asked,
    expect_not_asked,
    expect_settled,
    expect_still,
    expect_whole,
    go,
    serious,
)

pytestmark = pytest.mark.browser
TALL = {"width": 1440, "height": 6400}  # high enough for the list to hold every row


def answered(client: FlaskClient, query: str) -> list[str]:
    """Return the ids that the server answers for a query."""
    features = client.get(f"/api/projects.geojson{query}").get_json(force=True)["features"]
    return [feature["id"] for feature in features]


@pytest.fixture
def tall(watched: Watched) -> Page:
    """Give the map in a window that shows the whole list, with place names loaded."""
    page = watched.page(viewport=TALL)
    page.goto(watched.server)
    expect_whole(page)
    return page


def test_the_links_of_a_view_take_away_the_same_rows(tall: Page, client: FlaskClient) -> None:
    go(tall, "?funding_source=enterprise&year=2027&q=bac+song+cam")
    tall.get_by_role("button", name="Tải về, liên kết, in").click()
    links = tall.locator(".pm-take").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) >= 8
    wanted = answered(client, "?funding_source=enterprise&year=2027&q=bac song cam")
    expect(tall.locator(".pm-takeaway h2")).to_contain_text(f"{len(wanted)} dòng")
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
        if link.startswith("/export/projects.csv"):
            rows = csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")))
            assert [row["id"] for row in rows] == wanted
        if "geojson" in link:
            assert [feature["id"] for feature in answer.get_json(force=True)["features"]] == wanted


def test_counts_say_how_many_remain_under_the_other_filters(tall: Page, client: FlaskClient) -> None:
    go(tall, "?year=2025&funding_source=enterprise")
    tall.get_by_role("button", name="Bộ lọc").click()
    said = tall.locator(".pm-facet-choice").evaluate_all(
        "labels => labels.map(l => [l.firstChild.name, l.firstChild.value, +l.querySelector('.pm-number').textContent])"
    )
    assert len(said) > 20
    for name, value, count in said:
        others = "year=2025" + ("" if name == "funding_source" else "&funding_source=enterprise")
        assert count == len(answered(client, f"?{others}&{name}={value}")), (name, value)


def test_a_filter_changes_the_address_and_back_takes_it_away(open_map: Open) -> None:
    page = open_map("/")
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Bộ lọc").click()
    page.get_by_role("checkbox", name="Doanh nghiệp").check()
    page.get_by_role("button", name="Năm 2027:").click()
    expect_asked(page, "funding_source=enterprise", "year=2027")
    expect(page.locator(".pm-found-count")).to_have_text("35 trên 64 dòng")
    page.go_back()
    expect(page.get_by_role("button", name="Mọi năm")).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.locator(".pm-found-count")).to_have_text("64 dòng")
    expect(page.get_by_role("checkbox", name="Doanh nghiệp")).not_to_be_checked()
    page.go_forward()
    page.get_by_role("button", name="Bỏ lọc Nguồn vốn: Doanh nghiệp").click()
    expect_not_asked(page, "?")
    assert page.evaluate("window.stayed")


def test_the_keyboard_finds_opens_and_comes_back(open_map: Open) -> None:
    page = open_map("/")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    page.keyboard.type("mo rong benh vien", delay=5)
    page.keyboard.press("ArrowDown")
    first = page.locator(".pm-list .pm-hit").first
    expect(first).to_be_focused()
    expect(first.locator("mark").first).to_have_text("Mở")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".pm-details h2")).to_contain_text("Mở rộng Bệnh viện")
    expect_asked(page, "project=PL3-07", "q=mo+rong+benh+vien")
    page.keyboard.press("Escape")
    box.focus()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(page.locator(".pm-found-count")).to_have_text("64 dòng")


def test_the_arrows_walk_through_the_whole_list(open_map: Open) -> None:
    page = open_map("/")
    page.locator(".pm-list .pm-hit").first.focus()
    page.keyboard.press("End")
    last = page.locator(".pm-hit:focus")
    expect(last).to_have_attribute("data-project", "PL4-18")
    expect(last).to_be_in_viewport()
    expect(page.locator(".pm-list .pm-hit[tabindex='0']")).to_have_count(1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("benh vien da khoa thuy nguien", "PL3-07"),  # a slip of spelling
        ("bneh vien", "PL3-07"),  # two letters swapped
        ("sông Bạch Đằng", "cách "),  # a place that no row names: what is near
        ("zzzzzz", "Không có tên nào gần giống"),
    ],
)
def test_where_nothing_fits_it_says_what_is_near(open_map: Open, typed: str, said: str) -> None:
    page = open_map("/")
    page.get_by_role("searchbox").fill(typed)
    nothing = page.locator(".pm-nothing")
    expect(nothing).to_contain_text("Không có dòng nào khớp")
    expect(nothing).to_contain_text(said)


@pytest.mark.parametrize("typed", ["i16", "3/27", "pl327", "lo i.16/cthh-01", "LÔ I.16 P-01"])
def test_a_code_is_typed_as_it_comes_and_enter_opens_it(open_map: Open, typed: str) -> None:
    page = open_map("/")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    expect(page.locator(".pm-found-count")).to_have_text("1 trên 64 dòng")
    page.keyboard.press("Enter")
    expect(page.locator(".pm-details .pm-id")).to_have_text("PL3-27")


def test_a_filter_that_hides_what_is_sought_is_named(open_map: Open) -> None:
    page = open_map("/")
    go(page, "?kind=clearance&q=pl3-07")
    expect(page.locator(".pm-nothing")).to_contain_text("Bỏ bộ lọc thì có 1 dòng khớp")


def test_a_place_is_gone_to_and_says_what_is_around(open_map: Open) -> None:
    page = open_map("/")
    page.get_by_role("searchbox").fill("cau binh")
    page.locator(".pm-found .pm-hit-place").first.click()
    expect(page.locator(".pm-went")).to_be_attached()
    expect(page.locator(".pm-near")).to_contain_text("Cầu Bính: sai số khoảng 40 m.")
    expect(page.locator(".pm-near .pm-hit-facts").last).to_contain_text("cách ")
    expect(page).to_have_url(re.compile(r"#\d"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_list_and_map_point_at_each_other(open_map: Open) -> None:
    page = open_map("/?q=da+khoa")
    page.locator('.pm-list .pm-hit[data-project="PL3-07"]').hover()
    expect(page.locator(".pm-mark-box.pm-active")).to_have_count(1)
    page.locator(".pm-mark-box").first.hover()
    expect(page.locator(".pm-hit.pm-lit")).not_to_have_count(0)
    page.locator('.pm-list .pm-hit[data-project="PL4-07"]').click()
    expect(page.locator(".pm-details .pm-id")).to_have_text("PL4-07")
    expect(page.locator(".pm-hit.pm-selected")).to_have_attribute("data-project", "PL4-07")


def test_a_filter_hides_no_details(open_map: Open) -> None:
    """What a link opens stays open, even when the filters of the link would not show it."""
    page = open_map("/?kind=clearance&project=PL3-07")
    expect(page.locator(".pm-details .pm-id")).to_have_text("PL3-07")


def test_the_list_sorts_and_marks_what_the_map_cannot_show(open_map: Open) -> None:
    page = open_map("/")
    page.get_by_label("Sắp xếp").select_option("finish_year")
    expect(page.locator(".pm-list .pm-hit-facts").first).to_contain_text("2025")
    expect_asked(page, "sort=finish_year")
    page.get_by_label("Sắp xếp").select_option("id")
    expect_not_asked(page, "sort")
    expect(page.locator('.pm-hit[data-project="PL1-01"]')).to_contain_text("Chưa lên bản đồ")


def test_the_list_shows_work_and_clearance_on_one_axis(open_map: Open) -> None:
    page = open_map("/")
    page.get_by_role("searchbox").fill("pl3-07")
    expect(page.locator(".pm-found-count")).to_have_text("1 trên 64 dòng")
    strip = page.locator('.pm-hit[data-project="PL3-07"] .pm-strip')
    expect(strip).to_have_attribute("viewBox", "0 0 6 7")
    bars = strip.locator("rect").evaluate_all(
        "bars => bars.map(b => [b.getAttribute('class'), +b.getAttribute('x'), +b.getAttribute('width')])"
    )
    assert bars == [["pm-strip-project", 0, 6], ["pm-strip-clearance", 0, 1]]
    today = strip.locator(".pm-strip-today").get_attribute("d")
    assert today
    assert 1.8 < float(today.split()[0][1:]) < 2  # November 2026 on an axis that starts with 2025


def filters(page: Page) -> None:
    """Open the filters with every group."""
    page.get_by_role("button", name="Bộ lọc").click()
    page.locator(".pm-facet").evaluate_all("parts => parts.forEach(part => { part.open = true; })")


def nothing(page: Page) -> None:
    """Search what is not there."""
    page.get_by_role("searchbox").fill("benh vien thuy nguien")
    expect(page.locator(".pm-nothing")).to_be_visible()
    expect_settled(page)


@pytest.mark.parametrize("act", [filters, nothing])
def test_the_desk_is_accessible_and_large_enough_to_touch(open_map: Open, act: Any, size: str) -> None:
    page = open_map("/?kind=project", size)
    if size == "phone":
        page.get_by_role("button", name="Tìm & lọc").click()
    act(page)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    low = page.locator(".pm-desk :is(button, label, summary, select):visible").evaluate_all(
        "all => all.filter(e => Math.min(e.offsetWidth, e.offsetHeight) < 24).map(e => e.outerHTML.slice(0, 80))"
    )
    assert low == []


PAPERS = {"A4 ngang": (842, 595), "A4 dọc": (595, 842), "A3 ngang": (1191, 842), "A3 dọc": (842, 1191)}
SHEET = """() => {
    const line = document.querySelector('.leaflet-control-scale-line');
    const [, number, unit] = /([\\d.,]+) (k?m)/.exec(line.textContent);
    return {
        ids: [...document.querySelectorAll('.pm-sheet-table tbody tr')].map(row => row.cells[0].textContent),
        words: document.querySelector('.pm-sheet-head').textContent,
        foot: document.querySelector('.pm-sheet-foot').textContent,
        ground_m: parseFloat(number) * (unit === 'km' ? 1000 : 1),
        paper_m: line.offsetWidth * 0.0254 / 96,
        north: document.querySelectorAll('.pm-north').length,
        wide: document.documentElement.scrollWidth,
    };
}"""


def test_the_sheet_says_what_it_shows_at_a_true_scale(open_map: Open, client: FlaskClient) -> None:
    page = open_map("/?funding_source=enterprise&year=2027#14/20.89/106.68")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sheet = page.evaluate(SHEET)
    assert sheet["ids"] == answered(client, "?funding_source=enterprise&year=2027")
    assert "Chạy trong năm: 2027 · Nguồn vốn: Doanh nghiệp" in sheet["words"]
    scale = int(re.search(r"Tỷ lệ 1:([\d.]+)", sheet["foot"])[1].replace(".", ""))  # type: ignore[index]  # it is there
    assert "Tính đến ngày 24/11/2026" in sheet["foot"]
    assert sheet["ground_m"] / sheet["paper_m"] == pytest.approx(scale, rel=0.015)  # the bar ends on a whole pixel
    assert sheet["north"] == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".pm-sheet-table")).to_have_count(0)
    expect(page.locator(".pm-desk")).to_be_visible()
    expect(page).to_have_url(re.compile(r"#14/20\.89/106\.68$"))


@pytest.mark.parametrize("paper", PAPERS)
def test_each_paper_holds_map_and_legend_on_its_first_page(open_map: Open, paper: str) -> None:
    page = open_map("/?category=school&theme=clearance")
    page.get_by_role("button", name="Tải về, liên kết, in").click()
    page.get_by_label("Khổ giấy").select_option(label=paper)
    expect_still(page)
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {PAPERS[paper]}
    assert printed.count(b"/Type /Page\n") == 2  # map, then table


def test_of_ten_thousand_rows_only_those_in_sight_are_drawn(open_map: Open) -> None:
    """How long a keystroke takes over them is measured in `bench/desk.py`; here is why it can be short."""
    page = open_map("/")
    seen = page.evaluate("""async () => {
        const pm = window.projectmap;
        const given = (await (await fetch('/api/projects.geojson')).json()).features;
        const rows = Array.from({ length: 10000 }, (_, i) => ({ ...given[i % given.length], id: `PL3-${i}` }));
        const finder = pm.finder(null);
        const list = pm.rowList({ make: (row) => pm.el('button', null, row.id), before: () => {} });
        list.element.style.height = '600px';
        document.body.append(list.element);
        const kept = pm.filterRows(rows, { q: 'du an', year: '2027', kind: 'project' }, finder, [2025, 2026, 2027]);
        kept.rows.sort(pm.sorter(null, {}));
        list.show(kept.rows);
        const drawn = list.element.querySelectorAll('li').length;
        list.element.remove();
        return { drawn, kept: kept.rows.length };
    }""")
    assert seen["kept"] > 1000
    assert 0 < seen["drawn"] < 60


def test_the_browser_agrees_with_the_server_about_vn2000(open_map: Open) -> None:
    """Two hands wrote the same official shift: over the city they differ by less than a centimetre, there and back."""
    page = open_map("/")
    chance = random.Random(9210)
    points = [(chance.uniform(106.4, 107.1), chance.uniform(20.6, 21.1)) for _ in range(40)]
    given = page.evaluate("points => points.map(([lon, lat]) => window.projectmap.toVn2000(lon, lat))", points)
    for (lon, lat), there in zip(points, given, strict=True):
        wanted = to_vn2000(Point(lon, lat))
        assert (there["east"], there["north"]) == pytest.approx((wanted.x, wanted.y), abs=0.01)
    back = page.evaluate("all => all.map(({ east, north }) => window.projectmap.fromVn2000(east, north))", given)
    for (lon, lat), here in zip(points, back, strict=True):
        assert (here["lon"], here["lat"]) == pytest.approx((lon, lat), abs=1e-8)


@pytest.mark.parametrize(
    "typed", ["20.917, 106.667", "106,667 20,917", "2314037,64 595190,88", "X=2.314.037,64 Y=595.190,88"]
)
def test_a_typed_coordinate_is_gone_to(open_map: Open, typed: str) -> None:
    page = open_map("/")
    page.get_by_role("searchbox").fill(typed)
    page.locator(".pm-nothing .pm-hit-place").click()
    expect(page).to_have_url(re.compile(r"#[\d.]+/20\.91\d+/106\.6[67]\d+"))


def test_what_is_clicked_is_measured_on_the_plane(open_map: Open) -> None:
    page = open_map("/#15/20.8900/106.6900")
    page.get_by_role("button", name="Đo và tọa độ").click()
    card = page.locator(".pm-measure")
    expect(card).to_be_visible()
    for number, (x, y) in enumerate(((700, 300), (900, 300), (900, 500)), 1):
        page.mouse.click(x, y)
        expect(page.locator(".pm-measured-dot")).to_have_count(number)
    metres_a_pixel = 40075016.686 * math.cos(math.radians(20.89)) / (256 * 2**15)
    said = re.search(r"Chiều dài([\d,]+) km", card.inner_text().replace("\n", ""))
    assert said
    assert float(said[1].replace(",", ".")) * 1000 == pytest.approx(400 * metres_a_pixel, rel=0.006)
    area = re.search(r"([\d,]+) ha", card.inner_text())
    assert area
    assert float(area[1].replace(",", ".")) * 10000 == pytest.approx(20000 * metres_a_pixel**2, rel=0.01)
    expect(card).to_contain_text("° B · 106,")
    page.get_by_role("button", name="Bớt một điểm").click()
    expect(card).to_contain_text("Diện tích nếu khép vòng–")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
