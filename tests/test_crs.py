"""VN-2000 in and out: the official shift and no other, every zone of the register, a round trip below a millimetre."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from pyproj.database import query_crs_info
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon

from geo import crs
from geo.errors import CoordinateError

KNOWN = (106.667, 20.917)  # stated by the city's survey tables, E and N to the centimetre
KNOWN_GRID = (595190.88, 2314037.64)
VIETNAM = st.tuples(st.floats(102.2, 109.5), st.floats(8.4, 23.3))
SQUARE_KM = Polygon([(595000, 2310000), (596000, 2310000), (596000, 2311000), (595000, 2311000)])


def test_known_point_agrees_to_the_centimetre() -> None:
    """106.667°E 20.917°N is E 595190.88, N 2314037.64 in EPSG:9210, both ways."""
    grid = crs.to_vn2000(Point(KNOWN))
    assert (round(grid.x, 2), round(grid.y, 2)) == KNOWN_GRID
    back = crs.to_wgs84(Point(KNOWN_GRID), 9210)
    assert Geod(ellps="WGS84").inv(back.x, back.y, *KNOWN)[2] < 0.01


def test_zones_are_those_of_the_register() -> None:
    """Every VN-2000 grid that PROJ knows is a zone here, with its meridian, and no other is."""
    listed = {int(info.code) for info in query_crs_info(auth_name="EPSG") if info.name.startswith("VN-2000 /")}
    assert {zone.epsg for zone in crs.ZONES} == listed
    for zone in crs.ZONES:
        conversion = CRS.from_epsg(zone.epsg).coordinate_operation
        assert conversion is not None
        values = {param.name: float(param.value) for param in conversion.params}
        assert values["Longitude of natural origin"] == zone.meridian
        assert values["Scale factor at natural origin"] == {3: 0.9999, 6: 0.9996}[zone.width_deg]
        assert values["False easting"] == 500_000


@given(point=VIETNAM, zone=st.sampled_from(crs.ZONES))
def test_round_trip_stays_below_a_millimetre(point: tuple[float, float], zone: crs.Zone) -> None:
    """WGS 84 → any zone → WGS 84 moves no point of Vietnam by 1 mm; in truth not by 0.01 mm."""
    there = crs.points_to_vn2000(np.array([point]), zone.epsg)
    lon, lat = crs.points_to_wgs84(there, zone.epsg)[0]
    assert Geod(ellps="WGS84").inv(lon, lat, *point)[2] < 0.000_01


@given(point=VIETNAM)
def test_all_zones_name_the_same_place(point: tuple[float, float]) -> None:
    """A point written in any two zones comes back to one place: the shift does not depend on the zone."""
    places = [
        crs.points_to_wgs84(crs.points_to_vn2000(np.array([point]), zone.epsg), zone.epsg)[0] for zone in crs.ZONES
    ]
    assert np.ptp(places, axis=0).max() < 1e-8


def test_shift_is_the_official_one_in_the_mekong_delta_too() -> None:
    """Left to choose, PROJ takes EPSG:5194 there, metres away; here EPSG:6960 holds all over the country."""
    official = Transformer.from_pipeline("urn:ogc:def:coordinateOperation:EPSG::6960")
    lat, lon = official.transform(10.0, 105.8)
    ours = crs.to_wgs84(Point(105.8, 10.0), crs.VN2000_GEOGRAPHIC)
    left_to_choose = Transformer.from_crs(4756, 4326, always_xy=True).transform(105.8, 10.0)
    assert (ours.x, ours.y) == pytest.approx((lon, lat), abs=1e-10)
    assert abs(left_to_choose[0] - lon) > 1e-6


def test_proj4_trap_is_avoided() -> None:
    """A definition that went through PROJ.4 text has lost its datum and is some 200 m off; ours never goes that way."""
    with pytest.warns(UserWarning, match="lose important projection information"):
        lossy = CRS.from_epsg(9210).to_proj4()
    lost = Transformer.from_crs(4326, CRS.from_proj4(lossy), always_xy=True).transform(*KNOWN)
    assert 200 < np.hypot(lost[0] - KNOWN_GRID[0], lost[1] - KNOWN_GRID[1]) < 250
    with pytest.raises(Exception, match=r"."):
        Transformer.from_crs(
            CRS.from_epsg(4756), CRS.from_proj4(lossy), always_xy=True, allow_ballpark=False, only_best=True
        ).transform(*KNOWN, errcheck=True)


def test_missing_shift_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PROJ does not offer the official operation, nothing is guessed."""
    monkeypatch.setattr(crs, "OFFICIAL_SHIFT", ("EPSG", "1"))
    crs._transformer.cache_clear()
    with pytest.raises(CoordinateError, match="6960"):
        crs.to_vn2000(Point(KNOWN))
    crs._transformer.cache_clear()


def test_unknown_system_is_refused_in_a_sentence() -> None:
    with pytest.raises(CoordinateError, match="EPSG:2056"):
        crs.to_wgs84(Point(0, 0), 2056)
    assert not crs.is_known(2056)


@pytest.mark.parametrize("epsg", [4326, 3857, 32648, 32649])
def test_wgs84_systems_are_read(epsg: int) -> None:
    """Files also come in WGS 84 degrees, Web Mercator and UTM on WGS 84; none of them is shifted."""
    point = Transformer.from_crs(4326, epsg, always_xy=True).transform(*KNOWN)
    back = crs.to_wgs84(Point(point), epsg)
    assert (back.x, back.y) == pytest.approx(KNOWN, abs=1e-9)
    assert "WGS 84" in crs.system_name(epsg)


def test_height_is_dropped() -> None:
    assert not crs.to_wgs84(Point(*KNOWN_GRID, 4.5), 9210).has_z


def test_infinite_coordinates_are_refused() -> None:
    """A number no grid holds raises for a geometry and comes back as infinity for an array."""
    with pytest.raises(CoordinateError, match="kinh tuyến trục"):
        crs.to_wgs84(Point(1e30, 1e30), 9210)
    assert not np.isfinite(crs.points_to_wgs84(np.array([[1e30, 1e30]]), 9210)).all()


def test_areas_and_lengths_are_those_of_the_grid() -> None:
    """A square kilometre of the grid is 1,000,000 m² and 4,000 m around; Web Mercator would say 15 % more."""
    square = crs.to_wgs84(SQUARE_KM, 9210)
    assert crs.area_m2(square) == pytest.approx(1e6, abs=0.01)
    assert crs.perimeter_m(square) == pytest.approx(4000, abs=1e-4)
    assert crs.length_m(square) == 0
    side = crs.to_wgs84(LineString([(595000, 2310000), (595300, 2310400)]), 9210)
    assert crs.length_m(side) == pytest.approx(500, abs=1e-4)
    assert crs.area_m2(side) == crs.perimeter_m(side) == 0


def test_holes_and_parts_count() -> None:
    """An area excludes its holes, a perimeter includes them, parts add up."""
    holed = Polygon(SQUARE_KM.exterior, [Polygon(SQUARE_KM.exterior).buffer(-400).exterior])
    both = crs.to_wgs84(MultiPolygon([holed, Polygon([(0, 0), (3, 0), (0, 4)])]), 9210)
    assert crs.area_m2(both) == pytest.approx(1e6 - 200 * 200 + 6, rel=1e-6)
    assert crs.perimeter_m(both) == pytest.approx(4000 + 800 + 12, rel=1e-6)
    lines = MultiLineString([[(595000, 2310000), (595000, 2310100)], [(595010, 2310000), (595010, 2310050)]])
    assert crs.length_m(crs.to_wgs84(lines, 9210)) == pytest.approx(150, abs=1e-4)


def test_grid_agrees_with_the_ellipsoid() -> None:
    """At the ward the grid's scale is 1.00001: its areas are those of the ellipsoid to 0.01 %."""
    square = crs.to_wgs84(SQUARE_KM, 9210)
    true_area, true_length = Geod(ellps="WGS84").geometry_area_perimeter(square)
    assert crs.area_m2(square) == pytest.approx(abs(true_area), rel=1e-4)
    assert crs.perimeter_m(square) == pytest.approx(true_length, rel=1e-4)


def test_transformers_may_be_shared_by_threads() -> None:
    """Eight threads through one cached transformer give the answers of one."""
    points = np.column_stack([np.linspace(106.6, 106.8, 500), np.linspace(20.8, 21.0, 500)])
    alone = crs.points_to_vn2000(points)
    answers: list[bool] = []

    def work() -> None:
        answers.extend(bool(np.array_equal(crs.points_to_vn2000(points), alone)) for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 160
    assert all(answers)


def test_names_are_those_of_decisions() -> None:
    assert crs.system_name(9210) == "VN-2000, kinh tuyến trục 105°45', múi 3°"
    assert crs.system_name(4756).startswith("VN-2000")
    assert crs.system_name(2056) == "EPSG:2056"
