"""pygeoapi over a GeoPackage of ours, behind the same waitress: the usual ready-made server of OGC API – Features.

Runs in the environment of `environment.py` and imports nothing of the project; pygeoapi reads its configuration at
import, from a file that an environment variable names. Prints its port first.

Usage: bench/peers/.venv/bin/python features.py FILE.gpkg
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

PAGE, MOST = 100, 10_000  # as ours


def collection(path: Path, table: str) -> dict[str, Any]:
    """Return the configuration of one layer."""
    return {
        "type": "collection",
        "title": table,
        "description": table,
        "keywords": [table],
        "links": [],
        "extents": {"spatial": {"bbox": [106, 20, 107, 21], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
        "providers": [
            {"type": "feature", "name": "SQLiteGPKG", "data": str(path), "id_field": "id", "table": table},
        ],
    }


def configuration(path: Path) -> dict[str, Any]:
    """Return the configuration of the service: every feature layer of the file is a collection."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM gpkg_geometry_columns")]
    about = {"name": "peer", "url": "https://peer.example"}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": 0},
            "url": "http://127.0.0.1",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": PAGE, "max_items": MOST, "on_exceed": "throttle"},
            "map": {"url": "https://tiles.example/{z}/{x}/{y}.png", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "peer",
                "description": "peer",
                "keywords": ["peer"],
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": "https://peer.example",
            },
            "license": {"name": "ODbL 1.0", "url": "https://opendatacommons.org/licenses/odbl/1-0/"},
            "provider": about,
            "contact": about,
        },
        "resources": {name: collection(path, name) for name in names},
    }


def main() -> None:
    """Write the two files that pygeoapi wants, then serve until the process is ended."""
    folder = Path(tempfile.mkdtemp())
    config, described = folder / "config.yml", folder / "openapi.json"
    config.write_text(json.dumps(configuration(Path(sys.argv[1]).resolve())), encoding="utf-8")  # JSON is YAML
    described.write_text(json.dumps({"openapi": "3.0.2", "info": {"title": "peer", "version": "1"}, "paths": {}}))
    os.environ |= {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(described)}
    os.environ.setdefault("SPATIALITE_LIBRARY_PATH", "mod_spatialite.so")

    import pysqlite3
    import waitress

    sys.modules["sqlite3"] = pysqlite3  # not every Python may load SpatiaLite into its own
    from pygeoapi.flask_app import APP

    server = waitress.create_server(APP, host="127.0.0.1", port=0, threads=1)  # with more it answers 500: locked
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main()
