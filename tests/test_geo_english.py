"""Room by room: what the domain tells an English reader holds no Vietnamese but names, quotations and citations."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import shapely
from flask import Flask
from flask.testing import FlaskClient

from geo.clearance.figures import read_figure
from geo.clearance.hotspot import explain
from geo.clearance.privacy import find_personal_words
from geo.clearance.report import FIGURE, FIGURES, Stage
from geo.clearance.sheet_template import stage_choice
from geo.clearance.stages import BRANCH_TERMS, STAGES, stage_of, step
from geo.coordinates import propose, read_table
from geo.corrections.draft import read_draft
from geo.errors import CorrectionError, ReportError, UploadError
from geo.geocode import METHODS, locate
from geo.landing import find_landing
from geo.language import (
    said,
)
from geo.upload import read_upload
from tests.english import VIETNAMESE, is_english
from tests.ground import ward_ground
from webmap import current
from webmap.language import speaking


def test_terms_have_the_english_they_carry() -> None:
    """Figures and stages carry an English term for the API: the catalogue says the same."""
    with speaking("en"):
        assert [said(figure.label) for figure in FIGURES] == [figure.label_en for figure in FIGURES]
        for term in (*STAGES.values(), *BRANCH_TERMS.values()):
            assert said(term.term) == term.term_en
        assert all(is_english(said(words)) for words in METHODS.values())


def test_a_stage_is_chosen_in_either_language_and_stored_by_its_code() -> None:
    """The drop-down of the spreadsheet stays Vietnamese and reads back; the form shows the reader's words."""
    assert [stage_of(stage_choice(stage)) for stage in Stage] == list(Stage)
    with speaking("en"):
        assert said(stage_choice(Stage.PAYMENT)) == "11. Payment and resettlement"


@pytest.mark.parametrize("words", ["-5", "12/20", "99 %", "3 con", "khong", "12 hộ 3 hộ", "1.5e3"])
def test_refused_figures_are_refused_in_english(words: str) -> None:
    with speaking("en"), pytest.raises(ReportError) as refused:
        read_figure(FIGURE["households_total"], words)
    assert is_english(refused.value.sentence), refused.value.sentence
    assert refused.value.sentence.startswith("Households affected, total:")


def test_steps_and_private_words_are_told_in_english() -> None:
    skipped, back = step(Stage.NOTICE, Stage.PAYMENT), step(Stage.PAYMENT, Stage.NOTICE)
    found = find_personal_words("hộ ông Nguyễn chưa nhận tiền")
    assert found is not None
    assert skipped.sentence.startswith("Từ “Thông báo thu hồi đất” sang")
    with speaking("en"):
        assert said(back.sentence) == "A step back from “Payment and resettlement” to “Notice of recovery”."
        assert is_english(said(skipped.sentence))
        assert is_english(found.sentence)


@pytest.mark.parametrize(
    "name",
    [
        "Trường THCS Hoa Động",
        "Đường từ cầu Bính đến nút giao Tỉnh lộ 359",
        "Hà Nội",
        "Doanh trại quân đội xã An Lư",
        "Lô I.11/DVCC-01 khu đô thị Bắc Sông Cấm",
        "x" * 3000,
        "",
    ],
)
def test_evidence_is_framed_in_english(app: Flask, name: str) -> None:
    """What the geocoder quotes stays as it is; what it says about it does not."""
    with app.app_context():
        records = current.snapshot().records
    places, shapes = records.programme.places, records.programme.shapes
    known = sorted({*(place.name for place in places), *(shape.name for shape in shapes)}, key=len, reverse=True)
    names = re.compile("|".join(map(re.escape, known)))
    found = locate(name, records.gazetteer)
    with speaking("en"):
        told = [said(found.reason), *(said(line.says) for line in found.evidence)]
    for sentence in told:
        assert is_english(names.sub("", sentence)), sentence
    assert found == locate(name, records.gazetteer)


def test_hotspots_built_in_one_language_are_explained_in_both(app: Flask) -> None:
    """The board is built once for all readers; why a clearance stands where it does is said to each."""
    with app.app_context():
        board = current.snapshot().board
    assert board is not None
    for spot in board.hotspots:
        assert explain(spot).startswith(("Đứng đầu", "Đứng thứ"))
        with speaking("en"):
            assert is_english(explain(spot)), explain(spot)
            assert all(is_english(said(part.words)) and is_english(said(part.label)) for part in spot.parts)


@pytest.mark.parametrize("lon, lat", [(106.70, 20.90), (106.6443, 20.9112), (105.0, 21.0), (-60.0, 10.0)])
def test_landings_are_told_in_english(lon: float, lat: float) -> None:
    with speaking("en"):
        landing = find_landing(shapely.Point(lon, lat), ward_ground())
    assert is_english(landing.says), landing.says


@pytest.mark.parametrize(
    "table",
    [
        "1 2314037,64 595190,88\n2 2314137,64 595190,88\n3 2314137,64 595290,88",
        "1 2214037,64 495190,88\n2 2214137,64 495190,88\n3 2214137,64 495290,88",
    ],
)
def test_coordinates_are_judged_in_english(table: str) -> None:
    with speaking("en"):
        proposal = propose(read_table(table), ward_ground())
        told = [
            proposal.choice.says,
            *proposal.doubts,
            *proposal.notes,
            *(one.says for one in proposal.choice.readings),
        ]
    unnamed = [re.sub(r"\(the system of [^)]*\)", "", sentence) for sentence in told]
    assert unnamed
    assert [sentence for sentence in unnamed if not is_english(sentence)] == []


def test_a_draft_with_every_fault_is_refused_in_english() -> None:
    given = {"id": "1", "precision": "near", "radius_m": -1, "method": "undo", "source": "", "colour": "red"}
    with speaking("en"), pytest.raises(CorrectionError) as refused:
        read_draft("PL3-08", given, ward_ground())
    assert len(refused.value.faults) >= 5
    assert [sentence for _, sentence in refused.value.faults if not is_english(said(sentence))] == []


@pytest.mark.parametrize(
    "filename, data",
    [("a.geojson", b"{"), ("a.pdf", b"%PDF-1"), ("a.csv", b"a;b\n1;2\n"), ("a.zip", b"PK\x05\x06" + bytes(18))],
)
def test_files_are_refused_in_the_language_of_whoever_sent_them(filename: str, data: bytes) -> None:
    """The process that reads a file knows no reader: what it says is put into words where somebody waits."""
    with pytest.raises(UploadError) as refused:
        read_upload(filename, data)
    assert VIETNAMESE.search(refused.value.sentence)
    with speaking("en"):
        assert is_english(refused.value.sentence), refused.value.sentence


@pytest.mark.parametrize(
    "address", ["/api/hotspots.json", "/api/clearances", "/api/clearances/PL4-08", "/api/report-rules"]
)
def test_answers_for_programs_speak_the_language_that_was_asked_for(client: FlaskClient, address: str) -> None:
    """Only names of works and citations of the law stay."""
    vietnamese, told = (client.get(address, query_string={"lang": code}).get_json() for code in ("vi", "en"))
    assert vietnamese != told
    left = {key for key, text in _texts(told) if not is_english(text)}
    assert left <= {"name", "basis"}, left


def _texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a JSON value with the key it stands under."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, key)
    elif isinstance(value, str):
        yield key, value
