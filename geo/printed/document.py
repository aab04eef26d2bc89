"""Rows → a finished sheet, PDF or PNG. Typst sets it; the template knows no data and the data no markup.

All that is said goes to the template as JSON: a name full of signs stays a name. Equal rows give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import orjson

from geo.export.cells import one_line
from geo.export.delivery import Notice
from geo.language import Day, said, say, say_count
from geo.model import Shape
from geo.printed.drawing import draw_map
from geo.printed.ground import Ground
from geo.printed.layers import DrawnLayers, OwnLayers, draw_layers
from geo.printed.legend import build_legend
from geo.printed.looks import Looks
from geo.printed.press import set_sheet
from geo.printed.rows import Place, Row, bounds_of, places_of, rows_of
from geo.printed.sheet import FOOT_MM, GAP_MM, HEAD_MM, LEGEND_WIDE_MM, MARGIN_MM, Sheet, view_of

MOST_ROWS = 1_000  # rows of the table: more is a matter for Excel, and the sheet says so
PIXELS_PER_INCH = 150


@dataclass(frozen=True, slots=True)
class Document:
    """What the template sets, as JSON."""

    data: bytes

    def to_pdf(self) -> bytes:
        """Return the sheet with its table on the pages that follow. Raises `PressError`."""
        return set_sheet(self.data, "pdf")

    def to_png(self, pixels_per_inch: int = PIXELS_PER_INCH) -> bytes:
        """Return the first page, the map, as a picture. Raises `PressError`."""
        return set_sheet(self.data, "png", table=False, pixels_per_inch=pixels_per_inch)


def build_document(
    frame: gpd.GeoDataFrame,
    shapes: Iterable[Shape],
    table: Mapping[str, Any],
    notice: Notice,
    sheet: Sheet,
    own: OwnLayers = OwnLayers(),  # noqa: B008  frozen, so it may be shared
) -> Document:
    """Return a sheet that shows the rows of a frame (WGS 84) over base shapes and layers of one's own.

    `table` is `webmap.style.table`.
    """
    looks = Looks(table, sheet.language)
    rows = rows_of(frame)
    places = places_of(rows)
    ground = Ground(shapes)
    view = view_of(sheet, bounds_of(places), ground.bounds())
    layers = draw_layers(own, view)
    sheet_data: dict[str, Any] = {
        "size": sheet.size,
        "beside": sheet.beside,
        "margin": MARGIN_MM,
        "head": HEAD_MM,
        "foot": FOOT_MM,
        "gap": GAP_MM,
        "legend_wide": LEGEND_WIDE_MM,
        "language": sheet.language,
        "map": draw_map(places, ground, view, sheet.theme, looks, layers),
        "map_size": sheet.map_size,
        "legend": build_legend(rows, places, view, sheet, looks),
        "own": {"title": say("Lớp riêng"), "lines": layers.lines, "missing": layers.missing},
        **_words(rows, notice, sheet, looks),
        "source": _source(notice, layers),
        **_table(rows, places, looks),
    }
    return Document(orjson.dumps(sheet_data))


def _words(rows: Sequence[Row], notice: Notice, sheet: Sheet, looks: Looks) -> dict[str, Any]:
    """Return the sentences of the sheet."""
    drawn = sum(row.geometry is not None for row in rows)
    return {
        "title": say("Bản đồ công trình phường Thủy Nguyên"),
        "theme": say("Theo {theme}", theme=looks.words("themes", sheet.theme)),
        "count": say("{drawn} trên {all} dòng có vị trí trên bản đồ", drawn=drawn, all=len(rows)),
        "filter": say("Bộ lọc: {words}", words=one_line(said(notice.filter_words))),
        "day": say("Tính đến ngày {day}", day=Day(notice.as_of)),
        "system": say("VN-2000, kinh tuyến trục 105°45', múi 3° (EPSG:9210)"),
        "home": notice.home,
        "page": say("Trang"),
    }


def _source(notice: Notice, layers: DrawnLayers) -> str:
    """Return whom the sheet is owed to, makers of layers included, each once."""
    words = [said(words) for words in (notice.attribution, notice.licence, notice.caution)]
    credits_ = dict.fromkeys(credit for credit in layers.credits if credit not in words[0])
    named = [say("Lớp riêng: {who}", who="; ".join(credits_))] if credits_ else []
    return one_line(". ".join(part.rstrip(".") for part in [*words, *named]))


def _table(rows: Sequence[Row], places: Sequence[Place], looks: Looks) -> dict[str, Any]:
    """Return the table: rows in the order of their numbers on the map, those without place last."""
    numbers = {row.id: at for at, place in enumerate(places, start=1) for row in place.rows}
    order = sorted(rows, key=lambda row: (numbers.get(row.id, len(rows) + 1), row.id))
    lines = [[str(numbers.get(row.id, "–")), *_line(row, looks)] for row in order[:MOST_ROWS]]
    left = len(rows) - len(lines)
    return {
        "caption": say_count("{n} dòng", len(rows)),
        "heads": [
            *(say("Số"), say("Mã"), say("Tên"), say("Nguồn vốn"), say("Năm")),
            *(say("Giải phóng mặt bằng"), say("Vị trí")),
        ],
        "lines": lines,
        "more": say_count("Còn {n} dòng không in ở đây: hãy lấy tệp Excel.", left) if left else "",
    }


def _line(row: Row, looks: Looks) -> list[str]:
    """Return the cells of a row."""
    start, finish = row.start_year, row.finish_year
    years = str(start) if start == finish and start else f"{start or '…'}–{finish or '…'}"
    return [
        row.id,
        one_line(row.name),
        looks.words("funding", row.funding_source),
        years if start or finish else "",
        looks.words("clearance", row.clearance_state),
        looks.words("precision", row.precision),
    ]
