"""OGC API – Features (Parts 1 to 3) over the one frame: the live service that desktop programs already speak."""

from webmap.ogc.views import blueprint

__all__ = ["blueprint"]
