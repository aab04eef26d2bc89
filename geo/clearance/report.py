"""What people say about a land clearance: dated reports, obstacles, milestones, and the one table of figures.

All three records are append-only observations. Nothing is edited: a correction is a new record whose `supersedes` names
the one it replaces, and a record entered by mistake is taken back by a new one with `withdrawn=True`. `id` is made by
whoever sends the record, so that sending twice stores once. `recorded_at` is when the store took it (aware, UTC);
`report_date` is the day the figures speak of.

Every figure is None until somebody reports it; None is not 0. Figures are aggregates: none may name a single household.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from geo.language import Sentence

Amount = int | float


class Stage(StrEnum):
    """Where a clearance stands under Luật Đất đai 2024, in order; `geo.clearance.stages` has terms, basis, steps."""

    NOT_STARTED = "not_started"
    PLAN = "plan"
    MEETING = "meeting"
    NOTICE = "notice"
    INVENTORY = "inventory"
    DRAFT_PLAN = "draft_plan"
    POSTING = "posting"
    CONSULTATION = "consultation"
    APPRAISAL = "appraisal"
    APPROVAL = "approval"
    PUBLICATION = "publication"
    PAYMENT = "payment"
    RECOVERY_DECISION = "recovery_decision"
    HANDOVER = "handover"
    DONE = "done"

    @property
    def number(self) -> int:
        """The stage's number in the law's order, 0 to 14."""
        return list(Stage).index(self)


class Branch(StrEnum):
    """A side road of a stage: compulsory inventory (Đ88, at `inventory`) and enforced recovery (Đ89, at `handover`)."""

    COMPULSORY_INVENTORY = "compulsory_inventory"
    ENFORCEMENT = "enforcement"


class ObstacleKind(StrEnum):
    """What is in the way (vướng mắc)."""

    PRICE = "price"
    LAND_ORIGIN = "land_origin"
    SURVEY_DISPUTE = "survey_dispute"
    RESETTLEMENT_NOT_READY = "resettlement_not_ready"
    REFUSAL = "refusal"
    FUNDING = "funding"
    UTILITIES = "utilities"
    GRAVES = "graves"
    COMPLAINT = "complaint"
    PROCEDURE = "procedure"
    OTHER = "other"


class Severity(StrEnum):
    """What a finding does: an error refuses, a warning asks for a reason that is stored, information is shown."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


class FigureKind(StrEnum):
    """What a figure counts: things (int), m² (float), km (float) or VND (int)."""

    COUNT = "int"
    AREA = "area"
    LENGTH = "km"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a report: field name, labels, unit as shown, group of the form, kind."""

    name: str
    label: str
    label_en: str
    unit: str
    group: str
    kind: FigureKind


_MANY = 2  # a unit by itself is said of many: households
HOUSEHOLDS = Sentence.counted("hộ", _MANY)


def _group(group: str, kind: FigureKind, unit: str, *words: tuple[str, str, str]) -> tuple[Figure, ...]:
    """Build the figures of one group from name, Vietnamese and English label."""
    return tuple(Figure(name, label, label_en, unit, group, kind) for name, label, label_en in words)


def _counted(group: str, unit: str, who: str, total: str, noun_en: str) -> tuple[Figure, ...]:
    """Build the eight counts that households and organisations share."""
    words = (
        (f"{group}_total", total, f"{noun_en} affected, total"),
        (f"{group}_notified", Sentence("{who} đã có thông báo thu hồi đất", who=who), f"{noun_en} notified"),
        (f"{group}_inventoried", Sentence("{who} đã kiểm đếm", who=who), f"{noun_en} inventoried"),
        (
            f"{group}_plan_approved",
            Sentence("{who} đã được phê duyệt phương án", who=who),
            f"{noun_en} with an approved plan",
        ),
        (f"{group}_paid", Sentence("{who} đã nhận tiền", who=who), f"{noun_en} paid"),
        (
            f"{group}_handed_over",
            Sentence("{who} đã bàn giao mặt bằng", who=who),
            f"{noun_en} that handed over their land",
        ),
        (f"{group}_not_agreeing", Sentence("{who} chưa đồng thuận", who=who), f"{noun_en} not agreeing"),
        (f"{group}_enforced", Sentence("{who} đã cưỡng chế", who=who), f"{noun_en} enforced"),
    )
    return _group(group, FigureKind.COUNT, unit, *words)


FIGURES: tuple[Figure, ...] = (
    *_group(
        "area",
        FigureKind.AREA,
        "m²",
        ("area_required_m2", Sentence("Diện tích phải thu hồi"), "Area to recover"),
        ("area_recovered_m2", Sentence("Diện tích đã có quyết định thu hồi"), "Area recovered"),
        ("area_handed_over_m2", Sentence("Diện tích đã bàn giao"), "Area handed over"),
    ),
    *_group(
        "length",
        FigureKind.LENGTH,
        "km",
        ("km_required", Sentence("Chiều dài cần giải phóng"), "Length to clear"),
        ("km_clear", Sentence("Chiều dài đã có mặt bằng sạch"), "Length of clean site"),
    ),
    *_counted("households", HOUSEHOLDS, Sentence("Hộ"), Sentence("Tổng số hộ"), "Households"),
    *_counted(
        "organisations",
        Sentence.counted("tổ chức", _MANY),
        Sentence("Tổ chức"),
        Sentence("Tổng số tổ chức"),
        "Organisations",
    ),
    *_group(
        "resettlement",
        FigureKind.COUNT,
        HOUSEHOLDS,
        ("households_to_resettle", Sentence("Hộ phải tái định cư"), "Households to resettle"),
        ("households_resettled", Sentence("Hộ đã bố trí tái định cư"), "Households resettled"),
    ),
    *_group(
        "site",
        FigureKind.COUNT,
        Sentence.counted("mộ", _MANY),
        ("graves", Sentence("Mộ còn phải di chuyển"), "Graves still to move"),
    ),
    *_group(
        "site",
        FigureKind.COUNT,
        Sentence.counted("công trình", _MANY),
        ("utilities_to_move", Sentence("Công trình hạ tầng còn phải di chuyển"), "Utilities still to move"),
    ),
    *_group(
        "money",
        FigureKind.MONEY,
        Sentence("đồng"),
        ("compensation_approved_vnd", Sentence("Kinh phí bồi thường đã phê duyệt"), "Compensation approved"),
        ("compensation_paid_vnd", Sentence("Kinh phí bồi thường đã chi trả"), "Compensation paid"),
    ),
    *_group(
        "complaints",
        FigureKind.COUNT,
        Sentence.counted("đơn", _MANY),
        ("complaints", Sentence("Đơn khiếu nại"), "Complaints"),
        ("complaints_resolved", Sentence("Đơn đã giải quyết"), "Complaints resolved"),
    ),
)

FIGURE: Mapping[str, Figure] = MappingProxyType({figure.name: figure for figure in FIGURES})

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "area": Sentence("Diện tích"),
        "length": Sentence("Chiều dài (công trình tuyến)"),
        "households": Sentence("Hộ gia đình, cá nhân"),
        "organisations": Sentence("Tổ chức"),
        "resettlement": Sentence("Tái định cư"),
        "site": Sentence("Mồ mả, hạ tầng phải di chuyển"),
        "money": Sentence("Kinh phí"),
        "complaints": Sentence("Khiếu nại"),
    }
)

OBSTACLE_LABELS: Mapping[ObstacleKind, str] = MappingProxyType(
    {
        ObstacleKind.PRICE: Sentence("Giá bồi thường"),
        ObstacleKind.LAND_ORIGIN: Sentence("Nguồn gốc đất"),
        ObstacleKind.SURVEY_DISPUTE: Sentence("Số liệu đo đạc"),
        ObstacleKind.RESETTLEMENT_NOT_READY: Sentence("Chưa có khu tái định cư"),
        ObstacleKind.REFUSAL: Sentence("Không phối hợp"),
        ObstacleKind.FUNDING: Sentence("Kinh phí"),
        ObstacleKind.UTILITIES: Sentence("Di chuyển hạ tầng"),
        ObstacleKind.GRAVES: Sentence("Di chuyển mồ mả"),
        ObstacleKind.COMPLAINT: Sentence("Khiếu nại"),
        ObstacleKind.PROCEDURE: Sentence("Thủ tục"),
        ObstacleKind.OTHER: Sentence("Vướng mắc khác"),
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a warning was accepted: the id of the rule (`geo.clearance.checks`) and the reporter's own words."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One dated observation of one clearance (`clearance` is its project id, `PL4-08`).

    `source` names the document or the person the figures come from, `reporter` who entered them. `stage` is None when
    the report does not say. Areas are m², lengths km, money VND.
    """

    id: UUID
    clearance: str
    report_date: date
    recorded_at: datetime
    source: str
    reporter: str
    stage: Stage | None = None
    branch: Branch | None = None
    area_required_m2: float | None = None
    area_recovered_m2: float | None = None
    area_handed_over_m2: float | None = None
    km_required: float | None = None
    km_clear: float | None = None
    households_total: int | None = None
    households_notified: int | None = None
    households_inventoried: int | None = None
    households_plan_approved: int | None = None
    households_paid: int | None = None
    households_handed_over: int | None = None
    households_not_agreeing: int | None = None
    households_enforced: int | None = None
    organisations_total: int | None = None
    organisations_notified: int | None = None
    organisations_inventoried: int | None = None
    organisations_plan_approved: int | None = None
    organisations_paid: int | None = None
    organisations_handed_over: int | None = None
    organisations_not_agreeing: int | None = None
    organisations_enforced: int | None = None
    households_to_resettle: int | None = None
    households_resettled: int | None = None
    graves: int | None = None
    utilities_to_move: int | None = None
    compensation_approved_vnd: int | None = None
    compensation_paid_vnd: int | None = None
    complaints: int | None = None
    complaints_resolved: int | None = None
    note: str = ""
    reasons: tuple[Reason, ...] = ()
    supersedes: UUID | None = None
    withdrawn: bool = False

    @property
    def figures(self) -> dict[str, Amount | None]:
        """Every figure by name, in the order of `FIGURES`; None where nothing was reported."""
        return {figure.name: getattr(self, figure.name) for figure in FIGURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One thing in the way (vướng mắc): `who` must act until `due`; open from `opened` until `closed`, or still open.

    Closing it, or moving its due date, is a new record that supersedes the old one.
    """

    id: UUID
    clearance: str
    kind: ObstacleKind
    text: str
    who: str
    opened: date
    recorded_at: datetime
    reporter: str
    due: date | None = None
    closed: date | None = None
    source: str = ""
    supersedes: UUID | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A stage reached by a document: its number and the day it was signed."""

    id: UUID
    clearance: str
    stage: Stage
    document_number: str
    document_date: date
    recorded_at: datetime
    reporter: str
    branch: Branch | None = None
    note: str = ""
    source: str = ""
    supersedes: UUID | None = None
    withdrawn: bool = False
