"""The visits that the record says were asked for, where the wording of the item states none.

Reads the sentences of the request and of its review alone; silent where they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.case import DisputedItem, Request
from assistant.evidence.observe import quote_span
from assistant.evidence.reading import Record, Statement
from assistant.evidence.visits import therapy_of
from assistant.intake.request import parse_request
from knowledge.document import Span
from knowledge.regions import regions_in

_UNSTATED = re.compile(r"\b(?:un(?:specified|known|stated)|quantity not)\b", re.IGNORECASE)
_OTHER_PART = re.compile(
    r"\b(?:authorized|approved|remaining|remainder|modified|completed|attended)\b", re.IGNORECASE
)
_END = re.compile(
    r";\s|\.\s|,\s(?:and\s)?(?=(?:an?|one|MRI|EMG|x-?rays?|\w+ (?:injection|medication)))|$", re.IGNORECASE
)
_BEFORE = 40


def asked_visits(item: DisputedItem, record: Record, family: str | None) -> tuple[Request, Span] | None:
    """What the record's request states for the therapy of ``item``, and where; None where it is not one."""
    silent = item.request.visits is None and item.authorized is None and item.original_request is None
    therapy = therapy_of(f"{item.treatment} {(family or '').replace('_', ' ')}") if silent else None
    if therapy is None or _UNSTATED.search(item.treatment):
        return None
    asked = regions_in(item.treatment)
    told = [
        found
        for statement in record.statements
        for match in [therapy.search(record.text, statement.span.start, statement.span.end)]
        if match is not None and statement.source_at(match.start()) in ("request", "ur")
        for found in _stated(record, statement, match, asked)
    ]
    if len({request.visits for request, _ in told}) != 1:
        return None
    return told[0]


def _stated(
    record: Record, statement: Statement, match: re.Match[str], asked: frozenset[str]
) -> Iterator[tuple[Request, Span]]:
    stop = _END.search(record.text, match.end(), statement.span.end)
    end = stop.start() if stop else statement.span.end
    start = max(record.text.rfind(",", statement.span.start, match.start()), match.start() - _BEFORE)
    clause = record.text[max(start, statement.span.start) : end].strip(" ,")
    named = regions_in(clause)
    if _OTHER_PART.search(clause) or (named and asked and not named & asked):
        return
    request = parse_request(clause)
    if request.visits:
        yield request, quote_span(record, statement, Span(match.start(), end))
