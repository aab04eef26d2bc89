"""`corrections.geojson`: every version of every correction, to keep under version control, to move, to read back.

GeoJSON (RFC 7946, WGS 84), one feature a line, ordered by project and revision, keys in a fixed order: the same
corrections always give the same bytes, and a file read into an empty store is written out again byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from geo.corrections.checks import find_faults
from geo.corrections.overlay import FIELDS, Action, Correction, from_fields, to_fields
from geo.errors import CorrectionError, DataError, Fault, GeometryError
from geo.landing import Ground
from geo.language import say

PROPERTIES = tuple(name for name in FIELDS if name not in {"id", "geometry"})
MAX_BYTES = 50_000_000


def to_geojson(corrections: Iterable[Correction]) -> bytes:
    """Write versions as the bytes of a GeoJSON file."""
    ordered = sorted(corrections, key=lambda correction: (correction.project, correction.revision))
    lines = ",\n".join(_feature(correction) for correction in ordered)
    body = f"\n{lines}\n" if lines else ""
    return f'{{"type": "FeatureCollection", "name": "corrections", "features": [{body}]}}\n'.encode()


def from_geojson(content: bytes, ground: Ground, file: str = "corrections.geojson") -> tuple[Correction, ...]:
    """Read what `to_geojson` wrote. Raises DataError with every fault, by feature (counted from 1)."""
    faults: list[Fault] = []
    corrections = []
    for number, feature in enumerate(_features(content, file), 1):
        try:
            corrections.append(_correction(feature, ground))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            faults.append(Fault(file, number, None, None, _words(error), say("Hãy dùng tệp do lệnh export ghi ra.")))
    if faults:
        raise DataError(faults)
    return tuple(corrections)


def find_strangers(corrections: Iterable[Correction], projects: AbstractSet[str], file: str) -> tuple[Fault, ...]:
    """Find the versions of projects that are not in the ledger (`projects` are its ids), as faults of the file."""
    return tuple(
        Fault(
            file,
            number,
            "project",
            correction.project,
            say("Không có dự án này"),
            say("Hãy xem mã trong projects.csv."),
        )
        for number, correction in enumerate(corrections, 1)
        if correction.project not in projects
    )


def _feature(correction: Correction) -> str:
    held = to_fields(correction)
    properties = {name: held[name] for name in PROPERTIES}
    id_, words = json.dumps(held["id"]), json.dumps(properties, ensure_ascii=False)
    return f'{{"type": "Feature", "id": {id_}, "geometry": {held["geometry"] or "null"}, "properties": {words}}}'


def _features(content: bytes, file: str) -> Iterator[Any]:
    remedy = say("Hãy dùng tệp do lệnh export ghi ra.")
    if len(content) > MAX_BYTES:
        raise DataError([Fault(file, None, None, None, say("Tệp lớn hơn {most} byte", most=MAX_BYTES), remedy)])
    try:
        collection = json.loads(content)
        yield from collection["features"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DataError([Fault(file, None, None, None, say("Không phải GeoJSON FeatureCollection"), remedy)]) from error


def _correction(feature: Mapping[str, Any], ground: Ground) -> Correction:
    """Read one feature; a value that would not be written back as it stands is a fault, not a guess."""
    properties = feature["properties"]
    if set(properties) != set(PROPERTIES):
        raise CorrectionError(
            [("properties", say("Thuộc tính phải đúng là: {allowed}", allowed=", ".join(PROPERTIES)))]
        )
    geometry = None if feature["geometry"] is None else json.dumps(feature["geometry"])
    correction = from_fields({**properties, "id": feature["id"], "geometry": geometry})
    written = to_fields(correction)
    for name in PROPERTIES:
        if written[name] != properties[name]:
            raise CorrectionError(
                [
                    (
                        name,
                        say("Giá trị {value!r} của {name} không đúng dạng", value=properties[name], name=name),
                    )
                ]
            )
    if (correction.action is Action.PLACE) != (correction.geometry is not None):
        raise CorrectionError(
            [("action", say("action {action!r} không khớp với hình", action=correction.action.value))]
        )
    faults = () if correction.action is Action.ENGINE else tuple(find_faults(correction, ground))
    if faults:
        raise CorrectionError(faults)
    return correction


def _words(error: Exception) -> str:
    if isinstance(error, CorrectionError | GeometryError):
        return error.what
    return say("Thiếu hoặc sai giá trị ({error})", error=error)
