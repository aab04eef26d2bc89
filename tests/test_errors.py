"""The rule: whatever goes wrong, people get a sentence, programs get a problem (RFC 9457), and nobody gets a trace."""

from __future__ import annotations

import inspect
import logging
from datetime import UTC, datetime

import pytest
from flask import Flask
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests

from geo import errors as faults
from webmap import create_app
from webmap.access import public
from webmap.errors import PROBLEM_TYPE, STATUS, status_of, words_of

TRACE = "hunter2 at /srv/map/store.py"


def _failing(error: Exception) -> Flask:
    """Return an application whose views `/fail` and `/api/fail` raise an error."""

    @public
    def view() -> str:
        raise error

    app = create_app({"PROPAGATE_EXCEPTIONS": False})
    app.add_url_rule("/fail", "fail", view)
    app.add_url_rule("/api/fail", "api_fail", view, methods=["GET"])
    return app


def _kinds() -> list[type[faults.GeoError]]:
    """Return every error of the domain."""
    return [kind for _, kind in inspect.getmembers(faults, inspect.isclass) if issubclass(kind, faults.GeoError)]


@pytest.mark.parametrize("kind", _kinds(), ids=lambda kind: kind.__name__)
def test_every_error_of_the_domain_has_a_status_of_its_own_choice(kind: type[faults.GeoError]) -> None:
    """A new error is put into the table on purpose, never by the accident of its ancestry."""
    assert kind in STATUS
    assert 400 <= STATUS[kind] < 600
    assert words_of(STATUS[kind])[0]


def test_a_child_of_another_room_takes_the_status_of_its_ancestor() -> None:
    class LateError(faults.ConflictError):
        pass

    assert status_of(LateError("Chậm mất rồi")) == STATUS[faults.ConflictError]


def test_a_program_gets_a_problem_with_what_it_can_use() -> None:
    error = faults.QueryError("Không có tham số này", parameter="colour", value="red", allowed=["kind", "year"])
    response = _failing(error).test_client().get("/api/fail")
    assert (response.status_code, response.mimetype) == (400, PROBLEM_TYPE)
    says = response.get_json()
    assert {"type", "title", "status", "detail", "instance", "code", "parameter", "allowed"} == set(says)
    assert (says["status"], says["code"], says["allowed"]) == (400, "query", ["kind", "year"])
    assert says["detail"] == error.sentence


def test_all_faults_of_a_file_are_in_the_answer() -> None:
    found = [faults.Fault("reports.xlsx", row, "total", "x", "Không phải số", "Hãy sửa.") for row in (2, 9)]
    says = _failing(faults.DataError(found)).test_client().get("/api/fail").get_json()
    assert [fault["row"] for fault in says["faults"]] == [2, 9]


def test_a_form_learns_which_fields_to_mend_and_who_was_faster() -> None:
    faulty = faults.CorrectionError([("radius_m", "Bán kính phải lớn hơn 0.")])
    says = _failing(faulty).test_client().get("/api/fail").get_json()
    assert says["faults"] == [{"field": "radius_m", "message": "Bán kính phải lớn hơn 0."}]
    moment = datetime(2026, 11, 24, 8, tzinfo=UTC)
    clash = faults.ConflictError("Đã có bản mới", who="An", when=moment, revision=4)
    response = _failing(clash).test_client().get("/api/fail")
    assert response.status_code == 409
    assert (response.get_json()["who"], response.get_json()["revision"]) == ("An", 4)
    assert datetime.fromisoformat(response.get_json()["when"]) == moment


def test_people_get_a_page_with_the_sentence() -> None:
    error = faults.UnknownProject("Không có dự án này", value="<img src=x onerror=alert(1)>")
    response = _failing(error).test_client().get("/fail")
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert "Không có dự án này" in response.text
    assert "<img src=x" not in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_who_prefers_json_gets_json_anywhere() -> None:
    client = _failing(faults.UnknownProject("Không có dự án này")).test_client()
    assert client.get("/fail", headers={"Accept": "application/json"}).mimetype == PROBLEM_TYPE
    assert client.get("/fail", headers={"Accept": "text/html,*/*;q=0.8"}).mimetype == "text/html"


@pytest.mark.parametrize("path", ["/fail", "/api/fail"])
def test_an_unforeseen_error_shows_a_reference_and_logs_the_trace(path: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        response = _failing(RuntimeError(TRACE)).test_client().get(path)
    assert response.status_code == 500
    assert "hunter2" not in response.text
    assert "Traceback" not in response.text
    reference = caplog.records[-1].getMessage().rpartition(" ")[2]
    assert reference in response.text
    assert TRACE in caplog.text


def test_a_fault_of_ours_is_logged_and_one_of_theirs_is_not(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        _failing(faults.QueryError("Sai", parameter="q")).test_client().get("/fail")
        assert not caplog.records
        assert _failing(faults.StoreError("Kho đang bị khóa")).test_client().get("/fail").status_code == 503
    assert "Kho đang bị khóa" in caplog.text


@pytest.mark.parametrize(("error", "status"), [(RequestEntityTooLarge(), 413), (TooManyRequests(), 429)])
def test_http_errors_speak_vietnamese_too(error: Exception, status: int) -> None:
    response = _failing(error).test_client().get("/api/fail")
    assert (response.status_code, response.get_json()["title"]) == (status, words_of(status)[0])


def test_405_says_what_is_allowed_and_404_has_a_way_home() -> None:
    client = _failing(RuntimeError()).test_client()
    response = client.post("/api/fail")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert 'href="/"' in client.get("/nothing").text


def test_an_unknown_status_still_has_words() -> None:
    assert words_of(418) == words_of(400)
    assert words_of(507) == words_of(500)


def test_a_person_gets_one_piece_of_advice() -> None:
    """The remedy of the fault itself, or else what is usual for its status; never "a few seconds" and "minutes"."""
    usual = words_of(503)[1]
    told = _failing(faults.StoreError("Ổ đĩa đã đầy", remedy="Hãy giải phóng dung lượng.")).test_client().get("/fail")
    assert "Hãy giải phóng dung lượng." in told.text
    assert usual not in told.text
    assert usual in _failing(faults.StoreError("Kho đang bận")).test_client().get("/fail").text
