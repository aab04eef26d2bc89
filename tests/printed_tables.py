"""Real tables of coordinates as published, and a printer that writes any ring the many ways decisions do.

The three tables are facts of public documents: the mineral list of Bắc Kạn (xã Xuân La, huyện Pác Nặm), the notice
HPG-11-2025 of the northern maritime safety company (Lạch Huyện), Thông tư 37/2019 (Lý Sơn). Signs lost in copying are
as they came.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

PAC_NAM = """khu vực khai thác đất san lấp trong diện tích công trình đường Cọn Luông - Mù Trị, xã Xuân La

Vị trí điểm

Tọa độ VN 2000

Kinh tuyến trục 106030’ MC 30

Diện tích (ha)

X (m)

Y (m)

Đầu tuyến

2499067,549

417804,320

3,6228

Giữa tuyến

2500441,971

418979,182

Cuối tuyến

2500435,898

419940,867"""
PAC_NAM_CORNERS = [
    ("Đầu tuyến", 2499067.549, 417804.320),
    ("Giữa tuyến", 2500441.971, 418979.182),
    ("Cuối tuyến", 2500435.898, 419940.867),
]

LACH_HUYEN = """Tên điểm | Hệ VN-2000 |  | Hệ WGS-84 |
 | Vĩ độ (N) | Kinh độ (E) | Vĩ độ (N) | Kinh độ (E)
A2 | 20°47'52.1" | 106°54'28.6" | 20°47'48.5" | 106°54'35.4"
B1 | 20°47'53.7" | 106°54'31.4" | 20°47'50.1" | 106°54'38.2"
B3 | 20°47'43.2" | 106°54'38.0" | 20°47'39.6" | 106°54'44.8"
B4 | 20°47'41.6" | 106°54'35.1" | 20°47'38.0" | 106°54'41.9\""""
LACH_HUYEN_CORNERS = [
    ("A2", 20.797806, 106.907944),
    ("B1", 20.79825, 106.908722),
    ("B3", 20.795333, 106.910556),
    ("B4", 20.794889, 106.90975),
]

LY_SON = "\n\n".join(
    """Điểm|Hệ WGS-84|Hệ VN-2000|Vĩ độ (N)|Kinh độ (E)|Vĩ độ (N)|Kinh độ (E)
|LS1|15°22’29”|109°06’07”|15°22’32.7”|109°06’00.5”
|LS2|15°20’32”|109°05’35”|15°20’35.7”|109°05’28.5”
|LS3|15°20’10”|109°07’06”|15°20’13.7”|109°06’59.5”
|LS4|15°22’24”|109°07’43”|15°22’27.7”|109°07’36.5”""".replace("\n", "").split("|")
)
LY_SON_CORNERS = [
    ("LS1", 15.37575, 109.100139),
    ("LS2", 15.34325, 109.09125),
    ("LS3", 15.337139, 109.116528),
    ("LS4", 15.374361, 109.126806),
]

Row = tuple[str, str, str]


def grouped(value: float, thousands: str, decimal: str, decimals: int) -> str:
    """Write a number with the given marks."""
    text = f"{value:,.{decimals}f}"
    return text.replace(",", "\0").replace(".", decimal).replace("\0", thousands)


NUMBER_STYLES: dict[str, Callable[[float], str]] = {
    "comma": lambda value: grouped(value, "", ",", 3),
    "point": lambda value: grouped(value, "", ".", 3),
    "vietnamese": lambda value: grouped(value, ".", ",", 2),
    "english": lambda value: grouped(value, ",", ".", 2),
    "spaced": lambda value: grouped(value, " ", ",", 3),
    "hard spaced": lambda value: grouped(value, "\u00a0", ",", 2),
}


def excel(rows: Sequence[Row]) -> str:
    """Copy cells as Excel does: tabs, CRLF."""
    return "\r\n".join("\t".join(row) for row in rows) + "\r\n"


def word(rows: Sequence[Row]) -> str:
    """Draw a table with bars."""
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def pdf(rows: Sequence[Row]) -> str:
    """Copy one cell a line with blank lines between, as a PDF does."""
    return "\n\n".join(cell for row in rows for cell in row)


def spaces(rows: Sequence[Row]) -> str:
    """Part cells by single spaces."""
    return "\n".join(" ".join(cell for cell in row if cell) for row in rows)


def prose(rows: Sequence[Row]) -> str:
    """Write corners in one running sentence."""
    return "; ".join(f"điểm {label} (X={first} m, Y={second} m)" for label, first, second in rows) + "."


LAYOUTS = {"excel": excel, "word": word, "pdf": pdf, "spaces": spaces, "prose": prose}
HEADERS: dict[str, tuple[Row, ...]] = {
    "none": (),
    "short": (("STT", "X (m)", "Y (m)"),),
    "long": (("Số hiệu điểm", "Tọa độ X(m)", "Tọa độ Y(m)"),),
}


@dataclass(frozen=True)
class Print:
    """One way to print a ring: order of columns, number style, layout, header, prefix of the labels."""

    north_first: bool
    style: str
    layout: str
    header: str
    prefix: str

    @property
    def is_ambiguous(self) -> bool:
        """Whether single spaces part labels, thousands and cells alike: `1 595 190 2 314 037` reads two ways."""
        return not self.prefix and not self.north_first and (self.style, self.layout) == ("spaced", "spaces")

    def labels(self, count: int) -> list[str]:
        """Return the labels of so many corners."""
        return [f"{self.prefix}{number}" for number in range(1, count + 1)]

    def write(self, ring: Sequence[tuple[float, float]]) -> str:
        """Print a ring of east, north."""
        number = NUMBER_STYLES[self.style]
        pairs = [(number(y), number(x)) if self.north_first else (number(x), number(y)) for x, y in ring]
        rows = [(label, *pair) for label, pair in zip(self.labels(len(ring)), pairs, strict=True)]
        return LAYOUTS[self.layout](rows if self.layout == "prose" else [*HEADERS[self.header], *rows])
