"""The rule: what is served asks no other host, runs no inline script, survives broken edits, and says where it is."""

from __future__ import annotations

import http.client
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.errors import DataError
from tests.conftest import TODAY
from webmap import create_app
from webmap.assets import assets
from webmap.current import source_of
from webmap.headers import CONTENT_SECURITY_POLICY, SECURITY
from webmap.serve import ServeError, address, keep_watch, open_server
from webmap.settings import ROOT, SettingError, Settings
from webmap.source import Source

PAGES = ("/", "/hotspots", "/nothing", "/?kind=nonsense")


def _policy() -> dict[str, str]:
    return dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))


def test_no_script_but_our_own_files_may_run() -> None:
    policy = _policy()
    assert policy["script-src"] == policy["style-src"] == policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("path", [*PAGES, "/api/projects.geojson", "/api/nothing", "/healthz", "/assets/0/nothing"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in SECURITY} == dict(SECURITY)
    assert headers["Cache-Control"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_inline_script_or_style(client: FlaskClient, path: str) -> None:
    """The policy would stop them silently; here they are found before anybody misses them."""
    page = client.get(path).text
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_no_other_host(client: FlaskClient, path: str) -> None:
    addresses = re.findall(r'(?:src|href|action)="([^"]*)"', client.get(path).text)
    assert addresses
    assert [each for each in addresses if urlsplit(each).netloc] == []


def test_every_asset_of_every_page_is_there(client: FlaskClient) -> None:
    wanted = {each for path in PAGES for each in re.findall(r'(?:src|href)="(/assets/[^"]*)"', client.get(path).text)}
    assert len(wanted) >= 5
    for each in sorted(wanted):
        response = client.get(each)
        assert (response.status_code, response.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")


def test_assets_are_found_by_name_and_hash_only(client: FlaskClient) -> None:
    for asset in assets().values():
        response = client.get(asset.url)
        assert response.data == asset.content
        assert response.mimetype == asset.media_type.partition(";")[0]
    url = assets()["map.js"].url
    for wrong in (url.replace("/assets/", "/assets/0"), "/assets/x/../../pages.py", url + "/..%2f..%2fsettings.py"):
        assert client.get(wrong).status_code == 404


def test_a_page_is_rendered_in_a_moment_and_not_again(tmp_path: Path) -> None:
    app = create_app({"TODAY": TODAY, "INSTANCE_DIR": tmp_path})
    client, answers = app.test_client(), source_of(app).snapshot().answers
    started = time.thread_time()  # of this thread alone: other tests may keep the machine busy; bench/ measures
    client.get("/")
    assert time.thread_time() - started < 0.5
    made = [(key, answers.find(key)) for key in answers]
    assert made
    client.get("/")
    assert [(key, answers.find(key)) for key in answers] == made


@pytest.mark.parametrize(("host", "status"), [("localhost", 200), ("127.0.0.1:8000", 200), ("evil.example", 400)])
def test_another_sites_name_does_not_open_the_map(client: FlaskClient, host: str, status: int) -> None:
    assert client.get("/api/projects.geojson", headers={"Host": host}).status_code == status


def test_a_body_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    app = create_app({"TESTING": True, "INSTANCE_DIR": tmp_path, "MAX_CONTENT_LENGTH": 1000})
    response = app.test_client().post("/signin", data={"name": "x" * 2000}, headers={"Accept": "application/json"})
    assert response.status_code == 413
    assert "quá lớn" in response.get_json()["title"]


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """Return a copy of the data that a test may break."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


def test_broken_data_stops_the_start_with_all_faults(edited: Path, tmp_path: Path) -> None:
    ledger = edited / "projects.csv"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace(",2025,", ",2O25,", 2), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        create_app({"DATA_DIR": edited, "INSTANCE_DIR": tmp_path})
    assert len(caught.value.faults) >= 2
    assert "2O25" in caught.value.sentence


def test_wrong_settings_stop_the_start() -> None:
    with pytest.raises(SettingError):
        create_app({"PORT": "a lot"})


def test_a_broken_edit_leaves_the_map_and_shows_a_banner(
    edited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("webmap.source.PATIENCE_S", 0.0)
    client = create_app({"TODAY": TODAY, "DATA_DIR": edited, "INSTANCE_DIR": tmp_path}).test_client()
    before = client.get("/api/projects.geojson").data
    assert "site-notice" not in client.get("/").text
    ledger = edited / "projects.csv"
    good = ledger.read_text(encoding="utf-8")
    ledger.write_text(good.replace("PL3-08", "PL3-08;<script>", 1), encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        for path in ("/", "/hotspots"):
            page = client.get(path).text
            assert "site-notice" in page
            assert "<script>" not in page
    assert client.get("/api/projects.geojson").data == before
    assert client.get("/healthz").get_json()["status"] == "stale"
    assert "projects.csv" in caplog.text
    ledger.write_text(good.replace("bệnh viện", "Bệnh viện"), encoding="utf-8")
    assert "site-notice" not in client.get("/").text
    assert client.get("/healthz").get_json()["status"] == "ok"


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("10.0.0.4", "http://10.0.0.4:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),  # noqa: S104  what is shown for it is the point
        ("::1", "http://[::1]:80"),
        ("::", "http://[::1]:80"),
    ],
)
def test_the_address_shown_is_one_that_opens(host: str, shown: str) -> None:
    assert address(host, 80) == shown


def test_a_taken_port_is_told_in_a_sentence(app: Flask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ServeError, match=r"PORT=8001"):
            open_server(app, Settings(port=taken.getsockname()[1]))


def test_half_open_connections_do_not_stop_the_others(server: str) -> None:
    """Forty clients that begin a request and fall silent are what a bad line looks like."""
    where = urlsplit(server)
    silent = [socket.create_connection((where.hostname or "", where.port or 0)) for _ in range(40)]
    try:
        for each in silent:
            each.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        asked = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        asked.request("GET", "/healthz")
        assert asked.getresponse().status == 200
    finally:
        for each in silent:
            each.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start `projectmap serve` as a process of its own, and give it with the address that it printed."""
    environ = {**os.environ, "PORT": "0", "PROJECTMAP_INSTANCE_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "webmap", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert found
    yield process, found[0]
    process.kill()
    process.wait()


def test_the_command_serves_what_it_says_and_stops_when_asked(served: tuple[subprocess.Popen[str], str]) -> None:
    process, url = served
    where = urlsplit(url)
    asked = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
    asked.request("GET", "/healthz")
    assert asked.getresponse().status == 200
    asked.close()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0


def test_the_watch_goes_on_after_a_look_that_failed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is what sees an edit in the night; whatever happens to it once, it looks again."""
    monkeypatch.setattr("webmap.serve.PATIENCE_S", 0.01)
    looks = threading.Semaphore(0)

    class Shaky:
        """A source that cannot be looked at."""

        def look(self) -> None:
            """Count and fail."""
            looks.release()
            raise RuntimeError("boom")

    over = keep_watch(cast("Source", Shaky()))
    try:
        assert all(looks.acquire(timeout=60) for _ in range(3))
    finally:
        over.set()
    assert "boom" in caplog.text
