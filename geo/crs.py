"""VN-2000 in and out of WGS 84, and lengths and areas in EPSG:9210.

Coordinates are always east, north (lon, lat): axis order is settled here and nowhere else. The shift between VN-2000
and WGS 84 is the official one of QĐ 05/2007/QĐ-BTNMT (EPSG:6960), pinned by its code: left to choose, PROJ falls back
to a ballpark shift of nothing when a definition has lost its datum, and takes another shift in two blocks of the
Mekong delta.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.enums import TransformDirection
from pyproj.transformer import TransformerGroup
from shapely.geometry.base import BaseGeometry

from geo.errors import CoordinateError
from geo.language import Sentence

WGS84: Final = 4326
VN2000_GEOGRAPHIC: Final = 4756
HAI_PHONG: Final = 9210
OFFICIAL_SHIFT: Final = ("EPSG", "6960")

Coordinates = NDArray[np.float64]
G = TypeVar("G", bound=BaseGeometry)


@dataclass(frozen=True, slots=True)
class Zone:
    """One VN-2000 grid: EPSG code, central meridian and width (3 or 6) in degrees, provinces it was laid down for.

    Provinces are those of the EPSG register and Thông tư 973/2001/TT-TCĐC, before the mergers of 2025.
    """

    epsg: int
    meridian: float
    width_deg: int
    provinces: str = ""

    @property
    def name(self) -> str:
        """The zone as a decision writes it: `VN-2000, kinh tuyến trục 105°45', múi 3°`."""
        return Sentence(
            "VN-2000, kinh tuyến trục {meridian}, múi {width}°",
            meridian=degrees_minutes(self.meridian),
            width=self.width_deg,
        )


ZONES: Final = (
    Zone(5896, 102.0, 3),
    Zone(9205, 103.0, 3, "Điện Biên, Lai Châu"),
    Zone(9206, 104.0, 3, "Sơn La"),
    Zone(9207, 104.5, 3, "Cà Mau, Kiên Giang"),
    Zone(9208, 104.75, 3, "An Giang, Lào Cai, Nghệ An, Phú Thọ, Yên Bái"),
    Zone(5897, 105.0, 3, "Hà Nội, Hà Nam, Ninh Bình, Thanh Hóa, Vĩnh Phúc, Cần Thơ, Bạc Liêu, Đồng Tháp, Hậu Giang"),
    Zone(
        9209,
        105.5,
        3,
        "Hải Dương, Hưng Yên, Nam Định, Thái Bình, Bắc Ninh, Hà Giang, Hà Tĩnh, Tây Ninh, Sóc Trăng, Trà Vinh, "
        "Vĩnh Long",
    ),
    Zone(9210, 105.75, 3, "Hải Phòng, Cao Bằng, TP. Hồ Chí Minh, Bến Tre, Bình Dương, Long An, Tiền Giang"),
    Zone(9211, 106.0, 3, "Hòa Bình, Quảng Bình, Tuyên Quang"),
    Zone(9212, 106.25, 3, "Bình Phước, Quảng Trị"),
    Zone(9213, 106.5, 3, "Bắc Kạn, Thái Nguyên"),
    Zone(9214, 107.0, 3, "Bắc Giang, Thừa Thiên Huế"),
    Zone(9215, 107.25, 3, "Lạng Sơn"),
    Zone(9216, 107.5, 3, "Kon Tum"),
    Zone(5899, 107.75, 3, "Quảng Ninh, Đà Nẵng, Quảng Nam, Bà Rịa - Vũng Tàu, Đồng Nai, Lâm Đồng"),
    Zone(5898, 108.0, 3, "Quảng Ngãi"),
    Zone(9217, 108.25, 3, "Bình Định, Khánh Hòa, Ninh Thuận"),
    Zone(9218, 108.5, 3, "Bình Thuận, Đắk Lắk, Đắk Nông, Gia Lai, Phú Yên"),
    Zone(3405, 105.0, 6),
    Zone(3406, 111.0, 6),
)
ZONE_OF: Final = {zone.epsg: zone for zone in ZONES}

# Systems that files declare and that need no VN-2000 shift.
_WGS84_SYSTEMS: Final = {
    WGS84: Sentence("WGS 84, kinh độ và vĩ độ"),
    3857: "WGS 84, Web Mercator",
    32648: Sentence("WGS 84, UTM múi 48"),
    32649: Sentence("WGS 84, UTM múi 49"),
}


def degrees_minutes(degrees: float) -> str:
    """Write a meridian as degrees and minutes: 105.75 → `105°45'`."""
    whole, minutes = divmod(round(degrees * 60), 60)
    return f"{whole}°{minutes:02d}'"


def is_known(epsg: int) -> bool:
    """Tell whether coordinates of this EPSG code can be brought to WGS 84 here."""
    return epsg in ZONE_OF or epsg in _WGS84_SYSTEMS or epsg == VN2000_GEOGRAPHIC


def is_degrees(epsg: int) -> bool:
    """Tell whether the system counts in degrees (lon, lat) rather than metres."""
    return epsg in {WGS84, VN2000_GEOGRAPHIC}


def system_name(epsg: int) -> str:
    """Name a coordinate system in Vietnamese; an unknown one by its code."""
    if epsg in ZONE_OF:
        return ZONE_OF[epsg].name
    if epsg == VN2000_GEOGRAPHIC:
        return Sentence("VN-2000, kinh độ và vĩ độ")
    return _WGS84_SYSTEMS.get(epsg, f"EPSG:{epsg}")


@lru_cache(maxsize=64)
def _transformer(epsg: int) -> Transformer:
    """Return the operation from `epsg` to WGS 84. It may be shared: pyproj keeps one context a thread behind it."""
    if not is_known(epsg):
        raise CoordinateError(
            Sentence("Hệ tọa độ này không dùng được"),
            value=f"EPSG:{epsg}",
            remedy=Sentence("Hãy dùng VN-2000 (ví dụ EPSG:9210) hoặc WGS 84."),
        )
    if epsg in _WGS84_SYSTEMS:
        return Transformer.from_crs(epsg, WGS84, always_xy=True, allow_ballpark=False, only_best=True)
    return Transformer.from_pipeline(_official_pipeline(epsg))


def _official_pipeline(epsg: int) -> str:
    """Return the one operation that goes through the official shift: a PROJ without it must not guess."""
    group = TransformerGroup(epsg, WGS84, always_xy=True, allow_ballpark=False)
    for candidate in group.transformers:
        codes = {_code_of(operation.to_json_dict()) for operation in candidate.operations or ()}
        if OFFICIAL_SHIFT in codes:
            return str(candidate.definition)
    raise CoordinateError(
        Sentence("Bộ dữ liệu PROJ trên máy thiếu phép chuyển VN-2000"),
        value="EPSG:6960",
        remedy=Sentence("Hãy cài lại gói pyproj."),
    )


def _code_of(operation: dict[str, object]) -> tuple[str, str]:
    identity = operation.get("id")
    if not isinstance(identity, dict):
        return ("", "")
    return (str(identity.get("authority")), str(identity.get("code")))


def points_to_wgs84(points: Coordinates, epsg: int) -> Coordinates:
    """Bring an (n, 2) array of east, north (or lon, lat) to lon, lat.

    A point the grid cannot hold comes back as infinity.
    """
    lon, lat = _transformer(epsg).transform(points[:, 0], points[:, 1])
    return np.column_stack([lon, lat])


def points_to_vn2000(points: Coordinates, epsg: int = HAI_PHONG) -> Coordinates:
    """Bring an (n, 2) array of lon, lat to east, north of a VN-2000 grid (or lon, lat for EPSG:4756).

    PROJ sets the height to nought on either side of the shift, which leaves its inverse up to 1 mm beside the point:
    what comes back is measured once and made up for.
    """
    off = points - points_to_wgs84(_inverse(points, epsg), epsg)
    return _inverse(points + off, epsg)


def _inverse(points: Coordinates, epsg: int) -> Coordinates:
    east, north = _transformer(epsg).transform(points[:, 0], points[:, 1], direction=TransformDirection.INVERSE)
    return np.column_stack([east, north])


def to_wgs84(geometry: G, epsg: int) -> G:
    """Bring a geometry in `epsg` (east, north order) to WGS 84 lon, lat, without height.

    Raises `CoordinateError` where it cannot be.
    """
    moved: G = shapely.transform(geometry, lambda points: points_to_wgs84(points, epsg))
    return _finite(moved, epsg)


def to_vn2000(geometry: G, epsg: int = HAI_PHONG) -> G:
    """Bring a WGS 84 geometry to a VN-2000 grid, east, north, without height.

    Raises `CoordinateError` where it cannot be.
    """
    moved: G = shapely.transform(geometry, lambda points: points_to_vn2000(points, epsg))
    return _finite(moved, epsg)


def _finite(geometry: G, epsg: int) -> G:
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise CoordinateError(
            Sentence("Có tọa độ không nằm trong hệ tọa độ đã chọn"),
            value=system_name(epsg),
            remedy=Sentence("Hãy kiểm tra số và kinh tuyến trục."),
        )
    return geometry


def length_m(geometry: BaseGeometry) -> float:
    """Length in metres of the lines of a WGS 84 geometry, in EPSG:9210; a polygon has none (see `perimeter_m`)."""
    return float(shapely.length(_parts_of(geometry, dimension=1)).sum())


def area_m2(geometry: BaseGeometry) -> float:
    """Area in m² of a WGS 84 geometry, in EPSG:9210; 0 for points and lines."""
    return float(to_vn2000(geometry).area)


def perimeter_m(geometry: BaseGeometry) -> float:
    """Length in metres of all rings of the polygons of a WGS 84 geometry, holes included, in EPSG:9210."""
    return float(shapely.length(_parts_of(geometry, dimension=2)).sum())


def _parts_of(geometry: BaseGeometry, dimension: int) -> NDArray[np.object_]:
    parts = shapely.get_parts(to_vn2000(geometry))
    chosen: NDArray[np.object_] = parts[shapely.get_dimensions(parts) == dimension]
    return chosen
