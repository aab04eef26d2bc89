"""The rule: one answer is one GeoJSON Feature that any reader takes; a ledger is answered row by row, works first."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from shapely.geometry import shape as from_mapping

from geo.gazetteer import Gazetteer
from geo.geocode import locate, locate_all, to_feature
from geo.model import Category, ClearsMatch, FundingSource, Location, Precision, Project, ProjectKind
from tests.gazetteers import GAZETTEER, place

NAMES = (
    "Bệnh viện đa khoa Thủy Nguyên",
    "Đường vành đai 3",
    "Khu đô thị Tân Dương - Hoa Động",
    "lô I.11 KĐT Bắc Sông Cấm",
    "bến cảng Cửa Cấm, bến cảng Hoàng Diệu",
    "Bãi đỗ xe phường Thủy Nguyên",
    "Khu tái định cư xã Hòa Bình, huyện Vĩnh Linh",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_feature_holds_the_whole_answer(name: str) -> None:
    found = locate(name, GAZETTEER)
    feature = orjson.loads(orjson.dumps(to_feature(found, name)))
    properties = feature["properties"]
    assert (feature["type"], set(feature)) == ("Feature", {"type", "geometry", "properties"})
    assert properties["query"] == name
    assert properties["precision"] == found.precision.value
    assert properties["radius_m"] == found.radius_m
    assert properties["method"] == found.method
    assert properties["places"] == list(found.places)
    assert [line["words"] for line in properties["evidence"]] == [line.words for line in found.evidence]
    assert [one["place"] for one in properties["candidates"]] == [one.place for one in found.candidates]
    assert set(properties) >= {"zone", "outside_ward", "sketch", "source", "reason"}
    if found.geometry is None:
        assert feature["geometry"] is None
    else:
        assert from_mapping(feature["geometry"]).equals(found.geometry)


def test_a_refusal_is_a_feature_with_null_geometry_and_its_reason() -> None:
    feature = to_feature(locate(NAMES[-1], GAZETTEER), NAMES[-1])
    assert feature["geometry"] is None
    assert feature["properties"]["precision"] == "none"
    assert "huyện Vĩnh Linh" in feature["properties"]["reason"]
    assert feature["properties"]["candidates"]


# --- the ledger ---


def project(identifier: str, name: str, clears: str | None = None, match: ClearsMatch = ClearsMatch.EXACT) -> Project:
    kind = ProjectKind.CLEARANCE if clears else ProjectKind.PROJECT
    return Project(
        id=identifier,
        appendix=4 if clears else 3,
        number=1,
        name=name,
        kind=kind,
        category=Category.RESETTLEMENT,
        funding_source=FundingSource.STATE_BUDGET,
        funding_source_raw="Ngân sách",
        start_year=2025,
        finish_year=2026,
        clears=clears,
        clears_match=match,
        source="test",
    )


WORK = project("PL3-01", "Khu tái định cư Hoa Động")


def cleared(name: str, work: Project = WORK, match: ClearsMatch = ClearsMatch.EXACT) -> Location:
    return locate_all([work, project("PL4-01", name, work.id, match)], GAZETTEER)["PL4-01"]


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("Giải phóng mặt bằng dự án A", "cleared"),  # says nothing
        ("Giải phóng mặt bằng phường Thủy Nguyên", "cleared"),  # says only the ward
        ("Khu A phục vụ dự án đường Đỗ Mười", "cleared"),  # says only what it serves
        ("Giải phóng mặt bằng khu tái định cư Hoa Động", "named"),  # says it itself
    ],
)
def test_a_clearance_takes_the_place_of_its_work_only_when_it_says_nothing_better(name: str, method: str) -> None:
    found = cleared(name)
    assert found.method == method
    assert found.places == ("khu-tdc-hoa-dong",)


def test_it_says_so_and_how_sure_the_link_is() -> None:
    sure, likely = (cleared("Giải phóng mặt bằng", match=match) for match in (ClearsMatch.EXACT, ClearsMatch.PROBABLE))
    assert sure.evidence[0].words == "Giải phóng mặt bằng"
    assert "PL3-01" in sure.evidence[0].says
    assert "chưa chắc chắn" in likely.evidence[0].says
    assert "chưa chắc chắn" not in sure.evidence[0].says


def test_a_work_that_is_nowhere_gives_no_place() -> None:
    nowhere = replace(WORK, name="Dự án B")
    assert cleared("Giải phóng mặt bằng", nowhere).precision is Precision.NONE
    assert cleared("Giải phóng mặt bằng phường Thủy Nguyên", nowhere).method == "ward_wide"


def test_a_clearance_of_a_work_that_is_not_there_speaks_for_itself() -> None:
    alone = project("PL4-01", "Khu tái định cư Hoa Động", "PL3-99")
    assert locate_all([alone], GAZETTEER)["PL4-01"].method == "named"


def test_military_works_of_the_ledger_stay_at_ward_level() -> None:
    army = replace(WORK, category=Category.MILITARY)
    assert locate_all([army], GAZETTEER)["PL3-01"].precision is Precision.WARD


def test_the_order_of_the_ledger_is_kept() -> None:
    rows = [project(f"PL3-{at:02d}", "Hoa Động") for at in (3, 1, 2)]
    assert list(locate_all(rows, [place("a", "Xã Hoa Động")])) == ["PL3-03", "PL3-01", "PL3-02"]
    assert locate_all([], Gazetteer([])) == {}
