"""The rule: eight things that people come for, done as a newcomer does them, in a handful of steps and without help.

A step is a click, a choice in a list or a phrase typed. Whatever the steps come to is looked up in the served data in
another way, so that an easy path to a wrong answer fails too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Locator, Page, expect

from geo.clearance.schedule import schedule_conflicts
from geo.model import ClearanceEnd
from geo.read import read_projects
from tests.browser.watched import Watched, address, expect_asked, expect_settled, expect_still, expect_whole, sheets
from tests.records import DATA

pytestmark = pytest.mark.browser
SIZES = ("desktop", "phone")


class Newcomer:
    """Somebody at the map for the first time, whose steps are counted. The tour has been passed over."""

    def __init__(self, page: Page, narrow: bool) -> None:
        self.page = page
        self.narrow = narrow
        self.steps = 0

    def click(self, target: Locator) -> None:
        """Click what can be seen."""
        target.click()
        self.steps += 1

    def press(self, name: str, *, within: str = "body") -> None:
        """Click a button by its name."""
        self.click(self.page.locator(within).get_by_role("button", name=name, exact=True).first)

    def find(self, words: str) -> None:
        """Type into the search box; on a phone its sheet has to be opened."""
        self.open_desk()
        self.page.get_by_role("searchbox").fill(words)
        self.steps += 1
        expect_asked(self.page, urlencode({"q": words}))
        expect_settled(self.page)

    def open_desk(self) -> None:
        """Open the sheet of search and filters on a phone."""
        if self.narrow and self.page.locator(".pm-desk.pm-folded").count():
            self.click(self.page.locator(".pm-desk .pm-panel-head"))

    def filter(self, title: str, *choices: str) -> None:
        """Choose values of a filter, as they are called."""
        self.open_desk()
        if not self.page.locator(".pm-facets").is_visible():
            self.click(self.page.locator(".pm-desk-button", has_text="Bộ lọc"))
        facet = self.page.locator(".pm-facet", has=self.page.locator("summary", has_text=title))
        if facet.get_attribute("open") is None:
            self.click(facet.locator("summary"))
        for choice in choices:
            self.click(facet.locator("label", has_text=choice).first)

    def take(self) -> None:
        """Open the way to link, files and paper."""
        self.press("Tải về, liên kết, in")

    @property
    def listed(self) -> list[str]:
        """The rows of the list, in its order, as many as are drawn."""
        hits = self.page.locator(".pm-list .pm-hit")
        found: list[str] = hits.evaluate_all("all => all.map(one => one.dataset.project)")
        return found


@pytest.fixture(params=SIZES)
def newcomer(watched: Watched, request: pytest.FixtureRequest) -> Iterator[Newcomer]:
    """Give a newcomer at a desk and one with a phone, each at the plain map."""
    page = watched.page(request.param, accept_downloads=True)
    page.goto(watched.server)
    expect_whole(page)
    yield Newcomer(page, request.param == "phone")


def answered(client: FlaskClient, query: str) -> set[str]:
    """Return the ids that the server answers."""
    features = client.get(f"/api/projects.geojson?{query}").get_json(force=True)["features"]
    return {feature["id"] for feature in features}


def test_find_the_hospital_extension(newcomer: Newcomer) -> None:
    newcomer.find("mo rong benh vien")
    newcomer.click(newcomer.page.locator(".pm-list .pm-hit").first)
    expect(newcomer.page.locator(".pm-details h2")).to_have_text(re.compile("Mở rộng Bệnh viện đa khoa Thủy Nguyên"))
    expect(newcomer.page.locator(".pm-mark-box.pm-active")).to_have_count(1)
    assert newcomer.steps <= 3


def test_enterprise_projects_of_bac_song_cam_in_2027_as_link_and_geojson(
    newcomer: Newcomer, client: FlaskClient, watched: Watched
) -> None:
    page = newcomer.page
    newcomer.filter("Nguồn vốn", "Doanh nghiệp")
    newcomer.filter("Khu vực", "Bắc Sông Cấm")
    newcomer.click(page.get_by_role("button", name=re.compile("2027")).first)
    newcomer.take()
    with page.expect_download() as waiting:
        newcomer.click(page.locator(".pm-take", has_text=re.compile("^GeoJSON")).first)
    taken = json.loads(Path(str(waiting.value.path())).read_text(encoding="utf-8"))
    wanted = answered(client, "funding_source=enterprise&area=bac-song-cam&year=2027")
    assert wanted
    assert {feature["id"] for feature in taken["features"]} == wanted
    newcomer.press("Chép liên kết")
    other = watched.page("desktop")
    other.goto(address(page))
    expect(other.locator(".pm-found-count")).to_contain_text(f"{len(wanted)} trên")
    assert newcomer.steps <= 9


def test_which_clearances_end_after_their_project(newcomer: Newcomer) -> None:
    """None does, by the programme; five end in the same year. Both are answers, and both can be seen."""
    page = newcomer.page
    newcomer.filter("GPMB xong so với dự án", "GPMB xong sau dự án")
    conflicts = schedule_conflicts(read_projects(DATA / "projects.csv"))
    after = [one for one in conflicts if one.overlap is ClearanceEnd.AFTER]
    expect(page.locator(".pm-found-count")).to_have_text(f"{2 * len(after)} trên 64 dòng")
    newcomer.filter("GPMB xong so với dự án", "GPMB xong cùng năm dự án")
    newcomer.click(page.locator(".pm-back-to-list"))
    pairs = {row.id for one in conflicts for row in (one.clearance, one.work)}
    expect(page.locator(".pm-found-count")).to_have_text(f"{len(pairs)} trên 64 dòng")
    expect(page.locator(".pm-list .pm-hit").first).to_be_visible()
    assert newcomer.listed
    assert set(newcomer.listed) <= pairs
    assert newcomer.steps <= 6


def test_print_the_resettlement_areas_on_a3(newcomer: Newcomer, client: FlaskClient) -> None:
    page = newcomer.page
    newcomer.filter("Loại công trình", "Khu tái định cư")
    newcomer.take()
    page.get_by_label("Khổ giấy").select_option(label="A3 ngang")
    newcomer.steps += 1
    page.evaluate("window.print = () => { window.printed = true; }")
    newcomer.press("In bản đồ")
    page.wait_for_function("window.printed")
    pdf = page.pdf(prefer_css_page_size=True)
    assert sheets(pdf) >= 1
    assert b"/MediaBox [0 0 1191" in pdf.replace(b"1190.", b"1191.") or b"1190" in pdf
    wanted = len(answered(client, "category=resettlement"))
    expect(page.locator(".pm-found-count")).to_have_text(re.compile(rf"^{wanted} "))
    assert newcomer.steps <= 7


def test_what_lies_within_500_m_of_cau_binh(newcomer: Newcomer) -> None:
    page = newcomer.page
    newcomer.find("cau binh")
    newcomer.click(page.locator(".pm-found .pm-hit-place").first)
    near = page.locator(".pm-near")
    expect(near).to_contain_text("Quanh Cầu Bính")
    expect(near.get_by_label("Trong vòng")).to_have_value("500")
    rows = near.locator(".pm-hit").evaluate_all("all => all.map(one => one.dataset.project)")
    expect(near.get_by_role("status")).to_have_text(re.compile(rf"^{len(rows)} dòng"))
    assert len(rows) > 5
    assert newcomer.steps <= 3


def test_change_a_position(newcomer: Newcomer) -> None:
    """Up to the door: who has not signed in is asked to, and comes back to the row."""
    newcomer.find("mo rong benh vien")
    newcomer.click(newcomer.page.locator(".pm-list .pm-hit").first)
    newcomer.press("Sửa vị trí")
    newcomer.page.wait_for_url("**/signin?next=*")
    expect_asked(newcomer.page, "project%3DPL3-07")
    assert newcomer.steps <= 4
    expect(newcomer.page.get_by_label("Mật khẩu")).to_be_visible()


def test_the_hottest_clearance_of_hoa_dong(newcomer: Newcomer, client: FlaskClient) -> None:
    page = newcomer.page
    newcomer.filter("Khu vực", "Hoa Động")
    newcomer.take()
    newcomer.click(page.locator(".pm-take", has_text="Điểm nóng"))
    page.wait_for_url("**/hotspots?*")
    hottest = min(
        client.get("/api/projects.geojson?area=hoa-dong&kind=clearance").get_json(force=True)["features"],
        key=lambda feature: feature["properties"]["hotspot_rank"],
    )
    expect(page.locator(".worst h2")).to_contain_text(hottest["id"])
    assert newcomer.steps <= 6


def test_how_sure_is_ring_road_3(newcomer: Newcomer) -> None:
    page = newcomer.page
    newcomer.find("vanh dai 3")
    newcomer.click(page.locator(".pm-list .pm-hit").first)
    details = page.locator(".pm-details")
    expect(details.locator("h2")).to_contain_text("vành đai 3")
    expect(details).to_contain_text("Sai số khoảng 2,5 km về mỗi bên")
    newcomer.press("Chỗ này chắc đến đâu?")
    expect(page.locator(".pm-help-row")).to_contain_text("2,5 km")
    assert newcomer.steps <= 4


def test_whether_a_place_is_sure_enough_to_go_there(newcomer: Newcomer) -> None:
    """What a radius means for a drive is said, not left to whoever reads it."""
    newcomer.find("vanh dai 3")
    newcomer.click(newcomer.page.locator(".pm-list .pm-hit").first)
    expect(newcomer.page.locator(".pm-details")).to_contain_text("chưa đủ để đi tới nơi")
    assert newcomer.steps <= 3


def test_the_deadlines_come_into_a_calendar(newcomer: Newcomer, client: FlaskClient) -> None:
    newcomer.open_desk()
    newcomer.take()
    with newcomer.page.expect_download() as waiting:
        newcomer.click(newcomer.page.locator(".pm-take", has_text="Lịch hạn GPMB"))
    taken = Path(str(waiting.value.path())).read_text(encoding="utf-8")
    assert taken.count("BEGIN:VEVENT") == client.get("/calendar.ics").text.count("BEGIN:VEVENT") > 0
    assert newcomer.steps <= 3


def test_where_the_meetings_paper_is(newcomer: Newcomer) -> None:
    newcomer.click(newcomer.page.get_by_role("link", name="Điểm nóng", exact=True).first)
    newcomer.click(newcomer.page.get_by_role("link", name=re.compile("Báo cáo tuần")))
    expect(newcomer.page.get_by_role("button", name="In A4")).to_be_visible()
    assert newcomer.steps == 2


def test_what_is_here_for_any_point(newcomer: Newcomer) -> None:
    """The right button, a long press, or by keyboard from the card of coordinates."""
    page = newcomer.page
    newcomer.press("Đo và tọa độ")
    newcomer.press("Có gì quanh đây?")
    expect(page.locator(".pm-near")).to_contain_text("Quanh tọa độ")
    expect_still(page)
    assert newcomer.steps == 2
    middle = page.locator(".leaflet-container").bounding_box()
    assert middle
    page.keyboard.press("Escape")
    expect(page.locator(".pm-near")).to_be_hidden()
    page.mouse.click(middle["x"] + middle["width"] * 0.5, middle["y"] + middle["height"] * 0.3, button="right")
    expect(page.locator(".pm-near h3")).to_contain_text("Quanh tọa độ")
