"""Programs of other people that tests drive: how each is found, and how to get it.

A stranger has Python only: tests that need more are left out there, and the last lines of the run say which program is
missing. In CI a missing program is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Program:
    """A program of this machine: `find` returns its path or None, `remedy` says how to get it."""

    find: Callable[[], str | None]
    remedy: str


def find_browser() -> str | None:
    """Return the path of a Chromium, Chrome or Edge of this machine, or None."""
    named = os.environ.get("BROWSER_PATH")
    on_path = (shutil.which(name) for name in BROWSERS)
    return next((path for path in (named, *on_path, *PLACES) if path and Path(path).exists()), None)


def find_gdal() -> str | None:
    """Return the path of `ogrinfo`, if `ogr2ogr` is there as well."""
    return shutil.which("ogrinfo") if shutil.which("ogr2ogr") else None


@cache
def find_qgis() -> str | None:
    """Return the path of the Python that QGIS brought along: the one of the system, not ours."""
    if shutil.which("qgis") is None:
        return None
    for path in ("/usr/bin/python3", "python3"):
        asked = [path, "-c", "import qgis.core"]
        if shutil.which(path) and subprocess.run(asked, capture_output=True, check=False).returncode == 0:
            return path
    return None


def find_office() -> str | None:
    """Return the path of LibreOffice, if its spreadsheet is installed."""
    return shutil.which("soffice") if shutil.which("localc") else None


def find_pygeoapi() -> str | None:
    """Return the Python of the environment that `bench/peers/environment.py` makes for pygeoapi."""
    path = ROOT / "bench" / "peers" / ".venv" / "bin" / "python"
    return str(path) if path.exists() else None


PROGRAMS = {
    "browser": Program(
        find_browser, "Browser tests need Chromium, Chrome or Edge: `apt-get install chromium`, or set BROWSER_PATH."
    ),
    "gdal": Program(find_gdal, "GDAL tests need ogrinfo and ogr2ogr: `apt-get install gdal-bin`."),
    "qgis": Program(find_qgis, "QGIS tests need QGIS and its Python: `apt-get install qgis python3-qgis`."),
    "office": Program(find_office, "Spreadsheet tests need LibreOffice: `apt-get install libreoffice-calc`."),
    "pygeoapi": Program(find_pygeoapi, "Peer tests need pygeoapi and SpatiaLite: see `bench/peers/environment.py`."),
}


@cache
def program(name: str) -> str:
    """Return the path of one of `PROGRAMS`; tests marked with its name run only where it is there."""
    path = PROGRAMS[name].find()
    assert path, PROGRAMS[name].remedy
    return path


def missing() -> list[str]:
    """Return the names of the programs that this machine lacks."""
    return [name for name, entry in PROGRAMS.items() if not entry.find()]
