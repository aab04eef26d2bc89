"""Nothing that names a household may enter: columns and words are refused, with the reason in a sentence.

The store holds aggregates of a whole clearance. A name, an identity or telephone number, an address, a parcel or the
amount of one household is personal data that the map does not need, so it is refused at every door instead of being
kept and hidden.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.language import Sentence, say
from geo.text import key, nfc

WHY = Sentence("Hệ thống chỉ giữ số tổng hợp, không giữ thông tin của từng hộ.")

_COLUMNS: tuple[tuple[str, str], ...] = (
    (
        r"\b(ho va ten|ho ten|ten chu ho|chu ho|ten ho(?! so)|nguoi co dat|chu su dung)\b",
        Sentence("tên người hoặc chủ hộ"),
    ),
    (r"\b(cccd|cmnd|can cuoc|chung minh|dinh danh|ho chieu|mst|ma so thue)\b", Sentence("số giấy tờ cá nhân")),
    (r"\b(dien thoai|sdt|so dt|zalo|email|thu dien tu)\b", Sentence("số liên lạc")),
    (r"\b(dia chi|noi o|thuong tru|tam tru|so nha)\b", Sentence("địa chỉ")),
    (r"\b(so thua|thua dat|thua so|to ban do|so to(?! chuc)|giay chung nhan|gcn)\b", Sentence("thửa đất")),
    (r"\b(ngay sinh|nam sinh|gioi tinh)\b", Sentence("nhân thân")),
    (r"\b(so tai khoan|stk)\b", Sentence("tài khoản")),
)

_NUMBERS: tuple[tuple[str, str], ...] = (
    (r"(?<![\d.,])0\d{2}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}(?![\d.,]?\d)", Sentence("số căn cước")),
    (r"(?<![\d.,])0[35789]\d{8}(?!\d)", Sentence("số điện thoại")),
    (r"(?i)\b(thửa( đất)?( số)?|tờ( bản đồ)?( số)?) ?:? ?\d+", Sentence("thửa đất")),
    (r"(?i)\bsố nhà ?\d+", Sentence("địa chỉ")),
)
_HOUSEHOLD = re.compile(r"\b(?:hộ|nhà|gia đình)(?: gia đình)?(?: của)? (?:ông|bà|anh|chị|cụ) +(\w+)", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:ông|bà):? +(\w+) +(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Personal:
    """What was found: the words as they stand, and what they would tell about a household."""

    words: str
    about: str

    @property
    def sentence(self) -> str:
        """Why it is refused and what to do instead."""
        return say(
            "“{words}” cho biết {about} của một hộ. {why} Hãy bỏ đi hoặc ghi số tổng hợp.",
            words=self.words,
            about=self.about,
            why=WHY,
        )


def find_personal_column(header: str) -> Personal | None:
    """Find what a column header would tell about single households; None for a column of aggregates."""
    folded = key(header)
    for pattern, about in _COLUMNS:
        if re.search(pattern, folded):
            return Personal(nfc(header).strip(), about)
    return None


def find_personal_words(text: str, *, names: bool = True) -> Personal | None:
    """Find the first words of a free text that tell about a single household; None when there are none.

    With `names=False` a person's name alone is let through, as in "who must act"; the name of a household never is.
    """
    words = nfc(text)
    for pattern, about in _NUMBERS:
        match = re.search(pattern, words)
        if match is not None:
            return Personal(match.group().strip(), about)
    for named, about in ((_HOUSEHOLD, Sentence("tên chủ hộ")), *(((_PERSON, Sentence("tên người")),) if names else ())):
        for match in named.finditer(words):
            if all(name[0].isupper() for name in match.groups()):
                return Personal(match.group().strip(), about)
    return None
