"""Dates in any American style: 9/7/12, 9-7-2012, 2012-09-07, September 7, 2012, Sept. 2012.

A year of two digits belongs to 1930-2029. An impossible date is kept with ``day`` None, never dropped.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from assistant.claims.model import DateMention
from knowledge.document import Span

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    r"(?<![\d/.#-])(?P<m1>\d{1,2})\s?(?P<separator>[/.-])\s?(?P<d1>\d{1,2})\s?(?P=separator)\s?("
    r"?P<y1>\d{4}|\d{2})(?![\d/]|-\d|\.\d)"
    r"|(?<!\d)(?P<y2>(?:19|20)\d{2})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2})(?!\d)"
    rf"|\b(?P<n3>{_NAME})\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{{4}})(?!\d)"
    rf"|\b(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<n4>{_NAME}),?\s+(?P<y4>\d{{4}})(?!\d)"
    rf"|\b(?P<n5>{_NAME}),?\s+(?:of\s+)?(?P<y5>(?:19|20)\d{{2}})(?!\d)"
    r"|(?<![\d/.-])(?P<m6>\d{1,2})/(?P<y6>(?:19|20)\d{2})(?!\d|/)",
    re.I,
)


_MAYBE = re.compile(rf"\d\s?[/.-]\s?\d|\b{_NAME[:-3]}", re.I)  # every date holds one of them
_ROOM = 16_384
_SENTENCE = 2_000


def dates_in(text: str) -> tuple[DateMention, ...]:
    """Every date of a text, in order; never raises. Those of a sentence are kept for the next rule."""
    if not _MAYBE.search(text):
        return ()
    return _kept(text) if len(text) <= _SENTENCE else _read(text)


def _read(text: str) -> tuple[DateMention, ...]:
    return tuple(_mention(match) for match in _DATE.finditer(text))


_kept = lru_cache(maxsize=_ROOM)(_read)


def _mention(match: re.Match[str]) -> DateMention:
    groups = {
        key[0]: value
        for key, value in match.groupdict().items()
        if value is not None and key != "separator"
    }
    year = int(groups["y"])
    if len(groups["y"]) == 2:
        year += 2000 if year < 30 else 1900
    month = _MONTHS.index(groups["n"][:3].lower()) + 1 if "n" in groups else int(groups["m"])
    return DateMention(_day(year, month, groups.get("d")), year, month, Span(*match.span()), "d" in groups)


def _day(year: int, month: int, day: str | None) -> date | None:
    if day is None:
        return None
    try:
        return date(year, month, int(day))
    except ValueError:
        return None
