"""What a client sends of a correction, taken apart: every field that cannot be read is told at once.

Then the rules of `geo.corrections.checks` are held against it. Nothing unknown is passed over, nothing is guessed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.corrections.checks import MAX_RADIUS_M, MAX_VERTICES, find_faults, radius_words
from geo.corrections.overlay import Draft, Method, Undo, tidy
from geo.errors import CorrectionError
from geo.landing import Ground
from geo.language import say
from geo.model import Precision

LARGEST = 1e9  # metres or degrees: larger is no coordinate of any system, nor is NaN
SOURCE_LENGTH = (3, 500)
REASON_LENGTH = (3, 1000)
GEOMETRY_KINDS: Final = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
DRAFT_FIELDS: Final = ("id", "revision", "geometry", "precision", "radius_m", "method", "source", "reason")
UNDO_FIELDS: Final = ("id", "revision", "reason", "to")

E = TypeVar("E", bound=StrEnum)


@dataclass(slots=True)
class _Reader:
    """Takes the fields of a body apart and keeps every fault it meets."""

    given: Mapping[str, Any]
    allowed: tuple[str, ...]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def take(self, name: str, read: Callable[[Any], Any]) -> Any:  # noqa: ANN401  each field has its own type
        """Read one field; a fault is kept and gives None."""
        try:
            return read(self.given.get(name))
        except CorrectionError as error:
            self.faults.extend(error.faults)
        return None

    def finish(self) -> None:
        """Raise CorrectionError with all faults, unknown fields among them."""
        for name in self.given:
            if name not in self.allowed:
                self.faults.append(
                    (
                        name,
                        say(
                            "Không có trường {name!r}; được phép: {allowed}.",
                            name=name,
                            allowed=", ".join(self.allowed),
                        ),
                    )
                )
        if self.faults:
            raise CorrectionError(self.faults)


def read_draft(project: str, given: Mapping[str, Any], ground: Ground) -> tuple[Draft, int]:
    """Read what a client sends for a project id (keys `DRAFT_FIELDS`): the draft, and the revision that was seen.

    Raises CorrectionError with every field that cannot be read, else with every rule that is broken.
    """
    reader = _Reader(given, DRAFT_FIELDS)
    revision = reader.take("revision", lambda value: _read_count("revision", value))
    values = {
        "id": reader.take("id", _read_id),
        "geometry": reader.take("geometry", lambda value: None if value is None else read_shape(value)),
        "precision": reader.take("precision", lambda value: _read_code("precision", Precision, value)),
        "radius_m": reader.take("radius_m", _read_radius),
        "method": reader.take("method", _read_method),
        "source": reader.take("source", lambda value: _read_words("source", value, SOURCE_LENGTH)),
        "reason": reader.take("reason", lambda value: _read_words("reason", value, REASON_LENGTH)),
    }
    reader.finish()
    draft = Draft(project=project, **values)
    faults = tuple(find_faults(draft, ground))
    if faults:
        raise CorrectionError(faults)
    return draft, revision


def read_undo(given: Mapping[str, Any]) -> tuple[Undo, int]:
    """Read what a client sends to undo (the keys of `UNDO_FIELDS`): the undo, and the revision that was seen.

    Raises CorrectionError with every field that cannot be read.
    """
    reader = _Reader(given, UNDO_FIELDS)
    revision = reader.take("revision", lambda value: _read_count("revision", value))
    values = {
        "id": reader.take("id", _read_id),
        "reason": reader.take("reason", lambda value: _read_words("reason", value, REASON_LENGTH)),
        "to": reader.take("to", lambda value: None if value is None else _read_count("to", value)),
    }
    reader.finish()
    return Undo(**values), revision


def _read_id(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise CorrectionError(
            [("id", say("Mã gửi {value!r} không phải UUID; hãy tải lại trang rồi gửi lại.", value=value))]
        ) from error


def read_shape(value: object) -> BaseGeometry:
    """Read a GeoJSON geometry, tidied (`geo.corrections.overlay.tidy`). Raises CorrectionError."""
    if not isinstance(value, Mapping) or value.get("type") not in GEOMETRY_KINDS:
        kind = value.get("type") if isinstance(value, Mapping) else value
        raise CorrectionError(
            [
                (
                    "geometry",
                    say(
                        "Loại hình {kind!r} không dùng được; được phép: {allowed}.",
                        kind=kind,
                        allowed=", ".join(GEOMETRY_KINDS),
                    ),
                )
            ]
        )
    if _count(value.get("coordinates"), depth=0) > MAX_VERTICES * 3:
        raise CorrectionError([("geometry", say("Hình có quá {most} đỉnh; hãy làm đơn giản bớt.", most=MAX_VERTICES))])
    try:
        read = shape(dict(value))
    except (ValueError, TypeError, IndexError, AttributeError, KeyError, shapely.errors.ShapelyError) as error:
        sentence = say("Không đọc được tọa độ của hình; hãy gửi GeoJSON, kinh độ trước.")
        raise CorrectionError([("geometry", sentence)]) from error
    if not (abs(shapely.get_coordinates(read)) < LARGEST).all():
        raise CorrectionError([("geometry", say("Tọa độ phải là số hữu hạn; hãy xem lại hình."))])
    return tidy(read)


def _count(value: object, depth: int) -> int:
    """Count the numbers in nested lists, no deeper than GeoJSON goes."""
    if not isinstance(value, list | tuple):
        return 1
    return sum(_count(item, depth + 1) for item in value) if depth < 5 else MAX_VERTICES * 4


def _read_code(name: str, codes: type[E], value: object) -> E:
    try:
        return codes(str(value))
    except ValueError as error:
        allowed = ", ".join(code.value for code in codes)
        raise CorrectionError(
            [
                (
                    name,
                    say(
                        "{name} {value!r} không có trong danh mục; được phép: {allowed}.",
                        name=name,
                        value=value,
                        allowed=allowed,
                    ),
                )
            ]
        ) from error


def _read_method(value: object) -> Method:
    method = _read_code("method", Method, value)
    if method is Method.UNDO:
        raise CorrectionError([("method", say("Hoàn tác là một lệnh riêng, không gửi như một vị trí mới."))])
    return method


def _read_radius(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MAX_RADIUS_M:
        raise CorrectionError([("radius_m", radius_words(value))])
    return float(value)


def _read_count(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise CorrectionError(
            [
                (
                    name,
                    say(
                        "{name} {value!r} phải là số nguyên từ 0; hãy gửi số lần sửa mà bạn đã xem.",
                        name=name,
                        value=value,
                    ),
                )
            ]
        )
    return value


def read_reason(text: str) -> str:
    """Read why a place is corrected, as the history keeps it: one line. Raises CorrectionError."""
    return _read_words("reason", text, REASON_LENGTH)


def read_source(text: str) -> str:
    """Read where a position comes from, as the history keeps it: one line. Raises CorrectionError."""
    return _read_words("source", text, SOURCE_LENGTH)


def _read_words(name: str, value: object, length: tuple[int, int]) -> str:
    """Read a line of text: NFC, no control characters, single spaces, `length` characters. Raises CorrectionError."""
    least, most = length
    words = " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else ""
    words = "".join(letter for letter in words if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"})
    if not least <= len(words) <= most:
        label = {"source": say("Nguồn"), "reason": say("Lý do")}.get(name, name)
        raise CorrectionError(
            [
                (
                    name,
                    say(
                        "{label} cần từ {least} đến {most} ký tự, đang có {words}.",
                        label=label,
                        least=least,
                        most=most,
                        words=len(words),
                    ),
                )
            ]
        )
    return words
