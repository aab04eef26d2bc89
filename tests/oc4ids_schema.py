"""What OC4IDS 0.9.5 says of every field that we write, in our own words; a field that is not here may not be written.

After `schema/project-level` of open-contracting/infrastructure (Apache-2.0) at 0.9.5 of 2025-04-02: types, what is
required, closed lists, unique items, nothing empty. `docs/decisions/oc4ids-schema.md` says how the official schema and
the official checker were run over the same files.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1, "pattern": r"\S"}
MOMENT: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$"}
URI: Schema = {"type": "string", "pattern": r"^(https?://[^\s<>\"{}|\\^`]+|urn:uuid:[0-9a-f-]{36})$"}


def record(required: tuple[str, ...] = (), **fields: Schema) -> Schema:
    """Return an object of these fields and of fields that begin with `x_`, never empty."""
    return {
        "type": "object",
        "required": list(required),
        "properties": fields,
        "patternProperties": {"^x_[a-z]+[A-Za-z]*$": {"not": {"enum": [None, "", [], {}]}}},
        "additionalProperties": False,
        "minProperties": 1,
    }


def listed(items: Schema) -> Schema:
    """Return a list of different things, never empty."""
    return {"type": "array", "items": items, "uniqueItems": True, "minItems": 1}


def one_of(*codes: str) -> Schema:
    """Return a code of a list; an open list also takes codes of our own, which begin with `x_`."""
    return {"type": "string", "enum": list(codes)}


SECTORS = (
    *("education", "health", "energy", "communications", "waterAndWaste", "governance", "economy", "socialHousing"),
    *("cultureSportsAndRecreation", "naturalResources", "naturalResources.floodProtection", "transport"),
    *(f"transport.{code}" for code in ("air", "water", "rail", "road", "urban", "lowCarbon")),
    *(f"energy.{code}" for code in ("solar", "wind", "hydropower", "biomass", "geothermal")),
)
PERIOD = record(startDate=MOMENT, endDate=MOMENT)
COORDINATES: Schema = {"type": "array", "minItems": 1, "items": {"type": ["number", "array"], "minItems": 1}}
GEOMETRY = record(
    ("type", "coordinates"),
    type=one_of("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
    coordinates=COORDINATES,
)
LOCATION = record(("id", "description"), id=TEXT, description=TEXT, geometry=GEOMETRY)
MILESTONE = record(
    ("id", "status"),
    id=TEXT,
    title=TEXT,
    type=one_of("x_landClearance"),
    dueDate=MOMENT,
    dateModified=MOMENT,
    status=one_of("scheduled", "met", "notMet", "partiallyMet"),
)
OBSERVATION = record(
    ("id", "measure", "unit"),
    id=TEXT,
    period=PERIOD,
    measure={"type": "number", "minimum": 0, "maximum": 1},
    unit=record(("name",), name=TEXT, scheme=one_of("UNCEFACT"), id=one_of("C62")),
    dimensions={"type": "object", "minProperties": 1, "additionalProperties": TEXT},
)
METRIC = record(("id",), id=one_of("x_landHandedOver"), title=TEXT, observations=listed(OBSERVATION))
RELATED = record(("id",), id=TEXT, scheme=one_of("oc4ids"), identifier=TEXT, relationship=one_of("x_clearanceFor"))
PROJECT = record(
    ("id", "language"),
    id=TEXT,
    identifiers=listed(record(("id",), id=TEXT, scheme=TEXT)),
    language=one_of("vi"),
    title=TEXT,
    period=PERIOD,
    sector=listed(one_of(*SECTORS)),
    additionalClassifications=listed(
        record(("scheme", "id"), scheme=one_of("x_category", "x_fundingSource"), id=TEXT, description=TEXT)
    ),
    locations=listed(LOCATION),
    milestones=listed(MILESTONE),
    metrics=listed(METRIC),
    relatedProjects=listed(RELATED),
)
PACKAGE = record(
    ("uri", "publisher", "publishedDate", "projects", "version"),
    uri=URI,
    publishedDate=MOMENT,
    version={"type": "string", "pattern": r"^(\d+\.)(\d+)$"},
    publisher=record(("name",), name=TEXT),
    license=URI,
    projects=listed(PROJECT),
)
