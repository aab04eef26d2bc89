"""`projectmap backup`: a verified copy of the store, taken while people work."""

from __future__ import annotations

from pathlib import Path

import click

from webmap.commands import examples, store_path


@click.command(epilog=examples("projectmap backup", "projectmap backup /mnt/luu-tru/projectmap.sqlite --overwrite"))
@click.argument("target", metavar="[TỆP]", required=False, type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Thay tệp đã có, sau khi bản mới đã kiểm tra xong.")
def command(target: Path | None, overwrite: bool) -> None:
    """Sao lưu kho dữ liệu, kể cả khi máy chủ đang chạy. Không nêu TỆP thì lưu vào instance/backups."""
    from geo.moments import utc_now
    from geo.store.backup import backup, backup_name

    path = store_path()
    target = target or path.parent / "backups" / backup_name(utc_now())
    found = backup(path, target, overwrite=overwrite)
    click.echo(f"Đã sao lưu và kiểm tra: {target} ({sum(found.rows.values())} dòng).")
