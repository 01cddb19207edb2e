"""Labelled values of a case file that is no published form: "Date of injury: ...", "Case number: ...".

Knows labels and dates, nothing of clinical facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    r"\b(?:(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})"
    r"|(?P<m2>\d{1,2})\s?[/.-]\s?(?P<d2>\d{1,2})\s?[/.-]\s?(?P<y2>\d{4}|\d{2})"
    rf"|(?P<m3>{_MONTH})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{{4}})"
    rf"|(?P<d4>\d{{1,2}})\s+(?P<m4>{_MONTH})\s+(?P<y4>\d{{4}}))\b",
    re.IGNORECASE,
)
_LABELS = {
    "case_number": r"(?:IMR\s+)?case\s+(?:number|no\.?|#)|application\s+number",
    "date_of_injury": r"date\s+of\s+(?:injury|accident|loss)|injury\s+date|DOI",
    "date_assigned": r"date\s+assigned|assigned(?:\s+on)?",
    "ur_denial_date": r"(?:UR|utili[sz]ation\s+review)\s+(?:denial|decision|determination)(?:\s+date)?"
    r"|date\s+of\s+(?:UR|utili[sz]ation\s+review)(?:\s+(?:denial|decision|determination))?",
    "application_received": r"application\s+received|(?:date\s+)?received",
    "priority": r"priority|review\s+type",
}
_LABEL = re.compile(
    r"(?:^|[ \t])(?:"
    + "|".join(f"(?P<{name}>{label})" for name, label in _LABELS.items())
    + r")[ \t]*:[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_INJURY = re.compile(
    r"\b(?:(?:industrial|occupational|work(?:[\s-]related)?)\s+injur(?:y|ies)|date\s+of\s+injury)"
    r",?(?:\s+(?:dated?|of|on|is|was)){0,2}\s+(?=[\dA-Z])",
    re.IGNORECASE,
)
_CASE_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/-]{2,24}", re.IGNORECASE)
_PRIORITY = re.compile(r"standard|expedited|regular", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Values that the file states behind a label; None where it does not."""

    case_number: str | None = None
    date_of_injury: date | None = None
    date_assigned: date | None = None
    ur_denial_date: date | None = None
    application_received: date | None = None
    priority: str | None = None


def read_labels(text: str) -> Labelled:
    """The first value of each label; a value that cannot be read counts as not stated."""
    case_number = priority = None
    dates: dict[str, date] = {}
    for label in _LABEL.finditer(text):
        name = label.lastgroup or ""
        if name == "case_number":
            found = _CASE_NUMBER.match(text, label.end())
            case_number = case_number or (found.group() if found else None)
        elif name == "priority":
            found = _PRIORITY.match(text, label.end())
            priority = priority or (found.group().capitalize() if found else None)
        elif name not in dates and (
            value := first_date(text[label.end() : label.end() + 40].split("\n")[0])
        ):
            dates[name] = value
    return Labelled(case_number=case_number, priority=priority, **dates)


def stated_injury_date(text: str) -> date | None:
    """The date of injury that running text states first ("sustained an industrial injury on ...")."""
    found = _INJURY.search(text)
    if not found:
        return None
    written = _DATE.match(text, found.end())
    return first_date(written.group()) if written else None


def first_date(text: str) -> date | None:
    """The first date in the text (American order where it is written in figures), if it exists."""
    found = _DATE.search(text)
    if not found:
        return None
    form = next(n for n in "1234" if found[f"y{n}"])
    year, month = int(found[f"y{form}"]), found[f"m{form}"]
    if year < 100:
        year += 2000 if year < 70 else 1900
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
        return date(year, number, int(found[f"d{form}"]))
    except ValueError:
        return None
