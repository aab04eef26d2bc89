"""The official checker of OC4IDS (`libcoveoc4ids`) over files of ours, with a schema that lies in a folder.

The schema is not ours to ship: FOLDER is `schema/project-level` of open-contracting/infrastructure, branch 0.9, with
`project-schema.json`, `project-package-schema.json` and `codelists/`. The checker fetches a schema by address, so the
folder is served on this machine alone; a code list that is missing there is served empty. Formats (dates, addresses)
are checked by `jsonschema` besides. Exits 1 if a file breaks the schema.

    python3 -m venv OTHER && OTHER/bin/pip install libcoveoc4ids 'jsonschema[format]'
    OTHER/bin/python bench/peers/oc4ids_check.py --schema FOLDER projects.oc4ids.json …
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

PROJECT, PACKAGE = "project-schema.json", "project-package-schema.json"
_REFERENCE = re.compile(r'("\$ref":\s*")[^"#]*' + re.escape(PROJECT))
TOLD = ("conformance_checks", "additional_checks", "additional_closed_codelist_values", "deprecated_fields")


def handler(folder: Path) -> type[BaseHTTPRequestHandler]:
    """Return what answers the files of a folder, the package schema pointing at the project schema beside it."""

    class Files(BaseHTTPRequestHandler):
        """Files of one folder, for this machine alone."""

        def do_GET(self) -> None:
            """Answer a schema, a code list, or an empty code list."""
            path = folder / self.path.lstrip("/")
            text = path.read_text(encoding="utf-8") if path.is_file() else "Code,Title,Description\n"
            home = f"http://{self.headers['Host']}/"
            self.send_response(200)
            self.end_headers()
            self.wfile.write(_REFERENCE.sub(rf"\g<1>{home}{PROJECT}", text).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
            """Say nothing."""

    return Files


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(folder))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def official(path: Path, home: str) -> dict[str, Any]:
    """Return all that the official checker says of a file."""
    from libcoveoc4ids.api import oc4ids_json_output
    from libcoveoc4ids.config import LibCoveOC4IDSConfig

    config = LibCoveOC4IDSConfig({"schema_host": home, "schema_codelists": {"0.9": f"{home}codelists/"}})
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, Any] = oc4ids_json_output(folder, str(path), lib_cove_oc4ids_config=config)
    return found


def formats(path: Path, folder: Path) -> list[str]:
    """Return where a file breaks the schema, dates and addresses included."""
    import jsonschema

    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    package["properties"]["projects"]["items"] = {"type": "object"}
    project = json.loads((folder / PROJECT).read_text(encoding="utf-8"))
    found = json.loads(path.read_text(encoding="utf-8"))
    checked = [(package, found), *((project, item) for item in found["projects"])]
    return [
        f"{error.json_path}: {error.message}"
        for schema, value in checked
        for error in jsonschema.Draft4Validator(
            schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
        ).iter_errors(value)
    ]


def main() -> int:
    """Check the files named on the command line and say what was found; 1 if one breaks the schema."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--schema", type=Path, required=True, metavar="FOLDER")
    arguments.add_argument("files", type=Path, nargs="+")
    given = arguments.parse_args()
    broken = 0
    with served(given.schema) as home:
        for path in given.files:
            said, faults = official(path, home), formats(path, given.schema)
            broken += said["validation_errors_count"] + len(faults)
            codes = said["additional_open_codelist_values"]
            print(f"{path.name}: schema {said['validation_errors_count']}, formats {len(faults)}")
            for fault in faults:
                print(f"  {fault}")
            print("  fields of our own:", ", ".join(sorted({name for _, name, _ in said["data_only"]})))
            print("  codes of our own:", {key: value["values"] for key, value in codes.items()})
            for name in TOLD:
                print(f"  {name}:", json.dumps(said[name], ensure_ascii=False)[:300])
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
