"""The way in by API: figures as people write them, every problem told, warnings want reasons."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.clearance.checks import RULES
from geo.clearance.report import FIGURES
from tests.markup import unmarked
from tests.signing import DAY, post, signed_in, token

REPORTS = "/api/clearances/PL4-08/reports"
TODAY = DAY


def body(**changes: Any) -> dict[str, Any]:
    """Return a good report as the form sends it."""
    return {
        "id": str(uuid4()),
        "revision": 0,
        "report_date": TODAY.isoformat(),
        "source": "Báo cáo số 12/BC-UBND",
        "households_total": "253 hộ",
        "households_handed_over": "14",
        "area_required_m2": "63,52 ha",
    } | changes


def test_a_report_is_stored_and_seen_everywhere_at_once(lan: FlaskClient) -> None:
    """201, then the same share in the API, the map's data and the page."""
    answer = post(lan, REPORTS, body())
    assert answer.status_code == 201, answer.text
    said = answer.get_json()
    assert (said["revision"], said["record"]["households_total"], said["record"]["area_required_m2"]) == (
        1,
        253,
        635_200,
    )
    assert (said["record"]["reporter"], said["record"]["graves"]) == ("lan.nguyen", None)
    one = lan.get("/api/clearances/PL4-08").get_json()
    assert one["shares"]["households"]["words"] == "14/253 hộ (5,5 %)"
    assert one["reported_on"] == TODAY.isoformat()
    (feature,) = lan.get("/api/projects.geojson?ids=PL4-08").get_json()["features"]
    assert feature["properties"]["progress_class"] == "under_half"
    assert feature["properties"]["progress_share"] == pytest.approx(14 / 253)
    assert "14/253 hộ (5,5 %)" in lan.get("/clearances/PL4-08").text


def test_sent_twice_it_is_stored_once(lan: FlaskClient) -> None:
    """A lost answer makes the tablet send again: 200, the same record, no second report."""
    given = body()
    first, second = post(lan, REPORTS, given), post(lan, REPORTS, given)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json()["record"] == second.get_json()["record"]
    assert len(lan.get(REPORTS).get_json()["records"]) == 1


def test_the_second_of_two_is_told_who_was_faster(lan: FlaskClient, people: Flask) -> None:
    """409 with who and the revision; nothing is written."""
    minh = signed_in(people, "minh")
    assert post(lan, REPORTS, body()).status_code == 201
    late = post(minh, REPORTS, body(report_date=(TODAY - timedelta(days=1)).isoformat(), households_handed_over="13"))
    assert late.status_code == 409
    assert late.get_json()["who"] == "lan.nguyen"
    assert late.get_json()["revision"] == 1


def test_every_problem_is_told_at_its_field(lan: FlaskClient) -> None:
    """422 with all of them; the store stays empty."""
    answer = post(lan, REPORTS, body(households_total="1,234.5", report_date="30/2/2026", note="hộ ông An", chu_ho="x"))
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.get_json()["faults"]} == {
        "households_total",
        "report_date",
        "note",
        "chu_ho",
    }
    assert lan.get(REPORTS).get_json()["revision"] == 0


def test_what_the_rules_refuse_is_refused(lan: FlaskClient) -> None:
    """More handed over than there are: the finding names rule, field and sentence."""
    answer = post(lan, REPORTS, body(households_handed_over=254))
    assert answer.status_code == 422
    (finding,) = [item for item in answer.get_json()["findings"] if item["severity"] == "error"]
    assert (finding["rule"], finding["field"]) == ("count_above_total", "households_handed_over")
    assert "254 hộ" in finding["message"]


def test_a_warning_wants_a_reason_that_is_stored(lan: FlaskClient) -> None:
    """Falling figures: 422 without a reason, 201 with one, and the reason is part of the report."""
    before = (TODAY - timedelta(days=7)).isoformat()
    assert post(lan, REPORTS, body(report_date=before, households_handed_over=20)).status_code == 201
    held = post(lan, REPORTS, body(revision=1))
    assert held.status_code == 422
    assert "lý do" in held.get_json()["detail"]
    given = post(lan, REPORTS, body(revision=1, reasons={"falls": "đính chính theo biên bản"}))
    assert given.status_code == 201
    assert given.get_json()["record"]["reasons"] == [{"rule": "falls", "words": "đính chính theo biên bản"}]


def test_check_reads_and_judges_without_storing(lan: FlaskClient) -> None:
    """What was understood, how it differs from the last value, what would be asked; nothing is written."""
    post(lan, REPORTS, body(report_date=(TODAY - timedelta(days=7)).isoformat()))
    said = post(lan, f"{REPORTS}/check", body(households_handed_over="20 hộ", area_required_m2="1,234 ha")).get_json()
    assert said["read"]["households_handed_over"] == {"words": "20 hộ", "change": "tăng 6 hộ"}
    assert said["read"]["households_total"]["change"] == "không đổi"
    assert [doubt["field"] for doubt in said["doubts"]] == ["area_required_m2"]
    assert "falls" in {finding["rule"] for finding in said["findings"]}
    assert lan.get(REPORTS).get_json()["revision"] == 1


def test_a_correction_replaces_and_the_history_keeps_both(lan: FlaskClient) -> None:
    """The replaced report stays in the history; what counts is the new one."""
    first = post(lan, REPORTS, body()).get_json()["record"]
    fixed = post(
        lan,
        REPORTS,
        body(revision=1, supersedes=first["id"], households_handed_over=12, reasons={"falls": "đếm trùng"}),
    )
    assert fixed.status_code == 201, fixed.text
    assert len(lan.get(REPORTS).get_json()["records"]) == 2
    assert lan.get("/api/clearances/PL4-08").get_json()["shares"]["households"]["done"] == 12
    why = dict.fromkeys(("falls", "same_day"), "đếm trùng")
    again = post(lan, REPORTS, body(revision=2, supersedes=first["id"], reasons=why))
    assert again.status_code == 409


def test_somebody_faster_is_told_before_any_warning(lan: FlaskClient) -> None:
    """Whoever saw an old state is not asked for reasons first; sent twice, the stored answer comes again."""
    first = body()
    post(lan, REPORTS, first)
    late = post(lan, REPORTS, body(households_handed_over=9))
    assert late.status_code == 409
    assert "lan.nguyen" in late.get_json()["detail"]
    assert post(lan, REPORTS, first).status_code == 200


def test_a_figure_with_two_readings_says_how_it_was_read(lan: FlaskClient) -> None:
    """Stored as the Vietnamese reading, with the doubt at its field."""
    said = post(lan, REPORTS, body(area_required_m2="1,234 ha", households_handed_over="0")).get_json()
    assert said["record"]["area_required_m2"] == 12_340
    assert [doubt["field"] for doubt in said["doubts"]] == ["area_required_m2"]


def test_an_obstacle_is_entered_and_closed(lan: FlaskClient) -> None:
    """Open it shows on the hotspots page with who must act; closed it is gone."""
    address = "/api/clearances/PL4-08/obstacles"
    given = {
        "id": str(uuid4()),
        "revision": 0,
        "kind": "price",
        "text": "Chưa thống nhất đơn giá",
        "who": "Phòng Kinh tế",
        "opened": (TODAY - timedelta(days=9)).isoformat(),
        "due": (TODAY - timedelta(days=2)).isoformat(),
    }
    opened = post(lan, address, given)
    assert opened.status_code == 201, opened.text
    assert lan.get("/api/clearances/PL4-08").get_json()["overdue_obstacles"] == 1
    assert "Phòng Kinh tế" in lan.get("/hotspots").text
    closed = post(
        lan,
        address,
        {**given, "id": str(uuid4()), "revision": 1, "supersedes": given["id"], "closed": TODAY.isoformat()},
    )
    assert closed.status_code == 201, closed.text
    assert lan.get("/api/clearances/PL4-08").get_json()["open_obstacles"] == 0
    assert post(lan, address, {"revision": 2}).status_code == 422


def test_a_milestone_sets_periods_running(lan: FlaskClient) -> None:
    """An approval two months ago: the decision and the payment are overdue, with their legal basis."""
    day = TODAY - timedelta(days=60)
    given = {
        "id": str(uuid4()),
        "revision": 0,
        "stage": "approval",
        "document_number": "45/QĐ-UBND",
        "document_date": day.isoformat(),
    }
    assert post(lan, "/api/clearances/PL4-08/milestones", given).status_code == 201
    periods = {item["id"]: item for item in lan.get("/api/clearances/PL4-08").get_json()["periods"]}
    assert periods["payment"]["overdue"]
    assert periods["payment"]["basis"] == "điểm a k3 Đ94 Luật Đất đai"
    assert "PL4-08" in lan.get("/briefing").text


@pytest.mark.parametrize("path", ["reports", "reports/check", "obstacles", "milestones"])
def test_only_editors_write(people: Flask, path: str) -> None:
    """Nobody in particular gets 401, a viewer 403, a page without the token 400."""
    address = f"/api/clearances/PL4-08/{path}"
    assert post(people.test_client(), address, body()).status_code == 401
    assert post(signed_in(people, "xem.thoi"), address, body()).status_code == 403
    assert signed_in(people, "lan.nguyen").post(address, json=body()).status_code == 400


@pytest.mark.parametrize("sent", [b"", b"[1]", b"{", b'{"a": NaN}', b'"text"'])
def test_bodies_that_are_no_object_are_answered(lan: FlaskClient, sent: bytes) -> None:
    """A sentence, not a trace."""
    answer = lan.post(REPORTS, data=sent, headers={"X-CSRFToken": token(lan), "Content-Type": "application/json"})
    assert answer.status_code == 422
    assert "JSON" in answer.get_json()["detail"]


@pytest.mark.parametrize("revision", [None, -1, "0", True, 1.5])
def test_a_report_without_the_revision_it_saw_is_refused(lan: FlaskClient, revision: object) -> None:
    """Optimistic locking needs to know what was seen."""
    answer = post(lan, REPORTS, body(revision=revision))
    assert answer.status_code == 422
    assert "revision" in answer.get_json()["detail"]


def test_unknown_clearances_and_parameters_are_answered(lan: FlaskClient) -> None:
    """404 for a clearance the programme does not have, 400 for a parameter nobody knows."""
    assert lan.get("/api/clearances/PL4-99").status_code == 404
    assert lan.get("/api/clearances/PL3-01/reports").status_code == 404
    assert post(lan, "/api/clearances/PL4-99/reports", body()).status_code == 404
    assert lan.get("/api/clearances?since=2026-01-01").status_code == 400
    assert lan.get("/api/clearances?as_of=hôm qua").status_code == 400


def test_as_of_answers_for_that_day(lan: FlaskClient) -> None:
    """Yesterday nobody knew of today's report."""
    post(lan, REPORTS, body())
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assert lan.get(f"/api/clearances/PL4-08?as_of={yesterday}").get_json()["shares"] == {}
    listed = lan.get(f"/api/clearances?as_of={yesterday}").get_json()
    assert (listed["as_of"], len(listed["clearances"])) == (yesterday, 18)


def test_the_tables_are_served_for_other_clients(lan: FlaskClient) -> None:
    """All figures, stages 0 to 14 and every rule, as the form and the spreadsheet have them."""
    said = lan.get("/api/report-rules").get_json()
    assert [figure["name"] for figure in said["figures"]] == [figure.name for figure in FIGURES]
    assert [rule["id"] for rule in said["rules"]] == [rule.id for rule in RULES]
    assert [stage["number"] for stage in said["stages"]] == list(range(15))


def test_numbers_of_api_pages_and_exports_agree_on_three_days(lan: FlaskClient) -> None:
    """Score, rank, share and state of every clearance: API, map data, hotspots page and weekly page say the same."""
    post(lan, REPORTS, body())
    for day in (TODAY, TODAY - timedelta(days=30), date(2025, 6, 1)):
        listed = lan.get(f"/api/clearances?as_of={day}").get_json()["clearances"]
        features = lan.get(f"/api/projects.geojson?kind=clearance&as_of={day}").get_json()["features"]
        drawn = {feature["id"]: feature["properties"] for feature in features}
        page, weekly = (unmarked(lan.get(f"/{name}?as_of={day}").text) for name in ("hotspots", "briefing"))
        for row in listed:
            shown, spot = drawn[row["id"]], row["hotspot"]
            assert shown["clearance_state"] == row["clearance_state"]
            assert shown["progress_class"] == row["progress_class"]
            assert (shown["hotspot_rank"], shown["hotspot_score"]) == (spot["rank"], spot["score"])
            assert f"<b>{spot['score']:.1f}</b>".replace(".", ",") in page
            if spot["rank"] <= 5:
                assert spot["why"] in weekly
