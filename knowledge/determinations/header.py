"""The header block of the form: labels and values in two columns, in whatever order extraction leaves them.

Some extractors keep "label: value" together, some print all labels of a row first, some break a label over
two lines. Values are therefore handed to labels in order, by kind: a date to a label that wants a date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

_LABELS = {
    "case_number": r"case\s+(?:number|no\.?)",
    "date_assigned": r"date\s+assigned",
    "date_of_injury": r"date\s+of\s+injury",
    "decision_date": r"decision\s+date",
    "ur_denial_date": r"UR\s+denial\s+date",
    "priority": r"priority",
    "application_received": r"application\s+received",
}
_PRIORITY = r"standard|expedited"
_TOKEN = re.compile(
    "|".join(f"(?P<{name}>\\b{label}\\s*:)" for name, label in _LABELS.items())
    # "Priority: Standard Application / Received: 11/03/2016": the label is broken by its neighbour's value
    + r"|(?P<received>\bReceived\s*:)"
    + r"|(?P<number_value>\bCM\d{2}\s?-\s?\d{5,8}\b)"
    + r"|(?P<date_value>\b\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})\b)"
    + rf"|(?P<priority_value>\b(?:{_PRIORITY})\b)",
    re.IGNORECASE,
)
_WANTS = {"case_number": "number_value", "priority": "priority_value"}
_DATES = ("date_assigned", "date_of_injury", "decision_date", "ur_denial_date", "application_received")


@dataclass(frozen=True, slots=True)
class Header:
    """The header's values; None where the form does not state one. ``raw`` keeps them as printed."""

    raw: Mapping[str, str]
    case_number: str | None = None
    priority: str | None = None
    date_assigned: date | None = None
    date_of_injury: date | None = None
    decision_date: date | None = None
    ur_denial_date: date | None = None
    application_received: date | None = None


def read_header(text: str) -> Header:
    """Read the block above the first title; an absent block gives an empty header."""
    raw = _values(text)
    dates = {name: read_date(raw[name]) for name in _DATES if name in raw}
    number = raw.get("case_number")
    priority = raw.get("priority")
    return Header(
        raw,
        case_number=re.sub(r"\s", "", number).upper() if number else None,
        priority=priority.capitalize() if priority else None,
        **dates,
    )


def read_date(text: str) -> date | None:
    """A date written month, day, year in figures; None for a date that does not exist."""
    month, day, year = (int(part) for part in re.split(r"[/-]", text))
    if year < 100:
        year += 2000 if year < 70 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _values(text: str) -> dict[str, str]:
    waiting: list[str] = []
    values: dict[str, str] = {}
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup or ""
        if kind == "received":
            kind = "application_received"
        if not kind.endswith("_value"):
            waiting.append(kind)
            continue
        name = next((label for label in waiting if _WANTS.get(label, "date_value") == kind), None)
        if name:
            waiting.remove(name)
            values.setdefault(name, token.group())
    return values
