"""The rule: the map can be installed; a device keeps what anybody may read, nothing about a person, nothing sent."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from webmap import create_app, offline
from webmap.access import declared_role
from webmap.appicon import ICON, drawn_icons
from webmap.assets import assets
from webmap.style import GROUND, LAND

TOKENS = assets()["shell.css"].text


def told(client: FlaskClient) -> dict[str, object]:
    """Return what the server tells the worker."""
    code = client.get("/sw.js").get_data(as_text=True)
    found = re.match(r"const OFFLINE = (\{.*\});\n", code)
    assert found
    says: dict[str, object] = orjson.loads(found[1])
    return says


def size_of(png: bytes) -> tuple[int, int]:
    """Return width and height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


def test_the_manifest_has_what_a_device_asks_for(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    says = answer.get_json(force=True)
    assert says["name"] == "Bản đồ công trình phường Thủy Nguyên"
    assert len(says["short_name"]) <= 12
    assert says["lang"] == "vi"
    assert says["start_url"] == says["scope"] == says["id"] == "/"
    assert says["display"] == "standalone"
    assert {"192x192", "512x512", "any"} <= {icon["sizes"] for icon in says["icons"]}
    assert [icon["sizes"] for icon in says["icons"] if icon["purpose"] == "maskable"] == ["512x512"]


def test_every_address_of_the_manifest_answers(client: FlaskClient) -> None:
    says = client.get("/manifest.webmanifest").get_json(force=True)
    for icon in says["icons"]:
        answer = client.get(icon["src"])
        assert answer.mimetype == icon["type"]
        if icon["type"] == "image/png":
            width, height = size_of(answer.get_data())
            assert f"{width}x{height}" == icon["sizes"]
    for shortcut in says["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 200, shortcut


def test_the_manifest_has_the_colours_of_the_pages(client: FlaskClient) -> None:
    says = client.get("/manifest.webmanifest").get_json(force=True)
    assert (says["theme_color"], says["background_color"]) == (LAND, GROUND)
    assert f"--paper:{GROUND};" in TOKENS
    assert f"--surface:{LAND};" in TOKENS


def test_the_manifest_speaks_english_to_whoever_does(client: FlaskClient) -> None:
    assert client.get("/manifest.webmanifest?lang=en").get_json(force=True)["lang"] == "en"
    assert 'href="/manifest.webmanifest?lang=en"' in client.get("/data?lang=en").get_data(as_text=True)


def test_pictures_are_drawn_from_the_one_icon() -> None:
    """A maskable icon has no round corners: it is filled, and draws inside the circle that a system may cut."""
    assert ' rx="8"' in ICON.read_text(encoding="utf-8")
    drawn = drawn_icons()
    assert drawn["icon-512.png"] != drawn["icon-maskable-512.png"]
    assert {size_of(png) for png in drawn.values()} == {(180, 180), (192, 192), (512, 512)}


@pytest.mark.parametrize("page", ["/", "/hotspots", "/data", "/signin"])
def test_every_page_brings_manifest_worker_and_the_line_that_says_how_old(client: FlaskClient, page: str) -> None:
    html = client.get(page).get_data(as_text=True)
    assert 'rel="manifest"' in html
    assert assets()["offline.js"].url in html
    assert "Đang xem dữ liệu đã lưu lúc {time}, chưa nối được máy chủ." in html


def test_the_worker_covers_the_site_under_the_strict_policy(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"  # the old one is never taken for the new one
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert assets()["worker.js"].text in answer.get_data(as_text=True)


def test_what_may_be_kept_are_routes_that_anybody_may_read(app: Flask) -> None:
    rules = {rule.rule: rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())}
    assert set(offline.KEPT) <= set(rules)
    assert {declared_role(app, rules[rule]) for rule in offline.KEPT} <= {"public", "viewer"}


@pytest.mark.parametrize(
    "path",
    ["/api/session", "/signin", "/signout", "/password", "/reports/PL4-01", "/api/clearances/PL4-01/reports",
     "/export/projects.csv", "/healthz", "/sw.js"],
)  # fmt: skip
def test_what_is_about_a_person_or_changes_is_never_kept(client: FlaskClient, path: str) -> None:
    patterns = told(client)["kept"]
    assert isinstance(patterns, list)
    assert not any(re.fullmatch(pattern, path) for pattern in patterns)


def test_the_server_lets_be_kept_what_the_worker_fetches_at_once(client: FlaskClient) -> None:
    says = told(client)
    assert says["open"] is True
    patterns, core = says["kept"], says["core"]
    assert isinstance(patterns, list)
    assert isinstance(core, list)
    for address in core:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "no-cache", address
        assert any(re.fullmatch(pattern, address) for pattern in patterns), address


def test_the_parts_of_the_map_that_come_late_are_fetched_before_they_are_wanted(client: FlaskClient) -> None:
    """Without the server nobody can fetch the help any more; the editor could save nothing."""
    late = told(client)["late"]
    assert isinstance(late, list)
    assert assets()["help.js"].url in late
    assert assets()["editor.js"].url not in late
    assert all(client.get(address).status_code == 200 for address in late)


def test_kept_pages_are_the_same_for_whoever_has_signed_in(people: Flask, lan: FlaskClient) -> None:
    """Nothing about a person is in them: a device that keeps one keeps nobody's name."""
    stranger = people.test_client()
    for rule in offline.KEPT:
        address = rule.replace("<layer>", "ward").replace("<project>", "PL3-07").replace("<clearance>", "PL4-01")
        assert lan.get(address).get_data() == stranger.get(address).get_data(), address


def test_where_reading_needs_an_account_nothing_read_is_kept(tmp_path: Path) -> None:
    closed = create_app({"TESTING": True, "OPEN_READING": False, "INSTANCE_DIR": tmp_path})
    assert told(closed.test_client())["open"] is False


def test_a_new_version_of_the_data_is_a_new_worker(client: FlaskClient, tmp_path: Path) -> None:
    """Browsers take a worker anew when one byte of it differs."""
    other = create_app({"TESTING": True, "TODAY": "2027-01-01", "INSTANCE_DIR": tmp_path})
    assert told(client) == told(client)
    assert told(other.test_client())["version"] != told(client)["version"]


@pytest.mark.parametrize("address", ["/manifest.webmanifest", "/sw.js", "/offline"])
def test_unknown_parameters_are_refused_here_too(client: FlaskClient, address: str) -> None:
    assert client.get(f"{address}?x=1").status_code == 400
