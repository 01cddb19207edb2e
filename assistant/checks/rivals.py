"""What the record says in the place of a number, level or drug that it does not have: the same quantity.

A value that is merely not found may stand in a report that the summary leaves out. Where the record gives
that very quantity (the visits of the same care, the dose of the same drug, the grade of the same part)
with another value, the text contradicts it. Knows no limits of guidelines.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import close, regions_in
from assistant.claims.denial import denials_in
from assistant.claims.model import Kind, Number
from assistant.claims.numbers import levels_in, numbers_in
from assistant.claims.prose import Mode, Statement
from assistant.claims.terms import term_mentions
from assistant.results import Finding, Severity
from knowledge.document import Quote, Span
from knowledge.treatments import load_taxonomy

_BESIDE = 45
_AFTER_DRUG = 28
_CUT = re.compile(r"[,;]|\b(?:and|but|with)\b")
_FUTURE = re.compile(
    r"\b(?:request\w*|additional|further|more|remaining|future|recommend\w*|allow\w*|up to|maximum|max|limit\w*|at most|"
    r"guidelines?|initial|exceed\w*|advis\w*|advocat\w*|advoc\w*|support\w*|typical\w*|usual\w*|generally|would|should|(?-i:may)|"
    r"plan(?:ned|s)?|asks?|asked|propos\w*|schedul\w*|per|range|between|at least|over|about|nearly|almost|"
    r"approximately|roughly|some|original\w*|total)\b",
    re.I,
)
_ASKED = re.compile(
    r"\b(?:asks?|asked|asking|requests?|requested|seeks?|sought|wants|proposes|orders?|ordered|prescribes?|prescribed)\b"
    r"[^.;]{0,40}$",
    re.I,
)
_LIMIT = re.compile(
    r"\b(?:up to|recommend\w*|allow\w*|maximum|limit\w*|guideline|no more than|at most|more than|than|not|"
    r"instead|beyond|exceed\w*|only)\b",
    re.I,
)
_ELAPSED = re.compile(r"^ (?:after|since|from|post\w*|out|past|later|ago|earlier|before|into|old)\b", re.I)
_AT_LEAST = re.compile(r"\bat least\b", re.I)
_UNUSED = re.compile(r"\b(?:left|remain\w*|unused|outstanding|not (?:yet )?(?:used|attended))\b", re.I)
_IN_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_MOST = 3


def rivals(context: Context, statement: Statement, number: Number) -> tuple[Quote, ...] | None:
    """The record's or the request's other values of the very quantity; None where there is none."""
    if number.kind is Kind.DURATION:
        return _asked_for(context, statement.text, number)
    if statement.mode is not Mode.CASE:
        return None
    if number.kind in (Kind.VISITS, Kind.PART):
        return _visits(context.record, statement.text, number) or None
    if number.kind is Kind.LENGTH:
        return _lengths(context.record, statement.text, number) or None
    find = {Kind.PERCENT: _percents, Kind.DOSE: _doses, Kind.STRENGTH: _strengths}.get(number.kind)
    return find(context.record, statement.text, number) or None if find else None


def _care_beside(text: str, place: Span) -> int | None:
    """The care whose name stands nearest to the number, in its part of the sentence."""
    found = [
        (max(m.span.start - place.end, place.start - m.span.end), m.term.number)
        for m in term_mentions(text)
        if m.term.kind == "care"
    ]
    near = [(gap, number) for gap, number in found if gap <= _BESIDE]
    return min(near)[1] if near else None


def _visits(record: RecordIndex, text: str, number: Number) -> tuple[Quote, ...]:
    before, after = text[max(0, number.span.start - 60) : number.span.start], text[number.span.end :]
    care = _care_beside(text, number.span)
    if any(_AT_LEAST.search(s.text) and n.value < number.value for s, n in _counted(record).get(care, ())):
        before = _AT_LEAST.sub("", before)  # "at least ten" is the record's own word
    if _FUTURE.search(before) or _FUTURE.search(after[:20]) or _UNUSED.search(after[:60]):
        return ()
    counted = _counted(record).get(care, ()) if care is not None else ()
    if care is not None and all_care_sum(record, text, number.value):
        return ()
    same = [(s, n) for s, n in counted if n.kind is number.kind and n.unit == number.unit]
    values = [n.value for _, n in same]
    sums = {sum(group) for size in (2, 3) for group in combinations(values[:6], size)}
    if not values or number.value in sums or any(v > number.value * 10 for v in values):
        return ()
    return tuple(record.quote_sentence(s) for s in dict.fromkeys(s for s, _ in same))[:_MOST]


_ALL_CARE = re.compile(
    r"(?<!physical )(?<!aquatic )(?<!occupational )\btherapy\b|\btreatments\b|\bin (?:all|total)\b", re.I
)


def all_care_sum(record: RecordIndex, text: str, value: Decimal) -> bool:
    """The text counts therapy of any kind, and the record's visits of several kinds make this number."""
    return _ALL_CARE.search(text) is not None and value in _all_sums(record)


@lru_cache(maxsize=64)
def _all_sums(record: RecordIndex) -> frozenset[Decimal]:
    """The visits of several kinds of care together."""
    values = [n.value for rows in _counted(record).values() for _, n in rows if n.kind is Kind.VISITS]
    return frozenset(sum(group, Decimal(0)) for size in (2, 3) for group in combinations(values[:6], size))


@lru_cache(maxsize=64)
def _counted(record: RecordIndex) -> dict[int | None, tuple[tuple[RecordSentence, Number], ...]]:
    """The visits that the record counts of each care, plans and the denial left out."""
    table: dict[int | None, list[tuple[RecordSentence, Number]]] = {}
    for sentence in record.clinical:
        if sentence.plans:
            continue
        for number in numbers_in(sentence.text):
            if number.kind in (Kind.VISITS, Kind.PART):
                table.setdefault(_care_beside(sentence.text, number.span), []).append((sentence, number))
    return {care: tuple(rows) for care, rows in table.items()}


_LESION = re.compile(
    r"\b(?:(?P<disc>protrusions?|extrusions?|bulges?|bulging|herniations?)|(?P<slip>\w*listhesis|slip|translation|motion|instability)|(?P<tear>tears?|torn)|"
    r"(?P<retraction>retract\w+)|(?P<variance>variance)|(?P<discrimination>discrimination)|(?P<mass>nodules?|mass|cysts?|ganglion))\b",
    re.I,
)


def _lengths(record: RecordIndex, text: str, number: Number) -> tuple[Quote, ...]:
    """Other sizes of the lesion that is named beside the number."""
    kind = _lesion_beside(text, number.span)
    rows = [
        s
        for s in record.clinical
        for n in numbers_in(s.text)
        if kind
        and n.kind is Kind.LENGTH
        and n.unit == number.unit
        and _lesion_beside(s.text, n.span) == kind
    ]
    return tuple(record.quote_sentence(s) for s in dict.fromkeys(rows))[:_MOST]


def _lesion_beside(text: str, place: Span) -> str:
    found = [
        (max(m.start() - place.end, place.start - m.end()), m.lastgroup or "")
        for m in _LESION.finditer(text)
    ]
    near = [(gap, name) for gap, name in found if gap <= _BESIDE]
    return min(near)[1] if near else ""


def _drug_before(text: str, at: int) -> str | None:
    for mention in load_taxonomy().drug_mentions(text):
        if 0 <= at - mention.end <= _AFTER_DRUG and not re.search(r"[;.]|, (?!\d)", text[mention.end : at]):
            return mention.generic
    return None


def _doses(record: RecordIndex, text: str, number: Number) -> tuple[Quote, ...]:
    """Other doses of the same drug, where its name stands before the dose in both."""
    if _FUTURE.search(text[max(0, number.span.start - 40) : number.span.start]):
        return ()
    drug = _drug_before(text, number.span.start)
    named = _dosed(record).get((drug, number.unit), ()) if drug else ()
    if _DAILY.search(text) and any(_times(n, number) for s in named for n in numbers_in(s.text)):
        return ()  # the sum of a day
    return tuple(record.quote_sentence(s) for s in dict.fromkeys(named))[:_MOST]


_DAILY = re.compile(r"\b(?:daily|a day|per day|each day|in all|total|every day)\b|/ ?day", re.I)
_MOST_A_DAY = 8


def _times(dose: Number, whole: Number) -> bool:
    same = dose.kind is Kind.DOSE and dose.unit == whole.unit and dose.value
    return bool(same) and whole.value % dose.value == 0 and 1 < whole.value / dose.value <= _MOST_A_DAY


@lru_cache(maxsize=64)
def _dosed(record: RecordIndex) -> dict[tuple[str | None, str], tuple[RecordSentence, ...]]:
    table: dict[tuple[str | None, str], list[RecordSentence]] = {}
    for sentence in record.sentences:
        for number in numbers_in(sentence.text):
            if number.kind is Kind.DOSE and (drug := _drug_before(sentence.text, number.span.start)):
                table.setdefault((drug, number.unit), []).append(sentence)
    return {key: tuple(rows) for key, rows in table.items()}


def _strengths(record: RecordIndex, text: str, number: Number) -> tuple[Quote, ...]:
    """Grades of the same part, where the record gives that part one grade only."""
    parts = close(regions_in(_piece(text, number.span)))
    if not parts:
        return ()
    graded = [
        (s, n)
        for s in record.clinical
        for n in numbers_in(s.text)
        if n.kind is Kind.STRENGTH and parts & regions_in(_piece(s.text, n.span))
    ]
    one = len({n.value for _, n in graded}) == 1
    return (
        tuple(record.quote_sentence(s) for s in dict.fromkeys(s for s, _ in graded))[:_MOST] if one else ()
    )


_WORD = re.compile(r"[a-z]{5,}", re.I)
_COMMON = frozenset(("perce", "right", "about", "after", "which", "there", "patie", "worke", "appli"))


def _percents(record: RecordIndex, text: str, number: Number) -> tuple[Quote, ...]:
    """The record's own percentage of what the text's clause names, where it gives one only."""
    mine = {w.lower()[:5] for w in _WORD.findall(_piece(text, number.span))} - _COMMON
    rows = [
        (s, n.value)
        for s in record.clinical
        for n in numbers_in(s.text)
        if n.kind is Kind.PERCENT and mine & {w.lower()[:5] for w in _WORD.findall(_piece(s.text, n.span))}
    ]
    one = len({value for _, value in rows}) == 1 and not _FUTURE.search(text[: number.span.start])
    return tuple(record.quote_sentence(s) for s, _ in rows)[:_MOST] if one else ()


def _piece(text: str, place: Span) -> str:
    """The part of a sentence around a place, between commas, semicolons and "and"."""
    start = max((m.end() for m in _CUT.finditer(text, 0, place.start)), default=0)
    stop = _CUT.search(text, place.end)
    return text[start : stop.start() if stop else len(text)]


def _asked_for(context: Context, text: str, number: Number) -> tuple[Quote, ...] | None:
    """The length of time that the request asks for, where the text says that another is asked for."""
    before = text[: number.span.start]
    if not _ASKED.search(before) or _LIMIT.search(text) or _ELAPSED.match(text[number.span.end :]):
        return None
    asked = [n for n in numbers_in(context.asked) if n.kind is Kind.DURATION and n.unit in _IN_DAYS]
    said = number.value * _IN_DAYS.get(number.unit, 0)
    if not asked or not said or any(abs(n.value * _IN_DAYS[n.unit] - said) <= _MOST for n in asked):
        return None
    places = [n for n in context.record.numbers if n.kind is Kind.DURATION and n.value == asked[0].value]
    return tuple(context.record.quote(n.span.start, n.span.end) for n in places[:1])


def other_levels(context: Context, statement: Statement, names: list[str]) -> tuple[Quote, ...]:
    """Record sentences with other levels of the same part of the spine for a finding of the same name."""
    if statement.mode is not Mode.CASE:
        return ()
    said = {
        m.term.number
        for m in term_mentions(statement.text)
        if m.term.kind in ("finding", "diagnosis", "operation")
    }
    if not set(names) & context.record.levels and (one := _one_segment(context)):
        return one
    letters = {name[0] for name in names}
    rows = [
        s
        for s in context.record.clinical
        if any(name[0] in letters for level in levels_in(s.text) for name in level.levels)
        and said & {m.term.number for m in term_mentions(s.text)}
    ]
    return tuple(context.record.quote_sentence(s) for s in rows[:_MOST])


def _one_segment(context: Context) -> tuple[Quote, ...]:
    """The sentences with a level, where request and record know one segment of the spine and no other."""
    segments = {level.levels for level in levels_in(context.record.text)}
    asked = {level.levels for level in levels_in(context.item_text)}
    if len(segments) != 1 or asked != segments:
        return ()
    rows = [s for s in context.record.clinical if levels_in(s.text)]
    return tuple(context.record.quote_sentence(s) for s in rows[:_MOST])


_TOOK = re.compile(
    r"\b(?:takes|taking|took|uses|using|used|quit|quits|stopped|discontinued|leave off|left off|come off|"
    r"weaned (?:off|from)|"
    r"(?:is|was|been|remains) (?:\w+ )?(?:on|taking|given|prescribed)|"
    r"(?:treated|controlled|managed|medicated) (?:with|by)|gave up|gives up|giving up|rubs in|rubbed in|appl(?:ies|ied)|swallows|dispensed|given|received|"
    r"(?:meds?|medications?)(?: on (?:file|record)| list)? (?:are|is|were|included?|includes|consist\w* of)|"
    r"relies on|relied on|tried|started|began|continues(?: on)?)"
    r"(?: (?!not\b|no\b|of\b)[\w-]+){0,2} ?$",
    re.I,
)
_GIVEN_UP = re.compile(
    r"^[^.;,]{0,30}\b(?:(?:had to be|was|were|has been|is) (?:\w+ )?(?:given up|stopped|discontinued|taken|"
    r"used|prescribed|given|dispensed|administered|applied|tried)|is the only|caused|helped|gave|upset|is taken)\b",
    re.I,
)


def taken_instead(context: Context, statement: Statement, place: Span) -> tuple[Quote, ...]:
    """The record's own drugs, where the text tells that this worker took one that no source names."""
    text = statement.text
    told = _TOOK.search(text[: place.start]) or _GIVEN_UP.match(text[place.end :])
    if statement.mode is not Mode.CASE or not told or any(d.span.overlaps(place) for d in denials_in(text)):
        return ()
    if standing(text, place.start, place.end) is not Standing.AFFIRMED:
        return ()
    rows = [s for s in context.record.clinical if load_taxonomy().drug_mentions(s.text)]
    return tuple(context.record.quote_sentence(s) for s in rows[:2])


_UNKNOWN = frozenset(("FAC04", "FAC07", "FAC08", "FAC09", "FAC10", "FAC12"))
_RETOLD = re.compile(r"with another (?:date|number|level)\b")


def confirmed(findings: list[Finding]) -> Iterator[Finding]:
    """What no source has, and the record's own telling of the sentence has otherwise, is no mere gap."""
    retold = [f for f in findings if f.rule == "FAC20" and _RETOLD.search(f.message)]
    for finding in findings:
        beside = finding.rule in _UNKNOWN and any(
            f.start < finding.end and finding.start < f.end for f in retold
        )
        yield replace(finding, severity=Severity.ERROR) if beside else finding
