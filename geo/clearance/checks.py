"""The rules a report is checked by, in one table that the form, the import, the API and the documentation all read.

An error refuses the report, a warning asks for a reason that is stored with it, information is shown. Area share and
household share are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geo.clearance import conditions as when
from geo.clearance.conditions import COUNTED, WHO, Case, Check
from geo.clearance.report import Report, Severity
from geo.known import around
from geo.language import Sentence, say
from geo.model import Project


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: stable id, severity, sentence with places to fill, its basis, and the check that yields its hits."""

    id: str
    severity: Severity
    template: str
    basis: str
    check: Check


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a report met: `field` is the name of the figure or field to look at."""

    rule: str
    severity: Severity
    field: str
    sentence: str


_LARGER = Sentence("{name} ({value}) lớn hơn {other} ({other_value}).")

RULES: tuple[Rule, ...] = (
    Rule(
        "empty",
        Severity.ERROR,
        Sentence("Báo cáo chưa có số liệu hay bước nào."),
        Sentence("một báo cáo phải nói điều gì đó"),
        when.empty,
    ),
    Rule(
        "no_source",
        Severity.ERROR,
        Sentence("Chưa ghi nguồn số liệu."),
        Sentence("không con số nào không có nguồn"),
        when.no_source,
    ),
    Rule(
        "future_date",
        Severity.ERROR,
        Sentence("Ngày báo cáo {day} ở sau hôm nay ({today})."),
        Sentence("số liệu là điều đã thấy, không phải dự kiến"),
        when.in_future,
    ),
    Rule("personal", Severity.ERROR, "{personal}", Sentence("chỉ giữ số tổng hợp"), when.personal),
    Rule(
        "branch",
        Severity.ERROR,
        Sentence("“{branch}” không thuộc bước “{stage}”."),
        Sentence("Đ88, Đ89 Luật Đất đai"),
        when.branch_elsewhere,
    ),
    Rule(
        "count_above_total",
        Severity.ERROR,
        _LARGER,
        Sentence("không số đếm nào lớn hơn tổng số"),
        when.above(*((f"{who}_{name}", f"{who}_total") for who in WHO for name in COUNTED)),
    ),
    Rule(
        "area_above_required",
        Severity.ERROR,
        _LARGER,
        Sentence("không giao nhiều đất hơn phải thu hồi"),
        when.above(("area_handed_over_m2", "area_required_m2"), ("area_recovered_m2", "area_required_m2")),
    ),
    Rule(
        "km_above_required",
        Severity.ERROR,
        _LARGER,
        Sentence("không sạch nhiều km hơn phải giải phóng"),
        when.above(("km_clear", "km_required")),
    ),
    Rule(
        "resettled_above",
        Severity.ERROR,
        _LARGER,
        Sentence("không bố trí nhiều hơn số phải bố trí"),
        when.above(("households_resettled", "households_to_resettle")),
    ),
    Rule(
        "resolved_above",
        Severity.ERROR,
        _LARGER,
        Sentence("không giải quyết nhiều đơn hơn số đơn nhận"),
        when.above(("complaints_resolved", "complaints")),
    ),
    Rule(
        "order",
        Severity.WARNING,
        _LARGER,
        Sentence("kiểm đếm trước phê duyệt, phê duyệt trước chi trả (k2, k3, k4 Đ87)"),
        when.chain(*(tuple(f"{who}_{name}" for name in ("inventoried", "plan_approved", "paid")) for who in WHO)),
    ),
    Rule(
        "falls",
        Severity.WARNING,
        Sentence("{name} giảm từ {old} xuống {new} so với báo cáo trước."),
        Sentence("việc đã làm không bớt đi; đính chính thì ghi lý do"),
        when.falls,
    ),
    Rule(
        "paid_above_approved",
        Severity.WARNING,
        _LARGER,
        Sentence("chỉ có thể do tiền chậm trả (điểm b k3 Đ94)"),
        when.above(("compensation_paid_vnd", "compensation_approved_vnd")),
    ),
    Rule(
        "resettle_above_total",
        Severity.WARNING,
        _LARGER,
        Sentence("một hộ có thể tách thành nhiều suất (k4 Đ111)"),
        when.above(("households_to_resettle", "households_total")),
    ),
    Rule(
        "disagree",
        Severity.WARNING,
        Sentence("Số đã bàn giao cộng số chưa đồng thuận ({sum}) lớn hơn tổng số ({total})."),
        Sentence("một hộ không thể vừa bàn giao vừa chưa đồng thuận"),
        when.too_many,
    ),
    Rule(
        "percent",
        Severity.WARNING,
        Sentence("Ghi chú: {found}"),
        Sentence("phân số và tỷ lệ phải khớp"),
        when.percent_off,
    ),
    Rule("step", Severity.WARNING, "{step}", Sentence("trình tự Đ87"), when.step_is(Severity.WARNING)),
    Rule(
        "gate",
        Severity.WARNING,
        Sentence("{name} ({value}) còn nhỏ hơn {other} ({other_value}) mà đã có quyết định thu hồi."),
        Sentence("k6 Đ91; ngoại lệ ở k3 Đ3 NQ 254/2025/QH15"),
        when.gate_shut,
    ),
    Rule(
        "unfinished",
        Severity.WARNING,
        Sentence("{name} ({value}) còn nhỏ hơn {other} ({other_value}) mà ghi đã hoàn thành."),
        "k8 Đ87",
        when.unfinished,
    ),
    Rule(
        "before_start",
        Severity.WARNING,
        Sentence("Ngày báo cáo {day} ở trước năm bắt đầu {start}."),
        Sentence("chương trình 2025–2030 của phường"),
        when.before_start,
    ),
    Rule(
        "same_day",
        Severity.WARNING,
        Sentence("Đã có báo cáo khác của ngày {day}; nếu đính chính thì chọn báo cáo cần thay."),
        Sentence("đính chính là báo cáo thay thế"),
        when.same_day,
    ),
    Rule(
        "above_later",
        Severity.WARNING,
        Sentence("{name} ({value}) lớn hơn con số của báo cáo sau đó ({later})."),
        Sentence("việc đã làm không bớt đi; đính chính thì ghi lý do"),
        when.above_later,
    ),
    Rule(
        "older",
        Severity.INFORMATION,
        Sentence("Đã có báo cáo mới hơn ({last}) báo cáo ngày {day} này; màu trên bản đồ không đổi."),
        Sentence("bản đồ lấy báo cáo mới nhất theo ngày"),
        when.older,
    ),
    Rule("detour", Severity.INFORMATION, "{step}", "Đ87", when.step_is(Severity.INFORMATION)),
    Rule(
        "handed_over_above_paid",
        Severity.INFORMATION,
        _LARGER,
        Sentence("bàn giao trước khi nhận tiền là được phép"),
        when.above(*((f"{who}_handed_over", f"{who}_paid") for who in WHO)),
    ),
    Rule(
        "left_out",
        Severity.INFORMATION,
        Sentence("{name}: báo cáo trước ghi {old}, báo cáo này để trống."),
        Sentence("để trống không phải là 0"),
        when.left_out,
    ),
)


def check_report(case: Case) -> tuple[Finding, ...]:
    """Return everything the rules find, errors first, then in the order of `RULES`.

    A report that takes another back has nothing but its source and words to check.
    """
    rules = [rule for rule in RULES if not case.report.withdrawn or rule.id in ("no_source", "personal")]
    order = list(Severity)
    found = [
        Finding(rule.id, rule.severity, field, say(rule.template, **words))
        for rule in rules
        for field, words in rule.check(case)
    ]
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def judge(report: Report, reports: Iterable[Report], project: Project | None, today: date) -> tuple[Finding, ...]:
    """Check a report against everything known today of its clearance; `reports` may hold other clearances too."""
    before, following = around(reports, report, today)
    return check_report(Case(report, before, project, today, following))


def refused(findings: Iterable[Finding]) -> bool:
    """Tell whether the report cannot be stored."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def unanswered(findings: Iterable[Finding], report: Report) -> tuple[Finding, ...]:
    """Return the warnings for which the report gives no reason."""
    answered = {reason.rule for reason in report.reasons if reason.words.strip()}
    return tuple(item for item in findings if item.severity is Severity.WARNING and item.rule not in answered)
