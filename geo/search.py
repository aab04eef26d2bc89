"""What a search looks through, and for: words without marks, each the beginning of a word.

The text of a row holds what people type for it besides what is written: the short form of what is spelled out and the
long form of what is short (`geo.text.words`), a lot or an id without its points ("I.16" as i16, "PL3-08" as pl308). So
a plain comparison of beginnings finds them, on the server and in the browser alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from geo.text import Word, nfc, read_out, readings, split, words

_ROW = re.compile(r"\s*(\d{1,2})\s*/\s*(\d{1,3})\s*")  # appendix and number, as papers cite a row: 4/6
_APPENDIX = re.compile(r"phu luc (\d{1,2})")


def search_text(*texts: str) -> str:
    """Return the words to search, each after a blank, so that " tan" finds where a word begins."""
    read = [_read(text) for text in texts]
    found = [word for written, _ in read for word in written]
    known = set(found)
    more = dict.fromkeys(word for _, besides in read for word in besides if word not in known)
    return "".join(f" {word}" for word in (*found, *more))


def asked_words(text: str) -> tuple[str, ...]:
    """Return the words that somebody asks for; "4/6" and "phụ lục 4" are read as the ids they mean."""
    if row := _ROW.fullmatch(text):
        return f"pl{int(row[1])}", f"{int(row[2]):02}"
    keys = tuple(word.key for word in split(nfc(text)))
    if appendix := _APPENDIX.fullmatch(" ".join(keys)):
        return (f"pl{int(appendix[1])}",)
    return keys


@lru_cache(maxsize=65_536)
def _read(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a text as they are compared, without marks and case, and what else may be typed for it."""
    raw = split(nfc(text))
    return tuple(word.key for word in raw), (*_glued(raw), *_spoken(raw))


def _glued(raw: Sequence[Word]) -> Iterator[str]:
    """Yield codes without the points in them, and the number of an id without its zero."""
    for before, word in pairwise(raw):
        if word.gap in {".", "-"} and word.key.isdigit() and not before.key.isdigit():
            yield before.key + word.key
            yield str(int(word.key))


def _spoken(raw: Sequence[Word]) -> Iterator[str]:
    """Yield the words that abbreviations stand for, and the abbreviations of what is spelled out."""
    spoken = [word.key for word in read_out(raw)]
    yield from spoken
    whole = f" {' '.join(spoken)} "
    for short, phrase in _abbreviations():
        if phrase in whole:
            yield from short


@cache
def _abbreviations() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the words of each abbreviation with the phrase that it stands for, as it is compared, between blanks."""
    return tuple(
        (tuple(short.split()), f" {' '.join(word.key for word in words(long))} ") for short, long in readings().items()
    )
