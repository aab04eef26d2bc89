"""The rule: programs that people use read the service over the real server: two GDALs and OWSLib."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import shapely
from owslib.ogcapi.features import Features
from shapely.geometry.base import BaseGeometry

from tests.deliveries import EAST, HOSTILE, NORTH, sample_frame
from tests.services import sample_app
from webmap.ogc.tables import COLLECTIONS
from webmap.serve import open_server
from webmap.settings import Settings


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample on a free port."""
    opened = open_server(sample_app(tmp_path_factory.mktemp("clients")), Settings(port=0))
    threading.Thread(target=opened.run, daemon=True).start()
    yield f"http://127.0.0.1:{opened.effective_port}/ogc"
    opened.close()


READ = """
import json, sys
import pyogrio
source, options = sys.argv[1], json.loads(sys.argv[2])
if "bbox" in options:
    options["bbox"] = tuple(options["bbox"])
table = pyogrio.read_dataframe(source, **options)
print(json.dumps({"epsg": table.crs.to_epsg(), "wkt": list(table.geometry.to_wkt()),
                  **{name: table[name].astype(object).where(table[name].notna(), None).tolist()
                     for name in ("id", "start_year", "funding_source")}}))
"""


def read(source: str, **options: object) -> dict[str, Any]:
    """Read a layer with the GDAL of pyogrio, in a process of its own: it would not let our server thread run."""
    arguments = [sys.executable, "-c", READ, f"OAPIF:{source}", json.dumps(options)]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def shapes(table: dict[str, Any]) -> dict[str, BaseGeometry]:
    return dict(zip(table["id"], map(shapely.from_wkt, table["wkt"]), strict=True))


@pytest.mark.needs("gdal")
def test_debian_gdal_lists_and_counts_every_collection(address: str) -> None:
    said = subprocess.run(
        ["ogrinfo", "-so", "-al", f"OAPIF:{address}"], capture_output=True, text=True, check=True, timeout=180
    ).stdout
    for collection in COLLECTIONS:
        assert f"Layer name: {collection}" in said
    counts = [int(line.rpartition(" ")[2]) for line in said.splitlines() if line.startswith("Feature Count")]
    assert sum(counts[:8]) == 64
    assert min(counts) > 0


def test_new_gdal_reads_rows_and_places(address: str) -> None:
    frame = sample_frame(HOSTILE)
    expected = frame[(frame["kind"] == "project") & (shapely.get_dimensions(frame.geometry.array) == 2)]
    found = shapes(read(f"{address}/collections/projects-polygons"))
    assert sorted(found) == sorted(expected["id"])
    for name, shape in found.items():
        assert shapely.hausdorff_distance(shape, expected.geometry.loc[name]) < 1e-6


def test_new_gdal_sends_a_box_and_pages(address: str) -> None:
    box = (106.66, 20.9, 106.69, 20.93)
    found = shapes(read(f"{address}/collections/projects-points", bbox=box, PAGE_SIZE="2"))
    every = shapes(read(f"{address}/collections/projects-points", PAGE_SIZE="2"))
    inside = [name for name, shape in every.items() if shape.intersects(shapely.box(*box))]
    assert 0 < len(inside) < len(every)
    assert sorted(found) == sorted(inside)


def test_gdal_sends_an_attribute_filter(address: str) -> None:
    """GDAL turns `where` into CQL2 because the service says that it understands it."""
    where = "start_year >= 2026 AND funding_source = 'state_budget'"
    found = read(f"{address}/collections/projects-points", where=where)
    every = read(f"{address}/collections/projects-points")
    rows = zip(every["id"], every["start_year"], every["funding_source"], strict=True)
    expected = [name for name, year, funding in rows if (year or 0) >= 2026 and funding == "state_budget"]
    assert 0 < len(expected) < len(every["id"])
    assert sorted(found["id"]) == sorted(expected)


def test_gdal_understands_vn2000(address: str) -> None:
    table = read(f"{address}/collections/projects-points", CRS="http://www.opengis.net/def/crs/EPSG/0/9210")
    assert table["epsg"] == 9210
    assert shapes(table)["PL1-01"].distance(shapely.Point(EAST, NORTH)) < 0.01


def test_owslib_finds_its_way(address: str) -> None:
    service = Features(address)
    assert service.feature_collections() == list(COLLECTIONS)
    assert "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter" in service.conformance()["conformsTo"]
    assert service.api()["openapi"].startswith("3.0")
    page = service.collection_items("projects-points", limit=2, bbox=[106.66, 20.9, 106.69, 20.93])
    assert page["numberReturned"] == 2
    assert service.collection_item("projects-points", "PL1-01")["id"] == "PL1-01"
    assert "name" in service.collection_queryables("projects-points")["properties"]
    kept = service.collection_items("projects-points", filter="kind = 'project'", limit=1000)
    assert kept["numberMatched"] == kept["numberReturned"] > 0
