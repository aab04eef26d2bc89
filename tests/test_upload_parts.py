"""The rooms behind the door of uploads, each by itself: zips, counting, drawings, the confined process, the wire."""

from __future__ import annotations

import io
import sys
import zipfile
from typing import Any

import numpy as np
import pytest
from ezdxf.filemanagement import new
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LinearRing, LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.errors import UploadError
from geo.upload import DeclaredCrs, Feature, Format, Layer, Limits, Upload
from geo.upload import confined as process
from geo.upload.archive import read_members
from geo.upload.formats import reader_of
from geo.upload.shapes import Intake, tidy_properties
from geo.upload.sniff import shown_name, sniff
from geo.upload.wire import read_answer, write_question, write_refusal, write_upload
from tests import good_files as good

# --- zips ---


def test_members_come_out_as_they_went_in() -> None:
    members = {"khu.shp": b"\x00\x01", "thư mục/khu.dbf": b"x" * 1000, "khu.prj": b""}
    assert read_members(good.zipped(members), Limits()) == members


def test_folders_are_left_out() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("khu/"), b"")
        archive.writestr("khu/a.shp", b"x")
    assert list(read_members(packed.getvalue(), Limits())) == ["khu/a.shp"]


def test_a_small_table_of_blanks_may_pack_well() -> None:
    """Ratios are looked at from 5 MB on: a table full of spaces packs 500 times and is harmless."""
    blanks = b" " * 4_000_000
    assert len(good.zipped({"khu.dbf": blanks})) < len(blanks) / 500
    assert read_members(good.zipped({"khu.dbf": blanks}), Limits())["khu.dbf"] == blanks


def test_what_comes_out_is_counted_not_what_was_promised() -> None:
    """Three members of 4 MB each, where 10 MB are allowed: the third is too much."""
    members = {f"{n}.shp": bytes([n]) * 4_000_000 for n in range(3)}
    with pytest.raises(UploadError, match="giải nén ra quá lớn"):
        read_members(good.zipped(members), Limits(unpacked_bytes=10_000_000))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_zip_or_refused(data: bytes) -> None:
    try:
        assert isinstance(read_members(b"PK\x03\x04" + data, Limits()), dict)
    except UploadError as error:
        assert error.remedy


# --- counting and tidying ---


def test_vertices_are_counted_over_the_whole_file() -> None:
    intake = Intake(Limits(vertices=10))
    intake.count_vertices(6)
    with pytest.raises(UploadError, match="trên 10"):
        intake.count_vertices(5)


def test_features_are_counted_over_the_whole_file() -> None:
    intake = Intake(Limits(features=2))
    for _ in range(2):
        assert len(list(intake.take(Point(0, 0), {}))) == 1
    with pytest.raises(UploadError, match="quá nhiều đối tượng"):
        list(intake.take(Point(0, 0), {}))


def test_a_note_is_kept_once() -> None:
    intake = Intake(Limits())
    for _ in range(3):
        list(intake.take(None, {}))
    assert list(intake.notes) == ["Có đối tượng không có hình: đã bỏ qua."]


def test_a_ring_becomes_a_line_and_collections_come_apart() -> None:
    ring = LinearRing([(0, 0), (1, 0), (1, 1)])
    nested = GeometryCollection([ring, GeometryCollection([Point(1, 1), box(0, 0, 1, 1)])])
    kinds = [feature.geometry.geom_type for feature in Intake(Limits()).take(nested, {})]
    assert kinds == ["LineString", "Point", "Polygon"]


def test_the_place_of_a_bad_number_is_told() -> None:
    intake = Intake(Limits())
    list(intake.take(Point(0, 0), {}))
    with pytest.raises(UploadError, match="đối tượng 2"):
        intake.check_finite(np.array([[0.0, np.nan]]))


@given(
    st.dictionaries(
        st.text(max_size=100), st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=900)
    )
)
def test_any_attributes_become_plain_values(properties: dict[str, object]) -> None:
    """Finite, short, printable; and the answer of the process can always be written as JSON."""
    tidy = tidy_properties(properties, Limits())
    assert len(tidy) <= 60
    for value in tidy.values():
        if isinstance(value, str):
            assert len(value) <= 500
        if isinstance(value, float):
            assert np.isfinite(value)
    upload = Upload("a", Format.CSV, (Layer("l", DeclaredCrs(), (Feature(Point(0, 0), tidy),)),))
    assert read_answer(write_upload(upload)).layers[0].features[0].properties == tidy


# --- names and kinds ---


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("khu.geojson", "khu.geojson"),
        ("C:\\Tài liệu\\khu.geojson", "khu.geojson"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("x" * 200 + ".csv", "x" * 80),
    ],
)
def test_names_are_shown_without_their_folders(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("A.GEOJSON", b'\xef\xbb\xbf \n{"type"', Format.GEOJSON),
        ("a.json", b"[]", Format.GEOJSON),
        ("a.kml", b"<?xml version='1.0'?>\n<!-- c -->\n<kml xmlns='x'>", Format.KML),
        ("a.kml", b"<ns0:kml xmlns:ns0='x'>", Format.KML),
        ("a.dxf", b"999\nGDAL\n  0\nSECTION\n", Format.DXF),
        ("a.dxf", b"0\r\nSECTION\r\n", Format.DXF),
        ("a.txt", b"X\tY\n1\t2\n", Format.CSV),
        ("a.csv", b"\xff\xfex\x00", Format.CSV),
    ],
)
def test_kinds_are_known_by_their_first_bytes(name: str, head: bytes, kind: Format) -> None:
    assert sniff(name, head) is kind


# --- drawings ---


def drawing(**add: Any) -> bytes:
    """Return a drawing with one entity: its method's name and arguments."""
    document = new("R2010")
    for method, arguments in add.items():
        getattr(document.modelspace(), method)(*arguments)
    text = io.StringIO()
    document.write(text)
    return text.getvalue().encode()


def only(data: bytes) -> BaseGeometry:
    """Return the only geometry of a drawing."""
    (layer,) = reader_of(Format.DXF)(data, Intake(Limits()))
    (feature,) = layer.features
    return feature.geometry


def test_bulges_of_polylines_are_arcs() -> None:
    """A polyline from one end of a diameter to the other, bulging fully, is half a circle."""
    shape = only(drawing(add_lwpolyline=([(0, 0, 1), (10, 0, 0)], "xyb")))
    assert shape.length == pytest.approx(np.pi * 5, rel=0.01)


def test_ellipses_and_splines_are_flattened() -> None:
    ellipse = only(drawing(add_ellipse=((100, 100), (50, 0), 0.5)))
    assert isinstance(ellipse, Polygon)
    assert ellipse.area == pytest.approx(np.pi * 50 * 25, rel=0.01)
    spline = only(drawing(add_spline=([(0, 0), (50, 80), (100, 0)],)))
    assert isinstance(spline, LineString)
    assert spline.length > 100


def test_a_line_of_no_length_is_left_out() -> None:
    layers = reader_of(Format.DXF)(drawing(add_line=((5, 5), (5, 5))), Intake(Limits()))
    assert layers == []


def test_old_polylines_are_read() -> None:
    shape = only(drawing(add_polyline2d=([(0, 0), (10, 0), (10, 10)],)))
    assert list(shape.coords) == [(0, 0), (10, 0), (10, 10)]


# --- the process and the wire ---


class Standard:
    """A standard stream with its bytes."""

    def __init__(self, data: bytes = b"") -> None:
        self.buffer = io.BytesIO(data)


def answered(monkeypatch: pytest.MonkeyPatch, kind: Format, name: str, data: bytes) -> bytes:
    """Run the process' main here: what it gives up is only written down, because it could not be taken back."""
    given_up: list[object] = []
    out = Standard()
    monkeypatch.setattr(sys, "stdin", Standard(write_question(kind, name, data, Limits(seconds=7))))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "addaudithook", given_up.append)
    monkeypatch.setattr("resource.setrlimit", lambda what, limits: given_up.append((what, limits)))
    process.main()
    assert process.refuse_event in given_up
    assert any(limits == (7, 8) for _, limits in (item for item in given_up if isinstance(item, tuple)))
    return out.buffer.getvalue()


def test_the_process_answers_what_it_read(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = read_answer(answered(monkeypatch, Format.GEOJSON, "a.geojson", good.geojson()))
    assert upload.layers[0].features[0].geometry.equals(good.TRIANGLE)


def test_the_process_answers_why_it_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UploadError, match="Tệp JSON không phải GeoJSON"):
        read_answer(answered(monkeypatch, Format.GEOJSON, "a.geojson", b"[1]"))


@pytest.mark.parametrize("fault", [MemoryError, RecursionError])
def test_a_file_too_large_for_the_process_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def fail(*_: object) -> Upload:
        raise fault

    monkeypatch.setattr(process, "read_format", fail)
    with pytest.raises(UploadError, match="Tệp quá phức tạp"):
        read_answer(process.answer(Format.CSV, "a.csv", b"", Limits()))


def test_a_fault_of_ours_is_not_called_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected fault ends the process, and the parent writes it to the log; it is never told as the file's."""

    def fail(*_: object) -> Upload:
        raise ZeroDivisionError

    monkeypatch.setattr(process, "read_format", fail)
    with pytest.raises(ZeroDivisionError):
        process.answer(Format.CSV, "a.csv", b"", Limits())


def test_refusals_cross_the_wire_with_value_and_remedy() -> None:
    with pytest.raises(UploadError) as refused:
        read_answer(write_refusal(UploadError("Sai", value="dòng 3", remedy="Hãy sửa.")))
    assert refused.value.sentence == "Sai: 'dòng 3'. Hãy sửa."
    with pytest.raises(UploadError) as odd:
        read_answer(write_refusal(UploadError("Sai", value=(1, 2), remedy="Hãy sửa.")))
    assert "(1, 2)" in odd.value.sentence


def test_what_is_no_answer_is_not_taken_for_one() -> None:
    with pytest.raises(ValueError, match="JSON"):
        read_answer(b"Traceback ...")
