"""Make `bench/peers/.venv` with the servers that ours is compared with: never in the project's own environment.

pygeoapi reads GeoPackages through SpatiaLite: `apt-get install libsqlite3-mod-spatialite`.

Usage: python3 bench/peers/environment.py
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE / ".venv"
WANTED = HERE / "requirements.txt"


def python_of(folder: Path) -> Path:
    """Return the Python of an environment."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def main() -> None:
    """Make the environment, or leave it alone when it holds what is wanted."""
    stamp = FOLDER / "installed.txt"
    wanted = WANTED.read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    venv.create(FOLDER, clear=True, with_pip=True)
    subprocess.run([python_of(FOLDER), "-m", "pip", "install", "-qq", "-r", WANTED], check=True)
    stamp.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
