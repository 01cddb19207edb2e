"""What the worker can lift held against what the job asks: two weights of one sentence, or of two in a row.

Reads wording and figures alone; which finding the shortfall bears on stands with the findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.evidence.reading import Record, Statement
from knowledge.document import Span

_WEIGHT = re.compile(r"(?<![\d/.-])(\d{1,3})(?:\s?-?\s?(?:pounds?|lbs?)\b|#)", re.IGNORECASE)
_BARE = re.compile(
    r"(?:calls for|requires|wants|demands|needs|is|of)\s(?:up to\s)?(\d{2,3})(?=[\s.,;)]|$)"
    r"(?!\s?(?:%|percent|years|hours|minutes|degrees|days|weeks|visits|of))",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"\b(?:job|trade|occupation|position|usual work|regular work|duties|analysis|demands?|required?s?"
    r"|requirements?|calls? for|needs|wants|must|has to lift|essential functions?)\b",
    re.IGNORECASE,
)
_CAN = re.compile(
    r"\b(?:can|able|lift\w*|limit\w*|restrict\w*|capacit\w+|tested|max\w*|handles?|carr\w+|achieved|managed"
    r"|only|tolerat\w+|occasional\w*|performed?|fce)\b",
    re.IGNORECASE,
)
_JOB_ITSELF = re.compile(r"\b(?:job|trade|work|position|demand)", re.IGNORECASE)
_ASKED_AFTER = re.compile(
    r"\W{0,3}(?:are |is |as )?(?:required|needed|demanded"
    r"|(?:by|for|of) (?:his|her|the) (?:job|trade|work))",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\W{0,3}(?:versus|vs\b|against|compared)", re.IGNORECASE)
_BEFORE = 60


def short_loads(record: Record) -> Iterator[Span]:
    """The places where what can be lifted is said to be less than what the job asks."""
    previous: Statement | None = None
    for statement in record.statements:
        start = previous.span.start if previous else statement.span.start
        yield from _short(record.text, start, statement)
        previous = statement


def _short(text: str, start: int, statement: Statement) -> Iterator[Span]:
    asked, held = [], []
    last = start
    for place, value in _weights(text, start, statement.span.end):
        told = text[max(last, place.start - _BEFORE) : place.start]
        after = text[place.end : min(place.end + 24, statement.span.end)]
        job = max((m.end() for m in _JOB.finditer(told)), default=-1)
        can = max((m.end() for m in _CAN.finditer(told)), default=-1)
        by_job = job > -1 and (job >= can or _JOB_ITSELF.search(told) is not None)
        if by_job or _ASKED_AFTER.match(after):
            asked.append((place, value))
        elif can > -1 or _CAN.search(after) or _AGAINST.match(after):
            held.append((place, value))
        last = place.end
    inside = [p for p, _ in (*asked, *held) if p.start >= statement.span.start]
    if asked and held and inside and max(v for _, v in held) < max(v for _, v in asked):
        first = min(p.start for p in inside)
        yield Span(first, max(p.end for p in inside))


def _weights(text: str, start: int, end: int) -> list[tuple[Span, int]]:
    found = {m.start(1): (Span(*m.span()), int(m[1])) for m in _WEIGHT.finditer(text, start, end)}
    if found:
        for match in _BARE.finditer(text, start, end):
            found.setdefault(match.start(1), (Span(match.start(1), match.end(1)), int(match[1])))
    return [found[at] for at in sorted(found)]
