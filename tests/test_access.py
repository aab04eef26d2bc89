"""The rule: a view that declares no role is closed to everybody; a role may do what the lesser roles may."""

from __future__ import annotations

import pytest
from flask import Flask

from webmap.access import ACCOUNT, PUBLIC, ROLES, declared_role, guard, identify_with, may, public, requires


def _app(*, open_reading: bool = True, signed_in: str | None = None) -> Flask:
    """Return an application with one view a role, and one that forgot to declare its own."""
    app = Flask("door", static_folder=None)
    guard(app, open_reading=open_reading)
    identify_with(app, lambda: signed_in)
    for role in (PUBLIC, *ROLES):
        app.add_url_rule(f"/{role}", role, requires(role)(lambda: "open"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    return app


@pytest.mark.parametrize(
    ("signed_in", "open_reading", "opened"),
    [
        (None, True, {"public", "viewer"}),
        (None, False, {"public"}),
        ("viewer", False, {"public", "viewer"}),
        ("editor", False, {"public", "viewer", "editor"}),
        ("admin", True, {"public", "viewer", "editor", "admin"}),
    ],
)
def test_each_role_opens_what_it_may(signed_in: str | None, open_reading: bool, opened: set[str]) -> None:
    client = _app(open_reading=open_reading, signed_in=signed_in).test_client()
    status = {name: client.get(f"/{name}").status_code for name in (PUBLIC, *ROLES)}
    refused = 403 if signed_in else 401
    assert status == {name: 200 if name in opened else refused for name in (PUBLIC, *ROLES)}


@pytest.mark.parametrize("signed_in", [None, *ROLES])
def test_a_view_without_a_role_is_closed_to_everybody(signed_in: str | None) -> None:
    app = _app(signed_in=signed_in)
    assert declared_role(app, "forgotten") is None
    assert app.test_client().get("/forgotten").status_code == 403


def test_what_does_not_exist_is_not_there_for_anybody() -> None:
    client = _app().test_client()
    assert client.get("/nothing").status_code == 404
    assert client.post("/viewer").status_code == 405


def test_an_unknown_role_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="owner"):
        requires("owner")


def test_a_page_can_ask_what_the_caller_may() -> None:
    app = _app(signed_in="editor")
    with app.test_request_context("/"):
        assert [role for role in ROLES if may(role)] == ["viewer", "editor"]


def test_public_is_a_declaration_like_the_others() -> None:
    @public
    def view() -> str:
        return "open"

    assert view.role == PUBLIC  # type: ignore[attr-defined]  # the declaration is an attribute of the function


@pytest.mark.parametrize("open_reading", [True, False])
@pytest.mark.parametrize("signed_in", [None, *ROLES])
def test_what_is_somebodys_own_opens_for_any_account_and_for_nobody_else(
    signed_in: str | None, open_reading: bool
) -> None:
    app = _app(signed_in=signed_in, open_reading=open_reading)
    app.add_url_rule("/own", "own", requires(ACCOUNT)(lambda: "open"))
    assert app.test_client().get("/own").status_code == (401 if signed_in is None else 200)
