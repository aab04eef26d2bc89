"""The rule: a file is shown in this browser alone, kept for next time, sent to nobody; a base map is drawn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.base_maps import declare_base_map
from tests.browser.watched import address, expect_still, expect_whole, known_visitor
from tests.layer_files import SQUARE
from tests.serving import serving
from tests.signing import new_app, store_of
from webmap.current import overlays

pytestmark = pytest.mark.browser
SHAPE = ".leaflet-pane[class*='pm-own-_'] path.pm-own-shape"
WGS84 = {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(SQUARE)}
VN2000 = json.loads(gpd.GeoDataFrame(geometry=[SQUARE], crs=4326).to_crs(9210).to_json()) | {"crs": None}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a map that has a vector base map."""
    folder = tmp_path_factory.mktemp("instance")
    declare_base_map(folder, zooms=(11, 13))
    app = new_app(folder)
    with serving(app) as address:
        yield address
    with app.app_context():
        overlays().draughtsman.close()
    store_of(app).close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give the browser of one person; its errors fail the test, all but what a refused file brings."""
    size = {"width": 1440, "height": 900}
    with known_visitor(browser, viewport=size, service_workers="block", color_scheme="light") as held:
        yield held


@pytest.fixture
def page(context: BrowserContext, home: str) -> Page:
    """Give the map with its list of layers open."""
    page = context.new_page()
    page.goto(home)
    open_list(page)
    return page


def open_list(page: Page) -> None:
    """Open the list of layers of one's own, wherever it stands."""
    expect_whole(page)
    page.get_by_role("button", name="Lớp bản đồ").click()
    door = page.get_by_role("button", name="Lớp riêng")
    expect(door.or_(page.locator("[name=own-file]"))).to_be_visible()
    if not page.locator("[name=own-file]").count():
        door.click()
    expect(page.locator("[name=own-file]")).to_be_attached()


def choose(page: Page, name: str, content: Any) -> None:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=data)
    page.locator("[name=own-file]").set_input_files(file)


def told(page: Page) -> Any:
    return page.locator(".pm-own-told")


def test_a_chosen_file_is_shown_at_once_and_sent_to_nobody(page: Page) -> None:
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    choose(page, "Vùng ngập.geojson", WGS84)
    expect(page.locator(SHAPE)).to_have_count(1)
    expect(told(page)).to_have_text("Đã thêm Vùng ngập (1 hình), chỉ trên máy này.")
    entry = page.locator("[data-layer^=_]")
    expect(entry).to_contain_text("chỉ trên máy này · 1 hình")
    expect(entry.get_by_role("slider")).to_be_visible()
    expect(page).to_have_url(re.compile(r"own=_\w+"))
    assert posted == []


def test_it_is_there_next_time_until_it_is_removed(page: Page, home: str) -> None:
    choose(page, "Vùng ngập.geojson", WGS84)
    expect(told(page)).to_contain_text("Đã thêm")
    page.reload()
    expect_whole(page)
    expect(page.locator(SHAPE)).to_have_count(1)
    page.goto(home)
    open_list(page)
    expect(page.locator(SHAPE)).to_have_count(0)
    tick = page.get_by_role("checkbox", name="Vùng ngập")
    tick.check()
    expect(page.locator(SHAPE)).to_have_count(1)
    page.get_by_role("button", name="Bỏ Vùng ngập khỏi máy này").click()
    expect(page.locator(SHAPE)).to_have_count(0)
    expect(page.locator("[data-layer^=_]")).to_have_count(0)
    expect(page.locator("[name=own-file]")).to_be_focused()
    page.reload()
    open_list(page)
    expect(page.get_by_role("checkbox", name="Bản đồ nền")).to_be_visible()
    expect(page.locator("[data-layer^=_]")).to_have_count(0)


DROP = """([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name));
  const stage = document.querySelector(".pm-stage .folium-map");
  for (const kind of ["dragover", "drop"]) {
    const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried });
    stage.dispatchEvent(event);
    if (!event.defaultPrevented) throw new Error(`${kind} would leave the page`);
  }
}"""


def test_a_file_in_vn2000_is_dropped_on_the_map_and_finds_its_zone(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home)
    expect_whole(page)
    page.evaluate(DROP, ["khu.geojson", json.dumps(VN2000)])
    expect(page.locator(SHAPE)).to_have_count(1)
    expect(page.locator(".pm-toast")).to_contain_text("VN-2000, kinh tuyến trục 105°45'")
    expect_still(page)
    width = page.evaluate(f'document.querySelector("{SHAPE}").getBoundingClientRect().width')
    assert width > 100, "the map went to where it lies"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.geojson", b'{"a":', "Không phải JSON hợp lệ"),
        ("a.geojson", {"type": "FeatureCollection", "features": []}, "Tệp không có hình nào"),
        ("a.geojson", {"type": "Point", "coordinates": ["x", {}]}, "Tọa độ phải là số"),
        ("a.kml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><kml>&b;</kml>", "KML có khai báo DTD"),
        ("<b>x</b>.geojson", b"[" * 100_000, "Không phải JSON hợp lệ"),
    ],
)
def test_a_bad_file_is_one_sentence(page: Page, name: str, content: Any, says: str) -> None:
    choose(page, name, content)
    expect(told(page)).to_contain_text(says)
    expect(told(page)).to_contain_text(name)
    expect(page.locator("[data-layer^=_]")).to_have_count(0)


def test_a_link_shows_others_only_what_the_server_has(page: Page, browser: Browser) -> None:
    choose(page, "Vùng ngập.geojson", WGS84)
    expect(page).to_have_url(re.compile(r"own=_\w+"))
    with known_visitor(browser, service_workers="block") as other:
        elsewhere = other.new_page()
        elsewhere.goto(address(page))
        expect_whole(elsewhere)
        expect(elsewhere.locator("[name=own-file]")).to_be_attached()
        expect(elsewhere.locator(SHAPE)).to_have_count(0)


def test_a_base_map_is_drawn_in_the_ground_of_the_page(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(f"{home}/?own=nen")
    expect_whole(page)
    tile = page.locator(".pm-own-pane img.leaflet-tile-loaded")
    expect(tile.first).to_have_attribute("src", re.compile("ground=light"))
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap contributors (ODbL)")
    page.emulate_media(color_scheme="dark")
    expect(tile.first).to_have_attribute("src", re.compile("ground=dark"))


def test_the_sheet_is_asked_for_with_the_layers_that_are_shown(page: Page) -> None:
    page.get_by_role("checkbox", name="Bản đồ nền").check()
    expect(page).to_have_url(re.compile("own=nen"))
    page.get_by_role("button", name="Tải về").click()
    link = page.get_by_role("link", name="PDF")
    link.evaluate("element => element.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    expect(link).to_have_attribute("href", re.compile("own=nen"))


PRINTED = """() => {
  window.print = () => {
    const tiles = [...document.querySelectorAll(".pm-own-pane img")];
    const told = tiles.map((tile) => ({ src: tile.src, whole: tile.complete && tile.naturalWidth > 0 }));
    document.documentElement.dataset.printed = JSON.stringify(told);
  };
}"""


def test_the_browsers_own_print_waits_for_the_tiles_of_the_sheet(browser: Browser, home: str) -> None:
    """Paper is light, and another zoom than the screen: what was on the screen is of no use."""
    size = {"width": 1440, "height": 900}
    with known_visitor(browser, viewport=size, service_workers="block", color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{home}/?own=nen")
        expect_whole(page)
        expect(page.locator(".pm-own-pane img.leaflet-tile-loaded").first).to_be_attached()
        page.evaluate(PRINTED)
        page.get_by_role("button", name="Tải về").click()
        page.get_by_role("button", name="In bản đồ").click()
        expect(page.locator("html")).to_have_attribute("data-printed", re.compile("src"))
        tiles = json.loads(page.locator("html").get_attribute("data-printed") or "[]")
        assert tiles
        assert all(tile["whole"] and "ground=light" in tile["src"] for tile in tiles), tiles
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page.locator(".pm-own-pane img.leaflet-tile-loaded").first).to_have_attribute(
            "src", re.compile("ground=dark")
        )
