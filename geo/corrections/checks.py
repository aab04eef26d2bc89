"""What a corrected location must satisfy: one table of rules, every broken one told at once, in the words of a clerk.

The rules come from the precision classes (a place is known to 500 m or better, a survey rests on coordinates), from
what a shape must be to be drawn and measured, and from the ground that a ward's project can lie on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo.corrections.overlay import Draft, Method
from geo.crs import area_m2, length_m, perimeter_m
from geo.landing import Ground, Region, Where, build_ground, find_landing
from geo.language import say
from geo.model import Precision, Shape

MAX_VERTICES = 10_000
PLACE_RADIUS_M = 500.0
MAX_RADIUS_M = 50_000.0

CITY: Final = box(106.05, 20.5, 107.15, 21.25)
"""A frame around TP Hải Phòng, with Cát Bà and with the part that was Hải Dương until 2025-07-01: what is outside it is
surely outside the city. It is no border. From the extents both gave (20°30'39"–21°01'15" N, 106°23'39"–107°08'39" E;
20°43'–21°14' N, 106°03'–106°38' E), rounded outwards; Bạch Long Vĩ is left out."""

SURVEYED_BY: Final = (Method.COORDINATES, Method.FILE, Method.GPS)


@dataclass(frozen=True, slots=True)
class Measures:
    """What the screen shows of a shape: area, perimeter and length in EPSG:9210, corners, and where it lies in words.

    `outside_ward` is True when any of it leaves the ward.
    """

    area_m2: float
    perimeter_m: float
    length_m: float
    vertices: int
    outside_ward: bool
    says: str


def city_ground(shapes: Iterable[Shape]) -> Ground:
    """Return where a correction may lie: in the ward, next door, or wherever in the city a document says."""
    ground = build_ground(shapes)
    return replace(ground, neighbours=(*ground.neighbours, Region("thành phố Hải Phòng", CITY)))


def measure(geometry: BaseGeometry, ground: Ground) -> Measures:
    """Return what a valid WGS 84 geometry measures and where it lies."""
    landing = find_landing(geometry, ground)
    return Measures(
        area_m2=area_m2(geometry),
        perimeter_m=perimeter_m(geometry),
        length_m=length_m(geometry),
        vertices=int(shapely.get_num_coordinates(geometry)),
        outside_ward=landing.where is not Where.WARD,
        says=landing.says,
    )


def find_faults(draft: Draft, ground: Ground) -> Iterator[tuple[str, str]]:
    """Find every rule that a draft breaks, as (field, sentence): what precision means, and what shapes may be."""
    yield from _broken_rules(draft)
    if draft.geometry is not None:
        yield from (("geometry", sentence) for sentence in find_shape_faults(draft.geometry, ground))


def radius_words(value: object) -> str:
    """Say what a radius has to be."""
    return say("Bán kính {value!r} phải là số mét, lớn hơn 0 và tối đa {most:.0f}.", value=value, most=MAX_RADIUS_M)


def _broken_rules(draft: Draft) -> Iterator[tuple[str, str]]:
    placeless = draft.precision in {Precision.WARD, Precision.NONE}
    if placeless and draft.geometry is not None:
        yield (
            "precision",
            say(
                "Độ chính xác {precision!r} nghĩa là không có vị trí; hãy bỏ hình hoặc chọn mức khác.",
                precision=draft.precision.value,
            ),
        )
    if not placeless and draft.geometry is None:
        yield (
            "geometry",
            say(
                "Độ chính xác {precision!r} cần một hình; hãy vẽ, hoặc chọn 'ward' hay 'none'.",
                precision=draft.precision.value,
            ),
        )
    if draft.precision is Precision.NONE and draft.radius_m is not None:
        yield "radius_m", say("Độ chính xác 'none' không có bán kính; hãy bỏ trống.")
    if draft.precision is not Precision.NONE and draft.radius_m is None:
        yield "radius_m", say("Thiếu bán kính sai số (m); hãy ghi khoảng cách mà vị trí thật không vượt quá.")
    if draft.radius_m is not None and not 0 < draft.radius_m <= MAX_RADIUS_M:
        yield "radius_m", radius_words(draft.radius_m)
    elif draft.precision is Precision.PLACE and (draft.radius_m or 0) > PLACE_RADIUS_M:
        yield (
            "radius_m",
            say(
                "Mức 'place' có bán kính tối đa {most:.0f} m; hãy chọn mức 'area' nếu rộng hơn.",
                most=PLACE_RADIUS_M,
            ),
        )
    if draft.precision is Precision.SURVEYED and draft.method not in SURVEYED_BY:
        allowed = ", ".join(method.value for method in SURVEYED_BY)
        yield (
            "precision",
            say(
                "Mức 'surveyed' cần tọa độ đo hoặc của quyết định (cách làm: {allowed}); hãy chọn mức khác.",
                allowed=allowed,
            ),
        )


def find_shape_faults(geometry: BaseGeometry, ground: Ground) -> Iterator[str]:
    """Find what makes a WGS 84 shape unusable: nothing in it, too much in it, not valid, or outside the city."""
    corners = int(shapely.get_num_coordinates(geometry))
    if corners == 0:
        yield say("Hình rỗng; hãy vẽ ít nhất một điểm.")
        return
    if corners > MAX_VERTICES:
        yield say(
            "Hình có {corners} đỉnh, tối đa {most}; hãy làm đơn giản bớt.",
            corners=corners,
            most=MAX_VERTICES,
        )
    if not geometry.is_valid:
        yield say(
            "Hình không hợp lệ ({why}); hãy sửa chỗ tự cắt hoặc đỉnh trùng.",
            why=shapely.is_valid_reason(geometry),
        )
        return
    landing = find_landing(geometry, ground)
    if not landing.is_allowed:
        swapped = find_landing(shapely.transform(geometry, lambda points: points[:, ::-1]), ground)
        hint = (
            say("có lẽ kinh độ và vĩ độ đã đổi chỗ")
            if swapped.is_allowed
            else say("hãy kiểm tra tọa độ và kinh tuyến trục")
        )
        yield say("Hình nằm ngoài thành phố. {where}; {hint}.", where=landing.says.rstrip("."), hint=hint)
