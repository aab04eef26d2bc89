"""Which of the readings to propose: exactly one that fits, else ask, else refuse. Nothing is corrected.

What disagrees is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from geo.coordinates.statements import HN72, VN2000
from geo.coordinates.ways import Reading
from geo.crs import HAI_PHONG, VN2000_GEOGRAPHIC, ZONE_OF, degrees_minutes, is_degrees, system_name
from geo.landing import Ground, Where
from geo.language import Sentence, said, say

_SHOWN = 3


class Verdict(StrEnum):
    """One reading to propose, several to choose from, or none."""

    ONE = "one"
    SEVERAL = "several"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Stated:
    """What the paper or the file says of its own system; None where it is silent. `who` names it in sentences."""

    meridian: float | None = None
    width_deg: int | None = None
    datum: str | None = None
    epsg: int | None = None
    north_first: bool | None = None
    who: str = Sentence("Văn bản")

    @property
    def is_silent(self) -> bool:
        """Whether nothing is said of the system."""
        return (self.meridian, self.width_deg, self.datum, self.epsg) == (None, None, None, None)

    @property
    def words(self) -> str:
        """What is said, in words."""
        words = [
            system_name(self.epsg) if self.epsg else "",
            self.datum or "",
            say("kinh tuyến trục {meridian}", meridian=degrees_minutes(self.meridian))
            if self.meridian is not None
            else "",
            say("múi {width}°", width=self.width_deg) if self.width_deg else "",
        ]
        return ", ".join(said(part) for part in words if part)

    def agrees(self, reading: Reading) -> bool:
        """Whether a reading is one that the statement allows."""
        epsg, zone = reading.way.epsg, ZONE_OF.get(reading.way.epsg)
        is_vn2000 = zone is not None or epsg == VN2000_GEOGRAPHIC
        return (
            self.epsg in {None, epsg}
            and self.north_first in {None, reading.way.north_first}
            and (self.meridian is None or (zone is not None and abs(zone.meridian - self.meridian) < 1e-6))
            and (self.width_deg is None or (zone is not None and zone.width_deg == self.width_deg))
            and (self.datum is None or (self.datum == VN2000) is is_vn2000)
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """The verdict in one sentence, the readings that fit, all readings in order of rank, and doubts.

    `chosen` is set exactly for `Verdict.ONE`. Doubts are Vietnamese sentences; where there are any, a person has to
    say yes before anything is stored.
    """

    verdict: Verdict
    says: str
    readings: tuple[Reading, ...]
    fitting: tuple[Reading, ...] = ()
    chosen: Reading | None = None
    doubts: tuple[str, ...] = ()


def choose(readings: Sequence[Reading], stated: Stated, ground: Ground) -> Choice:
    """Choose among ranked readings (`try_ways`).

    Those that fit and agree with the statement come before those that only fit.
    """
    ranked = tuple(readings)
    if stated.datum == HN72:
        says = say(
            "{who} ghi hệ HN-72, không phải VN-2000; hai hệ không dùng lẫn được. Hãy xin tọa độ VN-2000.",
            who=stated.who,
        )
        return Choice(Verdict.NONE, says, ranked)
    fitting = tuple(reading for reading in ranked if reading.fits)
    if not fitting:
        return Choice(Verdict.NONE, _none_fits(ranked, stated, ground), ranked)
    agreeing = tuple(reading for reading in fitting if stated.agrees(reading))
    pool = agreeing or fitting
    best = tuple(reading for reading in pool if _in_ward(reading)) or pool
    doubts: tuple[str, ...] = () if agreeing else (_disagrees(ranked, stated, ground),)
    if len(best) > 1:
        return Choice(Verdict.SEVERAL, _several_fit(best, stated, ground), ranked, best, None, doubts)
    doubts += tuple(_also_near(other, ground) for other in pool if other is not best[0])
    doubts += _unusual(best[0], stated)
    return Choice(Verdict.ONE, _one_fits(best[0], stated, ground), ranked, best, best[0], doubts)


def _in_ward(reading: Reading) -> bool:
    return reading.landing.where in {Where.WARD, Where.ACROSS}


def _one_fits(reading: Reading, stated: Stated, ground: Ground) -> str:
    if not stated.is_silent and stated.agrees(reading):
        return say(
            "Đọc theo {name}, đúng như {who} ghi. {says}",
            name=reading.way.name,
            who=said(stated.who).lower(),
            says=reading.landing.says,
        )
    where = ground.ward.name if _in_ward(reading) else say("vùng liền kề {name}", name=ground.ward.name)
    return say(
        "Chỉ một cách đọc rơi vào {where}: {name}. {says}",
        where=where,
        name=reading.way.name,
        says=reading.landing.says,
    )


def _several_fit(fitting: Sequence[Reading], stated: Stated, ground: Ground) -> str:
    silent = say("{who} không nói rõ hệ tọa độ. ", who=stated.who) if stated.is_silent else ""
    names = "; ".join(f"({number}) {reading.way.name}" for number, reading in enumerate(fitting, 1))
    where = say("{name} hay vùng liền kề", name=ground.ward.name)
    return say(
        "{silent}Có {n} cách đọc cùng rơi vào {where}: {names}. Hãy chọn theo văn bản gốc.",
        silent=silent,
        n=len(fitting),
        where=where,
        names=names,
    )


def _none_fits(ranked: Sequence[Reading], stated: Stated, ground: Ground) -> str:
    begin = say("Không cách đọc nào rơi vào {name} hay vùng liền kề.", name=ground.ward.name)
    agreeing = [] if stated.is_silent else [reading for reading in ranked if stated.agrees(reading)]
    likely = [reading for reading in agreeing or ranked if reading.at_home] or agreeing or list(ranked)
    told = " ".join(
        say("Theo {way}: {where}", way=_with_provinces(reading), where=_lower(reading.landing.says))
        for reading in likely[:_SHOWN]
    )
    return say(
        "{begin} {told} Hãy kiểm tra lại số, kinh tuyến trục, hoặc văn bản có thuộc địa phương khác không.",
        begin=begin,
        told=told,
    )


def _with_provinces(reading: Reading) -> str:
    zone = ZONE_OF.get(reading.way.epsg)
    return (
        say("{name} (hệ của {provinces})", name=reading.way.name, provinces=zone.provinces)
        if zone and zone.provinces
        else reading.way.name
    )


def _lower(sentence: str) -> str:
    words: str = said(sentence)
    return words[:1].lower() + words[1:]


def _disagrees(ranked: Sequence[Reading], stated: Stated, ground: Ground) -> str:
    """Say that what the statement names lands elsewhere than what fits."""
    named = next((reading for reading in ranked if stated.agrees(reading)), None)
    where = _lower(named.landing.says) if named else _no_such_way(stated)
    other = say("Cách đọc khác mới rơi vào {name}: hãy đối chiếu.", name=ground.ward.name)
    return say(
        "{who} ghi {words}, nhưng đọc như thế thì {where} {other}",
        who=stated.who,
        words=stated.words,
        where=where,
        other=other,
    )


def _no_such_way(stated: Stated) -> str:
    if stated.epsg is None:
        return say("không có hệ VN-2000 nào như vậy.")
    return say("các số không phải là kinh độ, vĩ độ.") if is_degrees(stated.epsg) else say("các số không phải là mét.")


def _also_near(other: Reading, ground: Ground) -> str:
    return say(
        "Cũng có thể là {name}: {says} Cách này không nằm trong {ward}.",
        name=other.way.name,
        says=_lower(other.landing.says),
        ward=ground.ward.name,
    )


def _unusual(reading: Reading, stated: Stated) -> tuple[str, ...]:
    """Warn where only the numbers, not the paper, name a grid that is not the city's own."""
    named = stated.agrees(reading) and (stated.meridian is not None or stated.epsg is not None or stated.width_deg == 6)
    if reading.way.epsg not in ZONE_OF or reading.way.epsg == HAI_PHONG or named:
        return ()
    return (
        say(
            "{system} không phải hệ của Hải Phòng (105°45', múi 3°): hãy đối chiếu với văn bản.",
            system=system_name(reading.way.epsg),
        ),
    )
