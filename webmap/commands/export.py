"""`projectmap export`: the rows that the filters keep, in a format that other programs read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from geo.errors import GeoError
from webmap.commands import examples
from webmap.filters import filter_options, query_of

if TYPE_CHECKING:
    from geo.model import Query
    from webmap.source import Snapshot

FORMATS: Mapping[str, Callable[[Snapshot, Query], bytes]] = MappingProxyType(
    {"geojson": lambda day, query: day.to_geojson(query)}
)
EXAMPLES = examples(
    "projectmap export --format geojson > tat-ca.geojson",
    "projectmap export --format geojson --kind clearance --year 2026 --output gpmb-2026.geojson",
    'projectmap export --format geojson --q "bắc sông cấm" --funding-source enterprise',
)


class WriteError(GeoError, OSError):
    """A file that cannot be written."""

    code = "write"


@click.command(epilog=EXAMPLES)
@click.option("--format", "name", type=click.Choice(list(FORMATS)), required=True, help="Định dạng của tệp.")
@click.option("--output", "target", type=click.Path(path_type=Path), metavar="TỆP", help="Ghi vào tệp này.")
@filter_options
def command(name: str, target: Path | None, **options: Any) -> None:  # noqa: ANN401  one tuple of texts a filter
    """Xuất các dòng hợp với bộ lọc. Bộ lọc giống hệt trên địa chỉ trang."""
    import os

    from webmap.settings import read_settings
    from webmap.source import open_source

    query = query_of(options)
    day = open_source(read_settings({}, os.environ)).snapshot(query.as_of)
    data = FORMATS[name](day, query)
    if target is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        _write(target, data)
        click.echo(f"Đã ghi {target} ({len(data)} byte).", err=True)


def _write(target: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises `WriteError`."""
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        remedy = "Hãy chọn thư mục có sẵn và được phép ghi."
        raise WriteError("Không ghi được tệp", value=str(target), remedy=remedy) from error
