"""From a project's name to where it is: see `docs/geocoder.md`."""

from geo.geocode.answers import METHODS
from geo.geocode.feature import to_feature
from geo.geocode.locate import locate
from geo.geocode.programme import locate_all

__all__ = ["METHODS", "locate", "locate_all", "to_feature"]
