"""The rule: an address asks exactly one question; what is unknown or invalid is refused, naming what is allowed."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import QueryError
from geo.model import (
    Category,
    ClearanceEnd,
    ClearanceState,
    FundingSource,
    Precision,
    ProgressClass,
    ProjectKind,
    Query,
    YearMode,
    Years,
)
from webmap.query import MAX_WORDS, PARAMETERS, parse_query, refuse_unknown, to_args

IDS = st.from_regex(r"PL[0-9]{1,2}-[0-9]{2,3}", fullmatch=True)
LONS, LATS = st.floats(-180, 180), st.floats(-90, 90)
BOXES = st.tuples(LONS, LATS, LONS, LATS).map(
    lambda box: (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
)
YEARS = st.tuples(st.integers(1900, 2200), st.integers(1900, 2200)).map(lambda ends: Years(min(ends), max(ends)))
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60)


def _settled(text: str) -> str:
    return parse_query([("q", text)]).q


QUERIES = st.builds(
    Query,
    ids=st.frozensets(IDS, max_size=4),
    kind=st.frozensets(st.sampled_from(ProjectKind)),
    funding_source=st.frozensets(st.sampled_from(FundingSource)),
    category=st.frozensets(st.sampled_from(Category)),
    appendix=st.frozensets(st.integers(1, 99), max_size=3),
    precision=st.frozensets(st.sampled_from(Precision)),
    clearance_state=st.frozensets(st.sampled_from(ClearanceState)),
    progress_class=st.frozensets(st.sampled_from(ProgressClass)),
    clearance_end=st.frozensets(st.sampled_from(ClearanceEnd)),
    area=st.frozensets(st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True), max_size=3),
    year=st.none() | YEARS,
    year_mode=st.sampled_from(YearMode),
    q=WORDS.map(_settled),
    bbox=st.none() | BOXES,
    near=st.none() | st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.1, 50_000)),
    as_of=st.none() | st.dates(date(1900, 1, 1), date(2200, 12, 31)),
)


@given(QUERIES)
def test_what_is_written_reads_back_as_the_same_question(query: Query) -> None:
    assert parse_query(to_args(query)) == query


@given(QUERIES, st.randoms(use_true_random=False))
def test_order_and_spelling_of_a_list_do_not_matter(query: Query, random: object) -> None:
    pairs = [
        (name, part) for name, text in to_args(query) for part in (text.split(",") if PARAMETERS[name].many else [text])
    ]
    random.shuffle(pairs)  # type: ignore[attr-defined]  # hypothesis hands in a random.Random
    assert parse_query(pairs) == query


@given(st.sampled_from([*PARAMETERS, "nonsense", "Kind", ""]), st.text(max_size=30))
def test_any_text_is_understood_or_refused_with_what_is_allowed(name: str, text: str) -> None:
    try:
        query = parse_query([(name, text)])
    except QueryError as error:
        assert error.parameter == name
        assert error.allowed
        assert all(allowed in error.sentence for allowed in error.allowed)
    else:
        assert parse_query(to_args(query)) == query


def test_every_field_of_a_query_has_a_parameter_and_no_other() -> None:
    assert {field.name for field in fields(Query)} == set(PARAMETERS)


def test_an_empty_address_asks_for_everything() -> None:
    assert parse_query([]) == Query()
    assert to_args(Query()) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kind", "projects"),
        ("kind", ""),
        ("kind", "project,"),
        ("ids", "PL3-8"),
        ("ids", "pl3-08"),
        ("ids", "PL3-08; drop"),
        ("appendix", "0"),
        ("appendix", "ba"),
        ("year", "2O26"),
        ("year", "٢٠٢٦"),
        ("year", "26.0"),
        ("year", "99999"),
        ("year", "-1"),
        ("year", "2026-"),
        ("year", "-2026"),
        ("year", "2028-2026"),
        ("year", "2026-2027-2028"),
        ("year", "2026–2028"),
        ("year_mode", "running"),
        ("area", "Hoa Động"),
        ("area", "hoa-dong,"),
        ("area", "-"),
        ("progress_class", "none"),
        ("bbox", "1,2,3"),
        ("bbox", "1,2,3,4,5"),
        ("bbox", "106.7,20.9,106.6,21"),
        ("bbox", "106.6,21,106.7,20.9"),
        ("bbox", "nan,20,107,21"),
        ("bbox", "-inf,20,107,21"),
        ("bbox", "595190,2314037,595191,2314038"),
        ("bbox", ""),
        ("near", "106.7,20.9"),
        ("near", "106.7,20.9,0"),
        ("near", "106.7,20.9,-5"),
        ("near", "106.7,20.9,50001"),
        ("near", "106.7,20.9,nan"),
        ("near", "20.9,106.7,500"),
        ("near", "cau-binh,500"),
        ("as_of", "24/11/2026"),
        ("as_of", "20261124"),
        ("as_of", "2026-W48-2"),
        ("as_of", "2026-02-30"),
        ("q", "a" * (MAX_WORDS + 1)),
        ("q", "a\x00b"),
        ("q", "\ud800"),
        ("clearance_state", "LATE"),
        ("precision", "exact"),
    ],
)
def test_an_invalid_value_is_refused_and_shown(name: str, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query([(name, text)])
    assert caught.value.parameter == name
    assert caught.value.allowed == PARAMETERS[name].allowed


def test_an_unknown_parameter_is_refused_with_all_that_exist() -> None:
    with pytest.raises(QueryError, match="nonsense") as caught:
        parse_query([("kind", "project"), ("nonsense", "1")])
    assert caught.value.allowed == tuple(PARAMETERS)


def test_a_single_value_given_twice_is_refused_even_when_equal() -> None:
    with pytest.raises(QueryError, match="chỉ được có một lần"):
        parse_query([("year", "2026"), ("year", "2026")])


def test_a_caller_may_have_names_of_its_own() -> None:
    assert parse_query([("theme", "funding"), ("year", "2026")], also=["theme"]) == Query(year=Years(2026, 2026))
    with pytest.raises(QueryError) as caught:
        parse_query([("them", "funding")], also=["theme"])
    assert "theme" in caught.value.allowed


def test_refuse_unknown_passes_what_is_known() -> None:
    refuse_unknown(["q"], ["q"])
    with pytest.raises(QueryError):
        refuse_unknown(["q", "x"], ["q"])


def test_years_are_one_or_from_the_first_to_the_last() -> None:
    """What meant one year goes on meaning it, and is written as before."""
    assert parse_query([("year", "2027")]).year == Years(2027, 2027) == parse_query([("year", "2027-2027")]).year
    assert to_args(Query(year=Years(2027, 2027))) == [("year", "2027")]
    assert to_args(parse_query([("year", "2026-2028"), ("year_mode", "runs")])) == [("year", "2026-2028")]


def test_words_are_composed_and_spaced_once() -> None:
    """Typed with combining marks or stray spaces, a search is the same search: one question, one address."""
    assert _settled("  Hoa  \u00d0o\u0302\u0323ng ") == "Hoa Ðộng"


def test_lists_by_comma_and_by_repetition_are_the_same() -> None:
    by_comma = parse_query([("funding_source", "state_budget,mixed")])
    assert by_comma == parse_query([("funding_source", "mixed"), ("funding_source", " state_budget")])
    assert to_args(by_comma) == [("funding_source", "mixed,state_budget")]
