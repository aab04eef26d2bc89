"""What the programme is made of: frozen records and code lists. No I/O, no formatting for a screen.

Code lists are closed: a value not listed here is a fault of the data, never a silent "other".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from shapely.geometry.base import BaseGeometry


class ProjectKind(StrEnum):
    """What a row of the programme is: a work to plan or build, or the land clearance for one."""

    PROJECT = "project"
    CLEARANCE = "clearance"


class FundingSource(StrEnum):
    """Who pays. The words of the document stand beside the code in `Project.funding_source_raw`."""

    STATE_BUDGET = "state_budget"
    ENTERPRISE = "enterprise"
    MIXED = "mixed"
    OTHER = "other"
    UNKNOWN = "unknown"


class Category(StrEnum):
    """What is built; a clearance has the category of its work. Crosswalk to OC4IDS sectors: `data/categories.csv`."""

    PLANNING = "planning"
    ROAD = "road"
    BRIDGE = "bridge"
    PARKING = "parking"
    RESETTLEMENT = "resettlement"
    URBAN_AREA = "urban_area"
    HOUSING = "housing"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    POWER = "power"
    WASTEWATER = "wastewater"
    DRAINAGE = "drainage"
    CONVENTION = "convention"
    COMMERCE = "commerce"
    MILITARY = "military"


class ClearsMatch(StrEnum):
    """How sure it is that a clearance clears the project it is linked to; `none` also where nothing is cleared."""

    EXACT = "exact"
    PROBABLE = "probable"
    NONE = "none"


class Precision(StrEnum):
    """How finely a place is known, finest first (crosswalk to IATI and AidData: `data/precision.csv`)."""

    SURVEYED = "surveyed"
    TRACED = "traced"
    PLACE = "place"
    AREA = "area"
    BETWEEN = "between"
    WARD = "ward"
    NONE = "none"


class ClearanceState(StrEnum):
    """Where a clearance stands on a given day.

    Without a report only the calendar speaks: `not_due`, `running`, `last_year`, `overdue_no_report`. With one:
    `on_time`, `due_soon`, `late`, `done`. `no_clearance` belongs to works for which the programme lists no clearance.
    Time elapsed is never progress.
    """

    NOT_DUE = "not_due"
    RUNNING = "running"
    LAST_YEAR = "last_year"
    OVERDUE_NO_REPORT = "overdue_no_report"
    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    LATE = "late"
    DONE = "done"
    NO_CLEARANCE = "no_clearance"


class ProgressClass(StrEnum):
    """How much of the land is handed over, by report; `no_report` is not zero."""

    NO_REPORT = "no_report"
    NOT_STARTED = "not_started"
    UNDER_HALF = "under_half"
    OVER_HALF = "over_half"
    DONE = "done"


class ClearanceEnd(StrEnum):
    """When a clearance ends, by the years of the programme, against the work that needs its land."""

    AFTER = "after"
    SAME_YEAR = "same_year"
    BEFORE = "before"


class YearMode(StrEnum):
    """Which of its years a question looks at: a row runs in them, starts in one of them, or finishes in one."""

    RUNS = "runs"
    STARTS = "starts"
    FINISHES = "finishes"


class Years(NamedTuple):
    """Whole years from `first` to `last`, both included."""

    first: int
    last: int


class PlaceKind(StrEnum):
    """Kinds of the gazetteer."""

    WARD = "ward"
    COMMUNE = "commune"
    URBAN_AREA = "urban_area"
    INDUSTRIAL_ZONE = "industrial_zone"
    ISLAND = "island"
    ROAD = "road"
    RIVER = "river"
    BRIDGE = "bridge"
    JUNCTION = "junction"
    SITE = "site"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class Project:
    """One row of the programme, as `data/projects.csv` holds it.

    `id` is appendix and two-digit number (`PL3-08`). Years are inclusive; both may be missing. `clears` is the id of
    the work that a clearance clears, or None. `source` names document, appendix and row.
    """

    id: str
    appendix: int
    number: int
    name: str
    kind: ProjectKind
    category: Category
    funding_source: FundingSource
    funding_source_raw: str
    start_year: int | None
    finish_year: int | None
    clears: str | None
    clears_match: ClearsMatch
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer: a name, a point in WGS 84 and how far (m) the truth may be from it (≥ 90 %).

    `parent` is the id of the place it lies in; names change, so a place is valid from `valid_from` to `valid_to`
    (None: open). `in_ward` is False for places next door. `size_radius_m` is the radius of the circle of the place's
    own area, where that is known: a size, never an outline and never an uncertainty.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: PlaceKind
    parent: str | None
    lon: float
    lat: float
    radius_m: float
    confidence: str
    in_ward: bool
    source: str
    licence: str
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""
    size_radius_m: float | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """One feature of `data/shapes/*.geojson`: a geometry in WGS 84 with its uncertainty.

    `place` is the gazetteer id it draws, `sketch` is True for a search corridor that is not an alignment,
    `uncertainty_m` says how far the truth may be from the line.
    """

    id: str
    layer: str
    name: str
    geometry: BaseGeometry
    uncertainty_m: float
    sketch: bool
    confidence: str
    source: str
    licence: str
    place: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A category with its words and OC4IDS sectors; `fit` is `exact`, or `near` where OC4IDS has no code of its own."""

    category: Category
    label_vi: str
    label_en: str
    oc4ids_sectors: tuple[str, ...]
    fit: str
    note: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class FundingEntry:
    """Words of the document for who pays, and their code."""

    funding_source_raw: str
    funding_source: FundingSource
    note: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class PrecisionEntry:
    """A precision class, its words, its rule and codes: IATI exactness 1–2, AidData 1–8, None where there is none."""

    precision: Precision
    label_vi: str
    label_en: str
    iati_exactness: int | None
    aiddata_code: int | None
    rule: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything `data/` holds about the programme, read and checked against itself (`geo.read.read_programme`)."""

    projects: tuple[Project, ...]
    places: tuple[Place, ...]
    shapes: tuple[Shape, ...]
    categories: tuple[CategoryEntry, ...]
    funding: tuple[FundingEntry, ...]
    precisions: tuple[PrecisionEntry, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which words led to which place: `words` of the name, `place` a gazetteer id, `says` one Vietnamese sentence."""

    words: str
    place: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that was considered and not taken, with its score from 0 to 1 and the reason in Vietnamese."""

    place: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is, and how sure that is.

    `geometry` is WGS 84 (point, line or polygon) or None; it is None exactly for precision `ward` and `none`.
    `radius_m`: the truth lies within this distance of the geometry with at least 90 %; None only for precision
    `none`. `zone` names the shared zone (a gazetteer id) when several projects are known only to lie in the same one.
    `outside_ward` flags places next door that the words name. `reason` says, in Vietnamese, why there is no place
    (precision `ward`, `none`).
    """

    geometry: BaseGeometry | None
    precision: Precision
    radius_m: float | None
    method: str
    places: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    source: str = ""
    zone: str | None = None
    outside_ward: bool = False
    sketch: bool = False
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """One question to the frame; every page, export and service selects with it. Empty means "all".

    `bbox` is west, south, east, north in WGS 84 degrees. `year` with `year_mode` keeps what runs in those years (start
    ≤ last and first ≤ finish, a missing end is open), or what starts or finishes in them (a missing year is not known
    and never does). `area` holds codes of `geo.areas`; a row without a place is in none. `q` is matched without
    diacritics against name, id and place names. `near` is longitude, latitude (WGS 84) and metres: what is drawn no
    farther from that point, on the plane of EPSG:9210. `as_of` is the day the answer is given for.
    """

    ids: frozenset[str] = field(default_factory=frozenset)
    kind: frozenset[ProjectKind] = field(default_factory=frozenset)
    funding_source: frozenset[FundingSource] = field(default_factory=frozenset)
    category: frozenset[Category] = field(default_factory=frozenset)
    appendix: frozenset[int] = field(default_factory=frozenset)
    precision: frozenset[Precision] = field(default_factory=frozenset)
    clearance_state: frozenset[ClearanceState] = field(default_factory=frozenset)
    progress_class: frozenset[ProgressClass] = field(default_factory=frozenset)
    clearance_end: frozenset[ClearanceEnd] = field(default_factory=frozenset)
    area: frozenset[str] = field(default_factory=frozenset)
    year: Years | None = None
    year_mode: YearMode = YearMode.RUNS
    q: str = ""
    bbox: tuple[float, float, float, float] | None = None
    near: tuple[float, float, float] | None = None
    as_of: date | None = None
