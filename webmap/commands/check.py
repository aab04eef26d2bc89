"""`projectmap check`: is the data good? All faults at once, or the counts that one can compare with the document."""

from __future__ import annotations

from collections.abc import Iterator
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

    for sentence in _counted(open_source(read_settings({}, os.environ)).snapshot()):
        click.echo(sentence)


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
