"""`projectmap verify`: whether the store, or a backup, is what was written."""

from __future__ import annotations

from pathlib import Path

import click

from webmap.commands import examples, store_path


@click.command(
    epilog=examples("projectmap verify", "projectmap verify instance/backups/projectmap-20260305-140000.sqlite")
)
@click.argument("path", metavar="[TỆP]", required=False, type=click.Path(path_type=Path))
def command(path: Path | None) -> int:
    """Kiểm tra từng dòng của kho (hoặc của bản sao lưu); nói mọi chỗ sai. Mã thoát 1 khi có lỗi."""
    from geo.store.verify import verify

    found = verify(path or store_path())
    for fault in found.faults:
        click.echo(f"  - {fault}")
    if found.ok:
        click.echo(f"Kho nguyên vẹn: {', '.join(f'{name} {count}' for name, count in found.rows.items())} dòng.")
        return 0
    click.echo(f"Kho có {len(found.faults)} lỗi. Hãy giữ nguyên tệp và phục hồi từ bản sao lưu gần nhất.")
    return 1
