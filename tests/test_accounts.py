"""The rule: a session belongs to one open account as it is now; signing in tells nobody which half was wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.store import Role
from tests.signing import PASSWORD, new_app, post, sign_in, signed_in, store_of, token
from webmap.throttle import TRIES_A_NAME, Throttle


@pytest.fixture(scope="module")
def app_of_people(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an application with accounts."""
    return new_app(tmp_path_factory.mktemp("people"))


@pytest.fixture
def people(app_of_people: Flask) -> Iterator[Flask]:
    """Give the application with its tries forgotten."""
    app_of_people.extensions["projectmap.throttle"] = Throttle()
    yield app_of_people


@pytest.fixture
def visitor(people: Flask) -> FlaskClient:
    """Return a client that is nobody yet."""
    return people.test_client()


def _who(client: FlaskClient) -> tuple[str | None, str | None]:
    says = client.get("/api/session").get_json()
    return says["name"], says["role"]


def test_a_visitor_is_nobody_and_may_read(visitor: FlaskClient) -> None:
    assert _who(visitor) == (None, "viewer")
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize(("name", "role"), [("xem.thoi", "viewer"), ("lan.nguyen", "editor"), ("quan.tri", "admin")])
def test_who_signs_in_is_who_they_are(people: Flask, name: str, role: str) -> None:
    assert _who(signed_in(people, name)) == (name, role)


def test_signing_out_ends_the_session(people: Flask) -> None:
    client = signed_in(people, "lan.nguyen")
    answer = client.post("/signout", data={"csrf_token": token(client)})
    assert (answer.status_code, answer.location) == (303, "/signin")
    assert _who(client) == (None, "viewer")
    actions = [(entry.action, entry.who, entry.address) for entry in store_of(people).audit.newest(2)]
    assert actions == [("session.end", "lan.nguyen", "127.0.0.1"), ("session.start", "lan.nguyen", "127.0.0.1")]


def test_a_name_may_be_typed_with_capitals(visitor: FlaskClient) -> None:
    assert sign_in(visitor, " Lan.Nguyen ").status_code == 303


def test_a_wrong_name_and_a_wrong_password_look_the_same(people: Flask) -> None:
    wrong_name = sign_in(people.test_client(), "nobody")
    wrong_password = sign_in(people.test_client(), "lan.nguyen", PASSWORD + "!")
    assert wrong_name.status_code == wrong_password.status_code == 401

    def text(answer: bytes) -> str:
        return re.sub(r'value="[^"]*"', "", answer.decode())

    assert text(wrong_name.data) == text(wrong_password.data)
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in text(wrong_name.data)


def test_a_refusal_is_written_down_without_what_may_be_a_password(people: Flask) -> None:
    """People type their password into the name field."""
    sign_in(people.test_client(), PASSWORD, "lan.nguyen")
    sign_in(people.test_client(), "lan.nguyen", "sai")
    entries = store_of(people).audit.newest(2)
    assert [(entry.action, entry.who) for entry in entries] == [
        ("session.refuse", "lan.nguyen"),
        ("session.refuse", "(không rõ)"),
    ]
    assert PASSWORD not in repr(entries)


def test_too_many_tries_wait(people: Flask) -> None:
    client = people.test_client()
    for _ in range(TRIES_A_NAME):
        assert sign_in(client, "minh", "sai").status_code == 401
    answer = sign_in(client, "minh")
    assert answer.status_code == 429
    assert 800 <= int(answer.headers["Retry-After"]) <= 900
    assert "Hãy đợi 15 phút" in answer.get_data(as_text=True)
    assert _who(client) == (None, "viewer")


@pytest.mark.parametrize("change", ["password", "role", "disable"])
def test_a_change_of_the_account_ends_its_sessions(people: Flask, change: str) -> None:
    accounts = store_of(people).accounts
    name = f"tam.{change}"
    accounts.add(name, Role.EDITOR, PASSWORD, who="cli")
    client = signed_in(people, name)
    assert _who(client) == (name, "editor")
    match change:
        case "password":
            accounts.set_password(name, PASSWORD + " mới", who="cli")
        case "role":
            accounts.set_role(name, Role.VIEWER, who="cli")
        case _:
            accounts.set_disabled(name, disabled=True, who="cli")
    assert _who(client) == (None, "viewer")


def test_a_closed_account_cannot_sign_in(people: Flask) -> None:
    accounts = store_of(people).accounts
    accounts.add("da.nghi", Role.EDITOR, PASSWORD, who="cli")
    accounts.set_disabled("da.nghi", disabled=True, who="cli")
    assert sign_in(people.test_client(), "da.nghi").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: FlaskClient) -> None:
    cookie = sign_in(visitor, "lan.nguyen").headers["Set-Cookie"]
    assert cookie.startswith("projectmap=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Expires=" in cookie
    assert "Secure" not in cookie


def test_under_https_the_cookie_stays_there(people: Flask) -> None:
    client = people.test_client()
    answer = client.get("/signin", base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"].split("; ")


def test_a_cookie_signed_with_another_key_is_nobody(people: Flask, tmp_path: Path) -> None:
    client = signed_in(people, "quan.tri")
    cookie = client.get_cookie("projectmap")
    assert cookie is not None
    stranger = new_app(tmp_path).test_client()
    stranger.set_cookie("projectmap", cookie.value)
    assert _who(stranger) == (None, "viewer")


def test_signing_in_leaves_nothing_of_the_session_before(people: Flask) -> None:
    client = people.test_client()
    before = token(client)
    sign_in(client, "lan.nguyen")
    answer = client.post("/api/measure", json={}, headers={"X-CSRFToken": before})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "stale_form")


# the token


@pytest.mark.parametrize("address", ["/signin", "/signout"])
def test_a_form_without_its_token_is_refused(visitor: FlaskClient, address: str) -> None:
    answer = visitor.post(address, data={"name": "lan.nguyen", "password": PASSWORD})
    assert answer.status_code == 400
    assert "đã cũ, chưa lưu gì" in answer.get_data(as_text=True)
    assert _who(visitor) == (None, "viewer")


def test_a_token_of_somebody_else_is_refused(people: Flask) -> None:
    lan, other = signed_in(people, "lan.nguyen"), people.test_client()
    answer = lan.post("/api/measure", json={}, headers={"X-CSRFToken": token(other)})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "stale_form")
    assert post(lan, "/api/measure", {}).status_code == 422


# ways


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("/hotspots?year=2026", "/hotspots?year=2026"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\nSet-Cookie: x", "/"),
    ],
)
def test_after_signing_in_one_stays_on_this_site(visitor: FlaskClient, target: str, leads: str) -> None:
    assert sign_in(visitor, "lan.nguyen", next=target).location == leads


def test_the_page_is_about_one_person_and_never_kept(people: Flask) -> None:
    client = signed_in(people, "lan.nguyen")
    page = client.get("/signin")
    assert page.headers["Cache-Control"] == "no-store"
    assert "lan.nguyen" in page.get_data(as_text=True)
    assert "Đăng xuất" in page.get_data(as_text=True)
    assert client.get("/api/session").headers["Cache-Control"] == "no-store"
    assert client.get("/signin?colour=red").status_code == 400


def test_what_is_typed_is_shown_as_text(visitor: FlaskClient) -> None:
    page = sign_in(visitor, '"><script>alert(1)</script>{{ 7*7 }}', next="/{{ 7*7 }}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "49" not in page
    assert "{{ 7*7 }}" in page


def test_a_closed_house_leads_to_the_door_and_back(tmp_path: Path) -> None:
    app = new_app(tmp_path, OPEN_READING=False)
    client = app.test_client()
    answer = client.get("/hotspots?year=2026")
    assert (answer.status_code, answer.location) == (303, "/signin?next=/hotspots?year%3D2026")
    assert client.get("/api/projects.geojson").status_code == 401
    assert _who(client) == (None, None)
    page = client.get(answer.location).get_data(as_text=True)
    assert 'name="next" value="/hotspots?year=2026"' in page
    assert sign_in(client, "xem.thoi", next="/hotspots?year=2026").location == "/hotspots?year=2026"
    assert client.get("/hotspots?year=2026").status_code == 200


def test_who_may_not_is_told_so_and_not_sent_in_circles(people: Flask) -> None:
    assert post(signed_in(people, "xem.thoi"), "/api/measure", {}).status_code == 403
    assert post(people.test_client(), "/api/measure", {}).status_code == 401


def test_a_key_that_could_be_guessed_stops_the_start(tmp_path: Path) -> None:
    from webmap.settings import SettingError

    with pytest.raises(SettingError, match="quá ngắn"):
        new_app(tmp_path, SECRET_KEY="dev")  # noqa: S106  the very thing that is refused
