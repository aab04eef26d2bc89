"""What the browser tests share: sizes, a watched browser context, and how to read the map as a person sees it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

SIZES = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
REFUSED = "Failed to load resource"  # how the browser reports an answer that is an error, or none
READING_MS = 60_000  # for a file: it is read in a process of its own, which has to start first
KNOWS_THE_MAP = "if (location.protocol === 'http:') localStorage.setItem('projectmap.tour', 'seen')"
WHOLE = ".pm-stage:not(.pm-loading, [aria-busy], :has([aria-busy]))"  # nothing that the address asks for is on its way
Row = Mapping[str, Any]


@contextmanager
def known_visitor(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Give the browser of somebody who was here before; an error of its scripts fails the test."""
    context = browser.new_context(**options)
    context.add_init_script(KNOWS_THE_MAP)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    try:
        yield context
    finally:
        context.close()
    assert errors == []


class Watched:
    """Opens pages of a server and notes what must not happen in them."""

    def __init__(self, browser: Browser, server: str) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._forgiven: list[str] = []
        self.server = server
        self.errors: list[str] = []
        self.strangers: list[str] = []

    def page(self, size: str = "desktop", *, newcomer: bool = False, **options: Any) -> Page:
        """Return a blank page of a size, of somebody who has been here before or of a `newcomer`."""
        width, height = SIZES[size]
        settings: dict[str, Any] = {
            "viewport": {"width": width, "height": height},
            "has_touch": size == "phone",
            "service_workers": "block",  # what is asked for comes from the server, unless a test is about its absence
        }
        context = self._browser.new_context(**(settings | options))
        if not newcomer:
            context.add_init_script(KNOWS_THE_MAP)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        return page

    def _note(self, url: str) -> None:
        """Note a request that leaves the server."""
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and not url.startswith(self.server):
            self.strangers.append(url)

    def forgive(self, *parts: str) -> None:
        """Let pass what the browser itself says of something that the test provoked, whenever it says it."""
        self._forgiven += parts

    def close(self) -> None:
        """Close all pages, and forget what was forgiven."""
        for context in self._contexts:
            context.close()
        self.errors[:] = [said for said in self.errors if not any(part in said for part in self._forgiven)]


def expect_whole(page: Page) -> None:
    """Wait until the map stands there whole: marks, ground, place names, and every part that its address asks for."""
    expect(page.locator(f"{WHOLE} .pm-mark-box").first).to_be_attached()


def go(page: Page, query: str) -> None:
    """Bring the page to a state as the browser's back button does, and wait until it shows it."""
    script = "query => { history.pushState(null, '', query || '/'); dispatchEvent(new PopStateEvent('popstate')); }"
    page.evaluate(script, query)
    expect(page.locator(WHOLE)).to_be_attached()


def address(page: Page) -> str:
    """Return the address as the page itself has it; what Playwright knows of it (`page.url`) comes a little later."""
    return str(page.evaluate("location.href"))


def expect_asked(page: Page, *parts: str) -> None:
    """Hold that the address has these parts."""
    for part in parts:
        expect(page).to_have_url(re.compile(re.escape(part)))


def expect_not_asked(page: Page, *parts: str) -> None:
    """Hold that the address has none of these parts (any more)."""
    for part in parts:
        expect(page).not_to_have_url(re.compile(re.escape(part)))


def expect_settled(page: Page) -> None:
    """Wait until nothing that was asked for is on its way and nothing fades or slides any more."""
    page.wait_for_function("""() => !document.querySelector('.pm-loading, [aria-busy]')
        && document.getAnimations().every((one) => one.playState !== 'running'
            || one.effect.getComputedTiming().iterations === Infinity)""")


def violations(page: Page, context: str | None = None, **options: Any) -> list[Any]:
    """Return what axe finds in a page, or a part of it, that stands still."""
    expect_settled(page)
    found = Axe().run(page, context=context, options={"resultTypes": ["violations"], **options})
    return list(found.response["violations"])


def serious(page: Page, context: str | None = None, **options: Any) -> list[tuple[str, str]]:
    """Return the barriers that axe finds serious or critical, each with the first element that has it."""
    bad = [one for one in violations(page, context, **options) if one["impact"] in {"serious", "critical"}]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in bad]


def expect_still(page: Page | Frame) -> None:
    """Wait until the map stands where it was sent: no movement, none begun, and its place written into the address."""
    page.wait_for_function("""() => new Promise((resolve) => {
        const shape = () => [location.hash, ...[...document.querySelectorAll('.leaflet-pane, .leaflet-marker-icon')]
            .map((one) => one.style.transform)].join();
        let before = shape();
        let calm = 0;
        const look = () => {
            const now = shape();
            calm = now === before && !document.querySelector('.leaflet-zoom-anim, .leaflet-pan-anim') ? calm + 1 : 0;
            before = now;
            if (calm === 20) resolve(true);
            else requestAnimationFrame(look);
        };
        look();
    })""")


def units(rows: Iterable[Row], theme: str) -> list[Row]:
    """Return what is coloured among rows that stand together: under clearance a work is told by its own clearance."""
    together = list(rows)
    cleared = {row["properties"]["clears"] for row in together} if theme == "clearance" else set()
    return [row for row in together if row["id"] not in cleared]


def class_of(row: Row, theme: str) -> str:
    """Return the class that a row has under a theme."""
    return str(row["properties"]["clearance_state" if theme == "clearance" else "funding_source"])


def places(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return located rows by place: a shared zone, or the very same geometry."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["geometry"]:
            found.setdefault(str(row["properties"]["zone"] or row["geometry"]), []).append(row)
    return found


def counted(rows: Iterable[Row], theme: str) -> tuple[Counter[str], Counter[str]]:
    """Return how many rows of each class the data says are on the map, and how many there are with the drawer."""
    rows = list(rows)
    here = Counter(class_of(row, theme) for group in places(rows).values() for row in units(group, theme))
    rest = units((row for row in rows if not row["geometry"]), theme)
    return here, here + Counter(class_of(row, theme) for row in rest)


def drawn(page: Page) -> list[dict[str, str]]:
    """Return class, row and computed paint of each sector of each mark on the map."""
    script = """sectors => sectors.map(sector => ({
        code: sector.dataset.class, project: sector.dataset.project, fill: getComputedStyle(sector).fill,
        edge: sector.nextElementSibling?.classList.contains('pm-rim')
            ? getComputedStyle(sector.nextElementSibling).stroke : '',
    }))"""
    found: list[dict[str, str]] = page.locator(".pm-mark .pm-sector").evaluate_all(script)
    return found


def legend(page: Page) -> dict[str, tuple[int, int]]:
    """Return the legend's counts by class: on the map, and all."""
    script = (
        "rows => rows.map(row => [row.dataset.class, ...[...row.querySelectorAll('td')].map(td => +td.textContent)])"
    )
    rows = page.locator(".pm-classes tbody tr").evaluate_all(script)
    return {code: (here, every) for code, here, every in rows}


def rgb(colour: str) -> str:
    """Return `#rrggbb` as a browser computes it."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


def sheets(pdf: bytes) -> int:
    """Return how many pages a PDF of Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
