"""The rule: every answer comes from one whole state; a change swaps it whole, a broken one leaves the last good."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import geopandas as gpd
import pytest

from geo.errors import DataError, Fault
from webmap.body import Body
from webmap.source import ANSWERS_KEPT, DAYS_KEPT, PATIENCE_S, Source, day_in_ward

DAY = date(2026, 11, 24)
FAULT = Fault("projects.csv", 7, "start_year", "2O26", "Không phải số", "Hãy sửa.")


@dataclass
class Ledger:
    """Inputs in memory that a test can edit: `text` is the content, `broken` what reading it raises."""

    text: str = "one"
    broken: Exception | None = None
    reads: int = 0
    builds: list[date] = field(default_factory=list)
    slow_s: float = 0

    def stamp(self) -> Hashable:
        """Change with the text and with what is broken."""
        return self.text, self.broken

    def read(self) -> str:
        """Return the text, or raise what is broken."""
        self.reads += 1
        time.sleep(self.slow_s)
        if self.broken:
            raise self.broken
        return self.text

    def build(self, records: str, as_of: date) -> gpd.GeoDataFrame:
        """Return a frame of one row that holds the text."""
        self.builds.append(as_of)
        return gpd.GeoDataFrame({"id": [records]}, geometry=[None], crs="EPSG:4326")

    def features(self, frame: gpd.GeoDataFrame) -> Iterator[tuple[str, bytes]]:
        """Write each row as its own text."""
        for value in frame["id"]:
            yield value, value.encode()

    def base(self, records: str) -> Mapping[str, bytes]:
        """Write one layer that holds the text."""
        return {"ward": records.encode()}


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
    assert (ledger.reads, ledger.builds) == (1, [DAY])
    assert first.features == {"one": b"one"}
    assert first.base == {"ward": b"one"}


def test_an_edit_swaps_the_state_and_its_version() -> None:
    ledger, moment = Ledger(), Time()
    source = _source(ledger, moment)
    before = source.snapshot()
    ledger.text = "two"
    assert source.snapshot() is before, "a look is trusted for a moment"
    moment.pass_on()
    after = source.snapshot()
    assert list(after.features) == ["two"]
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
    ledger.text, ledger.broken = "two", DataError([FAULT])
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
    assert list(source.snapshot().features) == ["two"]
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


def test_other_days_are_kept_in_a_bounded_number() -> None:
    ledger, moment = Ledger(), Time()
    source = _source(ledger, moment)
    days = [DAY - timedelta(days=n) for n in range(1, DAYS_KEPT + 3)]
    for day in days:
        assert source.snapshot(day).as_of == day
        source.snapshot(day)
    assert len(ledger.builds) == 1 + len(days), "a day that was asked for is kept for the next question"
    source.snapshot(days[0])
    assert len(ledger.builds) == 2 + len(days), "the oldest question is forgotten"


def test_many_threads_get_whole_states_and_one_of_them_reads() -> None:
    ledger, moment = Ledger(), Time()
    source = _source(ledger, moment)
    seen: set[tuple[str, ...]] = set()

    def ask() -> None:
        for _ in range(50):
            seen.add(tuple(source.snapshot().features))

    ledger.text, ledger.slow_s = "two", 0.05
    moment.pass_on()
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen <= {("one",), ("two",)}
    assert ledger.reads == 2
    assert list(source.snapshot().features) == ["two"]


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


def test_the_day_is_the_wards_and_not_the_servers() -> None:
    """A deadline passes at midnight in the ward, which is 17:00 in Greenwich."""
    assert day_in_ward(datetime.fromisoformat("2026-12-31T16:59:59+00:00")) == date(2026, 12, 31)
    assert day_in_ward(datetime.fromisoformat("2026-12-31T17:00:00+00:00")) == date(2027, 1, 1)
