"""Puts a measured table into `bench/README.md`, between the marks of its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

README = Path(__file__).resolve().parent / "README.md"


def write_table(name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->` by a table; the marks must be there."""
    lines = [heads, ["---"] * len(heads), *rows]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    text = README.read_text(encoding="utf-8")
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, rest = text.split(start)
    README.write_text(f"{before}{start}\n{table}\n{end}{rest.split(end)[1]}", encoding="utf-8")
