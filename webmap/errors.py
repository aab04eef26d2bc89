"""What went wrong, as people and programs read it: one table of statuses, one JSON shape (RFC 9457), one page.

A `GeoError` carries its own sentence. Anything unexpected shows a reference and nothing else; its trace is in the log,
under the same reference.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import orjson
from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from geo import errors as faults
from geo.language import Sentence, said, say
from webmap.body import HTML, BodyError
from webmap.gate import BusyError

PROBLEM_TYPE = "application/problem+json"
STATUS: Mapping[type[faults.GeoError], int] = MappingProxyType(
    {
        faults.GeoError: 400,
        faults.QueryError: 400,
        faults.UnknownProject: 404,
        faults.EmptyExport: 404,
        faults.CoordinateError: 422,
        faults.GeometryError: 422,
        faults.UploadError: 422,
        faults.LayerError: 422,
        faults.CorrectionError: 422,
        faults.ReportError: 422,
        faults.DataError: 422,
        faults.ConflictError: 409,
        faults.CredentialError: 401,
        faults.StoreError: 503,
        faults.PressError: 503,
        BusyError: 503,
        BodyError: 422,
    }
)
_WORDS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        400: (Sentence("Yêu cầu không hợp lệ"), Sentence("Hãy kiểm tra lại địa chỉ trang.")),
        401: (Sentence("Cần đăng nhập"), Sentence("Hãy đăng nhập rồi thử lại.")),
        403: (Sentence("Không được phép"), Sentence("Tài khoản này không có quyền mở trang. Hãy hỏi người quản trị.")),
        404: (Sentence("Không tìm thấy trang"), Sentence("Địa chỉ này không có gì. Hãy quay về bản đồ.")),
        405: (Sentence("Cách gọi không được nhận"), Sentence("Địa chỉ này không nhận cách gọi vừa dùng.")),
        409: (Sentence("Có người vừa sửa trước"), Sentence("Hãy tải lại trang để xem bản mới nhất.")),
        413: (Sentence("Nội dung gửi lên quá lớn"), Sentence("Hãy chia nhỏ hoặc thu gọn tệp rồi gửi lại.")),
        415: (Sentence("Kiểu nội dung không được nhận"), Sentence("Hãy gửi đúng kiểu tệp đã nêu.")),
        422: (Sentence("Nội dung không hợp lệ"), Sentence("Hãy sửa rồi gửi lại.")),
        429: (Sentence("Thử quá nhiều lần"), Sentence("Hãy đợi một lúc rồi thử lại.")),
        500: (Sentence("Máy chủ gặp lỗi"), Sentence("Lỗi đã được ghi lại. Hãy báo mã này cho người quản trị.")),
        501: (Sentence("Chưa hỗ trợ"), Sentence("Máy chủ không có dạng này. Hãy chọn dạng khác.")),
        503: (Sentence("Tạm thời không phục vụ được"), Sentence("Hãy thử lại sau ít phút.")),
    }
)


def status_of(error: faults.GeoError) -> int:
    """Return the HTTP status of a domain error: its own, or that of the nearest class it descends from."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def words_of(status: int) -> tuple[str, str]:
    """Return title and advice of an HTTP status, in the reader's language."""
    title, advice = _WORDS.get(status) or _WORDS[500 if status >= 500 else 400]
    return said(title), said(advice)


def note_unexpected(log: logging.Logger, error: BaseException) -> str:
    """Write the trace of an unexpected error to the log and return the reference under which it is found."""
    reference = secrets.token_hex(4)
    log.error("Lỗi ngoài dự kiến, mã %s", reference, exc_info=error)
    return reference


def problem(status: int, detail: str, **more: object) -> dict[str, Any]:
    """Return the members of a problem (RFC 9457). `type` is `about:blank`: the status says the kind, `code` which."""
    title = words_of(status)[0]
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path, **more}


def _details(error: faults.GeoError) -> dict[str, object]:
    """Return what a program can use of a domain error, besides its sentence."""
    match error:
        case faults.QueryError():
            details: dict[str, object] = {
                "parameter": error.parameter,
                "allowed": [said(value) for value in error.allowed],
            }
        case faults.DataError():
            details = {
                "faults": [{name: said(value) for name, value in asdict(fault).items()} for fault in error.faults]
            }
        case faults.CorrectionError():
            details = {"faults": [{"field": name, "message": said(sentence)} for name, sentence in error.faults]}
        case faults.ConflictError():
            details = {"who": error.who, "when": error.when, "revision": error.revision}
        case _:
            details = {}
    return details


def wants_problem() -> bool:
    """Tell whether the caller is a program: below `/api/`, below `/ogc` if it wants no page, or if it prefers JSON."""
    accepted = request.accept_mimetypes
    if request.path.startswith("/ogc"):
        return accepted["application/json"] >= accepted["text/html"]
    return request.path.startswith("/api/") or accepted["application/json"] > accepted["text/html"]


def _answer(members: dict[str, Any], advice: str = "") -> Response:
    """Return a problem as JSON or as a page with advice. Neither may be kept: the next try may go well."""
    if wants_problem():
        response = Response(orjson.dumps(members), mimetype=PROBLEM_TYPE)
    else:
        response = Response(render_template("error.html", problem=members, advice=advice), mimetype=HTML)
    response.status_code = members["status"]
    response.headers["Cache-Control"] = "no-store"
    return response


def _domain(error: faults.GeoError) -> Response:
    """Answer a fault that the domain names. One that is ours to mend goes to the log, too; a busy moment is none."""
    status = status_of(error)
    advice = "" if error.remedy else words_of(status)[1]  # two pieces of advice are one too many
    response = _answer(problem(status, error.sentence, code=error.code, **_details(error)), advice)
    if isinstance(error, BusyError):
        response.headers["Retry-After"] = str(error.retry_s)
    elif status >= 500:
        logging.getLogger("webmap").error("%s", error.sentence, exc_info=error)
    return response


def answer_http(error: HTTPException) -> Response:
    """Answer 404, 405, 413 and their like, in our own words; what the protocol wants beside (`Allow`) stays."""
    status = error.code or 500
    response = _answer(problem(status, words_of(status)[1], code=HTTPStatus(status).name.lower()))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    """Answer a fault that nobody foresaw: a reference, no trace."""
    reference = note_unexpected(logging.getLogger("webmap"), error)
    return _answer(
        problem(
            500,
            say("{advice} Mã: {reference}", advice=words_of(500)[1], reference=reference),
            code="unexpected",
            reference=reference,
        )
    )


def answer_errors(app: Flask) -> None:
    """Let every error of the application be answered here."""
    app.register_error_handler(faults.GeoError, _domain)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, _unexpected)
