"""DXF → one layer a drawing layer, in the drawing's own x and y (never declared: tried in every zone).

Model space only.

Curves are flattened to 5 cm. Blocks, texts and external references are counted and left alone; nothing is
followed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any, Final

import shapely
from ezdxf import path, recover
from ezdxf.audit import AuditError, ErrorEntry
from ezdxf.lldxf.const import DXFError
from shapely.geometry import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import UploadError
from geo.language import Sentence
from geo.upload.model import DeclaredCrs, Feature, Layer
from geo.upload.shapes import Intake

_FLAT_M: Final = 0.05
_FINEST: Final = 100_000
_DRAWN: Final = frozenset({"POINT", "HATCH", "LINE", "LWPOLYLINE", "POLYLINE", "CIRCLE", "ARC", "ELLIPSE", "SPLINE"})


def read_dxf(data: bytes, intake: Intake) -> list[Layer]:
    """Read points, lines and closed outlines of a drawing. Raises `UploadError` when it is damaged."""
    try:
        document, auditor = recover.read(BytesIO(data), errors="ignore")
        entities = document.modelspace()
    except (DXFError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError) as error:
        raise UploadError(
            Sentence("Không đọc được DXF"), remedy=Sentence("Hãy lưu lại DXF (R2010 trở lên) từ AutoCAD.")
        ) from error
    _refuse_mended_numbers([*auditor.errors, *auditor.fixes], intake)
    layers: dict[str, list[Feature]] = {}
    left_out: Counter[str] = Counter()
    for entity in entities:
        if entity.dxftype() not in _DRAWN:
            left_out[entity.dxftype()] += 1
            continue
        name = str(entity.dxf.get("layer", "0"))
        layers.setdefault(name, []).extend(_features(entity, name, intake))
    if left_out:
        listed = ", ".join(f"{count} {kind}" for kind, count in left_out.most_common(4))
        intake.note(Sentence("Bỏ qua các đối tượng không phải điểm, đường: {listed}.", listed=listed))
    found = {name: features for name, features in layers.items() if features}
    if len(found) > intake.limits.layers:
        joined = tuple(feature for features in found.values() for feature in features)
        return [Layer("DXF", DeclaredCrs(None, ""), joined)]
    return [Layer(name[:80], DeclaredCrs(None, ""), tuple(features)) for name, features in found.items()]


def _refuse_mended_numbers(entries: list[ErrorEntry], intake: Intake) -> None:
    """Refuse a drawing whose broken numbers ezdxf has guessed (`5K5190` becomes 5); say what else it mended."""
    for entry in entries:
        if entry.code == AuditError.INVALID_FLOATING_POINT_VALUE:
            found = re.search(r'"(.*)" near line (\d+)', entry.message)
            value = Sentence("dòng {row}: {cell}", row=found[2], cell=found[1][:40]) if found else None
            raise UploadError(
                Sentence("DXF có số bị hỏng"), value=value, remedy=Sentence("Hãy lưu lại DXF từ AutoCAD.")
            )
    if any(entry.code == AuditError.REMOVED_INVALID_GRAPHIC_ENTITY for entry in entries):
        intake.note(Sentence("DXF có đối tượng hỏng không đọc được: hãy xem lại hình trước khi lưu."))


def _features(entity: Any, layer: str, intake: Intake) -> Iterator[Feature]:  # noqa: ANN401  ezdxf's entities are many
    try:
        geometry = _geometry(entity, intake)
    except (DXFError, ValueError, TypeError, ZeroDivisionError, OverflowError, ArithmeticError) as error:
        if isinstance(error, UploadError):
            raise
        intake.note(Sentence("Có {kind} không dựng được hình: đã bỏ qua.", kind=entity.dxftype()))
        return
    yield from intake.take(geometry, {"layer": layer, "handle": str(entity.dxf.get("handle", ""))})


def _geometry(entity: Any, intake: Intake) -> BaseGeometry | None:  # noqa: ANN401  ezdxf's entities are many
    if entity.dxftype() == "POINT":
        intake.count_vertices(1)
        return Point(entity.dxf.location.x, entity.dxf.location.y)
    if entity.dxftype() == "HATCH":
        rings = [_flat(ring, intake) for ring in path.from_hatch(entity)]
        closed_rings = [LineString([*ring, ring[0]]) for ring in rings if len(set(ring)) > 2]
        return shapely.build_area(MultiLineString(closed_rings))
    points = _flat(path.make_path(entity), intake)
    if len(set(points)) < 2:
        return None
    closed = points[0] == points[-1] or bool(getattr(entity, "is_closed", False))
    return Polygon(points) if closed and len(set(points)) > 2 else LineString(points)


def _flat(curve: path.Path, intake: Intake) -> list[tuple[float, float]]:
    """Flatten a curve to 5 cm, or to a hundred-thousandth of its size: ezdxf builds all points of an arc at once."""
    most = intake.limits.vertices - intake.vertices + 1
    reach = max(((point - curve.start).magnitude for point in curve.control_vertices()), default=0.0)
    points = [(point.x, point.y) for point in islice(curve.flattening(max(_FLAT_M, reach / _FINEST)), most)]
    intake.count_vertices(len(points))
    return points
