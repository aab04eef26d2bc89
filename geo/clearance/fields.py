"""Named values as a form, a JSON body or a spreadsheet row gives them: read one by one, every problem noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from geo.clearance.figures import clean, read_date
from geo.clearance.privacy import find_personal_column, find_personal_words
from geo.errors import ReportError
from geo.language import say

Choice = TypeVar("Choice", bound=StrEnum)
LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: its name and a Vietnamese sentence with the remedy."""

    field: str
    sentence: str


@dataclass(slots=True)
class Fields:
    """Values by name, and the problems met while they are read. A value that cannot be used reads as None or ""."""

    given: Mapping[str, object]
    problems: list[Problem] = field(default_factory=list)

    def note(self, name: str, sentence: str) -> None:
        """Note a problem of one field."""
        self.problems.append(Problem(name, sentence))

    def refuse_unknown(self, known: frozenset[str]) -> None:
        """Note every field that is not known; one that would tell about a household says why."""
        for name in self.given:
            if name not in known:
                personal = find_personal_column(name)
                self.note(name, personal.sentence if personal else say("Không có trường {name!r}.", name=name))

    def text(self, name: str, *, needed: str = "", names: bool = True) -> str:
        """Return a text; `needed` is what to say where it is empty. Words about a single household are a problem."""
        value = self.given.get(name)
        words = "" if value is None else clean(value)
        if not words and needed:
            self.note(name, needed)
        if len(words) > LONGEST_TEXT:
            self.note(name, say("Dài quá {most} ký tự. Hãy viết ngắn lại.", most=LONGEST_TEXT))
        personal = find_personal_words(words, names=names)
        if personal is not None:
            self.note(name, personal.sentence)
        return words

    def day(self, name: str, *, needed: str = "") -> date | None:
        """Return a date, None where it is empty; `needed` is what to say then."""
        value = self.given.get(name)
        if value is None or value == "":
            if needed:
                self.note(name, needed)
            return None
        try:
            return read_date(value)
        except ReportError as error:
            self.note(name, error.sentence)
            return None

    def choice(self, name: str, codes: type[Choice], *, needed: str = "") -> Choice | None:
        """Return one of a closed list, None where it is empty; `needed` is what to say then."""
        value = self.given.get(name)
        words = "" if value is None else clean(value)
        if not words:
            if needed:
                self.note(name, needed)
            return None
        if words not in set(codes):
            self.note(
                name,
                say(
                    "{words!r} không có trong danh mục. Hãy chọn một trong: {codes}.",
                    words=words,
                    codes=", ".join(codes),
                ),
            )
            return None
        return codes(words)

    def uuid(self, name: str) -> UUID | None:
        """Return an id, None where it is empty."""
        value = self.given.get(name)
        if value is None or value == "":
            return None
        try:
            return UUID(str(value))
        except ValueError:
            self.note(name, say("{value!r} không phải mã bản ghi. Hãy tải lại trang.", value=value))
            return None

    def flag(self, name: str) -> bool:
        """Return whether something was switched on."""
        value = self.given.get(name)
        if value in (None, "", False, "false", "0"):
            return False
        if value in (True, "true", "1", "on"):
            return True
        self.note(name, say("{value!r} không phải true hoặc false.", value=value))
        return False
