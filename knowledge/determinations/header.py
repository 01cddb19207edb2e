"""The header block of the form: labels and values in two columns, in whatever order extraction leaves them.

Some extractors keep "label: value" together, some print all labels of a row first, some break a label over
two lines. A run of values is therefore handed to the run of labels before it, in order and by kind: a date
to a label that wants a date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    values: dict[str, str] = {}
    labels: list[str] = []
    found: list[tuple[str, str]] = []
    end_of_label: int | None = None
    for token in _TOKEN.finditer(text):
        if end_of_label is not None and text[end_of_label : token.start()].strip():
            labels.pop()  # the label has a value that cannot be read
        kind = token.lastgroup or ""
        if kind.endswith("_value"):
            found.append((kind, token.group()))
            end_of_label = None
            continue
        if found:
            _assign(values, labels, found)
            labels, found = [], []
        labels.append("application_received" if kind == "received" else kind)
        end_of_label = token.end()
    _assign(values, labels, found)
    return values


def _assign(values: dict[str, str], labels: Sequence[str], found: Sequence[tuple[str, str]]) -> None:
    """Hand a run of values to the run of labels before it, by kind; the first labels may lack one."""
    for kind in dict.fromkeys(kind for kind, _ in found):
        wanting = [label for label in labels if _WANTS.get(label, "date_value") == kind]
        printed = [text for of_kind, text in found if of_kind == kind]
        for label, text in zip(wanting[-len(printed) :], printed, strict=False):
            values.setdefault(label, text)
