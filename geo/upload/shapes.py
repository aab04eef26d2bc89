"""Geometries of any reader → what is taken.

Counted, finite, two-dimensional, of the seven kinds, collections taken apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geo.clearance.figures import number_words
from geo.crs import Coordinates
from geo.errors import UploadError
from geo.language import Sentence
from geo.text import nfc
from geo.upload.model import Feature, Limits, Value

KINDS: Final = frozenset({"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"})


@dataclass(slots=True)
class Intake:
    """Counts what is taken of one file and refuses what goes over its limits; keeps the notes."""

    limits: Limits
    features: int = 0
    vertices: int = 0
    notes: dict[str, None] = field(default_factory=dict)

    def note(self, sentence: str) -> None:
        """Keep a Vietnamese sentence, once."""
        self.notes.setdefault(sentence)

    def count_vertices(self, count: int) -> None:
        """Count vertices before they are built. Raises `UploadError` when there are too many."""
        self.vertices += count
        if self.vertices > self.limits.vertices:
            most = Sentence(
                "Tối đa {most} đỉnh; hãy làm đơn giản hoặc chỉ xuất đối tượng cần gửi.",
                most=number_words(self.limits.vertices),
            )
            raise UploadError(
                Sentence("Tệp có quá nhiều đỉnh"),
                value=Sentence("trên {most}", most=number_words(self.limits.vertices)),
                remedy=most,
            )

    def check_finite(self, points: Coordinates) -> None:
        """Refuse NaN and infinity in an (n, 2) array. Raises `UploadError`."""
        if not np.isfinite(points).all():
            remedy = Sentence("Hãy xuất lại; tọa độ phải là số hữu hạn.")
            raise UploadError(
                Sentence("Có tọa độ NaN hoặc vô cực"),
                value=Sentence("đối tượng {number}", number=self.features + 1),
                remedy=remedy,
            )

    def take(self, geometry: BaseGeometry | None, properties: Mapping[str, object]) -> Iterator[Feature]:
        """Yield the features of one geometry whose vertices were counted; none where it is empty."""
        if geometry is None or geometry.is_empty:
            self.note(Sentence("Có đối tượng không có hình: đã bỏ qua."))
            return
        if geometry.has_z:
            self.note(Sentence("Tọa độ có độ cao: chỉ giữ vị trí trên mặt bằng."))
        flat = shapely.force_2d(geometry)
        self.check_finite(shapely.get_coordinates(flat))
        attributes = tidy_properties(properties, self.limits)
        for part in self._parts(flat):
            self._count_feature()
            yield Feature(part, attributes)

    def _count_feature(self) -> None:
        self.features += 1
        if self.features > self.limits.features:
            most = Sentence(
                "Tối đa {most} đối tượng; hãy chỉ xuất đối tượng cần gửi.",
                most=number_words(self.limits.features),
            )
            raise UploadError(
                Sentence("Tệp có quá nhiều đối tượng"),
                value=Sentence("trên {most}", most=number_words(self.limits.features)),
                remedy=most,
            )

    def _parts(self, geometry: BaseGeometry) -> list[BaseGeometry]:
        if geometry.geom_type in KINDS:
            return [geometry]
        if geometry.geom_type == "LinearRing":
            return [LineString(geometry.coords)]
        if geometry.geom_type == "GeometryCollection":
            self.note(Sentence("Đối tượng gồm nhiều loại hình được tách ra từng loại."))
            return [part for inner in shapely.get_parts(geometry) for part in self._parts(inner) if not part.is_empty]
        raise UploadError(
            Sentence("Loại hình không dùng được"),
            value=geometry.geom_type,
            remedy=Sentence("Hãy xuất điểm, đường hoặc vùng."),
        )


def tidy_properties(properties: Mapping[str, object], limits: Limits) -> dict[str, Value]:
    """Bring attributes to plain values.

    NFC text of limited length, finite numbers, dates as ISO text, the first so many only.
    """
    chosen = list(properties.items())[: limits.attributes]
    return {_text(name, 80): _value(value, limits.text_length) for name, value in chosen}


def _value(value: object, length: int) -> Value:
    if value is None or isinstance(value, bool | int):
        return value if not isinstance(value, int) or abs(value) < 2**53 else str(value)[:length]
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"({len(value)} byte)"
    return _text(value, length)


def _text(value: object, length: int) -> str:
    text = nfc(str(value)[: 2 * length]).encode("utf-8", "replace").decode()
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n").strip()[:length]
