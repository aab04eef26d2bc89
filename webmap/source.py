"""The programme as of a day: read once, kept whole in memory, swapped whole when a file, the store or the day changes.

A file that was edited and is now broken does not take the map down: the last good state stays, the faults are logged
and shown in a quiet banner (`Source.faults`). At start there is no last good state: a broken file stops the start.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import geopandas as gpd

from geo import known
from geo.clearance.board import Board, Rulebook, build_board, read_rulebook
from geo.corrections.overlay import Correction, apply_corrections, newest
from geo.errors import DataError, Fault, GeoError
from geo.export.geojson import to_features, to_geojson, to_layers
from geo.frame import build, select
from geo.gazetteer import Gazetteer
from geo.geocode import locate_all
from geo.language import Sentence, said
from geo.model import Location, Programme, Query
from geo.moments import HO_CHI_MINH, day_in_ward
from geo.read import read_programme
from geo.store import FILE_NAME, Store, open_store
from webmap.body import Body
from webmap.gate import MAKING, Gate
from webmap.kept import Kept
from webmap.language import VIETNAMESE, language, speaking
from webmap.settings import Settings

PATIENCE_S = 1.0  # how long a look at the inputs is trusted
DAYS_KEPT = 9  # today, and eight others that people ask for with `as_of`
ANSWERS_KEPT = 128  # of one day
BYTES_KEPT = 16_000_000  # of the answers of one day, before they are packed
_UNSEEN = "unseen"  # the stamp of inputs that could not even be looked at: whatever is seen next differs
_log = logging.getLogger("webmap.source")


@dataclass(frozen=True, slots=True)
class Entered:
    """What people entered, all of it: a day takes what was known then (`geo.corrections`, `geo.known`)."""

    corrections: tuple[Correction, ...] = ()
    clearance: known.Records = field(default_factory=known.Records)


@dataclass(frozen=True, slots=True)
class Records:
    """What does not depend on the day: programme, place names, where the engine puts each row, base map, entries."""

    programme: Programme
    gazetteer: Gazetteer
    locations: Mapping[str, Location]
    base: Mapping[str, bytes]
    rulebook: Rulebook | None = None
    entered: Entered = Entered()

    def board_on(self, day: date) -> Board | None:
        """Return where every clearance stands by what was known on a day; None where no rules were read."""
        if self.rulebook is None:
            return None
        return build_board(self.programme.projects, self.entered.clearance, self.rulebook, day)

    def locations_on(self, day: date) -> dict[str, Location]:
        """Return where each row is by what was known on a day: people's word before the engine's."""
        projects = {project.id: project for project in self.programme.projects}
        return apply_corrections(self.locations, newest(self.entered.corrections, day), projects)


class Inputs(Protocol):
    """Where records come from. `stamp` is cheap and differs whenever `read` would."""

    def stamp(self) -> Hashable:
        """Return something that changes when an input does."""

    def read(self) -> Records:
        """Return the records. Raises `DataError` with all faults."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The inputs of a data folder: every row located by the engine."""

    path: Path

    def stamp(self) -> Hashable:
        """Return name, size and time of every file."""
        files = sorted(path for path in self.path.rglob("*") if path.is_file())
        return tuple((str(path), state.st_size, state.st_mtime_ns) for path in files for state in [path.stat()])

    def read(self) -> Records:
        """Read, check and locate. Raises `DataError` with all faults."""
        programme = read_programme(self.path)
        gazetteer = Gazetteer(programme.places, programme.shapes)
        locations = locate_all(programme.projects, gazetteer)
        rulebook = read_rulebook(self.path, programme.projects)
        return Records(programme, gazetteer, locations, to_layers(programme.shapes), rulebook)


class FilesAndStore:
    """The inputs of files, and what people entered into a store; a save reads the store again, not the files."""

    def __init__(self, files: Inputs, store: Store) -> None:
        self._files = files
        self._store = store
        self._kept: tuple[Hashable, Records] | None = None

    def stamp(self) -> Hashable:
        """Return what changes with a file, or with what people entered."""
        return self._files.stamp(), self._store.version()

    def read(self) -> Records:
        """Return the records of the files with what people entered. Raises `DataError` with all faults."""
        stamp = self._files.stamp()
        if self._kept is None or self._kept[0] != stamp:
            self._kept = stamp, self._files.read()
        entered = Entered(self._store.corrections.all(), self._store.records())
        return replace(self._kept[1], entered=entered)


def ward_day() -> date:
    """Return the day it is in the ward."""
    return day_in_ward(datetime.now(HO_CHI_MINH))


Answers = Kept[Hashable, Body]


def _no_answers() -> Answers:
    """Return room for the answers of one day."""
    return Kept(ANSWERS_KEPT, heaviest=BYTES_KEPT, weigh=lambda body: len(body.data))


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The programme as of one day: one row a project, each already written as GeoJSON. Never changed, only replaced.

    `answers` keeps the bodies that were asked for, so that each is made and compressed once and goes with the snapshot.
    """

    records: Records
    as_of: date
    frame: gpd.GeoDataFrame
    features: Mapping[str, bytes]
    board: Board | None = None
    answers: Answers = field(default_factory=_no_answers)
    translated: dict[str, Mapping[str, bytes]] = field(default_factory=dict)

    def to_geojson(self, query: Query) -> bytes:
        """Return the rows that answer a question as a FeatureCollection."""
        return to_geojson(select(self.frame, query), self._spoken())

    def _spoken(self) -> Mapping[str, bytes]:
        """Return the features in the reader's language: names stay, evidence and reasons are said in it."""
        code = language()
        if code == VIETNAMESE:
            return self.features
        if code not in self.translated:
            locations = self.records.locations_on(self.as_of)
            reasons = [said(locations[name].reason) or None for name in self.frame.index]
            self.translated[code] = dict(to_features(self.frame.assign(reason=reasons)))
        return self.translated[code]

    def answer(self, key: Hashable, make: Callable[[], Body], gate: Gate = MAKING) -> Body:
        """Return the body under a key in the reader's language, made on first demand and behind a gate.

        Only so many are kept. Raises `BusyError` where it has to be made and too many wait for theirs.
        """
        asked = language(), key
        if found := self.answers.find(asked):
            return found
        with gate.turn():  # whoever waited may find what another made meanwhile
            return self.answers.find(asked) or self.answers.keep(asked, make())

    @cached_property
    def version(self) -> str:
        """The hash of everything that a reader can see: equal versions, equal answers."""
        seen = sha256(self.as_of.isoformat().encode())
        for feature in self.features.values():
            seen.update(feature)
        return seen.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _State:
    """What was read under which stamp, with the day it was; what was wrong with a newer try; the days asked for."""

    records: Records
    stamp: Hashable
    first: Snapshot
    faults: tuple[Fault, ...] = ()
    days: Kept[date, Snapshot] = field(default_factory=lambda: Kept(DAYS_KEPT))


def _built(records: Records, day: date) -> Snapshot:
    """Build the snapshot of a day: in Vietnamese, whoever asks first, because it is kept for all readers."""
    with speaking(VIETNAMESE):
        board = records.board_on(day)
        frame = build(records.programme, records.locations_on(day), day, board)
        return Snapshot(records, day, frame, dict(to_features(frame)), board)


def _faults_of(error: Exception) -> tuple[Fault, ...]:
    """Return what a failed reading says: its faults, or one fault with its sentence, or one that points to the log."""
    if isinstance(error, DataError):
        return error.faults
    if isinstance(error, GeoError):
        return (Fault("data", None, None, None, error.what, error.remedy),)
    return (
        Fault(
            "data", None, None, None, Sentence("Không đọc được dữ liệu"), Sentence("Chi tiết ở nhật ký của máy chủ.")
        ),
    )


class Source:
    """Gives the snapshot of a day to any number of threads. Raises `DataError` at once when the inputs are broken."""

    def __init__(
        self, inputs: Inputs, today: Callable[[], date] = ward_day, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._inputs = inputs
        self._today = today
        self._clock = clock
        self._look = threading.Lock()
        self._building = threading.Lock()
        self._state = self._read(inputs.stamp())
        self._looked_at = clock()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with files that were edited since the last good state; empty when all is well."""
        return self._state.faults

    def snapshot(self, as_of: date | None = None) -> Snapshot:
        """Return the programme as of a day, today by default, from inputs not older than `PATIENCE_S`."""
        self._refresh()
        return self._on_day(self._state, as_of or self._today())

    def at_hand(self) -> Snapshot:
        """Return today's snapshot, or the last that was there, without looking, building or waiting for anybody."""
        state = self._state
        return state.days.find(self._today()) or state.first

    def _read(self, stamp: Hashable) -> _State:
        """Read the inputs and build today, so that whatever is wrong shows before anything is swapped."""
        with speaking(VIETNAMESE):
            records = self._inputs.read()
        first = _built(records, self._today())
        state = _State(records, stamp, first)
        state.days.keep(first.as_of, first)
        return state

    def _on_day(self, state: _State, day: date) -> Snapshot:
        """Return the snapshot of a day, built by the one thread that comes first; today is never let go of."""
        if found := state.days.find(day):
            return found
        with MAKING.turn(), self._building:
            state.days.find(self._today())
            return state.days.find(day) or state.days.keep(day, _built(state.records, day))

    def _refresh(self) -> None:
        """Look whether the inputs changed; one thread looks, the others go on with what there is."""
        if self._clock() - self._looked_at < PATIENCE_S or not self._look.acquire(blocking=False):
            return
        try:
            self._update()
        finally:
            self._look.release()

    def look(self) -> None:
        """Look at the inputs now, however short ago the last look was: somebody has just saved and wants to see it."""
        with self._look:
            self._update()

    def _update(self) -> None:
        """Take the inputs as they are now. Only for the thread that holds the look."""
        try:
            stamp = self._inputs.stamp()
        except Exception as error:  # a folder that is away, a store that somebody has locked: people keep their map
            self._state = self._kept(_UNSEEN, error)
        else:
            if stamp != self._state.stamp:
                self._state = self._newer(stamp)
        self._looked_at = self._clock()

    def _newer(self, stamp: Hashable) -> _State:
        """Return the state of changed inputs, or the old one with what is wrong with the new."""
        try:
            return self._read(stamp)
        except Exception as error:  # whatever a half-edited file brings about, people keep their map
            return self._kept(stamp, error)

    def _kept(self, stamp: Hashable, error: Exception) -> _State:
        """Return the old state with what is wrong with the new; the log says it once."""
        if stamp != self._state.stamp:
            _log.error("Giữ dữ liệu cũ, vì dữ liệu mới có lỗi: %s", error, exc_info=not isinstance(error, DataError))
        return replace(self._state, stamp=stamp, faults=_faults_of(error))


def open_source(settings: Settings, store: Store | None = None) -> Source:
    """Return the source of an installation: its data folder, what people entered, and the day that it calls today.

    `store` is opened from the instance folder where none is given.
    """
    day = settings.today
    held = store or open_store(settings.instance_dir / FILE_NAME)
    return Source(FilesAndStore(Folder(settings.data_dir), held), (lambda: day) if day else ward_day)
