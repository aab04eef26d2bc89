"""Builders of clearance records for tests: short to call, valid by default."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from geo.clearance.deadlines import read_deadlines
from geo.clearance.report import Milestone, Obstacle, ObstacleKind, Report, Stage
from geo.clearance.settings import Settings, read_settings
from geo.clearance.standing import Standing, stand
from geo.known import Records
from geo.model import Category, ClearsMatch, FundingSource, Project, ProjectKind


def moment(day: date, hour: int = 3) -> datetime:
    """Return an aware moment on a day, 10:00 in Hải Phòng by default."""
    return datetime.combine(day, time(hour), UTC)


def report(day: date = date(2026, 3, 5), clearance: str = "PL4-08", /, **given: Any) -> Report:
    """Return a report of a day, recorded on that day unless said otherwise."""
    recorded = given.pop("recorded_at", None) or moment(day)
    base: dict[str, Any] = {"id": uuid4(), "source": "Báo cáo số 12/BC-UBND", "reporter": "can.bo"}
    return Report(clearance=clearance, report_date=day, recorded_at=recorded, **{**base, **given})


def obstacle(day: date = date(2026, 3, 5), clearance: str = "PL4-08", /, **given: Any) -> Obstacle:
    """Return an obstacle opened on a day."""
    base: dict[str, Any] = {
        "id": uuid4(),
        "kind": ObstacleKind.PRICE,
        "text": "Chưa thống nhất đơn giá",
        "who": "Phòng Kinh tế",
        "recorded_at": moment(day),
        "reporter": "can.bo",
    }
    return Obstacle(clearance=clearance, opened=day, **{**base, **given})


def milestone(stage: Stage, day: date, clearance: str = "PL4-08", /, **given: Any) -> Milestone:
    """Return a milestone signed on a day."""
    base: dict[str, Any] = {
        "id": uuid4(),
        "document_number": "12/QĐ-UBND",
        "recorded_at": moment(day),
        "reporter": "can.bo",
    }
    return Milestone(clearance=clearance, stage=stage, document_date=day, **{**base, **given})


def clearance(
    number: int = 8, *, start: int | None = 2025, finish: int | None = 2027, clears: str | None = None
) -> Project:
    """Return a clearance row of the programme, `PL4-08` by default."""
    return _row(4, number, ProjectKind.CLEARANCE, start, finish, clears)


def work(number: int = 13, *, start: int | None = 2025, finish: int | None = 2030) -> Project:
    """Return a work of appendix 3, `PL3-13` by default."""
    return _row(3, number, ProjectKind.PROJECT, start, finish, None)


def _row(
    appendix: int, number: int, kind: ProjectKind, start: int | None, finish: int | None, clears: str | None
) -> Project:
    return Project(
        id=f"PL{appendix}-{number:02d}",
        appendix=appendix,
        number=number,
        name=f"Dự án {appendix}.{number}",
        kind=kind,
        category=Category.URBAN_AREA,
        funding_source=FundingSource.ENTERPRISE,
        funding_source_raw="Doanh nghiệp",
        start_year=start,
        finish_year=finish,
        clears=clears,
        clears_match=ClearsMatch.EXACT if clears else ClearsMatch.NONE,
        source=f"Phụ lục {appendix}, dòng {number}",
    )


def uuid(number: int) -> UUID:
    """Return a readable id."""
    return UUID(int=number)


DATA = Path(__file__).parent.parent / "data"
NOTHING = Records()


def settings() -> Settings:
    """Return the shipped weights and limits."""
    return read_settings(DATA / "hotspot_weights.csv")


def stand_on(day: date, records: Records = NOTHING, projects: Iterable[Project] | None = None) -> tuple[Standing, ...]:
    """Return how the clearances stand on a day: of `projects`, or of PL4-08 and its work PL3-13."""
    rows = (clearance(clears="PL3-13"), work()) if projects is None else projects
    return stand(rows, records, read_deadlines(DATA / "deadlines.csv"), settings(), day)
