"""From a project's name to where it is: see `docs/geocoder.md`."""

from geo.geocode.answers import METHODS
from geo.geocode.locate import locate

__all__ = ["METHODS", "locate"]
