"""`projectmap check`: is the data good? All faults at once, or the counts that one can compare with the document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webmap.commands import examples

if TYPE_CHECKING:
    from webmap.source import Snapshot


@click.command(epilog=examples("projectmap check", "PROJECTMAP_DATA_DIR=bản-sửa projectmap check"))
def command() -> None:
    """Kiểm tra mọi tệp dữ liệu và nói hết các lỗi một lần."""
    import os

    from webmap.settings import read_settings
    from webmap.source import open_source

    settings = read_settings({}, os.environ)
    for sentence in (*_counted(open_source(settings).snapshot()), *_layers(settings.instance_dir)):
        click.echo(sentence)


def _layers(folder: Path) -> Iterator[str]:
    """Say of the layers of one's own how many can be shown, and why the others cannot: the map stands without them."""
    from geo.language import say
    from geo.overlays import read_declared
    from geo.overlays.content import check_content

    declared = read_declared(folder)
    broken = [(layer, check_content(layer)) for layer in declared.layers]
    faults = [fault.sentence.said() for fault in declared.faults]
    faults += [say("Lớp {id}: {why}", id=layer.id, why=why) for layer, why in broken if why]
    if declared.layers or faults:
        yield say("Lớp bản đồ riêng: {n} lớp dùng được.", n=sum(why is None for _, why in broken))
    yield from (f"  {sentence}" for sentence in faults)


def _counted(day: Snapshot) -> Iterator[str]:
    """Give the counts of a day in sentences."""
    from geo.model import Precision, ProjectKind
    from webmap.style import look

    count = day.frame["kind"].value_counts()
    works, clearances = (count.get(kind, 0) for kind in (ProjectKind.PROJECT, ProjectKind.CLEARANCE))
    yield f"Dữ liệu đúng: {len(day.frame)} dòng, gồm {works} dự án và {clearances} dòng giải phóng mặt bằng."
    yield f"Giải phóng mặt bằng có dự án tương ứng: {day.frame['clears'].notna().sum()} dòng."
    yield f"Có chỗ trên bản đồ: {day.frame.geometry.notna().sum()} dòng."
    found = day.frame["precision"].value_counts()
    for precision in Precision:
        if precision in found.index:
            yield f"  {look(precision).vi}: {found[precision]}"
