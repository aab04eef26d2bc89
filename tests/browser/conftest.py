"""A page of the served application, watched: whatever goes wrong in it fails the test that opened it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.watched import SIZES, Watched, expect_whole

Open = Callable[..., Page]


@pytest.fixture
def watched(browser: Browser, server: str) -> Iterator[Watched]:
    """Give pages that are closed and judged at the end: no error in the console, no request to another host."""
    held = Watched(browser, server)
    yield held
    held.close()
    assert held.errors == []
    assert held.strangers == []


@pytest.fixture
def open_map(watched: Watched) -> Open:
    """Give a function that opens the map at an address and waits until all that the address asks for is there."""

    def opened(path: str = "/", size: str = "desktop", **options: Any) -> Page:
        page = watched.page(size, **options)
        page.goto(watched.server + path)
        expect_whole(page)
        return page

    return opened


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    """Give each of the three sizes in turn."""
    return str(request.param)
