"""The rule: what was seen stays readable without the server and says how old it is; what needs the server says so."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.watched import expect_whole, known_visitor, serious
from tests.conftest import TODAY
from tests.signing import PASSWORD, new_app
from webmap import assets as room
from webmap import create_app, maps, offline, pages
from webmap.offline import CORE
from webmap.serve import open_server
from webmap.settings import Settings

pytestmark = pytest.mark.browser
ANSWERS = 46
CACHED = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    }
    return found;
}"""
SETTLED = f"""async wanted => {{
    await navigator.serviceWorker.ready;
    const found = await ({CACHED})();
    return wanted.every(address => found.includes(address));
}}"""


class Place:
    """One address whose application can be swapped, as an update or a proxy does."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._server = open_server(cast("Flask", self), Settings(port=0))
        self.address = f"http://127.0.0.1:{self._server.effective_port}"
        threading.Thread(target=self._server.run, daemon=True).start()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer with the application of the moment."""
        return self.app(environ, start_response)

    def close(self) -> None:
        """Answer nobody any more."""
        self._server.close()


@pytest.fixture
def place(app: Flask) -> Iterator[Place]:
    """Give the shipped application at an address of its own."""
    held = Place(app)
    yield held
    held.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a browser with service workers, of somebody who was here before; errors of its scripts fail a test."""
    with known_visitor(browser, viewport={"width": 1440, "height": 900}, service_workers="allow") as held:
        yield held


@pytest.fixture
def visited(context: BrowserContext, place: Place) -> Page:
    """Give a page that has seen the map and one project, with a worker that has all it wants to keep."""
    page = context.new_page()
    page.goto(f"{place.address}/projects/PL3-07")
    page.goto(place.address)
    page.wait_for_function(SETTLED, arg=[*CORE, "/map.js"])
    page.goto(f"{place.address}/projects/PL3-07")
    page.wait_for_function(SETTLED, arg=["/projects/PL3-07"])
    return page


def test_the_map_opens_without_the_server_and_says_how_old_it_is(
    visited: Page, context: BrowserContext, place: Place
) -> None:
    context.set_offline(offline=True)
    visited.goto(f"{place.address}/?funding_source=enterprise&year=2027")
    note = visited.locator("#offline-note")
    expect(note).to_contain_text(
        re.compile(r"Đang xem dữ liệu đã lưu lúc \d\d:\d\d \d\d/\d\d/\d{4}, chưa nối được máy chủ")
    )
    expect(note).to_contain_text(f"Số liệu tính đến ngày {TODAY:%d/%m/%Y}.")
    expect(visited.locator(".pm-found-count")).to_have_text("35 trên 64 dòng")
    visited.get_by_role("searchbox").fill("bac song cam")
    expect(visited.locator(".pm-found-count")).not_to_have_text("35 trên 64 dòng")
    visited.locator(".pm-list .pm-hit").first.click()
    expect(visited.locator(".pm-details h2")).to_be_visible()
    visited.keyboard.press("?")
    expect(visited.locator(".pm-keys").first).to_be_visible()
    visited.keyboard.press("Escape")
    expect(visited.locator("dialog.pm-help")).to_have_count(0)
    assert serious(visited, runOnly=["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]) == []


def test_a_page_seen_before_opens_and_another_says_what_is_there(
    visited: Page, context: BrowserContext, place: Place
) -> None:
    context.set_offline(offline=True)
    visited.goto(f"{place.address}/projects/PL3-07")
    expect(visited.locator("h1")).to_contain_text("Bệnh viện")
    expect(visited.locator("#offline-note")).to_be_visible()
    visited.goto(f"{place.address}/projects/PL3-08")
    expect(visited.locator("h1")).to_have_text("Trang này chưa có bản lưu trên máy")
    visited.locator("#kept-pages").get_by_role("link", name=re.compile("Bệnh viện")).click()
    expect(visited).to_have_url(re.compile("PL3-07"))


def test_a_file_needs_the_server_and_the_page_says_so(visited: Page, context: BrowserContext, place: Place) -> None:
    visited.goto(place.address)
    expect_whole(visited)
    context.set_offline(offline=True)
    expect(visited.locator("#offline-note")).to_contain_text("chưa nối được máy chủ")
    visited.get_by_role("button", name="Tải về, liên kết, in").click()
    visited.locator(".pm-take[href^='/export/']").first.click()
    expect(visited.locator("#offline-note")).to_contain_text("Việc này cần máy chủ")
    context.set_offline(offline=False)
    expect(visited.locator("#offline-note")).to_contain_text("Đã nối lại được máy chủ")
    visited.get_by_role("button", name="Tải lại").click()
    expect(visited.locator(".pm-mark-box").first).to_be_attached()
    expect(visited.locator("#offline-note")).to_be_hidden()


def test_a_proxy_without_its_server_counts_as_no_server(visited: Page, place: Place, app: Flask) -> None:
    def away(_: Any, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("503 Service Unavailable", [("Content-Type", "text/html")])
        return [b"<h1>Bad gateway</h1>"]

    place.app = away
    visited.goto(place.address)
    expect(visited.locator(".pm-mark-box").first).to_be_attached()
    expect(visited.locator("#offline-note")).to_be_visible()
    place.app = app
    visited.reload()
    expect(visited.locator(".pm-mark-box").first).to_be_attached()
    expect(visited.locator("#offline-note")).to_be_hidden()


@pytest.fixture
def newer(tmp_path: Path) -> Iterator[Flask]:
    """Give the application as a later version of its scripts would make it."""
    present = room.assets()
    changed = room._asset("map.js", present["map.js"].content + b"\nprojectmap.version = 2;")
    later = {**present, "map.js": changed}
    with pytest.MonkeyPatch.context() as patch:
        for user in (room, maps, offline, pages):
            patch.setattr(user, "assets", lambda: later)
        yield create_app({"TESTING": True, "TODAY": TODAY, "INSTANCE_DIR": tmp_path})


def test_a_new_version_shows_at_the_next_load(visited: Page, place: Place, newer: Flask) -> None:
    """Nobody is left on an old version by what his device keeps; the worker follows by itself."""
    visited.goto(place.address)
    expect_whole(visited)
    assert visited.evaluate("projectmap.version") is None
    place.app = newer
    visited.goto(place.address)
    visited.wait_for_function("window.projectmap?.version === 2")
    visited.wait_for_function(SETTLED, arg=[room.assets()["map.js"].url])


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Place]:
    """Give an application with accounts."""
    held = Place(new_app(tmp_path))
    yield held
    held.close()


def sign_in(page: Page, address: str) -> None:
    """Sign in as an editor by the form."""
    page.goto(f"{address}/signin")
    page.get_by_label("Tên đăng nhập").fill("lan.nguyen")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{address}/")


def test_nothing_about_a_person_is_kept_and_signing_out_clears(context: BrowserContext, staffed: Place) -> None:
    page = context.new_page()
    page.goto(staffed.address)
    page.wait_for_function(SETTLED, arg=list(CORE))
    sign_in(page, staffed.address)
    for path in ("/signin", "/reports", "/reports/PL4-01", "/clearances/PL4-01"):
        page.goto(staffed.address + path)
    page.evaluate("async () => { await (await fetch('/api/session')).text(); }")
    page.wait_for_function(SETTLED, arg=["/clearances/PL4-01", *CORE])
    kept = {path for path in page.evaluate(CACHED) if not path.startswith("/assets/")}
    assert kept == {*CORE, "/clearances/PL4-01"}
    page.goto(f"{staffed.address}/signin")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_function(f"async () => !(await ({CACHED})()).includes('/clearances/PL4-01')")


def test_where_reading_needs_an_account_only_scripts_and_styles_are_kept(
    context: BrowserContext, tmp_path: Path
) -> None:
    closed = Place(new_app(tmp_path, OPEN_READING=False))
    page = context.new_page()
    sign_in(page, closed.address)
    page.wait_for_function(SETTLED, arg=["/offline"])
    page.reload()
    expect_whole(page)
    page.wait_for_function(SETTLED, arg=[room.assets()["map.js"].url])
    assert {path for path in page.evaluate(CACHED) if not path.startswith("/assets/")} == {"/offline"}
    closed.close()


def test_a_report_that_cannot_be_sent_is_kept_as_a_draft(context: BrowserContext, staffed: Place) -> None:
    page = context.new_page()
    sign_in(page, staffed.address)
    page.goto(f"{staffed.address}/reports/PL4-01")
    context.set_offline(offline=True)
    page.get_by_label("Nguồn số liệu").fill("Báo cáo số 12/BC-UBND")
    page.get_by_role("button", name="Lưu báo cáo").click()
    expect(page.locator("#report-status")).to_contain_text("chưa gửi được. Bản nháp vẫn giữ trên máy này")
    expect(page.locator("#offline-note")).to_be_visible()
    context.set_offline(offline=False)
    page.reload()
    expect(page.get_by_label("Nguồn số liệu")).to_have_value("Báo cáo số 12/BC-UBND")


def test_what_is_kept_is_bounded(context: BrowserContext, place: Place) -> None:
    """A person who looks at every project for years does not fill a telephone."""
    page = context.new_page()
    page.goto(place.address)
    page.wait_for_function(SETTLED, arg=list(CORE))
    page.goto(place.address)
    page.evaluate(
        """async (answers) => {
            for (let i = 1; i <= 95; i += 1) await (await fetch(`/projects/PL3-07?within=500&lang=vi&n=${i}`)).text();
            for (let i = 1; i <= answers; i += 1) await (await fetch(`/data?q=${i}`)).text();
            for (let i = 1; i <= answers; i += 1) await (await fetch(`/hotspots?q=${i}`)).text();
        }""",
        ANSWERS,
    )
    # The last answer is kept, and then what is too much is let go of.
    page.wait_for_function(f"""async () => {{
        let found = [];
        for (const name of await caches.keys()) found = [...found, ...await (await caches.open(name)).keys()];
        const seen = found.map((request) => new URL(request.url)).filter((url) => !url.pathname.startsWith('/assets/'));
        return seen.some((url) => url.search === '?q={ANSWERS}' && url.pathname === '/hotspots') && seen.length <= 80;
    }}""")
    page.wait_for_function(SETTLED, arg=list(CORE))
