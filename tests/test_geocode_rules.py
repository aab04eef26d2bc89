"""The rule: each rule of the grammar answers its own words with its own evidence, and leaves the rest to others."""

from __future__ import annotations

import pytest
import shapely
from shapely import LineString, Point

from geo.gazetteer import Gazetteer
from geo.geocode import METHODS, locate
from geo.geocode.corridor_words import corridor_parts
from geo.geocode.plane import plane_of
from geo.model import Category, Location, Place, PlaceKind, Precision
from tests.gazetteers import GAZETTEER, place, read, shape, words_of

PLACE, AREA, BETWEEN = Precision.PLACE, Precision.AREA, Precision.BETWEEN
TRACED, WARD, NONE = Precision.TRACED, Precision.WARD, Precision.NONE
ZONE = "kdt-bac-song-cam"


def where(name: str) -> Location:
    return locate(name, GAZETTEER)


def ends(name: str) -> list[str]:
    found = read(name)
    return [found.shown(part.start, part.end) for part in corridor_parts(found)]


def off_m(found: Location, place_id: str) -> float:
    known = GAZETTEER.places[place_id]
    plane = plane_of(known)
    assert found.geometry is not None
    return float(plane.metres(found.geometry).distance(plane.point(known)))


# --- a named place, a place in a place ---


@pytest.mark.parametrize(
    ("name", "precision", "places", "radius_m"),
    [
        ("Mở rộng BVĐK Thủy Nguyên", AREA, ["benh-vien-thuy-nguyen"], 900),
        ("Trung tâm Chính trị - Hành chính", PLACE, ["tt-chinh-tri-hanh-chinh"], 250),
        ("Xây dựng trạm y tế Hoa Động", AREA, ["xa-hoa-dong"], 1920),
        ("Cầu Nguyễn Trãi vượt sông Cấm", PLACE, ["cau-nguyen-trai", "song-cam"], 350),
        ("Khu Đồng Trinh, xã Tân Dương", AREA, ["khu-dong-trinh", "xa-tan-duong"], 1700),
        ("Trung tâm hội nghị Khau Da tại thị trấn Núi Đèo", AREA, ["thi-tran-nui-deo", "tt-hoi-nghi-khau-da"], 800),
        ("Nhà ở xã hội Toàn Thắng tại xã Hoa Động", AREA, ["xa-hoa-dong"], 1920),
        ("thôn Bạch Đằng, xã Thủy Sơn", AREA, ["xa-thuy-son"], 1520),
    ],
)
def test_a_named_place(name: str, precision: Precision, places: list[str], radius_m: float) -> None:
    found = where(name)
    assert (found.precision, found.method) == (precision, "named")
    assert list(found.places) == places
    assert found.radius_m == radius_m
    assert found.geometry is not None
    assert found.geometry.geom_type == "Point"


def test_what_is_too_small_for_the_gazetteer_is_said() -> None:
    assert where("thôn Bạch Đằng, xã Thủy Sơn").evidence[-1].words == "thôn Bạch Đằng"


def test_places_that_lie_apart_contradict_each_other() -> None:
    found = where("THCS Tân Dương thuộc đảo Vũ Yên")
    assert found.precision is NONE
    assert "cách xa nhau" in found.reason
    assert words_of(found) == ["THCS Tân Dương", "đảo Vũ Yên"]


def test_a_bare_name_is_as_wide_as_what_is_called_after_it() -> None:
    """Without "khu đô thị" it may be the urban area, its second phase, the substation."""
    bare, named = where("Trạm bơm Bắc Sông Cấm"), where("Trạm bơm khu đô thị Bắc Sông Cấm")
    assert (bare.radius_m, named.radius_m) == (2500, 1300)
    assert bare.places == named.places == (ZONE,)


def test_a_misprint_and_missing_marks_are_owned_up_to() -> None:
    assert "chữ viết có lỗi" in where("khu đô thị H0a D0ng").evidence[0].says
    assert "viết thiếu dấu" in where("Xây dựng chợ Thuy Sơn").evidence[0].says
    assert "viết thiếu dấu" not in where("xay dung cho thuy son").evidence[0].says


def test_a_place_next_door_is_flagged_and_its_evidence_says_so() -> None:
    found = where("Nhà ở xã hội tại xã Lâm Động")
    assert found.outside_ward
    assert "ngoài phường" in found.evidence[0].says


def test_runners_up_are_offered() -> None:
    assert [one.place for one in where("Chợ Hoa Động").candidates] == ["xa-hoa-dong-trong-phuong"]


@pytest.mark.parametrize(
    ("written", "circle"), [("1,2ha", "62 m"), ("26 ha", "288 m"), ("500 m2", "13 m"), ("1.5 km²", "691 m")]
)
def test_an_area_is_a_size(written: str, circle: str) -> None:
    line = where(f"Khu đô thị mới Hoa Động, {written}").evidence[-1]
    assert line.words == written
    assert circle in line.says


# --- two neighbours, several places ---


@pytest.mark.parametrize(
    "name",
    [
        "Khu đô thị Thủy Sơn - Thủy Đường",
        "khu đô thị giữa Thủy Sơn và Thủy Đường",
        "chợ giáp ranh Thủy Đường và Thủy Sơn",
    ],
)
def test_neighbours_meet_in_a_strip(name: str) -> None:
    found = where(name)
    assert (found.precision, found.method) == (BETWEEN, "strip")
    assert {"xa-thuy-son", "xa-thuy-duong"} <= set(found.places)


def test_communes_that_do_not_touch_have_no_strip() -> None:
    found = where("Kênh Giang - Dương Quan, huyện Thủy Nguyên")
    assert found.method == "several"
    assert off_m(found, "xa-kenh-giang") == off_m(found, "xa-duong-quan") == 0


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("Trường học Hoa Động, Tân Dương và Dương Quan", ["xa-hoa-dong", "xa-tan-duong", "xa-duong-quan"]),
        ("Trạm y tế Hoa Động và trạm y tế Tân Dương", ["xa-hoa-dong", "xa-tan-duong"]),
        ("Khu tái định cư Hoa Động; Lâm Động", ["khu-tdc-hoa-dong", "khu-tdc-lam-dong"]),
        ("Lâm Động, khu tái định cư Hoa Động", ["xa-lam-dong", "khu-tdc-hoa-dong"]),
    ],
)
def test_several_places_are_drawn_together(name: str, places: list[str]) -> None:
    found = where(name)
    assert (found.precision, found.method) == (AREA, "several")
    assert list(found.places) == places
    assert all(off_m(found, one) == 0 for one in places)


def test_several_roads_are_their_lines() -> None:
    found = where("Vành đai 3 và Vành đai 2")
    assert (found.precision, found.method, found.radius_m, found.sketch) == (BETWEEN, "several", 2500, True)


def test_several_exact_places_are_points() -> None:
    found = where("Sơn lại bến cảng Cửa Cấm, bến cảng Hoàng Diệu")
    assert (found.precision, found.radius_m) == (PLACE, 150)
    assert found.geometry is not None
    assert found.geometry.geom_type == "MultiPoint"


@pytest.mark.parametrize(
    "name", ["Chợ Hoa Đóng, Lâm Động", "Chợ Hao Động, Lâm Động", "Chợ Lâm Động - Hoa Độn", "Tân Dướng - Hoa Động"]
)
def test_a_list_half_read_is_refused(name: str) -> None:
    found = where(name)
    assert found.precision is NONE
    assert "không lấy riêng một nơi" in found.reason


# --- corridors ---


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Đường từ Hoa Động đến Lâm Động", ["Hoa Động", "Lâm Động"]),
        ("duong tu hoa dong den lam dong", ["hoa dong", "lam dong"]),
        ("dau tu xay dung duong tu hoa dong di lam dong", ["hoa dong", "lam dong"]),
        ("tuyến đường từ A tới đường trục VSIP sang đảo Vũ Yên", ["A", "đường trục VSIP", "đảo Vũ Yên"]),
        ("nối cầu Bính với cầu Hoàng Văn Thụ", ["cầu Bính", "cầu Hoàng Văn Thụ"]),
        ("từ Hoa Động nối với Lâm Động phục vụ dân sinh", ["Hoa Động", "Lâm Động"]),
        ("đoạn từ cầu Bính - ngã tư Tân Dương", ["cầu Bính", "ngã tư Tân Dương"]),
        ("Đường Tân Dương - Hoa Động", ["Tân Dương", "Hoa Động"]),
        ("Đường Tân Dương đi Hoa Động", ["Tân Dương", "Hoa Động"]),
        ("Hoa Động đi Tân Dương sang Dương Quan", ["Hoa Động", "Tân Dương", "Dương Quan"]),
        ("Hoa Động đi Tân Dương, Dương Quan", ["Hoa Động", "Tân Dương"]),
        ("Đầu tư công trình Hoa Động", []),
        ("Khu đô thị Tân Dương - Hoa Động", []),
        ("Từ nguồn ngân sách", ["nguồn ngân sách"]),
    ],
)
def test_the_ends_of_a_corridor(name: str, parts: list[str]) -> None:
    assert ends(name) == parts


def test_a_corridor_follows_the_road_it_names() -> None:
    found = where("Cải tạo đường Đỗ Mười đoạn từ cầu Hoàng Văn Thụ đến đường Trần Kiên")
    assert (found.precision, found.method, found.sketch) == (TRACED, "corridor", False)
    assert found.places == ("duong-do-muoi", "cau-hoang-van-thu", "duong-tran-kien")
    assert found.radius_m == 20
    assert found.geometry is not None
    assert found.geometry.length < 0.011  # to Trần Kiên, not to the end of the road


def test_a_corridor_without_a_road_of_its_own_is_a_sketch_along_known_lines() -> None:
    found = where("Tuyến đường từ cầu Bính đến ngã tư Tân Dương")
    assert (found.precision, found.sketch) == (BETWEEN, True)
    assert "đi theo" in found.evidence[-1].says
    assert off_m(found, "nga-tu-tan-duong") < 200


def test_a_part_of_a_sketch_is_as_uncertain_as_its_ends() -> None:
    found = where("Tỉnh lộ 359 đoạn Núi Đèo - An Lư")
    assert (found.method, found.sketch, found.radius_m) == ("corridor", True, 2120)


def test_a_corridor_whose_ends_meet_is_refused() -> None:
    for name in ("Đường từ Hoa Động đến xã Hoa Động", "từ đường Trần Kiên đến đường Đỗ Mười"):
        found = where(name)
        assert found.precision is NONE
        assert "gặp nhau" in found.reason


def test_a_corridor_where_no_line_leads_is_straight() -> None:
    found = where("Đường Tân Dương - Hoa Động")
    assert (found.precision, found.sketch) == (BETWEEN, True)
    assert "nối thẳng" in found.evidence[-1].says
    assert found.radius_m is not None
    assert found.radius_m >= 1920  # no finer than its ends


@pytest.mark.parametrize(
    ("name", "unknown"),
    [
        ("Đường từ Hoa Động đến chợ Đầu Mối", "chợ Đầu Mối"),
        ("Vành đai 2 từ Bùi Viện đến Tân Vũ", "Bùi Viện"),
        ("Vành đai 2 từ Bùi Viện (Km 3) đến Tân Vũ", "Bùi Viện (Km 3)"),
        ("từ KĐT Bắc Sông Cấm tới đường trục VSIP sanq đảo Vũ Yên", "đường trục VSIP sanq đảo Vũ Yên"),
    ],
)
def test_a_corridor_with_an_unknown_end_is_refused(name: str, unknown: str) -> None:
    found = where(name)
    assert found.precision is NONE
    assert words_of(found)[0] == unknown


def test_chainages_and_years_are_no_ends() -> None:
    assert where("Cải tạo đường Đỗ Mười từ Km0+100 đến Km1+200").method == "line"
    assert where("Trường THCS Tân Dương từ năm 2026 đến năm 2030").method == "named"


def test_one_end_is_no_corridor() -> None:
    found = where("Tuyến đường từ đường trục VSIP")
    assert found.precision is NONE
    assert "một đầu" in found.reason


def test_a_building_on_a_corridor_lies_beside_it() -> None:
    road, school = "tuyến đường Máng Nước từ chân cầu Bính đến Núi Đèo", "Trường học trên "
    assert where(road).radius_m == 700
    found = where(school + road)
    assert (found.method, found.precision) == ("beside", BETWEEN)
    assert found.radius_m is not None
    assert found.radius_m >= 1500


def test_a_road_at_a_place_is_an_end() -> None:
    found = where("Đường từ cầu Bính đến Tỉnh lộ 359 tại xã Thủy Sơn")
    assert found.precision is BETWEEN
    assert {"cau-binh", "dt-359", "xa-thuy-son"} == set(found.places)


# --- junctions ---


def test_a_junction_the_gazetteer_knows() -> None:
    found = where("Nút giao đường tỉnh 359C - Quốc lộ 10")
    assert found.radius_m == 900
    assert "nut-359c-quoc-lo-10" in found.places


def test_a_junction_of_two_lines_is_where_they_cross() -> None:
    found = where("Đèn tín hiệu nút giao đường Đỗ Mười và đường Trần Kiên")
    assert (found.precision, found.method, found.radius_m) == (PLACE, "junction", 30)
    assert found.geometry is not None
    assert found.geometry.distance(Point(106.6814, 20.8837)) < 3e-4


def test_a_junction_with_one_known_road_is_somewhere_on_it() -> None:
    found = where("Cải tạo nút giao đường Đỗ Mười")
    assert (found.method, found.precision) == ("line", BETWEEN)


def test_roads_that_do_not_meet_make_no_junction() -> None:
    found = where("nút giao đường Đỗ Mười - đường Bắc - Nam")
    assert found.method != "junction"


# --- rivers, roads, relations ---


def test_unknown_bridges_lie_on_the_stretch_of_the_river_in_the_ward() -> None:
    found = where("Xây dựng cầu vượt sông Hòn Ngọc")
    assert (found.precision, found.method, found.radius_m) == (BETWEEN, "over_river", 900)
    part = where("Xây dựng cầu qua sông Hòn Ngọc tại xã Thủy Sơn")
    assert part.geometry is not None
    assert found.geometry is not None
    assert part.geometry.length < found.geometry.length


def test_a_stretch_stays_in_the_ward() -> None:
    ward = GAZETTEER.outlines("phuong-thuy-nguyen")[0].geometry
    river = where("Nạo vét sông Cấm").geometry
    assert river is not None
    assert ward.buffer(0.0025).covers(river)
    assert not ward.buffer(0.0025).covers(GAZETTEER.lines("song-cam")[0].geometry)


@pytest.mark.parametrize(
    ("name", "method", "precision", "radius_m"),
    [
        ("Cải tạo đường Đỗ Mười", "line", TRACED, 20),
        ("đường vành đai 3", "line", BETWEEN, 2500),
        ("QL10 đoạn qua xã Thiên Hương", "through", BETWEEN, 500),
        ("cầu Bính", "line", TRACED, 20),
        ("Nạo vét sông Hòn Ngọc", "line", BETWEEN, 900),
        ("Trường mầm non đường Đỗ Mười", "beside", BETWEEN, 320),
        ("Khu dân cư sông Hòn Ngọc", "beside", BETWEEN, 2400),
    ],
)
def test_a_line_of_its_own(name: str, method: str, precision: Precision, radius_m: float) -> None:
    found = where(name)
    assert (found.method, found.precision, found.radius_m) == (method, precision, radius_m)


def test_beside_a_line_or_a_place() -> None:
    road = where("Vườn hoa ven đường Đỗ Mười")
    assert (road.method, road.precision, road.radius_m) == ("beside", BETWEEN, 320)
    assert words_of(road) == ["ven đường Đỗ Mười"]
    spot = where("Vườn hoa gần Trung tâm Chính trị - Hành chính")
    assert (spot.method, spot.precision, spot.radius_m) == ("beside", AREA, 550)


def test_beside_a_road_in_a_commune_is_where_both_hold() -> None:
    found = where("Chợ xã Thủy Sơn, ven đường bao phía Nam")
    assert (found.method, found.precision) == ("beside", AREA)
    assert found.radius_m is not None
    assert found.radius_m <= 1530  # rounded up


def test_a_site_of_its_own_stays_where_it_is_beside_a_road() -> None:
    assert where("Trung tâm thương mại Thủy Sơn (ven đường bao phía Nam)").radius_m == 1200


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("Khu dân cư phía Đông sông Hòn Ngọc", (106.678, 20.89), (106.658, 20.89)),
        ("Kè bờ bắc sông Cấm", (106.69, 20.876), (106.69, 20.862)),
        ("Công viên phía Nam cầu Bính", (106.6675, 20.8733), (106.6672, 20.879)),
        ("Công viên phía Nam của Núi Đèo", (106.6754, 20.910), (106.6754, 20.930)),
    ],
)
def test_one_side(name: str, inside: tuple[float, float], outside: tuple[float, float]) -> None:
    found = where(name)
    assert (found.method, found.precision) == ("side", AREA)
    assert found.geometry is not None
    assert found.geometry.covers(Point(inside))
    assert not found.geometry.covers(Point(outside))


def test_a_place_of_its_own_needs_no_side() -> None:
    assert where("Bệnh viện Thủy Nguyên, phía Đông sông Hòn Ngọc").method != "side"


def test_a_side_that_a_line_does_not_have_is_no_answer() -> None:
    road = shape("a", line_of((0, 0), (0, 500)), place="a")
    found = locate("Chợ phía bắc đường Đại An", Gazetteer([ROAD_A], [road]))
    assert found.method == "beside"


def test_one_side_in_a_commune() -> None:
    wide, narrow = where("Chợ phía Đông sông Hòn Ngọc"), where("Chợ xã Hoa Động, phía Đông sông Hòn Ngọc")
    assert wide.radius_m is not None
    assert narrow.radius_m is not None
    assert narrow.radius_m < wide.radius_m


# --- lots ---


@pytest.mark.parametrize(
    ("name", "lots"),
    [
        ("lô I.11 thuộc khu đô thị mới Bắc Sông Cấm", ["lo-i-11"]),
        ("Lô I.8/DVCC-01", ["lo-i-8-dvcc-01"]),
        ("Lô TMDV-06-2 nay là lô I.8/DVCC-01 KĐT Bắc Sông Cấm", ["lo-i-8-dvcc-01"]),
        ("một phần lô I.11/DVCC-01 trong KĐT Bắc Sông Cấm", ["lo-i-11-dvcc-01"]),
        ("các lô I.16/CTHH-01, I.16/P-01 trong KĐT Bắc sông Cấm", ["lo-i-16-cthh-01", "lo-i-16-p-01"]),
        ("lo l.16/CTHH-O1 kdt bac song cam", ["lo-i-16-cthh-01"]),
        ("lô I.99/XYZ-03 KĐT Bắc Sông Cấm", []),
        ("khu vực hồ Tân Hoa trong KĐT Bắc Sông Cấm", ["ho-tan-hoa"]),
    ],
)
def test_lots_share_their_zone(name: str, lots: list[str]) -> None:
    found = where(name)
    assert (found.method, found.precision, found.zone) == ("lots", AREA, ZONE)
    assert list(found.places) == [*lots, ZONE]
    assert found.geometry is GAZETTEER.outlines(ZONE)[0].geometry


def test_an_unknown_lot_is_said_to_be_unknown() -> None:
    assert "chưa có trong danh mục" in where("lô I.99/XYZ-03 KĐT Bắc Sông Cấm").evidence[0].says


@pytest.mark.parametrize(
    "name", ["lô I.8", "lô I.11/DVCC-01 khu đô thị Phú Mỹ Hưng", "lo i.11/dvcc-01 khu do thi phu my hung", "lô CX-02"]
)
def test_lots_of_no_known_area_are_refused(name: str) -> None:
    found = where(name)
    assert found.precision is NONE
    assert "mã lô" in found.reason


def test_a_lot_in_a_commune_is_known_by_the_commune() -> None:
    assert where("lô I.18, xã Hoa Động").places == ("xa-hoa-dong",)


def test_a_zone_without_an_outline_is_a_disc() -> None:
    zone = place("kdt", "Khu đô thị Đại Lộc", kind=PlaceKind.URBAN_AREA, radius_m=800.0)
    lot = place("lo", "Lô A.1/B-01", kind=PlaceKind.LOT, parent="kdt", radius_m=800.0)
    found = locate("Lô A.1/B-01 khu đô thị Đại Lộc", Gazetteer([zone, lot]))
    assert (found.zone, found.radius_m) == ("kdt", 800)
    assert found.geometry is not None
    assert found.geometry.geom_type == "Polygon"


# --- the whole ward, military land, what nobody found ---


@pytest.mark.parametrize(
    "name",
    [
        "Bãi đỗ xe phường Thủy Nguyên",
        "Chiếu sáng trên địa bàn phường",
        "Chiếu sáng toàn phường",
        "Điều chỉnh quy hoạch phân khu 3",
        "Nạo vét kênh mương",
        "Cải Tạo, Nạo Vét, Cứng Hóa Kênh Mương, Thoát Nước",
        "Trường học trên địa bàn phường Thủy Nguyên, TP Hải Phòng",
    ],
)
def test_works_of_the_whole_ward(name: str) -> None:
    found = where(name)
    assert (found.precision, found.method, found.geometry) == (WARD, "ward_wide", None)
    assert found.reason
    assert found.evidence


@pytest.mark.parametrize(
    "name",
    [
        "Thủy Nguyên",
        "huyện Thủy Nguyên",
        "TP Hải Phòng",
        "Nạo vét kênh mương Bắc Hưng Hải",
        "Nạo vét kênh mương thôn Đông",
    ],
)
def test_what_may_be_wider_than_the_ward_is_refused(name: str) -> None:
    found = where(name)
    assert found.precision is NONE
    assert found.reason


@pytest.mark.parametrize(
    "name",
    ["Doanh trại quân đội tại xã Hoa Động", "Hải Đội 4", "khu dat quan doi phuong thuy nguyen", "Trận địa Núi Đèo"],
)
def test_military_land_stays_at_ward_level(name: str) -> None:
    found = where(name)
    assert (found.precision, found.method, found.geometry) == (WARD, "military", None)


def test_the_ledger_knows_what_is_military_better_than_words() -> None:
    assert locate("Khu nhà ở xã Hoa Động", GAZETTEER, category=Category.MILITARY).precision is WARD
    assert where("Doanh trại quân đội").precision is NONE


@pytest.mark.parametrize("name", ["Khu đô thị mới Cống Cờ", "NOXH Toàn Thắng", "mầm non khu Cửa Trại"])
def test_what_was_found_in_no_source_stays_at_ward_level(name: str) -> None:
    found = where(name)
    assert (found.precision, found.method) == (WARD, "unlocated")
    assert "không tìm thấy trong nguồn nào" in found.reason


def test_without_a_ward_there_is_no_ward_level() -> None:
    found = locate("Nạo vét kênh mương", Gazetteer([place("a", "Xã Đại An")]))
    assert found.precision is NONE


# --- what is served ---


def test_what_serves_a_road_lies_near_it() -> None:
    road = "dự án đường Máng Nước từ chân cầu Bính nối với đường 359 tại thị trấn Núi Đèo"
    found = where(f"Khu tái định cư phục vụ giải phóng mặt bằng {road}")
    assert (found.precision, found.method, found.sketch) == (BETWEEN, "served", True)
    assert found.radius_m == 1660  # 700 m of the road and 1,500 m around it
    assert found.evidence[0].words == "phục vụ"


def test_what_serves_and_says_where_it_is_lies_there() -> None:
    found = where("Khu tái định cư xã Dương Quan phục vụ dự án đường Máng Nước")
    assert found.places == ("xa-duong-quan",)
    assert where("Khu tái định cư phục vụ dự án đường Máng Nước (Khu Đồng Trinh)").places == ("khu-dong-trinh",)


def test_what_serves_a_site_lies_around_it() -> None:
    found = where("Bãi đỗ xe phục vụ Bệnh viện đa khoa Thủy Nguyên")
    assert (found.precision, found.method, found.radius_m) == (AREA, "served", 1750)


def test_what_serves_the_unknown_is_refused() -> None:
    assert where("Khu tái định cư phục vụ dự án A").precision is NONE


# --- nothing known, anything written ---


@pytest.mark.parametrize(
    "name", ["", "   ", "asdf qwer", "12345", "!!!", "Hoa", "dự án", "😀", "lô", "từ", "nút giao", "phía Nam"]
)
def test_nonsense_is_refused_with_a_reason(name: str) -> None:
    found = where(name)
    assert (found.precision, found.geometry, found.radius_m, found.method) == (NONE, None, None, "refused")
    assert found.reason.endswith(".")
    assert found.places == ()


def test_what_is_longer_than_a_name_is_not_read() -> None:
    found = where("Hoa Động " * 500)
    assert found.precision is NONE
    assert "4500 ký tự" in found.reason


def test_an_empty_gazetteer_refuses_everything() -> None:
    empty = Gazetteer([])
    for name in ("Hoa Động", "từ A đến B", "lô I.11/DVCC-01", "nút giao QL10 - QL5", "quân đội", "phường Thủy Nguyên"):
        assert locate(name, empty).precision is NONE


def test_every_method_has_words_for_a_screen() -> None:
    assert all(words and not words.endswith(".") for words in METHODS.values())


def line_of(*corners: tuple[float, float]) -> LineString:
    return LineString([(106.68 + x / 100_000, 20.88 + y / 100_000) for x, y in corners])


ROAD_A = place("a", "Đường Đại An", kind=PlaceKind.ROAD, radius_m=500.0)
ROAD_B = place("b", "Đường Bình Minh", kind=PlaceKind.ROAD, radius_m=500.0)


@pytest.mark.parametrize(("gap_m", "method"), [(0, "junction"), (30, "junction"), (400, "several")])
def test_roads_meet_where_their_uncertainty_lets_them(gap_m: float, method: str) -> None:
    shapes = [
        shape("a", line_of((0, 0), (500, 0)), place="a", uncertainty_m=30.0),
        shape("b", line_of((500 + gap_m, -500), (500 + gap_m, 500)), place="b", uncertainty_m=30.0),
    ]
    assert locate("nút giao đường Đại An - đường Bình Minh", Gazetteer([ROAD_A, ROAD_B], shapes)).method == method


def test_a_road_without_a_line_is_a_point() -> None:
    found = locate("Cải tạo đường Đại An", Gazetteer([ROAD_A]))
    assert (found.method, found.radius_m) == ("named", 500)


def test_a_river_without_a_line_is_a_point() -> None:
    river: Place = place("s", "Sông Đại An", kind=PlaceKind.RIVER, radius_m=900.0)
    found = locate("Cầu qua sông Đại An", Gazetteer([river]))
    assert (found.method, found.radius_m) == ("named", 900)


def test_geometry_is_valid_whatever_the_method() -> None:
    names = (
        "Chợ phía Đông sông Hòn Ngọc",
        "Kè bờ bắc sông Cấm",
        "Đường Tân Dương - Hoa Động",
        "Thủy Sơn và Thủy Đường",
    )
    for name in names:
        geometry = where(name).geometry
        assert geometry is not None
        assert shapely.is_valid(geometry)
