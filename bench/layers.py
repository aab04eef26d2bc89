"""Tiles and sheets: milliseconds a tile of a vector base map beside one of pictures, and what sheets leave in memory.

A quiet tile is that of a small town; a dense one has 20,000 houses, more than the centre of Hải Phòng at its last zoom.
Sheets are all different, so that nothing that was kept answers. Writes its tables into `bench/README.md`.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import shapely

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from bench.table import write_table  # noqa: E402
from geo.overlays.archive import Archive  # noqa: E402
from geo.overlays.draughtsman import Draughtsman  # noqa: E402
from geo.overlays.tiles import make_tile  # noqa: E402
from tests.base_maps import Layers, drawn, tile_at, town, write_base_map  # noqa: E402
from tests.layer_files import write_archive  # noqa: E402
from webmap import create_app  # noqa: E402

TIMES = 30
SHEETS = 50
MIDDLE = (106.67, 20.895)
ZOOM = 14


def city() -> Layers:
    """Return the town with 20,000 houses in one tile."""
    chance = random.Random(1)
    box = shapely.box(0, 0, 0.00008, 0.00006)
    places = [
        (MIDDLE[0] + chance.uniform(-0.009, 0.009), MIDDLE[1] + chance.uniform(-0.009, 0.009)) for _ in range(20_000)
    ]
    houses = [(drawn(shapely.affinity.translate(box, *place)), {"kind": "building"}) for place in places]
    return {**town(), "buildings": houses}


def milliseconds(make: Callable[[], bytes | None]) -> tuple[str, str]:
    """Return the median of a tile in milliseconds, and its size in kB."""
    picture = make() or b""
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        make()
        times.append(1_000 * (time.perf_counter() - start))
    return f"{statistics.median(times):.1f}", f"{len(picture) / 1_000:.1f}"


def tiles(folder: Path) -> list[list[str]]:
    """Return a row for each kind of tile."""
    hand = Draughtsman()
    write_archive(folder / "pictures.pmtiles")
    pictures = Archive(folder / "pictures.pmtiles")
    rows = [["a picture as it lies there", *milliseconds(lambda: make_tile(pictures, (0, 0, 0), ("light", 1), hand))]]
    for name, layers in (("town", town()), ("20,000 houses", city())):
        write_base_map(folder / "vector.pmtiles", layers, zooms=(ZOOM,))
        archive = Archive(folder / "vector.pmtiles")
        place = ZOOM, *tile_at(*MIDDLE, ZOOM)
        for ratio in (1, 2):
            found = milliseconds(lambda a=archive, p=place, r=ratio: make_tile(a, p, ("light", r), hand))  # type: ignore[misc]
            rows.append([f"vector, {name}, {512 * ratio} px", *found])
    process = psutil.Process(hand._process.pid) if hand._process else psutil.Process()  # noqa: SLF001  measured from outside
    rows.append(["memory of the process that draws, MB", f"{process.memory_info().rss / 1e6:.0f}", ""])
    hand.close()
    return rows


def sheets(folder: Path) -> list[list[str]]:
    """Return how long sheets take, and what they leave in the server."""
    client = create_app({"INSTANCE_DIR": folder}).test_client()
    own = psutil.Process()
    client.get("/")
    before, most = own.memory_info().rss, [0]
    stop = threading.Event()
    watch = threading.Thread(target=_watch, args=(own, most, stop))
    watch.start()
    start = time.perf_counter()
    for at in range(SHEETS):
        client.get(f"/print.pdf?paper=a3-landscape&scale={20_000 + 100 * at}")
    each = (time.perf_counter() - start) / SHEETS
    stop.set()
    watch.join()
    left = (own.memory_info().rss - before) / 1e6
    return [[f"{SHEETS} sheets of A3", f"{1_000 * each:.0f}", f"{left:.0f}", f"{most[0] / 1e6:.0f}"]]


def _watch(own: psutil.Process, most: list[int], stop: threading.Event) -> None:
    """Note the largest press that was seen."""
    while not stop.wait(0.02):
        for press in own.children():
            try:
                most[0] = max(most[0], press.memory_info().rss)
            except psutil.NoSuchProcess:
                continue


def main() -> None:
    """Measure and write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_table("tiles", ["tile", "ms (median)", "kB"], tiles(folder))
        heads = ["", "ms each", "left in the server, MB", "the press while it works, MB"]
        write_table("sheets", heads, sheets(folder))


if __name__ == "__main__":
    main()
