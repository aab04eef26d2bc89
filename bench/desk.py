"""The map as it is used: how long each act waits for its answer, what 3G shows when, what moves, what it weighs.

At 64 rows and at 10,000 (`ledger.py`), beside the stock folium page of the same rows (`peers/stock.py`). The wait is
what browsers call Interaction to Next Paint: Chromium's Event Timing, from key or click to the next frame. The line is
1.6 Mbit/s with 150 ms there and back. Writes its tables into `bench/README.md`.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from bench.page import FIRST, free_port, served, stand_in  # noqa: E402  found by the line above
from bench.table import write_table  # noqa: E402
from tests.conftest import ARGUMENTS  # noqa: E402
from tests.programs import find_browser  # noqa: E402

SIZES = (64, 10_000)
RUNS = 3
SETTLED_MS = 3000  # after the first project: until all that a page loads has come
PAUSE_MS = 700  # after each act: until everything that it set off has ended
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
WATCH = """
window.waits = [];
window.shifted = 0;
const watch = (type, options, each) =>
  new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, ...options });
watch("event", { durationThreshold: 16 }, (entry) => entry.interactionId && window.waits.push(entry.duration));
watch("layout-shift", {}, (entry) => { if (!entry.hadRecentInput) window.shifted += entry.value; });
"""
SHAPE = "path.leaflet-interactive, img.leaflet-interactive"
YEAR = ".pm-years button[aria-pressed]"
Act = Callable[[Page], None]


def click(selector: str, at: int = 0) -> Act:
    """Return the act of clicking what a selector finds in sight."""
    return lambda page: page.locator(f"{selector}:visible").nth(at).click()


def press(key: str) -> Act:
    """Return the act of pressing a key."""
    return lambda page: page.keyboard.press(key)


OURS: dict[str, tuple[Act, ...]] = {
    "type a letter": (click(".pm-search input"), press("c"), press("a"), press("u"), *(press("Backspace"),) * 3),
    "open the filters": (click(".pm-desk-button"),),
    "toggle a filter": (click(".pm-facet-choice"), click(".pm-facet-choice"), click(".pm-facet-choice", 1)),
    "back to the list": (click(".pm-facet-choice", 1), click(".pm-desk-button")),
    "switch the theme": (click(".pm-themes label", 1), click(".pm-themes label")),
    "step a year": (
        click(".pm-years button[aria-pressed]", 1),
        click(".pm-years button[aria-pressed]", 2),
        click(".pm-year-all"),
    ),
    "select a row": (click(".pm-list .pm-hit", 1), click(".pm-list .pm-hit", 2)),
    "zoom": (click(".pm-zoom button"), click(".pm-zoom button", 1)),
}
PREPARING = ("open the filters", "back to the list")  # on the way to what is measured
STOCK: dict[str, tuple[Act, ...]] = {
    "select a row": (lambda page: page.mouse.click(*middle_of_a_shape(page)),),
    "zoom": (click(".leaflet-control-zoom-in"), click(".leaflet-control-zoom-out")),
}


def middle_of_a_shape(page: Page) -> tuple[float, float]:
    """Return a point in the window where a click meets a shape of the stock page."""
    script = """() => {
      for (let x = 200; x < innerWidth; x += 7) for (let y = 100; y < innerHeight; y += 7)
        if (document.elementFromPoint(x, y)?.matches(SHAPE)) return [x, y];
    }"""
    x, y = page.evaluate(script.replace("SHAPE", repr(SHAPE)))
    return x, y


@dataclass(frozen=True, slots=True)
class Contestant:
    """A page to use: its name, rows, the command that serves it when a port is added, the acts it knows."""

    name: str
    rows: int
    command: tuple[str, ...]
    acts: dict[str, tuple[Act, ...]]


@dataclass(slots=True)
class Measured:
    """One page: ms of each act (all runs), ms to the first project on 3G and without, kB sent, layout shift."""

    contestant: Contestant
    waits: dict[str, list[float]] = field(default_factory=dict)
    slow_ms: float = 0.0
    fast_ms: float = 0.0
    sent_kb: float = 0.0
    shifted: float = 0.0


@contextmanager
def opened(browser: Browser, url: str, *, slow: bool) -> Iterator[Page]:
    """Give a page of a fresh context with an address opened, cold, when its first project is drawn."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    context.add_init_script(FIRST + WATCH)
    context.route(lambda address: urlsplit(address).hostname != "127.0.0.1", stand_in)
    page = context.new_page()
    page.set_default_timeout(120_000)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if slow:
        session.send("Network.emulateNetworkConditions", LINE)
    page.goto(url, wait_until="commit")
    page.locator("path.leaflet-interactive, .leaflet-marker-icon:not(.pm-name-box)").first.wait_for(state="attached")
    page.wait_for_timeout(100)
    yield page
    context.close()


def first_ms(page: Page) -> float:
    """Return the ms from the start of the page to its first project."""
    found: float = page.evaluate("window.firstProject")
    return found


def arrive(browser: Browser, url: str, found: Measured) -> None:
    """Measure how a page comes: on 3G, on a fast line, what it sends, what moves."""
    slow, fast, sent, shifted = [], [], [], []
    for _ in range(RUNS):
        with opened(browser, url, slow=True) as page:
            slow.append(first_ms(page))
        with opened(browser, url, slow=False) as page:
            fast.append(first_ms(page))
            page.wait_for_timeout(SETTLED_MS)
            shifted.append(page.evaluate("window.shifted"))
            parts = "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
            sent.append(page.evaluate(f"{parts}.reduce((sum, part) => sum + part.encodedBodySize, 0)"))
    found.slow_ms, found.fast_ms = statistics.median(slow), statistics.median(fast)
    found.sent_kb, found.shifted = statistics.median(sent) / 1000, max(shifted)


def use(browser: Browser, url: str, found: Measured) -> None:
    """Do every act and note how long each waited for the next frame; below 16 ms Chromium says nothing: that is 16."""
    for _ in range(RUNS):
        with opened(browser, url, slow=False) as page:
            page.wait_for_timeout(SETTLED_MS)
            page.keyboard.press("Escape")
            for name, acts in found.contestant.acts.items():
                for act in acts:
                    page.evaluate("window.waits.length = 0")
                    act(page)
                    page.wait_for_timeout(PAUSE_MS)
                    waited = max(page.evaluate("window.waits") or [16])
                    found.waits.setdefault(name, []).append(waited)


def contestants() -> list[Contestant]:
    """Return our map and the stock page, at each size."""
    pages = (("this map", "bench/ledger.py", OURS), ("stock folium", "bench/peers/stock.py", STOCK))
    return [
        Contestant(name, rows, (sys.executable, file, str(rows)), acts) for name, file, acts in pages for rows in SIZES
    ]


def measure(browser: Browser, contestant: Contestant) -> Measured:
    """Measure one page from its own server."""
    found = Measured(contestant)
    port = free_port()
    with served([*contestant.command, str(port)], port):
        url = f"http://127.0.0.1:{port}/"
        with opened(browser, url, slow=False):
            pass  # the server has built what it serves
        arrive(browser, url, found)
        use(browser, url, found)
    return found


def arrival_table(rows: list[Measured]) -> None:
    """Write how the pages come, each beside its ratio to ours of as many rows."""
    ours = {one.contestant.rows: one for one in rows if one.contestant.acts is OURS}
    cells = []
    for one in rows:
        mine = ours[one.contestant.rows]
        slow = f"{one.slow_ms / 1000:.1f} s (×{one.slow_ms / mine.slow_ms:.2f})"
        fast = f"{one.fast_ms:,.0f} ms (×{one.fast_ms / mine.fast_ms:.2f})"
        sent = f"{one.sent_kb:,.0f} kB (×{one.sent_kb / mine.sent_kb:.2f})"
        cells.append([one.contestant.name, f"{one.contestant.rows:,}", slow, fast, sent, f"{one.shifted:.3f}"])
    write_table("arrival", ["page", "rows", "first project on 3G", "on a fast line", "sent", "layout shift"], cells)


def use_table(rows: list[Measured]) -> None:
    """Write how long each act waits: the longest of all its runs, and the median."""
    heads = ["act"] + [f"{one.contestant.name}, {one.contestant.rows:,}" for one in rows]
    lines = []
    for act in (name for name in OURS if name not in PREPARING):
        waits = [one.waits.get(act) for one in rows]
        lines.append([act] + [f"{max(all_):.0f} ms ({statistics.median(all_):.0f})" if all_ else "–" for all_ in waits])
    write_table("use", heads, lines)


def main() -> None:
    """Measure all in one run and write the tables."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        rows = [measure(browser, contestant) for contestant in contestants()]
        browser.close()
    arrival_table(rows)
    use_table(rows)


if __name__ == "__main__":
    main()
