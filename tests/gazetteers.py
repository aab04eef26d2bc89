"""What tests of the geocoder lean on: the programme as shipped, its gazetteer built once, small ones of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo.gazetteer import Gazetteer
from geo.geocode.names import read_name
from geo.geocode.reading import Reading
from geo.model import Location, Place, PlaceKind, Shape
from geo.read import read_programme
from tests.reports import DATA

PROGRAMME = read_programme(DATA)
GAZETTEER = Gazetteer(PROGRAMME.places, PROGRAMME.shapes)
NAMES = {project.id: project.name for project in PROGRAMME.projects}


def read(name: str, on: date | None = None) -> Reading:
    """Return a name as read against the shipped gazetteer."""
    return read_name(name, GAZETTEER, on)


def place(identifier: str, name: str, *aliases: str, **given: Any) -> Place:
    """Return a place, valid by default: a commune in the ward."""
    base: dict[str, Any] = {
        "kind": PlaceKind.COMMUNE,
        "parent": None,
        "lon": 106.68,
        "lat": 20.88,
        "radius_m": 1400.0,
        "confidence": "medium",
        "in_ward": True,
        "source": "test",
        "licence": "test",
    }
    return Place(identifier, name, aliases, **(base | given))


def shape(identifier: str, geometry: BaseGeometry, **given: Any) -> Shape:
    """Return a shape, valid by default: a mapped road."""
    base: dict[str, Any] = {
        "layer": "roads",
        "name": identifier,
        "uncertainty_m": 20.0,
        "sketch": False,
        "confidence": "high",
        "source": "test",
        "licence": "test",
    }
    return Shape(identifier, geometry=geometry, **(base | given))


def words_of(location: Location) -> list[str]:
    """Return the words of evidence of a location, in order."""
    return [line.words for line in location.evidence]
