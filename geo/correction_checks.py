"""What a corrected location must satisfy: one table of rules, every broken one told at once, in the words of a clerk.

The rules come from the precision classes (a place is known to 500 m or better, a survey rests on coordinates), from RFC
7946 (WGS 84, longitude first) and from the size a browser can still draw.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

import shapely
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry

from geo.corrections import Draft, Method, tidy
from geo.crs import area_m2, length_m
from geo.errors import CorrectionError
from geo.landing import Ground, Region, Where, find_landing
from geo.model import Precision, Shape

MAX_VERTICES = 10_000
MAX_RADIUS_M = 50_000.0
PLACE_RADIUS_M = 500.0
SOURCE_LENGTH = (3, 500)
REASON_LENGTH = (3, 1000)

CITY: Final = box(106.05, 20.5, 107.15, 21.25)
"""A frame around TP Hải Phòng, with Cát Bà and with the part that was Hải Dương until 2025-07-01: what is outside it is
surely outside the city. It is no border. From the extents both gave (20°30'39"–21°01'15" N, 106°23'39"–107°08'39" E;
20°43'–21°14' N, 106°03'–106°38' E), rounded outwards; Bạch Long Vĩ is left out."""

GEOMETRY_KINDS: Final = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
SURVEYED_BY: Final = (Method.COORDINATES, Method.FILE, Method.GPS)
FIELDS: Final = ("id", "geometry", "precision", "radius_m", "method", "source", "reason")

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Measures:
    """What the screen shows of a shape: area and length in EPSG:9210, corners, and, in a sentence, where it lies.

    `outside_ward` is True when any of it leaves the ward.
    """

    area_m2: float
    length_m: float
    vertices: int
    outside_ward: bool
    says: str


@dataclass(slots=True)
class _Reader:
    """Takes a draft's fields apart and keeps every fault it meets."""

    given: Mapping[str, Any]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def take(self, name: str, read: Callable[[Any], Any]) -> Any:  # noqa: ANN401  each field has its own type
        """Read one field; a fault is kept and gives None."""
        try:
            return read(self.given.get(name))
        except CorrectionError as error:
            self.faults.extend(error.faults)
        return None


def read_draft(project: str, given: Mapping[str, Any], ground: Ground) -> Draft:
    """Read what a client sends (the keys of `FIELDS`, geometry as GeoJSON or null) for a project id.

    Raises CorrectionError with every fault of form, else with every broken rule of `find_faults`.
    """
    reader = _Reader(given)
    reader.faults.extend(
        (name, f"Trường {name!r} không có ở đây; được phép: {', '.join(FIELDS)}.")
        for name in given
        if name not in FIELDS
    )
    values = {
        "id": reader.take("id", _read_id),
        "geometry": reader.take("geometry", _read_shape),
        "precision": reader.take("precision", lambda value: _read_code("precision", Precision, value)),
        "radius_m": reader.take("radius_m", _read_radius),
        "method": reader.take("method", _read_method),
        "source": reader.take("source", lambda value: read_words("source", value, SOURCE_LENGTH)),
        "reason": reader.take("reason", lambda value: read_words("reason", value, REASON_LENGTH)),
    }
    if reader.faults:
        raise CorrectionError(reader.faults)
    draft = Draft(project=project, **values)
    faults = list(find_faults(draft, ground))
    if faults:
        raise CorrectionError(faults)
    return draft


def build_ground(shapes: Iterable[Shape]) -> Ground:
    """Return the ward, its neighbours and the rest of the city from the layers `ward` and `neighbours`."""
    held = {layer: [shape for shape in shapes if shape.layer == layer] for layer in ("ward", "neighbours")}
    (ward,) = held["ward"]
    neighbours = (Region(shape.name, shape.geometry) for shape in held["neighbours"])
    return Ground(Region(ward.name, ward.geometry), (*neighbours, Region("thành phố Hải Phòng", CITY)))


def measure(geometry: BaseGeometry, ground: Ground) -> Measures:
    """Return what a valid WGS 84 geometry measures and where it lies."""
    landing = find_landing(geometry, ground)
    return Measures(
        area_m2=area_m2(geometry),
        length_m=length_m(geometry),
        vertices=int(shapely.get_num_coordinates(geometry)),
        outside_ward=landing.where is not Where.WARD,
        says=landing.says,
    )


def find_faults(draft: Draft, ground: Ground) -> Iterator[tuple[str, str]]:
    """Find every rule that a draft breaks, as (field, sentence): what precision means, and what shapes may be."""
    yield from _broken_rules(draft)
    if draft.geometry is not None:
        yield from (("geometry", sentence) for sentence in _faults_of_shape(draft.geometry, ground))


def read_words(name: str, value: object, length: tuple[int, int]) -> str:
    """Read a line of text: NFC, no control characters, single spaces, `length` characters. Raises CorrectionError."""
    least, most = length
    words = " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else ""
    words = "".join(letter for letter in words if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"})
    if not least <= len(words) <= most:
        label = {"source": "Nguồn", "reason": "Lý do"}.get(name, name)
        raise CorrectionError([(name, f"{label} cần từ {least} đến {most} ký tự, đang có {len(words)}.")])
    return words


def _broken_rules(draft: Draft) -> Iterator[tuple[str, str]]:
    placeless = draft.precision in {Precision.WARD, Precision.NONE}
    if placeless and draft.geometry is not None:
        yield (
            "precision",
            f"Độ chính xác {draft.precision.value!r} nghĩa là không có vị trí; hãy bỏ hình hoặc chọn mức khác.",
        )
    if not placeless and draft.geometry is None:
        yield "geometry", f"Độ chính xác {draft.precision.value!r} cần một hình; hãy vẽ, hoặc chọn 'ward' hay 'none'."
    if draft.precision is Precision.NONE and draft.radius_m is not None:
        yield "radius_m", "Độ chính xác 'none' không có bán kính; hãy bỏ trống."
    if draft.precision is not Precision.NONE and draft.radius_m is None:
        yield "radius_m", "Thiếu bán kính sai số (m); hãy ghi khoảng cách mà vị trí thật không vượt quá."
    if draft.precision is Precision.PLACE and (draft.radius_m or 0) > PLACE_RADIUS_M:
        yield "radius_m", f"Mức 'place' có bán kính tối đa {PLACE_RADIUS_M:.0f} m; hãy chọn mức 'area' nếu rộng hơn."
    if draft.precision is Precision.SURVEYED and draft.method not in SURVEYED_BY:
        allowed = ", ".join(method.value for method in SURVEYED_BY)
        yield "precision", f"Mức 'surveyed' cần tọa độ đo hoặc của quyết định (cách làm: {allowed}); hãy chọn mức khác."


def _faults_of_shape(geometry: BaseGeometry, ground: Ground) -> Iterator[str]:
    corners = int(shapely.get_num_coordinates(geometry))
    if corners == 0:
        yield "Hình rỗng; hãy vẽ ít nhất một điểm."
        return
    if corners > MAX_VERTICES:
        yield f"Hình có {corners} đỉnh, tối đa {MAX_VERTICES}; hãy làm đơn giản bớt."
    if not geometry.is_valid:
        yield f"Hình không hợp lệ ({shapely.is_valid_reason(geometry)}); hãy sửa chỗ tự cắt hoặc đỉnh trùng."
        return
    landing = find_landing(geometry, ground)
    if not landing.is_allowed:
        swapped = find_landing(shapely.transform(geometry, lambda points: points[:, ::-1]), ground)
        hint = "có lẽ kinh độ và vĩ độ đã đổi chỗ" if swapped.is_allowed else "hãy kiểm tra tọa độ và kinh tuyến trục"
        yield f"Hình nằm ngoài thành phố. {landing.says.rstrip('.')}; {hint}."


def _read_id(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise CorrectionError([("id", f"Mã gửi {value!r} không phải UUID; hãy tải lại trang rồi gửi lại.")]) from error


def _read_shape(value: object) -> BaseGeometry | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or value.get("type") not in GEOMETRY_KINDS:
        kind = value.get("type") if isinstance(value, Mapping) else value
        raise CorrectionError(
            [("geometry", f"Loại hình {kind!r} không dùng được; được phép: {', '.join(GEOMETRY_KINDS)}.")]
        )
    if _count(value.get("coordinates"), depth=0) > MAX_VERTICES * 3:
        raise CorrectionError([("geometry", f"Hình có quá {MAX_VERTICES} đỉnh; hãy làm đơn giản bớt.")])
    try:
        read = tidy(shape(dict(value)))
    except (ValueError, TypeError, IndexError, AttributeError, KeyError, shapely.errors.ShapelyError) as error:
        raise CorrectionError(
            [("geometry", "Không đọc được tọa độ của hình; hãy gửi GeoJSON, kinh độ trước.")]
        ) from error
    if not all(math.isfinite(number) for pair in shapely.get_coordinates(read) for number in pair):
        raise CorrectionError([("geometry", "Tọa độ phải là số hữu hạn; hãy xem lại hình.")])
    return read


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
        raise CorrectionError([(name, f"{name} {value!r} không có trong danh mục; được phép: {allowed}.")]) from error


def _read_method(value: object) -> Method:
    method = _read_code("method", Method, value)
    if method is Method.UNDO:
        raise CorrectionError([("method", "Hoàn tác là một lệnh riêng, không gửi như một vị trí mới.")])
    return method


def _read_radius(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MAX_RADIUS_M:
        raise CorrectionError(
            [("radius_m", f"Bán kính {value!r} phải là số mét, lớn hơn 0 và tối đa {MAX_RADIUS_M:.0f}.")]
        )
    return float(value)
