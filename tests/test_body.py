"""The rule: a body is compressed once an encoding, answered in the best one the client takes, and never sent twice."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Flask, Response, request

from webmap.body import IMMUTABLE, Body, BodyError, answer, json_now, sent_object

TEXT = "đường vành đai 2 ".encode() * 200
APP = Flask("body", static_folder=None)


def _get(body: Body, **headers: str) -> Response:
    with APP.test_request_context("/", headers={name.replace("_", "-"): value for name, value in headers.items()}):
        return answer(request, body)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("deflate", None),
    ],
)
def test_the_encoding_is_one_that_the_client_takes(accepted: str, encoding: str | None) -> None:
    response = _get(Body(TEXT, "text/plain"), Accept_Encoding=accepted)
    plain = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](response.data)
    assert response.headers.get("Content-Encoding") == encoding
    assert plain == TEXT
    assert response.headers["Vary"] == "Accept-Encoding"


def test_what_is_small_or_packed_already_is_left_alone() -> None:
    for body in (Body(b"small", "text/plain"), Body(TEXT, "image/png")):
        response = _get(body, Accept_Encoding="br")
        assert response.data == body.data
        assert "Content-Encoding" not in response.headers


def test_each_encoding_has_its_own_etag_and_answers_304() -> None:
    """Two encodings are two different answers: a shared tag would let a cache hand brotli to a client of gzip."""
    body = Body(TEXT, "text/plain")
    tags = {name: _get(body, Accept_Encoding=name).headers["ETag"] for name in ("identity", "gzip", "br")}
    assert len(set(tags.values())) == 3
    for name, tag in tags.items():
        again = _get(body, Accept_Encoding=name, If_None_Match=tag)
        assert again.status_code == 304
    assert _get(body, Accept_Encoding="gzip", If_None_Match='"other"').status_code == 200


def test_the_tag_follows_the_content() -> None:
    assert Body(b"a", "text/plain").tag == Body(b"a", "text/plain").tag != Body(b"b", "text/plain").tag


def test_the_cache_rule_is_the_bodys_own() -> None:
    assert _get(Body(TEXT, "text/css")).headers["Cache-Control"] == "no-cache"
    assert _get(Body(TEXT, "text/css", IMMUTABLE)).headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_compression_happens_once_an_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def compress(data: bytes, encoding: str, **_: bool) -> bytes:
        made.append(encoding)
        return data[:9]

    monkeypatch.setattr("webmap.body._compress", compress)
    body = Body(TEXT, "text/plain")
    for accepted in ("br", "gzip", "br", "gzip, br", "identity"):
        _get(body, Accept_Encoding=accepted)
    assert made == ["br", "gzip"]


def test_a_large_body_is_packed_as_truly_as_a_small_one() -> None:
    body = Body(TEXT * 300, "text/plain")
    assert brotli.decompress(body.encoded("br")) == gzip.decompress(body.encoded("gzip")) == body.data


@pytest.mark.parametrize("sent", [b"", b"[]", b"{", b"1", b'{"a": NaN}', b"\xff", b"[" * 5000])
def test_what_is_no_json_object_is_refused_in_a_sentence(sent: bytes) -> None:
    with APP.test_request_context("/", data=sent), pytest.raises(BodyError, match="không phải đối tượng JSON"):
        sent_object(request)


def test_an_object_is_read_and_answered_in_this_moment() -> None:
    with APP.test_request_context("/", data='{"tên": "Hoa Động"}'.encode()):
        answered = json_now(sent_object(request), 201)
    assert (answered.status_code, answered.get_json()) == (201, {"tên": "Hoa Động"})
    assert "ETag" not in answered.headers
