"""What goes over the wire: bytes compressed once, however often they are asked for, with an ETag for each encoding.

And what comes in: a JSON object, or a file.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import IO, Any

import brotli
import orjson
from flask import Request, Response

from geo.errors import GeoError, UploadError
from geo.language import said, say

HTML, JSON = "text/html", "application/json"
ENCODINGS = ("br", "gzip")  # in our order of preference
SMALLEST = 500  # bytes: below this the headers weigh more than what compression saves
LARGE = 1_000_000  # bytes: from here on the last percent is not worth its seconds
YEAR_S = 365 * 24 * 3600
REVALIDATE = "no-cache"  # may be kept, must be asked about: the answer is mostly 304
IMMUTABLE = f"public, max-age={YEAR_S}, immutable"  # only for addresses that name the hash of their content
_TEXTUAL = ("text/", "application/json", "application/geo+json", "application/manifest+json", "image/svg+xml")


def _compress(data: bytes, encoding: str, *, lasting: bool) -> bytes:
    """Return the bytes in an encoding, as small as can be had in a moment; what lasts is worth a longer one."""
    if encoding == "gzip":
        return gzip.compress(data, compresslevel=9 if len(data) < LARGE else 6, mtime=0)
    packed: bytes = brotli.compress(data, quality=9 if lasting else 6 if len(data) < LARGE else 5)
    return packed


def to_json(value: object) -> bytes:
    """Write JSON for a reader: what the domain keeps as a sentence is said in the reader's language."""
    return orjson.dumps(value, default=_spoken, option=orjson.OPT_PASSTHROUGH_SUBCLASS)


def _spoken(value: object) -> object:
    """Return what orjson leaves to us, plain. Raises TypeError for what is no JSON."""
    if isinstance(value, str):
        return str(said(value))
    if isinstance(value, dict):
        return dict(value)
    raise TypeError(type(value))


class BodyError(GeoError, ValueError):
    """What was sent is no JSON object."""

    code = "body"


def sent_object(request: Request) -> dict[str, Any]:
    """Return the JSON object that was sent. Raises BodyError for anything else; NaN and Infinity are no JSON."""
    try:
        sent: object = orjson.loads(request.get_data())
    except orjson.JSONDecodeError:
        sent = None
    if not isinstance(sent, dict):
        what = say("Nội dung gửi lên không phải đối tượng JSON")
        raise BodyError(what, remedy=say("Hãy gửi một đối tượng JSON."))
    return sent


def sent_file(request: Request) -> tuple[str, IO[bytes]]:
    """Return name and content, not yet read, of the file that was sent as `file`. Raises UploadError without one."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise UploadError(say("Chưa có tệp nào được gửi"), remedy=say("Hãy chọn một tệp."))
    return sent.filename, sent.stream


def json_now(says: object, status: int = 200) -> Response:
    """Return JSON that speaks of this moment and is not kept."""
    return Response(to_json(says), status=status, mimetype=JSON)


@dataclass(frozen=True)
class Body:
    """A finished answer: its bytes, media type and cache rule. Whoever keeps it, compresses it once an encoding."""

    data: bytes
    mimetype: str
    cache: str = REVALIDATE
    packed: dict[str, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def tag(self) -> str:
        """The hash of the bytes."""
        return sha256(self.data).hexdigest()[:20]

    @property
    def compressible(self) -> bool:
        """Whether compression can be expected to help."""
        return len(self.data) >= SMALLEST and self.mimetype.startswith(_TEXTUAL)

    def encoded(self, encoding: str) -> bytes:
        """Return the bytes in `br`, `gzip` or `identity`."""
        if encoding == "identity":
            return self.data
        if encoding not in self.packed:
            self.packed[encoding] = _compress(self.data, encoding, lasting=self.cache == IMMUTABLE)
        return self.packed[encoding]


def _encoding(request: Request, body: Body) -> str:
    """Return the encoding that the client takes and we like best."""
    if not body.compressible:
        return "identity"
    accepted = request.accept_encodings
    best = max(ENCODINGS, key=accepted.quality)  # the first of equals
    return best if accepted.quality(best) > 0 else "identity"


def answer(request: Request, body: Body) -> Response:
    """Return the response to a request for a body: encoded as the client accepts, 304 when it has the same already."""
    encoding = _encoding(request, body)
    response = Response(body.encoded(encoding), mimetype=body.mimetype)
    response.headers["Cache-Control"] = body.cache
    if body.compressible:
        response.vary.add("Accept-Encoding")
    if encoding != "identity":
        response.content_encoding = encoding
    response.set_etag(body.tag if encoding == "identity" else f"{body.tag}-{encoding}")
    response.make_conditional(request)
    return response
