"""Months and seasons of a text, with or without a year: "in July", "the fall of 2015", "since May 2016", "in 2011".

Works on folded text; a month alone has no year.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.dates import dates_in
from knowledge.document import Span

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SEASONS = {
    "winter": (12, 1, 2),
    "spring": (3, 4, 5),
    "summer": (6, 7, 8),
    "fall": (9, 10, 11),
    "autumn": (9, 10, 11),
}
_SAID = re.compile(
    rf"\b(?P<link>in|from|of|since|during|dated|on|by|until|through|as of|back to)(?: (?:the )?(?:early|late|mid-?|middle of|end of|beginning of))?(?: the)? "
    rf"(?:(?P<month>{'|'.join(m.capitalize() for m in _MONTHS)})|(?P<season>{'|'.join(_SEASONS)}))(?:,? (?:of )?(?P<year>(?:19|20)\d\d))?(?! ?\d|th\b)\b"
    r"|\b(?P<only>in|since|back to|during) (?P<bare>(?:19|20)\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class Period:
    """Months of a year; ``year`` is None where none is said, ``months`` empty where only a year is."""

    months: tuple[int, ...]
    year: int | None
    link: str
    place: Span


@lru_cache(maxsize=8192)
def periods_in(text: str) -> tuple[Period, ...]:
    """Months, seasons and years of a sentence that are part of no whole date."""
    whole = [d.span for d in dates_in(text) if d.whole]
    return tuple(p for p in _periods(text) if not any(span.overlaps(p.place) for span in whole))


def _periods(text: str) -> Iterator[Period]:
    for match in _SAID.finditer(text):
        if match["bare"]:
            yield Period((), int(match["bare"]), match["only"], Span(*match.span()))
            continue
        months = (
            (_MONTHS.index(match["month"].lower()) + 1,)
            if match["month"]
            else _SEASONS[match["season"].lower()]
        )
        yield Period(
            months, int(match["year"]) if match["year"] else None, match["link"], Span(*match.span())
        )


def fits(period: Period, year: int, month: int | None) -> bool:
    """The month of a year (None: some month of it) may be the period's."""
    if period.year is not None and year != period.year and not (12 in period.months and month in (1, 2)):
        return False
    return not period.months or month is None or month in period.months
