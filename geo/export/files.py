"""Files that appear whole or not at all, and archives whose bytes depend on their content alone."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest time an archive can hold: the same in every file


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file of a temporary name beside `path`, bring it to the disk, then give it its name.

    Nobody ever sees half a file; if `write` raises, what stood at `path` still stands.
    """
    with scratch(path.parent) as folder:
        unfinished = folder / path.name
        write(unfinished)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)


@contextmanager
def scratch(beside: Path | None = None) -> Iterator[Path]:
    """Give a folder for unfinished files that is gone afterwards, on the disk of `beside` if given."""
    folder = Path(tempfile.mkdtemp(prefix=".export-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def zip_files(path: Path, members: Iterable[Path]) -> None:
    """Pack files into an archive, under their own names and in this order, with one fixed time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            entry = zipfile.ZipInfo(member.name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, whatever packs it: the same bytes everywhere
            with member.open("rb") as source, archive.open(entry, "w", force_zip64=False) as target:
                shutil.copyfileobj(source, target)
