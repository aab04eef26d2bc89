"""`projectmap coordinates`: how a printed table of coordinates reads, where each reading lands, what it makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from webmap.cli import REFUSED
from webmap.commands import examples

if TYPE_CHECKING:
    from geo.coordinates import Drawing, Proposal

EXAMPLES = examples(
    "projectmap coordinates bảng.txt",
    "projectmap coordinates - < bảng.txt",
    "projectmap coordinates bảng.txt --kind line --json",
)
SHOWN = 5


@click.command(epilog=EXAMPLES)
@click.argument("table", metavar="TỆP|-", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--kind", type=click.Choice(["polygon", "line", "point"]), help="Coi các điểm là vùng, đường hay điểm rời."
)
@click.option("--json", "as_json", is_flag=True, help="Trả về một GeoJSON Feature cho chương trình khác.")
def command(table: str, kind: str | None, as_json: bool) -> int:
    """Đọc bảng tọa độ VN-2000 của quyết định: thử mọi múi, cả hai thứ tự trục.

    Mã thoát 1 khi chưa ra một hình dùng được.
    """
    import os

    from geo.coordinates import DrawnKind, propose, read_table
    from geo.landing import build_ground
    from geo.shapes import read_shapes
    from webmap.settings import read_settings

    ground = build_ground(read_shapes(read_settings({}, os.environ).data_dir / "shapes"))
    proposal = propose(read_table(_read_text(table)), ground, DrawnKind(kind) if kind else None)
    if as_json:
        click.echo(_feature(proposal))
    else:
        for line in _told(proposal):
            click.echo(line)
    done = proposal.drawing is not None and not proposal.drawing.errors
    return 0 if done else REFUSED


def _read_text(table: str) -> str:
    """Read a file, or what is piped in."""
    stream = click.open_file(table, encoding="utf-8-sig")
    with stream:
        return str(stream.read())


def _told(proposal: Proposal) -> Iterator[str]:
    yield f"Đọc được {len(proposal.block.corners)} điểm."
    yield from proposal.notes
    yield proposal.choice.says
    yield from (f"Cần đối chiếu: {doubt}" for doubt in proposal.doubts)
    yield "Các cách đọc gần nhất:"
    for reading in proposal.choice.readings[:SHOWN]:
        yield f"  {'✓' if reading.fits else '·'} {reading.says}"
    if proposal.drawing is not None:
        yield from _measured(proposal.drawing)


def _measured(drawing: Drawing) -> Iterator[str]:
    from geo.clearance.figures import number_words

    yield from (f"Lỗi: {error}" for error in drawing.errors)
    yield from drawing.notes
    if drawing.area_m2 is not None and drawing.perimeter_m is not None:
        yield f"Diện tích {number_words(drawing.area_m2, 1)} m², chu vi {number_words(drawing.perimeter_m, 1)} m."
    if drawing.length_m is not None:
        yield f"Chiều dài {number_words(drawing.length_m, 1)} m."
    if drawing.area_difference_percent is not None and drawing.stated_area_m2 is not None:
        stated = number_words(drawing.stated_area_m2, 1)
        apart = number_words(round(drawing.area_difference_percent, 2) + 0.0, 2)
        yield f"Văn bản ghi {stated} m², lệch {apart} %."


def _feature(proposal: Proposal) -> str:
    """Write the drawing as a GeoJSON Feature; null geometry where there is none to use."""
    import orjson
    from shapely.geometry import mapping

    from geo.corrections.overlay import tidy

    drawing, chosen = proposal.drawing, proposal.chosen
    usable = drawing is not None and not drawing.errors
    properties = {
        "verdict": proposal.choice.verdict,
        "says": proposal.choice.says,
        "epsg": chosen.way.epsg if chosen else None,
        "north_first": chosen.way.north_first if chosen else None,
        "radius_m": proposal.radius_m,
        "doubts": proposal.doubts,
        "notes": proposal.notes + (drawing.notes if drawing else ()),
        "errors": drawing.errors if drawing else (),
        "area_m2": drawing.area_m2 if drawing else None,
        "length_m": drawing.length_m if drawing else None,
        "stated_area_m2": proposal.table.stated_area_m2,
        "corners": [corner.label for corner in proposal.block.corners],
    }
    geometry = mapping(tidy(drawing.geometry)) if drawing is not None and usable else None
    feature = {"type": "Feature", "geometry": geometry, "properties": properties}
    return orjson.dumps(feature, option=orjson.OPT_INDENT_2).decode()
