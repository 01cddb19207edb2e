"""Improvement that is told without a word on therapy, and not before the therapy began.

"The symptoms were gradually improving" is put down to therapy only where no earlier day than that of the
first therapy is told with it. Knows neither findings nor packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.evidence.reading import Record, Statement
from knowledge.document import Assertion, Span

_FIRM = (Assertion.AFFIRMED, Assertion.HISTORICAL)
_BETTER = re.compile(
    r"\b(?:is|was|are|were|been|feels?|feeling|felt|getting|gradually|steadily|slowly|overall)\s(?:\w+\s){0,3}?"
    r"(?:improv(?:ed|ing|ement)|better)\b"
    r"|\b(?:pain|symptoms?|spasms?|stiffness|swelling)\s(?:level\s)?(?:has|have|had)\s(?:\w+\s)?"
    r"(?:decreased|lessened|diminished|eased|improved|subsided|settled|reduced|gone down|come down)\b"
    r"|\b(?:\d{1,3}|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\s?(?:%|percent)\s(?:\w+\s)?"
    r"(?:better|improve(?:d|ment))\b"
    r"|\b(?:good|steady|some|continued|significant|much)\s(?:\w+\s)?(?:progress|improvement)\b"
    r"|\brespond(?:ed|ing|s)\s(?:well|favou?rably|positively)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|never|hardly)\b|n['’]t\b", re.IGNORECASE)
_THERAPY = re.compile(
    r"\b(?:physical|occupational|hand|aquatic)\stherapy|\bphysiotherapy|\b(?-i:PT|OT)\b|\btherapist",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:request\w*|refer\w*|recommend\w*|authoriz\w+|prescri\w+|order\w*|plan\w*|den(?:ied|y))\b",
    re.IGNORECASE,
)


def improving(record: Record) -> Iterator[Span]:
    """The places that tell of improvement on no day before the first that is told of therapy."""
    begun = _first_therapy(record)
    for statement in record.statements:
        if begun is not None and statement.dated is not None and statement.dated < begun:
            continue
        for match in _BETTER.finditer(record.text, statement.span.start, statement.span.end):
            if not _NOT.search(match[0]) and record.assertions.at(*match.span()).assertion in _FIRM:
                yield Span(*match.span())


def _first_therapy(record: Record) -> date | None:
    days = (
        mention.value
        for statement in record.statements
        if _given(record, statement)
        for mention in statement.dates
        if mention.value is not None and mention.precision == "day"
    )
    return min(days, default=None)


def _given(record: Record, statement: Statement) -> bool:
    inside = (record.text, statement.span.start, statement.span.end)
    return _THERAPY.search(*inside) is not None and _ASKED.search(*inside) is None
