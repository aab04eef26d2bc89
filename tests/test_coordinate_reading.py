"""Tables as printed → corners: every layout, number style, label and damaged sign.

What cannot be read is named by its line.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coordinates import Unit, read_table
from geo.coordinates.numerals import clean, find_decimal_degrees, find_metres, find_values
from geo.coordinates.statements import read_statement
from geo.errors import CoordinateError
from tests import printed_tables as printed

ROWS = "1\t2314037,64\t595190,88\n2\t2314137,64\t595290,88\n3\t2313937,64\t595390,88"


def corners(text: str, block: int = 0) -> list[tuple[str, float, float]]:
    return [(corner.label, corner.first, corner.second) for corner in read_table(text).blocks[block].corners]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2314037,64", 2314037.64),
        ("2314037.640", 2314037.64),
        ("2.314.037,64", 2314037.64),
        ("2,314,037.64", 2314037.64),
        ("2 314 037,64", 2314037.64),
        ("2314037", 2314037),
        ("595.190", 595190),
        ("595,190", 595190),
        ("595190,880", 595190.88),
    ],
)
def test_metres_are_read_in_every_style(raw: str, value: float) -> None:
    """Of two ways to read a mark, the one that gives a coordinate of Vietnam counts."""
    found = find_metres(raw)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("raw", ["1.2.3", "23140377,64", "3,6228", "12", "2.31.4037", "2314.037"])
def test_what_is_no_coordinate_is_not_made_one(raw: str) -> None:
    assert find_metres(raw) is None


def test_a_mark_may_be_read_two_ways() -> None:
    assert {numeral.value for numeral in find_values("595.190")} == {595.19, 595190}


@given(st.floats(100_000, 2_600_000), st.sampled_from(sorted(printed.NUMBER_STYLES)))
def test_printing_and_reading_a_number_is_identity(value: float, style: str) -> None:
    """Every style gives back the number to its last printed digit."""
    found = find_metres(clean(printed.NUMBER_STYLES[style](value)))
    assert found is not None
    assert found.value == pytest.approx(value, abs=0.0051)
    assert found.step in {0.01, 0.001}


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text brings the reader down: it gives corners or one sentence."""
    try:
        assert read_table(text).corners
    except CoordinateError as error:
        assert error.sentence


@given(st.text(alphabet="0123456789.,°'\"|\t \nXYMEB-", max_size=120))
def test_any_heap_of_numbers_is_read_or_refused(text: str) -> None:
    try:
        assert read_table(text).corners
    except CoordinateError as error:
        assert error.sentence


@pytest.mark.parametrize(
    ("text", "meridian", "width"),
    [
        ("Kinh tuyến trục 105°45', múi chiếu 3°", 105.75, 3),
        ("KTT 105°45’ múi 3 độ", 105.75, 3),
        ("kinh tuyến trục: 105o45'", 105.75, None),
        ("Kinh tuyến trục 106030’ MC 30", 106.5, 3),
        ("KTTW 107 độ 45 phút", 107.75, None),
        ("kinh tuyến trung ương 105°, múi 6°", 105.0, 6),
        ("Hệ tọa độ VN-2000 / TM-3 105-45", 105.75, 3),
        ("VN2000, kinh tuyến 105,75", 105.75, None),
        ("K.T.T 105 45 múi chiếu 60", 105.75, 6),
        ("VN-2000 UTM zone 48N", 105.0, 6),
    ],
)
def test_meridian_and_width_are_found_in_words(text: str, meridian: float, width: int | None) -> None:
    """Also where the degree sign became a nought, a hyphen or a space; the heading is no corner."""
    statement, rest = read_statement(clean(text))
    assert statement.meridians == (meridian,)
    assert statement.widths == ((width,) if width else ())
    assert len(rest) == len(clean(text))
    assert "105" not in rest
    assert read_table(f"{text}\n{ROWS}").stated_meridian == meridian


def test_a_lost_degree_sign_is_said() -> None:
    statement, _ = read_statement(clean("KTT 105045'"))
    assert statement.meridians == (105.75,)
    assert statement.notes == ("«KTT 105045'» đọc là 105°45': dấu độ in thành số 0.",)


def test_lost_degree_signs_of_corners_are_read_and_said() -> None:
    table = read_table("M1  20055'02\"  106040'01\"\nM2  20055'12\"  106040'11\"\nM3  20055'22\"  106040'01\"")
    assert table.corners[0].first == pytest.approx(20 + 55 / 60 + 2 / 3600)
    assert table.corners[0].second == pytest.approx(106 + 40 / 60 + 1 / 3600)
    assert table.notes == ("6 góc in thiếu dấu độ, ví dụ «20055'02\"», đọc là 20°55'2\".",)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Diện tích: 3,6228 ha", 36_228),
        ("diện tích 12.390 m²", 12_390),
        ("với tổng diện tích 1.234,5 m2", 1_234.5),
        ("S = 1.234 ha", 12_340),
        ("diện tích 0,5 héc-ta", 5_000),
        ("không nói gì", None),
    ],
)
def test_stated_area_is_found(text: str, area: float | None) -> None:
    """Square metres group thousands, hectares have decimals: `1.234 m2` is 1234, `1.234 ha` is 12,340."""
    stated = read_table(f"{ROWS}\n{text}").stated_area_m2
    assert stated == (pytest.approx(area) if area else None)


def test_areas_of_several_rings_add_up_and_others_are_not_guessed() -> None:
    ring = ROWS.replace("2314037,64", "2314037,65")
    two = f"Khu 1: diện tích 1,0 ha\n{ROWS}\nKhu 2: diện tích 0,5 ha\n{ring}"
    assert read_table(two).stated_area_m2 == pytest.approx(15_000)
    doubtful = read_table(f"{ROWS}\ndiện tích 1,0 ha trong tổng 2,5 ha")
    assert doubtful.stated_area_m2 is None
    assert "2 diện tích khác nhau" in doubtful.notes[-1]


def test_pac_nam_is_read_as_published() -> None:
    """One cell a line, decimal commas, a lost degree sign, the area between two points."""
    table = read_table(printed.PAC_NAM)
    assert corners(printed.PAC_NAM) == printed.PAC_NAM_CORNERS
    assert (table.stated_meridian, table.blocks[0].width_deg, table.blocks[0].datum) == (106.5, 3, "VN-2000")
    assert table.stated_area_m2 == pytest.approx(36_228)


@pytest.mark.parametrize(
    ("text", "expected", "order"),
    [
        (printed.LACH_HUYEN, printed.LACH_HUYEN_CORNERS, ("VN-2000", "WGS-84")),
        (printed.LY_SON, printed.LY_SON_CORNERS, ("WGS-84", "VN-2000")),
    ],
)
def test_two_systems_side_by_side(text: str, expected: list[tuple[str, float, float]], order: tuple[str, str]) -> None:
    """Each system is a block with its datum, whichever comes first."""
    table = read_table(text)
    assert tuple(block.datum for block in table.blocks) == order
    assert all(block.unit is Unit.DEGREES for block in table.blocks)
    for (label, first, second), (name, lat, lon) in zip(corners(text, order.index("VN-2000")), expected, strict=True):
        assert label == name
        assert (first, second) == pytest.approx((lat, lon), abs=6e-7)


def test_grid_and_degrees_side_by_side() -> None:
    """Metres beside degrees with both datums named: the grid is VN-2000, the degrees are WGS 84."""
    text = (
        "Điểm\tVN-2000\t\tWGS-84\n"
        "M1\t2314037,64\t595190,88\t20°55'01.2\"\t106°40'01.2\"\n"
        "M2\t2314137,64\t595290,88\t20°55'04.4\"\t106°40'04.6\"\n"
        "M3\t2313937,64\t595390,88\t20°54'57.9\"\t106°40'08.1\""
    )
    grid, degrees = read_table(text).blocks
    assert (grid.unit, grid.datum) == (Unit.METRES, "VN-2000")
    assert (degrees.unit, degrees.datum) == (Unit.DEGREES, "WGS-84")
    assert [corner.label for corner in degrees.corners] == ["M1", "M2", "M3"]


def test_decimal_degrees_are_read_where_nothing_else_is() -> None:
    text = "A 20,917000 106,667000\nB 20,918000 106,668000\nC 20,915000 106,669000"
    assert read_table(text).blocks[0].unit is Unit.DEGREES
    assert corners(text)[0] == ("A", 20.917, 106.667)
    assert find_decimal_degrees("20,9") is None


def test_columns_copied_one_after_the_other() -> None:
    """A PDF read by columns gives all X, then all Y."""
    text = "X\n2314037,64\n2314137,64\n2313937,64\nY\n595190,88\n595290,88\n595390,88"
    assert [corner[1:] for corner in corners(text)] == [corner[1:] for corner in corners(ROWS)]


def test_two_columns_of_records_are_put_in_order() -> None:
    """`1 X Y | 3 X Y` over `2 X Y | 4 X Y` is 1, 2, 3, 4."""
    text = (
        "1 | 2314037,64 | 595190,88 | 3 | 2314237,64 | 595290,88\n"
        "2 | 2314137,64 | 595190,88 | 4 | 2314037,64 | 595290,88"
    )
    assert [corner[0] for corner in corners(text)] == ["1", "2", "3", "4"]


def test_rings_are_told_apart() -> None:
    """A heading, or numbering that begins anew at another place, opens a ring; the first point again closes one."""
    again = ROWS.replace("2314037,64", "2313037,64")
    for text in (f"Khu 1\n{ROWS}\nKhu 2\n{again}", f"{ROWS}\n{again}"):
        assert [corner.part for corner in read_table(text).corners] == [0, 0, 0, 1, 1, 1]
    closed = f"{ROWS}\n1\t2314037,64\t595190,88"
    assert [corner.part for corner in read_table(closed).corners] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("M1\t2314037,64\t595190,88\nM2\t2314137,64\t595290,88", ["M1", "M2"]),
        ("1\tM1\t2314037,64\t595190,88\n2\tM2\t2314137,64\t595290,88", ["M1", "M2"]),
        ("2314037,64\t595190,88\n2314137,64\t595290,88", ["1", "2"]),
        ("Mốc KG-01: X=2314037,64; Y=595190,88\nMốc KG-02: X=2314137,64; Y=595290,88", ["KG-01", "KG-02"]),
        ("Điểm đầu\t2314037,64\t595190,88\nĐiểm cuối\t2314137,64\t595290,88", ["Điểm đầu", "Điểm cuối"]),
        ("X1=2314037,64 Y1=595190,88\nX2=2314137,64 Y2=595290,88", ["1", "2"]),
        ("1'\t2314037,64\t595190,88\n2a\t2314137,64\t595290,88", ["1'", "2a"]),
        ("X2314037 Y595190\nX2314137 Y595290", ["1", "2"]),
    ],
)
def test_labels_are_those_printed(text: str, labels: list[str]) -> None:
    assert [corner.label for corner in read_table(text).corners] == labels


@pytest.mark.parametrize(
    "text",
    [
        "1 2 314 037,64 595 190,88\n2 2 314 137,64 595 290,88",
        "10 595 190,88 2 314 037,64\n11 595 290,88 2 314 137,64",
        "2 314 037 595 190\n2 314 137 595 290",
        "1 2 314 037,64 595 190,88 141,42\n2 2 314 137,64 595 290,88 100,00",
    ],
)
def test_spaces_between_thousands_and_between_cells(text: str) -> None:
    """Where one space parts thousands and cells alike, the only grouping that makes pairs is taken."""
    values = sorted(int(value) for _, *pair in corners(text) for value in pair)
    assert values == [595190, 595290, 2314037, 2314137]


def test_comma_separated_cells() -> None:
    assert corners("1,595190.88,2314037.64\n2,595290.88,2314137.64")[1] == ("2", 595290.88, 2314137.64)


def test_lengths_of_sides_are_left_out_and_said() -> None:
    table = read_table("1\t2314037,64\t595190,88\t141,42\n2\t2314137,64\t595290,88\t100,00")
    assert table.notes == ("Bỏ qua 2 số không phải tọa độ, ví dụ «141,42».",)


def test_area_column_in_square_metres_may_look_like_an_easting() -> None:
    text = (
        "STT\tX\tY\tDiện tích (m2)\n1\t2314037,64\t595190,88\t125430,5\n"
        "2\t2314137,64\t595290,88\t\n3\t2313937,64\t595390,88\t"
    )
    table = read_table(text)
    assert len(table.corners) == 3
    assert table.stated_area_m2 == 125_430.5


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "1\t2O14037,64\t595190,88\n2\t2314137,64\t595290,88\n3\t2313937,64\t595390,88",
            "dòng 1 «1\t2O14037,64\t595190,88»",
        ),
        ("1\t2314037,64\t595190,88\n2\t595290,88\t2314137,64\n3\t2313937,64\t595390,88", "dòng 2"),
        ("1\t2314037,64\t595190,88\n2\t2314137,64\n3\t2313937,64\t595390,88", "dòng 2"),
        ("1\t2314037,64\t595190,88\n2\t23141376,4\t5952O9,88\n3\t2313937,64\t595390,88", "dòng 2"),
        ("1\t2314037,64\t-595190,88\n2\t2314137,64\t595290,88\n3\t2313937,64\t595390,88", "dòng 1"),
        ("1\n2314037,64\n595190,88\n2\n2314137,64\n3\n2313937,64\n595390,88", "dòng 5"),
        ("1 595 190,88 2 314 037,64\n2 595 290,88 2 314 137,64\n3 595 390,88 2 314 137,64", "dòng 1"),
        ("1\t2314037,64\t595190,88\n2\t2314137,64\t595290,88\n3\t2O14037,64\t59519O,88", "dòng 3"),
        ("M1 20°55'02\" 106°40'01\"\nM2 20°75'02\" 106°40'11\"\nM3 20°55'22\" 106°40'01\"", "dòng 2"),
    ],
)
def test_an_unreadable_corner_is_named_by_its_line(text: str, line: str) -> None:
    """A letter in a number, swapped columns in one row, a missing half, a digit too many, a minus, minute 75.

    Refused, never mended.
    """
    with pytest.raises(CoordinateError, match="Không đọc được đủ hai tọa độ") as refused:
        read_table(text)
    assert line in refused.value.sentence


def test_many_unreadable_lines_are_counted() -> None:
    with pytest.raises(CoordinateError, match="và 3 dòng nữa"):
        read_table("\n".join(f"{n}\t2314037,64\tx" for n in range(8)) + "\n" + ROWS)


@pytest.mark.parametrize("text", ["", "xin chào", "1\t2\t3", "Diện tích 3,6 ha"])
def test_text_without_coordinates_is_refused(text: str) -> None:
    with pytest.raises(CoordinateError, match="Không thấy cặp tọa độ nào"):
        read_table(text)


def test_size_is_limited() -> None:
    with pytest.raises(CoordinateError, match="quá dài"):
        read_table("1" * 1_000_001)
    with pytest.raises(CoordinateError, match="quá nhiều điểm"):
        read_table("2314037,64\t595190,88\n" * 10_001)


def test_step_is_the_last_printed_digit() -> None:
    """What a number can say ends with its last digit: 0.01 m, 0.1″ = 3 m, 1″ = 31 m."""
    assert read_table(ROWS).blocks[0].step_m == 0.01
    assert read_table(printed.LACH_HUYEN).blocks[0].step_m == pytest.approx(3.08, abs=0.01)
    assert read_table(printed.LY_SON).blocks[0].step_m == pytest.approx(30.8, abs=0.1)
