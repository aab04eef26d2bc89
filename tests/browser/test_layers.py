"""The rule: layers of one's own come when asked for, stand in the address, and ask no host that was not declared."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.watched import KNOWS_THE_MAP, address, expect_asked, expect_settled, expect_whole
from tests.layer_files import FILES, PNG, write_folder
from tests.serving import serving
from tests.signing import PASSWORD, new_app, store_of

pytestmark = pytest.mark.browser
WMS = "https://maps.example.org/wms"


class _Tiles(BaseHTTPRequestHandler):
    """A tile server of somebody else."""

    asked: list[str] = []  # noqa: RUF012  of the one server of a test

    def do_GET(self) -> None:
        """Answer every address with the same picture."""
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(PNG)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def stranger() -> Iterator[str]:
    """Give the address of a host that is not ours."""
    _Tiles.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Tiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def home(tmp_path: Path, stranger: str) -> Iterator[str]:
    """Give the address of the map with layers of its own."""
    write_folder(tmp_path)
    bad = '\n[[layer]]\nid = "hong"\ntype = "xyz"\ntitle = "Hỏng"\nattribution = "x"\nurl = "ftp://x"\n'
    text = FILES.replace(WMS, f"{stranger}/wms").replace("base = true\n", "") + bad
    (tmp_path / "layers.toml").write_text(text, encoding="utf-8")
    app = new_app(tmp_path)
    with serving(app) as found:
        yield found
    store_of(app).close()


@pytest.fixture
def page(browser: Browser, home: str) -> Iterator[Page]:
    """Give a page whose errors fail the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, service_workers="block")
    context.add_init_script(KNOWS_THE_MAP)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert errors == []


def open_at(page: Page, address: str) -> None:
    page.goto(address)
    expect_whole(page)


def open_list(page: Page) -> None:
    page.get_by_role("button", name="Lớp bản đồ").click()
    page.get_by_role("button", name="Lớp riêng").click()
    expect(page.get_by_role("checkbox", name="Ranh quy hoạch")).to_be_visible()


def test_nothing_of_them_is_fetched_before_somebody_asks(page: Page, home: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_at(page, home)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "own." in url or "layers" in url]
    assert not _Tiles.asked


def test_layers_are_switched_moved_and_stand_in_the_address(page: Page, home: str) -> None:
    open_at(page, home)
    open_list(page)
    expect(page.locator(".pm-own").get_by_text("dùng được khi không có internet")).to_have_count(3)
    expect(page.locator(".pm-own").get_by_text("cần internet")).to_have_count(1)
    page.get_by_role("checkbox", name="Ranh quy hoạch").check()
    expect(page.locator("path.pm-own-shape")).to_have_count(1)
    expect(page.get_by_text("Ô đỏ: quy hoạch")).to_be_visible()
    page.get_by_role("checkbox", name="Địa chính").check()
    expect(page.locator("path.pm-own-shape")).to_have_count(2)
    expect_asked(page, "own=ranh,thua")
    page.get_by_role("button", name="Đưa Ranh quy hoạch lên trên").click()
    expect_asked(page, "own=thua,ranh")
    slider = page.get_by_role("slider", name="Độ đậm của Ranh quy hoạch")
    slider.fill("50")
    slider.dispatch_event("change")
    expect_asked(page, "own=thua,ranh.50")
    kept = address(page)
    open_at(page, kept)
    expect(page.locator("path.pm-own-shape")).to_have_count(2)
    expect(page.locator(".leaflet-pm-own-ranh-pane")).to_have_css("opacity", "0.5")
    page.go_back()


def test_a_layer_of_another_host_loads_through_the_policy(page: Page, home: str) -> None:
    open_at(page, home + "/?own=phan-khu")
    expect(page.locator(".pm-own-pane img.leaflet-tile-loaded").first).to_be_attached()
    assert any("request=GetMap" in path and "layers=pk1%2Cpk2" in path for path in _Tiles.asked)
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("Sở Xây dựng")


def test_an_archive_of_tiles_is_drawn_from_our_own_address(page: Page, home: str) -> None:
    with page.expect_response(lambda answer: "/layers/nen/" in answer.url):
        open_at(page, home + "/?own=nen")
    assert not _Tiles.asked


def test_signed_in_people_read_what_is_wrong_and_an_administrator_adds(page: Page, home: str, stranger: str) -> None:
    page.goto(home + "/signin")
    page.get_by_label("Tên").first.fill("quan.tri")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url(home + "/")
    open_at(page, home)
    open_list(page)
    page.get_by_text("Không dùng được (1)").click()
    expect(page.locator(".pm-own-faults li")).to_contain_text("ftp://x")
    page.get_by_text("Thêm lớp").click()
    form = page.locator(".pm-own form")
    for name, text in {
        "id": "moi",
        "title": "Mới",
        "attribution": "Tôi",
        "url": f"{stranger}/{{z}}/{{x}}/{{y}}.png",
    }.items():
        form.locator(f"[name={name}]").fill(text)
    form.get_by_role("button", name="Lưu").click()
    expect(form.get_by_role("status")).to_contain_text("Đã lưu")
    open_at(page, home + "/?own=moi")
    expect(page.locator(".pm-own-pane img.leaflet-tile-loaded").first).to_be_attached()


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_the_list_fits_the_screen(page: Page, home: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_at(page, home + "/?own=ranh,thua.30")
    page.get_by_role("button", name="Lớp bản đồ").click()
    expect(page.locator(".pm-own-tools")).to_have_count(2)
    expect_settled(page)
    box = page.locator(".pm-layers").bounding_box()
    assert box
    assert box["x"] >= 0 and box["y"] >= 0
    assert box["x"] + box["width"] <= size[0] and box["y"] + box["height"] <= size[1]
    for target in page.locator(".pm-own-tools button, .pm-own-tools input").all():
        held = target.bounding_box()
        assert held and held["height"] >= 24
