"""The press: Typst in a process of its own, one a sheet.

Typst keeps what it has set for the life of its process, 12 MB a sheet; what ends keeps nothing. Pictures of a layer,
which others made, are unpacked there too, within limits of memory and time.
`python -m geo.printed.press pdf|png yes|no ppi`: the template's data on standard input, the sheet on standard output.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from geo import beside
from geo.errors import PressError
from geo.language import Sentence

_log = logging.getLogger(__name__)
PATIENCE_S: Final = 60
MEMORY_BYTES: Final = 3_000_000_000  # of addresses: a sheet of 1,000 rows and sixty tiles needs a third of it


def set_sheet(data: bytes, ending: str, *, table: bool = True, pixels_per_inch: int = 150) -> bytes:
    """Return the sheet that the template's data makes, as `pdf` or its first page as `png`. Raises `PressError`."""
    command = [sys.executable, "-s", "-m", "geo.printed.press", ending, "yes" if table else "no", str(pixels_per_inch)]
    environment = beside.environment(beside.LIBRARIES)
    try:
        done = subprocess.run(  # noqa: S603  our own module, no shell, nothing of a reader in the command
            command, input=data, capture_output=True, timeout=PATIENCE_S, check=False, cwd=beside.HOME, env=environment
        )
    except subprocess.TimeoutExpired as error:
        remedy = Sentence("Hãy in ít lớp hoặc ít dòng hơn.")
        raise PressError(
            Sentence("In quá lâu"), value=Sentence("quá {seconds} giây", seconds=PATIENCE_S), remedy=remedy
        ) from error
    if done.returncode or not done.stdout:
        _log.error("Máy in dừng với mã %s: %s", done.returncode, done.stderr[-2000:].decode("utf-8", "replace"))
        raise PressError(Sentence("Không in được tờ này"), remedy=Sentence("Hãy bỏ bớt lớp rồi thử lại."))
    return done.stdout


def _main() -> None:
    """Set one sheet and end."""
    import fontpkg_noto_sans
    import typst

    ending, table, pixels_per_inch = sys.argv[1:]
    data = sys.stdin.buffer.read().decode()
    template = (files("geo.printed") / "sheet.typ").read_bytes()
    folder = Path(fontpkg_noto_sans.ROOT) / "files"
    beside.give_up_resources(MEMORY_BYTES, PATIENCE_S)
    told: dict[str, Any] = {"sys_inputs": {"data": data, "table": table}, "ppi": float(pixels_per_inch)}
    fonts: dict[str, Any] = {"font_paths": [folder], "ignore_system_fonts": True, "root": folder}
    pages: Any = typst.compile(template, format="png" if ending == "png" else "pdf", **told, **fonts)
    sys.stdout.buffer.write(pages[0] if isinstance(pages, list) else pages)


if __name__ == "__main__":
    _main()
