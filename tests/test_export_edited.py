"""The rule: what QGIS gives back is compared field by field; places may change, facts may not; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pysqlite3
import pytest
import shapely

from geo.corrections.checks import city_ground
from geo.corrections.overlay import Method
from geo.errors import DataError, UploadError
from geo.export.edited import Edited, find_edits, read_edited, to_versions
from geo.export.formats import FORMATS, write_export
from geo.export.vector import LAYER
from geo.landing import Ground
from geo.model import Precision
from tests.deliveries import sample_delivery, sample_programme
from webmap.cli import run

POINTS, UNLOCATED = LAYER["point"][0], LAYER["none"][0]
REASON = "Theo quyết định 12/QĐ-UBND"
Edit = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]


@pytest.fixture(scope="module")
def ground() -> Ground:
    return city_ground(sample_programme().shapes)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "projects.gpkg"
    write_export(sample_delivery(9210), FORMATS["gpkg"], path)
    return path


def edit(path: Path, change: Edit, layer: str = POINTS) -> None:
    """Change a layer as QGIS would: read, change, write back."""
    table = change(pyogrio.read_dataframe(path, layer=layer))
    pyogrio.write_dataframe(table, path, layer=layer, driver="GPKG", append=False)


def put(name: str, /, **cells: Any) -> Edit:
    """Return an edit of the cells of one row."""

    def change(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        at = table.index[table["id"] == name][0]
        for column, cell in cells.items():
            table.loc[at, column] = cell
        return table

    return change


def edits(path: Path, ground: Ground) -> Edited:
    return find_edits(read_edited(path.name, path.read_bytes()), sample_delivery().frame, REASON, ground)


def faults(path: Path, ground: Ground) -> list[str]:
    with pytest.raises(DataError) as refused:
        edits(path, ground)
    return [fault.sentence for fault in refused.value.faults]


@pytest.mark.parametrize("epsg", FORMATS["gpkg"].crs)
def test_what_nobody_edited_has_no_changes(tmp_path: Path, ground: Ground, epsg: int) -> None:
    write_export(sample_delivery(epsg), FORMATS["gpkg"], tmp_path / "projects.gpkg")
    assert edits(tmp_path / "projects.gpkg", ground) == Edited((), ())


def test_a_moved_point_is_a_change_and_a_draft(file: Path, ground: Ground) -> None:
    edit(file, put("PL1-01", geometry=shapely.Point(597000, 2312000), radius_m=5.0, location_source="QĐ 12"))
    found = edits(file, ground)
    assert [(change.project, change.field) for change in found.changes] == [
        ("PL1-01", "Hình"), ("PL1-01", "Sai lệch (m)"), ("PL1-01", "Nguồn vị trí"),
    ]  # fmt: skip
    assert found.changes[0].after == "Điểm ở E 597000.00, N 2312000.00"
    assert found.changes[1].sentence == "PL1-01, Sai lệch (m): 250 → 5"
    (draft,) = found.drafts
    assert (draft.project, draft.precision, draft.radius_m, draft.source) == (
        "PL1-01",
        Precision.SURVEYED,
        5.0,
        "QĐ 12",
    )
    assert (draft.method, draft.reason) == (Method.FILE, REASON)


def test_less_than_a_centimetre_is_no_move(file: Path, ground: Ground) -> None:
    edit(file, lambda table: table.set_geometry(table.translate(0.004, 0.004)))
    assert edits(file, ground).changes == ()


def test_rows_left_out_stay_as_they_are(file: Path, ground: Ground) -> None:
    edit(file, lambda table: table[table["id"] == "PL1-01"])
    assert edits(file, ground).changes == ()


def test_a_row_without_a_shape_is_left_out_and_said(file: Path, ground: Ground) -> None:
    edit(file, put("PL1-01", geometry=None))
    assert edits(file, ground).changes == ()
    assert any("không có hình" in note for note in read_edited(file.name, file.read_bytes()).attrs["notes"])


def test_the_same_edit_has_the_same_id_and_another_edit_another(file: Path, ground: Ground) -> None:
    edit(file, put("PL1-01", radius_m=5.0))
    first = edits(file, ground).drafts[0].id
    assert edits(file, ground).drafts[0].id == first
    edit(file, put("PL1-01", radius_m=6.0))
    assert edits(file, ground).drafts[0].id != first


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (put("PL1-01", name="Tên khác"), "Cột này không sửa ở đây"),
        (put("PL1-01", start_year=2031), "Cột này không sửa ở đây"),
        (put("PL1-01", id="PL9-99"), "Mã này không có trong chương trình"),
        (put("PL1-01", id="PL2-04"), "Mã có ở nhiều dòng"),
        (put("PL1-01", radius_m=None), "Thiếu bán kính"),
        (put("PL1-01", radius_m=-5.0), "lớn hơn 0"),
        (put("PL1-01", radius_m=0.0), "lớn hơn 0"),
        (put("PL1-01", radius_m=1e300), "tối đa 50000"),
        (put("PL1-01", precision="somewhere"), "Không có mức chính xác này"),
        (put("PL1-01", location_source=None), "Thiếu nguồn của vị trí"),
        (put("PL1-01", location_source="x" * 501), "Nguồn cần từ 3 đến 500 ký tự, đang có 501"),
        (put("PL1-01", location_source="QĐ"), "Nguồn cần từ 3 đến 500 ký tự, đang có 2"),
        (put("PL1-01", geometry=shapely.Point(100000, 1000000)), "Hình nằm ngoài thành phố"),
        (put("PL1-01", base_state="0", radius_m=5.0), "đã có người sửa sau khi xuất"),
    ],
)
def test_what_may_not_be_is_refused_with_the_row(file: Path, ground: Ground, change: Edit, says: str) -> None:
    edit(file, change)
    said = faults(file, ground)
    assert any(says in sentence for sentence in said), said
    assert all(sentence.startswith("dòng PL") for sentence in said)


def test_all_faults_are_told_at_once(file: Path, ground: Ground) -> None:
    edit(file, put("PL1-01", name="Tên khác", radius_m=None))
    edit(file, put("PL2-04", start_year=2031))
    assert len({sentence.partition(",")[0] for sentence in faults(file, ground)}) == 2


def test_a_row_corrected_since_the_export_is_not_overwritten(file: Path, ground: Ground) -> None:
    """Somebody else's newer place is in the frame of today; the file still has the mark of the old one."""
    edit(file, put("PL1-01", radius_m=5.0))
    frame = sample_delivery().frame.copy()
    frame.loc["PL1-01", "radius_m"] = 80.0
    with pytest.raises(DataError) as refused:
        find_edits(read_edited(file.name, file.read_bytes()), frame, REASON, ground)
    assert "đã có người sửa" in refused.value.faults[0].sentence


def test_a_row_that_only_somebody_else_corrected_is_no_edit_of_the_file(file: Path, ground: Ground) -> None:
    """Two people work on different rows: neither has to begin again."""
    frame = sample_delivery().frame.copy()
    frame.loc["PL2-04", ["radius_m", "location_source"]] = [80.0, "QĐ của người khác"]
    frame.loc["PL2-04", "geometry"] = shapely.Point(106.7, 20.9)
    assert find_edits(read_edited(file.name, file.read_bytes()), frame, REASON, ground) == Edited((), ())
    edit(file, put("PL1-01", radius_m=5.0))
    (draft,) = find_edits(read_edited(file.name, file.read_bytes()), frame, REASON, ground).drafts
    assert draft.project == "PL1-01"


def test_what_the_days_change_is_no_edit(file: Path, ground: Ground) -> None:
    """Between export and return clearances come late and reports arrive: that is nobody's edit of the file."""
    frame = sample_delivery().frame.copy()
    frame["days_late"] = 400
    frame["hotspot_rank"] = 1
    frame["progress_share"] = 0.5
    assert find_edits(read_edited(file.name, file.read_bytes()), frame, REASON, ground) == Edited((), ())


def test_text_where_a_number_belongs_is_a_fault_not_a_crash(file: Path, ground: Ground) -> None:
    """A column of SQLite holds what it is given, whatever its type says."""
    edit(file, put("PL1-01", radius_m=5.0))
    with pysqlite3.connect(str(file)) as connection:
        connection.create_function("ST_IsEmpty", 1, lambda _: 0)
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _: 0.0)
        connection.execute(f"UPDATE {POINTS} SET radius_m = 'năm mét', start_year = '=1+1' WHERE id = 'PL1-01'")  # noqa: S608  our own table
    said = faults(file, ground)
    assert any("=1+1" in sentence for sentence in said), said


def test_a_row_that_got_a_place_moves_to_another_layer(file: Path, ground: Ground) -> None:
    frame = sample_delivery().frame
    name = frame["id"][frame.geometry.isna()].iloc[0]
    table = pyogrio.read_dataframe(file, layer=UNLOCATED)
    row = gpd.GeoDataFrame(table[table["id"] == name], geometry=[shapely.Point(597000, 2312000)], crs="EPSG:9210")
    row = row.assign(precision="place", radius_m=100.0, location_source="QĐ 12")
    pyogrio.write_dataframe(row, file, layer=POINTS, driver="GPKG", append=True)
    (draft,) = edits(file, ground).drafts  # that it still stands among the rows without a place is no matter
    assert (draft.project, draft.precision) == (name, Precision.PLACE)


def test_versions_follow_the_newest_of_their_project(file: Path, ground: Ground) -> None:
    edit(file, put("PL1-01", radius_m=5.0))
    projects = {project.id: project for project in sample_programme().projects}
    now = datetime(2026, 11, 24, 8, tzinfo=UTC)
    (version,) = to_versions(edits(file, ground), projects, {"PL1-01": 3}, "lan", now, ground)
    assert (version.revision, version.who, version.recorded_at, version.supersedes) == (4, "lan", now, 3)
    (first,) = to_versions(edits(file, ground), projects, {}, "lan", now, ground)
    assert first.revision == 1


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"SQLite format 3\x00" + b"\x00" * 100, b"<OGRVRTDataSource/>"]
)
def test_only_a_geopackage_is_opened(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "edited.gpkg"
    path.write_bytes(content)
    with pytest.raises(UploadError, match="không phải là GeoPackage"):
        read_edited(path.name, path.read_bytes())


def test_a_geopackage_of_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "others.gpkg"
    table = gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.Point(0, 0)], crs="EPSG:9210")
    pyogrio.write_dataframe(table, path, layer=POINTS, driver="GPKG")
    with pytest.raises(UploadError, match="thiếu cột"):
        read_edited(path.name, path.read_bytes())


def test_a_layer_in_an_unknown_system_is_refused(file: Path) -> None:
    edit(file, lambda table: table.to_crs(2154))
    with pytest.raises(UploadError, match="hệ tọa độ"):
        read_edited(file.name, file.read_bytes())


@pytest.fixture
def exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Export the shipped programme from the command line, with a store of its own."""
    monkeypatch.setenv("PROJECTMAP_INSTANCE_DIR", str(tmp_path / "instance"))
    path = tmp_path / "projects.gpkg"
    assert run(["export", "--format", "gpkg", "--crs", "9210", "-o", str(path)]) == 0
    return path


def test_the_command_shows_first_and_saves_when_told(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = pyogrio.read_dataframe(exported, layer=POINTS)["id"].iloc[0]
    moved = put(
        name, geometry=shapely.Point(597000, 2312000), precision="surveyed", radius_m=5.0, location_source="QĐ 12"
    )
    edit(exported, moved)
    capsys.readouterr()
    assert run(["merge", str(exported), "--reason", REASON]) == 0
    assert "Chưa lưu" in capsys.readouterr().out
    assert run(["corrections", "list"]) == 0
    assert "Chưa có vị trí nào được sửa" in capsys.readouterr().out
    assert run(["merge", str(exported), "--reason", REASON, "--save"]) == 0
    assert f"{name}, Hình:" in capsys.readouterr().out
    assert run(["corrections", "list"]) == 0
    assert f"{name}\tlần 1" in capsys.readouterr().out


def test_the_command_saves_nothing_of_a_file_with_a_fault(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = pyogrio.read_dataframe(exported, layer=POINTS)["id"].iloc[:2]
    edit(exported, put(first, geometry=shapely.Point(597000, 2312000), precision="surveyed", radius_m=5.0))
    edit(exported, put(second, name="Tên khác"))
    assert run(["merge", str(exported), "--reason", REASON, "--save"]) == 1
    assert "Cột này không sửa ở đây" in capsys.readouterr().err
    assert run(["corrections", "list"]) == 0
    assert "Chưa có vị trí nào được sửa" in capsys.readouterr().out


def test_only_the_geopackage_carries_the_mark(tmp_path: Path) -> None:
    delivery = replace(sample_delivery(9210))
    for code in ("shp", "fgb", "csv"):
        path = tmp_path / FORMATS[code].file_name
        write_export(delivery, FORMATS[code], path)
        assert b"base_state" not in path.read_bytes()
