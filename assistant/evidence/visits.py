"""Visits of one therapy that the record says were attended; each therapy is counted apart.

Never counts what is requested, planned, authorized or decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.evidence.numbers import COUNT, count_of
from assistant.evidence.observe import quote_span
from assistant.evidence.reading import Record, Statement
from assistant.evidence.wording import wording
from knowledge.document import Assertion, Span
from knowledge.measures import load_tables

_VISIT = r"(?:visits?|sessions?|treatments?|appointments?|session's|reports?(?=\sdated))"
_OF = rf"(?P<done>{COUNT})\s(?:out\s)?of\s(?:the\s|an?\s)?(?P<all>{COUNT})"
_SURE = (Assertion.AFFIRMED, Assertion.HISTORICAL)


@dataclass(frozen=True, slots=True)
class Visits:
    """Completed visits with the quote they rest on."""

    visits: int
    place: Span
    computation: str


@dataclass(frozen=True)
class _Therapy:
    name: str
    words: re.Pattern[str]
    counts: tuple[re.Pattern[str], ...]


@cache
def _therapies() -> tuple[_Therapy, ...]:
    raw: dict[str, str] = load_tables()["therapies"]
    return tuple(_therapy(name, words) for name, words in raw.items())


def _therapy(name: str, words: str) -> _Therapy:
    therapy = rf"(?<!\w)(?:{words})"
    lead = r"(?:at least|approximately|about|only|x|#|a total of)?\s?"
    shapes = (
        # 5 of 6 chiropractic sessions; 6 of 6 visits of physical therapy
        rf"{_OF}\s(?:[\w-]+\s){{0,3}}?(?:{_VISIT}\s(?:of\s|for\s)?(?:[\w-]+\s){{0,2}}?{therapy}|{therapy}(?:\s[\w()-]+){{0,2}}?\s{_VISIT})",
        rf"{_OF}\s{_VISIT}",
        # six sessions of physical therapy; 6 PT (physical therapy) sessions
        rf"{lead}(?P<done>{COUNT})\s(?:\w+\s)?{_VISIT}\s(?:of\s|for\s)?(?:[\w-]+\s){{0,3}}?{therapy}",
        rf"{lead}(?P<done>{COUNT})\s(?:[\w-]+\s){{0,2}}?{therapy}(?:\s?\(?[\w-]+\)?){{0,3}}?\s{_VISIT}",
        # physical therapy x at least 6 sessions; physical therapy (8 sessions); therapy 4 visits
        rf"{therapy}(?:\s(?:notes?|records?|reports?))?[\s,:(x#-]{{1,4}}(?:\w+\s){{0,2}}?{lead}(?P<done>{COUNT})\)?\s?{_VISIT}?(?!\s?(?:times|x|weeks?|days?|months?|per|/|mg|%))",
        rf"{therapy}[\s,]{{1,3}}(?:[\w-]+\s){{0,3}}?{_VISIT}\s?(?:x|#|number|no\.)\s?(?P<done>{COUNT})",
    )
    return _Therapy(
        name, re.compile(therapy, re.IGNORECASE), tuple(re.compile(s, re.IGNORECASE) for s in shapes)
    )


def visits_completed(record: Record, treatment: str) -> Visits | None:
    """The highest count of attended visits of the therapy that ``treatment`` asks for, or None."""
    therapy = next((t for t in _therapies() if t.words.search(treatment)), None)
    if therapy is None:
        return None
    counted = [found for statement in record.statements for found in _counted(record, statement, therapy)]
    if not counted:
        return None
    visits, place = max(counted, key=lambda pair: (pair[0], -pair[1].start))
    noun = "visit" if visits == 1 else "visits"
    said = f"the record states {visits} completed {noun} of {therapy.name.replace('_', ' ')}"
    return Visits(visits, place, said)


def _counted(record: Record, statement: Statement, therapy: _Therapy) -> Iterator[tuple[int, Span]]:
    text, start, end = record.text, statement.span.start, statement.span.end
    if (
        therapy.words.search(text, start, end) is None
        or wording("attended").search(text, start, end) is None
    ):
        return
    partial: list[Span] = []
    for shape in therapy.counts:
        for match in shape.finditer(text, start, end):
            if "all" in shape.groupindex:
                partial.append(Span(*match.span()))
            elif any(span.overlaps(Span(*match.span())) for span in partial):
                continue  # the 12 of "1 of 12 visits" are no completed visits
            number = count_of(match["done"])
            if number is not None and 0 < number <= 100 and _attended(record, statement, match):
                yield number, quote_span(record, statement, Span(*match.span()))


def _attended(record: Record, statement: Statement, match: re.Match[str]) -> bool:
    if statement.source_at(match.start("done")) != "record":
        return False
    around = record.text[
        max(match.start() - 48, statement.span.start) : min(match.end() + 30, statement.span.end)
    ]
    if wording("only_granted").search(around) and not wording("surely_attended").search(around):
        return False
    return record.assertions.at(match.start("done"), match.end("done")).assertion in _SURE
