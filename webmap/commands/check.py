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
    from geo.model import Precision
    from webmap.style import look

    kinds = day.frame["kind"].value_counts()
    parts = ", ".join(f"{kinds[code]} {_lower(code)}" for code in sorted(kinds.index, reverse=True))
    yield f"Dữ liệu đúng: {len(day.frame)} dòng ({parts}), {day.frame['clears'].notna().sum()} liên kết."
    found = day.frame["precision"].value_counts()
    yield f"Có chỗ trên bản đồ: {day.frame.geometry.notna().sum()} dòng."
    for precision in Precision:
        if precision in found.index:
            yield f"  {look(precision).vi}: {found[precision]}"


def _lower(code: str) -> str:
    """Return the words of a kind as they stand inside a sentence."""
    from geo.model import ProjectKind
    from webmap.style import look

    words = look(ProjectKind(code)).vi
    return words[0].lower() + words[1:]
