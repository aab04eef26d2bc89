"""The rule: no page scrolls sideways, no text is cut off and no id is broken, at any width, in either language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.watched import Watched, expect_settled, expect_whole

pytestmark = pytest.mark.browser

WIDTHS = (1440, 1024, 800, 390)
HEIGHT = 900
MAPS = ("/?theme=clearance", "/?view=gantt", "/?here=20.8769,106.6956", "/?as_of=2026-03-01&project=PL3-12")
PAGES = (
    "/hotspots",
    "/briefing",
    "/projects/PL3-12",
    "/projects/PL2-07",
    "/clearances/PL4-03",
    "/compare?ids=PL3-12,PL4-08,PL3-07,PL2-01",
    "/reports",
    "/locations",
    "/data",
    "/help",
    "/signin",
    "/offline",
    "/ogc/collections?f=html",
)
LANGUAGES = ("vi", "en")

# What is too wide, by its class: the page itself; a text beyond the edge of the screen that nothing scrolls to; a text
# that its own box hides. A box that ends in an ellipsis says so itself, and what is only for screen readers is hidden.
TOO_WIDE = r"""() => {
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) found.push(`page ${root.scrollWidth}`);
    const said = (one) => `${one.tagName} ${one.className} “${one.innerText.trim().slice(0, 40)}”`;
    const scrolls = (one) =>
        one && (/auto|scroll|hidden/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
    const apart = 'script, svg, svg *, .folium-map *, .pm-unseen, .skip-link';
    for (const one of document.querySelectorAll(`body *:not(${apart})`)) {
        if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const style = getComputedStyle(one);
        const words = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!words || style.display === 'inline') continue;
        const box = one.getBoundingClientRect();
        if (box.width < 3) continue;
        if (box.right > innerWidth + 1 && !scrolls(one.parentElement)) found.push(`beyond ${said(one)}`);
        const owned = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
        const hides = /hidden|clip/.test(style.overflowX) && !owned;
        if (hides && one.scrollWidth > one.clientWidth + 1) found.push(`cut ${said(one)}`);
    }
    return found;
}"""

BROKEN_IDS = r"""() => {
    const found = [];
    const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        for (const id of node.data.matchAll(/PL\d+-\d+/g)) {
            const range = document.createRange();
            range.setStart(node, id.index);
            range.setEnd(node, id.index + id[0].length);
            if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(id[0]);
        }
    }
    return found;
}"""


# What is still wrong after two seconds' worth of frames: a page that was just made wider or narrower may need a few.
FAULTS = f"""async () => {{
    const look = () => [...({TOO_WIDE})(), ...({BROKEN_IDS})()];
    for (let frame = 0; frame < 120 && look().length; frame += 1) await new Promise(requestAnimationFrame);
    return look();
}}"""


def in_language(path: str, code: str) -> str:
    """Return an address of a page in a language."""
    return f"{path}{'&' if '?' in path else '?'}lang={code}"


def expect_fit(page: Page) -> None:
    """Hold that a page fits every width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        expect_settled(page)
        assert (width, page.evaluate(FAULTS)) == (width, [])


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_every_width(watched: Watched, path: str, code: str) -> None:
    page = watched.page()
    page.goto(watched.server + in_language(path, code))
    expect(page.locator("main")).to_be_visible()
    expect_fit(page)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("path", MAPS)
def test_the_map_fits_every_width(open_map: Open, path: str, code: str) -> None:
    expect_fit(open_map(in_language(path, code)))


def test_ways_to_table_and_schedule_stay_within_an_upright_tablet(watched: Watched) -> None:
    """Between phone and desk the years take two lines: nothing lies beside the screen, nothing under the tools."""
    page = watched.page(viewport={"width": 800, "height": 1000})
    page.goto(watched.server)
    expect_whole(page)
    expect(page.locator(".pm-dock-buttons button")).to_have_count(2)
    for button in page.locator(".pm-dock-buttons button").all():
        button.click(trial=True)  # Playwright refuses where something else would be hit
    years, tools = page.locator(".pm-years").bounding_box(), page.locator(".pm-tools").bounding_box()
    assert years is not None
    assert tools is not None
    assert years["x"] + years["width"] <= tools["x"]
