"""The domain in two languages: Vietnamese as it was written, English in every sentence, said when somebody reads it."""

from __future__ import annotations

import ast
import copy
import csv
import pickle
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

import orjson
import pytest

from geo.clearance.figures import number_words, to_words
from geo.clearance.report import FIGURE, Stage
from geo.errors import DataError, Fault, GeoError, QueryError, UploadError
from geo.language import (
    Capital,
    Day,
    Number,
    Sentence,
    as_written,
    joined,
    said,
    say,
    say_count,
    spoken,
)
from geo.moments import HO_CHI_MINH, on_screen
from geo.upload.wire import read_answer, write_refusal
from tests.catalogue import ROOT, forms, names_in, translations
from tests.english import VIETNAMESE
from webmap.body import to_json
from webmap.language import speaking

KEPT_IN_FILES = ("read.py", "table.py", "shapes.py")  # where every Vietnamese literal is a sentence about a file
LABELLED = (("hotspot_weights.csv", "label"), ("deadlines.csv", "what"))  # words of our own in the data folder


def shouted(sentence: str, _many: str, n: int) -> str:
    """Translate into capitals, and say whether many are meant; values keep their names."""
    loud = re.sub(r"\{.*?\}|[^{}]+", lambda part: part[0] if part[0].startswith("{") else part[0].upper(), sentence)
    return loud + ("!" if n != 1 else "")


def literals(path_name: str) -> Iterator[str]:
    """Yield the Vietnamese literals of a module that are no docstrings."""
    tree = ast.parse((ROOT / "geo" / path_name).read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield from [node.value] if VIETNAMESE.search(node.value) else ()


def noted() -> Iterator[str]:
    """Yield the sentences that rooms hand to `faults.add` and `row.fault` as they stand."""
    for path in sorted((ROOT / "geo").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"add", "fault"}
            ):
                given = (part.value for part in node.args if isinstance(part, ast.Constant))
                yield from (part for part in given if isinstance(part, str) and VIETNAMESE.search(part))


def english() -> dict[str, tuple[str, ...]]:
    """Return the English of every sentence of the domain's own catalogue and of the others."""
    return {sentence: forms(message) for _, sentence, message in translations()}


def test_what_is_said_of_files_has_its_english() -> None:
    """Faults of files are passed on as plain words: the extraction of calls would miss them."""
    known = english()
    said_of_files = {*noted(), *(words for name in KEPT_IN_FILES for words in literals(name))}
    assert len(said_of_files) > 80
    assert sorted(said_of_files - known.keys()) == []


def test_words_of_the_data_folder_have_their_english() -> None:
    """Labels of the score and of statutory periods are ours, though they stand in files that people edit."""
    known = english()
    for name, column in LABELLED:
        with (ROOT / "data" / name).open(encoding="utf-8-sig", newline="") as file:
            assert [row[column] for row in csv.DictReader(file) if row[column] not in known] == []


def test_the_catalogue_takes_the_same_values() -> None:
    """A value that English lacked, or had besides, would break the page of an English reader only."""
    entries = [(name, forms(message)) for where, name, message in translations() if where == "geo.po"]
    assert len(entries) > 900
    for sentence, english_forms in entries:
        for form in english_forms:
            assert names_in(sentence) == names_in(form), f"{sentence} → {form}"
            assert bool(sentence[:1] == " ") == bool(form[:1] == " "), f"{sentence!r} → {form!r}"


def test_a_sentence_reads_as_it_was_written() -> None:
    """As a string it is its Vietnamese: it compares, sorts and goes into files like any other."""
    kept = Sentence("trễ {days} ngày", days=5)
    assert kept == "trễ 5 ngày"
    assert str(kept) == f"{kept}" == "trễ 5 ngày"
    assert orjson.dumps([kept]) == '["trễ 5 ngày"]'.encode()
    assert said(kept) == "trễ 5 ngày"
    with spoken(shouted):
        assert kept == "trễ 5 ngày"
        assert said(kept) == "TRỄ 5 NGÀY"


def test_braces_without_values_are_text() -> None:
    """What somebody wrote is never a template."""
    assert Sentence("ô {x} lạ") == say("ô {x} lạ") == "ô {x} lạ"
    assert Sentence("«{words}»", words="{secret}") == "«{secret}»"


def test_values_are_said_with_their_sentence() -> None:
    """Sentences within sentences, numbers and days follow the reader; names do not."""
    kept = Sentence(
        "{what}: {n}, {day}, {name}", what=Sentence("hạn"), n=Number("1,234.5"), day=Day(date(2026, 3, 5)), name="Đỗ"
    )
    assert kept == "hạn: 1.234,5, 05/03/2026, Đỗ"
    with speaking("en"):
        assert said(Number("1,234.5")) == "1,234.5"
        assert said(Day(date(2026, 3, 5))) == "5 Mar 2026"
        assert say("{day}", day=Day(date(2026, 11, 24))) == "24 Nov 2026"
        assert said(kept).endswith("1,234.5, 5 Mar 2026, Đỗ")


def test_a_moment_keeps_its_hour() -> None:
    moment = on_screen(datetime(2026, 3, 5, 14, 5, tzinfo=HO_CHI_MINH))
    assert moment == "14:05 05/03/2026"
    with speaking("en"):
        assert said(moment) == "14:05, 5 Mar 2026"


def test_one_and_many() -> None:
    with speaking("en"):
        assert say_count("còn {n} ngày", 1) == "1 day left"
        assert say_count("còn {n} ngày", 3) == "3 days left"
        assert said(Sentence.counted("trễ {n} ngày", 1)) == "1 day late"
        assert said(to_words(FIGURE["households_total"], 1)) == "1 household"
        assert said(to_words(FIGURE["households_total"], 1253)) == "1,253 households"
    assert to_words(FIGURE["households_total"], 1253) == "1.253 hộ"


def test_sentences_are_joined_without_being_said() -> None:
    kept = joined(", ", (Sentence("một"), "hai", Sentence("ba")))
    assert kept == "một, hai, ba"
    assert joined(", ", ()) == ""
    with spoken(shouted):
        assert said(kept) == "MỘT, hai, BA"


def test_a_capital_is_kept_in_every_language() -> None:
    kept = Capital(Sentence("hộ"))
    assert kept == "Hộ"
    assert Capital("") == ""
    with speaking("en"):
        assert said(kept) == "Household"


@pytest.mark.parametrize(
    "kept",
    [
        Sentence("trễ {days} ngày", days=Number("1,200")),
        Sentence.counted("còn {n} ngày", 3),
        Number("1,234.5"),
        Day(date(2026, 3, 5)),
        Capital(Sentence("hộ")),
    ],
)
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda kept: pickle.loads(pickle.dumps(kept))])  # noqa: S301  our own
def test_a_copy_says_the_same(kept: Sentence, copied: Callable[[Sentence], Sentence]) -> None:
    """`asdict` copies what errors hold, and must not lose how it was put together."""
    twin = copied(kept)
    assert twin == kept
    with speaking("en"):
        assert said(twin) == said(kept)


def test_nested_contexts_restore() -> None:
    """Whoever speaks another language inside gives the former back, also when something goes wrong."""
    with speaking("en"):
        with spoken(as_written):
            assert say("hạn {day}, {days_left}", day="x", days_left="y") == "hạn x, y"
        with pytest.raises(ZeroDivisionError), spoken(shouted):
            raise ZeroDivisionError
        assert say("hạn {day}, {days_left}", day="x", days_left="y") == "due x, y"
    assert say("hạn {day}, {days_left}", day="x", days_left="y") == "hạn x, y"


def test_an_error_is_said_when_it_is_read() -> None:
    """The log of the office stays Vietnamese, the page speaks the reader's language."""
    error = UploadError(Sentence("Tệp rỗng"), value="a.csv", remedy=Sentence("Hãy xuất lại tệp rồi gửi."))
    assert error.sentence == "Tệp rỗng: 'a.csv'. Hãy xuất lại tệp rồi gửi."
    with speaking("en"):
        assert error.sentence == "The file is empty: 'a.csv'. Export the file again and send it."


@pytest.mark.parametrize("value", ["x" * 5000, ["x" * 40] * 100, {"a": "b" * 5000}])
def test_an_endless_value_is_not_echoed_whole(value: object) -> None:
    """Enough of it to find it again; somebody's five thousand letters are no sentence."""
    sentence = GeoError("Giá trị không hợp lệ", value=value).sentence
    assert len(sentence) < 130
    assert "…" in sentence
    assert len(Fault("a.csv", 2, "id", str(value), "Mã lạ", "Hãy sửa.").sentence) < 150


def test_a_short_value_is_echoed_as_it_is() -> None:
    assert GeoError("Lạ", value="y" * 80).sentence == f"Lạ: {'y' * 80!r}."
    assert GeoError("Lạ", value=7).sentence == "Lạ: 7."


def test_faults_of_data_are_english_with_their_places() -> None:
    fault = Fault("projects.csv", 7, "start_year", "2O26", Sentence("Năm không đọc được"), Sentence("Hãy để trống."))
    error = DataError([fault, fault])
    assert error.sentence.startswith("Dữ liệu có 2 lỗi:\n  - projects.csv, dòng 7, cột start_year: Năm không đọc được")
    with speaking("en"):
        assert error.sentence.splitlines() == [
            "The data have 2 faults:",
            *["  - projects.csv, row 7, column start_year: The year cannot be read ('2O26'). Leave it empty."] * 2,
        ]


def test_what_is_allowed_is_said_of_a_query() -> None:
    error = QueryError(Sentence("Không có định dạng này"), parameter="format", value="x", allowed=("csv", "kml"))
    with speaking("en"):
        assert error.sentence == "There is no such format: 'x'. Allowed values: csv, kml."


def test_a_refusal_crosses_the_wire_whole() -> None:
    """Sentence, values, numbers and how many: all that is needed to say it in another language."""
    remedy = Sentence.counted("còn {n} ngày", 2)
    error = UploadError(Sentence("Tệp quá lớn"), value=Sentence("trên {size} MB", size=Number("1,200")), remedy=remedy)
    with pytest.raises(UploadError) as read:
        read_answer(write_refusal(error))
    assert read.value.sentence == error.sentence == "Tệp quá lớn: 'trên 1.200 MB'. còn 2 ngày"
    with speaking("en"):
        assert read.value.sentence == error.sentence == "The file is too large: 'over 1,200 MB'. 2 days left"


def test_json_is_written_in_the_language_of_its_reader() -> None:
    """Kept sentences become strings, said; everything else is as orjson writes it, and what is no JSON is refused."""
    value = {"says": Sentence("còn {n} ngày", n=3), "stage": Stage.PLAN, "day": date(2026, 3, 5)}
    assert orjson.loads(to_json(value)) == {"says": "còn 3 ngày", "stage": "plan", "day": "2026-03-05"}
    with speaking("en"):
        assert orjson.loads(to_json([Sentence("hạn {due}", due=Day(date(2026, 3, 5)))])) == ["due 5 Mar 2026"]
    with pytest.raises(TypeError):
        to_json({"x": object()})


def test_numbers_are_written_the_vietnamese_way_as_before() -> None:
    assert [number_words(value) for value in (0, 1234, 635200.5, 0.1, -3.25)] == [
        "0",
        "1.234",
        "635.200,5",
        "0,1",
        "-3,25",
    ]


def test_a_count_of_a_thousand_has_its_mark() -> None:
    """Days of delay are read, not counted: at once or kept for later, in the marks of the reader."""
    kept = Sentence.counted("trễ {n} ngày", 1497)
    assert (kept, say_count("trễ {n} ngày", 1497)) == ("trễ 1.497 ngày", "trễ 1.497 ngày")
    with speaking("en"):
        assert "1,497" in kept.said()
        assert "1,497" in say_count("trễ {n} ngày", 1497)
