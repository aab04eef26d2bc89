"""An application of its own for tests of people who sign in: cheap passwords, and clients that are somebody."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from geo.moments import HO_CHI_MINH, utc_now
from geo.store import Role, Store
from tests.entered import CHEAP
from webmap import create_app
from webmap.source import ward_day

PASSWORD = "một câu dài dễ nhớ"  # noqa: S105  a password of a test
PEOPLE = {"xem.thoi": Role.VIEWER, "lan.nguyen": Role.EDITOR, "minh": Role.EDITOR, "quan.tri": Role.ADMIN}
DAY = ward_day()  # when the tests began


def moment() -> datetime:
    """Return the present moment, or the last one of `DAY` once that is over."""
    return min(utc_now(), datetime.combine(DAY, time.max, HO_CHI_MINH).astimezone(UTC))


def new_app(folder: Path, **config: Any) -> Flask:
    """Make an application over the shipped data with an instance folder of its own and the accounts of `PEOPLE`.

    Its day is the real one, because what people save carries the real moment; it stays that day when midnight passes in
    the ward while tests run.
    """
    app = create_app({"TESTING": True, "TODAY": DAY, "INSTANCE_DIR": folder, **config})
    store = store_of(app)
    for log in (store.audit, store.accounts, store.corrections, store.reports, store.obstacles, store.milestones):
        log._clock = moment
    store.accounts._hasher = CHEAP
    for name, role in PEOPLE.items():
        if store.accounts.find(name) is None:
            store.accounts.add(name, role, PASSWORD, who="cli")
    return app


def store_of(app: Flask) -> Store:
    """Return the store of an application."""
    store: Store = app.extensions["projectmap.store"]
    return store


def token(client: FlaskClient) -> str:
    """Return the token that this client's forms need now."""
    found: str = client.get("/api/session").get_json()["csrf_token"]
    return found


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **more: str) -> Any:
    """Send the form; return the answer."""
    return client.post("/signin", data={"name": name, "password": password, "csrf_token": token(client), **more})


def signed_in(app: Flask, name: str) -> FlaskClient:
    """Return a client that is signed in as somebody of `PEOPLE`."""
    client = app.test_client()
    assert sign_in(client, name).status_code == 303
    return client


def post(client: FlaskClient, address: str, body: Any) -> Any:
    """Send JSON as a script of the page does."""
    return client.post(address, json=body, headers={"X-CSRFToken": token(client)})
