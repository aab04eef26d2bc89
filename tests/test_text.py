"""The rule: one normal form, idempotent, spaces kept; marks may be missing and never differ; words know their place."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.text import Word, is_syllable, key, look, marks, marks_contradict, nfc, split, word_key, words

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
vietnamese = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " -–.,/()0123456789", max_size=60)
anything = st.text(max_size=40)


def read(text: str) -> list[str]:
    return [word.text for word in words(text)]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Hoà  Động – Đ", "hoa dong - d"),
        ("  khu\u00a0đô\tthị\n", "khu do thi"),
        ("Ðường ĐỖ MƯỜI", "duong do muoi"),
        ("Thuỷ", "thuy"),
        ("A—B‑C−D", "a-b-c-d"),
        ("1,2ha m²", "1,2ha m2"),
        ("ho\u200ba\u00ad", "hoa"),
        ("ﬁ ẞ", "fi ss"),
        ("", ""),
    ],
)
def test_the_normal_form(written: str, normal: str) -> None:
    assert key(written) == normal


@given(anything)
def test_the_normal_form_is_idempotent(text: str) -> None:
    assert key(key(text)) == key(text)


@given(vietnamese)
def test_the_normal_form_does_not_see_case_or_composition(text: str) -> None:
    assert key(text) == key(text.upper()) == key(unicodedata.normalize("NFD", text)) == key(text.title())


@given(vietnamese, vietnamese)
def test_the_normal_form_keeps_word_boundaries(one: str, other: str) -> None:
    """Joining two texts with a space joins their forms with a space: no word is glued to the next."""
    assert key(f"{one} {other}") == f"{key(one)} {key(other)}".strip()


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("Thuý", "thúy"), ("LÝ", "lí"), ("Ðèo", "đèo")]
)
def test_the_place_of_a_tone_does_not_matter(one: str, other: str) -> None:
    assert marks(one) == marks(other)


@pytest.mark.parametrize(
    ("written", "name", "contradicts"),
    [
        ("Hoa", "Hòa", False),  # a mark left out
        ("Hòa", "Hoa", True),  # a mark too many
        ("Hóa", "Hòa", True),  # another tone
        ("Dưong", "Dương", False),
        ("Dướng", "Dương", True),
        ("dong", "Đồng", False),
        ("đong", "Dong", True),
        ("Thụy", "Thủy", True),
        ("nuớc", "nước", False),
        ("HOÀ", "Hòa", False),
        ("so", "sống", False),  # words of different length are no matter of marks
    ],
)
def test_marks_may_be_missing_and_never_differ(written: str, name: str, contradicts: bool) -> None:
    assert marks_contradict(written, name) is contradicts


@given(st.text(alphabet=VIETNAMESE, min_size=1, max_size=7))
def test_a_word_never_contradicts_itself_nor_its_bare_form(word: str) -> None:
    assert not marks_contradict(word, word)
    assert not marks_contradict(word_key(word), word)


@pytest.mark.parametrize(
    ("scanned", "meant"), [("h0a", "hoa"), ("blnh", "binh"), ("3s9c", "359c"), ("narn", "nam"), ("d0ng", "dong")]
)
def test_letters_that_look_alike_look_alike(scanned: str, meant: str) -> None:
    assert look(scanned) == look(meant)


SYLLABLES = ["thuy", "duong", "nguyen", "bac", "song", "quan", "yen", "uyen", "gi", "giang", "quoc", "khuya", "ngoeo"]


@pytest.mark.parametrize("word", SYLLABLES)
def test_what_can_be_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["duonq", "nguyne", "h0a", "dragon", "vsip", "359c", "cthh", "", "zoo", "ff"])
def test_what_cannot_be_a_syllable(word: str) -> None:
    assert not is_syllable(word)


@given(vietnamese)
def test_words_stand_where_they_say(text: str) -> None:
    """A word as it stands is a slice of the text, cut at its boundaries: the key never decides where to cut."""
    whole = nfc(text)
    for word in split(whole):
        assert whole[word.start : word.end] == word.text
        assert word.key == key(word.text)


@given(vietnamese)
def test_expanded_words_stand_in_order_and_on_whole_words(text: str) -> None:
    edges = {word.start for word in split(nfc(text))}, {word.end for word in split(nfc(text))}
    found = words(text)
    assert all(word.start in edges[0] and word.end in edges[1] for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)


@pytest.mark.parametrize(
    ("written", "expanded"),
    [
        ("ĐTXD", "đầu tư xây dựng"),
        ("ĐT XD", "đầu tư xây dựng"),
        ("KĐT mới", "khu đô thị"),
        ("KĐTM", "khu đô thị"),
        ("khu đô thị mới", "khu đô thị"),
        ("TĐC", "tái định cư"),
        ("NOXH", "nhà ở xã hội"),
        ("NƠXH", "nhà ở xã hội"),
        ("KCN", "khu công nghiệp"),
        ("TBA", "trạm biến áp"),
        ("NMXLNT", "nhà máy xử lý nước thải"),
        ("THCS", "trung học cơ sở"),
        ("BVĐK", "bệnh viện đa khoa"),
        ("TTTM", "trung tâm thương mại"),
        ("QL10", "quốc lộ 10"),
        ("TL 359", "đường tỉnh 359"),
        ("TL359", "đường tỉnh 359"),
        ("ĐT.359C", "đường tỉnh 359C"),
        ("Tỉnh lộ 359 C", "đường tỉnh 359C"),
        ("VĐ3", "vành đai 3"),
        ("GĐ 2", "giai đoạn 2"),
        ("GĐ2", "giai đoạn 2"),
        ("giai đoạn II", "giai đoạn 2"),
        ("TP HP", "thành phố Hải Phòng"),
        ("TP. Hải Phòng", "thành phố Hải Phòng"),
        ("TT Núi Đèo", "thị trấn Núi Đèo"),
        ("TT Hội nghị", "trung tâm hội nghị"),
        ("TT CT-HC", "trung tâm chính trị hành chính"),
        ("P. Thủy Nguyên", "phường Thủy Nguyên"),
        ("X. Hoa Động", "xã Hoa Động"),
        ("110 kV", "110kV"),
        ("BắcSôngCấm", "Bắc Sông Cấm"),
        ("HoaĐộng", "Hoa Động"),
        ("BelHomes", "BelHomes"),  # only syllables are parted
        ("I.16/P-01", "I 16 P 01"),  # the P of a lot is no ward
        ("Khau Da", "Khau Da"),  # "da" is a word, not "dự án"
        ("đường, tỉnh 359", "đường tỉnh 359"),
    ],
)
def test_abbreviations_are_read_out(written: str, expanded: str) -> None:
    assert " ".join(read(written)) == expanded


def test_a_comma_parts_what_would_be_an_abbreviation() -> None:
    """Punctuation between two parts keeps them apart."""
    assert read("ĐT, XD") == ["ĐT", "xây", "dựng"]


def test_words_of_an_abbreviation_stand_where_it_stands() -> None:
    found = words("Dự án KĐT mới Hoa Động")
    area = [word for word in found if word.key in {"khu", "do", "thi"}]
    assert {("Dự án KĐT mới Hoa Động"[word.start : word.end]) for word in area} == {"KĐT mới"}


def test_the_gap_tells_what_parts_two_words() -> None:
    gaps = [word.gap for word in words("Hoa Động, Lâm Động – A (B) 1/2")]
    assert gaps == ["", "", ",", "", "-", "(", ")", "/"]


@pytest.mark.parametrize(
    ("word", "sound"), [("xử lí", "xu li"), ("Mỹ", "mi"), ("quý", "qui"), ("thủy", "thuy"), ("cây", "cay")]
)
def test_y_and_i_are_one_where_they_are_one_sound(word: str, sound: str) -> None:
    assert " ".join(one.key for one in words(word)) == sound


def test_a_number_is_what_begins_with_a_digit() -> None:
    assert [word.is_number for word in words("359C F363 110kV hai")] == [True, False, True, False]


def test_words_are_plain_records() -> None:
    assert words("Đỗ") == (Word("do", "Đỗ", 0, 2, ""),)
