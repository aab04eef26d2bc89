"""The rule: from a terminal a report meets the same checks as from the form, and every refusal is a sentence."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from geo.clearance.report import Report
from geo.store import FILE_NAME, open_store
from tests.signing import DAY
from tests.test_report_sheet import GOOD, filled
from webmap.cli import run

TODAY = DAY
"""The real day: what is typed carries the real moment."""
ADD = ["report", "add", "PL4-08"]
GIVEN = [f"ngày báo cáo={TODAY:%d/%m/%Y}", "nguồn=BC 65/BC-UBND", "tổng số hộ=253 hộ", "diện tích đã bàn giao=1,5 ha"]


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the instance folder that the commands use."""
    monkeypatch.setenv("PROJECTMAP_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("PROJECTMAP_TODAY", TODAY.isoformat())
    return tmp_path


def stored(instance: Path) -> tuple[Report, ...]:
    store = open_store(instance / FILE_NAME)
    reports = store.reports.history()
    store.close()
    return reports


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Return a spreadsheet with two good rows."""
    row = {**GOOD, "report_date": TODAY}
    path = tmp_path / "tuan.xlsx"
    path.write_bytes(filled({"PL4-08": row, "PL4-10": row}))
    return path


def test_a_typed_report_is_stored_with_who_typed_it(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ADD, *GIVEN]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Đã lưu 1 báo cáo mới; 0 báo cáo đã có sẵn."
    (report,) = stored(instance)
    assert (report.households_total, report.area_handed_over_m2, report.source) == (253, 15_000, "BC 65/BC-UBND")
    assert report.reporter.startswith("cli")
    assert report.households_paid is None, "what was not typed is not 0"


def test_checking_stores_nothing(instance: Path, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ADD, *GIVEN, "--check"]) == 0
    assert run(["report", "import", str(sheet), "--check"]) == 0
    assert "2 báo cáo lưu được; chưa lưu" in capsys.readouterr().out
    assert stored(instance) == ()


def test_a_warning_wants_its_reason(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The falling figure is refused with the place to say why; with a reason it is stored together with it."""
    run([*ADD, *GIVEN])
    fallen = [*ADD, *GIVEN[:3], "diện tích đã bàn giao=1 ha"]
    assert run(fallen) == 1
    out, err = capsys.readouterr()
    assert "hãy ghi lý do vào «Lý do nếu có cảnh báo»" in out
    assert "chưa lưu gì" in err
    assert run([*fallen, "lý do=đo lại"]) == 0
    assert {reason.words for reason in stored(instance)[-1].reasons} == {"đo lại"}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["hộ=nhiều"], "hộ=nhiều"),
        (["tổng hộ số"], "CỘT=GIÁ_TRỊ"),
        (["họ tên chủ hộ=Nguyễn Văn A"], "Không rõ cột này"),
        ([*GIVEN[:2], "tổng số hộ=1,234"], "chưa lưu gì"),
        ([f"ngày={TODAY + timedelta(days=9):%d/%m/%Y}", *GIVEN[1:]], "chưa lưu gì"),
    ],
)
def test_what_is_not_understood_is_refused(
    values: list[str], said: str, instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*ADD, *values]) == 1
    assert said in capsys.readouterr().err
    assert stored(instance) == ()


def test_an_unknown_clearance_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["report", "add", "PL4-99", *GIVEN], ["report", "history", "PL4-99"]):
        assert run(words) == 1
        assert "'PL4-99'" in capsys.readouterr().err


def test_a_spreadsheet_goes_in_once(instance: Path, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same file taken in twice is stored once."""
    assert run(["report", "import", str(sheet)]) == 0
    assert "Đã lưu 2 báo cáo mới" in capsys.readouterr().out
    assert run(["report", "import", str(sheet)]) == 0
    assert "Đã lưu 0 báo cáo mới; 2 báo cáo đã có sẵn." in capsys.readouterr().out
    assert len(stored(instance)) == 2


def test_a_slip_names_its_cell_and_holds_the_file_back(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {**GOOD, "report_date": TODAY}
    path = instance / "tuan.xlsx"
    path.write_bytes(filled({"PL4-08": row, "PL4-10": {**row, "households_total": "vài chục"}}))
    assert run(["report", "import", str(path)]) == 1
    assert "LỖI Báo cáo, dòng 11, cột " in capsys.readouterr().out
    assert stored(instance) == ()


def test_standings_and_history_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Every clearance with its deadline; reported figures with who entered them; an earlier day knows less."""
    run([*ADD, *GIVEN])
    capsys.readouterr()
    assert run(["report", "list"]) == 0
    lines = {line.split("\t")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert len(lines) == 18
    assert f"báo cáo {TODAY:%d/%m/%Y}" in lines["PL4-08"]
    assert "chưa báo cáo" in lines["PL4-10"]
    assert run(["report", "list", "--as-of", (TODAY - timedelta(days=1)).isoformat()]) == 0
    assert "chưa có số liệu" in capsys.readouterr().out.split("PL4-08", 1)[1].splitlines()[0]
    assert run(["report", "history", "PL4-08"]) == 0
    assert "còn hiệu lực" in (told := capsys.readouterr().out)
    assert "Tổng số hộ 253 hộ" in told
    assert run(["report", "history", "PL4-10"]) == 0
    assert "PL4-10 chưa có báo cáo." in capsys.readouterr().out
