"""`projectmap export`: the rows that the filters keep, in a format that other programs read."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import GeoError
from geo.export.files import scratch
from geo.export.formats import FORMATS, Format, read_crs, write_export
from webmap.commands import examples
from webmap.filters import filter_options, query_of

if TYPE_CHECKING:
    from geo.export.delivery import Delivery

EXAMPLES = examples(
    "projectmap export --format geojson > tat-ca.geojson",
    "projectmap export --format gpkg --crs 9210 --kind clearance --year 2026 --output gpmb-2026.gpkg",
    'projectmap export --format xlsx --q "bắc sông cấm" --funding-source enterprise -o bac-song-cam.xlsx',
)


class WriteError(GeoError, OSError):
    """A file that cannot be written."""

    code = "write"


@click.command(epilog=EXAMPLES)
@click.option("--format", "name", type=click.Choice(list(FORMATS)), required=True, help="Định dạng của tệp.")
@click.option("--crs", metavar="MÃ", help="Hệ tọa độ: 4326, 9210 (VN-2000 Hải Phòng), 3405, 3857.")
@click.option("--output", "-o", "target", type=click.Path(path_type=Path), metavar="TỆP", help="Ghi vào tệp này.")
@filter_options
def command(name: str, crs: str | None, target: Path | None, **options: Any) -> None:  # noqa: ANN401  texts by filter
    """Xuất các dòng hợp với bộ lọc. Bộ lọc giống hệt trên địa chỉ trang."""
    import os

    from webmap.exports import deliver
    from webmap.settings import read_settings
    from webmap.source import open_source

    form = FORMATS[name]
    epsg = read_crs(form, crs)
    query = query_of(options)
    delivery = deliver(open_source(read_settings({}, os.environ)).snapshot(query.as_of), query, epsg)
    if target is None:
        _print(delivery, form)
    else:
        _write(delivery, form, target)
        click.echo(f"Đã ghi {target} ({target.stat().st_size} byte).", err=True)


def _print(delivery: Delivery, form: Format) -> None:
    """Write a file to standard output."""
    with scratch() as folder:
        write_export(delivery, form, folder / form.file_name)
        with (folder / form.file_name).open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
    sys.stdout.flush()


def _write(delivery: Delivery, form: Format, target: Path) -> None:
    """Write a file whole or not at all. Raises `WriteError`."""
    try:
        write_export(delivery, form, target)
    except OSError as error:
        remedy = "Hãy chọn thư mục có sẵn và được phép ghi."
        raise WriteError("Không ghi được tệp", value=str(target), remedy=remedy) from error
