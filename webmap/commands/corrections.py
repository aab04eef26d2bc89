"""`projectmap corrections`: corrected places out to a file, in from a file, and on the screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webmap.commands import caller, examples, store_path

if TYPE_CHECKING:
    from geo.corrections.overlay import Correction
    from geo.model import Programme
    from geo.store import Store

EXAMPLES = examples(
    "projectmap corrections list",
    "projectmap corrections export data/corrections.geojson",
    "projectmap corrections import data/corrections.geojson",
)


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Vị trí do người sửa: xem, xuất ra tệp, nhập từ tệp."""


@contextmanager
def _store() -> Iterator[Store]:
    from geo.store import open_store

    store = open_store(store_path())
    try:
        yield store
    finally:
        store.close()


def _programme() -> Programme:
    import os

    from geo.read import read_programme
    from webmap.settings import read_settings

    return read_programme(read_settings({}, os.environ).data_dir)


@command.command()
@click.argument("target", metavar="[TỆP]", required=False, type=click.Path(path_type=Path))
def export(target: Path | None) -> None:
    """Xuất mọi lần sửa thành GeoJSON. Cùng dữ liệu luôn cho cùng từng byte."""
    from geo.corrections.file import to_geojson

    with _store() as store:
        versions = store.corrections.all()
    content = to_geojson(versions)
    if target is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(content)
    part.replace(target)
    click.echo(f"Đã xuất {len(versions)} lần sửa ra {target}.")


@command.command(name="import")
@click.argument("path", metavar="TỆP", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_(path: Path) -> None:
    """Nhập các lần sửa từ tệp do lệnh export ghi ra; nhận hết hoặc không nhận gì."""
    from geo.corrections.checks import city_ground
    from geo.corrections.file import find_strangers, from_geojson
    from geo.errors import DataError
    from geo.store import Author

    programme = _programme()
    versions = from_geojson(path.read_bytes(), city_ground(programme.shapes), path.name)
    strangers = find_strangers(versions, {project.id for project in programme.projects}, path.name)
    if strangers:
        raise DataError(strangers)
    with _store() as store:
        added = store.corrections.add_all(versions, by=Author(caller()))
    click.echo(f"Đã nhập {added} lần sửa mới; {len(versions) - added} lần đã có sẵn.")


@command.command(name="list")
def list_() -> None:
    """Xem vị trí đang được sửa, mỗi dự án một dòng, và những chỗ danh mục đã đổi sau khi sửa."""
    from geo.corrections.overlay import find_ledger_changes

    projects = {project.id: project for project in _programme().projects}
    with _store() as store:
        current = store.corrections.current()
    for correction in current.values():
        click.echo(_line(correction))
        project = projects.get(correction.project)
        changes = find_ledger_changes(correction, project) if project else ("Dự án không còn trong danh mục.",)
        for change in changes:
            click.echo(f"  ! {change}")
    if not current:
        click.echo("Chưa có vị trí nào được sửa.")


def _line(correction: Correction) -> str:
    from geo.corrections.overlay import Action
    from geo.moments import day_on_screen

    what = {Action.PLACE: f"mức {correction.precision}", Action.NO_PLACE: "chưa rõ vị trí", Action.ENGINE: "theo máy"}
    who = f"{correction.who} {day_on_screen(correction.recorded_at)}"
    return f"{correction.project}\tlần {correction.revision}\t{what[correction.action]}\t{who}: {correction.reason}"
