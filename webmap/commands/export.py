"""`projectmap export`: the rows that the filters keep, in a format that other programs read."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import GeoError, QueryError
from geo.export.files import scratch, write_whole
from geo.export.formats import FORMATS, read_crs, write_export
from webmap.commands import examples
from webmap.filters import filter_options, query_of

if TYPE_CHECKING:
    from geo.model import Query
    from webmap.source import Snapshot

Write = Callable[[Path], object]
PRINTED = ("pdf", "png")
_SHEET = ("paper", "theme", "extent", "scale")

EXAMPLES = examples(
    "projectmap export --format geojson > tat-ca.geojson",
    "projectmap export --format gpkg --crs 9210 --kind clearance --year 2026 --output gpmb-2026.gpkg",
    'projectmap export --format xlsx --q "bắc sông cấm" --funding-source enterprise -o bac-song-cam.xlsx',
    "projectmap export --format pdf --paper a3-landscape --theme clearance --category resettlement -o tai-dinh-cu.pdf",
)


class WriteError(GeoError, OSError):
    """A file that cannot be written."""

    code = "write"


@click.command(epilog=EXAMPLES)
@click.option("--format", "name", type=click.Choice([*FORMATS, *PRINTED]), required=True, help="Định dạng của tệp.")
@click.option("--crs", metavar="MÃ", help="Hệ tọa độ: 4326, 9210 (VN-2000 Hải Phòng), 3405, 3857.")
@click.option("--output", "-o", "target", type=click.Path(path_type=Path), metavar="TỆP", help="Ghi vào tệp này.")
@click.option(
    "--paper", metavar="KHỔ", help="Khổ giấy của pdf, png: a4-landscape, a4-portrait, a3-landscape, a3-portrait."
)
@click.option("--theme", metavar="CHỦ_ĐỀ", help="Màu của pdf, png: funding, clearance.")
@click.option("--extent", metavar="KHUNG", help="Khung của pdf, png: tây,nam,đông,bắc (độ, WGS 84).")
@click.option("--scale", metavar="MẪU_SỐ", help="Tỷ lệ của pdf, png: 25000 là 1:25.000.")
@filter_options
def command(name: str, crs: str | None, target: Path | None, **options: Any) -> None:  # noqa: ANN401  texts by filter
    """Xuất các dòng hợp với bộ lọc. Bộ lọc giống hệt trên địa chỉ trang."""
    import os

    from webmap.settings import read_settings
    from webmap.source import open_source

    query = query_of(options)
    sheet = {option: options[option] for option in _SHEET if options[option] is not None}
    settings = read_settings({}, os.environ)
    day = open_source(settings).snapshot(query.as_of)
    file_name, write = (
        _printed(day, query, name, sheet)
        if name in PRINTED
        else _delivered(day, query, name, crs, sheet, settings.oc4ids_prefix)
    )
    if target is None:
        _print(file_name, write)
    else:
        _write(write, target)
        click.echo(f"Đã ghi {target} ({target.stat().st_size} byte).", err=True)


def _delivered(
    day: Snapshot, query: Query, name: str, crs: str | None, sheet: Mapping[str, str], register: str
) -> tuple[str, Write]:
    """Return the name of a file of rows, and what writes it. Raises `QueryError` for options of a sheet."""
    from webmap.exports import deliver

    form = FORMATS[name]
    for option, text in sheet.items():
        raise QueryError("Chỉ pdf và png nhận tham số này", parameter=option, value=text)
    delivery = deliver(day, query, read_crs(form, crs), register=register)
    return form.file_name, partial(write_export, delivery, form)


def _printed(day: Snapshot, query: Query, name: str, sheet: Mapping[str, str]) -> tuple[str, Write]:
    """Return the name of a printed sheet, and what writes it."""
    from webmap.printing import draw, read_sheet

    document = draw(day, query, read_sheet(sheet))
    content = document.to_pdf() if name == "pdf" else document.to_png()
    return f"map.{name}", partial(write_whole, write=lambda path: _fill(content, path))


def _fill(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _print(file_name: str, write: Write) -> None:
    """Write a file to standard output."""
    with scratch() as folder:
        write(folder / file_name)
        with (folder / file_name).open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
    sys.stdout.flush()


def _write(write: Write, target: Path) -> None:
    """Write a file whole or not at all. Raises `WriteError`."""
    try:
        write(target)
    except OSError as error:
        remedy = "Hãy chọn thư mục có sẵn và được phép ghi."
        raise WriteError("Không ghi được tệp", value=str(target), remedy=remedy) from error
