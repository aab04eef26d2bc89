"""Vietnamese text: the only place that knows what đ is.

The **normal form** of a text, `key(text)`: compatibility-decomposed, case-folded, without tone and vowel marks, đ/Đ/ð/Ð as d, every dash as `-`,
every run of white space as one space, invisible characters gone. Spaces stay: `key` never joins two words. It is idempotent, and it is
for *comparing*: a position found in a key says nothing about the original. What must be cut from the original is found through
`words(text)`, whose words know where they stand in `nfc(text)`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_D_LETTERS = {ord(letter): "d" for letter in "đĐðÐ"}
_FOLD = _DASHES | _D_LETTERS
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_CAMEL = re.compile(r"(?<=[^\W\d_]{2})(?=[^\W\d_]{2})")


def nfc(text: str) -> str:
    """Return the text in NFC, the one form in which text is stored and shown."""
    return unicodedata.normalize("NFC", text)


def key(text: str) -> str:
    """Return the normal form described above: `key("Hoà  Động – Đ") == "hoa dong - d"`."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = _strip_marks(text)
    again = _strip_marks(folded)
    while again != folded:  # a few letters of other scripts decompose in more than one step
        folded, again = again, _strip_marks(again)
    return folded


def _strip_marks(text: str) -> str:
    """Do one step of `key`: decompose, drop marks and invisible characters, fold case, dashes and spaces."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLD))
    kept = (letter for letter in decomposed if unicodedata.category(letter) not in {"Mn", "Me", "Cf"})
    return " ".join("".join(kept).casefold().translate(_FOLD).split())


@lru_cache(maxsize=65_536)
def word_key(word: str) -> str:
    """Return `key` of one word, remembered: programmes use few different words."""
    return key(word)


class Marks(NamedTuple):
    """The marks of one word: each letter with its vowel mark, and the tone, wherever in the word it was written (hoà = hòa)."""

    letters: tuple[str, ...]
    tone: str

    @property
    def bare(self) -> bool:
        """True when the word was written without any mark."""
        return not self.tone and all(len(letter) == 1 and letter != "đ" for letter in self.letters)


@lru_cache(maxsize=65_536)
def marks(word: str) -> Marks:
    """Return the marks of one word, case-folded; the place of the tone does not matter: `marks("Thuỷ") == marks("thủy")`."""
    letters: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFD", word.casefold().replace("ð", "đ")):
        if letter in _TONES:
            tone = letter
        elif unicodedata.category(letter) == "Mn" and letters:
            letters[-1] += letter
        else:
            letters.append(letter)
    return Marks(tuple(letters), tone)


def marks_contradict(written: str, name: str) -> bool:
    """Say whether a written word bears a mark that the name's word does not have there.

    Marks may be missing (people type without them), never different: "Hoa" may stand for "Hòa", "Hóa" may not. Both words have one key.
    """
    mine, theirs = marks(written), marks(name)
    if mine.tone and mine.tone != theirs.tone:
        return True
    if len(mine.letters) != len(theirs.letters):
        return False
    return any(a not in (b, "d" if b == "đ" else b[0]) for a, b in zip(mine.letters, theirs.letters, strict=True))


# Slips of optical reading and of the keyboard: letters and digits that look alike become one.
_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "9": "g", "q": "g", "6": "b"})


@lru_cache(maxsize=65_536)
def look(word: str) -> str:
    """Return how a word's key looks to a scanner: `look("h0a") == look("hoa")`, `look("blnh") == look("binh")`."""
    return word.replace("rn", "m").replace("vv", "w").replace("cl", "d").translate(_LOOKALIKES)


_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx]"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om on ong ooc oong op ot "
    "u ua uan uang uat uau uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu "
    "uy uya uych uyen uyet uynh uyt uyu y yem yen yet yeu"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{'|'.join(_RIMES.split())})")


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Say whether a key can be a Vietnamese syllable. What can be one is a word of its own and is never "repaired" into another."""
    return _SYLLABLE.fullmatch(word) is not None


class Word(NamedTuple):
    """One word as it is read: `text` after expansion, `key` its normal form, `start:end` where it stands in `nfc(text)`.

    `gap` is the punctuation before it, dashes as `-`, without spaces; `""` when only spaces part it from the word before. All words of one
    expanded abbreviation stand at the same place.
    """

    key: str
    text: str
    start: int
    end: int
    gap: str


def split(text: str) -> list[Word]:
    """Return the words of an NFC text as they stand, nothing expanded."""
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        gap = "".join(text[last : match.start()].translate(_DASHES).split())
        found.extend(_parts(match[0], match.start(), gap))
        last = match.end()
    return found


def _parts(token: str, start: int, gap: str) -> list[Word]:
    """Return the token as words: cut where a scanner lost a space ("BắcSông"), whole otherwise."""
    if token.islower() or token.isupper() or not token.isalpha():
        return [Word(word_key(token), token, start, start + len(token), gap)]
    found = []
    cuts = [match.start() for match in _CAMEL.finditer(token) if token[match.start()].isupper() and token[match.start() - 1].islower()]
    for left, right in zip([0, *cuts], [*cuts, len(token)], strict=True):
        part = token[left:right]
        found.append(Word(word_key(part), part, start + left, start + right, "" if left else gap))
    return found
