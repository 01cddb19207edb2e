"""When the disputed service took place, where the request says so: it may select the edition.

Reads wording alone; a service that is only asked for has no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.case import DisputedItem
from assistant.evidence.dates import DateMention, dates_in
from assistant.evidence.observe import quote_span
from assistant.evidence.reading import Record
from assistant.evidence.timeline import Dated
from knowledge.document import Span

_CUE = re.compile(
    r"\b(?:D\.?O\.?S\b\.?|dates? of services?|service dates?"
    r"|(?:rendered|performed|dispensed|provided|administered|received|done)(?= (?:on|from)\b))",
    re.IGNORECASE,
)
_REACH = 16


def service_date(
    item: DisputedItem, attributes: Mapping[str, frozenset[str]], record: Record
) -> Dated | None:
    """The day of the service: as the request words it, else, for a retrospective one, as the record does.

    The record counts only when all that it calls a date of service is one day.
    """
    asked = next(_after_cues(item.treatment), None)
    if asked is not None and asked.value is not None:
        return Dated(asked.value, _place(item, asked, record), "date of service in the request")
    if "retrospective" not in attributes.get("request_kind", ()):
        return None
    told = [
        (mention.value, quote_span(record, statement, Span(mention.start, mention.end)))
        for statement in record.statements
        for mention in _after_cues(record.text, statement.span.start, statement.span.end)
        if mention.value is not None
    ]
    if len({value for value, _ in told}) != 1:
        return None
    return Dated(told[0][0], (told[0][1],), "date of service in the record")


def _after_cues(text: str, start: int = 0, end: int | None = None) -> Iterator[DateMention]:
    """The date just after each word for the day of the service, offsets into ``text``."""
    stop = len(text) if end is None else end
    for cue in _CUE.finditer(text, start, stop):
        for found in dates_in(text[cue.end() : min(stop, cue.end() + _REACH + 24)])[:1]:
            if found.start <= _REACH and found.precision == "day":
                yield DateMention(cue.end() + found.start, cue.end() + found.end, found.value)


def _place(item: DisputedItem, asked: DateMention, record: Record) -> tuple[Span, ...]:
    """Where the file prints the date of the request; nowhere when the item is worded otherwise there."""
    at = record.text.find(item.treatment)
    return (Span(at + asked.start, at + asked.end),) if at >= 0 else ()
