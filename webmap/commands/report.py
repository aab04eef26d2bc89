"""`projectmap report`: clearance reports typed or taken from a spreadsheet, and where every clearance stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webmap.commands import caller, examples, store_path

if TYPE_CHECKING:
    from datetime import date

    from geo.clearance.board import Board
    from geo.clearance.checks import Finding
    from geo.clearance.report import Report
    from geo.clearance.report_fields import Sender
    from geo.clearance.standing import Standing
    from geo.store import Store

EXAMPLES = examples(
    'projectmap report add PL4-08 "ngày báo cáo=20/11/2026" "nguồn=BC 65/BC-UBND" "hộ đã nhận tiền=253"',
    "projectmap report import bao-cao.xlsx --check",
    "projectmap report list --as-of 2026-11-24",
    "projectmap report history PL4-08",
)
only_check = click.option("--check", is_flag=True, help="Chỉ kiểm tra, không lưu.")


@dataclass(frozen=True)
class Desk:
    """The store with what judges reports: the board of a day."""

    store: Store
    board: Board

    def sender(self) -> Sender:
        """Return who types, now."""
        from uuid import uuid4

        from geo.clearance.report_fields import Sender
        from geo.moments import utc_now

        return Sender(caller(), utc_now(), frozenset(self.board.standing_of), uuid4)

    def standing(self, clearance: str) -> Standing:
        """Return where a clearance stands. Raises UnknownProject."""
        from webmap.clearances import standing_of

        return standing_of(self.board, clearance)


@contextmanager
def _desk(as_of: date | None = None) -> Iterator[Desk]:
    """Open the store of this installation, as of a day, today by default."""
    import os

    from geo.clearance.board import build_board, read_rulebook
    from geo.read import read_programme
    from geo.store import open_store
    from webmap.settings import read_settings
    from webmap.source import ward_day

    settings = read_settings({}, os.environ)
    projects = read_programme(settings.data_dir).projects
    rulebook = read_rulebook(settings.data_dir, projects)
    store = open_store(store_path())
    try:
        yield Desk(store, build_board(projects, store.records(), rulebook, as_of or settings.today or ward_day()))
    finally:
        store.close()


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Báo cáo giải phóng mặt bằng: ghi, nhập từ bảng tính, xem."""


@command.command()
@click.argument("clearance", metavar="MÃ")
@click.argument("values", metavar="CỘT=GIÁ_TRỊ…", nargs=-1, required=True)
@only_check
def add(clearance: str, values: tuple[str, ...], check: bool) -> int:
    """Ghi một báo cáo. Tên cột và cách ghi như trong bảng tính mẫu; có cảnh báo thì ghi thêm "lý do=…"."""
    from geo.report_row import read_row

    given = dict(map(_named, values))
    with _desk() as desk:
        project = desk.standing(clearance).clearance
        revision = desk.store.reports.revision(clearance)
        told = desk.store.reports.history(clearance)
        row = {**given, "clearance": clearance}
        report, findings = read_row(row, desk.sender(), {clearance: project}, told, desk.board.as_of)
        _say(findings)
        return _store(desk, [report] if report else [], _errors(findings), {clearance: revision}, check=check)


@command.command(name="import")
@click.argument("path", metavar="TỆP", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@only_check
def import_(path: Path, check: bool) -> int:
    """Nhập bảng tính theo tệp mẫu; nhận hết hoặc không nhận gì. Nhập lại cùng tệp không ghi hai lần."""
    from geo.clearance.sheet import read_sheet

    with _desk() as desk:
        revisions = desk.store.reports.revisions()
        projects = {row.clearance.id: row.clearance for row in desk.board.standings}
        told = desk.store.reports.history()
        reading = read_sheet(path.read_bytes(), path.name, desk.sender(), projects, told, desk.board.as_of)
        for note in reading.all_notes:
            click.echo(f"{_SIGNS[note.severity]} {note.line}")
        return _store(desk, list(reading.reports), len(reading.errors), revisions, check=check)


@command.command(name="list")
@click.option("--as-of", "as_of", metavar="NGÀY", help="Theo những gì đã biết vào ngày này, như 2026-11-24.")
def list_(as_of: str | None) -> None:
    """Xem mọi dòng giải phóng mặt bằng: tới đâu, hạn nào, báo cáo khi nào. Nóng nhất trước."""
    from geo.clearance.figures import read_date

    with _desk(read_date(as_of) if as_of else None) as desk:
        ranked = {spot.id: spot.rank for spot in desk.board.hotspots}
        rows = sorted(desk.board.standings, key=lambda row: ranked.get(row.clearance.id, len(ranked) + 1))
        for row in rows:
            click.echo(_line(row))


@command.command()
@click.argument("clearance", metavar="MÃ")
def history(clearance: str) -> None:
    """Xem mọi báo cáo đã ghi của một dòng, cả bản đã thay và đã rút, theo thứ tự ghi."""
    with _desk() as desk:
        desk.standing(clearance)
        reports = desk.store.reports.history(clearance)
    replaced = {report.supersedes for report in reports}
    for report in reports:
        click.echo(_told(report, replaced=report.id in replaced))
    if not reports:
        click.echo(f"{clearance} chưa có báo cáo.")


_SIGNS = {"error": "LỖI", "warning": "CẢNH BÁO", "information": "LƯU Ý"}


def _named(text: str) -> tuple[str, str]:
    """Split `column=value` and find the field. Raises ReportError that offers the nearest columns."""
    from geo.clearance.sheet_columns import find_field, nearest
    from geo.errors import ReportError

    heading, sign, value = text.partition("=")
    field = find_field(heading)
    if not sign or field is None:
        near = nearest(heading)
        remedy = f"Có phải là {' / '.join(near)}?" if near else "Xem tên cột trong bảng tính mẫu."
        raise ReportError("Không rõ cột này; hãy ghi CỘT=GIÁ_TRỊ", value=text, remedy=remedy)
    return field, value


def _say(findings: Iterable[Finding]) -> None:
    """Print what was found, a line each."""
    for finding in findings:
        click.echo(f"{_SIGNS[finding.severity]} {finding.sentence}")


def _errors(findings: Iterable[Finding]) -> int:
    return sum(finding.severity == "error" for finding in findings)


def _store(desk: Desk, reports: list[Report], errors: int, revisions: dict[str, int], *, check: bool) -> int:
    """Store all reports or none, say it, and return the exit code."""
    if errors or not reports:
        click.echo(f"Có {errors} lỗi, chưa lưu gì.", err=True)
        return 1
    if check:
        click.echo(f"{len(reports)} báo cáo lưu được; chưa lưu vì --check.")
        return 0
    known = {report.id for report in desk.store.reports.history()}
    desk.store.reports.add_all(reports, revisions=revisions)
    twice = sum(report.id in known for report in reports)
    click.echo(f"Đã lưu {len(reports) - twice} báo cáo mới; {twice} báo cáo đã có sẵn.")
    return 0


def _line(standing: Standing) -> str:
    """Return a standing as one line of tab-separated words."""
    from geo.clearance.briefing import deadline_words

    progress = standing.progress
    share = progress.driver.words if progress.driver else "chưa có số liệu"
    last = f"báo cáo {progress.last_report.report_date:%d/%m/%Y}" if progress.last_report else "chưa báo cáo"
    said = [standing.clearance.id, deadline_words(standing), share, last, standing.clearance.name]
    return "\t".join(said)


def _told(report: Report, *, replaced: bool) -> str:
    """Return a report as one line: its day, who entered it when, and every figure that it gives."""
    from geo.clearance.figures import to_words
    from geo.clearance.report import FIGURES
    from geo.moments import on_screen

    state = "đã rút" if report.withdrawn else "đã thay" if replaced else "còn hiệu lực"
    given = [(figure, getattr(report, figure.name)) for figure in FIGURES]
    figures = "; ".join(f"{figure.label} {to_words(figure, value)}" for figure, value in given if value is not None)
    who = f"{report.reporter} ghi {on_screen(report.recorded_at)}"
    return "\t".join([f"{report.report_date:%d/%m/%Y}", state, who, report.source, figures or report.note])
