"""The ward's busy hour over HTTP: twenty people read while four write and backups run, and nothing is lost.

The server is the process that `make run` starts, over the shipped data and a store of its own. A viewer goes from page
to page with the cache of a browser (`If-None-Match`) and a fifth of a second between two looks; a writer signs in and
saves every five seconds: reports of clearances of their own, corrections of rows of their own, and of one row that all
four correct. Who is told 409 reads again and saves again. First the viewers are alone, then everybody is there. Writes
its table into `bench/README.md`. Run: `python bench/load.py`; `--seconds 15` for a look.
"""

from __future__ import annotations

import argparse
import http.client
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import orjson
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from bench.page import free_port, served  # noqa: E402  found by the line above
from bench.table import write_table  # noqa: E402
from geo.store import FILE_NAME, Role, open_store  # noqa: E402
from geo.store.backup import backup  # noqa: E402
from webmap.source import ward_day  # noqa: E402

SECONDS = 60.0
VIEWERS, WRITERS = 20, 4
LOOK_S, SAVE_S, BACKUP_S = 0.2, 5.0, 2.0
PASSWORD = "mỗi sáng một chén trà"  # noqa: S105  of a store that is gone afterwards
SHARED = "PL3-08"
READS: Mapping[str, tuple[str, ...]] = {
    "map page": ("/",),
    "rows of the map": ("/api/projects.geojson",),
    "hotspots": ("/hotspots",),
    "a project": tuple(f"/projects/PL3-{number:02d}" for number in range(1, 31)),
    "a filtered export": ("/export/projects.csv?kind=clearance", "/export/projects.xlsx?appendix=3"),
}
CORNERS = ((106.68, 20.89), (106.69, 20.89), (106.69, 20.90), (106.68, 20.90))


@dataclass
class Told:
    """What happened: seconds by what was asked, statuses, what went wrong, ids that the server said are stored.

    Beside it what the server needed: processor time, and memory at the most (MB).
    """

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)
    processor_s: float = 0
    memory_mb: float = 0


@dataclass(frozen=True, slots=True)
class Server:
    """The server under test: its port, its process, the file of its store."""

    port: int
    process: psutil.Process
    store: Path

    def processor_s(self) -> float:
        """Return the processor time it has taken so far."""
        taken = self.process.cpu_times()
        return float(taken.user + taken.system)


class Client:
    """One browser: a connection that stays, cookies, and the ETags of what it has seen."""

    def __init__(self, port: int, told: Told) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._told = told
        self._tags: dict[str, str] = {}
        self._cookies: dict[str, str] = {}

    def ask(self, name: str, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Ask, note how long it took under a name, and return status and content; 0 where the line broke."""
        sent = {
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{key}={value}" for key, value in self._cookies.items()),
        }
        if method == "GET" and path in self._tags:
            sent["If-None-Match"] = self._tags[path]
        start = time.perf_counter()
        try:
            self._line.request(
                method, path, body, {**sent, **{key.replace("_", "-"): it for key, it in headers.items()}}
            )
            answer = self._line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._told.faults.append(f"{name}: {error!r}")
            self._line.close()
            return 0, b""
        self._told.times[name].append(time.perf_counter() - start)
        self._told.statuses[answer.status] += 1
        if answer.status >= 400 and answer.status != 409:
            self._told.faults.append(f"{name}: {answer.status}")
        self._keep(path, answer)
        return answer.status, content

    def _keep(self, path: str, answer: http.client.HTTPResponse) -> None:
        if tag := answer.headers["ETag"]:
            self._tags[path] = tag
        for cookie in answer.headers.get_all("Set-Cookie", []):
            key, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[key] = value

    def sign_in(self, name: str) -> None:
        """Sign in, and keep the token for what is saved."""
        form = {"name": name, "password": PASSWORD, "csrf_token": self.token()}
        kind = "application/x-www-form-urlencoded"
        status, _ = self.ask("sign in", "POST", "/signin", urlencode(form).encode(), Content_Type=kind)
        if status != 303:
            raise SystemExit(f"{name} cannot sign in: {status}")
        self._tags.clear()

    def token(self) -> str:
        """Return the token that protects what is sent."""
        token: str = orjson.loads(self.ask("session", "GET", "/api/session")[1])["csrf_token"]
        return token


def view(port: int, told: Told, stop: threading.Event, number: int) -> None:
    """Look at one thing after the other until it is over."""
    client, chance = Client(port, told), random.Random(number)
    while not stop.wait(chance.uniform(0.5, 1.5) * LOOK_S):
        name = chance.choice(list(READS))
        client.ask(name, "GET", chance.choice(READS[name]))


class Writer:
    """Somebody who saves: a report, a correction, and a correction of the row that all of them want."""

    def __init__(self, port: int, told: Told, number: int) -> None:
        self._client = Client(port, told)
        self._told = told
        self._client.sign_in(f"can.bo{number}")
        self._token = self._client.token()
        self._clearance = f"PL4-{number + 1:02d}"
        self._own = f"PL3-{number + 11}"
        self._chance = random.Random(number)
        self._count = 0
        self._revisions: dict[str, int] = {}

    def run(self, stop: threading.Event) -> None:
        """Save one thing after the other until it is over."""
        while not stop.wait(self._chance.uniform(0.5, 1.5) * SAVE_S):
            self._count += 1
            if self._count % 2:
                self._save("save a report", f"/api/clearances/{self._clearance}/reports", self._report())
            else:
                row = SHARED if self._count % 4 else self._own
                self._save("save a place", f"/api/projects/{row}/corrections", self._correction())

    def _report(self) -> dict[str, Any]:
        day = ward_day().isoformat()
        figures = {"households_total": 900, "households_handed_over": self._count}
        why = {"same_day": "số liệu trong ngày"}
        return {"report_date": day, "source": "Báo cáo số 12/BC-UBND", "reasons": why, **figures}

    def _correction(self) -> dict[str, Any]:
        ring = [[lon + self._count * 1e-6, lat] for lon, lat in (*CORNERS, CORNERS[0])]
        place = {"geometry": {"type": "Polygon", "coordinates": [ring]}, "precision": "surveyed", "radius_m": 1}
        return {**place, "method": "coordinates", "source": "QĐ 12/QĐ-UBND", "reason": "Có bảng tọa độ"}

    def _save(self, name: str, path: str, given: dict[str, Any]) -> None:
        """Save under one id until it is stored: once more after a broken line, anew after somebody was faster."""
        body = {"id": str(uuid4()), **given}
        for _ in range(20):
            sent = orjson.dumps({**body, "revision": self._revisions.get(path, 0)})
            headers = {"X_CSRFToken": self._token, "Content_Type": "application/json"}
            status, content = self._client.ask(name, "POST", path, sent, **headers)
            if status in (200, 201):
                self._told.stored.append(body["id"])
                self._revisions[path] = self._revisions.get(path, 0) + 1
                return
            if status == 409:
                self._revisions[path] = orjson.loads(content)["revision"]
            elif status:
                break
        self._told.faults.append(f"{name}: {content.decode(errors='replace')}")


def keep_backups(store: Path, good: list[bool], stop: threading.Event) -> None:
    """Take a backup again and again, in a process of its own; each is verified before it counts."""
    target = store.with_name("copy.sqlite")
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        while not stop.wait(BACKUP_S):
            good.append(apart.submit(backup, store, target).result().ok)
            target.unlink()


@contextmanager
def going(jobs: Iterable[threading.Thread], stop: threading.Event) -> Iterator[None]:
    """Let jobs run until the context ends."""
    running = list(jobs)
    for job in running:
        job.start()
    try:
        yield
    finally:
        stop.set()
        for job in running:
            job.join()


def hour(
    server: Server, seconds: float, more: Iterable[threading.Thread] = (), stop: threading.Event | None = None
) -> Told:
    """Let the viewers, and whoever is there beside them, be busy; return what the viewers were told."""
    told, over = Told(), stop or threading.Event()
    viewers = [threading.Thread(target=view, args=(server.port, told, over, number)) for number in range(VIEWERS)]
    began_s = server.processor_s()
    with going([*viewers, *more], over):
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            time.sleep(0.2)
            told.memory_mb = max(told.memory_mb, server.process.memory_info().rss / 1e6)
    told.processor_s = server.processor_s() - began_s
    return told


def busy(server: Server, seconds: float) -> tuple[Told, Told, list[bool]]:
    """Let viewers, writers and backups be there together; return what both were told, and how the backups were."""
    stop, written, good = threading.Event(), Told(), list[bool]()
    writers = [Writer(server.port, written, number) for number in range(WRITERS)]
    written.times.clear()
    more = [threading.Thread(target=writer.run, args=(stop,)) for writer in writers]
    more.append(threading.Thread(target=keep_backups, args=(server.store, good, stop)))
    return hour(server, seconds, more, stop), written, good


def lost(path: Path, stored: Iterable[str]) -> int:
    """Count what the server said is stored and the store does not hold."""
    store = open_store(path)
    try:
        records = store.records()
        kept = {str(each.id) for each in records.reports} | {str(each.id) for each in store.corrections.all()}
    finally:
        store.close()
    return len(set(stored) - kept)


def percentiles(times: list[float]) -> tuple[float, float, float]:
    """Return the median, and what 95 and 99 in a hundred stayed below, in ms."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return cuts[49] * 1000, cuts[94] * 1000, cuts[98] * 1000


def rows(alone: Told, told: Told, written: Told) -> list[list[str]]:
    """Return the table: every read alone and beside the writers, the writes, and what a read takes of a processor."""
    found = []
    for name in READS:
        before, after = percentiles(alone.times[name]), percentiles(told.times[name])
        ratios = " · ".join(f"×{late / early:.1f}" for early, late in zip(before, after, strict=True))
        found.append([name, _words(before), _words(after), ratios])
    saves = ("save a report", "save a place")
    found += [[name, "–", _words(percentiles(written.times[name])), "–"] for name in saves]
    early, late = (each.processor_s * 1000 / each.statuses.total() for each in (alone, told))
    found.append(["processor time a read, with the saves", f"{early:.1f} ms", f"{late:.1f} ms", f"×{late / early:.1f}"])
    return found


def _words(times: tuple[float, float, float]) -> str:
    return " · ".join(f"{each:.0f}" for each in times) + " ms"


def new_store(folder: Path) -> Path:
    """Make a store with the accounts of the writers, and return its file."""
    store = open_store(folder / FILE_NAME)
    for number in range(WRITERS):
        store.accounts.add(f"can.bo{number}", Role.EDITOR, PASSWORD, who="cli")
    store.close()
    return folder / FILE_NAME


def main() -> int:
    """Measure, write the table, print the rest; return 1 where anything was lost, torn or refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each of the two parts lasts")
    seconds: float = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="load-") as name:
        path, port = new_store(Path(name)), free_port()
        more = {"PROJECTMAP_INSTANCE_DIR": name, "PROJECTMAP_TODAY": ""}
        with served([sys.executable, "-m", "webmap", "serve"], port, more=more) as process:
            server = Server(port, process, path)
            hour(server, 3)  # until everything was asked for once
            alone = hour(server, seconds)
            told, written, good = busy(server, seconds)
        missing = lost(path, written.stored)
    if seconds >= SECONDS:
        heads = ["read or write", "nobody writes: p50 · p95 · p99", f"{WRITERS} writers: the same", "ratio"]
        write_table("load", heads, rows(alone, told, written))
    for row in rows(alone, told, written):
        print(" | ".join(row))
    faults = alone.faults + told.faults + written.faults
    for when, those in (("alone", alone), ("beside the writers", told)):
        print(f"{those.statuses.total()} reads {when}: {dict(those.statuses)}")
    stored, late = len(written.stored), written.statuses[409]
    print(f"{stored} writes stored, {missing} lost, {late} told 409 and saved again; {len(faults)} faults")
    print(f"{sum(good)} of {len(good)} backups good")
    print(f"memory {alone.memory_mb:.0f} MB alone, {told.memory_mb:.0f} MB beside")
    print(*sorted(set(faults))[:5], sep="\n")
    return 1 if missing or faults or not all(good) else 0


if __name__ == "__main__":
    sys.exit(main())
