"""`projectmap restore`: the store as a backup has it; what was there before is kept beside it."""

from __future__ import annotations

from pathlib import Path

import click

from webmap.commands import examples, store_path


@click.command(epilog=examples("projectmap restore instance/backups/projectmap-20260305-140000.sqlite"))
@click.argument("source", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
def command(source: Path, yes: bool) -> None:
    """Phục hồi kho từ bản sao lưu. Hãy dừng máy chủ trước; kho hiện tại được giữ lại bên cạnh."""
    from geo.moments import utc_now
    from geo.store.backup import restore
    from geo.store.verify import verify

    found = verify(source)
    if not yes:
        click.confirm(f"Thay kho bằng bản có {sum(found.rows.values())} dòng?", abort=True)
    kept = restore(source, store_path(), utc_now())
    click.echo("Đã phục hồi kho." + (f" Kho cũ còn ở {kept}." if kept else ""))
