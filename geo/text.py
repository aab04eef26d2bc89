"""Vietnamese text: the only place that knows what đ is.

The **normal form** of a text, `key(text)`: compatibility-decomposed, case-folded, without tone and vowel marks,
đ/Đ/ð/Ð as d, every dash as `-`, every run of white space as one space, invisible characters gone. Spaces stay: `key`
never joins two words. It is idempotent, and it is for *comparing*: a position found in a key says nothing about the
original. What must be cut from the original is found through `words(text)`, whose words know where they stand in
`nfc(text)`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_D_LETTERS = {ord(letter): "d" for letter in "đĐðÐ"}
_FOLD = _DASHES | _D_LETTERS
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_LOST_SPACE = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_]{2})")
_ROAD_CODE = re.compile(r"(ql|tl|dt|hl|vd|gd)(\d{1,3}[a-z]?)")


def nfc(text: str) -> str:
    """Return the text in NFC, the one form in which text is stored and shown."""
    return unicodedata.normalize("NFC", text)


def key(text: str) -> str:
    """Return the normal form of the module's docstring; "Hoà  Động – Đ" becomes "hoa dong - d"."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLD))
    kept = (letter for letter in decomposed if unicodedata.category(letter) not in {"Mn", "Me", "Cf"})
    return " ".join("".join(kept).casefold().translate(_FOLD).split())


@lru_cache(maxsize=65_536)
def word_key(word: str) -> str:
    """Return `key` of one word, remembered: programmes use few different words."""
    return key(word)


class Marks(NamedTuple):
    """The marks of one word: each letter with its vowel mark, and the tone, wherever it was written (hoà = hòa)."""

    letters: tuple[str, ...]
    tone: str

    @property
    def bare(self) -> bool:
        """True when the word was written without any mark."""
        return not self.tone and all(len(letter) == 1 and letter != "đ" for letter in self.letters)


@lru_cache(maxsize=65_536)
def marks(word: str) -> Marks:
    """Return the marks of one word, case-folded: "Thuỷ" and "thủy" have the same, "lý" and "lí" too."""
    letters: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFD", word.casefold().replace("ð", "đ")):
        if letter in _TONES:
            tone = letter
        elif unicodedata.category(letter) == "Mn" and letters:
            letters[-1] += letter
        else:
            letters.append("i" if letter == "y" else letter)
    return Marks(tuple(letters), tone)


@lru_cache(maxsize=65_536)
def marks_contradict(written: str, name: str) -> bool:
    """Say whether a written word bears a mark that the name's word does not have there; both have one key.

    Marks may be missing (people type without them), never different: "Hoa" may stand for "Hòa", "Hóa" may not.
    """
    mine, theirs = marks(written), marks(name)
    if mine.tone and mine.tone != theirs.tone:
        return True
    if len(mine.letters) != len(theirs.letters):
        return False
    pairs = zip(mine.letters, theirs.letters, strict=True)
    return any(a not in (b, "d" if b == "đ" else b[0]) for a, b in pairs)


# Slips of optical reading and of the keyboard: letters and digits that look alike become one.
_LOOKALIKES = str.maketrans("01i|!5896qhe", "ollllsbgbgbc")
_BROKEN = (("ii", "u"), ("ri", "n"), ("rn", "m"), ("vv", "w"), ("cl", "d"))


@lru_cache(maxsize=65_536)
def look(word: str) -> str:
    """Return how a word's key looks to a scanner: "h0a" as "hoa", "blnh" as "binh"."""
    for broken, letter in _BROKEN:
        word = word.replace(broken, letter)
    return word.translate(_LOOKALIKES)


_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx]"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu "
    "i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om on ong ooc oong op ot "
    "u ua uan uang uat uau uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu "
    "uy uya uych uyen uyet uynh uyt uyu y yem yen yet yeu"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{'|'.join(_RIMES.split())})")


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Say whether a key can be a Vietnamese syllable: then it is a word of its own, never a misprint of another."""
    return _SYLLABLE.fullmatch(word) is not None


class Word(NamedTuple):
    """One word as it is read: `text` after expansion, `key` its normal form, `start:end` its place in `nfc(text)`.

    `gap` is the punctuation before it, dashes as `-`, without spaces; empty when only spaces part it from the word
    before. All words of one expanded abbreviation stand at the same place.
    """

    key: str
    text: str
    start: int
    end: int
    gap: str

    @property
    def is_number(self) -> bool:
        """True for what begins with a digit: 2, 359C, 110kV."""
        return self.key[:1].isdigit()


def split(text: str) -> list[Word]:
    """Return the words of an NFC text as they stand, nothing expanded."""
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        token, start = match[0], match.start()
        between = text[last:start]
        gap = "" if between in {"", " "} else "".join(between.translate(_DASHES).split())
        for left, part, part_key in _parts(token):
            found.append(Word(part_key, part, start + left, start + left + len(part), "" if left else gap))
        last = match.end()
    return found


@lru_cache(maxsize=65_536)
def _parts(token: str) -> tuple[tuple[int, str, str], ...]:
    """Return the words of a token: where each begins, as it stands, its key."""
    edges = pairwise([0, *_cuts(token), len(token)])
    return tuple((left, token[left:right], word_key(token[left:right])) for left, right in edges)


def _cuts(token: str) -> list[int]:
    """Return where a token falls into words: "BắcSông" where a scanner lost a space, "QL10" before its number."""
    if code := _ROAD_CODE.fullmatch(word_key(token)):
        return [code.start(2)]
    if token.islower() or token.isupper() or not token.isalpha():
        return []
    cuts = [
        match.start()
        for match in _LOST_SPACE.finditer(token)
        if token[match.start() - 1].islower() and token[match.start() : match.start() + 2].istitle()
    ]
    parts = [token[left:right] for left, right in pairwise([0, *cuts, len(token)])]
    return cuts if all(len(part) > 1 and is_syllable(word_key(part)) for part in parts) else []


# What stands on the left is read as what stands on the right; "#" is a number and "*" a capital after a point, both
# only looked at.
_READINGS = {
    "dtxd": "đầu tư xây dựng",
    "dt xd": "đầu tư xây dựng",
    "xd": "xây dựng",
    "kdt": "khu đô thị",
    "kdtm": "khu đô thị",
    "kdt moi": "khu đô thị",
    "khu do thi moi": "khu đô thị",
    "khu dtm": "khu đô thị",
    "tdc": "tái định cư",
    "ktdc": "khu tái định cư",
    "kdc": "khu dân cư",
    "noxh": "nhà ở xã hội",
    "nha o xh": "nhà ở xã hội",
    "kcn": "khu công nghiệp",
    "ccn": "cụm công nghiệp",
    "tba": "trạm biến áp",
    "xlnt": "xử lý nước thải",
    "nmxlnt": "nhà máy xử lý nước thải",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "th": "tiểu học",
    "mn": "mầm non",
    "ubnd": "ủy ban nhân dân",
    "bv": "bệnh viện",
    "bvdk": "bệnh viện đa khoa",
    "bv dk": "bệnh viện đa khoa",
    "benh vien dk": "bệnh viện đa khoa",
    "tttm": "trung tâm thương mại",
    "tmdv": "thương mại dịch vụ",
    "dvtm": "dịch vụ thương mại",
    "gpmb": "giải phóng mặt bằng",
    "htkt": "hạ tầng kỹ thuật",
    "tp": "thành phố",
    "tp hp": "thành phố Hải Phòng",
    "tphp": "thành phố Hải Phòng",
    "thanh pho hp": "thành phố Hải Phòng",
    "tx": "thị xã",
    "ct hc": "chính trị hành chính",
    "cthc": "chính trị hành chính",
    "tt": "thị trấn",
    "tt hoi nghi": "trung tâm hội nghị",
    "tt trien lam": "trung tâm triển lãm",
    "tt chinh tri": "trung tâm chính trị",
    "tt hanh chinh": "trung tâm hành chính",
    "tt ct hc": "trung tâm chính trị hành chính",
    "tt cthc": "trung tâm chính trị hành chính",
    "tt thuong mai": "trung tâm thương mại",
    "tinh lo #": "đường tỉnh",
    "tl #": "đường tỉnh",
    "dt #": "đường tỉnh",
    "duong tinh lo #": "đường tỉnh",
    "ql #": "quốc lộ",
    "hl #": "huyện lộ",
    "vd #": "vành đai",
    "vanh dai i": "vành đai 1",
    "vanh dai ii": "vành đai 2",
    "vanh dai iii": "vành đai 3",
    "gd #": "giai đoạn",
    "giaidoan #": "giai đoạn",
    "gd i": "giai đoạn 1",
    "gd ii": "giai đoạn 2",
    "gd iii": "giai đoạn 3",
    "giai doan i": "giai đoạn 1",
    "giai doan ii": "giai đoạn 2",
    "giai doan iii": "giai đoạn 3",
    "p. *": "phường",
    "x. *": "xã",
    "h. *": "huyện",
    "q. *": "quận",
}


def readings() -> dict[str, str]:
    """Return what abbreviations stand for, by their keys; those that a number has to follow stand without it."""
    return {left.removesuffix(" #"): right for left, right in _READINGS.items() if "*" not in left}


class _Reading(NamedTuple):
    """One line of the table above: the keys to find, how many of them are replaced, the words that replace them."""

    keys: tuple[str, ...]
    replaced: int
    becomes: tuple[str, ...]


@cache
def _readings() -> dict[str, list[_Reading]]:
    """Return the table by first key, longest line first."""
    table: dict[str, list[_Reading]] = {}
    for left, right in _READINGS.items():
        keys = tuple(left.split())
        replaced = sum(part not in {"#", "*"} for part in keys)
        table.setdefault(keys[0].rstrip("."), []).append(_Reading(keys, replaced, tuple(right.split())))
    for lines in table.values():
        lines.sort(key=lambda line: -len(line.keys))
    return table


def words(text: str) -> tuple[Word, ...]:
    """Return the words of the text with abbreviations read out, each with its place in `nfc(text)`.

    "KĐT mới" and "khu đô thị mới" are both read as "khu đô thị"; "TL 359", "ĐT.359" and "Tỉnh lộ 359" as "đường tỉnh
    359"; "110 kV" as "110kV"; a closing y after h, k, l, m, s, t or qu as i ("xử lí" = "xử lý").
    """
    return read_out(split(nfc(text)))


def read_out(written: Sequence[Word]) -> tuple[Word, ...]:
    """Return what `words` does, of words that `split` gave."""
    raw = _join_units(written)
    found: list[Word] = []
    at = 0
    while at < len(raw):
        reading = _reading_at(raw, at)
        if reading is None:
            found.append(_plain(raw[at]))
            at += 1
        else:
            found.extend(_expanded(raw[at : at + reading.replaced], reading.becomes))
            at += reading.replaced
    return tuple(found)


def _join_units(raw: Sequence[Word]) -> list[Word]:
    """Return the words with "110 kV" and "359 C" as one word each."""
    found: list[Word] = []
    for word in raw:
        unit = word.key == "kv" or (
            len(word.text) == 1 and word.text in "ABCD" and bool(found) and len(found[-1].key) == 3
        )
        if unit and not word.gap and found and found[-1].key.isdigit():
            before = found.pop()
            found.append(Word(before.key + word.key, before.text + word.text, before.start, word.end, before.gap))
        else:
            found.append(word)
    return found


def _reading_at(raw: Sequence[Word], at: int) -> _Reading | None:
    """Return the longest line of the table that fits the words from `at`."""
    for reading in _readings().get(raw[at].key, ()):
        if all(_fits(part, raw, at, place) for place, part in enumerate(reading.keys)):
            return reading
    return None


def _fits(part: str, raw: Sequence[Word], at: int, place: int) -> bool:
    """Say whether one part of a line fits the word at `at + place`; a comma or bracket between parts never fits."""
    if at + place >= len(raw):
        return False
    word = raw[at + place]
    if place and word.gap not in {"", "-", ".", "/"}:
        return False
    if part == "#":
        return word.is_number
    if part == "*":
        return word.gap == "." and word.text[:1].isupper()
    return word.key == part.rstrip(".") and (not part.endswith(".") or word.text.isupper())


def _expanded(raw: Sequence[Word], becomes: Sequence[str]) -> list[Word]:
    """Return the words of an expansion, all standing where the abbreviation stands."""
    start, end = raw[0].start, raw[-1].end
    gaps = [raw[0].gap, *[""] * (len(becomes) - 1)]
    return [_plain(Word(word_key(text), text, start, end, gap)) for text, gap in zip(becomes, gaps, strict=True)]


def _plain(word: Word) -> Word:
    """Return the word with a closing y read as i where both are written for one sound."""
    return word._replace(key=_same_sound(word.key)) if word.key.endswith("y") else word


@lru_cache(maxsize=4096)
def _same_sound(word: str) -> str:
    """Return "my" as "mi", "quy" as "qui"; "thuy", "cay" stay."""
    return word[:-1] + "i" if word[:-1] in {"h", "k", "l", "m", "s", "t", "qu"} else word
