"""The rule: what is written about land clearance is what the tables say, row by row, and its example runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from geo.clearance.checks import RULES
from geo.clearance.deadlines import Deadline, read_deadlines
from geo.clearance.progress import BASIS_LABELS, DRIVERS
from geo.clearance.report import FIGURES, GROUPS, OBSTACLE_LABELS
from geo.clearance.settings import LIMITS, WEIGHTS
from geo.clearance.stages import BRANCH_OF, BRANCH_TERMS, STAGES
from tests.reports import DATA, settings

TEXT = (Path(__file__).resolve().parent.parent / "docs" / "clearance.md").read_text(encoding="utf-8")


def _force(deadline: Deadline) -> str:
    """Return from when to when a rule is in force."""
    until = f"{deadline.in_force_to:%Y-%m-%d}" if deadline.in_force_to else ""
    return f"{deadline.in_force_from:%Y-%m-%d} – {until}".rstrip()


def tables() -> dict[str, list[str]]:
    """Return the rows of each table as the page must have them."""
    found = settings()
    return {
        "figures": [
            f"| `{item.name}` | {item.label} | {item.label_en} | {item.unit} | {GROUPS[item.group]} |"
            for item in FIGURES
        ],
        "obstacles": [f"| `{kind}` | {label} |" for kind, label in OBSTACLE_LABELS.items()],
        "stages": [
            f"| {stage.number} | `{stage}` | {term.term} | {term.term_en} | {term.basis} |"
            for stage, term in STAGES.items()
        ],
        "branches": [
            f"| `{branch}` | {term.term} | {BRANCH_OF[branch].number} | {term.basis} |"
            for branch, term in BRANCH_TERMS.items()
        ],
        "rules": [f"| `{rule.id}` | {rule.severity} | {rule.template} | {rule.basis} |" for rule in RULES],
        "periods": [
            f"| `{row.id}` | {row.what} | {row.period} | {row.from_event} | {row.legal_basis} | {_force(row)} |"
            f" {'yes' if row.verified else 'no'} |"
            for row in read_deadlines(DATA / "deadlines.csv")
        ],
        "weights": [
            f"| `{name}` | {found.label(name)} | {found[name]} | {found.by_name[name].note} |" for name in WEIGHTS
        ],
        "limits": [f"| `{name}` | {found.label(name)} | {found[name]} {found.by_name[name].unit} |" for name in LIMITS],
        "drivers": [f"{rank}. {BASIS_LABELS[basis]} (`{basis}`)" for rank, basis in enumerate(DRIVERS, 1)],
    }


@pytest.mark.parametrize("name", tables())
def test_a_table_stands_whole_and_in_order(name: str) -> None:
    """No row is missing, none is left over: the line after the last is no row."""
    block = "\n".join(tables()[name])
    assert f"{block}\n\n" in f"{TEXT}\n\n"


def _columns(lines: Iterable[str]) -> set[int]:
    return {line.count(" | ") for line in lines if line.startswith("|") and not line.startswith("|--")}


def test_every_table_is_a_table() -> None:
    """The rows of a table have as many cells as its head."""
    for table in re.findall(r"(?:^\|.*\n)+", TEXT, re.MULTILINE):
        assert len(_columns(table.splitlines())) == 1, table.splitlines()[0]


def test_weights_add_up_to_what_the_page_says() -> None:
    found = settings()
    assert f"0 to {sum(found[name] for name in WEIGHTS)}" in TEXT


def test_the_example_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands, from the folder of the project; it prints what the page says it prints."""
    monkeypatch.chdir(DATA.parent)
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(example, {})  # noqa: S102  our own page
    printed = capsys.readouterr().out.strip().splitlines()
    assert printed
    for line in printed:
        assert f"# {line}" in example
