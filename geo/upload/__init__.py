"""Files of others → geometries: read without trust, in a process of their own, laid on the map by where they land."""

from geo.upload.model import DeclaredCrs, Feature, Format, Layer, Limits, Upload
from geo.upload.placing import LayerPlacing, Placed, place_layer
from geo.upload.read import read_upload

__all__ = [
    "DeclaredCrs",
    "Feature",
    "Format",
    "Layer",
    "LayerPlacing",
    "Limits",
    "Placed",
    "Upload",
    "place_layer",
    "read_upload",
]
