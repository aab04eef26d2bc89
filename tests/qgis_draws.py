"""What QGIS makes of layers, run with the Python of QGIS: python3 qgis_draws.py '[["name", "source", "provider"], …]'.

Prints one JSON object: by name the count, the ids of the features that were really drawn, the colours of the picture,
the headings and the words of the fields. Nothing of the project is imported: QGIS brings a Python of its own.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsRenderedFeatureHandlerInterface,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

SIDE = 600


class Drawn(QgsRenderedFeatureHandlerInterface):  # type: ignore[misc]  # QGIS has no types
    """Keeps the ids of the features that reach the picture."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()

    def handleRenderedFeature(self, feature: Any, geometry: Any, context: Any) -> None:  # noqa: N802  QGIS's
        """Keep one feature; QGIS calls this after drawing it."""
        self.ids.add(feature["id"])

    def usedAttributes(self, layer: Any, context: Any) -> set[str]:  # noqa: N802  QGIS's own names
        """Ask for the id of every feature."""
        return {"id"}


def draw(layer: Any) -> tuple[set[str], Counter[str]]:
    """Return the ids of the features drawn over the whole layer, and how many dots of the picture have each colour."""
    settings, drawn = QgsMapSettings(), Drawn()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    extent = layer.extent()
    extent.grow(max(extent.width(), extent.height(), 1e-3) / 10)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(SIDE, SIDE))
    settings.setFlag(QgsMapSettings.Antialiasing, on=False)
    settings.addRenderedFeatureHandler(drawn)
    image = QImage(SIDE, SIDE, QImage.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.end()
    dots = Counter(QColor(image.pixel(x, y)).name() for x in range(SIDE) for y in range(SIDE))
    return drawn.ids, dots


def look(source: str, provider: str) -> dict[str, Any]:
    """Return what QGIS sees in one layer."""
    layer = QgsVectorLayer(source, "layer", provider)
    if not layer.isValid():
        return {"error": layer.error().summary() or "not valid"}
    fields = layer.fields()
    drawn, dots = draw(layer) if layer.isSpatial() else (set(), Counter())
    return {
        "ids": sorted(feature["id"] for feature in layer.getFeatures()),
        "count": layer.featureCount(),
        "drawn": sorted(drawn),
        "colours": dict(dots.most_common(12)),
        "renderer": layer.renderer().type() if layer.renderer() else "",
        "legend": [item.label() for item in layer.renderer().legendSymbolItems()] if layer.renderer() else [],
        "headings": {field.name(): field.alias() for field in fields},
        "widgets": {field.name(): layer.editorWidgetSetup(at).type() for at, field in enumerate(fields)},
        "epsg": layer.crs().authid(),
    }


def main() -> None:
    """Start QGIS without a window, look at every layer, print what it saw."""
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    found = {name: look(source, provider) for name, source, provider in json.loads(sys.argv[1])}
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    application.exitQgis()


if __name__ == "__main__":
    main()
