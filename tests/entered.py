"""What people enter, in small: a clock that can be set, a ledger row, a draft, a report. For the tests of the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from shapely.geometry import Point, box

from geo.clearance.report import Milestone, Obstacle, ObstacleKind, Reason, Report, Stage
from geo.corrections.overlay import Draft, Method
from geo.landing import Ground, Region
from geo.model import Category, ClearsMatch, FundingSource, Precision, Project, ProjectKind
from geo.store import Author, Store, open_store
from geo.store.database import Connection, Cursor, Value

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
LAN, MINH = Author("lan.nguyen", "10.0.0.7"), Author("minh")
GROUND = Ground(
    Region("phường Thủy Nguyên", box(106.65, 20.86, 106.76, 20.93)),
    (Region("thành phố Hải Phòng", box(106.05, 20.5, 107.15, 21.25)),),
)
PROJECT = Project(
    id="PL3-08",
    appendix=3,
    number=8,
    name="Khu tái định cư xã Hoa Động",
    kind=ProjectKind.PROJECT,
    category=Category.RESETTLEMENT,
    funding_source=FundingSource.STATE_BUDGET,
    funding_source_raw="Ngân sách",
    start_year=2025,
    finish_year=2027,
    clears=None,
    clears_match=ClearsMatch.NONE,
    source="Chương trình hành động, Phụ lục 3, dòng 8",
)


class Clock:
    """A clock that stands still until it is moved, in UTC."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 5, 7, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment it stands at."""
        return self.now

    def forward(self, **by: float) -> None:
        """Move it, by `days`, `hours` and so on; negative moves it back."""
        self.now += timedelta(**by)


class Pretending:
    """A connection whose library says it has another version."""

    def __init__(self, connection: Connection, version: str) -> None:
        self._connection = connection
        self._version = version

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._connection.in_transaction

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> Cursor:
        """Run a statement; the question for the version gets the pretended one."""
        return self._connection.execute(sql.replace("sqlite_version()", f"'{self._version}'"), parameters)

    def close(self) -> None:
        """Close it."""
        self._connection.close()


def new_store(folder: Path, clock: Clock | None = None) -> Store:
    """Make a store with cheap password hashes."""
    return open_store(folder / "projectmap.sqlite", clock=clock or Clock(), hasher=CHEAP)


def draft(**changes: Any) -> Draft:
    """Return a draft for `PROJECT` with a new id."""
    made = Draft(
        id=uuid4(),
        project=PROJECT.id,
        geometry=Point(106.68, 20.89),
        precision=Precision.PLACE,
        radius_m=120.0,
        method=Method.DRAWN,
        source="Biên bản thực địa 05/03/2026",
        reason="Đi xem tại chỗ",
    )
    return replace(made, **changes)


def report(**changes: Any) -> Report:
    """Return a report on PL4-01 with a new id; most figures are unknown."""
    made = Report(
        id=uuid4(),
        clearance="PL4-01",
        report_date=date(2026, 3, 4),
        recorded_at=datetime(2000, 1, 1, tzinfo=UTC),
        source="Báo cáo tuần",
        reporter="lan.nguyen",
        stage=Stage.INVENTORY,
        area_required_m2=635_200.0,
        area_handed_over_m2=0.0,
        households_total=253,
        households_paid=0,
        compensation_paid_vnd=12_345_678_901,
        reasons=(Reason("series_falls", "Số liệu cũ đếm hai lần"),),
    )
    return replace(made, **changes)


def obstacle(**changes: Any) -> Obstacle:
    """Return an open obstacle on PL4-01 with a new id."""
    made = Obstacle(
        id=uuid4(),
        clearance="PL4-01",
        kind=ObstacleKind.UTILITIES,
        text="Trạm biến áp phải di chuyển",
        who="Công ty Điện lực",
        opened=date(2026, 3, 1),
        recorded_at=datetime(2000, 1, 1, tzinfo=UTC),
        reporter="minh",
        due=date(2026, 4, 1),
    )
    return replace(made, **changes)


def milestone(**changes: Any) -> Milestone:
    """Return a signed milestone of PL4-01 with a new id."""
    made = Milestone(
        id=uuid4(),
        clearance="PL4-01",
        stage=Stage.NOTICE,
        document_number="12/TB-UBND",
        document_date=date(2026, 2, 3),
        recorded_at=datetime(2000, 1, 1, tzinfo=UTC),
        reporter="minh",
    )
    return replace(made, **changes)


def uuid(number: int) -> UUID:
    """Return a UUID that looks like its number."""
    return UUID(int=number)
