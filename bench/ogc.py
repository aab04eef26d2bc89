"""The live service beside what people would write: requests a second and memory, at 64, 10,000 and 200,000 rows.

Each server is a process of its own behind waitress; four clients keep a connection each and ask for three seconds.
The peer is the usual twenty lines: `gdf.cx[…]`, a mask, `.to_json()`, on the same rows. Writes its table into
`bench/README.md`.

Usage: ogc.py [ROWS …]
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import geopandas as gpd
import psutil
import waitress
from flask import Flask, Response, request

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.rows import DAY, many_rows  # noqa: E402  found by the line above
from bench.table import write_table  # noqa: E402
from geo.export.delivery import plain_table  # noqa: E402

SIZES = (64, 10_000, 200_000)
CLIENTS, SECONDS = 4, 3.0
FILTER = "start_year >= 2026 AND funding_source = 'state_budget'"
BOX = "106.68,20.88,106.69,20.89"
QUESTIONS = {
    "first page": "limit=100",
    "box": f"limit=100&bbox={BOX}",
    "filter": f"limit=100&filter={quote(FILTER)}",
}


def our_app(rows: int) -> Flask:
    """Return our application over so many rows."""
    import tempfile

    from webmap import create_app, current
    from webmap.source import Folder, Records, Source

    app = create_app({"INSTANCE_DIR": Path(tempfile.mkdtemp()), "TODAY": DAY})
    frame = many_rows(rows)

    class Inputs:
        """The shipped records; the frame is put in below."""

        def stamp(self) -> str:
            """Return what never changes."""
            return "bench"

        def read(self) -> Records:
            """Return the records as shipped."""
            return Folder(ROOT / "data").read()

    source = Source(Inputs(), lambda: DAY)
    object.__setattr__(
        source.snapshot(), "frame", frame
    )  # the one place of the bench: so many rows, all else as shipped
    current.hold(app, current.settings_of(app), source)
    return app


def peer_app(rows: int) -> Flask:
    """Return the usual twenty lines."""
    frame = many_rows(rows)
    plain = gpd.GeoDataFrame(plain_table(frame), geometry=frame.geometry.array, crs=frame.crs)
    points = plain[(plain["kind"] == "project") & (plain.geom_type == "Point")].sort_values("id")
    app = Flask(__name__)

    @app.get("/ogc/collections/projects-points/items")
    def items() -> Response:
        chosen = points
        if "bbox" in request.args:
            west, south, east, north = map(float, request.args["bbox"].split(","))
            chosen = chosen.cx[west:east, south:north]
        if "filter" in request.args:
            chosen = chosen[(chosen["start_year"] >= 2026) & (chosen["funding_source"] == "state_budget")]
        return Response(chosen.head(int(request.args["limit"])).to_json(), mimetype="application/geo+json")

    return app


APPS: dict[str, Callable[[int], Flask]] = {"ours": our_app, "gdf.cx + to_json": peer_app}


def serve(who: str, rows: int) -> None:
    """Serve one application until the process is ended; print the port first."""
    server = waitress.create_server(APPS[who](rows), host="127.0.0.1", port=0, threads=8)
    print(server.effective_port, flush=True)
    server.run()


def _ask(port: int, path: str, until: float, answers: list[int]) -> None:
    """Ask the same thing again and again on one connection; count the good answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    count = 0
    while time.perf_counter() < until:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        count += answer.status == 200
    answers.append(count)


def pace(port: int, args: str) -> float:
    """Return the good answers a second of all clients together."""
    path = f"/ogc/collections/projects-points/items?{args}"
    _ask(port, path, time.perf_counter() + 0.5, [])
    answers: list[int] = []
    started = time.perf_counter()
    threads = [threading.Thread(target=_ask, args=(port, path, started + SECONDS, answers)) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answers) / (time.perf_counter() - started)


def measured(who: str, rows: int) -> tuple[dict[str, float], float]:
    """Return requests a second by question, and the memory of the server in MB."""
    command = [sys.executable, __file__, "serve", who, str(rows)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None  # noqa: S101  it was asked for
        port = int(server.stdout.readline())
        found = {name: pace(port, args) for name, args in QUESTIONS.items()}
        memory = psutil.Process(server.pid).memory_info().rss / 1e6
        server.terminate()
    return found, memory


def lines(sizes: tuple[int, ...]) -> list[list[str]]:
    """Return the rows of the table."""
    found = []
    for size in sizes:
        ours: dict[str, float] = {}
        for who in APPS:
            paces, memory = measured(who, size)
            ours = ours or paces
            cells = [f"{number:,.0f} (×{number / ours[name]:.2f})" for name, number in paces.items()]
            found.append([f"{size:,}", who, *cells, f"{memory:,.0f} MB"])
            print(" · ".join(found[-1]), flush=True)
    return found


def main() -> None:
    """Measure and write the table, or serve one application."""
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2], int(sys.argv[3]))
        return
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    write_table("ogc", ["rows", "server", *(f"{name}, req/s" for name in QUESTIONS), "memory"], lines(sizes))


if __name__ == "__main__":
    main()
