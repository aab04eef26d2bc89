"""The rule: a record comes back from its text as it was, by the types it declares; nothing unknown is passed over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.moments import HO_CHI_MINH, day_on_screen, end_of_day, from_text, on_screen, to_text
from geo.store.codec import from_json, to_json
from tests.entered import milestone, obstacle, report


class Colour(StrEnum):
    """Two colours."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Inner:
    """A record in a record."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Outer:
    """One field of each type that a record may have."""

    words: str
    count: int | None = None
    size: float | None = None
    flag: bool = False
    day: date | None = None
    at: datetime | None = None
    id: UUID | None = None
    colour: Colour | None = None
    inner: tuple[Inner, ...] = ()


_MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  bounds are naive by contract
_WORDS = st.text(st.characters(exclude_categories=["Cs"]))
_OUTER = st.builds(
    Outer,
    words=_WORDS,
    count=st.none() | st.integers(-(2**60), 2**60),
    size=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    flag=st.booleans(),
    day=st.none() | st.dates(),
    at=st.none() | _MOMENTS,
    id=st.none() | st.uuids(),
    colour=st.none() | st.sampled_from(Colour),
    inner=st.lists(st.builds(Inner, name=_WORDS, at=_MOMENTS), max_size=3).map(tuple),
)


@given(record=_OUTER)
def test_what_is_written_is_what_is_read(record: Outer) -> None:
    again = from_json(Outer, to_json(record))
    assert again == record
    assert to_json(again) == to_json(record)
    assert type(again.size) is type(record.size)


def test_unknown_is_left_out_and_zero_is_not() -> None:
    text = to_json(Outer("a", count=0, size=None, flag=False))
    assert json.loads(text) == {"words": "a", "count": 0, "flag": False, "inner": []}


def test_a_whole_number_stands_for_a_size() -> None:
    assert from_json(Outer, '{"words": "a", "size": 635200}').size == 635_200.0


def test_fields_may_be_kept_elsewhere() -> None:
    text = to_json(Outer("a", count=7), leave_out=frozenset({"words"}))
    assert "words" not in json.loads(text)
    assert from_json(Outer, text, words="b") == Outer("b", count=7)


def test_a_field_of_newer_software_is_not_dropped_in_silence() -> None:
    with pytest.raises(TypeError, match="colours"):
        from_json(Outer, '{"words": "a", "colours": 2}')


@pytest.mark.parametrize("text", ['{"words": "a", "colour": "green"}', '{"words": "a", "day": "5/3/2026"}', "{}", "{"])
def test_what_is_no_record_is_not_read(text: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_json(Outer, text)


def test_nan_is_no_figure() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        to_json(Outer("a", size=float("nan")))


@pytest.mark.parametrize("record", [report(), obstacle(), milestone()])
def test_the_records_of_clearance_come_back(record: object) -> None:
    assert from_json(type(record), to_json(record)) == record


# moments


@given(first=_MOMENTS, second=_MOMENTS)
def test_the_order_of_texts_is_the_order_of_time(first: datetime, second: datetime) -> None:
    assert (to_text(first) < to_text(second)) == (first < second)
    assert from_text(to_text(first)) == first


def test_a_moment_of_any_zone_is_written_in_utc() -> None:
    noon = datetime(2026, 3, 5, 12, tzinfo=timezone(timedelta(hours=9)))
    assert to_text(noon) == "2026-03-05T03:00:00.000000Z"


def test_a_day_of_the_ward_ends_at_its_midnight() -> None:
    assert end_of_day(date(2026, 3, 5)) == "2026-03-05T17:00:00.000000Z"
    last = datetime(2026, 3, 5, 23, 59, 59, 999_999, tzinfo=HO_CHI_MINH)
    assert to_text(last) < end_of_day(date(2026, 3, 5)) == to_text(last + timedelta(microseconds=1))


def test_people_read_day_first_and_local_time() -> None:
    late = datetime(2026, 3, 5, 17, 5, tzinfo=UTC)
    assert on_screen(late) == "00:05 06/03/2026"
    assert day_on_screen(late) == "06/03/2026"
