"""What can happen to a store while people write: processes that are killed, and power that fails. Simulated faithfully.

`kill_writers` starts real writer processes and kills them. `record` runs the shipped store on files that note every
write and every sync, so that `cut` can show what a disk would hold had the power failed at any moment: what was synced
is there; of what was not, each 512-byte sector may be there or not, in any order.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import apsw

from geo.store import FILE_NAME, Entry, Store, open_store
from geo.store.database import Connection, Cursor, Database, Value
from geo.store.migrations import migrate
from geo.store.verify import verify
from tests.entered import LAN, PROJECT, Clock, Pretending, draft, obstacle, report

SECTOR = 512

# killed processes


def _write_reports(store: Store, name: str) -> Iterator[UUID]:
    while True:
        yield store.reports.add(report(clearance=name), revision=store.reports.revision(name)).id


def _write_obstacles(store: Store, name: str) -> Iterator[UUID]:
    while True:
        yield store.obstacles.add(obstacle(clearance=name), revision=store.obstacles.revision(name)).id


def _write_corrections(store: Store, name: str) -> Iterator[UUID]:
    while True:
        found = store.corrections.find(name)
        sent = draft(project=name)
        yield store.corrections.save(sent, project=PROJECT, revision=found.revision if found else 0, by=LAN).id


def _write_audit(store: Store, name: str) -> Iterator[UUID]:
    while True:
        deed = uuid4()
        store.audit.record(Entry(who=name, action=str(deed)))
        yield deed


WRITERS: tuple[Callable[[Store, str], Iterator[UUID]], ...] = (
    _write_reports,
    _write_obstacles,
    _write_corrections,
    _write_audit,
)


def _acknowledge(path: Path, number: int, pipe: int) -> None:
    """Write for ever; say the id of each record once the store has returned from keeping it."""
    store = open_store(path)
    for saved in WRITERS[number % len(WRITERS)](store, f"W{number}"):
        os.write(pipe, saved.bytes)


def kill_writers(path: Path, writers: int, chance: random.Random) -> set[UUID]:
    """Let processes write to the store at `path`, kill all without warning, return what had been acknowledged."""
    read, write = os.pipe()
    context = multiprocessing.get_context("fork")
    running = [context.Process(target=_acknowledge, args=(path, number, write)) for number in range(writers)]
    for process in running:
        process.start()
    os.close(write)
    said = os.read(read, 16 * chance.randrange(1, 200))
    running[0].join(timeout=chance.uniform(0.0, 0.15))
    for process in running:
        os.kill(process.pid or 0, signal.SIGKILL)
    for process in running:
        process.join()
    while more := os.read(read, 1 << 16):
        said += more
    os.close(read)
    return {UUID(bytes=said[start : start + 16]) for start in range(0, len(said) - 15, 16)}


def kept_ids(path: Path) -> set[UUID]:
    """Return the ids of everything the store at `path` holds."""
    store = open_store(path)
    kept = {record.id for log in (store.reports, store.obstacles) for record in log.history()}
    kept |= {correction.id for correction in store.corrections.all()}
    kept |= {UUID(entry.action) for entry in store.audit.newest(1_000_000) if len(entry.action) == 36}
    store.close()
    return kept


# power cuts


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing a program asked of the disk.

    `verb` is write, truncate or sync for what is in a file; create, delete or sync-folder for which files there are;
    acknowledge for the moment when a person was told that a write is kept.
    """

    verb: str
    file: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """Everything that was asked of the disk, in order."""

    deeds: list[Deed] = field(default_factory=list)

    def note(self, verb: str, file: str = "", offset: int = 0, data: bytes = b"") -> None:
        """Note one deed."""
        self.deeds.append(Deed(verb, file, offset, data))


class _Files(apsw.VFS):
    """The usual files, with a note of every change."""

    def __init__(self, name: str, disk: Disk) -> None:
        self.disk = disk
        super().__init__(name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802  SQLite's name
        return _File(self.disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802  SQLite's name and order
        super().xDelete(filename, syncdir)
        self.disk.note("delete", Path(filename).name)
        if syncdir:
            self.disk.note("sync-folder")


class _File(apsw.VFSFile):
    """One file. A new journal or log syncs its folder with its own first sync, as SQLite's files on Unix do."""

    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "")
        is_new = not path.exists()
        super().__init__("", name, flags)
        self._disk = disk
        self._name = path.name
        self._syncs_folder = is_new and bool(flags[0] & (apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL))
        if is_new:
            disk.note("create", self._name)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  SQLite's name
        super().xWrite(data, offset)
        self._disk.note("write", self._name, offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802  SQLite's name
        super().xTruncate(newsize)
        self._disk.note("truncate", self._name, newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802  SQLite's name
        super().xSync(flags)
        self._disk.note("sync", self._name)
        if self._syncs_folder:
            self._disk.note("sync-folder")
            self._syncs_folder = False


class _Recorded:
    """A connection over the noting files. They share no memory, so the one connection locks the file for itself."""

    def __init__(self, uri: str, vfs: str) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
        self._connection = apsw.Connection(uri, flags=flags, vfs=vfs)
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._connection.in_transaction

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> Cursor:
        """Run a statement."""
        return self._connection.execute(sql, tuple(parameters))

    def close(self) -> None:
        """Close it."""
        self._connection.close()


def record(folder: Path, writes: int, synchronous: str = "FULL", version: str | None = None) -> Disk:
    """Make a store with the shipped code, write to it so many times, and return everything it asked of the disk.

    `version` lets the library pass for another one, so that the store chooses the journal it would use there.
    """
    disk = Disk()
    name = f"noting-{uuid4()}"
    files = _Files(name, disk)

    def connect(uri: str) -> Connection:
        recorded = _Recorded(uri, name)
        return Pretending(recorded, version) if version else recorded

    database = Database(folder / FILE_NAME, connect=connect, synchronous=synchronous)
    migrate(database, Clock()())
    store = Store(database, clock=Clock())
    for number in range(writes):
        store.audit.record(Entry(who="lan", action=str(number), detail="x" * 200))
        disk.note("acknowledge")
    database.close()
    files.unregister()
    return disk


def cut(deeds: Sequence[Deed], chance: random.Random) -> dict[str, bytes]:
    """Return what the disk holds, file by file, when the power fails after these deeds."""
    synced = {deed.file: place for place, deed in enumerate(deeds) if deed.verb == "sync"}
    folder = max((place for place, deed in enumerate(deeds) if deed.verb == "sync-folder"), default=-1)
    mercy = chance.choice([0.0, 0.5, 0.9, 1.0])
    files: dict[str, bytearray] = {}
    gone: set[str] = set()
    for place, deed in enumerate(deeds):
        if deed.verb in {"create", "delete"} and (place < folder or chance.random() < mercy):
            files[deed.file] = bytearray()
            (gone.add if deed.verb == "delete" else gone.discard)(deed.file)
        elif deed.verb in {"write", "truncate"}:
            _apply(files, deed, 1.0 if place < synced.get(deed.file, -1) else mercy, chance)
    return {name: bytes(content) for name, content in files.items() if name not in gone}


def _apply(files: dict[str, bytearray], deed: Deed, mercy: float, chance: random.Random) -> None:
    """Do one deed to a file, each sector of it only with the probability `mercy`; a file that has no name is lost."""
    content = files.get(deed.file, bytearray())
    if deed.verb == "truncate" and chance.random() < mercy:
        del content[deed.offset :]
    for start in range(0, len(deed.data), SECTOR):
        if mercy == 1.0 or chance.random() < mercy:
            sector, at = deed.data[start : start + SECTOR], deed.offset + start
            content.extend(bytes(max(0, at + len(sector) - len(content))))
            content[at : at + len(sector)] = sector


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a power cut did: how many acknowledged writes are gone, and what the check of the reopened store found."""

    lost: int
    faults: tuple[str, ...]


def survive(deeds: Sequence[Deed], folder: Path, chance: random.Random) -> Outcome:
    """Cut the power after these deeds, open what is left with the shipped store, and tell what became of it."""
    folder.mkdir()
    for name, content in cut(deeds, chance).items():
        (folder / name).write_bytes(content)
    acknowledged = sum(deed.verb == "acknowledge" for deed in deeds)
    store = open_store(folder / FILE_NAME, clock=Clock())
    kept = {int(entry.action) for entry in store.audit.newest(1_000_000)}
    store.close()
    return Outcome(len(set(range(acknowledged)) - kept), verify(folder / FILE_NAME).faults)
