"""The stages of land recovery (Luật Đất đai 2024, consolidated text of 16-3-2026) as a small state machine.

A step from one reported stage to the next is lawful, noteworthy or doubtful; nothing here forbids, because a report
says what happened, not what should have. Doubtful steps are warnings that want a reason (`geo.clearance.checks` asks).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from geo.clearance.report import Branch, Severity, Stage
from geo.language import Sentence, joined


@dataclass(frozen=True, slots=True)
class StageTerm:
    """A stage as the law words it: Vietnamese and English term, legal basis."""

    term: str
    term_en: str
    basis: str


STAGES: Mapping[Stage, StageTerm] = MappingProxyType(
    {
        Stage.NOT_STARTED: StageTerm(Sentence("Chưa triển khai"), "Not started", ""),
        Stage.PLAN: StageTerm(Sentence("Kế hoạch thu hồi đất, kiểm đếm"), "Recovery plan", "k1 Đ28 NĐ 102/2024; Đ86"),
        Stage.MEETING: StageTerm(Sentence("Họp với người có đất thu hồi"), "Meeting with land users", "k1 Đ87"),
        Stage.NOTICE: StageTerm(Sentence("Thông báo thu hồi đất"), "Notice of recovery", "Đ85; k2 Đ87"),
        Stage.INVENTORY: StageTerm(Sentence("Điều tra, khảo sát, đo đạc, kiểm đếm"), "Survey and inventory", "k2 Đ87"),
        Stage.DRAFT_PLAN: StageTerm(
            Sentence("Lập phương án bồi thường, hỗ trợ, tái định cư"), "Compensation plan drafted", "k3 Đ87"
        ),
        Stage.POSTING: StageTerm(Sentence("Niêm yết công khai phương án"), "Plan posted", "k3 Đ87"),
        Stage.CONSULTATION: StageTerm(Sentence("Lấy ý kiến, đối thoại"), "Consultation and dialogue", "k3 Đ87"),
        Stage.APPRAISAL: StageTerm(Sentence("Thẩm định phương án"), "Plan appraised", "k3 Đ87"),
        Stage.APPROVAL: StageTerm(Sentence("Quyết định phê duyệt phương án"), "Plan approved", "k3 Đ87"),
        Stage.PUBLICATION: StageTerm(
            Sentence("Phổ biến, niêm yết, gửi phương án đã duyệt"), "Approved plan published", "k4 Đ87"
        ),
        Stage.PAYMENT: StageTerm(
            Sentence("Chi trả tiền; bố trí tái định cư"), "Payment and resettlement", "k4 Đ87; Đ94"
        ),
        Stage.RECOVERY_DECISION: StageTerm(Sentence("Quyết định thu hồi đất"), "Recovery decision", "k5, k6 Đ87; Đ83"),
        Stage.HANDOVER: StageTerm(Sentence("Bàn giao mặt bằng"), "Site handed over", "k7 Đ87"),
        Stage.DONE: StageTerm(Sentence("Hoàn thành giải phóng mặt bằng"), "Clearance complete", "k8 Đ87"),
    }
)

BRANCH_TERMS: Mapping[Branch, StageTerm] = MappingProxyType(
    {
        Branch.COMPULSORY_INVENTORY: StageTerm(
            Sentence("Kiểm đếm bắt buộc"), "Compulsory inventory", "điểm đ k2 Đ87; Đ88"
        ),
        Branch.ENFORCEMENT: StageTerm(Sentence("Cưỡng chế thu hồi đất"), "Enforced recovery", "k7 Đ87; Đ89"),
    }
)

BRANCH_OF: Mapping[Branch, Stage] = MappingProxyType(
    {Branch.COMPULSORY_INVENTORY: Stage.INVENTORY, Branch.ENFORCEMENT: Stage.HANDOVER}
)

LAWFUL_DETOURS: Mapping[tuple[Stage, Stage], str] = MappingProxyType(
    {
        (Stage.CONSULTATION, Stage.DRAFT_PLAN): Sentence(
            "Sau lấy ý kiến, phương án được hoàn chỉnh lại (điểm a k3 Đ87)."
        ),
        (Stage.APPRAISAL, Stage.DRAFT_PLAN): Sentence("Thẩm định yêu cầu hoàn chỉnh lại phương án (điểm b k3 Đ87)."),
        (
            Stage.APPROVAL,
            Stage.RECOVERY_DECISION,
        ): Sentence("Không phải bố trí tái định cư thì thu hồi trong 10 ngày (điểm a k5 Đ87)."),
        (Stage.PUBLICATION, Stage.RECOVERY_DECISION): Sentence(
            "Quyết định thu hồi có thể ra trước khi chi trả xong (k5 Đ87)."
        ),
        (Stage.RECOVERY_DECISION, Stage.PAYMENT): Sentence(
            "Quyết định thu hồi có thể ra trước khi chi trả xong (k5 Đ87)."
        ),
        (Stage.PUBLICATION, Stage.HANDOVER): Sentence(
            "Bàn giao trước khi chi trả là được phép khi người có đất tự nguyện."
        ),
        (Stage.APPROVAL, Stage.HANDOVER): Sentence(
            "Bàn giao trước khi chi trả là được phép khi người có đất tự nguyện."
        ),
        (Stage.HANDOVER, Stage.PAYMENT): Sentence(
            "Bàn giao trước khi chi trả là được phép khi người có đất tự nguyện."
        ),
        (Stage.PAYMENT, Stage.HANDOVER): Sentence(
            "Bàn giao trước quyết định thu hồi là được phép khi người có đất tự nguyện."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """A judged step: `severity` None where nothing is to be said, else with one Vietnamese sentence."""

    severity: Severity | None
    sentence: str = ""


def step(before: Stage | None, after: Stage) -> Step:
    """Judge the step from the last known stage (None: nothing reported yet) to the next reported one.

    Staying or going one stage on needs no word; a lawful detour is information; going back or skipping is a warning.
    """
    if before is None or after.number in (before.number, before.number + 1):
        return Step(None)
    detour = LAWFUL_DETOURS.get((before, after))
    if detour is not None:
        return Step(Severity.INFORMATION, detour)
    if after.number < before.number:
        words = Sentence("Bước lùi từ “{before}” về “{after}”.", before=STAGES[before].term, after=STAGES[after].term)
        return Step(Severity.WARNING, words)
    skipped = joined(", ", (Sentence("“{term}”", term=STAGES[stage].term) for stage in between(before, after)))
    return Step(
        Severity.WARNING,
        Sentence(
            "Từ “{before}” sang “{after}” bỏ qua {skipped}.",
            before=STAGES[before].term,
            after=STAGES[after].term,
            skipped=skipped,
        ),
    )


def between(before: Stage, after: Stage) -> tuple[Stage, ...]:
    """Return the stages strictly between two stages, in order; empty when `after` is not beyond `before`."""
    return tuple(stage for stage in Stage if before.number < stage.number < after.number)


def fits(stage: Stage | None, branch: Branch | None) -> bool:
    """Tell whether a branch is named at the stage it belongs to; no branch fits every stage."""
    return branch is None or BRANCH_OF[branch] is stage


def stage_of(code: str) -> Stage | None:
    """Find a stage by its code, its number or its Vietnamese term; None when nothing matches exactly."""
    words = code.strip().casefold()
    for stage in Stage:
        if words in (stage.value, str(stage.number), STAGES[stage].term.casefold()):
            return stage
        if words == f"{stage.number}. {STAGES[stage].term}".casefold():
            return stage
    return None
