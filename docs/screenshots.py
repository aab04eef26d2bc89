"""Take the pictures of the README and the guide from the running application: `python docs/screenshots.py [NAME …]`.

Each picture is written to `docs/images/` as an indexed PNG of 256 colours, far smaller than a browser's own. The day is
fixed, so that the pictures change only when the map does.
"""

from __future__ import annotations

import base64
import re
import struct
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.watched import KNOWS_THE_MAP  # noqa: E402  the repository is the package of its tests
from tests.conftest import ARGUMENTS  # noqa: E402  the repository is the package of its tests
from tests.programs import PROGRAMS, find_browser  # noqa: E402
from webmap import create_app  # noqa: E402
from webmap.serve import open_server  # noqa: E402
from webmap.settings import Settings  # noqa: E402

IMAGES = ROOT / "docs" / "images"
TODAY = date(2026, 11, 24)
DESKTOP, PHONE, GUIDE = (1280, 800), (390, 844), (1024, 640)
COLOURS = 256


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: file name, address, size of the window, and what is done before it is taken."""

    name: str
    path: str
    size: tuple[int, int]
    act: Callable[[Page], object] = lambda _: None


def show_filters(page: Page) -> None:
    """Open the filters."""
    page.get_by_role("button", name=re.compile("Bộ lọc|Filters")).first.click()


def go_to_bridge(page: Page) -> None:
    """Look around cầu Bính."""
    page.get_by_role("searchbox").fill("cau binh")
    page.locator(".pm-found .pm-hit-place").first.click()
    page.wait_for_timeout(500)


PICTURES = (
    Picture("map-funding", "/", DESKTOP),
    Picture("map-clearance", "/?theme=clearance", DESKTOP),
    Picture("map-project", "/?project=PL3-12&theme=clearance", DESKTOP),
    Picture("map-shared-zone", "/?place=PL3-20", DESKTOP),
    Picture("hotspots", "/hotspots", DESKTOP),
    Picture("guide-search", "/?q=mo+rong+benh+vien", GUIDE),
    Picture("guide-filter", "/?funding_source=enterprise&area=bac-song-cam&year=2027", GUIDE, show_filters),
    Picture("guide-late", "/?clearance_end=same_year&theme=clearance", GUIDE),
    Picture("guide-near", "/", GUIDE, go_to_bridge),
    Picture("guide-sure", "/?project=PL2-01", GUIDE),
    Picture("phone-map", "/?theme=clearance", PHONE),
    Picture("phone-project", "/?project=PL3-07", PHONE),
)


def in_english(picture: Picture) -> Picture:
    """Return the picture as a reader of English sees it: `guide-search-en`."""
    path = f"{picture.path}{'&' if '?' in picture.path else '?'}lang=en"
    return replace(picture, name=f"{picture.name}-en", path=path)


def all_pictures() -> list[Picture]:
    """Return all pictures; those that the English guide shows are taken in English, too."""
    shown = (ROOT / "docs" / "guide.en.md").read_text(encoding="utf-8")
    english = map(in_english, PICTURES)
    return [*PICTURES, *(picture for picture in english if f"images/{picture.name}.png" in shown)]


@contextmanager
def served() -> Iterator[str]:
    """Give the address of the application on a free port, with an empty instance folder."""
    with tempfile.TemporaryDirectory() as instance:
        app = create_app({"TODAY": TODAY, "INSTANCE_DIR": Path(instance)})
        server = open_server(app, Settings(port=0))
        threading.Thread(target=server.run, daemon=True).start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()


def pixels(browser: Browser, png: bytes) -> np.ndarray:
    """Return a PNG as rows of red, green, blue; the browser decodes it."""
    page = browser.new_page()
    data = page.evaluate(
        """async source => {
            const image = new Image();
            image.src = source;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
            let text = '';
            for (let i = 0; i < data.length; i += 32768) text += String.fromCharCode(...data.subarray(i, i + 32768));
            return [btoa(text), width, height];
        }""",
        f"data:image/png;base64,{base64.b64encode(png).decode()}",
    )
    page.close()
    text, width, height = data
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)[:, :, :3]


def indexed(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a palette (colours × 3) of the image's commonest colours and, for each pixel, the nearest of them."""
    flat = image.reshape(-1, 3).astype(np.int64)
    cells, where, counts = np.unique(flat // 6 @ [10_000, 100, 1], return_inverse=True, return_counts=True)
    sums = np.stack(
        [np.bincount(where, weights=flat[:, channel], minlength=len(cells)) for channel in range(3)], axis=1
    )
    means = sums / counts[:, None]
    chosen = list(np.argsort(-counts)[: COLOURS // 4])
    error = np.min([((means - means[one]) ** 2).sum(axis=1) for one in chosen], axis=0)
    while len(chosen) < min(COLOURS, len(cells)):
        # Then whatever is worst served: a small red mark must not turn brown because the ground has many shades.
        chosen.append((error * np.sqrt(counts)).argmax())
        error = np.minimum(error, ((means - means[chosen[-1]]) ** 2).sum(axis=1))
    palette = means[chosen]
    nearest = np.array([((palette - mean) ** 2).sum(axis=1).argmin() for mean in means])
    return palette.round().astype(np.uint8), nearest[where].reshape(image.shape[:2]).astype(np.uint8)


def png_of(palette: np.ndarray, index: np.ndarray) -> bytes:
    """Return an indexed PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = index.shape
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    rows = b"".join(b"\0" + row.tobytes() for row in index)
    parts = [(b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def take(browser: Browser, server: str, picture: Picture) -> Path:
    """Take one picture and return its file."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", service_workers="block"
    )
    context.add_init_script(KNOWS_THE_MAP)
    page = context.new_page()
    page.goto(server + picture.path, wait_until="networkidle")
    picture.act(page)
    page.wait_for_timeout(300)
    png = png_of(*indexed(pixels(browser, page.screenshot())))
    context.close()
    path = IMAGES / f"{picture.name}.png"
    path.write_bytes(png)
    return path


def main(names: list[str]) -> None:
    """Take the pictures of these names, or all."""
    found = find_browser()
    if not found:
        raise SystemExit(PROGRAMS["browser"].remedy)
    IMAGES.mkdir(exist_ok=True)
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        for picture in all_pictures():
            if not names or picture.name in names:
                path = take(browser, server, picture)
                sys.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
