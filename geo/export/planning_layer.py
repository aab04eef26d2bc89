"""`DuAnLienQuan_A` of Thông tư 16/2025/TT-BXD, Annex II: the official class for areas of projects, in VN-2000.

Only areas that were surveyed or traced go in: the class means the outline of a project, and a search region is none.
`maThongTinQH` and `maHoSoQH` belong to a planning file that the programme does not name; they stay empty.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.export.delivery import DRAWN, Delivery, geometries_of, kinds_of, plain_table, reprojected, uniform
from geo.export.gpkg_extras import settle

LAYER = "DuAnLienQuan_A"


def to_planning_layer(delivery: Delivery, path: Path) -> None:
    """Write a GeoPackage of the one layer; it is there even when no project has a known outline."""
    frame = delivery.frame
    known = (kinds_of(geometries_of(frame)) == "polygon") & frame["precision"].isin(DRAWN).to_numpy(bool)
    chosen = frame[known & ~frame["sketch"].to_numpy(bool)]
    table = plain_table(chosen)
    shapes = uniform(reprojected(geometries_of(chosen), delivery.epsg), "polygon")
    empty = pd.Series([None] * len(table), table.index, dtype=object)
    layer = gpd.GeoDataFrame(
        {
            "maThongTinQH": empty,
            "maHoSoQH": empty,
            "maDoiTuong": table["id"],
            "tenDoiTuong": table["name"],
            "phanLoai": [delivery.looks.word("category", code) for code in table["category"]],
            "ghiChu": [_note(source, delivery) for source in table["source"]],
        },
        geometry=gpd.GeoSeries(shapes, index=table.index, crs=f"EPSG:{delivery.epsg}"),
    )
    options = {"IDENTIFIER": "Dự án liên quan", "DESCRIPTION": delivery.notice.text(), "GEOMETRY_NAME": "geom"}
    pyogrio.write_dataframe(
        layer, path, driver="GPKG", layer=LAYER, geometry_type="MultiPolygon", layer_options=options,
        dataset_options={"VERSION": "1.3"},
    )  # fmt: skip
    settle(path, delivery.notice.as_of)


def _note(source: str, delivery: Delivery) -> str:
    """Return what the class has no field for: where the row comes from, as of when."""
    return f"{source}. Tính đến ngày {delivery.notice.as_of:%d/%m/%Y}."
