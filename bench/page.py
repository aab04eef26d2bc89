"""The page beside what people would use instead, in one run: weight, first drawn project, build time, memory.

Peers, over the same 64 rows: a stock `folium.Map` + `GeoJson` page rendered for every request (`peers/stock.py`), and
a bare static Leaflet page that fetches the same GeoJSON. The stock page asks CDNs for ten files; Leaflet's two are
answered with the same bytes that we serve, the other eight with nothing, which is in its favour. Writes its table into
`bench/README.md`.
"""

from __future__ import annotations

import gzip
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import Browser, Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tests.conftest import ARGUMENTS  # noqa: E402  the browser is found where the tests find it
from tests.programs import find_browser  # noqa: E402
from webmap import create_app  # noqa: E402
from webmap.assets import assets  # noqa: E402
from webmap.current import snapshot  # noqa: E402

RUNS = 7
DAY = date(2026, 11, 24)
README = ROOT / "bench" / "README.md"
FIRST = """
new MutationObserver((_, watch) => {
  if (!document.querySelector("path.leaflet-interactive, .leaflet-marker-icon:not(.pm-name-box)")) return;
  watch.disconnect();
  requestAnimationFrame(() => { window.firstProject = performance.now(); });
}).observe(document, { childList: true, subtree: true });
"""
STATIC = """<!DOCTYPE html><meta charset="utf-8"><title>Leaflet</title>
<link rel="stylesheet" href="leaflet.css"><style>html, body, #map { height: 100%; margin: 0 }</style>
<div id="map"></div><script src="leaflet.js"></script>
<script>
const map = L.map("map").setView([20.89, 106.70], 13);
fetch("projects.geojson").then((answer) => answer.json()).then((rows) => L.geoJSON(rows, {
  onEachFeature: (row, layer) => layer.bindPopup(document.createTextNode(row.properties.name).data),
}).addTo(map));
</script>"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: kB sent with gzip, requests, other hosts, ms to the first project, ms to build, MB of memory."""

    name: str
    weight_kb: float
    requests: int
    other_hosts: int
    first_ms: float
    build_ms: float
    memory_mb: float


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def served(
    command: list[str], port: int, folder: Path = ROOT, more: Mapping[str, str] = MappingProxyType({})
) -> Iterator[psutil.Process]:
    """Start a server, with `more` in its environment, and give its process when it answers; end it afterwards."""
    environ = {**os.environ, "PORT": str(port), "PYTHONPATH": str(ROOT), "PROJECTMAP_TODAY": "2026-11-24", **more}
    process = subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def packed_size(url: str) -> int:
    """Return the bytes of an answer as sent with gzip; what a server sends plain is packed here, in its favour."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310  our own servers only
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        data: bytes = answer.read()
        return len(data) if answer.headers["Content-Encoding"] else len(gzip.compress(data, 9))


def stand_in(route: Route) -> None:
    """Answer for a CDN: Leaflet's files with our bytes, everything else with nothing."""
    name = route.request.url.rpartition("/")[2]
    asset = assets().get(name)
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    route.fulfill(status=200, content_type=kind, body=asset.content if asset else b"")


def open_page(page: Page, url: str) -> float:
    """Open a page and return the ms until its first project is drawn."""
    page.goto(url)
    page.wait_for_function("() => window.firstProject", timeout=60_000)
    drawn: float = page.evaluate("window.firstProject")
    return drawn


def observe(browser: Browser, url: str) -> tuple[float, set[str]]:
    """Return the median ms to the first project over fresh contexts, and the addresses that the page asked for."""
    asked: set[str] = set()
    times = []
    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_init_script(FIRST)
        context.route(lambda address: urlsplit(address).hostname != "127.0.0.1", stand_in)
        page = context.new_page()
        page.on("request", lambda request: asked.add(request.url))
        times.append(open_page(page, url))
        page.wait_for_load_state("networkidle")
        context.close()
    return statistics.median(times), {address for address in asked if address.startswith("http")}


def weigh(asked: set[str]) -> tuple[float, int]:
    """Return kB of all that a page asked for, and how many hosts beside its own it asked."""
    own = [address for address in asked if urlsplit(address).hostname == "127.0.0.1"]
    others = {urlsplit(address).hostname for address in asked} - {"127.0.0.1"}
    stand_ins = [assets()[name].content for name in ("leaflet.js", "leaflet.css") if others]
    total = sum(map(packed_size, own)) + sum(len(gzip.compress(content, 9)) for content in stand_ins)
    return total / 1000, len(others)


@dataclass(frozen=True, slots=True)
class Contestant:
    """A page to measure: the command that serves it on a port, from which folder, and the call that builds its HTML."""

    name: str
    command: list[str]
    port: int
    build: Callable[[], object]
    folder: Path = ROOT


def measure(browser: Browser, contestant: Contestant) -> Measured:
    """Measure one page from its own server, begun and ended here."""
    url = f"http://127.0.0.1:{contestant.port}/"
    with served(contestant.command, contestant.port, contestant.folder) as process:
        first_ms, asked = observe(browser, url)
        weight_kb, other_hosts = weigh(asked)
        memory_mb = process.memory_info().rss / 1e6
    return Measured(contestant.name, weight_kb, len(asked), other_hosts, first_ms, timed(contestant.build), memory_mb)


def timed(build: Callable[[], object]) -> float:
    """Return the median ms of a call."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        build()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def contestants(folder: Path) -> list[Contestant]:
    """Return our page and its peers over the same rows; `folder` takes the files of the static one."""
    from bench.peers.stock import page
    from geo.export.geojson import to_geojson
    from geo.programme import load

    frame = load(today=DAY)
    for name in ("leaflet.js", "leaflet.css"):
        (folder / name).write_bytes(assets()[name].content)
    (folder / "projects.geojson").write_bytes(to_geojson(frame))
    (folder / "index.html").write_text(STATIC, encoding="utf-8")
    ours, stock, static = free_port(), free_port(), free_port()
    python = sys.executable
    return [
        Contestant("this map", [python, "-m", "webmap", "serve"], ours, our_build()),
        Contestant("stock folium page", [python, "bench/peers/stock.py", str(stock)], stock, lambda: page(frame)),
        Contestant(
            "static Leaflet page",
            [python, "-m", "http.server", str(static), "--bind", "127.0.0.1"],
            static,
            (folder / "index.html").read_bytes,
            folder,
        ),
    ]


def our_build() -> Callable[[], object]:
    """Return the call that makes our page anew, as after every change of the data."""
    app = create_app({"TODAY": DAY, "INSTANCE_DIR": tempfile.mkdtemp()})
    client = app.test_client()

    def build() -> object:
        with app.app_context():
            snapshot().answers.clear()
        return client.get("/").data

    return build


def table(rows: list[Measured]) -> str:
    """Return the measurements as a Markdown table, each beside its ratio to ours."""
    ours = rows[0]
    lines = [
        "| page | sent, gzip | requests | other hosts | first project | HTML built | server memory |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        cells = [
            f"{row.weight_kb:.0f} kB (×{row.weight_kb / ours.weight_kb:.2f})",
            str(row.requests),
            str(row.other_hosts),
            f"{row.first_ms:.0f} ms (×{row.first_ms / ours.first_ms:.2f})",
            f"{row.build_ms:.1f} ms",
            f"{row.memory_mb:.0f} MB",
        ]
        lines.append(f"| {row.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def write_results(name: str, text: str) -> None:
    """Put a table into `bench/README.md`, between the marks of its name."""
    opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
    page = README.read_text(encoding="utf-8")
    before, _, rest = page.partition(opening)
    README.write_text(f"{before}{opening}\n{text}\n{closing}{rest.partition(closing)[2]}", encoding="utf-8")


def main() -> None:
    """Measure all three in one run and print and write the table."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        rows = [measure(browser, contestant) for contestant in contestants(Path(folder))]
        browser.close()
    print(table(rows))
    write_results("page", table(rows))


if __name__ == "__main__":
    main()
