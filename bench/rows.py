"""A frame of any size for the benches: the shipped rows over and over, each copy moved a little, with its own ids."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.export.delivery import Delivery, Notice
from geo.programme import load

DAY = date(2026, 11, 24)


def many_rows(count: int) -> gpd.GeoDataFrame:
    """Return the frame of `DAY` with `count` rows; a row without a place gets a point, so that all count it."""
    frame = load(today=DAY)
    copies = -(-count // len(frame))
    at = np.arange(count)
    grown = pd.concat([frame] * copies, ignore_index=True).iloc[:count].copy()
    grown["id"] = pd.array([f"PL1-{number:06d}" for number in at], dtype=frame["id"].dtype)
    shapes = np.array(grown.geometry.array, dtype=object)
    shapes[grown.geometry.isna().to_numpy()] = shapely.Point(106.7, 20.89)
    moved = shapely.transform(shapes, lambda points: points)
    offsets = np.column_stack([(at // len(frame) % 400) * 1e-5, (at // len(frame) // 400) * 1e-5])
    counts = shapely.get_num_coordinates(moved)
    moved = shapely.set_coordinates(moved, shapely.get_coordinates(moved) + np.repeat(offsets, counts, axis=0))
    found = gpd.GeoDataFrame(grown.drop(columns="geometry"), geometry=moved, crs=frame.crs).set_index("id", drop=False)
    found.index.name = None
    found.attrs["as_of"] = DAY.isoformat()
    return found


def delivery_of(frame: gpd.GeoDataFrame, epsg: int = 4326) -> Delivery:
    """Return a delivery of a whole frame."""
    return Delivery(frame, Notice(DAY, "bench", "toàn bộ các dòng"), epsg)
