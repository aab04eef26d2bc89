"""The rule: any usual way to write a coordinate is understood or refused, and a point says what is known of it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from geo.crs import points_to_vn2000
from tests.browser.conftest import Open
from tests.browser.watched import address, expect_asked, expect_not_asked, expect_settled, expect_still, expect_whole

pytestmark = pytest.mark.browser
LAT, LON = 20.917, 106.667  # E 595190.88, N 2314037.64 in EPSG:9210
READ = "text => window.projectmap.readCoordinate(text)"
GOOD = (
    "20.917, 106.667",
    "20,917 106,667",
    "106.667 20.917",
    "20.917° B, 106.667° Đ",
    "N20.917 E106.667",
    "20.917N 106.667E",
    "20°55'01.2\"N 106°40'01.2\"E",
    "20°55′01,2″B; 106°40′01,2″Đ",
    "20°55.02' 106°40.02'",
    "20 55 1.2 106 40 1.2",
    "https://www.google.com/maps/@20.917,106.667,15z",
    "https://maps.example.org/?q=20.917,106.667",
    "2314037.64 595190.88",
    "X = 2.314.037,64; Y = 595.190,88",
    "Y: 595190,88 X: 2314037,64",
    "2314037.64 595190.88 KTT 105°45'",
    "X=2314037.64 Y=595190.88 kinh tuyến trục 105°45' múi 3",
    "VN-2000 KTT 105.75: 2314037.64 595190.88",
)
BAD = (
    "",
    "cầu Bính",
    "20.917",
    "20.917 106.667 5",
    "2025 2027",
    "0 0",
    "95.0 200.0",
    "20°75'01\" 106°40'01\"",
    "PL3-08 PL3-09",
    "2314037 595190 KTT 105°46'",
    "1e5 1e6",
    "-20.917, 106.667",
)


def test_every_usual_way_to_write_a_coordinate_is_read(open_map: Open) -> None:
    page = open_map("/")
    for text in GOOD:
        found = page.evaluate(READ, text)
        assert found, text
        assert (found["lat"], found["lon"]) == pytest.approx((LAT, LON), abs=2e-7), text
    for text in BAD:
        assert page.evaluate(READ, text) is None, text


@pytest.mark.parametrize(
    ("epsg", "meridian"), [(9210, "105°45'"), (5897, "105°"), (9211, "106°00'"), (9213, "106°30'")]
)
def test_other_zones_are_those_of_the_server(open_map: Open, epsg: int, meridian: str) -> None:
    ((east, north),) = points_to_vn2000(np.array([[LON, LAT]]), epsg).tolist()
    found = open_map("/").evaluate(READ, f"{north:.3f} {east:.3f} KTT {meridian}")
    assert (found["lat"], found["lon"]) == pytest.approx((LAT, LON), abs=1e-7)


def facts(page: Page) -> dict[str, str]:
    """Return what the point says, by term."""
    page.locator(".pm-point").wait_for()
    read: Any = page.evaluate(
        "[...document.querySelectorAll('.pm-point dt')].map((term) => [term.textContent, term.nextSibling.textContent])"
    )
    return dict(read)


def test_the_right_button_asks_what_is_here_and_the_link_opens_it_again(open_map: Open) -> None:
    page = open_map("/")
    expect_still(page)
    page.locator(".folium-map").click(button="right", position={"x": 900, "y": 420})
    said = facts(page)
    expect_still(page)  # the map moves to the point, and the address follows
    found = re.search(r"here=(\d+\.\d{5}),(\d+\.\d{5})", address(page))
    assert found
    assert float(said["WGS 84"].split(" · ")[0].replace(",", ".")) == pytest.approx(float(found[1]), abs=1e-5)
    ((_, north),) = points_to_vn2000(np.array([[float(found[2]), float(found[1])]])).tolist()
    assert f"{round(north):,}"[:7].replace(",", ".") in said["VN-2000, kinh tuyến trục 105°45′, múi 3°"]
    again = open_map("/" + address(page).split("/", 3)[3])
    kept = facts(again)
    assert kept["Xã cũ"] == said["Xã cũ"]
    assert kept["Nằm trong vùng của"] == said["Nằm trong vùng của"]
    expect(again.locator(".pm-near li").first).to_be_visible()
    again.locator(".pm-near").get_by_role("button").first.click()
    expect_not_asked(again, "here=")


def test_a_point_of_an_old_commune_names_it(open_map: Open) -> None:
    said = facts(open_map("/?here=20.87690,106.69560"))
    assert "Dương Quan" in said["Xã cũ"]
    assert said["Phường"] == "Trong phường Thủy Nguyên"
    assert facts(open_map("/?here=21.10000,106.50000"))["Phường"] == "Ngoài phường Thủy Nguyên"


def test_a_point_is_said_in_sentences(open_map: Open) -> None:
    page = open_map("/?here=20.87690,106.69560")
    expect(page.locator(".pm-near h3").first).to_have_text("Quanh tọa độ 20,8769° B, 106,6956° Đ")
    loose = "box => [...box.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data)"
    assert page.locator(".pm-near").evaluate(loose) == []


def test_by_keyboard_and_on_a_phone(open_map: Open) -> None:
    page = open_map("/", size="phone")
    page.get_by_role("button", name="Đo và tọa độ").press("Enter")
    expect(page.locator(".pm-measure")).to_be_visible()
    expect_settled(page)
    day, card = page.locator(".pm-day").bounding_box(), page.locator(".pm-measure").bounding_box()
    assert day and card and day["y"] + day["height"] <= card["y"], "the day covers what is measured"
    page.get_by_role("button", name="Có gì quanh đây?").press("Enter")
    assert facts(page)
    expect_settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for target in page.locator(".pm-point button").all():
        box = target.bounding_box()
        assert box and box["height"] >= 24 and box["width"] >= 24


def around(page: Page) -> list[str]:
    """Return the rows that are listed around what is looked at."""
    expect(page.locator(".pm-near .pm-hit").first).to_be_attached()
    ids: list[str] = page.locator(".pm-near .pm-hit").evaluate_all("all => all.map(one => one.dataset.project)")
    return ids


def test_a_place_and_the_distance_stand_in_the_address(open_map: Open) -> None:
    """Whoever opens the link sees the same rows around the same place, on the same piece of the map."""
    page = open_map("/")
    page.get_by_role("searchbox").fill("cau binh")
    page.locator(".pm-found .pm-hit-place").first.click()
    near = page.locator(".pm-near")
    expect(near).to_contain_text("Quanh Cầu Bính")
    expect_asked(page, "here=cau-binh")
    expect_not_asked(page, "within=")
    close = around(page)
    near.get_by_label("Trong vòng").select_option("2000")
    expect_asked(page, "within=2000")
    far = around(page)
    assert set(close) < set(far)
    page.locator(".folium-map").press("+")
    expect_still(page)
    linked = address(page)
    again = open_map("/" + linked.split("/", 3)[3])
    expect(again.locator(".pm-near").get_by_label("Trong vòng")).to_have_value("2000")
    assert around(again) == far
    expect_still(again)
    assert address(again) == linked


def test_only_what_is_around_a_place_is_what_the_server_calls_near(open_map: Open) -> None:
    """Rows around a place are taken away as they are listed: both sides measure alike."""
    page = open_map("/?here=cau-binh&within=1000&kind=project")
    listed = around(page)
    page.locator(".pm-near").get_by_role("link", name=f"Chỉ giữ {len(listed)} dòng này").click()
    expect_asked(page, "near=106.66785,20.87551,1000", "kind=project")
    expect_whole(page)
    answer = page.request.get(
        address(page).split("?")[0] + "api/projects.geojson?kind=project&near=106.66785,20.87551,1000"
    )
    assert sorted(listed) == sorted(feature["id"] for feature in answer.json()["features"])
    assert around(page) == listed


def test_back_and_forward_go_through_what_was_looked_around(open_map: Open) -> None:
    page = open_map("/?here=20.8769,106.6956")
    near, distance = page.locator(".pm-near"), page.locator(".pm-near").get_by_label("Trong vòng")
    distance.select_option("1000")
    expect_asked(page, "within=1000")
    page.go_back()
    expect(distance).to_have_value("500")
    page.go_forward()
    expect(distance).to_have_value("1000")
    near.get_by_role("button", name="Về danh sách").click()
    expect(near).to_be_hidden()
    expect_not_asked(page, "here=")
    expect_not_asked(page, "within=")


def test_what_names_no_place_is_passed_over(open_map: Open) -> None:
    page = open_map("/?here=hacker&within=7")
    expect(page.locator(".pm-near")).to_be_hidden()
    expect(page.locator(".pm-point")).to_have_count(0)
