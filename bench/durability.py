"""What is claimed of the store: nothing acknowledged is lost, nothing damaged stays unseen, nobody waits long.

Run: `python bench/durability.py` (about three minutes); `--quick` for a tenth of it. Exit code 1 when a claim fails.
The machinery is that of `tests/crash.py`; the settings are the shipped ones, but for the run that is meant to lose.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the tests' machinery is not an installed package

from geo.store import FILE_NAME, Store, open_store
from geo.store.backup import backup
from geo.store.database import connect_sqlite
from geo.store.verify import verify
from tests.crash import WRITERS, kept_ids, kill_writers, record, survive
from tests.entered import new_store
from tests.test_store_chain import fill, flip, reading

WRITERS_AT_ONCE = 4
VIEWERS = 20
Result = tuple[str, str, bool]


def kills(folder: Path, rounds: int) -> Result:
    """Kill four writers, again and again, and look for what they had been told is kept."""
    path, chance, acknowledged = folder / FILE_NAME, random.Random(1), set()
    broken = 0
    for _ in range(rounds):
        acknowledged |= kill_writers(path, WRITERS_AT_ONCE, chance)
        broken += not verify(path).ok
    lost = len(acknowledged - kept_ids(path))
    said = f"{lost} of {len(acknowledged)} acknowledged writes lost, {broken} damaged"
    return f"{rounds} × kill -9 under {WRITERS_AT_ONCE} writers", said, lost == broken == 0


def power_cuts(folder: Path, cuts: int, synchronous: str) -> Result:
    """Cut the power at random moments; with NORMAL writes must be lost, or the simulation proves nothing."""
    deeds = record(folder / "live", 400, synchronous).deeds
    chance, lost, broken = random.Random(2), 0, 0
    for turn in range(cuts):
        outcome = survive(deeds[: chance.randrange(len(deeds) + 1)], folder / str(turn), chance)
        shutil.rmtree(folder / str(turn))
        lost += outcome.lost > 0
        broken += bool(outcome.faults)
    said = f"acknowledged writes lost in {lost}, damaged in {broken}"
    expected = lost == 0 if synchronous == "FULL" else lost > 0
    return f"{cuts} power cuts, synchronous={synchronous}", said, expected and broken == 0


def _write_for_ever(path: Path, number: int) -> None:
    store = open_store(path)
    for _ in WRITERS[number % len(WRITERS)](store, f"W{number}"):
        pass


def _while_writing(path: Path, deed: Callable[[], None]) -> None:
    """Do something while four processes write."""
    open_store(path).close()
    context = multiprocessing.get_context("fork")
    running = [context.Process(target=_write_for_ever, args=(path, number)) for number in range(WRITERS_AT_ONCE)]
    for process in running:
        process.start()
    time.sleep(0.5)
    try:
        deed()
    finally:
        for process in running:
            process.kill()
        for process in running:
            process.join()


def _is_whole(path: Path) -> bool:
    """Tell whether a plain copy of a store in use is one moment of it."""
    try:
        return verify(path).ok
    except sqlite3.Error:
        return False


def backups(folder: Path, count: int) -> tuple[Result, Result]:
    """Back up under writers, and copy the files beside it as people do."""
    path, whole, copied = folder / FILE_NAME, 0, 0

    def take() -> None:
        nonlocal whole, copied
        for turn in range(count):
            whole += backup(path, folder / f"backup-{turn}").ok
            for end in ("", "-wal"):
                shutil.copy(f"{path}{end}", folder / f"copy-{turn}{end}")
            copied += _is_whole(folder / f"copy-{turn}")
            time.sleep(0.1)

    _while_writing(path, take)
    ours: Result = (f"{count} backups under {WRITERS_AT_ONCE} writers", f"{whole} consistent", whole == count)
    return ours, (f"{count} plain copies of the files", f"{copied} consistent, by luck", True)


def bit_flips(folder: Path, flips: int) -> tuple[Result, Result]:
    """Turn bits over until so many changed what is read; see who notices."""
    store = new_store(folder)
    fill(store, 20)
    store.close()
    content, whole = store.database.path.read_bytes(), reading(store.database.path)
    chance, harmful, seen, by_sqlite = random.Random(3), 0, 0, 0
    damaged = folder / "damaged.sqlite"
    while harmful < flips:
        damaged.write_bytes(flip(content, chance.randrange(len(content) * 8)))
        if reading(damaged) != whole:
            harmful += 1
            seen += not verify(damaged).ok
            by_sqlite += not _integrity(damaged)
    return (
        (f"{harmful} harmful bit flips, verify", f"{seen} reported", seen == harmful),
        (f"{harmful} harmful bit flips, SQLite's integrity_check alone", f"{by_sqlite} reported", True),
    )


def _integrity(path: Path) -> bool:
    connection = connect_sqlite(f"{path.as_uri()}?immutable=1")
    try:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except Exception:  # whatever the driver says, it has noticed
        return False
    finally:
        connection.close()


def load(folder: Path, seconds: float) -> tuple[Result, Result]:
    """Let twenty viewers read while four people write as fast as they can and a backup runs every second."""
    path = folder / FILE_NAME
    store = open_store(path)
    stop, written = threading.Event(), [0]
    times: list[float] = []
    faults: list[str] = []
    jobs = [threading.Thread(target=_view, args=(store, stop, times, faults)) for _ in range(VIEWERS)]
    jobs += [
        threading.Thread(target=_edit, args=(store, number, stop, written, faults)) for number in range(WRITERS_AT_ONCE)
    ]
    for job in jobs:
        job.start()
    ends = time.monotonic() + seconds
    turn = 0
    while time.monotonic() < ends:
        backup(path, folder / f"load-{turn}")
        (folder / f"load-{turn}").unlink()
        turn += 1
        time.sleep(1)
    stop.set()
    for job in jobs:
        job.join()
    store.close()
    p99 = statistics.quantiles(times, n=100)[98] * 1000
    said = f"{len(times)} readings, p99 {p99:.1f} ms; {written[0] / seconds:.0f} durable writes/s; {turn} backups"
    what = f"{VIEWERS} viewers, {WRITERS_AT_ONCE} writers, a backup a second, {seconds:.0f} s"
    reads: Result = (what, said, p99 < 500)
    return reads, ("errors meanwhile", f"{len(faults)} {sorted(set(faults))[:3]}", not faults)


def _view(store: Store, stop: threading.Event, times: list[float], faults: list[str]) -> None:
    while not stop.is_set():
        start = time.perf_counter()
        try:
            store.version()
            store.corrections.current()
        except Exception as error:  # counted and shown
            faults.append(repr(error))
        times.append(time.perf_counter() - start)
        time.sleep(0.05)


def _edit(store: Store, number: int, stop: threading.Event, written: list[int], faults: list[str]) -> None:
    try:
        for _ in WRITERS[number](store, f"L{number}"):
            written[0] += 1
            if stop.wait(0.01):
                return
    except Exception as error:  # counted and shown
        faults.append(repr(error))


def main() -> int:
    """Print one line a claim; return 1 when one does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of every number")
    share = 10 if parser.parse_args().quick else 1
    held = True
    with tempfile.TemporaryDirectory(prefix="durability-") as name:
        folder = Path(name)
        runs: tuple[Callable[[Path], Result | tuple[Result, Result]], ...] = (
            lambda room: kills(room, 50 // share),
            lambda room: power_cuts(room, 1000 // share, "FULL"),
            lambda room: power_cuts(room, 1000 // share, "NORMAL"),
            lambda room: backups(room, 15),
            lambda room: bit_flips(room, 300 // share),
            lambda room: load(room, 60 / share),
        )
        for number, run in enumerate(runs):
            room = folder / str(number)
            room.mkdir()
            start, told = time.monotonic(), run(room)
            for what, said, right in told if isinstance(told[0], tuple) else (told,):
                held = held and bool(right)
                print(f"{'holds' if right else 'FAILS':5}  {what}: {said}")
            print(f"       ({time.monotonic() - start:.0f} s)")
            shutil.rmtree(room)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
