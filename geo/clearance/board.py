"""The board of a day: where every clearance stands, how hot it is, what waits, and the rules that was computed by.

Built once a day and change; frame, map, hotspots page, briefing, API and exports read it, so their numbers are the
same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from geo.clearance.deadlines import Deadline, read_deadlines
from geo.clearance.gates import Gate, Shut, read_gates, shut
from geo.clearance.hotspot import Change, Hotspot, changes, rank
from geo.clearance.schedule import ScheduleConflict, schedule_conflicts
from geo.clearance.settings import Settings, read_settings
from geo.clearance.standing import Standing, stand
from geo.errors import DataError, Fault
from geo.known import Records
from geo.model import Project

Rules = TypeVar("Rules")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What `data/` says about clearances beside the programme: periods, weights, gates."""

    deadlines: tuple[Deadline, ...]
    settings: Settings
    gates: tuple[Gate, ...]


@dataclass(frozen=True)
class Board:
    """Everything about clearances on a day. `projects` is the whole programme, `records` what was known on the day."""

    as_of: date
    projects: tuple[Project, ...]
    records: Records
    rulebook: Rulebook
    standings: tuple[Standing, ...]
    hotspots: tuple[Hotspot, ...]

    @cached_property
    def standing_of(self) -> Mapping[str, Standing]:
        """Each clearance's standing by its id."""
        return {standing.clearance.id: standing for standing in self.standings}

    @cached_property
    def hotspot_of(self) -> Mapping[str, Hotspot]:
        """Each hotspot by the id of its clearance; what is done is not among them."""
        return {spot.id: spot for spot in self.hotspots}

    @cached_property
    def shut(self) -> tuple[Shut, ...]:
        """The clearances that cannot finish in time while they wait for a resettlement area."""
        return shut(self.rulebook.gates)

    @cached_property
    def conflicts(self) -> tuple[ScheduleConflict, ...]:
        """The clearances that the programme lets end after or with the work that needs their land."""
        return schedule_conflicts(self.projects)

    def changes_since(self, earlier: Board) -> tuple[Change, ...]:
        """Return what moved since an earlier day's board."""
        return changes(earlier.hotspots, self.hotspots)


def read_rulebook(folder: Path, projects: Sequence[Project]) -> Rulebook:
    """Read the rules in `data/`. Raises DataError with the faults of all files at once."""
    found: list[Fault] = []
    deadlines = _gather(found, lambda: read_deadlines(folder / "deadlines.csv"))
    settings = _gather(found, lambda: read_settings(folder / "hotspot_weights.csv"))
    gates = _gather(found, lambda: read_gates(folder / "gates.csv", projects))
    if deadlines is None or settings is None or gates is None:
        raise DataError(found)
    return Rulebook(deadlines, settings, gates)


def _gather(found: list[Fault], read: Callable[[], Rules]) -> Rules | None:
    """Return what `read` gives; its faults go to `found`, so that the next file is read too."""
    try:
        return read()
    except DataError as error:
        found.extend(error.faults)
        return None


def build_board(projects: Iterable[Project], records: Records, rulebook: Rulebook, as_of: date) -> Board:
    """Return the board of a day from everything ever recorded."""
    rows = tuple(projects)
    known = records.known(as_of)
    standings = stand(rows, known, rulebook.deadlines, rulebook.settings, as_of)
    return Board(as_of, rows, known, rulebook, standings, rank(standings, rulebook.settings, rulebook.gates))
