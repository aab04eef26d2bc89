"""The rule: what was acknowledged survives a killed process and a power cut; nothing is ever half there.

The long runs of the same machinery are in `bench/durability.py`.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from geo.store import FILE_NAME
from geo.store.verify import verify
from tests.crash import Deed, Outcome, cut, kept_ids, kill_writers, record, survive

KILLS, WRITERS, CUTS = 10, 4, 60


def test_killed_writers_lose_nothing_they_acknowledged(tmp_path: Path) -> None:
    path, chance = tmp_path / FILE_NAME, random.Random(5)
    acknowledged = set()
    for _ in range(KILLS):
        acknowledged |= kill_writers(path, WRITERS, chance)
        assert verify(path).ok, "before anybody opens it again"
        assert acknowledged - kept_ids(path) == set()
    assert len(acknowledged) > KILLS * WRITERS
    assert verify(path).ok


def _survive(deeds: list[Deed], folder: Path, cuts: int) -> list[Outcome]:
    """Cut the power so many times at any moment of a recording."""
    chance = random.Random(20)
    moments = [chance.randrange(len(deeds) + 1) for _ in range(cuts)]
    return [survive(deeds[:moment], folder / f"cut-{turn}", chance) for turn, moment in enumerate(moments)]


def test_a_power_cut_loses_nothing_with_the_shipped_settings(tmp_path: Path) -> None:
    deeds = record(tmp_path / "live", writes=300).deeds
    assert {deed.file for deed in deeds if deed.verb == "write"} >= {FILE_NAME, f"{FILE_NAME}-wal"}, "with a checkpoint"
    outcomes = _survive(deeds, tmp_path, CUTS)
    assert outcomes == [Outcome(lost=0, faults=())] * CUTS


def test_the_simulation_sees_a_setting_that_is_not_enough(tmp_path: Path) -> None:
    """With `synchronous=NORMAL` a commit is acknowledged before it is on the disk; missing it would prove nothing."""
    deeds = record(tmp_path / "live", writes=60, synchronous="NORMAL").deeds
    outcomes = _survive(deeds, tmp_path, 20)
    assert sum(outcome.lost > 0 for outcome in outcomes) >= 5
    assert all(outcome.faults == () for outcome in outcomes), "it loses whole transactions, not parts of one"


def test_a_power_cut_loses_nothing_with_an_older_library_either(tmp_path: Path) -> None:
    deeds = record(tmp_path / "live", writes=40, version="3.40.1").deeds
    assert f"{FILE_NAME}-wal" not in {deed.file for deed in deeds}
    assert _survive(deeds, tmp_path, CUTS // 2) == [Outcome(lost=0, faults=())] * (CUTS // 2)


@pytest.mark.parametrize("seed", range(6))
def test_a_cut_keeps_what_was_synced_and_only_what_was_written(seed: int) -> None:
    deeds = [
        Deed("create", "a"),
        Deed("sync-folder"),
        Deed("write", "a", 0, b"1" * 512),
        Deed("sync", "a"),
        Deed("write", "a", 512, b"2" * 1024),
        Deed("create", "b"),
    ]
    left = cut(deeds, random.Random(seed))
    assert left["a"][:512] == b"1" * 512
    assert set(left["a"][512:]) <= {0, ord("2")}
    assert left.get("b", b"") == b""


def test_a_cut_may_lose_everything_that_was_not_synced() -> None:
    deeds = [Deed("create", "a"), Deed("write", "a", 0, b"1" * 512)]
    assert {len(cut(deeds, random.Random(seed))) for seed in range(40)} == {0, 1}
