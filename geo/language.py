"""Sentences in the reader's language: written in Vietnamese, translated by whoever answers a reader of another.

The domain knows no catalogue and no request: it asks the translation that stands for this context, and without one it
speaks Vietnamese. Names, documents and what people reported are data and are never translated. What is written while a
reader waits is said at once (`say`); what is written before anybody asks, or in another process, is kept as a
`Sentence` and said when it is shown (`said`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, Self

Translate = Callable[[str, str, int], str]
"""(sentence, the same sentence for many, how many) → the sentence in the reader's language, its {names} still in it."""

NUMBER = "1.234,5"
"""How a number is written: a translation of it gives another language's marks of thousands and of decimals."""
CODE = "vi"
"""The code of the language that sentences are in (BCP 47): a translation gives its own."""
DAY = "%d/%m/%Y"
"""How a day is written, as `strftime` takes it."""
_TO_VIETNAMESE = str.maketrans(",.", ".,")


def as_written(sentence: str, _many: str, _n: int) -> str:
    """Return a sentence in Vietnamese, as it was written: the translation of what is kept for all readers."""
    return sentence


_translate: ContextVar[Translate] = ContextVar("projectmap.translate", default=as_written)


@contextmanager
def spoken(translate: Translate) -> Iterator[None]:
    """Say every sentence of this context through `translate`."""
    token = _translate.set(translate)
    try:
        yield
    finally:
        _translate.reset(token)


class Sentence(str):
    """A sentence to be said later: `Sentence("trễ {days} ngày", days=5)`.

    As a string it is its Vietnamese, so it is compared, sorted, searched and exported like any other; it only knows
    besides how it was put together, so that `said` can give it in the language of whoever reads it.
    """

    __slots__ = ("n", "values", "written")
    written: str
    values: dict[str, object]
    n: int | None

    def __new__(cls, sentence: str, /, **values: object) -> Self:
        """Keep a sentence with its values."""
        return cls.built(sentence, values, None)

    @classmethod
    def counted(cls, sentence: str, n: int, /, **values: object) -> Self:
        """Keep a sentence about `n` things, put in as `{n}` (see `say_count`)."""
        return cls.built(sentence, {"n": Number(f"{n:,}"), **values}, n)

    @classmethod
    def built(cls, sentence: str, values: Mapping[str, object], n: int | None) -> Self:
        """Keep a sentence of what `written`, `values` and `n` of another say: the way back from what stores these."""
        kept = str.__new__(cls, sentence.format(**values) if values else sentence)
        kept.written, kept.values, kept.n = sentence, dict(values), n
        return kept

    def said(self) -> str:
        """Return the sentence in the reader's language."""
        return _said(self.written, 1 if self.n is None else self.n, self.values)


class Number(Sentence):
    """A number to be written later, made of its English form: `Number("1,234.5")` reads 1.234,5."""

    __slots__ = ()

    def __new__(cls, english: str, /) -> Self:
        """Keep a number."""
        kept = str.__new__(cls, english.translate(_TO_VIETNAMESE))
        kept.written, kept.values, kept.n = NUMBER, {"english": english}, None
        return kept

    def __getnewargs__(self) -> tuple[str]:
        """Return what a copy is made of."""
        return (self.english,)

    @property
    def english(self) -> str:
        """The number with commas between thousands."""
        return str(self.values["english"])

    def said(self) -> str:
        """Return the number as the reader's language writes it."""
        sample = _translate.get()(NUMBER, NUMBER, 1)
        return self.english.translate(str.maketrans(",.", sample[1] + sample[-2]))


class Day(Sentence):
    """A day to be written later: `Day(date(2026, 3, 5))` reads 05/03/2026."""

    __slots__ = ()

    def __new__(cls, day: date, /, pattern: str = DAY) -> Self:
        """Keep a day, or a moment with a pattern of its own."""
        kept = str.__new__(cls, day.strftime(pattern))
        kept.written, kept.values, kept.n = pattern, {"day": day}, None
        return kept

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Return what a copy is made of."""
        return (self.values["day"], self.written)

    def said(self) -> str:
        """Return the day as the reader's language writes it."""
        day: Any = self.values["day"]
        pattern = _translate.get()(self.written, self.written, 1)
        return str(day.strftime(pattern.replace("%-d", str(day.day))))  # not every system's strftime knows %-d


class Capital(Sentence):
    """A sentence that begins with a capital, in whichever language it is said."""

    __slots__ = ()

    def __new__(cls, sentence: str, /) -> Self:
        """Keep a sentence."""
        kept = str.__new__(cls, sentence[:1].upper() + sentence[1:])
        kept.written, kept.values, kept.n = sentence, {"sentence": sentence}, None
        return kept

    def __getnewargs__(self) -> tuple[str]:
        """Return what a copy is made of."""
        return (str(self.values["sentence"]),)

    def said(self) -> str:
        """Return the sentence in the reader's language."""
        words: str = said(self.values["sentence"])
        return words[:1].upper() + words[1:]


def say(sentence: str, /, **values: object) -> str:
    """Return a sentence in the reader's language, with its values put in: `say("Không có tệp {name!r}", name=name)`."""
    return _said(sentence, 1, values)


def say_count(sentence: str, n: int, /, **values: object) -> str:
    """Return a sentence about `n` things, put in as `{n}`: Vietnamese has one form, other languages may have more."""
    return _said(sentence, n, {"n": Number(f"{n:,}"), **values})


def said(value: Any) -> Any:  # noqa: ANN401  whatever a page shows
    """Return a kept sentence in the reader's language, and anything else as it is."""
    return value.said() if isinstance(value, Sentence) else value


def joined(mark: str, sentences: Iterable[str]) -> Sentence:
    """Keep sentences as one, with a mark between them."""
    parts = {f"part{at}": sentence for at, sentence in enumerate(sentences)}
    return Sentence(mark.join(f"{{{name}}}" for name in parts), **parts)


def _said(sentence: str, n: int, values: dict[str, object]) -> str:
    found = _translate.get()(sentence, sentence, n)
    return found.format(**{name: said(value) for name, value in values.items()}) if values else str(found)
