"""Dates in prose, in every style of a medical record. Knows neither roles nor time zones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

Precision = Literal["day", "month", "year"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_GAP = r"\s{0,2}"
_DATE = re.compile(
    rf"""(?<![\w/.%-])(?:
      (?P<iy>(?:19|20)\d\d)-{_GAP}(?P<im>\d{{1,2}})-{_GAP}(?P<id>\d{{1,2}})
    | (?P<nm>\d{{1,2}})(?P<sep>[/.-]){_GAP}(?P<nd>\d{{1,2}})(?P=sep){_GAP}(?P<ny>\d{{4}}|\d\d)
    | (?P<wm>{_MONTH})\.?\s{{1,2}}(?P<wd>\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s{{0,2}}(?P<wy>(?:19|20)\d\d)
    | (?P<dd>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,2}}(?:of\s)?(?P<dm>{_MONTH})\.?,?\s{{1,2}}(?P<dy>(?:19|20)\d\d)
    | (?P<mm>{_MONTH})\.?,?\s{{1,2}}(?:of\s{{1,2}})?(?P<my>(?:19|20)\d\d)
    | (?P<sm>\d{{1,2}})/(?P<sy>(?:19|20)\d\d)
    )(?![\w/%]|-\d)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at ``text[start:end]``. ``value`` is None when the calendar has no such day.

    Precision ``month`` carries the first of the month, ``year`` the first of January.
    """

    start: int
    end: int
    value: date | None
    precision: Precision = "day"


@lru_cache(maxsize=64)
def dates_in(text: str) -> tuple[DateMention, ...]:
    """All dates of a text in order. Two-digit years below 70 are of this century."""
    return tuple(_mention(match) for match in _DATE.finditer(text))


def _mention(match: re.Match[str]) -> DateMention:
    for year, month, day in (
        ("iy", "im", "id"),
        ("ny", "nm", "nd"),
        ("wy", "wm", "wd"),
        ("dy", "dm", "dd"),
    ):
        if match[year] is not None:
            return DateMention(*match.span(), _day(match[year], match[month], match[day]))
    year, month = ("my", "mm") if match["my"] is not None else ("sy", "sm")
    return DateMention(*match.span(), _day(match[year], match[month], "1"), "month")


def _day(year: str, month: str, day: str) -> date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 70 else 1900
    spelt = month.lower()
    try:
        return date(number, _MONTHS[spelt] if spelt in _MONTHS else int(month), int(day))
    except ValueError:
        return None
