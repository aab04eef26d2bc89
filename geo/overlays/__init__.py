"""Layers of one's own: declared in `layers.toml`, read without trust, never taking the map down with them."""

from geo.overlays.declared import Declared, LayerFault, Overlay, Source, read_declared

__all__ = ["Declared", "LayerFault", "Overlay", "Source", "read_declared"]
