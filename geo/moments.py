"""Moments as the store and its files write them: UTC, ISO 8601 with microseconds, so that text order is time order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone

from geo.language import Day

Clock = Callable[[], datetime]
"""Gives the present moment, aware. Handed in, so that tests and imports can say when."""

HO_CHI_MINH = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh since 1975: UTC+7 without summer time."""


def utc_now() -> datetime:
    """Return the present moment in UTC: the clock of the running service."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """Write an aware moment as `2026-03-05T07:00:00.000000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """Read what `to_text` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def end_of_day(day: date) -> str:
    """Return the first moment after `day` in Asia/Ho_Chi_Minh, as text: what was recorded before was known that day."""
    return to_text(datetime.combine(day + timedelta(days=1), time(), HO_CHI_MINH))


def day_in_ward(moment: datetime) -> date:
    """Return the day that an aware moment falls on in the ward, wherever the server stands."""
    return moment.astimezone(HO_CHI_MINH).date()


def on_screen(moment: datetime) -> str:
    """Write a moment as people read it: `14:05 05/03/2026`, Asia/Ho_Chi_Minh."""
    return Day(moment.astimezone(HO_CHI_MINH), "%H:%M %d/%m/%Y")


def day_on_screen(moment: datetime) -> str:
    """Write the day of a moment as people read it: `05/03/2026`, Asia/Ho_Chi_Minh."""
    return Day(moment.astimezone(HO_CHI_MINH))
