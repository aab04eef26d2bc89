"""The rule: on a dark ground all is said that is said by day: same counts, colours of the table, contrast AA."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from geo.model import ClearanceState, FundingSource
from tests.browser.conftest import Open
from tests.browser.watched import Watched, counted, drawn, expect_settled, legend, rgb, violations
from webmap.style import GROUND, GROUND_DARK, Look, look

pytestmark = pytest.mark.browser
CODES = {"funding": FundingSource, "clearance": ClearanceState}
SURFACES = {"light": "rgb(255, 255, 255)", "dark": "rgb(36, 34, 30)"}
PAGES = (
    "/hotspots",
    "/reports",
    "/locations",
    "/data",
    "/signin",
    "/briefing",
    "/projects/PL3-07",
    "/clearances/PL4-07",
    "/compare",
    "/compare?ids=PL3-08,PL3-07,PL2-04,PL4-02",
    "/ogc?f=html",
    "/ogc/collections/projects_points/items?f=html",
    "/nothing-here",
)
STATES = (
    "/",
    "/?theme=clearance&project=PL4-07",
    "/?place=PL3-20",
    "/?view=table",
    "/?view=gantt",
    "/?compare=PL3-08,PL3-07",
    "/embed",
)


def sheet_of(page: Page, selector: str = "body") -> str:
    """Return the computed background of an element, once it does not change any more."""
    expect_settled(page)
    script = "element => getComputedStyle(element).backgroundColor"
    return str(page.locator(selector).first.evaluate(script))


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("theme", CODES)
def test_marks_have_the_colours_of_the_table_and_count_the_data(
    open_map: Open, client: FlaskClient, theme: str, mode: str
) -> None:
    rows: list[dict[str, Any]] = client.get("/api/projects.geojson").get_json(force=True)["features"]
    page = open_map(f"/?theme={theme}", color_scheme=mode)
    here, every = counted(rows, theme)
    sectors = drawn(page)
    assert Counter(sector["code"] for sector in sectors) == here
    assert legend(page) == {code: (here[code], every[code]) for code in every}
    for sector in sectors:
        style = look(CODES[theme](sector["code"]))
        assert isinstance(style, Look)
        colour = rgb(style.dark if mode == "dark" else style.colour)
        if style.hatch:
            stripe = page.locator(f"#pm-hatch-{style.code} rect").last
            assert stripe.evaluate("rect => getComputedStyle(rect).fill") == colour == sector["edge"]
        else:
            assert sector["fill"] == colour


def test_the_ground_follows_the_machine_until_somebody_chooses(watched: Watched) -> None:
    """Machine, light, dark, machine: the switch goes round, says where it stands, and the next page knows it."""
    page = watched.page(color_scheme="dark")
    page.goto(f"{watched.server}/locations")
    switch = page.locator(".mode-switch")
    expect(switch).to_have_accessible_name("Nền theo máy. Bấm để dùng nền sáng.")
    assert sheet_of(page) == rgb(GROUND_DARK)
    switch.click()
    expect(switch).to_have_accessible_name("Nền sáng. Bấm để dùng nền tối.")
    assert sheet_of(page) == rgb(GROUND)
    page.goto(f"{watched.server}/projects/PL3-07")
    assert sheet_of(page) == rgb(GROUND)
    page.locator(".mode-switch").press("Enter")
    assert sheet_of(page) == rgb(GROUND_DARK)
    page.emulate_media(color_scheme="light")
    assert sheet_of(page) == rgb(GROUND_DARK)
    page.locator(".mode-switch").click()
    assert sheet_of(page) == rgb(GROUND)


def test_the_map_changes_its_ground_in_place(open_map: Open) -> None:
    page = open_map("/", color_scheme="light")
    page.evaluate("window.stayed = true")
    page.locator(".mode-switch").click()
    page.locator(".mode-switch").click()
    expect(page.locator("html")).to_have_attribute("data-mode", "dark")
    expect_settled(page)
    assert {sector["fill"] for sector in drawn(page)} <= {rgb(row.dark) for row in map(look, FundingSource)}  # type: ignore[union-attr]
    assert page.evaluate("window.stayed")


@pytest.mark.parametrize(("machine", "chosen"), [("light", "dark"), ("dark", "light")])
def test_no_page_flashes_in_the_other_ground(watched: Watched, machine: str, chosen: str) -> None:
    """When the body begins to exist the choice is known, and the first frame that is drawn has its ground."""
    page = watched.page(color_scheme=machine)
    page.add_init_script(f"""localStorage.setItem('projectmap.mode', '{chosen}');
        new MutationObserver((_, watching) => {{
            if (!document.body) return;
            watching.disconnect();
            window.known = document.documentElement.dataset.mode;
            window.canvas = document.querySelector('meta[name=color-scheme]').content;
        }}).observe(document, {{ childList: true, subtree: true }});
        const look = () => {{
            if (document.body) window.first = getComputedStyle(document.documentElement).colorScheme;
            else requestAnimationFrame(look);
        }};
        requestAnimationFrame(look);""")
    for path in ("/", "/hotspots", "/ogc?f=html"):
        page.goto(watched.server + path)
        page.wait_for_function("window.first")
        assert page.evaluate("[window.known, window.canvas, window.first]") == [chosen] * 3, path
        bars = page.locator("meta[name=theme-color]").evaluate_all(
            "metas => metas.filter(meta => matchMedia(meta.media).matches).map(meta => meta.dataset.ground)"
        )
        assert bars == [chosen]


def test_a_browser_that_keeps_nothing_still_shows_pages(watched: Watched) -> None:
    page = watched.page(color_scheme="dark")
    page.add_init_script("""for (const name of ["getItem", "setItem"]) {
        Storage.prototype[name] = () => { throw new DOMException("no", "SecurityError"); };
    }""")
    page.goto(f"{watched.server}/locations")
    assert sheet_of(page) == rgb(GROUND_DARK)
    page.locator(".mode-switch").click()
    assert sheet_of(page) == rgb(GROUND)


def test_what_another_window_chose_is_followed(watched: Watched) -> None:
    page = watched.page(color_scheme="light")
    page.goto(f"{watched.server}/locations")
    page.evaluate("""() => {
        localStorage.setItem('projectmap.mode', 'dark');
        window.dispatchEvent(new StorageEvent('storage', { key: 'projectmap.mode' }));
    }""")
    assert sheet_of(page) == rgb(GROUND_DARK)


def test_paper_is_light(watched: Watched) -> None:
    """What is printed is light whatever the ground; the weekly page is a sheet of paper on the screen too."""
    page = watched.page(color_scheme="dark")
    page.goto(f"{watched.server}/briefing")
    assert (sheet_of(page), sheet_of(page, ".sheet")) == (rgb(GROUND_DARK), SURFACES["light"])
    for path in ("/projects/PL3-07", "/compare?ids=PL3-08,PL3-07", "/hotspots"):
        page.goto(watched.server + path)
        page.evaluate("localStorage.setItem('projectmap.mode', 'dark')")
        page.reload()
        page.emulate_media(media="print", color_scheme="dark")
        assert sheet_of(page) == SURFACES["light"], path
        page.emulate_media(media="screen", color_scheme="dark")
        assert sheet_of(page) == rgb(GROUND_DARK), path


def test_the_map_on_paper_has_the_light_colours(open_map: Open) -> None:
    page = open_map("/", color_scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    fills = {sector["fill"] for sector in drawn(page)}
    assert fills == {rgb(look(code).colour) for code in (FundingSource.STATE_BUDGET, FundingSource.ENTERPRISE)}  # type: ignore[union-attr]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not fills & {sector["fill"] for sector in drawn(page)}


def weak(page: Page) -> list[str]:
    """Return what axe finds too weak to read. What else it looks for does not depend on the ground."""
    return [node["html"][:160] for one in violations(page, runOnly=["color-contrast"]) for node in one["nodes"]]


@pytest.mark.parametrize(
    ("path", "size"), [*((path, "desktop") for path in STATES), (STATES[1], "phone"), (STATES[5], "phone")]
)
def test_everything_on_the_dark_map_can_be_read(open_map: Open, path: str, size: str) -> None:
    assert weak(open_map(path, size, color_scheme="dark")) == []


OPENED = {
    "Bộ lọc": ".pm-facets",
    "Tải về, liên kết, in": ".pm-takeaway",
    "Đo và tọa độ": ".pm-measure",
    "Lớp bản đồ": ".pm-layers",
    "Trợ giúp, phím tắt": "dialog.pm-help",
    "Tính đến 24/11/2026": ".pm-day-choice",
}


@pytest.mark.parametrize("name", OPENED)
def test_everything_that_opens_on_the_dark_map_can_be_read(open_map: Open, name: str) -> None:
    page = open_map("/", color_scheme="dark")
    page.get_by_role("button", name=name).first.click()
    expect(page.locator(OPENED[name])).to_be_visible()
    assert weak(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_everything_on_a_dark_page_can_be_read(watched: Watched, path: str) -> None:
    page = watched.page(color_scheme="dark")
    page.goto(watched.server + path)
    assert sheet_of(page) == rgb(GROUND_DARK)
    assert weak(page) == []
    watched.forgive("404")  # of the page that is not there
