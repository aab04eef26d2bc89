"""What a file declares of its coordinate system → an EPSG code that `geo.crs` knows, or the words alone.

A definition that came with a file is only compared, never used to transform: it may name grids to fetch or hide a
wrong shift.
"""

from __future__ import annotations

import re
from typing import Final

from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.crs import ZONES, is_known, system_name
from geo.language import Sentence
from geo.upload.model import DeclaredCrs

_LONGEST: Final = 20_000
_CODE: Final = re.compile(r"^(?:urn:(?:x-)?ogc:def:crs:)?(?:EPSG|epsg)[:/]{1,2}(?:[\d.]*:)?(\d{4,6})$")
_LON_LAT: Final = re.compile(r"CRS84h?$")
_PARAMETERS: Final = {
    "Longitude of natural origin": "meridian",
    "Scale factor at natural origin": "scale",
    "False easting": "east",
    "False northing": "north",
}
_SCALES: Final = {3: 0.9999, 6: 0.9996}


def from_code(epsg: int) -> DeclaredCrs:
    """Return what an EPSG code declares."""
    return DeclaredCrs(epsg if is_known(epsg) else None, system_name(epsg))


def from_name(name: str) -> DeclaredCrs:
    """Return what a name such as `urn:ogc:def:crs:EPSG::9210` or `urn:ogc:def:crs:OGC:1.3:CRS84` declares."""
    if _LON_LAT.search(name):
        return from_code(4326)
    match = _CODE.match(name.strip())
    return from_code(int(match[1])) if match else DeclaredCrs(None, name[:80])


def from_wkt(wkt: str) -> DeclaredCrs:
    """Return what a WKT definition (a .prj file) declares: by its code, else by datum, meridian, scale and origin."""
    text = wkt.strip("\ufeff\x00 \r\n\t")
    if not text or len(text) > _LONGEST:
        return DeclaredCrs(None, "")
    try:
        crs = CRS.from_wkt(text)
    except CRSError:
        return DeclaredCrs(None, Sentence("định nghĩa không đọc được"))
    while crs.is_bound and crs.source_crs is not None:
        crs = crs.source_crs
    epsg = crs.to_epsg(min_confidence=70) or _zone_of(crs)
    return DeclaredCrs(epsg, system_name(epsg)) if epsg and is_known(epsg) else DeclaredCrs(None, crs.name[:80])


def _zone_of(crs: CRS) -> int | None:
    """Find the zone with these parameters, if the datum is VN-2000: programs write the same grid under many names."""
    operation = crs.coordinate_operation
    datum = f"{crs.datum.name if crs.datum else ''} {crs.geodetic_crs.name if crs.geodetic_crs else ''}"
    if operation is None or not re.search(r"VN.?2000|Vietnam.?2000", datum, re.IGNORECASE):
        return None
    said = {_PARAMETERS[p.name]: float(p.value) for p in operation.params if p.name in _PARAMETERS}
    if said.get("east") != 500_000 or said.get("north", 0) != 0:
        return None
    for zone in ZONES:
        same_meridian = abs(said.get("meridian", 0) - zone.meridian) < 1e-6
        if same_meridian and abs(said.get("scale", 1) - _SCALES[zone.width_deg]) < 1e-9:
            return zone.epsg
    return None
