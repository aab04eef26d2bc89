"""The rule: what takes long is done by few at once, is waited for by so many, and never makes the light wait."""

from __future__ import annotations

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.gates import full, standing
from tests.signing import new_app, sign_in, signed_in
from webmap.gate import FILES, GATES, MAKING, PASSWORDS, BusyError, Gate
from webmap.serve import FREE_THREADS, THREADS


def test_so_many_work_at_once_and_the_others_follow() -> None:
    gate, lock = Gate(at_once=2, waiting=6), threading.Lock()
    inside, most = 0, 0
    both = threading.Barrier(2)

    def work(_: int) -> None:
        nonlocal inside, most
        with gate.turn():
            with lock:
                inside += 1
                most = max(most, inside)
            both.wait(60)  # passes only while two are inside
            with lock:
                inside -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert most == 2


def test_one_too_many_is_told_to_come_again() -> None:
    gate = Gate(at_once=1, waiting=1)
    with full(gate), pytest.raises(BusyError, match="vài giây"), gate.turn():
        pass
    with gate.turn():
        pass


def test_whoever_is_inside_needs_no_second_turn() -> None:
    gate = Gate(at_once=1, waiting=0)
    with gate.turn(), gate.turn():
        pass
    with pytest.raises(ValueError, match="torn"), gate.turn():
        raise ValueError("torn")
    with gate.turn():
        pass


def test_the_server_has_threads_beyond_all_gates() -> None:
    assert THREADS - sum(gate.room for gate in GATES) == FREE_THREADS >= 8


def test_while_the_line_is_full_everything_light_is_answered(client: FlaskClient) -> None:
    """Health, assets, and what is kept already; what is not is a 503 in a sentence, for a person and for a program."""
    kept = ("/healthz", "/", "/api/projects.geojson", "/hotspots", "/api/session", "/signin")
    for address in kept:
        client.get(address)
    unseen = f"?as_of={TODAY - timedelta(days=400)}"
    with full(MAKING):
        assert [client.get(address).status_code for address in kept] == [200] * len(kept)
        page = client.get("/hotspots" + unseen)
        api = client.get("/api/projects.geojson" + unseen)
    for busy in (page, api):
        assert (busy.status_code, busy.headers["Cache-Control"]) == (503, "no-store")
        assert int(busy.headers["Retry-After"]) > 0
    assert "Máy chủ đang bận vì nhiều người cùng hỏi một lúc" in page.text
    assert api.get_json()["code"] == "busy"
    assert client.get("/hotspots" + unseen).status_code == 200


def test_passwords_and_files_have_gates_of_their_own(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    with full(PASSWORDS):
        assert sign_in(app.test_client(), "lan.nguyen").status_code == 503
    lan = signed_in(app, "lan.nguyen")
    token = lan.get("/api/session").get_json()["csrf_token"]
    with full(FILES):
        for address in ("/api/uploads/read", "/api/report-sheet/check"):
            sent = {"file": (BytesIO(b"{}"), "a.geojson"), "csrf_token": token}
            assert lan.post(address, data=sent).status_code == 503


def test_two_dozen_days_at_once_wait_their_turn_and_health_does_not(server: str) -> None:
    """Over HTTP, as served: before the gate, /healthz stood behind them for as long as the last one took."""
    where = urlsplit(server)

    def ask(path: str) -> int:
        asked = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        asked.request("GET", path)
        answer = asked.getresponse()
        answer.read()
        asked.close()
        return answer.status

    days = [f"/hotspots?as_of={TODAY - timedelta(days=500 + n)}" for n in range(MAKING.room)]
    with full(MAKING):
        pass  # whoever came before is gone
    with ThreadPoolExecutor(MAKING.room) as pool:
        with standing(MAKING):
            asked = [pool.submit(ask, day) for day in days]
            assert [ask("/healthz") for _ in range(FREE_THREADS)] == [200] * FREE_THREADS
            assert not any(one.done() for one in asked)
        assert {one.result() for one in asked} == {200}
