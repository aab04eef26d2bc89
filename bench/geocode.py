"""The geocoder beside what people would use instead, in one run: names a second, and how many answers are right.

A country-size gazetteer of 10,000 made-up communes, and names of works made from them. Of sixteen names eleven name a
commune of the list: five as it is written, four without marks, two misprinted. Five name another place: two a commune
that is not in the list, two a known name in another province, one a known name with another tone. Peers, over the same
names: RapidFuzz's best match over all names, and one regular expression of all names. Processor time, so that a busy
machine measures the same. Writes its table into `bench/README.md`.
"""

from __future__ import annotations

import platform
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from geo.gazetteer import Gazetteer  # noqa: E402  the checkout first, wherever the benchmark is started
from geo.geocode import locate, locate_all  # noqa: E402
from geo.model import Place, PlaceKind, Precision  # noqa: E402
from geo.read import read_programme  # noqa: E402
from geo.text import key  # noqa: E402

README = ROOT / "bench" / "README.md"
PLACES, NAMES, PEER_NAMES = 10_000, 6_000, 150
SYLLABLES = (
    *("An", "Bằng", "Bình", "Cầm", "Chánh", "Châu", "Chí", "Cường", "Diễn", "Duyên", "Đại", "Điền", "Đoan", "Giáp"),
    *("Hạnh", "Hiệp", "Hoằng", "Hưng", "Khánh", "Khê", "Kiên", "Kim", "Lạc", "Lãng", "Liên", "Lĩnh", "Lộc", "Lương"),
    *("Mạch", "Mậu", "Minh", "Mỹ", "Nghĩa", "Ngọc", "Nhân", "Ninh", "Phong", "Phú", "Phúc", "Phước", "Quảng", "Quế"),
    *("Quyết", "Sùng", "Tam", "Thạch", "Thái", "Thắng", "Thành", "Thiện", "Thịnh", "Thọ", "Thuận", "Tiến", "Toản"),
    *("Trạch", "Triệu", "Trực", "Trường", "Tường", "Văn", "Vạn", "Vĩnh", "Vượng", "Xuân", "Yên", "Ý", "Cẩm", "Đức"),
    *("Gia", "Hải", "Hậu", "Hòa", "Hồng", "Hợp", "Lai", "Long", "Nam", "Sơn", "Tân", "Thanh", "Thượng", "Tịnh", "Trà"),
)
FRAMES = (
    "Xây dựng trường tiểu học xã {}",
    "Cải tạo, nâng cấp trạm y tế xã {}",
    "Dự án ĐTXD khu dân cư xã {} (giai đoạn 1)",
    "Nhà văn hóa và sân thể thao xã {}",
    "Kiên cố hóa đường giao thông nông thôn xã {}, hạng mục cống thoát nước",
)
SLIPS = (("i", "l"), ("o", "0"), ("m", "rn"), ("g", "q"), ("n", "ri"), ("h", "b"))
TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True, slots=True)
class Question:
    """A name and the id of the place that it names; empty where the list does not know it."""

    name: str
    answer: str


def invent(count: int, dice: random.Random) -> list[str]:
    """Return different made-up names of three syllables whose keys differ too."""
    found: dict[str, str] = {}
    while len(found) < count:
        name = " ".join(dice.sample(SYLLABLES, 3))
        found.setdefault(key(name), name)
    return list(found.values())


def commune(at: int, name: str) -> Place:
    """Return a made-up commune on a grid over the country."""
    lon, lat = 103 + (at % 100) * 0.06, 9 + (at // 100) * 0.13
    kind = PlaceKind.COMMUNE
    return Place(f"p{at}", f"Xã {name}", (name,), kind, None, lon, lat, 2000.0, "medium", True, "made up", "none")


def questions(places: Sequence[Place], strangers: Sequence[str], dice: random.Random) -> list[Question]:
    """Return names of works in the mixture that the module describes."""
    found = []
    for at in range(NAMES):
        place, frame = dice.choice(places), dice.choice(FRAMES)
        name, answer = place.aliases[0], place.id
        match at % 16:
            case 1 | 5 | 9 | 13:
                found.append(Question(key(frame.format(name)), answer))
            case 2 | 10:
                found.append(Question(frame.format(misprint(name, dice)), answer))
            case 3 | 11:
                found.append(Question(frame.format(dice.choice(strangers)), ""))
            case 7 | 15:
                found.append(Question(f"{frame.format(name)}, tỉnh Nam Định", ""))
            case 6:
                found.append(Question(frame.format(other_tone(name)), ""))
            case _:
                found.append(Question(frame.format(name), answer))
    return found


def misprint(name: str, dice: random.Random) -> str:
    """Return a name with one slip of a scanner."""
    good, bad = dice.choice([slip for slip in SLIPS if slip[0] in name] or [("", "")])
    return name.replace(good, bad, 1)


def other_tone(name: str) -> str:
    """Return a name whose last word has another tone."""
    head, _, last = name.rpartition(" ")
    letters = unicodedata.normalize("NFD", last)
    tone = next((letter for letter in letters if letter in TONES), "")
    vowel = next(at for at, letter in enumerate(letters) if letter.lower() in "aeiouy")
    other = TONES[(TONES.index(tone) + 1) % len(TONES)] if tone else TONES[0]
    changed = letters.replace(tone, other) if tone else letters[: vowel + 1] + other + letters[vowel + 1 :]
    return f"{head} {unicodedata.normalize('NFC', changed)}"


Answer = Callable[[str], str]


def by_fuzzy(places: Sequence[Place]) -> Answer:
    """Return the peer that takes RapidFuzz's best match over all names."""
    known = {key(place.aliases[0]): place.id for place in places}
    names = list(known)

    def answer(name: str) -> str:
        hit = process.extractOne(key(name), names, scorer=fuzz.partial_ratio, score_cutoff=85)
        return known[hit[0]] if hit else ""

    return answer


def by_pattern(places: Sequence[Place]) -> Answer:
    """Return the peer that searches one regular expression of all names."""
    known = {key(place.aliases[0]): place.id for place in places}
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in known))

    def answer(name: str) -> str:
        hit = pattern.search(key(name))
        return known[hit[0]] if hit else ""

    return answer


def by_rules(gazetteer: Gazetteer) -> Answer:
    """Return our geocoder."""

    def answer(name: str) -> str:
        found = locate(name, gazetteer)
        return "" if found.precision is Precision.NONE else found.places[0]

    return answer


def measure(label: str, answer: Answer, asked: Sequence[Question]) -> tuple[str, float, Counter[str]]:
    """Return names a second of processor time and how the answers fared, after one name to warm up."""
    answer(asked[0].name)
    start = time.process_time()
    given = [answer(question.name) for question in asked]
    rate = len(asked) / (time.process_time() - start)
    fared: Counter[str] = Counter()
    for question, one in zip(asked, given, strict=True):
        fared["right" if one == question.answer else "refused" if not one else "wrong"] += 1
    return label, rate, fared


def ledger_ms() -> float:
    """Return the time for the whole ledger in ms, the best of five, the gazetteer built before."""
    programme = read_programme(ROOT / "data")
    gazetteer = Gazetteer(programme.places, programme.shapes)
    taken = []
    for _ in range(5):
        start = time.process_time()
        locate_all(programme.projects, gazetteer)
        taken.append(time.process_time() - start)
    return min(taken) * 1000


def main() -> None:
    """Measure, print, and write the table."""
    dice = random.Random(2025)
    names = invent(PLACES + 500, dice)
    places = [commune(at, name) for at, name in enumerate(names[:PLACES])]
    asked = questions(places, names[PLACES:], dice)
    start = time.process_time()
    gazetteer = Gazetteer(places)
    built = time.process_time() - start
    rows = [
        measure("this geocoder", by_rules(gazetteer), asked),
        measure("RapidFuzz over all names", by_fuzzy(places), asked[:PEER_NAMES]),
        measure("one regular expression", by_pattern(places), asked[:PEER_NAMES]),
    ]
    table = report(rows, built)
    print(table)
    text = README.read_text(encoding="utf-8")
    start_mark, end_mark = "<!-- geocode -->", "<!-- /geocode -->"
    before, _, rest = text.partition(start_mark)
    after = rest.partition(end_mark)[2]
    README.write_text(f"{before}{start_mark}\n{table}\n{end_mark}{after}", encoding="utf-8")


def report(rows: Sequence[tuple[str, float, Counter[str]]], built_s: float) -> str:
    """Return the table as Markdown."""
    ours = rows[0][1]
    lines = ["| | names/s, one core | ours is faster by | right | refused | wrong |", "|---|--:|--:|--:|--:|--:|"]
    for label, rate, fared in rows:
        total = sum(fared.values())
        shares = " | ".join(f"{fared[kind] / total:.1%}" for kind in ("right", "refused", "wrong"))
        lines.append(f"| {label} | {rate:,.0f} | {ours / rate:,.1f} × | {shares} |")
    lines.append("")
    lines.append(
        f"Gazetteer of {PLACES:,} places built in {built_s:.1f} s. The ledger's 64 rows: {ledger_ms():.0f} ms. "
        f"Python {platform.python_version()}; peers over the first {PEER_NAMES} names."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
