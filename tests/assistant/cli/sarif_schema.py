"""The part of SARIF 2.1.0 that ``imr check`` writes, as JSON Schema in our own words: what must be there,
what it must be, and nothing else.
"""

from __future__ import annotations

from typing import Any


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 1}
INDEX = {"type": "integer", "minimum": 0}
BAG = {"type": "object"}
MESSAGE = _object("text", text=TEXT, markdown=TEXT)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RELATIVE = {"type": "string", "pattern": r"^(?!/)[A-Za-z0-9._~%/-]+$"}
LOCATION = _object("uri", uri=RELATIVE, index=INDEX)
REGION = _object(
    "startLine startColumn endLine endColumn charOffset charLength",
    startLine=COUNT,
    startColumn=COUNT,
    endLine=COUNT,
    endColumn=COUNT,
    charOffset=INDEX,
    charLength=COUNT,
    snippet=_object("text", text=TEXT),
)
PLACE = _object("artifactLocation", artifactLocation=LOCATION, region=REGION)
REPLACEMENT = _object(
    "deletedRegion", deletedRegion=REGION, insertedContent=_object("text", text={"type": "string"})
)
CHANGE = _object(
    "artifactLocation replacements",
    artifactLocation=LOCATION,
    replacements=_list(REPLACEMENT, minItems=1),
)
FIX = _object("artifactChanges", description=MESSAGE, artifactChanges=_list(CHANGE, minItems=1))
SUPPRESSION = _object(
    "kind justification",
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
    properties=BAG,
)
RESULT = _object(
    "message ruleId ruleIndex level locations",
    ruleId=TEXT,
    ruleIndex=INDEX,
    level=LEVEL,
    message=MESSAGE,
    locations=_list(_object("physicalLocation", physicalLocation=PLACE), minItems=1),
    relatedLocations=_list(
        _object("id", id=INDEX, message=MESSAGE, physicalLocation=PLACE, properties=BAG), uniqueItems=True
    ),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    fixes=_list(FIX, uniqueItems=True),
    suppressions=_list(SUPPRESSION, uniqueItems=True),
    properties=BAG,
)
RULE = _object(
    "id shortDescription fullDescription help defaultConfiguration",
    id=TEXT,
    name={"type": "string", "pattern": "^[A-Z][A-Za-z0-9]+$"},
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=_object("level", level=LEVEL),
    properties=BAG,
)
RUN = _object(
    "tool results columnKind",
    tool=_object(
        "driver",
        driver=_object("name rules", name=TEXT, semanticVersion=TEXT, rules=_list(RULE, uniqueItems=True)),
    ),
    columnKind={"enum": ["unicodeCodePoints", "utf16CodeUnits"]},
    artifacts=_list(
        _object("location", location=LOCATION, contents=_object("text", text=TEXT), description=MESSAGE)
    ),
    results=_list(RESULT),
    properties=BAG,
)
LOG = _object(
    "version runs",
    **{"$schema": {"type": "string", "pattern": "sarif-schema-2.1.0.json$"}},
    version={"const": "2.1.0"},
    runs=_list(RUN, minItems=1),
)
