"""The rule: one call gives the whole programme of a day, located and checked; broken files stop it with all faults."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest

from geo.export.geojson import to_geojson
from geo.frame import as_of, check, select
from geo.model import Precision, ProjectKind, Query
from geo.programme import load
from tests.records import DATA, faults_of, write_projects
from tests.rfc7946 import problems, second_opinion

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def frame() -> gpd.GeoDataFrame:
    """Return the programme as shipped."""
    return load(today=TODAY)


def test_the_whole_programme_is_there(frame: gpd.GeoDataFrame) -> None:
    check(frame)
    assert as_of(frame) == TODAY
    assert len(frame) == 64
    assert len(select(frame, Query(kind=frozenset({ProjectKind.CLEARANCE})))) == 18
    assert frame["cleared_by"].notna().sum() == frame["clears"].notna().sum() == 17


def test_nothing_is_finer_than_its_evidence(frame: gpd.GeoDataFrame) -> None:
    """Nobody has surveyed anything, military land stays in the ward, a lot has no outline of its own."""
    assert Precision.SURVEYED not in set(frame["precision"])
    assert set(frame["precision"][frame["category"] == "military"]) == {"ward"}
    lots = frame[frame["name"].str.contains("lô I.", case=False, regex=False)]
    assert len(lots) == 8
    assert set(lots["zone"]) == {"kdt-bac-song-cam"}
    assert lots.geometry.to_wkb().nunique() == 1


def test_the_export_is_rfc_7946(frame: gpd.GeoDataFrame) -> None:
    assert problems(to_geojson(frame)) == []
    assert second_opinion(to_geojson(frame)) == {}


def test_two_loads_give_the_same_bytes(frame: gpd.GeoDataFrame) -> None:
    assert to_geojson(load(DATA, today=TODAY)) == to_geojson(frame)


def test_a_broken_file_stops_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    write_projects(folder)
    assert [fault.file for fault in faults_of(lambda: load(folder, today=TODAY))] == ["projects.csv"]


def test_the_doorway_needs_no_web() -> None:
    code = "import sys, geo.programme; sys.exit(bool({'flask', 'folium', 'webmap'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=DATA.parent).returncode == 0
