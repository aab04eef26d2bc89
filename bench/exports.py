"""Whole exports beside what people would write: `gdf.to_json`, `to_file`, `ogr2ogr`, `to_csv`, `to_excel`.

Each run is a process of its own, so that its peak memory is its own: the time is that of writing alone, the memory
that of the whole process beyond the one that only builds the frame. What a writer imports is there before the clock
starts, and the clock stops when the file is on the disk (`fsync`), whoever wrote it. Writes its table into
`bench/README.md`.

Usage: exports.py [ROWS …]; without arguments 64, 10000 and 200000.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import geopandas as gpd
import pyogrio  # noqa: F401  what peers import when they write
import xlsxwriter  # noqa: F401

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.rows import delivery_of, many_rows  # noqa: E402  found by the line above
from bench.table import write_table  # noqa: E402
from geo.export.delivery import plain_table  # noqa: E402
from geo.export.formats import FORMATS, write_export  # noqa: E402

SIZES = (64, 10_000, 200_000)
SLOW = {"dxf", "svg"}  # drawings: nobody reads one of 200,000 rows
LEFT_OUT = {"tt16"}  # takes known outlines only: its rows a second would say nothing


def simple(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with plain cells: peers cannot write lists and records."""
    return gpd.GeoDataFrame(plain_table(frame), geometry=frame.geometry.array, crs=frame.crs)


def _to_json(frame: gpd.GeoDataFrame, path: Path) -> None:
    path.write_text(simple(frame).to_json(), encoding="utf-8")


def _to_file(driver: str) -> Callable[[gpd.GeoDataFrame, Path], None]:
    return lambda frame, path: simple(frame).to_file(path, driver=driver)


def _to_layers(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a layer a kind of geometry, as ours does: QGIS draws one kind of a mixed layer."""
    rows = simple(frame)
    kinds = rows.geom_type.str.removeprefix("Multi")
    for at, kind in enumerate(sorted(set(kinds))):
        rows[kinds == kind].to_file(path, driver="GPKG", layer=kind, mode="a" if at else "w")


def _ogr2ogr(driver: str) -> Callable[[gpd.GeoDataFrame, Path], None]:
    """Let ogr2ogr make the file out of a GeoJSON, whose writing counts as well: it has to come from somewhere."""

    def write(frame: gpd.GeoDataFrame, path: Path) -> None:
        source = path.with_name("source.geojson")
        write_export(delivery_of(frame), FORMATS["geojson"], source)
        subprocess.run(["ogr2ogr", "-f", driver, path, source], check=True, capture_output=True)

    return write


def _to_csv(frame: gpd.GeoDataFrame, path: Path) -> None:
    simple(frame).to_wkt().to_csv(path, index=False)


def _to_excel(frame: gpd.GeoDataFrame, path: Path) -> None:
    plain_table(frame).to_excel(path, index=False, engine="xlsxwriter")


PEERS: dict[str, list[tuple[str, Callable[[gpd.GeoDataFrame, Path], None]]]] = {
    "geojson": [("gdf.to_json", _to_json), ("gdf.to_file", _to_file("GeoJSON"))],
    "gpkg": [
        ("gdf.to_file", _to_file("GPKG")),
        ("gdf.to_file, a layer a kind", _to_layers),
        ("ogr2ogr", _ogr2ogr("GPKG")),
    ],
    "fgb": [("gdf.to_file", _to_file("FlatGeobuf"))],
    "kml": [("ogr2ogr", _ogr2ogr("KML"))],
    "csv": [("df.to_csv", _to_csv)],
    "xlsx": [("df.to_excel", _to_excel)],
}


def run(code: str, who: str, rows: int) -> None:
    """Write one file and print seconds, peak memory in MB and size; `who` is `ours` or the name of a peer."""
    frame = many_rows(rows)
    import_module(f"geo.export.{FORMATS[code].writer.split(':')[0]}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out.{FORMATS[code].extension}"
        started = time.perf_counter()
        if who == "ours":
            write_export(delivery_of(frame, FORMATS[code].crs[0]), FORMATS[code], path)
        else:
            dict(PEERS[code])[who](frame, path)
            with path.open("rb") as file:
                os.fsync(file.fileno())
        seconds = time.perf_counter() - started
        size = path.stat().st_size
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, children)
    print(json.dumps({"seconds": seconds, "mb": peak / 1024, "size": size}))


def measured(code: str, who: str, rows: int) -> dict[str, float]:
    """Return what `run` prints in a process of its own."""
    arguments = [sys.executable, __file__, "run", code, who, str(rows)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def lines(sizes: tuple[int, ...]) -> list[list[str]]:
    """Return the rows of the table: format, who, and for each size rows a second with the ratio to ours, and memory."""
    found = []
    for code in sorted(set(FORMATS) - LEFT_OUT, key=list(FORMATS).index):
        ours: dict[int, float] = {}
        for who in ("ours", *(name for name, _ in PEERS.get(code, ()))):
            cells = [f"`{code}`", who]
            for size in sizes:
                if code in SLOW and size > 10_000:
                    cells += ["–", "–"]
                    continue
                result = measured(code, who, size)
                pace = size / result["seconds"]
                ours.setdefault(size, pace)
                cells += [f"{pace:,.0f} (×{pace / ours[size]:.2f})", f"{result['mb']:,.0f} MB"]
            found.append(cells)
            print(" · ".join(cells), flush=True)
    return found


def main() -> None:
    """Measure and write the table, or run one case."""
    if sys.argv[1:2] == ["run"]:
        run(sys.argv[2], sys.argv[3], int(sys.argv[4]))
        return
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    heads = ["format", "who", *(head for size in sizes for head in (f"{size:,} rows: rows/s", "memory"))]
    write_table("exports", heads, lines(sizes))


if __name__ == "__main__":
    main()
