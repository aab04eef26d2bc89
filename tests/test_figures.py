"""Figures as people write them have one value with its doubt, or are asked about; written back they read the same."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clearance.figures import (
    WARD_AREA_M2,
    number_words,
    read_date,
    read_figure,
    read_fraction,
    read_number,
    to_words,
)
from geo.clearance.report import FIGURE, FIGURES, Amount, Figure, FigureKind
from geo.errors import ReportError

AREA = FIGURE["area_required_m2"]
KM = FIGURE["km_clear"]
HOUSEHOLDS = FIGURE["households_total"]
ORGANISATIONS = FIGURE["organisations_total"]
MONEY = FIGURE["compensation_paid_vnd"]


def value(figure: Figure, words: object) -> Amount | None:
    reading = read_figure(figure, words)
    return None if reading is None else reading.value


@pytest.mark.parametrize(
    ("figure", "words", "expected"),
    [
        (AREA, "63,52 ha", 635_200),
        (AREA, "635.200 m2", 635_200),
        (AREA, "635.200 m²", 635_200),
        (AREA, "635 200 m2", 635_200),
        (AREA, "635\u00a0200\u00a0m2", 635_200),
        (AREA, "957.924,2m2", 957_924.2),
        (AREA, "1.184.136m2", 1_184_136),
        (AREA, "425 m²", 425),
        (AREA, "121,19ha", 1_211_900),
        (AREA, "63.52 ha", 635_200),
        (AREA, "0,4 km2", 400_000),
        (AREA, "1.234,5", 1_234.5),
        (AREA, 635200, 635_200),
        (AREA, 635200.5, 635_200.5),
        (KM, "7,14 km", 7.14),
        (KM, "7,14", 7.14),
        (KM, "340 m", 0.34),
        (KM, "0.340", 0.34),
        (HOUSEHOLDS, "253 hộ", 253),
        (HOUSEHOLDS, "03 hộ", 3),
        (HOUSEHOLDS, "1.234 hộ dân", 1234),
        (HOUSEHOLDS, "591 phương án", 591),
        (HOUSEHOLDS, "253 ho", 253),
        (HOUSEHOLDS, "0", 0),
        (HOUSEHOLDS, 253.0, 253),
        (ORGANISATIONS, "10 tổ chức", 10),
        (MONEY, "1.250.000.000 đồng", 1_250_000_000),
        (MONEY, "12,5 tỷ", 12_500_000_000),
        (MONEY, "12,5 tỉ đồng", 12_500_000_000),
        (MONEY, "850 triệu", 850_000_000),
        (FIGURE["graves"], "12 ngôi mộ", 12),
        (FIGURE["utilities_to_move"], "2 trạm biến áp", 2),
        (FIGURE["complaints"], "5 đơn", 5),
    ],
)
def test_figures_as_wards_write_them(figure: Figure, words: object, expected: Amount) -> None:
    """The written shapes of real reports, in the figure's own unit."""
    assert value(figure, words) == pytest.approx(expected)


@pytest.mark.parametrize("nothing", [None, "", "  ", "-", "—", "chưa có", "Chưa có số liệu", "N/A", math.nan])
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_nothing_reported_is_none_not_zero(figure: Figure, nothing: object) -> None:
    """Empty cells and the words for "no figure" are None."""
    assert read_figure(figure, nothing) is None


@pytest.mark.parametrize(
    ("figure", "words", "said"),
    [
        (HOUSEHOLDS, "không", "0 hay chưa"),
        (HOUSEHOLDS, "99,2%", "tỷ lệ"),
        (HOUSEHOLDS, "21/253 hộ", "một số"),
        (HOUSEHOLDS, "12,5 hộ", "nguyên"),
        (HOUSEHOLDS, "253 hộ và 10 tổ chức", "hai con số"),
        (HOUSEHOLDS, "2O hộ", "đơn vị lạ"),
        (HOUSEHOLDS, "hai trăm hộ", "không đọc được"),
        (HOUSEHOLDS, "-5", "không đọc được"),
        (HOUSEHOLDS, -5, "âm"),
        (HOUSEHOLDS, True, "không phải một số"),
        (HOUSEHOLDS, ["253"], "không phải một số"),
        (HOUSEHOLDS, math.inf, "âm"),
        (HOUSEHOLDS, "10 tổ chức", "đơn vị lạ"),
        (ORGANISATIONS, "253 hộ", "đơn vị lạ"),
        (AREA, "1,234.5 m2", "lối nước ngoài"),
        (AREA, "1,234,567 m2", "lối nước ngoài"),
        (AREA, "63.520 ha", "quá lớn"),
        (AREA, "12 sào", "đơn vị lạ"),
        (AREA, "1.23.4 m2", "Không đọc được"),
        (AREA, "63 52 ha", "Không đọc được"),
        (KM, "7.140 km", "quá lớn"),
        (MONEY, "12,5 tỷ USD", "đơn vị lạ"),
        (MONEY, "100,5 đồng", "nguyên"),
    ],
)
def test_what_cannot_be_read_is_asked_in_a_sentence(figure: Figure, words: object, said: str) -> None:
    """Each refusal names the fault and the remedy; nothing is guessed."""
    with pytest.raises(ReportError, match=said) as caught:
        read_figure(figure, words)
    assert caught.value.remedy


def test_a_foreign_number_is_answered_with_how_to_write_it() -> None:
    """The remedy of `1,234.5` is `1.234,5`."""
    with pytest.raises(ReportError, match=r"1\.234,5"):
        read_number("1,234.5")


def test_three_digits_after_a_comma_are_read_as_decimals_and_said() -> None:
    """`1,234 ha` is 1.234 ha in Vietnamese, and the reader says so because a foreign spreadsheet may mean 1234."""
    reading = read_figure(AREA, "1,234 ha")
    assert reading is not None
    assert reading.value == pytest.approx(12_340)
    assert "1.234" in reading.doubt
    assert "số lẻ" in reading.doubt


def test_nothing_is_asked_where_the_other_reading_is_impossible() -> None:
    """`7,485 km` is metres after the comma: nobody means 7485 km."""
    reading = read_figure(KM, "7,485 km")
    assert reading is not None
    assert reading.value == pytest.approx(7.485)
    assert reading.doubt == ""


@pytest.mark.parametrize("words", ["khoảng 63,52 ha", "gần 63,52 ha", "~63,52 ha", "hơn 63,52ha"])
def test_an_estimate_is_read_and_said_to_be_one(words: str) -> None:
    """The value is taken, the word is not lost."""
    reading = read_figure(AREA, words)
    assert reading is not None
    assert reading.value == pytest.approx(635_200)
    assert "ước lượng" in reading.doubt


def test_no_clearance_is_larger_than_the_ward() -> None:
    """4534 ha is the ward; one more is refused."""
    assert value(AREA, "4.534 ha") == WARD_AREA_M2
    with pytest.raises(ReportError, match="quá lớn"):
        read_figure(AREA, "4.535 ha")


@pytest.mark.parametrize(
    ("figure", "words", "part", "whole"),
    [
        (AREA, "13,1/14,59 ha", 131_000, 145_900),
        (AREA, "957.924,2m2/1.184.136m2", 957_924.2, 1_184_136),
        (KM, "7,14/7,48 km", 7.14, 7.48),
        (KM, "12/12,24km", 12, 12.24),
        (HOUSEHOLDS, "586/591 hộ", 586, 591),
    ],
)
def test_fractions(figure: Figure, words: str, part: float, whole: float) -> None:
    """A unit written once holds for both."""
    numerator, denominator = read_fraction(figure, words)
    assert (numerator.value, denominator.value) == pytest.approx((part, whole))


@pytest.mark.parametrize("words", ["14,59/13,1 ha", "1/2/3 ha", "13,1 ha", "/14 ha"])
def test_impossible_fractions_are_refused(words: str) -> None:
    """A part above its whole, or something that is no fraction."""
    with pytest.raises(ReportError):
        read_fraction(AREA, words)


@pytest.mark.parametrize(
    "words",
    [
        "5/3/2026",
        "05/03/2026",
        "5-3-2026",
        "05.03.2026",
        "ngày 5/3/2026",
        "ngày 5 tháng 3 năm 2026",
        "2026-03-05",
        "2026-03-05T00:00:00",
        date(2026, 3, 5),
        datetime(2026, 3, 5, tzinfo=UTC),
    ],
)
def test_dates_day_first(words: object) -> None:
    """5/3/2026 is the fifth of March, never the third of May."""
    assert read_date(words) == date(2026, 3, 5)


@pytest.mark.parametrize("words", ["3/25/2026", "30/2/2026", "5/3/26", "5/3", "", "hôm qua", None, 46086, "2026-13-01"])
def test_other_dates_are_asked_about(words: object) -> None:
    """Month first, two-digit years, serial numbers and days that never were."""
    with pytest.raises(ReportError, match=r"05/03/2026"):
        read_date(words)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_dates_round_trip(day: date) -> None:
    """Both ways of writing a date read back to it."""
    assert read_date(f"{day.day}/{day.month}/{day.year}") == day
    assert read_date(day.isoformat()) == day


def _amounts(figure: Figure) -> st.SearchStrategy[Amount]:
    if figure.kind in (FigureKind.COUNT, FigureKind.MONEY):
        return st.integers(0, 10**13)
    cents = st.integers(0, 4_534_000_000) if figure.kind is FigureKind.AREA else st.integers(0, 99_000)
    return cents.map(lambda number: number / (100 if figure.kind is FigureKind.AREA else 1000))


@given(st.data())
def test_every_figure_reads_back_as_it_is_shown(data: st.DataObject) -> None:
    """What the screen shows can be typed back and is the same value: nothing is lost between screen and store."""
    figure = data.draw(st.sampled_from(FIGURES))
    amount = data.draw(_amounts(figure))
    reading = read_figure(figure, to_words(figure, amount))
    assert reading is not None
    assert reading.value == pytest.approx(amount, abs=1e-9)


@given(st.text(max_size=30))
def test_any_text_is_read_or_asked_about(words: str) -> None:
    """No text brings the reader down, and no value comes out negative or infinite."""
    for figure in (AREA, HOUSEHOLDS, MONEY, KM):
        try:
            reading = read_figure(figure, words)
        except ReportError:
            continue
        assert reading is None or 0 <= reading.value < math.inf


@given(st.from_regex(r"[0-9][0-9.,]{0,12}", fullmatch=True))
def test_a_read_number_has_one_reading(words: str) -> None:
    """Whatever is accepted is the Vietnamese reading, or the only one possible."""
    try:
        number, doubt = read_number(words)
    except ReportError:
        return
    vietnamese = words.replace(".", "").replace(",", ".")
    assert number == Decimal(vietnamese) or (words.count(".") == 1 and "," not in words and number == Decimal(words))
    assert not doubt or "," in words


@pytest.mark.parametrize(
    ("amount", "words"), [(1234.5, "1.234,5"), (0.0, "0"), (1000000, "1.000.000"), (12.0, "12"), (0.25, "0,25")]
)
def test_numbers_on_the_screen(amount: Amount, words: str) -> None:
    """Dots group, the comma starts the decimals, idle zeros go."""
    assert number_words(amount) == words


def test_no_figure_is_said_in_words() -> None:
    """Nothing reported is not an empty cell and not 0."""
    assert to_words(AREA, None) == "chưa có số liệu"
    assert to_words(AREA, 0.0) == "0 m²"
