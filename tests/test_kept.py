"""The rule: what was used last stays, within a count and a weight; the newest stays, however heavy."""

from __future__ import annotations

from webmap.kept import Kept


def test_the_longest_unused_goes_first() -> None:
    kept: Kept[str, int] = Kept(2)
    assert (kept.keep("a", 1), kept.keep("b", 2)) == (1, 2)
    assert kept.find("a") == 1
    kept.keep("c", 3)
    assert (list(kept), kept.find("b")) == (["a", "c"], None)


def test_what_is_kept_again_is_the_newest() -> None:
    kept: Kept[str, int] = Kept(2)
    for key in "aba":
        kept.keep(key, 0)
    kept.keep("c", 0)
    assert list(kept) == ["a", "c"]


def test_weight_counts_together() -> None:
    kept: Kept[int, str] = Kept(99, heaviest=10, weigh=len)
    for number in range(4):
        kept.keep(number, "xxxx")
    assert list(kept) == [2, 3]
    kept.keep(9, "x" * 50)
    assert (list(kept), len(kept)) == ([9], 1)
    kept.clear()
    assert (len(kept), kept.find(9)) == (0, None)
