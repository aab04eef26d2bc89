"""The rule: who knows the old password may change it, alone; other sessions of the account end, nothing else does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.signing import PASSWORD, new_app, sign_in, signed_in, store_of, token

NEW = "một câu khác còn dài hơn"


@pytest.fixture
def people(tmp_path: Path) -> Flask:
    """Return an application with accounts."""
    return new_app(tmp_path)


def change(client: FlaskClient, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> Any:
    """Send the form."""
    fields = {"old": old, "new": new, "again": new if again is None else again, "csrf_token": token(client)}
    return client.post("/password", data=fields)


def test_the_new_password_opens_and_the_old_one_does_not(people: Flask) -> None:
    client = signed_in(people, "xem.thoi")
    assert change(client).status_code == 303
    assert sign_in(people.test_client(), "xem.thoi").status_code == 401
    assert sign_in(people.test_client(), "xem.thoi", NEW).status_code == 303


def test_this_session_goes_on_and_the_others_end(people: Flask) -> None:
    here, elsewhere = signed_in(people, "minh"), signed_in(people, "minh")
    answer = change(here)
    assert "Đã đổi mật khẩu" in here.get(answer.location).text
    assert here.get("/api/session").get_json()["name"] == "minh"
    assert elsewhere.get("/api/session").get_json()["name"] is None


def test_the_change_stands_in_the_audit_under_its_own_name(people: Flask) -> None:
    change(signed_in(people, "minh"))
    entry = next(entry for entry in store_of(people).audit.newest() if entry.action == "account.password")
    assert (entry.who, entry.subject) == ("minh", "minh")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"old": "sai hẳn rồi nhé"}, "hiện tại không đúng"),
        ({"again": NEW + "!"}, "không giống nhau"),
        ({"new": PASSWORD}, "trùng mật khẩu cũ"),
        ({"new": "ngắn"}, "từ 12 đến 128"),
        ({"new": "aaaaaaaaaaaaaa"}, "quá dễ đoán"),
        ({"new": "minh là tôi đây nhé"}, "quá dễ đoán"),
    ],
)
def test_a_change_that_cannot_be_is_told_and_changes_nothing(people: Flask, fields: dict[str, str], says: str) -> None:
    client = signed_in(people, "minh")
    answer = change(client, **fields)
    assert answer.status_code == 400
    assert says in answer.text
    assert sign_in(people.test_client(), "minh").status_code == 303


def test_nobody_in_particular_is_led_to_the_door(people: Flask) -> None:
    visitor = people.test_client()
    answer = visitor.get("/password")
    assert (answer.status_code, answer.location) == (303, "/signin?next=/password")
    assert change(visitor).status_code == 401


def test_guessing_the_old_password_is_slowed_down(people: Flask) -> None:
    client = signed_in(people, "minh")
    answers = [change(client, old=f"đoán bừa lần {n} thôi").status_code for n in range(6)]
    assert answers == [400] * 5 + [429]


def test_the_page_is_never_kept(people: Flask) -> None:
    assert signed_in(people, "minh").get("/password").headers["Cache-Control"] == "no-store"
