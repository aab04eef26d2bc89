"""How a place may be written: its name and aliases as they stand, and the few forms that follow from them by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.model import Place, PlaceKind
from geo.text import Word, words

LEVELS = frozenset({"xa", "phuong", "thi tran", "huyen", "quan", "thanh pho", "thi xa"})
COMMUNE_LEVELS = ("xã", "phường", "thị trấn")
FACILITY_WORDS = 4

_ASIDE = re.compile(r"\([^)]*\)|(?:[,;]|\s/)\s.*$")


class Spelling(NamedTuple):
    """One way of writing a place. `rank` 0: as name or alias stand; 1: by a sure rule; 2: with a number left out."""

    place: Place
    words: tuple[Word, ...]
    rank: int


def spellings(place: Place) -> Iterator[Spelling]:
    """Yield every way of writing a place, each once, the name and aliases first.

    An alias stands as it is. In the name shown, what is in brackets or after a comma explains: it may be left out.
    """
    shown, short = words(place.name), words(_ASIDE.sub(" ", place.name))
    own = [shown, *map(words, place.aliases)]
    forms = [(0, name) for name in own]
    forms.append((1, short))
    forms.extend(form for name in (*own, short) for form in _derived(place, name))
    seen: set[tuple[str, ...]] = set()
    for rank, written in forms:
        texts = tuple(word.text.casefold() for word in written)
        if texts and texts not in seen:
            seen.add(texts)
            yield Spelling(place, tuple(written), rank)


def _derived(place: Place, name: Sequence[Word]) -> Iterator[tuple[int, tuple[Word, ...]]]:
    """Yield the forms that follow from one name of a place, each with its rank."""
    if place.kind in {PlaceKind.COMMUNE, PlaceKind.WARD}:
        yield from ((1, form) for form in _with_levels(place, name))
    if place.kind is PlaceKind.URBAN_AREA and (swapped := _swapped(name)):
        yield 1, swapped
    if place.kind is PlaceKind.ROAD and len(name) > 1 and re.fullmatch(r"\d{2,3}[a-d]", name[-1].key):
        yield 1, (name[-1],)
    if place.kind is PlaceKind.SITE and len(name) > FACILITY_WORDS and name[-1].key.isdigit():
        yield 2, tuple(name[:-1])
    if any(word.key.endswith("kv") and word.is_number for word in name):
        yield 2, tuple(word for word in name if not (word.is_number and word.key.endswith("kv")))


def _with_levels(place: Place, name: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Yield the bare name of a ward or commune, and an old commune's name under each level it has had."""
    bare = tuple(name)
    for level in COMMUNE_LEVELS:
        size = len(level.split())
        if [word.text.casefold() for word in bare[:size]] == level.split():
            bare = bare[size:]
    if not bare or len(bare) > 3:  # "Phần xã … cũ nằm trong phường" is a description
        return
    yield bare
    if place.kind is PlaceKind.COMMUNE:
        yield from ((*words(level), *bare) for level in COMMUNE_LEVELS)


def _swapped(name: Sequence[Word]) -> tuple[Word, ...]:
    """Return "khu đô thị B A" for "khu đô thị A – B"; empty for other names."""
    dashes = [at for at, word in enumerate(name) if word.gap == "-"]
    if len(dashes) != 1:
        return ()
    size = len(name) - dashes[0]
    head = dashes[0] - size
    return (*name[:head], *name[dashes[0] :], *name[head : dashes[0]]) if head > 0 else ()
