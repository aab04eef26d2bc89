"""The rule: every command ends in a Vietnamese sentence and an honest exit code, never in a trace."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask.testing import FlaskClient

from geo.export.formats import FORMATS
from geo.model import Query
from tests.conftest import TODAY
from webmap.cli import LOG_NAME, MISUNDERSTOOD, REFUSED, UNEXPECTED, projectmap, run
from webmap.filters import query_of
from webmap.query import PARAMETERS
from webmap.settings import ROOT

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every command a day and an instance folder of its own; return the folder."""
    monkeypatch.setenv("PROJECTMAP_TODAY", TODAY.isoformat())
    monkeypatch.setenv("PROJECTMAP_INSTANCE_DIR", str(tmp_path))
    return tmp_path


def _commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give the words of every command and of every group."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*before, name))


@pytest.mark.parametrize("words", [(), *_commands(projectmap)], ids=" ".join)
def test_every_command_explains_itself_in_vietnamese(words: tuple[str, ...], capsys: Said) -> None:
    assert run([*words, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Cách dùng: {' '.join(('projectmap', *words))}")
    assert "Xem hướng dẫn này." in said
    assert "Ví dụ:" in said or len(words) > 1, "a group gives the examples of its commands"
    for english in ("Usage", "Options:", "Commands:", "Show this message", "[OPTIONS]", "[required]"):
        assert english not in said


def test_nothing_asked_is_help_given(capsys: Said) -> None:
    assert run([]) == 0
    assert all(f"  {name}" in capsys.readouterr().out for name in ("check",))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["gibberish"], "Không có lệnh 'gibberish'"),
        (["--nope"], "Không có tùy chọn '--nope'"),
        (["export"], "Thiếu --format"),
        (["export", "--format", "xyz"], "geojson"),
        (["export", "--format", "geojson", "--kind", "house"], "project, clearance"),
        (["export", "--format", "geojson", "--year", "2O26"], "'2O26'"),
        (["locate"], "Thiếu"),
        (["check", "extra"], "Không hiểu lệnh"),
    ],
)
def test_what_is_not_understood_is_exit_2_and_says_what_is_allowed(words: list[str], says: str, capsys: Said) -> None:
    assert run(words) == MISUNDERSTOOD
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert "Traceback" not in told.err


def test_check_counts_what_the_document_has(capsys: Said) -> None:
    assert run(["check"]) == 0
    said = capsys.readouterr().out
    assert "64 dòng, gồm 46 dự án và 18 dòng giải phóng mặt bằng" in said
    assert "có dự án tương ứng: 17 dòng" in said
    by_precision = [int(count) for count in re.findall(r"^  .*: (\d+)$", said, re.MULTILINE)]
    assert sum(by_precision) == 64


def test_check_says_every_fault_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    ledger = data / "projects.csv"
    broken = ledger.read_text(encoding="utf-8").replace(",2025,", ",2O25,", 2).replace("PL4-18", "PL4-17")
    ledger.write_text(broken, encoding="utf-8")
    monkeypatch.setenv("PROJECTMAP_DATA_DIR", str(data))
    assert run(["check"]) == REFUSED
    told = capsys.readouterr()
    assert told.err.count("2O25") == 2
    assert "PL4-17" in told.err
    assert "projects.csv, dòng" in told.err


def test_export_writes_what_the_address_answers(client: FlaskClient, tmp_path: Path, capsys: Said) -> None:
    target = tmp_path / "out.geojson"
    options = ["--kind", "clearance", "--funding-source", "state_budget,enterprise", "--year", "2026", "--q", "khu"]
    assert run(["export", "--format", "geojson", *options, "--output", str(target)]) == 0
    assert str(target) in capsys.readouterr().err
    args = "kind=clearance&funding_source=state_budget,enterprise&year=2026&q=khu"
    answered = client.get(f"/export/projects.geojson?{args}").get_json()
    assert json.loads(target.read_bytes()) == answered
    assert answered["features"]
    assert [path.name for path in tmp_path.glob(".*.part")] == []


def test_export_without_a_file_goes_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["export", "--format", "geojson", "--ids", "PL3-08"]) == 0
    told = capfdbinary.readouterr()
    assert [feature["id"] for feature in json.loads(told.out)["features"]] == ["PL3-08"]
    assert told.err == b""


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, capsys: Said) -> None:
    assert run(["export", "--format", "geojson", "--output", str(tmp_path / "missing" / "out.geojson")]) == REFUSED
    assert "Không ghi được tệp" in capsys.readouterr().err


def test_every_filter_of_the_address_is_an_option() -> None:
    given: dict[str, tuple[str, ...]] = dict.fromkeys(PARAMETERS, ())
    assert query_of(given) == Query()
    assert query_of(given | {"appendix": ("1,2", "3")}).appendix == {1, 2, 3}
    command = projectmap.get_command(click.Context(projectmap), "export")
    assert command is not None
    flags = {flag for parameter in command.params for flag in parameter.opts}
    assert {f"--{name.replace('_', '-')}" for name in PARAMETERS} <= flags
    assert "geojson" in FORMATS


def test_an_unforeseen_error_is_a_reference_and_the_trace_is_in_the_log(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    def fail(*_: object) -> None:
        message = "boom at secret place"
        raise RuntimeError(message)

    monkeypatch.setattr("webmap.source.open_source", fail)
    assert run(["check"]) == UNEXPECTED
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "boom" not in told
    reference = re.search(r"mã ([0-9a-f]{8})", told)
    assert reference
    logged = (installation / LOG_NAME).read_text(encoding="utf-8")
    assert reference[1] in logged
    assert "boom at secret place" in logged


def test_a_reader_that_has_read_enough_is_not_complained_about() -> None:
    """`projectmap export … | head` ends without a word."""
    command = f"{sys.executable} -m webmap export --format geojson | head -c 10"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ('{"type":"F', "")


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    code = "import sys; from webmap.cli import run; run(['--help']); print('pandas' in sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "False"


def test_locate_says_where_and_why(capsys: Said) -> None:
    assert run(["locate", "khu tái định cư Hoa Động"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"Quanh 20,\d+° vĩ bắc, 106,\d+° kinh đông; sai số [\d.]+ m\.", said)
    assert "Hoa Động" in said.partition("«")[2]


def test_locate_for_programs_is_what_the_api_answers(client: FlaskClient, capsys: Said) -> None:
    assert run(["locate", "--json", "cầu Bính"]) == 0
    answered = client.get("/api/locate", query_string={"q": "cầu Bính"}).get_json()
    assert json.loads(capsys.readouterr().out) == answered


@pytest.mark.parametrize("words", ["qwertyuiop", ""])
def test_locate_refuses_with_a_reason_and_exit_1(words: str, capsys: Said) -> None:
    assert run(["locate", words]) == REFUSED
    assert len(capsys.readouterr().out.splitlines()) >= 2


def test_an_instance_folder_that_cannot_be_made_is_told_without_a_trace(
    installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    taken = installation / "taken"
    taken.write_text("a file")
    monkeypatch.setenv("PROJECTMAP_INSTANCE_DIR", str(taken))
    assert run(["serve", "--port", "0"]) == REFUSED
    said = capsys.readouterr().err
    assert said == f"Không tạo được thư mục của kho: {str(taken)!r}. Hãy chọn thư mục khác hoặc cấp quyền ghi.\n"
