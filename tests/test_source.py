"""The rule: every answer comes from one whole state; a change swaps it whole, a broken one leaves the last good."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import geopandas as gpd
import pytest

from geo.errors import DataError, Fault
from geo.frame import build
from geo.gazetteer import Gazetteer
from geo.model import Category, ClearsMatch, FundingSource, Location, Precision, Programme, Project, ProjectKind
from geo.moments import day_in_ward
from webmap.body import Body
from webmap.source import ANSWERS_KEPT, BYTES_KEPT, DAYS_KEPT, PATIENCE_S, Records, Source

DAY = date(2026, 11, 24)
FAULT = Fault("projects.csv", 7, "start_year", "2O26", "Không phải số", "Hãy sửa.")


def _project(name: str) -> Project:
    """Return a row of the programme."""
    return Project(
        id=name,
        appendix=3,
        number=1,
        name="Trạm biến áp",
        kind=ProjectKind.PROJECT,
        category=Category.POWER,
        funding_source=FundingSource.UNKNOWN,
        funding_source_raw="",
        start_year=None,
        finish_year=None,
        clears=None,
        clears_match=ClearsMatch.NONE,
        source="Phụ lục 3, dòng 1",
    )


@dataclass
class Ledger:
    """Inputs in memory that a test can edit: `text` is the content, `broken` what reading it raises."""

    text: str = "PL3-01"
    broken: Exception | None = None
    reads: int = 0
    slow_s: float = 0
    away: Exception | None = None

    def stamp(self) -> Hashable:
        """Change with the text and with what is broken; raise what keeps them away."""
        if self.away:
            raise self.away
        return self.text, self.broken

    def read(self) -> Records:
        """Return a programme of one row with the text as its id, or raise what is broken."""
        self.reads += 1
        time.sleep(self.slow_s)
        if self.broken:
            raise self.broken
        programme = Programme((_project(self.text),), (), (), (), (), ())
        nowhere = Location(None, Precision.WARD, 3000, "ward", reason="Không nêu địa danh.")
        return Records(programme, Gazetteer(()), {self.text: nowhere}, {"ward": b"{}"})


@dataclass
class Time:
    """A clock and a calendar that a test moves."""

    now: float = 0
    day: date = DAY

    def pass_on(self) -> None:
        """Let the time go by that a look at the inputs is trusted."""
        self.now += PATIENCE_S * 1.5


def _source(ledger: Ledger, moment: Time) -> Source:
    return Source(ledger, today=lambda: moment.day, clock=lambda: moment.now)


def test_a_state_is_read_and_built_once() -> None:
    ledger, moment = Ledger(), Time()
    source = _source(ledger, moment)
    first = source.snapshot()
    moment.pass_on()
    assert source.snapshot() is first
    assert ledger.reads == 1
    assert list(first.features) == list(first.frame.index) == ["PL3-01"]


def test_an_edit_swaps_the_state_and_its_version() -> None:
    ledger, moment = Ledger(), Time()
    source = _source(ledger, moment)
    before = source.snapshot()
    ledger.text = "PL3-02"
    assert source.snapshot() is before, "a look is trusted for a moment"
    moment.pass_on()
    after = source.snapshot()
    assert list(after.features) == ["PL3-02"]
    assert after.version != before.version


def test_the_same_content_has_the_same_version_in_every_process() -> None:
    assert _source(Ledger(), Time()).snapshot().version == _source(Ledger(), Time()).snapshot().version


def test_a_new_day_is_built_without_reading_again() -> None:
    ledger, moment = Ledger(), Time()
    source = _source(ledger, moment)
    before = source.snapshot()
    moment.day += timedelta(days=1)
    after = source.snapshot()
    assert (after.as_of, ledger.reads) == (moment.day, 1)
    assert after.version != before.version


def test_a_broken_edit_keeps_the_last_good_state_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    ledger, moment = Ledger(), Time()
    source = _source(ledger, moment)
    good = source.snapshot()
    ledger.text, ledger.broken = "PL3-02", DataError([FAULT])
    moment.pass_on()
    with caplog.at_level(logging.ERROR):
        assert source.snapshot() is good
    assert source.faults == (FAULT,)
    assert "2O26" in caplog.text
    moment.pass_on()
    assert source.snapshot() is good
    assert ledger.reads == 2, "the same broken file is not read again"
    ledger.broken = None
    moment.pass_on()
    assert list(source.snapshot().features) == ["PL3-02"]
    assert not source.faults


def test_an_unforeseen_fault_keeps_the_last_good_state_too(caplog: pytest.LogCaptureFixture) -> None:
    ledger, moment = Ledger(), Time()
    source = _source(ledger, moment)
    good = source.snapshot()
    ledger.broken = RuntimeError("boom")
    moment.pass_on()
    assert source.snapshot() is good
    assert len(source.faults) == 1
    assert "boom" not in source.faults[0].sentence
    assert "boom" in caplog.text


def test_a_broken_file_stops_the_start() -> None:
    with pytest.raises(DataError, match="2O26"):
        _source(Ledger(broken=DataError([FAULT])), Time())


def test_other_days_are_kept_in_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[date] = []

    def counted(programme: Programme, places: Mapping[str, Location], day: date, board: None) -> gpd.GeoDataFrame:
        built.append(day)
        return build(programme, places, day, board)

    monkeypatch.setattr("webmap.source.build", counted)
    source = _source(Ledger(), Time())
    days = [DAY - timedelta(days=n) for n in range(1, DAYS_KEPT + 3)]
    for day in days:
        assert source.snapshot(day).as_of == day
        source.snapshot(day)
    assert len(built) == 1 + len(days), "a day that was asked for is kept for the next question"
    source.snapshot(days[0])
    assert len(built) == 2 + len(days), "the oldest question is forgotten"


def test_many_threads_get_whole_states_and_one_of_them_reads() -> None:
    ledger, moment = Ledger(), Time()
    source = _source(ledger, moment)
    seen: set[tuple[str, ...]] = set()

    def ask() -> None:
        for _ in range(50):
            seen.add(tuple(source.snapshot().features))

    ledger.text, ledger.slow_s = "PL3-02", 0.05
    moment.pass_on()
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen <= {("PL3-01",), ("PL3-02",)}
    assert ledger.reads == 2
    assert list(source.snapshot().features) == ["PL3-02"]


def test_an_answer_is_made_once_and_only_so_many_are_kept() -> None:
    snapshot = _source(Ledger(), Time()).snapshot()
    made = []

    def make() -> Body:
        made.append(1)
        return Body(b"", "text/plain")

    assert snapshot.answer("a", make) is snapshot.answer("a", make)
    assert len(made) == 1
    for number in range(ANSWERS_KEPT * 2):
        snapshot.answer(number, make)
    assert len(snapshot.answers) <= ANSWERS_KEPT


def test_answers_are_kept_by_their_bytes_too() -> None:
    """A hundred sheets for the wall would otherwise fill the memory of a small machine."""
    snapshot = _source(Ledger(), Time()).snapshot()
    heavy = Body(b"x" * (BYTES_KEPT // 3), "text/plain")
    for number in range(9):
        snapshot.answer(number, lambda: heavy)
    assert len(snapshot.answers) == 3


def test_many_who_ask_at_once_get_what_one_made() -> None:
    snapshot = _source(Ledger(), Time()).snapshot()
    made = []

    def make() -> Body:
        made.append(1)
        time.sleep(0.05)
        return Body(b"", "text/plain")

    _at_once([lambda: snapshot.answer("a", make)] * 12)
    assert len(made) <= 2, "as many as work at once"


def test_today_stays_while_others_leaf_through_the_past() -> None:
    source = _source(Ledger(), Time())
    today = source.snapshot()
    _at_once([lambda day=day: source.snapshot(day) for day in _days(16)])  # type: ignore[misc]
    assert source.snapshot() is today


def _days(count: int) -> list[date]:
    return [DAY - timedelta(days=n) for n in range(1, count + 1)]


def _at_once(acts: Sequence[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_inputs_that_cannot_be_looked_at_leave_the_map_where_it_is(caplog: pytest.LogCaptureFixture) -> None:
    """Somebody else holds the store, or the folder of a network is away: that is said, once, and over when it is."""
    ledger, moment = Ledger(), Time()
    source = _source(ledger, moment)
    good = source.snapshot()
    ledger.away = OSError("locked")
    for _ in range(3):
        moment.pass_on()
        assert source.snapshot() is good
    assert len(source.faults) == 1
    assert len([record for record in caplog.records if "locked" in record.getMessage()]) == 1
    ledger.away = None
    moment.pass_on()
    assert list(source.snapshot().features) == ["PL3-01"]
    assert not source.faults


def test_what_is_at_hand_is_given_without_looking_or_building() -> None:
    ledger, moment = Ledger(), Time()
    source = _source(ledger, moment)
    first = source.snapshot()
    ledger.text = "PL3-02"
    moment.day += timedelta(days=1)
    moment.pass_on()
    assert source.at_hand() is first
    newer = source.snapshot()
    assert source.at_hand() is newer


def test_the_day_is_the_wards_and_not_the_servers() -> None:
    """A deadline passes at midnight in the ward, which is 17:00 in Greenwich."""
    assert day_in_ward(datetime.fromisoformat("2026-12-31T16:59:59+00:00")) == date(2026, 12, 31)
    assert day_in_ward(datetime.fromisoformat("2026-12-31T17:00:00+00:00")) == date(2027, 1, 1)
