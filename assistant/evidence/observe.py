"""What a record says on one finding: matches of the lexicon, weighed by source, assertion and region.

Knows neither packs nor thresholds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.evidence.assertion import NOT_RECORDED, Modifier, Reading, Worded
from assistant.evidence.places import places_of
from assistant.evidence.readers import read_by
from assistant.evidence.reading import Record, Statement, read_record
from assistant.evidence.wording import wording
from knowledge.document import Assertion, Document, Span
from knowledge.findings import FindingRule, Findings
from knowledge.patterns import Patterns
from knowledge.regions import body_side_in

LONGEST_QUOTE = 240
_BEHIND = 40
_LONG_WORD = re.compile(r"[a-z]{6,}")
_SEMICOLON = re.compile(r";\s?")
_CLAUSE_END = re.compile(r"[;:]\s|,\s(?:and|but)\s|,\s|\s-\s")


@dataclass(frozen=True, slots=True)
class Mention:
    """One match: where, whether it affirms the finding, how it is asserted, whether that counts."""

    span: Span
    quote: Span
    present: bool
    assertion: Assertion
    counts: bool
    regions: frozenset[str]
    dated: date | None
    note: tuple[date, frozenset[str]] | None = None
    """The day of the physician's note that the sentence names, and the words of the match."""
    side: str | None = None
    """The side of the body that the clause speaks of: left, right or bilateral."""
    asked: bool = False
    """It stands where the record tells what is asked for or planned."""
    read: bool = False
    """A reader of numbers found it."""
    other_side: bool = False
    """It is told of the other side than the request's."""


@lru_cache(maxsize=4096)
def _mentions(document: Document, span: Span, rule: FindingRule, patterns: Patterns) -> tuple[Mention, ...]:
    record = read_record(document, span)
    read, denied = _read_places(rule.reads, record), _read_places(rule.reads_absent, record)
    if not (read or denied) and patterns.quick.search(record.lowered, span.start, span.end) is None:
        return ()  # a cheap look over the whole record before the sentences are read one by one
    return tuple(
        mention
        for statement in record.statements
        for places in (_within(read, statement),)
        for against in (_within(denied, statement),)
        if places
        or against
        or patterns.quick.search(record.lowered, statement.span.start, statement.span.end)
        for mention in _in_statement(record, statement, rule, patterns, places, against)
    )


def _read_places(names: Sequence[str], record: Record) -> list[Span]:
    return sorted({place for name in names for place in read_by(name, record)}, key=lambda s: s.start)


def _within(places: Sequence[Span], statement: Statement) -> list[Span]:
    return [p for p in places if statement.span.start <= p.start < statement.span.end]


def mentions(record: Record, finding: str, findings: Findings) -> tuple[Mention, ...]:
    """All mentions of a finding in the order of the text. KeyError when the lexicon lacks it."""
    return _mentions(record.document, record.span, findings.by_id[finding], findings.patterns(finding))


def _in_statement(
    record: Record,
    statement: Statement,
    rule: FindingRule,
    patterns: Patterns,
    read: Sequence[Span],
    against: Sequence[Span],
) -> Iterator[Mention]:
    text, start, end = record.text, statement.span.start, statement.span.end
    denied = [
        *([Span(*m.span()) for m in patterns.absent.finditer(text, start, end)] if patterns.absent else ()),
        *against,
    ]
    found = {
        Span(*m.span()): _worded(m.lastgroup, patterns) for m in patterns.present.finditer(text, start, end)
    }
    found |= dict.fromkeys(read, _READ)
    if patterns.unless is not None and found and patterns.unless.search(text, start, end):
        found = {}
    affirmed = [s for s in found if not any(s.overlaps(d) or _place_of(text, d, s) for d in denied)]
    made = (
        _mention(record, statement, rule, span, absent, worded=found.get(span))
        for span, absent in sorted(
            [(s, True) for s in denied] + [(s, False) for s in affirmed],
            key=lambda pair: (pair[0].start, pair[1]),
        )
    )
    yield from _quoted_together(record, statement, [mention for mention in made if mention is not None])


# "negative Tinel's sign over the cubital tunnel": what follows is the place of what is denied
_OVER_THE = re.compile(
    r"(?:'s)?\s(?:signs? |tests? )?(?:over|at|in|on|of|for|to|along) (?:the )?(?:\w+ ){0,2}", re.IGNORECASE
)


def _place_of(text: str, denied: Span, span: Span) -> bool:
    return denied.end <= span.start and _OVER_THE.fullmatch(text, denied.end, span.start) is not None


def _quoted_together(record: Record, statement: Statement, made: Sequence[Mention]) -> Iterator[Mention]:
    """Of a long sentence, what affirms the finding in one stretch of it is quoted as one."""
    long = statement.span.end - statement.span.start > LONGEST_QUOTE
    stretches: dict[tuple[int, int], list[Mention]] = {}
    for mention in made if long else ():
        if mention.present and mention.counts:
            stretch = _between(record.text, statement.span, mention.span, _SEMICOLON)
            stretches.setdefault(stretch, []).append(mention)
    quotes = {
        mention: quote_span(record, statement, Span(told[0].span.start, max(m.span.end for m in told)))
        for told in stretches.values()
        if len(told) > 1 and max(m.span.end for m in told) - told[0].span.start <= LONGEST_QUOTE
        for mention in told
    }
    for mention in made:
        yield replace(mention, quote=quotes[mention]) if mention in quotes else mention


# what a reader of numbers finds
_READ = Worded(negates=True)


def _worded(group: str | None, patterns: Patterns) -> Worded:
    """What the pattern of a match says on purpose; ``knowledge.findings`` names its group so."""
    kinds = (group or "").split("_")
    return Worded(negates="negates" in kinds, plans="plans" in kinds, pattern=patterns.present)


def _mention(
    record: Record,
    statement: Statement,
    rule: FindingRule,
    span: Span,
    absent: bool,
    *,
    worded: Worded | None,
) -> Mention | None:
    source = statement.source_at(span.start)
    if source not in rule.sources:
        return _asked_for(record, statement, span) if source == "request" and not absent else None
    reading = record.assertions.at(span.start, span.end, reviewer_speaks=source == "ur", worded=worded)
    if rule.of_study and not absent:
        reading = _done(record, span, reading)
    if reading.assertion is None:
        return None
    assertion = reading.assertion
    if worded is _READ and assertion is Assertion.NEGATED:
        assertion = Assertion.AFFIRMED  # a figure is not denied: "cannot lift, flexion 80"
    if absent:
        # where a plan counts for a finding, a plan that is worded against it counts as well
        planned = {Assertion.HYPOTHETICAL} & set(rule.counts)
        firm = assertion in {Assertion.AFFIRMED, Assertion.NEGATED} | planned
        assertion, counts = (Assertion.NEGATED, True) if firm else (assertion, False)
    else:
        assertion = _of_another_injury(record, statement, rule, assertion)
        unrecorded = reading.by is not None and reading.by.category == NOT_RECORDED
        counts = assertion is Assertion.NEGATED or (assertion in rule.counts and not unrecorded)
    return Mention(
        span=span,
        quote=quote_span(record, statement, span, reading.by),
        present=not absent and assertion is not Assertion.NEGATED,
        assertion=assertion,
        counts=counts,
        regions=_regions_of(record, statement, span, worded) if rule.regional else frozenset(),
        dated=statement.dated,
        note=_note(record, statement, span),
        side=_told_side(record, statement, span, rule.examined),
        read=worded is _READ,
    )


# "x-rays were not taken", "the MRI was never authorized"
_NOT_DONE = re.compile(
    r"\b(?:not|never)\b(?: \w+){0,2}? (?:taken|done|obtained|performed|available|submitted|provided|"
    r"ordered|made|completed|carried|reviewed|found|documented|recorded|reported|authorized|approved|certified|seen|included|"
    r"needed|indicated|necessary|recommended|received)\b|\bden(?:ied|ial)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?:x-? ?rays?|xrs?|radiograph\w*|films?|views?|mr[ai]?|magnetic|imaging|ct|cat|scans?|arthrogra\w*|"
    r"myelogra\w*|emgs?|nc[sv]s?|nerve|electro\w+|roentgen\w*)\b",
    re.IGNORECASE,
)


def _done(record: Record, span: Span, reading: Reading) -> Reading:
    """What is denied behind the name of a study is what it showed, not that it was done."""
    clause = re.split(r"[.;,]| and | but ", record.text[span.start : span.end + _BEHIND])[0]
    undone = _NOT_DONE.search(clause) is not None
    if reading.assertion is Assertion.AFFIRMED and undone:
        return Reading(None)
    name = _NAME.search(record.text, span.start, span.end)
    if name is None or undone or reading.assertion is not Assertion.NEGATED:
        return reading
    return record.assertions.at(*name.span())


# parts that have no motion, strength or endurance of their own
_NOT_MEASURED = frozenset(("head", "face", "chest", "abdomen"))


def _regions_of(record: Record, statement: Statement, span: Span, worded: Worded | None) -> frozenset[str]:
    regions = regions_at(record, statement, span)
    carried = not statement.regions and worded is _READ
    return regions - _NOT_MEASURED if carried else regions


def _told_side(record: Record, statement: Statement, span: Span, examined: bool) -> str | None:
    """The side that the clause names; of an examined part where none is named, as told before."""
    named = _side(record.text[slice(*_between(record.text, statement.span, span, _SEMICOLON))])
    return named if named or statement.regions or not examined else statement.carried_side


_side = lru_cache(maxsize=4096)(body_side_in)


def _note(record: Record, statement: Statement, span: Span) -> tuple[date, frozenset[str]] | None:
    days = {d.value for d in statement.dates if d.value is not None and d.precision == "day"}
    inside = (record.text, statement.span.start, statement.span.end)
    if len(days) != 1 or not wording("note_by_name").search(*inside):
        return None
    return days.pop(), frozenset(_LONG_WORD.findall(record.lowered, span.start, span.end))


def _of_another_injury(
    record: Record, statement: Statement, rule: FindingRule, assertion: Assertion
) -> Assertion:
    """A regional finding told of an earlier injury is past, however it is worded."""
    other = rule.regional and assertion is Assertion.AFFIRMED
    if other and wording("other_injury").search(record.text, statement.span.start, statement.span.end):
        return Assertion.HISTORICAL
    return assertion


def _asked_for(record: Record, statement: Statement, span: Span) -> Mention | None:
    """What is only asked for or planned is seen, as hypothetical, and never counts."""
    reading = record.assertions.at(span.start, span.end)
    if reading.assertion not in (Assertion.AFFIRMED, Assertion.HYPOTHETICAL):
        return None
    quote = quote_span(record, statement, span, reading.by)
    return Mention(
        span, quote, True, Assertion.HYPOTHETICAL, False, frozenset(), statement.dated, asked=True
    )


def regions_at(record: Record, statement: Statement, span: Span) -> frozenset[str]:
    """Regions that the clause around the match speaks of, else those of the sentences before."""
    if not statement.regions:
        return statement.carried
    sentence = (statement.span.start, statement.span.end)
    return places_of(record.text, sentence, (span.start, span.end), statement.regions)


def _between(text: str, sentence: Span, inner: Span, mark: re.Pattern[str]) -> tuple[int, int]:
    """The stretch of the sentence around ``inner`` that ``mark`` does not cut."""
    start = max((m.end() for m in mark.finditer(text, sentence.start, inner.start)), default=sentence.start)
    following = mark.search(text, inner.end, sentence.end)
    return start, following.start() if following else sentence.end


def quote_span(record: Record, statement: Statement, inner: Span, by: Modifier | None = None) -> Span:
    """The sentence; the clause around ``inner`` (and its modifier) when the sentence is long."""
    sentence = statement.span
    if sentence.end - sentence.start <= LONGEST_QUOTE:
        return sentence
    if by is not None:
        wider = Span(min(inner.start, by.start), max(inner.end, by.end))
        inner = wider if wider.end - wider.start <= LONGEST_QUOTE else inner
    start, end = _between(record.text, sentence, inner, _SEMICOLON)
    if end - start > LONGEST_QUOTE:
        start, end = _grown(record.text, Span(start, end), inner)
    if end - start > LONGEST_QUOTE:
        start, end = _window(record.text, Span(start, end), inner)
    quote = record.document.quote(start, end)
    return Span(quote.start, quote.end)


def _grown(text: str, outer: Span, inner: Span) -> tuple[int, int]:
    """The clause around ``inner`` with as many of its neighbours, first those before, as a quote holds."""
    cuts = list(_CLAUSE_END.finditer(text, outer.start, outer.end))
    before = [outer.start, *(c.end() for c in cuts if c.end() <= inner.start)]
    after = [*(c.start() for c in cuts if c.start() >= inner.end), outer.end]  # no "and" hangs behind
    start, end = before.pop(), after.pop(0)
    while before and end - before[-1] <= LONGEST_QUOTE:
        start = before.pop()
    while after and after[0] - start <= LONGEST_QUOTE:
        end = after.pop(0)
    return start, end


def _window(text: str, outer: Span, inner: Span) -> tuple[int, int]:
    """About ``LONGEST_QUOTE`` characters around ``inner``, cut between words."""
    room = max(LONGEST_QUOTE - (inner.end - inner.start), 0) // 2
    start, end = max(outer.start, inner.start - room), min(outer.end, inner.end + room)
    if start > outer.start:
        blank = text.find(" ", start, inner.start)
        start = blank + 1 if blank >= 0 else inner.start
    if end < outer.end:
        blank = text.rfind(" ", inner.end, end)
        end = blank if blank >= 0 else inner.end
    return start, end
