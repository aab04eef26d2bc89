"""The rule: a server that is busy for a moment is asked again when it says so, and nobody notices but by the wait."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from tests.browser.watched import REFUSED, Watched, expect_whole

pytestmark = pytest.mark.browser


def test_the_map_comes_though_the_server_was_busy_at_first(watched: Watched) -> None:
    watched.forgive(REFUSED)
    page, asked = watched.page(), list[str]()

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(status=503, headers={"Retry-After": "1"}, body="{}")
        else:
            route.continue_()

    page.route("**/api/projects.geojson*", answer)
    page.goto(watched.server)
    expect_whole(page)
    assert len(asked) == 2
