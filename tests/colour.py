"""How far colours are apart for people who see all, less red, less green or less blue; how well they stand on a ground.

Distance: CAM02-UCS (Luo, Cui, Li 2006) over CIECAM02 in the viewing conditions of the sRGB standard (average surround,
64 lux, 20 % grey). Sight: the matrices of Machado, Oliveira and Fernandes 2009 at full severity. Contrast: WCAG 2.2.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import combinations

import numpy as np

SIGHTS = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_CAT02 = np.array([[0.7328, 0.4296, -0.1624], [-0.7036, 1.6975, 0.0061], [0.0030, 0.0136, 0.9834]])
_HPE = np.array([[0.38971, 0.68898, -0.07868], [-0.22981, 1.18340, 0.04641], [0, 0, 1]])
_WHITE = np.array([95.047, 100.0, 108.883])
_LIGHT = 64 / math.pi / 5  # cd/m², adapting luminance
_GREY = 20.0


def linear(colour: str) -> np.ndarray:
    """Return `#rrggbb` as linear red, green, blue from 0 to 1."""
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.asarray(np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4))


def contrast(a: str, b: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted(float(linear(colour) @ _XYZ[1]) for colour in (a, b))
    return (high + 0.05) / (low + 0.05)


def _response(xyz: np.ndarray, strength: float) -> np.ndarray:
    """Return the compressed responses of the three cones."""
    adapted = 1 - math.exp((-_LIGHT - 42) / 92) / 3.6
    white = _CAT02 @ _WHITE
    sharpened = (100 * adapted / white + 1 - adapted) * (_CAT02 @ xyz)
    cones = _HPE @ np.linalg.inv(_CAT02) @ sharpened
    scaled = (strength * np.abs(cones) / 100) ** 0.42
    return np.asarray(np.sign(cones) * 400 * scaled / (scaled + 27.13) + 0.1)


def ucs(colour: str, sight: str = "normal") -> np.ndarray:
    """Return lightness and the two chroma axes of a colour in CAM02-UCS, as a sight sees it."""
    seen = np.clip(SIGHTS[sight] @ linear(colour), 0, 1)
    k = 1 / (5 * _LIGHT + 1)
    strength = 0.2 * k**4 * 5 * _LIGHT + 0.1 * (1 - k**4) ** 2 * (5 * _LIGHT) ** (1 / 3)
    n = _GREY / 100
    base = 0.725 * n**-0.2
    cones, white = _response(100 * _XYZ @ seen, strength), _response(_WHITE, strength)
    grey, white_grey = (float(np.array([2, 1, 0.05]) @ one - 0.305) * base for one in (cones, white))
    a = float(cones @ np.array([1, -12 / 11, 1 / 11]))
    b = float(cones @ np.array([1, 1, -2])) / 9
    hue = math.atan2(b, a)
    lightness = 100 * (grey / white_grey) ** (0.69 * (1.48 + math.sqrt(n)))
    eccentric = (math.cos(hue + 2) + 3.8) / 4
    t = 50000 / 13 * base * eccentric * math.hypot(a, b) / float(cones @ np.array([1, 1, 1.05]))
    colourful = t**0.9 * math.sqrt(lightness / 100) * (1.64 - 0.29**n) ** 0.73 * strength**0.25
    spread = math.log(1 + 0.0228 * colourful) / 0.0228
    return np.array([1.7 * lightness / (1 + 0.007 * lightness), spread * math.cos(hue), spread * math.sin(hue)])


def apart(a: str, b: str, sight: str) -> float:
    """Return the distance of two colours in CAM02-UCS; about 1 is just to be seen side by side."""
    return float(np.linalg.norm(ucs(a, sight) - ucs(b, sight)))


def nearest(colours: Iterable[str]) -> float:
    """Return the smallest distance between any two of the colours for any sight."""
    return min(apart(a, b, sight) for a, b in combinations(colours, 2) for sight in SIGHTS)
