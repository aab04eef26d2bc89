"""DXF in VN-2000 for AutoCAD: metres, one layer a category, each name as a text beside its shape, data as XDATA."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from ezdxf import filemanagement, options, units  # type: ignore[attr-defined]  # re-exported without saying so
from ezdxf.document import Drawing
from shapely.geometry.base import BaseGeometry

from geo.crs import system_name
from geo.export.cells import fitted, one_line
from geo.export.delivery import Delivery, Looks, bounds_of, plain_table
from geo.export.files import scratch

APP = "PROJECTMAP"
_CARRIED = ("id", "name", "precision", "radius_m", "method", "source", "sketch")
_XDATA_TEXT = 255  # bytes of one XDATA string
_LINE_TEXT = 2_000  # bytes of a TEXT: AutoCAD takes 2,049
_HEAD_BYTES = 65_536  # the header lies within
_TEXT_M = 12.0  # height of a name on the ground, readable at 1:5,000
_NOTES, _PLACELESS = "Ghi chú", "Chưa rõ vị trí"
_UNFIT = str.maketrans(dict.fromkeys('<>/\\":;?*|=`,', "-"))  # not allowed in the name of a layer


def to_dxf(delivery: Delivery, path: Path) -> None:
    """Write a drawing; rows without place are listed below it, on a layer of their own.

    The caller has seen to it that the system of the delivery counts in metres.
    """
    document = _document(delivery)
    space = document.modelspace()
    geometries = delivery.geometries()
    placeless: list[dict[str, Any]] = []
    for row, geometry in zip(_rows(plain_table(delivery.frame)), geometries, strict=True):
        if geometry is None:
            placeless.append(row)
        else:
            _draw(space, delivery.looks, row, geometry)
    _list_below(space, delivery, placeless, bounds_of(geometries))
    with scratch() as folder:
        drawn = folder / path.name
        with drawn.open("w", encoding="utf-8", newline="\n", errors="dxfreplace") as file:
            document.write(file)
        _declare_utf8(drawn, path)


def _document(delivery: Delivery) -> Drawing:
    """Return an empty drawing that says where it comes from, with times and marks that depend on the data alone."""
    options.write_fixed_meta_data_for_testing = True  # no time of writing, no random mark: equal data, equal bytes
    document = filemanagement.new("R2010", setup=["linetypes"], units=units.M)
    document.appids.add(APP)
    for name in (*_categories(delivery), _NOTES, _PLACELESS):
        document.layers.add(_layer_name(name))
    for at, (label, words) in enumerate([*delivery.notice.lines(), ("Hệ tọa độ", system_name(delivery.epsg))]):
        document.header.custom_vars.append(f"{at + 1:02d} {label}", one_line(words))
    return document


def _declare_utf8(drawn: Path, path: Path) -> None:
    """Copy a drawing, its header naming UTF-8 as the code page.

    From R2007 on a drawing is UTF-8 whatever the header says; GDAL, and QGIS with it, believes the header.
    """
    with drawn.open("rb") as source, path.open("wb") as target:
        head = source.read(_HEAD_BYTES)
        target.write(head.replace(b"$DWGCODEPAGE\n  3\nANSI_1252\n", b"$DWGCODEPAGE\n  3\nANSI_65001\n", 1))
        shutil.copyfileobj(source, target)


def _categories(delivery: Delivery) -> list[str]:
    """Return the words of the categories that occur, each once, sorted."""
    codes = sorted(set(delivery.frame["category"]))
    return sorted({delivery.looks.word("category", code) for code in codes})


def _layer_name(words: str) -> str:
    return one_line(words).translate(_UNFIT)


def _rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows with what a drawing carries, None where a cell is empty."""
    held = table[[*_CARRIED, "category", "funding_source"]].astype(object)
    for cells in held.where(held.notna(), None).itertuples(index=False, name=None):
        yield dict(zip(held.columns, cells, strict=True))


def _draw(space: Any, looks: Looks, row: dict[str, Any], geometry: BaseGeometry) -> None:  # noqa: ANN401
    """Draw one row: its parts, and its name beside them."""
    manner = {
        "layer": _layer_name(looks.word("category", row["category"])),
        "true_color": int(looks.colour(row["funding_source"])[1:], 16),
        "linetype": "DASHED" if row["precision"] in looks.dashed else "CONTINUOUS",
        "ltscale": 20.0,
    }
    for part in shapely.get_parts(geometry):
        for entity in _entities(space, part, manner):
            entity.set_xdata(APP, _xdata(row))
    anchor = shapely.point_on_surface(geometry)
    text = space.add_text(drawn_text(row["name"]), height=_TEXT_M, dxfattribs={"layer": manner["layer"]})
    text.set_placement((anchor.x + _TEXT_M / 2, anchor.y))
    text.set_xdata(APP, _xdata(row))


def _entities(space: Any, part: BaseGeometry, manner: dict[str, Any]) -> Iterable[Any]:  # noqa: ANN401
    """Add one part to the drawing: a point, a line, or a ring for each border of an area. Yield what was added."""
    if part.geom_type == "Point":
        yield space.add_point(shapely.get_coordinates(part)[0].tolist(), dxfattribs=manner)
    elif part.geom_type == "LineString":
        yield space.add_lwpolyline(shapely.get_coordinates(part).tolist(), dxfattribs=manner)
    else:
        for ring in shapely.get_rings(part):
            corners = shapely.get_coordinates(ring).tolist()[:-1]
            yield space.add_lwpolyline(corners, close=True, dxfattribs=manner)


def _xdata(row: dict[str, Any]) -> list[tuple[int, str]]:
    """Return what a row says, as strings `column=value`."""
    said = (f"{name}={_uncoded(str(row[name]))}" for name in _CARRIED if row[name] is not None)
    return [(1000, fitted(words, _XDATA_TEXT)) for words in said]


def drawn_text(text: str) -> str:
    """Return a text that AutoCAD draws letter by letter, on one line: nothing in it is read as a code for a sign."""
    return fitted(_uncoded(text).replace("%%", "%%%%%%").replace("^", "^ "), _LINE_TEXT)


def _uncoded(text: str) -> str:
    """Return a text on one line in which no letter is coded: readers decode U+ and M+ after a backslash everywhere."""
    return one_line(text).replace("\\U+", "\\ U+").replace("\\M+", "\\ M+")


def _list_below(
    space: Any,  # noqa: ANN401  ezdxf's model space
    delivery: Delivery,
    placeless: list[dict[str, Any]],
    bounds: tuple[float, float, float, float] | None,
) -> None:
    """Write the notice and the rows without place under the drawing."""
    west, south = bounds[:2] if bounds else (0.0, 0.0)
    lines: list[tuple[str, str, dict[str, Any] | None]] = [
        (f"{label}: {words}", _NOTES, None) for label, words in delivery.notice.lines()
    ]
    lines += [(f"{row['id']} {row['name']}", _PLACELESS, row) for row in placeless]
    for at, (words, layer, row) in enumerate(lines, start=3):
        text = space.add_text(drawn_text(words), height=_TEXT_M, dxfattribs={"layer": _layer_name(layer)})
        text.set_placement((west, south - at * _TEXT_M * 1.6))
        if row is not None:
            text.set_xdata(APP, _xdata(row))
