"""The rule: whatever is sent, and whatever the machine does, people read a sentence, and nothing is done by halves."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

import pytest
from flask import Flask

from geo.errors import StoreError
from geo.store import AuditLog, Store
from geo.store.accounts import Accounts
from geo.store.database import Database
from tests.signing import new_app, post, sign_in, signed_in, store_of, token
from tests.test_corrections_api import ADDRESS, body
from webmap.access import declared_role
from webmap.errors import PROBLEM_TYPE
from webmap.query import PARAMETERS

FILLED = {
    "layer": "ward", "clearance": "PL4-01", "project": "PL3-08", "project_id": "PL3-08", "name": "lines", "code": "en",
    "ending": "png", "extension": "csv", "version": "0", "layer_id": "x", "feature_id": "PL3-08", "z": "1", "x": "1",
    "y": "1",
}  # fmt: skip
ODD_TEXTS = (
    "%00", "%ED%A0%80", "%FF", "%C0%AF", "%E2%80%AE", "%E2%80%8B", "%EF%BF%BE", "a%CC%81", "%0d%0aX-Evil:%201",
    "..%2F..%2Fetc%2Fpasswd", "%252e%252e%252f", "%F0%9F%9A%A7", "1e999", "NaN", "-1", "9" * 400, "a" * 8000, "",
    quote("<script>alert(1)</script>"), quote("{{7*7}}${7*7}"), quote("' OR 1=1 --"),
)  # fmt: skip
ODD_HEADERS: tuple[dict[str, str], ...] = (
    {"Accept": "*/*;q=zz"}, {"Accept": "application/json;q=NaN, text/html;q=1e9"}, {"Accept": "x" * 4000},
    {"Accept-Language": "zz-" * 500}, {"Accept-Encoding": "br;q=abc, gzip;q=-1"}, {"Accept-Encoding": "gzip;q=NaN"},
    {"Range": "bytes=5-1"}, {"Range": "bytes=0-1,2-3"}, {"Range": "bytes=99999999999999999999-"}, {"Range": "x"},
    {"If-None-Match": "*"}, {"If-None-Match": 'W/"a",,,"'}, {"If-Modified-Since": "never"}, {"If-Match": '"x"'},
    {"Cookie": "projectmap=" + "A" * 4000}, {"Cookie": "lang=xx; remember_token=admin|x"}, {"Referer": "http://[::1"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "1.2.3.4"}, {"Content-Type": "multipart/form-data"},
)  # fmt: skip
READ = ("/", "/api/projects.geojson", "/hotspots", "/export/projects.csv", "/ogc/collections/lines/items")
FULL = StoreError("Kho dữ liệu không làm được việc này", remedy="Ổ đĩa đã đầy; hãy giải phóng dung lượng rồi thử lại.")
PARTS = ("page", "theme", "ids", "q", "bbox", "as_of", "since", "within", "extent", "crs", "limit", "next", "lang")


def _addresses(app: Flask, method: str = "GET", roles: tuple[str, ...] = ()) -> list[str]:
    """Return an address of every route that takes a method, of those that need one of some roles."""
    rules = (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()))
    found = (rule.rule for rule in rules if not roles or declared_role(app, rule.endpoint) in roles)
    return sorted({re.sub(r"<(?:\w+:)?(\w+)>", lambda part: FILLED[part[1]], rule) for rule in found})


@pytest.fixture(scope="module")
def rough(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an application that answers faults as the served one does."""
    return new_app(tmp_path_factory.mktemp("rough"), TESTING=False)


def _is_told(answer: Any) -> bool:
    """Tell whether an answer is no fault of ours and shows nothing of the inside."""
    inside = "Traceback" in answer.get_data(as_text=False).decode(errors="replace")
    return (answer.status_code < 500 or answer.status_code == 501) and not inside


def test_no_odd_text_in_any_parameter_is_a_fault_of_ours(rough: Flask) -> None:
    client = rough.test_client()
    addresses = [each for each in _addresses(rough) if not each.startswith(("/print.", "/briefing.", "/export/"))]
    asked = {*PARTS, *PARAMETERS}
    for at, address in enumerate(addresses):
        for name in sorted(asked):
            text = ODD_TEXTS[(at + hash_of(name)) % len(ODD_TEXTS)]
            answer = client.get(f"{address}?{name}={text}")
            assert _is_told(answer), f"{address}?{name}={text[:40]}"
            assert "X-Evil" not in answer.headers


def hash_of(name: str) -> int:
    """Return a number that a name always has: each parameter meets another text at another address."""
    return sum(name.encode())


@pytest.mark.parametrize("name", ["q", "ids", "as_of", "bbox", "lang"])
def test_every_odd_text_is_met_with_a_sentence(rough: Flask, name: str) -> None:
    client = rough.test_client()
    for text in ODD_TEXTS:
        for address in (
            "/",
            "/api/projects.geojson",
            "/hotspots",
            "/export/projects.csv",
            "/ogc/collections/lines/items",
        ):
            assert _is_told(client.get(f"{address}?{name}={text}")), (address, text[:40])


def test_odd_texts_in_the_path_are_not_found(rough: Flask) -> None:
    client = rough.test_client()
    for address in (
        "/projects/",
        "/clearances/",
        "/api/base/",
        "/assets/0/",
        "/help/images/",
        "/language/",
        "/layers/",
    ):
        for text in ODD_TEXTS:
            assert client.get(address + text).status_code in {301, 308, 400, 404, 405}, address + text[:40]


def test_odd_headers_change_nothing(rough: Flask) -> None:
    client = rough.test_client()
    for address in ("/", "/api/projects.geojson", "/hotspots", "/export/projects.csv", "/sw.js", "/ogc", "/signin"):
        for headers in ODD_HEADERS:
            answer = client.get(address, headers=headers)
            assert answer.status_code in {200, 206, 304, 412, 416}, (address, headers)
            assert "evil.example" not in answer.text


def test_other_methods_are_refused_by_name(rough: Flask) -> None:
    client = rough.test_client()
    for address in _addresses(rough):
        if address.startswith(("/print.", "/briefing.", "/export/")):
            continue
        for method in ("PUT", "DELETE", "PATCH", "TRACE"):
            answer = client.open(address, method=method)
            assert answer.status_code in {404, 405}, (method, address)
        head = client.head(address)
        assert (head.status_code, head.data) == (client.get(address).status_code, b""), address


def test_nothing_is_written_without_the_token(rough: Flask) -> None:
    """Every route that takes a POST: signed in, but from the page of another site."""
    client = signed_in(rough, "quan.tri")
    for address in _addresses(rough, "POST"):
        answer = client.post(address, data={})
        assert answer.status_code == 400, address
        assert "đã cũ, chưa lưu gì" in answer.text, address


def test_nothing_is_written_by_who_may_not(rough: Flask) -> None:
    """With the right token: nobody is asked to sign in, a viewer is told no."""
    for name, status in ((None, 401), ("xem.thoi", 403)):
        client = signed_in(rough, name) if name else rough.test_client()
        for address in _addresses(rough, "POST", ("editor", "admin")):
            assert post(client, address, {}).status_code == status, (name, address)


def _refuse(*_: object, **__: object) -> NoReturn:
    raise StoreError(
        "Kho dữ liệu không làm được việc này", remedy="Ổ đĩa đã đầy; hãy giải phóng dung lượng rồi thử lại."
    )


def test_where_nothing_can_be_written_down_nobody_is_signed_in_by_halves(
    rough: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = rough.test_client()
    with monkeypatch.context() as patch:
        patch.setattr(AuditLog, "record", _refuse)
        answer = sign_in(client, "minh")
    assert (answer.status_code, "Ổ đĩa đã đầy" in answer.text) == (503, True)
    assert client.get("/api/session").get_json()["name"] is None


def test_one_can_always_sign_out(
    rough: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody stays signed in at somebody else's machine because a disk is full; the log keeps what the audit lacks."""
    client = signed_in(rough, "minh")
    form = {"csrf_token": token(client)}
    monkeypatch.setattr(AuditLog, "record", _refuse)
    assert client.post("/signout", data=form).status_code == 303
    assert client.get("/api/session").get_json()["name"] is None
    assert "minh đã đăng xuất" in caplog.text


def test_a_store_that_cannot_be_read_leaves_the_map_and_refuses_in_a_sentence(
    rough: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody opened the store in another program: whoever is signed in goes on reading, and may not write."""
    client = signed_in(rough, "lan.nguyen")
    given = {"json": body(), "headers": {"X-CSRFToken": token(client)}}
    monkeypatch.setattr(Accounts, "find", _refuse)
    assert [client.get(each).status_code for each in ("/", "/hotspots", "/api/projects.geojson")] == [200, 200, 200]
    answer = client.post(ADDRESS, **given)
    assert (answer.status_code, answer.mimetype) == (503, PROBLEM_TYPE)
    assert "Ổ đĩa đã đầy" in answer.get_json()["detail"]


@pytest.mark.parametrize("put", [lambda path: path.unlink(), lambda path: path.with_name("other").rename(path)])
def test_a_store_taken_away_under_the_server_takes_no_writes(tmp_path: Path, put: Any) -> None:
    """SQLite would go on in a file that has no name any more, say 201, and lose all of it at the next start."""
    app = new_app(tmp_path)
    lan = signed_in(app, "lan.nguyen")
    path = store_of(app).database.path
    path.with_name("other").write_bytes(path.read_bytes())
    put(path)
    answer = post(lan, ADDRESS, body())
    assert answer.status_code == 503
    assert "chưa lưu gì" in answer.get_json()["detail"]


def test_no_room_for_the_index_of_a_log_is_called_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLite calls `disk I/O error` when it cannot make its -shm file."""

    class Refusing:
        """A driver on a full disk."""

        def execute(self, *_: object) -> NoReturn:
            raise sqlite3.OperationalError("disk I/O error")

        def close(self) -> None:
            """Close nothing."""

    database = Database(tmp_path / "a.sqlite", connect=lambda _: Refusing())  # type: ignore[arg-type,return-value]
    with pytest.raises(StoreError, match="verify"):
        database.query("SELECT 1")
    monkeypatch.setattr("geo.store.database.LEAST_FREE", float("inf"))
    with pytest.raises(StoreError, match="đã đầy"):
        database.query("SELECT 1")


def test_what_is_saved_when_the_clock_was_set_back_is_the_newest_all_the_same(tmp_path: Path) -> None:
    """Versions follow each other by number: a clock that jumps back hides no later save behind an earlier one."""
    app = new_app(tmp_path)
    lan = signed_in(app, "lan.nguyen")
    assert post(lan, ADDRESS, body()).status_code == 201
    store: Store = store_of(app)
    clock = store.corrections._clock
    store.corrections._clock = lambda: clock() - timedelta(hours=1)
    assert post(lan, ADDRESS, body(revision=1, radius_m=9)).status_code == 201
    (feature,) = lan.get("/api/projects.geojson?ids=PL3-08").get_json()["features"]
    assert feature["properties"]["radius_m"] == 9
