"""The rule: every record of `data/` has a source, a licence and a place in bounds; the counts are the document's."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pytest
import shapely
from pyproj import Geod
from shapely.geometry import Point

from geo.model import (
    CategoryEntry,
    ClearsMatch,
    FundingEntry,
    FundingSource,
    Place,
    PlaceKind,
    Precision,
    PrecisionEntry,
    Project,
    ProjectKind,
    Shape,
)
from geo.read import read_programme
from geo.text import key
from tests.records import DATA
from tests.rfc7946 import problems, second_opinion

PROGRAMME = read_programme(DATA)
PROJECTS = {project.id: project for project in PROGRAMME.projects}
PLACES = {place.id: place for place in PROGRAMME.places}
SHAPES = {shape.id: shape for shape in PROGRAMME.shapes}
WARD = "phuong-thuy-nguyen"
GEOD = Geod(ellps="WGS84")

# Names are official: one letter more or less and this sum is another one.
NAMES_SHA256 = "434d06f07d7a4cc3f9b597f94611ede70686ac38fbca9afa19b92727b0f81979"
HAI_PHONG = shapely.box(106.5, 20.75, 106.9, 21.05)
# OC4IDS 0.9.5, projectSector.
OC4IDS_SECTORS = {
    "education",
    "health",
    "energy",
    "energy.solar",
    "energy.wind",
    "energy.hydropower",
    "energy.biomass",
    "energy.geothermal",
    "communications",
    "waterAndWaste",
    "governance",
    "economy",
    "cultureSportsAndRecreation",
    "transport",
    "transport.air",
    "transport.water",
    "transport.rail",
    "transport.road",
    "transport.urban",
    "transport.lowCarbon",
    "socialHousing",
    "naturalResources",
    "naturalResources.floodProtection",
}
LICENCES = ("ODbL 1.0", "MIT", "own estimate", "fact", "no licence stated", "derived from ODbL 1.0")


def _named(records: Mapping[str, Any]) -> pytest.MarkDecorator:
    """Return a parametrization with one test a record, named by its id."""
    return pytest.mark.parametrize("record", records.values(), ids=records.keys())


def _fields(record: Any) -> dict[str, Any]:
    """Return the fields of a slotted record."""
    return {name: getattr(record, name) for name in record.__slots__}


def _is_clean(record: Any) -> None:
    """Hold all text of a record to NFC, without blanks around it or double blanks in ids."""
    for name, value in _fields(record).items():
        if isinstance(value, str):
            assert unicodedata.is_normalized("NFC", value), name
            assert value == value.strip(), name


@_named(PROJECTS)
def test_a_project(record: Project) -> None:
    _is_clean(record)
    assert record.source == (
        f"Chương trình hành động 2025–2030 của phường Thủy Nguyên, Phụ lục {record.appendix}, dòng {record.number}"
    )
    assert record.start_year is not None
    assert record.finish_year is not None
    assert 2025 <= record.start_year <= record.finish_year <= 2030
    assert record.category in {entry.category for entry in PROGRAMME.categories}
    if record.clears:
        assert PROJECTS[record.clears].category is record.category, "a clearance has the category of its work"


@_named(PLACES)
def test_a_place(record: Place) -> None:
    _is_clean(record)
    assert record.source
    assert record.licence.startswith(LICENCES)
    assert HAI_PHONG.contains(Point(record.lon, record.lat))
    assert record.lon == round(record.lon, 6)
    assert 40 <= record.radius_m <= 10_000
    names = [record.name.casefold(), *(alias.casefold() for alias in record.aliases)]
    assert len(set(names)) == len(names), "an alias that is the name says nothing"
    assert record.parent is None or record.parent in PLACES


@_named(SHAPES)
def test_a_shape(record: Shape) -> None:
    _is_clean(record)
    assert record.licence.startswith(LICENCES)
    assert HAI_PHONG.intersects(record.geometry)
    assert 10 <= record.uncertainty_m <= 5600
    if record.uncertainty_m >= 300:
        assert record.sketch, "what may be 300 m off is a sketch"
    if record.place is not None and record.layer in {"rivers", "bridges"}:
        assert PLACES[record.place].kind.value == record.layer.removesuffix("s")


@_named({entry.category.value: entry for entry in PROGRAMME.categories})
def test_a_category(record: CategoryEntry) -> None:
    _is_clean(record)
    assert record.oc4ids_sectors
    assert set(record.oc4ids_sectors) <= OC4IDS_SECTORS
    assert record.note or record.fit == "exact", "what is only near says why"


@_named({entry.funding_source_raw: entry for entry in PROGRAMME.funding})
def test_funding_words(record: FundingEntry) -> None:
    _is_clean(record)
    assert record.source
    assert record.licence


@_named({entry.precision.value: entry for entry in PROGRAMME.precisions})
def test_a_precision(record: PrecisionEntry) -> None:
    """Finer than IATI and AidData; "not located" has no code there, and gets none."""
    _is_clean(record)
    if record.precision is Precision.NONE:
        assert (record.iati_exactness, record.aiddata_code) == (None, None)
        return
    assert record.iati_exactness in {1, 2}
    assert record.aiddata_code in range(1, 9)
    exact = record.precision in {Precision.SURVEYED, Precision.TRACED, Precision.PLACE}
    assert (record.iati_exactness == 1) == exact


def test_counts_of_the_document() -> None:
    kinds = Counter(project.kind for project in PROGRAMME.projects)
    assert kinds == {ProjectKind.PROJECT: 46, ProjectKind.CLEARANCE: 18}
    assert Counter(project.appendix for project in PROGRAMME.projects) == {1: 3, 2: 7, 3: 36, 4: 18}
    assert sum(project.clears is not None for project in PROGRAMME.projects) == 17
    assert Counter(project.funding_source for project in PROGRAMME.projects) == {
        FundingSource.STATE_BUDGET: 29,
        FundingSource.ENTERPRISE: 35,
    }


def test_how_sure_the_links_of_clearances_are() -> None:
    clearances = [project for project in PROGRAMME.projects if project.kind is ProjectKind.CLEARANCE]
    assert Counter(one.clears_match for one in clearances) == {
        ClearsMatch.EXACT: 15,
        ClearsMatch.PROBABLE: 2,
        ClearsMatch.NONE: 1,
    }
    unsure = {one.id: one.clears for one in clearances if one.clears_match is not ClearsMatch.EXACT}
    assert unsure == {"PL4-02": None, "PL4-06": "PL3-03", "PL4-14": "PL3-14"}


def test_exact_links_share_their_words() -> None:
    """Where the link is called exact, the two names say the same apart from the words of the trade and their order."""
    trade = {"du", "an", "dau", "tu", "xay", "dung", "dtxd"}
    for one in PROGRAMME.projects:
        if one.clears_match is ClearsMatch.EXACT and one.clears:
            mine, theirs = (set(key(name).split()) - trade for name in (one.name, PROJECTS[one.clears].name))
            assert mine == theirs, one.id


def test_names_are_the_documents_letter_by_letter() -> None:
    names = "\n".join(project.name for project in PROGRAMME.projects)
    assert sha256(names.encode()).hexdigest() == NAMES_SHA256
    assert PROJECTS["PL3-35"].name == "Nhà máy xử lý nước thải Bắc sông Cấm 2"
    assert PROJECTS["PL4-10"].name == "Dự án khu đô thị Thủy Sơn - Thủy Đường"


def test_numbers_of_an_appendix_have_no_gap() -> None:
    for appendix in (1, 2, 3, 4):
        numbers = [project.number for project in PROGRAMME.projects if project.appendix == appendix]
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_radius_of_a_commune_holds_nine_cases_in_ten() -> None:
    """A commune is no circle: 1.4 times the radius of its area, and its circle is drawn with the area alone."""
    communes = [place for place in PROGRAMME.places if place.kind is PlaceKind.COMMUNE]
    assert len(communes) == 21
    for commune in communes:
        assert commune.size_radius_m is not None
        assert commune.radius_m == pytest.approx(1.4 * commune.size_radius_m, abs=10), commune.id


def test_ninety_percent_of_the_ward_lie_within_its_radius() -> None:
    ward, border = PLACES[WARD], SHAPES["ward-11560"].geometry
    around = _circle(ward, ward.radius_m)
    assert 0.895 <= border.intersection(around).area / border.area <= 0.92


def test_lots_share_one_zone() -> None:
    lots = [place for place in PROGRAMME.places if place.kind is PlaceKind.LOT]
    zone = PLACES["kdt-bac-song-cam"]
    assert len(lots) == 10
    assert {(lot.lon, lot.lat, lot.radius_m, lot.parent) for lot in lots} == {
        (zone.lon, zone.lat, zone.radius_m, zone.id)
    }
    assert "TMDV-06-2" in PLACES["lo-i-8-dvcc-01"].aliases


@pytest.mark.parametrize(
    "site", ["hai-doi-4", "trung-doan-238-f363", "noxh-toan-thang", "noxh-chau-giang", "kdt-cong-co"]
)
def test_military_land_and_unknown_sites_stay_at_ward_level(site: str) -> None:
    place, ward = PLACES[site], PLACES[WARD]
    assert (place.lon, place.lat, place.radius_m, place.parent) == (ward.lon, ward.lat, ward.radius_m, WARD)


def test_lam_dong_is_next_door() -> None:
    assert not PLACES["xa-lam-dong"].in_ward
    assert PLACES["xa-lam-dong"].parent == "phuong-thien-huong"
    assert not PLACES["khu-tdc-lam-dong"].in_ward


def test_places_in_the_ward_lie_in_it_or_near_its_border() -> None:
    """A point counted as in the ward is not farther out than its own uncertainty allows."""
    border = SHAPES["ward-11560"].geometry
    for place in PROGRAMME.places:
        if place.in_ward and place.kind not in {PlaceKind.RIVER, PlaceKind.ROAD}:
            assert border.intersects(_circle(place, max(place.radius_m, 150))), place.id


def test_old_communes_ended_before_the_ward_began() -> None:
    for place in PROGRAMME.places:
        if place.id.startswith(("xa-", "thi-tran-")) and not place.id.endswith("-trong-phuong"):
            assert str(place.valid_to) == "2024-12-31", place.id
    assert str(PLACES[WARD].valid_from) == "2025-07-01"


def _circle(place: Place, radius_m: float) -> shapely.Polygon:
    """Return a circle on the ellipsoid around a place."""
    steps = range(0, 360, 5)
    count = len(steps)
    lons, lats, _ = GEOD.fwd([place.lon] * count, [place.lat] * count, list(steps), [radius_m] * count)
    return shapely.Polygon(zip(lons, lats, strict=True))


LAYERS = sorted((DATA / "shapes").glob("*.geojson"))


@pytest.mark.parametrize("path", LAYERS, ids=[path.stem for path in LAYERS])
def test_a_layer_is_rfc_7946(path: Any) -> None:
    assert problems(path.read_bytes()) == []
    assert second_opinion(path.read_bytes()) == {}


def test_circles_are_what_they_say() -> None:
    """Every corner lies on the circle: a commune's of its size, the others' of their uncertainty."""
    circles = 0
    for layer in ("communes", "urban_areas"):
        for feature in json.loads((DATA / "shapes" / f"{layer}.geojson").read_text(encoding="utf-8"))["features"]:
            properties, place = feature["properties"], PLACES[feature["properties"]["place"]]
            radius = place.size_radius_m if properties["circle"] == "size" else place.radius_m
            assert properties["circle"] == ("size" if layer == "communes" else "uncertainty")
            assert properties["circle_radius_m"] == radius
            for lon, lat in feature["geometry"]["coordinates"][0]:
                assert GEOD.inv(place.lon, place.lat, lon, lat)[2] == pytest.approx(radius, abs=0.5)
            circles += 1
    assert circles == 41


def test_the_areas_are_drawn_completely() -> None:
    """Every commune and every urban area, zone and island of the gazetteer has its circle."""
    drawn = {shape.place for shape in PROGRAMME.shapes}
    areas = {PlaceKind.COMMUNE, PlaceKind.URBAN_AREA, PlaceKind.INDUSTRIAL_ZONE, PlaceKind.ISLAND, PlaceKind.WARD}
    assert {place.id for place in PROGRAMME.places if place.kind in areas} <= drawn


def test_the_readme_describes_every_file_and_column() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for path in sorted(DATA.rglob("*.*")):
        if path.name == "README.md":
            continue
        assert f"`{path.name}`" in readme, path.name
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                for column in next(csv.reader(file)):
                    assert column in readme, f"{path.name}: {column}"


def test_the_readme_counts_right() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for name, count in (
        ("projects.csv", len(PROJECTS)),
        ("places.csv", len(PLACES)),
        ("shapes/*.geojson", len(SHAPES)),
        ("categories.csv", len(PROGRAMME.categories)),
        ("funding.csv", len(PROGRAMME.funding)),
        ("precision.csv", len(PROGRAMME.precisions)),
    ):
        assert f"| `{name}` | {count} |" in readme
    for layer, count in Counter(shape.layer for shape in PROGRAMME.shapes).items():
        assert f"| `{layer}.geojson` | {count} |" in readme
