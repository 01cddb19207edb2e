"""One record, read once: sentences with sources, regions, dates and modifiers. All items share it.

Knows neither items nor packs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from assistant.evidence.assertion import Assertions, assertions_in
from assistant.evidence.dates import DateMention, dates_in
from assistant.evidence.places import specific
from assistant.evidence.sentences import sentence_spans, wraps
from assistant.evidence.sources import Part, parts_of
from knowledge.document import Document, Span
from knowledge.findings import Source
from knowledge.regions import body_side_in, region_spans


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence: its parts by source, the regions and dates it names, what it takes from those before.

    ``carried`` are the regions last named before it, ``carried_side`` the side of the body they were named
    with; ``dated`` is the last date up to its end.
    """

    span: Span
    parts: tuple[Part, ...]
    regions: tuple[tuple[int, int, str], ...]
    carried: frozenset[str]
    dates: tuple[DateMention, ...]
    dated: date | None
    carried_side: str | None = None

    def source_at(self, offset: int) -> Source:
        starts = [part.span.start for part in self.parts]
        return self.parts[max(bisect_right(starts, offset) - 1, 0)].source


@dataclass(frozen=True)
class Record:
    """The record of a case as read. Offsets are those of ``document.text``."""

    document: Document
    span: Span
    statements: tuple[Statement, ...]
    assertions: Assertions

    @cached_property
    def text(self) -> str:
        """The text of the document, letter for letter, with a blank where a line break wraps a sentence."""
        return unwrapped(self.document.text, self.span)

    @cached_property
    def lowered(self) -> str:
        """The text in lower case, letter for letter (a letter that would grow stays as it is)."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)


@lru_cache(maxsize=64)
def unwrapped(text: str, span: Span) -> str:
    """``text`` with a blank for each line break in ``span`` that stands within a sentence."""
    if "\n" not in text[span.start : span.end]:
        return text
    letters = list(text)
    for match in _BREAK.finditer(text, span.start, span.end):
        if wraps(text, match):
            letters[match.start()] = " "
    return "".join(letters)


_BREAK = re.compile(r"\n+")


@lru_cache(maxsize=64)
def read_record(document: Document, span: Span) -> Record:
    """Read ``document.text[span.start:span.end]``. Cached by content; never raises on odd text."""
    text = unwrapped(document.text, span)
    raw = text[span.start : span.end]
    sentences = sentence_spans(raw, span.start)
    dates = tuple(
        DateMention(d.start + span.start, d.end + span.start, d.value, d.precision) for d in dates_in(raw)
    )
    return Record(
        document=document,
        span=span,
        statements=_statements(text, sentences, dates),
        assertions=assertions_in(text, sentences),
    )


def _statements(
    text: str, sentences: tuple[Span, ...], dates: tuple[DateMention, ...]
) -> tuple[Statement, ...]:
    statements = []
    carried: frozenset[str] = frozenset()
    carried_side: str | None = None
    dated: date | None = None
    upcoming = 0
    for sentence in sentences:
        regions = tuple(
            (start + sentence.start, end + sentence.start, region)
            for start, end, region in region_spans(text[sentence.start : sentence.end])
        )
        parts = parts_of(text, sentence)
        clinical = any(part.source == "record" for part in parts)
        inside = []
        while upcoming < len(dates) and dates[upcoming].start < sentence.end:
            inside.append(dates[upcoming])
            upcoming += 1
        dated = _latest(inside, dated) if clinical else dated
        statements.append(Statement(sentence, parts, regions, carried, tuple(inside), dated, carried_side))
        if regions and clinical:
            carried = specific(region for _, _, region in regions)
            carried_side = body_side_in(text[sentence.start : sentence.end])
    return tuple(statements)


def _latest(dates: list[DateMention], before: date | None) -> date | None:
    days = [d.value for d in dates if d.value is not None and d.precision == "day"]
    return days[-1] if days else before
