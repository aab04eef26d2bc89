"""Form and spreadsheet for people: last value beside the new one, every row shown first, all or nothing."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.clearance.report import FIGURES
from tests.signing import DAY, post, signed_in, token
from tests.test_report_sheet import GOOD, filled

TODAY = DAY
ROW = {**GOOD, "report_date": TODAY}


def send(client: FlaskClient, address: str, content: bytes | None, name: str = "tuan.xlsx", **more: str) -> Any:
    """Send a file as the page's script does."""
    data: dict[str, Any] = dict(more)
    if content is not None:
        data["file"] = (io.BytesIO(content), name)
    return client.post(address, data=data, headers={"X-CSRFToken": token(client)})


def test_the_form_shows_every_figure_with_its_last_value(lan: FlaskClient) -> None:
    """One input a figure, the keyboard for its kind, the last value and its day, and the revision to hand back."""
    post(
        lan,
        "/api/clearances/PL4-08/reports",
        {
            "id": str(uuid4()),
            "revision": 0,
            "report_date": TODAY.isoformat(),
            "source": "BC 12",
            "households_total": 253,
        },
    )
    page = lan.get("/reports/PL4-08").text
    inputs = dict(re.findall(r'name="(\w+)" data-figure inputmode="(\w+)"', page))
    assert set(inputs) == {figure.name for figure in FIGURES}
    assert (inputs["households_total"], inputs["km_clear"]) == ("numeric", "decimal")
    assert f"253 hộ <small>{TODAY:%d/%m/%Y}</small>" in page
    assert 'data-revision="1"' in page
    assert 'data-note="households_total"' in page


def test_the_form_is_for_editors(people: Flask) -> None:
    """Somebody who has not signed in is led to the sign-in page and back; a viewer is refused."""
    answer = people.test_client().get("/reports/PL4-08")
    assert (answer.status_code, answer.location) == (303, "/signin?next=/reports/PL4-08")
    assert signed_in(people, "xem.thoi").get("/reports/PL4-08").status_code == 403
    assert signed_in(people, "lan.nguyen").get("/reports/PL4-99").status_code == 404


def test_the_list_says_who_has_to_report(people: Flask) -> None:
    """Every clearance, those that should speak first, with a way to the form and the template."""
    page = people.test_client().get("/reports").text
    assert len(re.findall(r'href="/reports/PL4-\d\d"', page)) == 18
    assert "/reports/template.xlsx" in page


def test_the_template_is_a_spreadsheet_to_keep(people: Flask) -> None:
    """Named by its day, and readable."""
    answer = people.test_client().get("/reports/template.xlsx")
    assert f"bao-cao-gpmb-{TODAY}.xlsx" in answer.headers["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames[0] == "Báo cáo"


def test_a_good_file_is_previewed_then_stored_once(lan: FlaskClient) -> None:
    """Check tells every row as read and stores nothing; storing takes all rows; the same file again adds nothing."""
    content = filled({"PL4-08": ROW, "PL4-10": ROW})
    said = send(lan, "/api/report-sheet/check", content).get_json()
    assert (said["storable"], said["errors"], len(said["rows"])) == (True, 0, 2)
    assert {"label": "Tổng số hộ", "words": "253 hộ", "change": ""} in said["rows"][0]["read"]
    assert lan.get("/api/clearances/PL4-08/reports").get_json()["revision"] == 0
    for _ in range(2):
        stored = send(lan, "/api/report-sheet", content, revisions=json.dumps(said["revisions"]))
        assert stored.status_code == 201, stored.text
        assert stored.get_json() == {"stored": 2, "clearances": ["PL4-08", "PL4-10"]}
    assert lan.get("/api/clearances/PL4-08/reports").get_json()["revision"] == 1


def test_one_slip_holds_the_whole_file_back(lan: FlaskClient) -> None:
    """422 with sheet, row and column; the good row is not stored either."""
    content = filled({"PL4-08": ROW, "PL4-10": {**ROW, "households_paid": 254}})
    checked = send(lan, "/api/report-sheet/check", content).get_json()
    assert not checked["storable"]
    assert any(
        note["message"].startswith("Báo cáo, dòng 11, cột P (Hộ đã nhận tiền (hộ))") for note in checked["notes"]
    )
    answer = send(lan, "/api/report-sheet", content, revisions="{}")
    assert answer.status_code == 422
    assert answer.get_json()["errors"] >= 1
    assert lan.get("/api/clearances/PL4-08/reports").get_json()["revision"] == 0


def test_somebody_faster_holds_the_whole_file_back(lan: FlaskClient, people: Flask) -> None:
    """A report that came between preview and storing: 409, nothing of the file is written."""
    content = filled({"PL4-08": ROW, "PL4-10": ROW})
    revisions = json.dumps(send(lan, "/api/report-sheet/check", content).get_json()["revisions"])
    between = {
        "id": str(uuid4()),
        "revision": 0,
        "report_date": (TODAY - timedelta(days=3)).isoformat(),
        "source": "BC",
        "graves": 3,
    }
    assert post(signed_in(people, "minh"), "/api/clearances/PL4-10/reports", between).status_code == 201
    assert send(lan, "/api/report-sheet", content, revisions=revisions).status_code == 409
    assert lan.get("/api/clearances/PL4-08/reports").get_json()["revision"] == 0


@pytest.mark.parametrize(
    ("content", "name", "more", "said"),
    [
        (None, "", {}, "Chưa chọn tệp"),
        (b"x", "bao-cao.csv", {}, ".xlsx"),
        (b"x", "bao-cao.xlsx", {}, "zip"),
    ],
)
def test_files_that_are_none_are_answered(
    lan: FlaskClient, content: bytes | None, name: str, more: Any, said: str
) -> None:
    """A sentence each."""
    answer = send(lan, "/api/report-sheet/check", content, name, **more)
    assert answer.status_code == 422
    assert said in answer.get_json()["detail"]


@pytest.mark.parametrize("revisions", ["", "[]", "x", '{"PL4-08": "a"}'])
def test_storing_needs_what_was_seen(lan: FlaskClient, revisions: str) -> None:
    """Without the revisions of the preview nothing is stored."""
    answer = send(lan, "/api/report-sheet", filled({"PL4-08": ROW}), revisions=revisions)
    assert answer.status_code == 422
    assert "revisions" in answer.get_json()["detail"]
