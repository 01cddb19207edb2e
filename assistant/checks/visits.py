"""On which day a sentence of the record speaks: its own date, the last one before it, or that of the visit
with which the account opens. Knows nothing of what is told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from assistant.checks.record import RecordIndex, RecordSentence
from assistant.claims.residue import days_of

_BY = re.compile(r"\b(?:as of|by|through|before|prior to|until)\s+\W*\d", re.I)
_OPENS = re.compile(
    r"^\W*(?:on|at|in|per|according to|during|the|an?|seen|evaluated|examined|visit|note|report|"
    r"progress|PR-?2)\b",
    re.I,
)
_VISIT_BACK, _OPENING = 8, 60


def told_on(record: RecordIndex, sentence: RecordSentence, clause: str, meant: tuple[date, ...]) -> bool:
    """Where the clause names a day, the sentence speaks of it, or of an earlier one ("as of ...").

    ``meant``: the days of a visit that the clause speaks of without naming them.
    """
    wanted = days_of(clause) or meant
    if not wanted:
        return True
    told = _days(record, sentence)
    if _BY.search(clause):
        return any(day <= max(wanted) for day in told)
    return bool((set(told) | _visit(record, sentence)) & set(wanted))


def _visit(record: RecordIndex, sentence: RecordSentence) -> frozenset[date]:
    """The day with which the account of the visit opens, a few sentences before: "On June 2, 2016, ..."."""
    rows = record.clinical
    at = bisect_left(rows, sentence.start, key=lambda s: s.start)
    for row in reversed(rows[max(0, at - _VISIT_BACK) : at]):
        days = days_of(row.text[:_OPENING]) if _OPENS.match(row.text) else ()
        if days:
            return frozenset(days)
    return frozenset()


def _days(record: RecordIndex, sentence: RecordSentence) -> tuple[date, ...]:
    """The days of the sentence, else the last one named before it."""
    own = days_of(sentence.text)
    if own:
        return own
    at = bisect_left(record.dates, sentence.start, key=lambda d: d.span.start) - 1
    last = record.dates[at].day if at >= 0 else None
    return (last,) if last else ()
