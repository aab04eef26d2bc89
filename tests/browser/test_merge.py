"""The rule: an editor sees every change of an edited file before anything is stored, on every screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser.watched import READING_MS, Watched, serious
from tests.serving import serving
from tests.signing import PASSWORD, signed_in, store_of
from tests.test_merging import REASON, move

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(browser: Browser, people: Flask) -> Iterator[Watched]:
    """Give pages of an application with accounts and an empty store; a refused file is no error of the page."""
    with serving(people) as address:
        held = Watched(browser, address)
        yield held
        held.close()
    assert [error for error in held.errors if "422" not in error] == []
    assert held.strangers == []


@pytest.fixture
def edited(people: Flask, tmp_path: Path) -> Path:
    """Return a GeoPackage as an editor downloads it and changes two rows of it."""
    path = tmp_path / "projects.gpkg"
    path.write_bytes(signed_in(people, "minh").get("/export/projects.gpkg?crs=9210").data)
    move(path, 30, count=2)
    return path


def opened(watched: Watched, size: str) -> Page:
    """Open the page by way of the sign-in that it asks for."""
    page = watched.page(size)
    page.goto(f"{watched.server}/merge")
    page.get_by_label("Tên").fill("lan.nguyen")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{watched.server}/merge")
    return page


def ask(page: Page, path: Path) -> None:
    page.get_by_label("Tệp đã sửa").set_input_files(path)
    page.get_by_label("Lý do sửa").fill(REASON)
    page.get_by_role("button", name="Xem thay đổi").click()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_changes_are_seen_then_saved(watched: Watched, people: Flask, edited: Path, size: str) -> None:
    page = opened(watched, size)
    assert serious(page) == []
    ask(page, edited)
    expect(page.get_by_role("heading", name="2 dòng thay đổi, chưa lưu")).to_be_visible(timeout=READING_MS)
    rows = page.locator(".merge-rows > li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Sai lệch (m)")
    expect(rows.first).to_contain_text("QĐ 12/QĐ-UBND")
    expect(rows.first).to_contain_text("do máy đặt theo tên")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert store_of(people).corrections.current() == {}
    page.get_by_role("button", name="Lưu tất cả 2 dòng").click()
    expect(page.get_by_role("status")).to_have_text("Đã lưu 2 dòng.", timeout=READING_MS)
    assert {version.who for version in store_of(people).corrections.current().values()} == {"lan.nguyen"}


def test_faults_are_listed_and_there_is_nothing_to_save(watched: Watched, edited: Path) -> None:
    move(edited, 30, name="<b>Tên</b> khác")
    page = opened(watched, "desktop")
    ask(page, edited)
    expect(page.get_by_role("heading", name="Còn 1 chỗ phải sửa, chưa lưu gì")).to_be_visible(timeout=READING_MS)
    expect(page.locator(".findings")).to_contain_text("<b>Tên</b> khác")
    expect(page.get_by_role("button", name="Lưu")).to_have_count(0)


def test_a_dropped_look_stores_nothing(watched: Watched, people: Flask, edited: Path) -> None:
    page = opened(watched, "desktop")
    ask(page, edited)
    page.get_by_role("button", name="Bỏ, không lưu").click(timeout=READING_MS)
    expect(page.get_by_role("status")).to_have_text("Chưa lưu gì.")
    expect(page.locator("#merge-preview")).to_be_hidden()
    assert store_of(people).corrections.current() == {}


def test_a_file_too_large_is_refused_before_it_is_sent(watched: Watched, tmp_path: Path) -> None:
    """A server that has heard enough hangs up, and the browser would call that a lost connection."""
    path = tmp_path / "large.gpkg"
    with path.open("wb") as file:
        file.truncate(20_100_000)
    page, sent = opened(watched, "desktop"), list[str]()
    page.on("request", lambda request: sent.append(request.url) if "/api/merge" in request.url else None)
    ask(page, path)
    expect(page.get_by_role("status")).to_contain_text("Tệp nặng 20,1 MB, máy chủ nhận tối đa 20 MB.")
    assert sent == []
