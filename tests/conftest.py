"""What every test may lean on: the application as shipped, a real server in a thread, a real browser of this machine.

Tests that drive a program which this machine lacks are left out, and the run ends with a line that says how to get it;
in CI that is a failure (`tests.programs`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.programs import PROGRAMS, find_browser, missing

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser

TODAY = date(2026, 11, 24)  # the day that tests stand on: a Tuesday in the second year of the programme
PATIENCE_MS = 20_000  # what a machine that is busy with other tests is given before something counts as missing
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def pytest_configure() -> None:
    """Let no busy machine fail a property by its slowness; refuse to begin in CI without the programs of the tests."""
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")
    if os.environ.get("CI") and missing():
        raise pytest.UsageError("\n".join(PROGRAMS[name].remedy for name in missing()))


def needs(item: pytest.Item) -> set[str]:
    """Return the programs a test drives: what its `needs` marks name, and a browser for a browser test."""
    named = {name for mark in item.iter_markers("needs") for name in mark.args}
    return named | ({"browser"} if item.get_closest_marker("browser") else set())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose program is not on this machine; the last lines of the run say so."""
    lacking = set(missing())
    wanting = [item for item in items if needs(item) & lacking]
    if wanting:
        config.hook.pytest_deselected(items=wanting)
        items[:] = [item for item in items if not needs(item) & lacking]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Repeat at the end which tests did not run: a green line alone would hide it."""
    for name in missing():
        terminalreporter.write_line(PROGRAMS[name].remedy, yellow=True)


@pytest.fixture(scope="session", autouse=True)
def instance_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test away from the instance folder of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROJECTMAP_INSTANCE_DIR", str(tmp_path_factory.mktemp("instance")))
        yield


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the application over the shipped data, on `TODAY`, with an instance folder of its own."""
    from webmap import create_app

    return create_app({"TESTING": True, "TODAY": TODAY, "INSTANCE_DIR": tmp_path_factory.mktemp("instance")})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of the application, without cookies of other tests."""
    return app.test_client()


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Flask]:
    """Give an application with accounts and an empty store, on the real day (`tests.signing`)."""
    from tests.signing import new_app, store_of

    app = new_app(tmp_path)
    yield app
    store_of(app).close()


@pytest.fixture
def lan(people: Flask) -> FlaskClient:
    """Return an editor of `people`."""
    from tests.signing import signed_in

    return signed_in(people, "lan.nguyen")


@pytest.fixture(scope="session")
def server(app: Flask) -> Iterator[str]:
    """Give the address of the application, served by the production server on a free port."""
    from tests.serving import serving

    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a headless browser of this machine; tests open their own contexts in it."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        yield opened
        opened.close()
