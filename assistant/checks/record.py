"""The record of one case as the checker reads it: sentences with their kind, numbers, dates, sides.

Built once per document and kept; every look-up after that is cheap. Never sees the text under check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from assistant.case import Case
from assistant.claims.body import (
    reflex_grades,
    region_mentions,
    regions_in,
    sided_regions,
    sides_in,
)
from assistant.claims.dates import dates_in
from assistant.claims.fold import Folded, fold
from assistant.claims.model import DateMention, Kind, Number, ReflexGrade
from assistant.claims.numbers import levels_in, numbers_in, rates_in
from assistant.claims.prose import sentence_spans
from knowledge.document import Document, Quote, Span

_UR = re.compile(
    r"\b(?:utilization review|UR\b|claims administrator|non-? ?certif\w*|"
    r"(?:prior|previous|original|initial) (?:review|determination|utilization)|"
    r"(?:was|were|been|previously|originally) (?:previously )?(?:denied|modified)|"
    r"(?:previously|originally) reviewed|"
    r"(?:request|case|treatment|item)s? (?:was|were|has been|have been) reviewed|"
    r"also (?:previously )?(?:denied|modified|reviewed)|"
    r"and (?:previously )?(?:modified(?! (?:dut|work|activit|job|assign|restrict))|reviewed|"
    r"denied(?= (?:the|by|an?|as|on|due|this|both|all|her|his|six|four|\d)\b|[.;,]))|"
    r"denied (?:the|a|due)|denial|modified (?:the|to|"
    r"for))",
    re.I,
)
_PLAN = re.compile(
    r"\b(?:treatment plan|plan (?:is|was|included?|includes|consist)|request(?:s|"
    r"ed|ing)? (?:for )?(?:authorization|is|was|for)|requested|RFA|is requesting|"
    r"at issue|recommend(?:s|ed|ation)|will be|to be )",
    re.I,
)


@dataclass(frozen=True, slots=True)
class RecordSentence:
    """One sentence of the record; ``regions`` are carried from the sentence before when it names none."""

    start: int
    end: int
    text: str
    reports_review: bool
    plans: bool
    regions: frozenset[str]
    own_regions: frozenset[str]
    sides: frozenset[str]


class RecordIndex:
    """Look-ups over one document's folded text."""

    def __init__(self, document: Document, record: Span) -> None:
        self.document = document
        self.folded: Folded = fold(document.text)
        self.text = self.folded.text
        self.record = record

    @cached_property
    def sentences(self) -> tuple[RecordSentence, ...]:
        result: list[RecordSentence] = []
        carried: frozenset[str] = frozenset()
        for span in sentence_spans(self.text):
            body = self.text[span.start : span.end]
            own = regions_in(body)
            carried = own or carried
            result.append(
                RecordSentence(
                    span.start,
                    span.end,
                    body,
                    bool(_UR.search(body)),
                    bool(_PLAN.search(body)),
                    carried,
                    own,
                    sides_in(body),
                )
            )
        return tuple(result)

    @cached_property
    def clinical(self) -> tuple[RecordSentence, ...]:
        """Sentences of the clinical record that do not merely report the claims administrator's review."""
        return tuple(s for s in self.sentences if not s.reports_review and self._in_record(s))

    def _in_record(self, sentence: RecordSentence) -> bool:
        place = self.folded.span(sentence.start, sentence.end)
        return place.overlaps(self.record)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        return tuple(dates_in(self.text))

    @cached_property
    def days(self) -> frozenset[date]:
        return frozenset(d.day for d in self.dates if d.day)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        return tuple(numbers_in(self.text))

    @cached_property
    def by_kind(self) -> dict[tuple[Kind, str], dict[Decimal, Number]]:
        """First mention of each value by kind and unit."""
        table: dict[tuple[Kind, str], dict[Decimal, Number]] = {}
        for number in self.numbers:
            table.setdefault((number.kind, number.unit), {}).setdefault(number.value, number)
        return table

    @cached_property
    def rates(self) -> frozenset[Decimal]:
        """How often anything is done or taken, where the record does not say so many times."""
        return rates_in(self.text)

    @cached_property
    def values(self) -> frozenset[Decimal]:
        return frozenset(n.value for n in self.numbers)

    @cached_property
    def levels(self) -> frozenset[str]:
        return frozenset(name for level in levels_in(self.text) for name in level.levels)

    @cached_property
    def sides(self) -> dict[str, dict[str, Span]]:
        """For each region the sides stated, each with its first place."""
        table: dict[str, dict[str, Span]] = {}
        for mention in sided_regions(self.text):
            for side in mention.sides:
                table.setdefault(mention.region, {}).setdefault(side, mention.span)
        return table

    @cached_property
    def regions(self) -> frozenset[str]:
        return frozenset(name for name, _ in region_mentions(self.text))

    @cached_property
    def reflexes(self) -> tuple[ReflexGrade, ...]:
        return tuple(
            ReflexGrade(r.joint, r.side, r.grade, Span(r.span.start + s.start, r.span.end + s.start))
            for s in self.sentences
            for r in reflex_grades(s.text)
        )

    @cached_property
    def lowered(self) -> str:
        """Lower-case text with single spaces, for verbatim look-ups."""
        return squeeze(self.text)

    def quote(self, start: int, end: int) -> Quote:
        """The verbatim place in the document of a folded range."""
        place = self.folded.span(start, end)
        return self.document.quote(place.start, place.end)

    def quote_sentence(self, sentence: RecordSentence) -> Quote:
        return self.quote(sentence.start, sentence.end)


_SPACE = re.compile(r"\s+")
_HYPHEN = re.compile(r"\s?-\s?")


@lru_cache(maxsize=1_024)  # most rules ask it of each sentence
def squeeze(text: str) -> str:
    """Lower case, single spaces, no space before punctuation: the form in which quotes are compared."""
    return _HYPHEN.sub("-", _SPACE.sub(" ", text)).strip().lower()


_ROOM = 64


@lru_cache(maxsize=_ROOM)
def _index(_digest: str, document: Document, record: Span) -> RecordIndex:
    return RecordIndex(document, record)


def index_of(case: Case) -> RecordIndex:
    """The index of a case's document, built on first use and kept for later drafts."""
    return _index(case.document.digest, case.document, case.record)
