"""Every fault the domain can name. One root; each child is also the builtin it resembles.

A message has three parts: what is wrong, the value by `repr`, what to do now. The sentences are Vietnamese and fit
for a screen; unexpected exceptions are not caught here and never reach a screen (`webmap.errors`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from geo.language import Sentence, joined, said, say

LONGEST_ECHO: Final = 80
"""Characters of a value that a sentence repeats: enough to find it again, however much was sent."""


class GeoError(Exception):
    """A fault with a name, a value and a remedy.

    `what` says what is wrong, `value` is shown by `repr` when given, `remedy` says what to do now. `code` is the stable
    machine name.
    """

    code: ClassVar[str] = "error"

    def __init__(self, what: str, *, value: object = None, remedy: str = "") -> None:
        self.what = what
        self.value = value
        self.remedy = remedy
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The whole message: what, value, remedy."""
        what = str(said(self.what))
        shown = f"{what}: {_echo(self.value)}" if self.value is not None else what
        parts = [shown.rstrip(".") + ".", said(self.remedy)]
        return " ".join(part for part in parts if part)


def _echo(value: object) -> str:
    """Return a value as a sentence repeats it: by `repr`, an endless one cut."""
    text = said(value)
    if isinstance(text, str):
        return repr(text if len(text) <= LONGEST_ECHO else text[:LONGEST_ECHO] + "…")
    shown = repr(text)
    return shown if len(shown) <= LONGEST_ECHO else shown[:LONGEST_ECHO] + "…"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one file: where (`row` counts as the spreadsheet shows it, header = 1), which value, what to do."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    message: str
    remedy: str

    @property
    def sentence(self) -> str:
        """The fault as one line: `projects.csv, dòng 7, cột start_year: … ('2O26'). Hãy …`."""
        where = [self.file]
        if self.row is not None:
            where.append(say("dòng {row}", row=self.row))
        if self.column:
            where.append(say("cột {column}", column=self.column))
        shown = f" ({_echo(self.value)})" if self.value is not None else ""
        return f"{', '.join(where)}: {said(self.message)}{shown}. {said(self.remedy)}".strip()


class DataError(GeoError, ValueError):
    """A file that cannot be used; `faults` holds *all* its faults, in file order."""

    code = "data"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(Sentence.counted("Dữ liệu có {n} lỗi", len(self.faults)))

    @property
    def sentence(self) -> str:
        """All faults, one a line."""
        lines = "\n".join(f"  - {fault.sentence}" for fault in self.faults)
        return f"{said(self.what)}:\n{lines}"


class QueryError(GeoError, ValueError):
    """A question with an unknown or invalid parameter; `allowed` names what may stand there."""

    code = "query"

    def __init__(self, what: str, *, parameter: str, value: object = None, allowed: Iterable[str] = ()) -> None:
        self.parameter = parameter
        self.allowed = tuple(allowed)
        remedy = Sentence("Giá trị được phép: {allowed}.", allowed=joined(", ", self.allowed)) if self.allowed else ""
        super().__init__(what, value=value, remedy=remedy)


class UnknownProject(GeoError, LookupError):  # noqa: N818  the name says what is unknown; "Error" would add nothing
    """No project of this id in the ledger."""

    code = "unknown_project"


class CoordinateError(GeoError, ValueError):
    """Coordinates that cannot be read, or that fit no zone, or several."""

    code = "coordinates"


class GeometryError(GeoError, ValueError):
    """A shape that is not valid: self-crossing, too few corners, outside the city."""

    code = "geometry"


class LayerError(GeoError, ValueError):
    """A layer of one's own that cannot be read, shown or saved as it was given."""

    code = "layer"


class EmptyExport(GeoError, LookupError):  # noqa: N818  the name says what it is; "Error" would add nothing
    """No rows for a format that has no empty file."""

    code = "empty_export"


class PressError(GeoError, RuntimeError):
    """A sheet that could not be printed here."""

    code = "press"


class UploadError(GeoError, ValueError):
    """A file that is refused: type, size, content."""

    code = "upload"


class CorrectionError(GeoError, ValueError):
    """A corrected location that breaks rules; `faults` holds one (field, sentence) for each, all of them at once."""

    code = "correction"

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__(joined(" ", (sentence for _, sentence in self.faults)))

    @property
    def sentence(self) -> str:
        """All faults, one after the other."""
        return str(said(self.what))


class ReportError(GeoError, ValueError):
    """A clearance report that breaks a rule; see `geo.report`."""

    code = "report"


class StoreError(GeoError, RuntimeError):
    """The store cannot do what was asked: read-only, damaged, locked."""

    code = "store"


class ConflictError(StoreError):
    """Somebody else changed the record since it was read; nothing was written.

    `who` changed it, `when` (aware), and `revision` is the number it has now; each is None where nobody can be named.
    """

    code = "conflict"

    def __init__(
        self,
        what: str,
        *,
        remedy: str = Sentence("Hãy tải lại, xem bản mới rồi lưu lại."),
        who: str | None = None,
        when: datetime | None = None,
        revision: int | None = None,
    ) -> None:
        self.who = who
        self.when = when
        self.revision = revision
        super().__init__(what, remedy=remedy)


class CredentialError(GeoError, ValueError):
    """A sign-in, a user name or a password that does not hold."""

    code = "credentials"
