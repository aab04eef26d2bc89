"""The rule: whatever a text says, it is shown as written, runs nothing, and the map still draws."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import cycle
from typing import Any

import orjson
import pytest
from playwright.sync_api import Locator, Page, expect

from geo.frame import build
from tests.browser.watched import SIZES, Watched, expect_settled, expect_whole
from tests.hostile import HOSTILE
from tests.records import located, programme, project, unlocated
from webmap.maps import project_map

pytestmark = pytest.mark.browser
TEXTS = ("name", "funding_source_raw", "reason", "location_source", "source", "method")
Collection = dict[str, Any]


def poisoned(collection: Collection, texts: Iterator[str]) -> Collection:
    """Return the collection with every text of every row, its evidence too, made hostile: one text a row."""
    features = []
    for feature, text in zip(collection["features"], texts, strict=False):
        evidence = [{**one, "words": text, "says": text} for one in feature["properties"]["evidence"]]
        changed = feature["properties"] | dict.fromkeys(TEXTS, text) | {"evidence": evidence, "zone": None}
        features.append(feature | {"properties": changed})
    return collection | {"features": features}


def open_with(watched: Watched, collection: Collection, size: str = "desktop", path: str = "/") -> Page:
    """Return a page whose server answers a collection."""
    page = watched.page(size)
    page.on("dialog", lambda dialog: watched.errors.append(f"dialog: {dialog.message}"))
    body = orjson.dumps(collection)
    page.route("**/api/projects.geojson", lambda route: route.fulfill(body=body, content_type="application/geo+json"))
    page.goto(watched.server + path)
    expect_whole(page)
    return page


def text_of(element: Locator) -> str:
    """Return the text that an element holds, invisible signs included."""
    return str(element.evaluate("element => element.textContent"))


def assert_nothing_ran(page: Page) -> None:
    """Hold that no text became code or an element, and that the page did not grow wider than its window."""
    assert not page.evaluate("'__ran' in window")
    expect(page.locator(".pm-stage :is(img[src=x], b b, svg[onload], script)")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(scope="module")
def shipped(app: Any) -> Collection:
    """Give the collection that the server answers."""
    collection: Collection = app.test_client().get("/api/projects.geojson").get_json(force=True)
    return collection


@pytest.fixture
def hostile(shipped: Collection) -> Collection:
    """Give the collection with a hostile text in each row; every text occurs on the map and in the drawer."""
    placed = [feature for feature in shipped["features"] if feature["geometry"]]
    rows = placed[: len(HOSTILE)] + [
        feature | {"geometry": None, "id": f"PL9-{n:02}"} for n, feature in enumerate(placed)
    ]
    for number, row in enumerate(rows[: len(HOSTILE)]):
        row["geometry"] = {"type": "Point", "coordinates": [106.66 + 0.01 * (number % 5), 20.87 + 0.01 * (number // 5)]}
        row["properties"] |= {"clears": None}
    return poisoned(shipped | {"features": rows}, cycle(HOSTILE))


def test_hostile_texts_are_shown_as_written_everywhere(watched: Watched, hostile: Collection) -> None:
    page = open_with(watched, hostile)
    page.keyboard.press("Tab")  # from here on focus shows, and with it the tooltip
    for number, text in enumerate(HOSTILE):
        row = hostile["features"][number]
        mark = page.locator(f'.pm-mark-box[data-place="{row["id"]}"]')
        assert text in str(mark.get_attribute("aria-label"))
        mark.evaluate("mark => mark.focus()")
        expect(page.locator(".pm-tip")).to_be_visible()
        assert text_of(page.locator(".pm-tip bdi").first) == text
        mark.press("Enter")
        expect(page.locator(".pm-details .pm-id")).to_have_text(row["id"])
        assert text_of(page.locator(".pm-details h2 bdi")) == text
        assert text in text_of(page.locator(".pm-evidence li").first)
        drawer = page.locator(f'.pm-drawer .pm-row[data-project="PL9-{number:02}"] bdi')
        assert text_of(drawer) == text
    assert_nothing_ran(page)


def test_a_hostile_address_opens_the_map_and_nothing_else(watched: Watched) -> None:
    for text in ("<img src=x onerror=window.__ran=1>", "__proto__", "constructor", "${1}", "../..", "%00"):
        page = watched.page()
        page.goto(f"{watched.server}/?project={text}&place={text}&layers={text}#99/x/{text}")
        expect_whole(page)
        expect(page.locator(".pm-details")).to_be_hidden()
        assert_nothing_ran(page)


def test_in_a_notebook_too(watched: Watched) -> None:
    works = [project(f"PL3-{number:02}", name=text) for number, text in enumerate(HOSTILE, 1)]
    loose = [project(f"PL2-{number:02}", name=text) for number, text in enumerate(HOSTILE, 1)]
    places = {row.id: located(106.66 + 0.004 * number) for number, row in enumerate(works)}
    places |= {row.id: unlocated(reason=row.name) for row in loose}
    frame = build(programme(*works, *loose), places, date(2026, 11, 24))
    page = watched.page()
    page.set_content(project_map(frame)._repr_html_())
    inner = page.frame_locator("iframe")
    expect(inner.locator(".pm-mark-box")).to_have_count(len(HOSTILE))
    for work in works:
        inner.locator(f'.pm-mark-box[data-place="{work.id}"]').press("Enter")
        expect(inner.locator(".pm-details .pm-id")).to_have_text(work.id)
        assert text_of(inner.locator(".pm-details h2 bdi")) == work.name
    drawer = inner.locator(".pm-drawer .pm-row bdi").evaluate_all("names => names.map(name => name.textContent)")
    assert drawer == list(HOSTILE)
    assert not page.frames[1].evaluate("'__ran' in window")


def test_a_long_name_breaks_no_layout(watched: Watched, shipped: Collection, size: str) -> None:
    width, height = SIZES[size]
    opened = next(feature["id"] for feature in shipped["features"] if feature["geometry"])
    long = poisoned(shipped, cycle(["khôngcókhoảngtrắng" * 300]))
    page = open_with(watched, long, size, f"/?project={opened}")
    expect_settled(page)
    box = page.locator(".pm-details").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    assert_nothing_ran(page)


def test_an_unknown_code_does_not_stop_the_map(watched: Watched, shipped: Collection) -> None:
    """A newer server may know classes that an older page, kept in a cache, does not."""
    first, *others = shipped["features"]
    strange = first | {"properties": first["properties"] | {"funding_source": "lottery", "category": "stadium"}}
    page = open_with(watched, shipped | {"features": [strange, *others]}, path=f"/?project={first['id']}")
    expect(page.locator(".pm-details")).to_contain_text("lottery")
    expect(page.locator(".pm-classes")).to_contain_text("lottery")
