"""KML 2.2 for Google Earth: one folder a kind of geometry, styles by funding source, every column as extended data.

Data never goes into `description`: Google Earth renders that as HTML. Elements stand in the order of the KML schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.export.cells import one_line, plain
from geo.export.columns import COLUMNS, Kind
from geo.export.delivery import KINDS, Delivery, Looks, kinds_of, plain_table
from geo.export.files import scratch, zip_files

FOLDER = {"point": "Điểm", "line": "Tuyến", "polygon": "Vùng", "none": "Chưa rõ vị trí"}
_TYPES = {Kind.INTEGER: "int", Kind.NUMBER: "double", Kind.BOOLEAN: "bool"}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">\n<Document>\n'
)
_SCHEMA_ID = "cong_trinh"


def to_kml(delivery: Delivery, path: Path) -> None:
    """Write the delivery as KML, placemark by placemark."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_document(delivery))


def to_kmz(delivery: Delivery, path: Path) -> None:
    """Write the delivery as KMZ: the same document, zipped."""
    with scratch() as folder:
        document = folder / "doc.kml"
        to_kml(delivery, document)
        zip_files(path, [document])


def to_network_link(name: str, address: str, refresh_s: int) -> bytes:
    """Return a KML file that makes Google Earth fetch `address` again every so many seconds."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
        f"<NetworkLink><name>{_text(name)}</name><Link><href>{_text(address)}</href>"
        f"<refreshMode>onInterval</refreshMode><refreshInterval>{refresh_s}</refreshInterval></Link></NetworkLink>\n"
        "</kml>\n"
    ).encode()


def _document(delivery: Delivery) -> Iterator[str]:
    """Yield the document in pieces."""
    notice = delivery.notice
    yield _HEAD
    yield f"<name>{_text(notice.title)}</name><open>1</open>\n"
    yield f"<atom:author><atom:name>{_text(notice.attribution)}</atom:name></atom:author>\n"
    if notice.home:
        yield f"<atom:link href={quoteattr(notice.home)}/>\n"
    yield f"<description>{_text(notice.text())}</description>\n"
    yield from _styles(delivery.looks)
    yield _schema()
    table = plain_table(delivery.frame)
    geometries = delivery.geometries()
    kinds = kinds_of(geometries)
    for kind in KINDS:
        chosen = np.flatnonzero(kinds == kind)
        yield f"<Folder><name>{FOLDER[kind]}</name>\n"
        for row, geometry in zip(_rows(table.iloc[chosen]), geometries[chosen], strict=True):
            yield _placemark(row, geometry)
        yield "</Folder>\n"
    yield "</Document>\n</kml>\n"


def _text(value: str) -> str:
    """Return text as XML content."""
    return escape(plain(value))


def _rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield rows as dictionaries, empty cells left out."""
    held = table.astype(object)
    for cells in held.where(held.notna(), None).itertuples(index=False, name=None):
        yield {name: cell for name, cell in zip(table.columns, cells, strict=True) if cell is not None}


def _styles(looks: Looks) -> Iterator[str]:
    """Yield one style a funding source; Google Earth writes colours as alpha, blue, green, red."""
    for code in [*looks.fill, "other_funding"]:
        colour = looks.colour(code)
        bgr = colour[5:7] + colour[3:5] + colour[1:3]
        yield (
            f"<Style id={quoteattr(code)}><IconStyle><color>ff{bgr}</color><scale>1</scale></IconStyle>"
            f"<LineStyle><color>ff{bgr}</color><width>3</width></LineStyle>"
            f"<PolyStyle><color>50{bgr}</color></PolyStyle></Style>\n"
        )


def _schema() -> str:
    """Return the declaration of the extended data: name, type, heading."""
    fields = "".join(
        f'<SimpleField type="{_TYPES.get(column.kind, "string")}" name="{column.name}">'
        f"<displayName>{_text(column.vi)}</displayName></SimpleField>"
        for column in COLUMNS
        if column.name != "name"
    )
    return f'<Schema name="{_SCHEMA_ID}" id="{_SCHEMA_ID}">{fields}</Schema>\n'


def _placemark(row: dict[str, Any], geometry: BaseGeometry | None) -> str:
    """Return one row; its name stands in `name`, its years as a time span, the rest as extended data."""
    data = "".join(
        f'<SimpleData name="{name}">{_text(_written(value))}</SimpleData>'
        for name, value in row.items()
        if name != "name"
    )
    shape = _geometry(geometry) if geometry is not None else ""
    return (
        f"<Placemark id={quoteattr(row['id'])}><name>{_text(one_line(row['name']))}</name>{_span(row)}"
        f"<styleUrl>#{escape(row['funding_source'])}</styleUrl>"
        f'<ExtendedData><SchemaData schemaUrl="#{_SCHEMA_ID}">{data}</SchemaData></ExtendedData>{shape}</Placemark>\n'
    )


def _written(value: object) -> str:
    return str(int(value)) if isinstance(value, bool | np.bool_) else str(value)


def _span(row: dict[str, Any]) -> str:
    """Return the years of a row; a missing end is left open."""
    begin = f"<begin>{row['start_year']:04d}</begin>" if "start_year" in row else ""
    end = f"<end>{row['finish_year']:04d}</end>" if "finish_year" in row else ""
    return f"<TimeSpan>{begin}{end}</TimeSpan>" if begin or end else ""


def _geometry(geometry: BaseGeometry) -> str:
    """Return a geometry; several parts become one MultiGeometry."""
    parts = [_part(part) for part in shapely.get_parts(geometry)]
    return parts[0] if len(parts) == 1 else f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def _part(part: BaseGeometry) -> str:
    """Return a point, a line or a polygon with its holes."""
    if part.geom_type == "Polygon":
        rings = [f"<LinearRing>{_coordinates(ring)}</LinearRing>" for ring in shapely.get_rings(part)]
        holes = "".join(f"<innerBoundaryIs>{ring}</innerBoundaryIs>" for ring in rings[1:])
        return f"<Polygon><outerBoundaryIs>{rings[0]}</outerBoundaryIs>{holes}</Polygon>"
    tag = "Point" if part.geom_type == "Point" else "LineString"
    return f"<{tag}>{_coordinates(part)}</{tag}>"


def _coordinates(shape: BaseGeometry) -> str:
    """Return coordinates as KML has them, with seven decimals."""
    pairs = shapely.get_coordinates(shape).round(7).tolist()
    return f"<coordinates>{' '.join(f'{lon},{lat}' for lon, lat in pairs)}</coordinates>"
