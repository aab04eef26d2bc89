"""The rule: what is written about exports and service is so, and the notebook runs as it stands."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import pyogrio
import pytest

from geo.export.columns import COLUMNS
from geo.export.formats import FORMATS
from webmap.ogc.asked import ITEMS
from webmap.ogc.documents import CONFORMANCE
from webmap.ogc.systems import SYSTEMS
from webmap.ogc.tables import COLLECTIONS

DOCS = Path(__file__).resolve().parent.parent / "docs"
EXPORTS = (DOCS / "exports.md").read_text(encoding="utf-8")
OGC = (DOCS / "ogc.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_every_format_stands_in_the_table(form: Any) -> None:
    systems = ", ".join(map(str, form.crs))
    row = f"| `{form.code}` | `/export/{form.file_name}` | `{form.media_type}` | {systems} | {form.vi}: {form.says} |"
    assert row in EXPORTS


def test_the_table_has_no_other_format() -> None:
    assert len(re.findall(r"^\| `\w+` \| `/export/", EXPORTS, re.MULTILINE)) == len(FORMATS)


def test_every_column_stands_in_the_table_in_order() -> None:
    rows = [f"| `{item.name}` | `{item.short}` | {item.vi} | {item.kind} | {item.says} |" for item in COLUMNS]
    assert "\n".join(rows) in EXPORTS


def test_every_collection_and_parameter_of_the_service_is_named() -> None:
    for name in COLLECTIONS:
        plural = name.replace("clearances-", "projects-")  # "the same four of `clearances`"
        assert f"`{plural}`" in OGC
    for name in ITEMS:
        assert f"`{name}`" in OGC or name in {"limit", "offset"}, name
    assert all(uri.rpartition("/")[2] in OGC for uri in SYSTEMS)


@pytest.fixture(scope="module")
def notebook() -> dict[str, Any]:
    """Run the cells of the notebook one after the other, as a kernel would, and keep what they leave behind."""
    document = json.loads((DOCS / "notebook.ipynb").read_text(encoding="utf-8"))
    left: dict[str, Any] = {}
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), left)  # noqa: S102  our own notebook
    return left


def test_the_notebook_gives_the_frame_of_the_server(notebook: dict[str, Any]) -> None:
    frame = notebook["frame"]
    assert isinstance(frame, gpd.GeoDataFrame)
    assert len(frame) == 64
    assert len(notebook["clearances"]) > 0


def test_the_notebook_gives_the_map(notebook: dict[str, Any]) -> None:
    drawn = notebook["project_map"](notebook["frame"])
    assert isinstance(drawn, folium.Map)
    page = drawn.get_root().render()
    assert "PL3-08" in page
    assert not re.search(r'(?:src|href)="https?://(?!www\.openstreetmap|leafletjs)', page)


def test_the_notebook_writes_a_file_that_opens(notebook: dict[str, Any]) -> None:
    layers = [name for name, _ in pyogrio.list_layers(notebook["target"])]
    found = [
        name
        for layer in layers
        if layer != "layer_styles"
        for name in pyogrio.read_dataframe(notebook["target"], layer=layer)["id"]
    ]
    assert sorted(found) == sorted(notebook["clearances"]["id"])


def test_the_notebook_is_stored_without_results() -> None:
    document = json.loads((DOCS / "notebook.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_every_claimed_class_is_told_with_a_test_that_is_there() -> None:
    told = dict(re.findall(r"^\| `([\w-]+)` \| (.+) \|$", OGC.partition("## What it claims")[2], re.MULTILINE))
    claimed = {name.rpartition("/")[2] for name in CONFORMANCE}
    assert set(told) == claimed
    tests = "".join(path.read_text(encoding="utf-8") for path in (DOCS.parent / "tests").glob("test_ogc_*.py"))
    named = {name for words in told.values() for name in re.findall(r"`(test_\w+)`", words)}
    assert named
    assert all(f"def {name}(" in tests for name in named)
