"""Layouts as people paste them, each around the same three corners: these come out, whatever stands around them."""

from __future__ import annotations

import pytest

from geo.coordinates import CoordinateTable, read_table
from geo.errors import CoordinateError

CORNERS = [(2314037.64, 595190.88), (2314137.64, 595390.88), (2313937.64, 595290.88)]

LAYOUTS = {
    "lengths of sides on rows between": (
        (
            "TT\tTên mốc\tTọa độ VN2000\t\tChiều dài cạnh (m)\n"
            "\t\tX(m)\tY(m)\t\n"
            "1\tM1\t2314037.640\t595190.880\t\n"
            "\t\t\t\t25.30\n"
            "2\tM2\t2314137.640\t595390.880\t\n"
            "\t\t\t\t125.30\n"
            "3\tM3\t2313937.640\t595290.880\t"
        ),
        ["M1", "M2", "M3"],
    ),
    "units behind the numbers": (
        "1. X: 2314037,64m; Y: 595190,88m\n2. X: 2314137,64m; Y: 595390,88m\n3. X: 2313937,64m; Y: 595290,88m",
        ["1", "2", "3"],
    ),
    "labels of several parts and a leading nought": (
        "R1-1 2314037.64 0595190.88\nR1-2 2314137.64 0595390.88\nR1-3 2313937.64 0595290.88",
        ["R1-1", "R1-2", "R1-3"],
    ),
    "one coordinate a line": (
        (
            "Điểm M5:\nX = 2314037.64\nY = 595190.88\n"
            "Điểm M6:\nX = 2314137.64\nY = 595390.88\n"
            "Điểm M7:\nX = 2313937.64\nY = 595290.88"
        ),
        ["M5", "M6", "M7"],
    ),
    "labels on a line above": (
        "Mốc số 1\n2314037.64 595190.88\nMốc số 2\n2314137.64 595390.88\nMốc số 3\n2313937.64 595290.88",
        ["1", "2", "3"],
    ),
    "bars with a rule below the heading": (
        (
            "| STT | X | Y |\n|---|---|---|\n"
            "| 1 | 2314037.64 | 595190.88 |\n| 2 | 2314137.64 | 595390.88 |\n| 3 | 2313937.64 | 595290.88 |"
        ),
        ["1", "2", "3"],
    ),
    "heights in a last column": (
        "1 2314037.64 595190.88 3.25\n2 2314137.64 595390.88 3.10\n3 2313937.64 595290.88 2.95",
        ["1", "2", "3"],
    ),
    "numbers and dates of the decision around": (
        (
            "Kèm theo Quyết định số 1234/QĐ-UBND ngày 05/03/2026\n"
            "1 2314037.64 595190.88\n2 2314137.64 595390.88\n3 2313937.64 595290.88\n"
            "Thủy Nguyên, ngày 05/03/2026"
        ),
        ["1", "2", "3"],
    ),
    "a scale factor in the heading": (
        (
            "Kinh tuyến trung ương 105°45', múi chiếu 3°, hệ số k=0,9999\n"
            "1 2314037.64 595190.88\n2 2314137.64 595390.88\n3 2313937.64 595290.88"
        ),
        ["1", "2", "3"],
    ),
    "capitals": (
        (
            "TỌA ĐỘ CÁC ĐIỂM GÓC (HỆ VN 2000, KINH TUYẾN TRỤC 105°45', MÚI CHIẾU 3°)\nSTT X(M) Y(M)\n"
            "1 2314037.64 595190.88\n2 2314137.64 595390.88\n3 2313937.64 595290.88\nDIỆN TÍCH: 1,5 HA"
        ),
        ["1", "2", "3"],
    ),
    "without diacritics": (
        (
            "Toa do goc khu dat (he VN-2000, kinh tuyen truc 105o45', mui chieu 3 do)\nSo hieu X Y\n"
            "M1 2314037.64 595190.88\nM2 2314137.64 595390.88\nM3 2313937.64 595290.88"
        ),
        ["M1", "M2", "M3"],
    ),
    "roman numbers": (
        "I.1\t2314037.64\t595190.88\nI.2\t2314137.64\t595390.88\nII.1\t2313937.64\t595290.88",
        ["I.1", "I.2", "II.1"],
    ),
    "two tables one below the other, by pages": (
        "STT X Y\n1 2314037.64 595190.88\n2 2314137.64 595390.88\nSTT X Y\n3 2313937.64 595290.88",
        ["1", "2", "3"],
    ),
    "a cell a line with the heading of an area": (
        "\n\n".join(["Khu A", "X (m)", "Y (m)"] + [f"{number:.2f}" for corner in CORNERS for number in corner]),
        ["1", "2", "3"],
    ),
    "a cell a line with labels": (
        "\n".join(
            ["Điểm", "X", "Y"]
            + [cell for n, (x, y) in enumerate(CORNERS, 1) for cell in (f"DC-{n}", f"{x:.2f}", f"{y:.2f}")]
        ),
        ["DC-1", "DC-2", "DC-3"],
    ),
    "running text": (
        (
            "Khu đất giới hạn bởi các điểm: 1 (X = 2314037,64; Y = 595190,88); 2 (X = 2314137,64; Y = 595390,88) "
            "và 3 (X = 2313937,64; Y = 595290,88), diện tích khoảng 15.000 m2."
        ),
        ["1", "2", "3"],
    ),
}


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_layouts_give_the_same_corners(name: str) -> None:
    text, labels = LAYOUTS[name]
    table = read_table(text)
    assert [(corner.first, corner.second) for corner in table.corners] == CORNERS
    assert [corner.label for corner in table.corners] == labels
    assert len(table.blocks) == 1
    assert {corner.part for corner in table.corners} == {0}


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_layouts_survive_windows_and_pdf_line_ends(name: str) -> None:
    """CRLF, form feeds between pages, blank lines and tabs at line ends change nothing."""
    text, labels = LAYOUTS[name]
    for ends in ("\r\n", "\n\n", " \n", "\t\n"):
        table = read_table(text.replace("\n", ends))
        assert [corner.label for corner in table.corners] == labels, ends


def swapped(text: str) -> str:
    """Exchange northing and easting of each row of a tab-separated table."""
    rows = [line.split("\t") for line in text.splitlines()]
    return "\n".join("\t".join([row[0], row[2], row[1]]) for row in rows)


def test_columns_may_stand_the_other_way_round() -> None:
    text, _ = LAYOUTS["roman numbers"]
    table = read_table(swapped(text))
    assert not table.blocks[0].first_is_north
    assert [(corner.second, corner.first) for corner in table.corners] == CORNERS


def test_two_grids_side_by_side_are_two_blocks() -> None:
    """The same corners in 105°45' and in the 6° zone of 105°: each block has its own words."""
    table = read_table(
        "Điểm | KTT 105°45' múi 3° | | KTT 105°00' múi 6° |\n"
        "1 | 2314037.64 | 595190.88 | 2313862.40 | 673363.28\n"
        "2 | 2314137.64 | 595390.88 | 2313968.03 | 673562.11\n"
        "3 | 2313937.64 | 595290.88 | 2313764.92 | 673466.50"
    )
    assert [(block.meridian, block.width_deg) for block in table.blocks] == [(105.75, 3), (105.0, 6)]
    assert [len(block.corners) for block in table.blocks] == [3, 3]


def test_longitude_may_stand_before_latitude() -> None:
    table = read_table("1 106°40'01.2\"E 20°55'01.2\"N\n2 106°40'08.2\"E 20°55'04.2\"N\n3 106°40'04.2\"E 20°54'58.2\"N")
    assert not table.blocks[0].first_is_north
    assert table.corners[0].first == pytest.approx(106.667)


@pytest.mark.parametrize(
    "angle",
    [
        "20°55'01,2\"",
        "20° 55' 01,2\"",
        "20°55′01,2″",
        "20º55’01,2”",
        "20o55'01,2''",
        "20 độ 55 phút 01,2 giây",
        "20055'01,2\"",
    ],
)
def test_angles_are_read_in_every_typography(angle: str) -> None:
    text = "\n".join(f"{n}\t{angle}\t106°40'0{n},5\"" for n in range(1, 4))
    assert read_table(text).corners[0].first == pytest.approx(20 + 55 / 60 + 1.2 / 3600, abs=1e-9)


def test_degrees_and_minutes_without_seconds() -> None:
    table = read_table("1 20°55,02' 106°40,02'\n2 20°55,12' 106°40,12'\n3 20°55,22' 106°40,02'")
    assert table.corners[0].first == pytest.approx(20 + 55.02 / 60)
    assert table.blocks[0].step_m == pytest.approx(18.5, abs=0.1)


def test_an_area_said_twice_is_one_area() -> None:
    """`1,5 ha (15.000 m2)` is the same area in two units."""
    text, _ = LAYOUTS["roman numbers"]
    assert read_table(f"Tổng diện tích: 1,5 ha (15.000 m2)\n{text}").stated_area_m2 == 15_000


def test_spaces_may_mark_thousands_of_an_area() -> None:
    text, _ = LAYOUTS["roman numbers"]
    assert read_table(f"{text}\nDiện tích 15 000 m2").stated_area_m2 == 15_000


def read(rows: list[str]) -> CoordinateTable:
    return read_table("\n".join(rows))


def test_a_length_beyond_the_table_is_no_corner() -> None:
    table = read(["1 2314037.64 595190.88", "2 2314137.64 595390.88", "Chu vi: 1234,56 m"])
    assert len(table.corners) == 2


def test_a_missing_row_number_does_not_matter() -> None:
    table = read(["1\t2314037.64\t595190.88", "\t2314137.64\t595390.88", "3\t2313937.64\t595290.88"])
    assert [(corner.first, corner.second) for corner in table.corners] == CORNERS


@pytest.mark.parametrize(
    "rows",
    [
        ["1\t2.31E+06\t5.95E+05", "2\t2.31E+06\t5.95E+05"],  # Excel with narrow columns
        ["1\t14037.64\t95190.88", "2\t14137.64\t95390.88"],  # leading digits left out
        ["1\t########\t########"],
    ],
)
def test_numbers_that_lost_their_digits_are_refused(rows: list[str]) -> None:
    with pytest.raises(CoordinateError):
        read(rows)
