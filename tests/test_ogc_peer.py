"""The rule: two servers that share no line of code answer the same ids to the same box and the same conditions.

The other is pygeoapi, which reads our GeoPackage through SpatiaLite; ours reads the frame. pygeoapi 0.21 ignores a
`filter` and an unknown parameter over such a file, and tells no `numberMatched`: so conditions are equalities.
"""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterator
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient

from geo.export.formats import FORMATS, write_export
from geo.export.vector import LAYER
from tests.deliveries import HOSTILE, LAT, LON, sample_delivery, sample_frame
from tests.programs import ROOT, program
from tests.services import sample_app

pytestmark = pytest.mark.needs("pygeoapi")

SERVER = ROOT / "bench" / "peers" / "features.py"
KINDS = {"point": "points", "line": "lines", "polygon": "polygons"}
COLUMNS = ("funding_source", "category", "precision", "start_year", "appendix", "clearance_state")
QUESTIONS = 200


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the exported GeoPackage with pygeoapi on a free port."""
    path = tmp_path_factory.mktemp("peer") / "projects.gpkg"
    write_export(sample_delivery(4326), FORMATS["gpkg"], path)
    command = [program("pygeoapi"), str(SERVER), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        yield f"http://127.0.0.1:{served.stdout.readline().strip()}/collections"
        served.terminate()


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return sample_app(tmp_path_factory.mktemp("ours")).test_client()


def ids(body: bytes) -> list[str]:
    return sorted(feature["id"] for feature in json.loads(body)["features"])


def question(chance: random.Random) -> dict[str, str]:
    """Return a random box over the sample, with no, one or two conditions that some row fulfils."""
    west, south = LON - 0.01 + chance.random() * 0.05, LAT - 0.05 + chance.random() * 0.05
    box = (west, south, west + chance.random() * 0.04, south + chance.random() * 0.04)
    frame = sample_frame(HOSTILE)
    asked = {"limit": "1000", "bbox": ",".join(f"{number:.6f}" for number in box)}
    for column in chance.sample(COLUMNS, chance.choice((0, 1, 2))):
        asked[column] = str(chance.choice(frame[column].dropna().tolist()))
    return asked


def asked_of_the_peer(peer: str, kind: str, asked: dict[str, str]) -> list[str]:
    with urlopen(f"{peer}/{LAYER[kind][0]}/items?{urlencode({**asked, 'f': 'json'})}", timeout=60) as answer:  # noqa: S310  http
        return ids(answer.read())


@pytest.mark.parametrize("kind", KINDS)
def test_two_servers_answer_the_same_ids(peer: str, ours: FlaskClient, kind: str) -> None:
    """Our two collections of a kind, works and clearances, together are the one layer of the file."""
    chance = random.Random(f"{kind} 2026-11-24")
    questions = [question(chance) for _ in range(QUESTIONS)]
    expected = [asked_of_the_peer(peer, kind, asked) for asked in questions]
    for asked, there in zip(questions, expected, strict=True):
        pages = [
            ours.get(f"/ogc/collections/{of}-{KINDS[kind]}/items?{urlencode(asked)}")
            for of in ("projects", "clearances")
        ]
        assert sorted(name for page in pages for name in ids(page.data)) == there, asked
    assert len({tuple(there) for there in expected}) > 20
    assert any(len(there) > 3 for there in expected)
