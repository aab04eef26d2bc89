"""The rule: every row of the ledger tells, word by word as the words stand in it, which of them led where."""

from __future__ import annotations

import pytest

from geo.geocode import locate
from tests.gazetteers import GAZETTEER, NAMES

ZONE = "kdt-bac-song-cam"
WARD = "phuong-thuy-nguyen"

# For each row the words of its evidence and the place they name; None for words that say how, not where.
EVIDENCE: dict[str, tuple[tuple[str, str | None], ...]] = {
    "PL1-01": (("quy hoạch phân khu", None),),
    "PL1-02": (("quy hoạch phân khu", None),),
    "PL1-03": (("Quy hoạch chi tiết các trường MN", None),),
    "PL2-01": (("đường vành đai 3", "vanh-dai-3"),),
    "PL2-02": (
        ("đường Vành đai 2", "vanh-dai-2"),
        ("Tỉnh lộ 359", "dt-359"),
        ("cầu Hùng Vương", "cau-hung-vuong"),
        ("nút giao Tỉnh lộ 359", "nut-vanh-dai-2-359"),
        ("nút giao Tỉnh lộ 359 đến cầu Hùng Vương", None),
    ),
    "PL2-03": (
        ("Tỉnh lộ 359C", "dt-359c"),
        ("nút giao đường tỉnh 359C-Máng nước", "nut-359c-mang-nuoc"),
        ("Quốc lộ 10", "quoc-lo-10"),
        ("nút giao Quốc lộ 10", "nut-359c-quoc-lo-10"),
        ("nút giao đường tỉnh 359C-Máng nước đến nút giao Quốc lộ 10", None),
    ),
    "PL2-04": (
        ("Khu đô thị Bắc sông Cấm", ZONE),
        ("đường Khu công nghiệp VSIP", "duong-bac-nam"),
        ("đảo Vũ Yên", "dao-vu-yen"),
        ("Khu đô thị Bắc sông Cấm tới đường Khu công nghiệp VSIP", None),
        ("đường Khu công nghiệp VSIP sang đảo Vũ Yên", None),
    ),
    "PL2-05": (
        ("đường trục Vsip", "duong-bac-nam"),
        ("trung tâm Chính trị - Hành chính TP Hải Phòng", "tt-chinh-tri-hanh-chinh"),
        ("đường trục Vsip đi trung tâm Chính trị - Hành chính TP Hải Phòng", None),
    ),
    "PL2-06": (("phường Thủy Nguyên", WARD),),
    "PL2-07": (
        ("sông Hòn Ngọc", "song-hon-ngoc"),
        ("sông Hòn Ngọc", None),
        ("sông Hòn Ngọc", None),
    ),
    "PL3-01": (("khu tái định cư Bắc Sông Cấm", "khu-tdc-bac-song-cam"),),
    "PL3-02": (
        ("Khu tái định cư Hoa Động", "khu-tdc-hoa-dong"),
        ("Lâm Động", "khu-tdc-lam-dong"),
    ),
    "PL3-03": (
        ("Khu Đồng Trinh", "khu-dong-trinh"),
        ("xã Tân Dương", "xa-tan-duong"),
    ),
    "PL3-04": (
        ("quân đội", None),
        ("Hải Đội 4", "hai-doi-4"),
    ),
    "PL3-05": (
        ("quân đội", None),
        ("Trung đoàn bộ 238/F363", "trung-doan-238-f363"),
        ("trung đoàn 363", "trung-doan-238-f363"),
    ),
    "PL3-06": (("trường THCS Tân Dương", "thcs-tan-duong"),),
    "PL3-07": (("Bệnh viện đa khoa Thủy Nguyên", "benh-vien-thuy-nguyen"),),
    "PL3-08": (("khu đô thị mới Hoa Động (Dragon)", "kdt-hoa-dong-dragon"),),
    "PL3-09": (
        ("khu đô thị Thủy Đường - Thủy Sơn", "kdt-thuy-duong-thuy-son"),
        ("khu đô thị Thủy Đường - Thủy Sơn", None),
    ),
    "PL3-10": (("khu đô thị Đông Hòn Ngọc", "kdt-dong-hon-ngoc"),),
    "PL3-11": (
        ("Khu đô thị Tân Dương - Hoa Động", "kdt-tan-duong-hoa-dong"),
        ("Khu đô thị Tân Dương - Hoa Động", None),
    ),
    "PL3-12": (
        ("khu đô thị Lâm Động - Hoa Động", "kdt-lam-dong-hoa-dong"),
        ("khu đô thị Lâm Động - Hoa Động", None),
    ),
    "PL3-13": (("khu đô thị Thủy Sơn", "kdt-thuy-son"),),
    "PL3-14": (("khu nhà ở Thủy Đường", "khu-nha-o-thuy-duong"),),
    "PL3-15": (("khu Cửa Trại", "khu-cua-trai"),),
    "PL3-16": (("Trung tâm hội nghị Khau Da", "tt-hoi-nghi-khau-da"),),
    "PL3-17": (("Trung tâm Hội nghị Triển lãm thành phố Hải Phòng", "tt-hoi-nghi-trien-lam"),),
    "PL3-18": (("Nhà ở xã hội Toàn Thắng", "noxh-toan-thang"),),
    "PL3-19": (("Nhà ở xã hội Châu Giang", "noxh-chau-giang"),),
    "PL3-20": (
        ("lô I.11", "lo-i-11"),
        ("khu đô thị mới Bắc Sông Cấm", ZONE),
    ),
    "PL3-21": (
        ("Lô TMDV-06-2", "lo-i-8-dvcc-01"),
        ("lô I.8/DVCC-01", "lo-i-8-dvcc-01"),
        ("khu đô thị mới Bắc sông Cấm", ZONE),
    ),
    "PL3-22": (
        ("Lô I.11/DVCC-01", "lo-i-11-dvcc-01"),
        ("khu đô thị mới Bắc sông Cấm", ZONE),
    ),
    "PL3-23": (
        ("lô I.14/CTHH-01", "lo-i-14-cthh-01"),
        ("khu đô thị mới Bắc Sông Cấm", ZONE),
    ),
    "PL3-24": (
        ("lô I.17/CTHH-01", "lo-i-17-cthh-01"),
        ("I.18", "lo-i-18"),
        ("khu đô thị mới Bắc Sông Cấm", ZONE),
    ),
    "PL3-25": (
        ("lô I.11/DVCC-01", "lo-i-11-dvcc-01"),
        ("Khu đô thị mới Bắc Sông Cấm", ZONE),
    ),
    "PL3-26": (
        ("khu vực hồ Tân Hoa", "ho-tan-hoa"),
        ("Khu đô thị mới Bắc Sông Cấm", ZONE),
    ),
    "PL3-27": (
        ("lô I.16/CTHH-01", "lo-i-16-cthh-01"),
        ("I.16/P-01", "lo-i-16-p-01"),
        ("I.16/CX-01", "lo-i-16-cx-01"),
        ("Khu đô thị Bắc sông Cấm", ZONE),
    ),
    "PL3-28": (
        ("lô I.7/CTHH-01", "lo-i-7-cthh-01"),
        ("khu đô thị mới Bắc Sông Cấm", ZONE),
    ),
    "PL3-29": (("Khu đô thị mới Cống Cờ", "kdt-cong-co"),),
    "PL3-30": (("Trung tâm thương mại Thủy Sơn (ven đường bao phía Nam)", "tttm-thuy-son"),),
    "PL3-31": (
        ("khu thương mại dịch vụ Dương Quan", "khu-tmdv-duong-quan"),
        ("1,2ha", None),
    ),
    "PL3-32": (
        ("khu thương mại dịch vụ Dương Quan", "khu-tmdv-duong-quan"),
        ("1,0ha", None),
    ),
    "PL3-33": (("đường dây và TBA 110kV Bắc sông Cấm 2", "tba-110kv-bac-song-cam-2"),),
    "PL3-34": (
        ("trên địa bàn phường", WARD),
        ("thu gom nước thải", None),
    ),
    "PL3-35": (("Nhà máy xử lý nước thải Bắc sông Cấm 2", "nha-may-xlnt-bac-song-cam-2"),),
    "PL3-36": (("kênh mương", None),),
    "PL4-01": (("khu tái định cư Bắc Sông Cấm", "khu-tdc-bac-song-cam"),),
    "PL4-02": (("Khu đô thị mới Bắc sông Cấm (giai đoạn 2)", "kdt-bac-song-cam-giai-doan-2"),),
    "PL4-03": (
        ("Khu tái định cư Hoa Động", "khu-tdc-hoa-dong"),
        ("Lâm Động", "khu-tdc-lam-dong"),
    ),
    "PL4-04": (
        ("quân đội", None),
        ("Hải Đội 4", "hai-doi-4"),
    ),
    "PL4-05": (
        ("quân đội", None),
        ("Trung đoàn bộ 238/F363", "trung-doan-238-f363"),
        ("trung đoàn 363", "trung-doan-238-f363"),
    ),
    "PL4-06": (  # by its own words; in the ledger it takes the place of PL3-03
        ("phục vụ", None),
        ("đường Máng Nước", "duong-mang-nuoc"),
        ("chân cầu Bính", "cau-binh-dau-bac"),
        ("đường 359 tại thị trấn Núi Đèo", "duong-mang-nuoc-diem-cuoi"),
        ("chân cầu Bính nối với đường 359 tại thị trấn Núi Đèo", None),
    ),
    "PL4-07": (("bệnh viện đa khoa Thủy Nguyên", "benh-vien-thuy-nguyen"),),
    "PL4-08": (("khu đô thị Thủy Sơn", "kdt-thuy-son"),),
    "PL4-09": (("Nhà ở xã hội Châu Giang", "noxh-chau-giang"),),
    "PL4-10": (
        ("khu đô thị Thủy Sơn - Thủy Đường", "kdt-thuy-duong-thuy-son"),
        ("khu đô thị Thủy Sơn - Thủy Đường", None),
    ),
    "PL4-11": (("khu đô thị Đông Hòn Ngọc", "kdt-dong-hon-ngoc"),),
    "PL4-12": (
        ("Khu đô thị Tân Dương - Hoa Động", "kdt-tan-duong-hoa-dong"),
        ("Khu đô thị Tân Dương - Hoa Động", None),
    ),
    "PL4-13": (
        ("khu đô thị Lâm Động - Hoa Động", "kdt-lam-dong-hoa-dong"),
        ("khu đô thị Lâm Động - Hoa Động", None),
    ),
    "PL4-14": (("khu dân cư Thủy Đường", "khu-nha-o-thuy-duong"),),
    "PL4-15": (("trường THCS Tân Dương", "thcs-tan-duong"),),
    "PL4-16": (("Trung tâm Hội nghị Triển lãm thành phố Hải Phòng", "tt-hoi-nghi-trien-lam"),),
    "PL4-17": (("đường dây và TBA 110kV Bắc sông Cấm 2", "tba-110kv-bac-song-cam-2"),),
    "PL4-18": (("Nhà máy xử lý nước thải Bắc sông Cấm 2", "nha-may-xlnt-bac-song-cam-2"),),
}


def test_no_row_is_left_out() -> None:
    assert list(EVIDENCE) == list(NAMES)


@pytest.mark.parametrize("identifier", EVIDENCE)
def test_the_words_that_led_to_a_place(identifier: str) -> None:
    found = locate(NAMES[identifier], GAZETTEER)
    assert tuple((line.words, line.place) for line in found.evidence) == EVIDENCE[identifier]


@pytest.mark.parametrize("identifier", EVIDENCE)
def test_they_stand_in_the_name_as_they_are_quoted(identifier: str) -> None:
    assert all(words in NAMES[identifier] for words, _ in EVIDENCE[identifier])


@pytest.mark.parametrize("identifier", EVIDENCE)
def test_each_sentence_is_one_a_clerk_would_say(identifier: str) -> None:
    """It ends in a full stop, names the place it speaks of, and holds no code of ours."""
    for line in locate(NAMES[identifier], GAZETTEER).evidence:
        assert line.says.endswith(".")
        assert not line.says.endswith("..")
        assert (
            line.place is None
            or GAZETTEER.places[line.place].name in line.says
            or ZONE in (line.place, *lots(line.place))
        )
        assert "_" not in line.says


def lots(place_id: str) -> tuple[str, ...]:
    return GAZETTEER.ancestors(place_id)
