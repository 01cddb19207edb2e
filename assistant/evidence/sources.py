"""Which part of a sentence is clinical, which reports the UR decision, which states the request.

Works on wording alone; knows neither findings nor items.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.evidence.wording import wording
from knowledge.document import Span
from knowledge.findings import Source


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one sentence with one source; parts cover the sentence in order."""

    span: Span
    source: Source


def parts_of(text: str, sentence: Span) -> tuple[Part, ...]:
    """The parts of the sentence ``text[sentence.start:sentence.end]``, with offsets into ``text``."""
    raw = text[sentence.start : sentence.end]
    parts: list[Part] = []
    listing = False
    for start, end in _clauses(raw):
        if wording("ur").search(raw, start, end):
            parts.append(_part(sentence, start, len(raw), "ur"))
            break
        if listing:
            parts.append(_part(sentence, start, end, "request"))
            continue
        for first, last, source in _split(raw, start, end):
            parts.append(_part(sentence, first, last, source))
        last_part = parts[-1]
        listing = (
            last_part.source == "request" and wording("request_list").search(raw, start, end) is not None
        )
    return tuple(parts)


def _part(sentence: Span, start: int, end: int, source: Source) -> Part:
    return Part(Span(sentence.start + start, sentence.start + end), source)


def _clauses(raw: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in wording("clause_ends").finditer(raw):
        yield start, match.end()
        start = match.end()
    if start < len(raw):
        yield start, len(raw)


def _split(raw: str, start: int, end: int) -> Iterator[tuple[int, int, Source]]:
    """Cut one clause at the words that open a request and at those that lead back."""
    passive = wording("request_passive").search(raw, start, end)
    active = wording("request_opens").search(raw, start, end)
    if passive is not None and (active is None or active.start() > start):
        opens = start
        ahead = passive.end()
    elif active is not None:
        opens, ahead = active.start(), active.end()
    else:
        yield start, end, "record"
        return
    if opens > start:
        yield start, opens, "record"
    back = wording("back_to_record").search(raw, ahead, end)
    yield opens, back.start() if back else end, "request"
    if back:
        yield back.start(), end, "record"
