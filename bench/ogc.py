"""The live service beside pygeoapi and beside what people would write: requests a second, latency and peak memory.

At 64, 10,000 and 200,000 rows. Each server is a process of its own behind waitress; four clients keep a connection each
and ask for a second, five times: the best second counts, since others may work on the machine, too. pygeoapi reads a
GeoPackage of the same rows through SpatiaLite; the other peer is the usual twenty lines: `gdf.cx[…]`, a mask,
`.to_json()`. All must answer the same number of features before they are measured. Writes its table into
`bench/README.md`.

Usage: ogc.py [ROWS …]; pygeoapi is left out until `bench/peers/environment.py` was run.
"""

from __future__ import annotations

import atexit
import http.client
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import psutil
import waitress
from flask import Flask, Response, request

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.rows import DAY, delivery_of, many_rows  # noqa: E402  found by the line above
from bench.table import write_table  # noqa: E402
from geo.export.delivery import plain_table  # noqa: E402
from geo.export.formats import FORMATS, write_export  # noqa: E402

SIZES = (64, 10_000, 200_000)
CLIENTS, SECONDS, ROUNDS = 4, 1.0, 5
BOX = "106.68,20.88,106.69,20.89"
EQUAL = {"funding_source": "state_budget", "start_year": "2026"}
QUESTIONS = {
    "first page": "limit=100",
    "box": f"limit=100&bbox={BOX}",
    "conditions": "limit=100&" + "&".join(f"{name}={value}" for name, value in EQUAL.items()),
}
PEERS = ROOT / "bench" / "peers"


@dataclass(frozen=True, slots=True)
class Pace:
    """Good answers a second, and for one of them the median latency and the processor time of the server."""

    a_second: float
    late_ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Contender:
    """A server: how it is started for so many rows, and the address of the points among its works."""

    command: Callable[[int], list[str]]
    items: str


def our_app(rows: int) -> Flask:
    """Return our application over so many rows."""
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
        if "start_year" in request.args:
            same_year = chosen["start_year"] == int(request.args["start_year"])
            chosen = chosen[same_year & (chosen["funding_source"] == request.args["funding_source"])]
        return Response(chosen.head(int(request.args["limit"])).to_json(), mimetype="application/geo+json")

    return app


APPS: dict[str, Callable[[int], Flask]] = {"ours": our_app, "gdf.cx + to_json": peer_app}


def our_command(who: str) -> Callable[[int], list[str]]:
    """Return how one of `APPS` is started: this file, in a process of its own."""
    return lambda rows: [sys.executable, __file__, "serve", who, str(rows)]


def pygeoapi_command(rows: int) -> list[str]:
    """Write the rows as a GeoPackage and return how pygeoapi is started over it."""
    memory = Path("/dev/shm")  # noqa: S108  pygeoapi writes into the file at every request: let no disk slow it
    folder = tempfile.mkdtemp(dir=memory if memory.is_dir() else None)
    atexit.register(shutil.rmtree, folder)
    path = Path(folder) / "rows.gpkg"
    write_export(delivery_of(many_rows(rows), 4326), FORMATS["gpkg"], path)
    return [str(PEERS / ".venv" / "bin" / "python"), str(PEERS / "features.py"), str(path)]


ITEMS = "/ogc/collections/projects-points/items?f=json"
CONTENDERS = {
    "ours": Contender(our_command("ours"), ITEMS),
    "pygeoapi": Contender(pygeoapi_command, "/collections/cong_trinh_diem/items?f=json&kind=project"),
    "gdf.cx + to_json": Contender(our_command("gdf.cx + to_json"), ITEMS),
}


def serve(who: str, rows: int) -> None:
    """Serve one application until the process is ended; print the port first."""
    server = waitress.create_server(APPS[who](rows), host="127.0.0.1", port=0, threads=8)
    print(server.effective_port, flush=True)
    server.run()


def count(port: int, path: str) -> int:
    """Return how many features one answer holds."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    return len(json.loads(connection.getresponse().read())["features"])


def _ask(port: int, path: str, until: float, answers: list[float]) -> None:
    """Ask the same thing again and again on one connection; keep how long each good answer took, in seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while (started := time.perf_counter()) < until:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200:
            answers.append(time.perf_counter() - started)


def pace(server: psutil.Process, port: int, path: str) -> Pace:
    """Return the good answers a second of all clients together in the best round, and what an answer took."""
    _ask(port, path, time.perf_counter() + 0.5, [])
    before = server.cpu_times()
    rounds = [_round(port, path) for _ in range(ROUNDS)]
    after = server.cpu_times()
    worked = after.user + after.system - before.user - before.system
    best = max(rounds, key=len)
    return Pace(len(best) / SECONDS, 1000 * statistics.median(best), 1000 * worked / sum(map(len, rounds)))


def _round(port: int, path: str) -> list[float]:
    """Let all clients ask for a while; return how long each good answer took, in seconds."""
    answers: list[float] = []
    started = time.perf_counter()
    threads = [threading.Thread(target=_ask, args=(port, path, started + SECONDS, answers)) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


Result = tuple[dict[str, int], dict[str, Pace], float]


def measured(contender: Contender, rows: int) -> Result:
    """Return features, pace and latency by question, and the peak memory of the server in MB."""
    with subprocess.Popen(contender.command(rows), stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None  # noqa: S101  it was asked for
        port = int(server.stdout.readline())
        paths = {name: f"{contender.items}&{args}" for name, args in QUESTIONS.items()}
        counts = {name: count(port, path) for name, path in paths.items()}
        found = {name: pace(psutil.Process(server.pid), port, path) for name, path in paths.items()}
        peak = peak_mb(server.pid)
        server.terminate()
    return counts, found, peak


def peak_mb(process: int) -> float:
    """Return the most memory that a process ever held, in MB, as Linux counts it since the program began."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def written(here: Pace, ours: Pace) -> str:
    """Return a cell of the table."""
    times = here.a_second / ours.a_second
    return f"{here.a_second:,.0f} (×{times:.2f}) · {here.late_ms:,.0f} ms · {here.cpu_ms:,.1f} ms"


def lines(sizes: tuple[int, ...]) -> list[list[str]]:
    """Return the rows of the table."""
    found = []
    for size in sizes:
        ours: Result | None = None
        for who, contender in CONTENDERS.items():
            if who == "pygeoapi" and not (PEERS / ".venv").exists():
                continue
            result = measured(contender, size)
            ours = ours or result
            if result[0] != ours[0]:
                raise SystemExit(f"{who} answers {result[0]} features, ours {ours[0]}: not the same work")
            cells = [written(here, ours[1][name]) for name, here in result[1].items()]
            found.append([f"{size:,}", who, *cells, f"{result[2]:,.0f} MB"])
            print(" · ".join(found[-1]), flush=True)
    return found


def main() -> None:
    """Measure and write the table, or serve one application."""
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2], int(sys.argv[3]))
        return
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    heads = ["rows", "server", *(f"{name}: req/s · latency · processor" for name in QUESTIONS), "peak memory"]
    write_table("ogc", heads, lines(sizes))


if __name__ == "__main__":
    main()
