"""Tables of corner coordinates as Vietnamese decisions print them: read, tried in every zone, proposed, drawn."""

from geo.coordinates.choice import Choice, Stated, Verdict, choose
from geo.coordinates.drawing import Drawing, DrawnKind, draw
from geo.coordinates.proposal import Proposal, propose
from geo.coordinates.table import Block, CoordinateTable, Corner, Unit, read_table
from geo.coordinates.ways import Reading, Way, all_ways, try_ways

__all__ = [
    "Block",
    "Choice",
    "CoordinateTable",
    "Corner",
    "Drawing",
    "DrawnKind",
    "Proposal",
    "Reading",
    "Stated",
    "Unit",
    "Verdict",
    "Way",
    "all_ways",
    "choose",
    "draw",
    "propose",
    "read_table",
    "try_ways",
]
