"""`projectmap locate`: where the words of a name are, how that was found, how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from webmap.cli import REFUSED
from webmap.commands import examples

if TYPE_CHECKING:
    from geo.model import Location

EXAMPLES = examples(
    'projectmap locate "khu tái định cư Hoa Động"',
    'projectmap locate "đường từ cầu Bính đến Núi Đèo" --json',
)


@click.command(epilog=EXAMPLES)
@click.argument("words", metavar="TÊN")
@click.option("--json", "as_json", is_flag=True, help="Trả về một GeoJSON Feature cho chương trình khác.")
def command(words: str, as_json: bool) -> int:
    """Tìm xem một tên công trình chỉ nơi nào. Mã thoát 1 khi không tìm ra."""
    import os

    from geo.geocode import locate, to_feature
    from webmap.query import parse_query
    from webmap.settings import read_settings
    from webmap.source import Folder

    name = parse_query([("q", words)]).q
    found = locate(name, Folder(read_settings({}, os.environ).data_dir).read().gazetteer)
    if as_json:
        import orjson

        click.echo(orjson.dumps(to_feature(found, name), option=orjson.OPT_INDENT_2))
    else:
        for line in _told(found):
            click.echo(line)
    return REFUSED if found.radius_m is None else 0


def _told(found: Location) -> Iterator[str]:
    """Give a location in sentences."""
    from geo.geocode import METHODS
    from webmap.style import look

    yield f"{look(found.precision).vi} ({METHODS[found.method]})."
    if found.geometry is not None and found.radius_m is not None:
        spot = found.geometry.representative_point()
        yield f"Quanh {_degrees(spot.y)} vĩ bắc, {_degrees(spot.x)} kinh đông; sai số {_metres(found.radius_m)}."
    if found.reason:
        yield found.reason
    for line in found.evidence:
        yield f"  «{line.words}» {line.says}"
    if found.candidates:
        yield "Gần giống:"
    for candidate in found.candidates:
        yield f"  {candidate.name} ({candidate.place}): {candidate.reason}"


def _degrees(value: float) -> str:
    """Return degrees as they are written on screen: 20,8912°."""
    return f"{value:.4f}°".replace(".", ",")


def _metres(value: float) -> str:
    """Return a distance as it is written on screen: 1.810 m."""
    return f"{value:,.0f} m".replace(",", ".")
