"""Sentences in the reader's language: written in Vietnamese, translated by whoever answers a reader of another.

The domain knows no catalogue and no request: it asks the translation that stands for this context, and without one it
speaks Vietnamese. Names, documents and what people reported are data and are never translated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Translate = Callable[[str, str, int], str]
"""(sentence, the same sentence for many, how many) → the sentence in the reader's language, its {names} still in it."""


def _as_written(sentence: str, _many: str, _n: int) -> str:
    return sentence


_translate: ContextVar[Translate] = ContextVar("projectmap.translate", default=_as_written)


@contextmanager
def spoken(translate: Translate) -> Iterator[None]:
    """Say every sentence of this context through `translate`."""
    token = _translate.set(translate)
    try:
        yield
    finally:
        _translate.reset(token)


def say(sentence: str, /, **values: object) -> str:
    """Return a sentence in the reader's language, with its values put in: `say("Không có tệp {name!r}", name=name)`."""
    return _filled(_translate.get()(sentence, sentence, 1), values)


def say_count(sentence: str, n: int, /, **values: object) -> str:
    """Return a sentence about `n` things, put in as `{n}`: Vietnamese has one form, other languages may have more."""
    return _filled(_translate.get()(sentence, sentence, n), {"n": n, **values})


def _filled(sentence: str, values: dict[str, object]) -> str:
    return sentence.format(**values) if values else sentence
