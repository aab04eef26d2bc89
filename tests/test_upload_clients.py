"""Files as other programs write them (GDAL, in pyogrio and of the system): the same shapes and words come out."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, box

from geo.crs import to_vn2000
from geo.upload import Limits, Upload, place_layer
from geo.upload.confined import answer
from geo.upload.sniff import sniff
from geo.upload.wire import read_answer
from tests import good_files as good
from tests.ground import ward_ground

NAMES = ["Khu tái định cư Hoa Động", "Đường Máng Nước", "Cầu Bính"]
SYSTEMS = [4326, 4756, 9210, 3405, 32648]


def frame() -> gpd.GeoDataFrame:
    """Return three areas of the ward with Vietnamese names."""
    shapes = [good.TRIANGLE, box(106.68, 20.89, 106.69, 20.9), MultiPolygon([box(106.7, 20.9, 106.701, 20.901)])]
    return gpd.GeoDataFrame({"ten": NAMES, "so": [1, 2, 3], "dt": [1.5, None, 3.25]}, geometry=shapes, crs=4326)


def read(name: str, data: bytes) -> Upload:
    return read_answer(answer(sniff(name, data), name, data, Limits()))


def packed(folder: Path, stem: str) -> bytes:
    """Zip the files of a stem, as the Explorer of Windows would."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.glob(f"{stem}.*")):
            archive.write(path, f"{stem}/{path.name}")
    return out.getvalue()


def same(upload: Upload, expected: gpd.GeoDataFrame) -> None:
    """Hold the first layer of an upload to the areas and names that were written."""
    placing = place_layer(upload.layers[0], ward_ground())
    assert placing.choice.chosen is not None
    assert placing.choice.doubts == ()
    for placed, geometry, name in zip(placing.placed, expected.geometry, expected["ten"], strict=True):
        apart = shapely.hausdorff_distance(to_vn2000(placed.geometry), to_vn2000(geometry))
        assert apart < 0.01
        assert name in placed.feature.properties.values()


@pytest.mark.parametrize("epsg", SYSTEMS)
def test_geopackages_of_gdal(tmp_path: Path, epsg: int) -> None:
    path = tmp_path / "a.gpkg"
    frame().to_crs(epsg).to_file(path, layer="ranh giới")
    upload = read("a.gpkg", path.read_bytes())
    assert upload.layers[0].name == "ranh giới"
    assert upload.layers[0].crs.epsg == epsg
    same(upload, frame())


@pytest.mark.parametrize("epsg", SYSTEMS)
def test_shapefiles_of_gdal(tmp_path: Path, epsg: int) -> None:
    """GDAL writes Esri's WKT without codes: the system is known by its numbers."""
    frame().to_crs(epsg).to_file(tmp_path / "khu.shp", encoding="utf-8")
    upload = read("khu.zip", packed(tmp_path, "khu"))
    assert upload.layers[0].crs.epsg == epsg
    same(upload, frame())


def test_geojson_of_gdal(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    frame().to_file(path, driver="GeoJSON")
    same(read("a.geojson", path.read_bytes()), frame())


def test_old_geojson_with_a_crs_member(tmp_path: Path) -> None:
    """Before RFC 7946 GDAL wrote any system, with its name in `crs`."""
    path = tmp_path / "a.geojson"
    frame().to_crs(9210).to_file(path, driver="GeoJSON", RFC7946="NO")
    upload = read("a.geojson", path.read_bytes())
    assert upload.layers[0].crs.epsg == 9210
    same(upload, frame())


def test_kml_of_gdal(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    frame().to_file(path, driver="KML")
    same(read("a.kml", path.read_bytes()), frame())


def test_dxf_of_gdal(tmp_path: Path) -> None:
    """GDAL writes areas as hatches; the drawing names no system and is found by its place."""
    path = tmp_path / "a.dxf"
    frame().to_crs(9210)[["geometry"]].to_file(path, driver="DXF")
    placing = place_layer(read("a.dxf", path.read_bytes()).layers[0], ward_ground())
    assert placing.choice.chosen is not None
    assert placing.choice.chosen.way.epsg == 9210
    area = sum(to_vn2000(placed.geometry).area for placed in placing.placed)
    assert area == pytest.approx(to_vn2000(frame().union_all()).area, rel=1e-6)


def test_csv_of_gdal(tmp_path: Path) -> None:
    """GDAL writes a column `WKT`; which datum its degrees are of, it does not say."""
    path = tmp_path / "a.csv"
    frame().to_file(path, driver="CSV", GEOMETRY="AS_WKT")
    upload = read("a.csv", path.read_bytes())
    assert len(upload.layers[0].features) == 3
    assert upload.layers[0].features[1].geometry.equals(box(106.68, 20.89, 106.69, 20.9))


@pytest.mark.parametrize("kind", ["point", "line"])
def test_points_and_lines_of_gdal(tmp_path: Path, kind: str) -> None:
    shapes = {"point": Point(106.68, 20.89), "line": LineString([(106.68, 20.89), (106.69, 20.9)])}
    one = gpd.GeoDataFrame({"ten": NAMES[:1]}, geometry=[shapes[kind]], crs=4326)
    for name, driver in (("a.gpkg", "GPKG"), ("a.geojson", "GeoJSON"), ("a.kml", "KML")):
        one.to_file(tmp_path / name, driver=driver)
        same(read(name, (tmp_path / name).read_bytes()), one)


def test_several_layers_of_one_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame().to_file(path, layer="vùng")
    frame().set_geometry(frame().representative_point()).to_file(path, layer="điểm")
    assert {layer.name for layer in read("a.gpkg", path.read_bytes()).layers} == {"vùng", "điểm"}


@pytest.mark.needs("gdal")
@pytest.mark.parametrize(
    ("driver", "name"), [("GPKG", "a.gpkg"), ("KML", "a.kml"), ("DXF", "a.dxf"), ("LIBKML", "b.kml")]
)
def test_files_of_the_older_gdal_of_the_system(tmp_path: Path, driver: str, name: str) -> None:
    source = tmp_path / "source.geojson"
    source.write_bytes(good.geojson())
    command = ["ogr2ogr", "-f", driver, *(["-t_srs", "EPSG:9210"] if driver == "DXF" else []), name, source.name]
    if driver == "DXF":
        command += ["-select", ""]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (tmp_path / name).exists(), done.stderr
    placing = place_layer(read(name, (tmp_path / name).read_bytes()).layers[0], ward_ground())
    assert placing.choice.chosen is not None
    assert shapely.hausdorff_distance(to_vn2000(placing.placed[0].geometry), to_vn2000(good.TRIANGLE)) < 0.01
