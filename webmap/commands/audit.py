"""`projectmap audit`: who did what, when and from where, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from webmap.commands import examples, store_path

if TYPE_CHECKING:
    from geo.store import Audited


@click.command(epilog=examples("projectmap audit", "projectmap audit --limit 500 > nhat-ky.txt"))
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, metavar="SỐ", help="Số dòng; mặc định 50.")
def command(limit: int) -> None:
    """Xem nhật ký: ai đã làm gì, lúc nào, từ máy nào; mới nhất trước. Nhật ký không sửa, không xóa được."""
    from geo.store import open_store

    store = open_store(store_path())
    entries = store.audit.newest(limit)
    store.close()
    for entry in entries:
        click.echo(_line(entry))
    if not entries:
        click.echo("Nhật ký chưa có dòng nào.")


def _line(entry: Audited) -> str:
    from geo.moments import on_screen

    said = [on_screen(entry.recorded_at), entry.who, entry.action, entry.subject, entry.detail, entry.address]
    return "\t".join(said).rstrip("\t")
