"""`projectmap merge`: a GeoPackage that was exported and edited in QGIS comes back; what changed is shown first."""

from __future__ import annotations

from pathlib import Path

import click

from webmap.commands import caller, examples, store_path

EXAMPLES = examples(
    "projectmap export --format gpkg --crs 9210 -o cong-trinh.gpkg",
    'projectmap merge cong-trinh.gpkg --reason "Theo quyết định 12/QĐ-UBND"',
    'projectmap merge cong-trinh.gpkg --reason "Theo quyết định 12/QĐ-UBND" --save',
)


@click.command(epilog=EXAMPLES)
@click.argument("path", metavar="TỆP", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--reason", required=True, metavar="LÝ_DO", help="Vì sao sửa; ghi vào lịch sử của từng dòng.")
@click.option("--save", is_flag=True, help="Lưu các thay đổi. Không có: chỉ xem.")
def command(path: Path, reason: str, save: bool) -> None:
    """Xem vị trí nào đã sửa trong tệp GeoPackage, rồi lưu hết hoặc không lưu gì."""
    import os
    from datetime import datetime

    from geo.corrections.checks import city_ground
    from geo.corrections.draft import read_reason
    from geo.export.edited import find_edits, read_edited, to_versions
    from geo.language import said
    from geo.moments import HO_CHI_MINH
    from geo.store import Author, open_store
    from webmap.settings import read_settings
    from webmap.source import open_source

    store = open_store(store_path())
    try:
        day = open_source(read_settings({}, os.environ), store).snapshot()
        ground = city_ground(day.records.programme.shapes)
        newest = store.corrections.current()
        table = read_edited(path.name, path.read_bytes())
        edited = find_edits(table, day.frame, read_reason(reason), ground, newest)
        for words in (*table.attrs["notes"], *(change.sentence for change in edited.changes)):
            click.echo(said(words))
        if save and edited.drafts:
            projects = {project.id: project for project in day.records.programme.projects}
            revisions = {name: version.revision for name, version in newest.items()}
            who, now = caller(), datetime.now(HO_CHI_MINH)
            store.corrections.add_all(to_versions(edited, projects, revisions, who, now, ground), by=Author(who))
    finally:
        store.close()
    done = "Đã lưu" if save else "Chưa lưu; thêm --save để lưu"
    click.echo(f"{done}: {len(edited.drafts)} dòng, {len(edited.changes)} thay đổi.")
