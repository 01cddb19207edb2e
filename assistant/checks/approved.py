"""FAC, what the claims administrator approved: a number that its own determination does not have.

Reads the record's sentences on the review and the request's own parts. Knows nothing of what was used.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex
from assistant.checks.rule import Example, Rule
from assistant.claims.model import Kind, Number
from assistant.claims.numbers import numbers_in
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_WHO = r"(?:UR|utilization review(?:er)?(?: physician)?|(?:the )?claims administrator|carrier|insurer|reviewing physician|adjuster)"
_ACTIVE = re.compile(
    rf"\b{_WHO}(?:'s)?(?:,? (?:which|who)\b)?(?: \w+){{0,3}}? (?:did (?:in fact )?approve|(?:partially |in part |conditionally )?(?:approv(?:ed|es|al of)|authori[sz](?:ed|es)|"
    r"certif(?:ied|ies)|allow(?:ed|s)|gave|gives|grant(?:ed|s)|permitted)|(?:shorten|modif|reduc|cut|limit|trimm?)(?:ied|ed|d)?\b(?= (?:\w+[ -]){0,6}to\b))"
    r"(?: (?!of\b|for\b)[a-z][\w'-]*){0,7}? (?=#?\d|\w)",
    re.I,
)
_PASSIVE = re.compile(
    rf"(?:\w+ ){{0,3}}(?:was|were|have been|had been) (?:already )?(?:approved|authori[sz]ed|certified|allowed|granted) by (?:the )?{_WHO}\b",
    re.I,
)
_PARTLY = re.compile(
    r"\b(?:partially|partly|in part) (?:approved|certified|authori[sz]ed) (?:\w+ ){1,6}as (?=\w)", re.I
)
_REACH = 36
_OTHERWISE = re.compile(r"[,;.(]|\b(?:of|for|on|in|with|since|which|that|because)\b", re.I)
_EARLIER = re.compile(
    r"\b(?:earlier|previous\w*|prior|already used|in (?:the )?(?:past|spring|summer|fall)|before|initial\w*)\b",
    re.I,
)
_GIVEN = re.compile(r"\b(?:approv|authori[sz]|certif|allow|grant)\w*", re.I)
_BESIDE = 30
_IN_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_OF_A_MONTH = 2
_COUNTS = frozenset((Kind.VISITS, Kind.QUANTITY, Kind.REFILLS, Kind.PART, Kind.PLAIN))


def _misapproved(context: Context) -> Iterator[Finding]:
    known = (*_reviewed(context.record), *_of_request(context))
    for statement in context.told(Mode.CASE, Mode.DECISION) if known else ():
        if context.repeats_record(statement) or _EARLIER.search(statement.text):
            continue
        for said in _approved(statement.text):
            if _agrees(said, known):
                continue
            yield context.finding(
                "FAC38",
                statement.start + said.span.start,
                statement.start + said.span.end,
                Verdict.CONTRADICTED,
                "The record's account of the review does not have this number.",
                tuple(
                    context.record.quote_sentence(s) for s in context.record.sentences if s.reports_review
                )[:2],
                "Give what the claims administrator approved.",
            )


_OPERATION = re.compile(
    r"\b(?:surgery|operation|arthroscop\w+|fusion|\w{4,}ectom(?:y|ies)|\w{4,}plasty|(?:tunnel|Quervain'?s?|pulley) release|"
    r"(?:cuff|labral|meniscal|tendon|ligament) repair|reconstruction)\b",
    re.I,
)
_VERDICT = re.compile(
    r"\b(?:(?P<no>non-?\s?certif\w+|denied|(?:not|failed to) (?:been )?(?:approved?|certif(?:y|ied)|authori[sz]ed?))"
    r"|(?P<yes>certified|approved|authori[sz]ed)|(?P<part>modif\w+|partial\w*|in part))\b",
    re.I,
)
_BETWEEN = re.compile(
    r"[;.]|\b(?:but|while|whereas|if|once|should|until|unless|because|since|as|and an?)\b"
)
_WAS = re.compile(
    r"[^;.]{0,45}?\b(?:was|were|is|has been|had been)(?: (?:just|already|also|previously|itself|in fact))* $",
    re.I,
)


_BESIDE_IT = re.compile(
    r"\b(?:after|before|following|during|since|until|pending|from|accompan\w+)(?: [a-z][\w'-]*){0,3} $",
    re.I,
)
"""What is decided is something that goes with the operation."""


_BY_THIS_REVIEW = re.compile(r"\bis(?: [a-z]+){0,2} $", re.I)
"""The claims administrator has decided; what "is certified" is decided here."""


def _verdicts(text: str, *, review: bool) -> Iterator[tuple[bool, Span]]:
    """Whether the operations of a sentence are told as approved or as denied."""
    verbs = list(_VERDICT.finditer(text))
    for match in _OPERATION.finditer(text):
        after = next((v for v in verbs if v.start() > match.end()), None)
        before = next((v for v in reversed(verbs) if v.end() < match.start()), None)
        verb = (
            after if after and _WAS.match(text[match.end() : after.start()]) else before if review else None
        )
        if verb is None or verb["part"] or _BESIDE_IT.search(text, 0, match.start()):
            continue
        gap = text[min(verb.end(), match.end()) : max(verb.start(), match.start())]
        if not review and _BY_THIS_REVIEW.search(gap):
            continue
        if not _BETWEEN.search(gap):
            yield verb["yes"] is not None, Span(match.start(), max(verb.end(), match.end()))


def _misjudged(context: Context) -> Iterator[Finding]:
    """An operation that was approved is told as denied, or the reverse."""
    rows = [
        (yes, s)
        for s in context.record.sentences
        if s.reports_review
        for yes, _ in _verdicts(s.text, review=True)
    ]
    if not rows or len({yes for yes, _ in rows}) > 1:
        return
    for statement in context.told(Mode.CASE, Mode.DECISION):
        for yes, place in _verdicts(statement.text, review=False):
            if yes is rows[0][0] or _EARLIER.search(statement.text) or context.repeats_record(statement):
                continue
            yield context.finding(
                "FAC38",
                statement.start + place.start,
                statement.start + place.end,
                Verdict.CONTRADICTED,
                f"The operation was {'approved' if rows[0][0] else 'denied'}.",
                tuple(context.record.quote_sentence(s) for _, s in rows)[:2],
                "Give what the claims administrator decided.",
            )


def _all(context: Context) -> Iterator[Finding]:
    yield from _misapproved(context)
    yield from _misjudged(context)


def _approved(text: str) -> Iterator[Number]:
    """The first number that a sentence gives as approved."""
    numbers = [n for n in numbers_in(text) if n.kind in _COUNTS or n.unit in _IN_DAYS]
    for pattern in (_ACTIVE, _PARTLY):
        for match in pattern.finditer(text):
            near = [n for n in numbers if match.start() < n.span.start <= match.end() + _REACH][:1]
            yield from (n for n in near if not _OTHERWISE.search(text[match.end() : n.span.start]))
    for number in numbers:
        if _PASSIVE.match(text, number.span.end + 1):
            yield number


@lru_cache(maxsize=64)
def _reviewed(record: RecordIndex) -> tuple[Number, ...]:
    """Every number of the sentences on the review; nothing where they have none."""
    rows = [n for s in record.sentences if s.reports_review for n in numbers_in(s.text)]
    if not rows:
        return ()
    beside = [n for s in record.sentences for n in numbers_in(s.text) if _near_approval(s.text, n)]
    return (*rows, *beside)


def _near_approval(text: str, number: Number) -> bool:
    lo, hi = max(0, number.span.start - _BESIDE), number.span.end + _BESIDE
    return _GIVEN.search(text[lo:hi]) is not None


def _of_request(context: Context) -> Iterator[Number]:
    """What the form itself says of each item to be authorized."""
    for item in context.case.items:
        yield from numbers_in(item.authorized or "")


def _agrees(said: Number, known: tuple[Number, ...]) -> bool:
    """One of the known numbers is the same, or none is of its sort."""
    if said.unit in _IN_DAYS:
        rows = [n for n in known if n.unit in _IN_DAYS]
        return not rows or any(_as_long(said, row) for row in rows)
    values: set[Decimal] = {n.value for n in known if n.unit not in _IN_DAYS}
    wholes = {Decimal(n.unit[1:]) for n in known if re.fullmatch(r"/\d+", n.unit)}
    return not values or said.value in values | wholes or _rest(said.value, values | wholes)


def _as_long(one: Number, other: Number) -> bool:
    """Seven days are a week to the day; 31 days may be a month."""
    gap = abs(one.value * _IN_DAYS[one.unit] - other.value * _IN_DAYS[other.unit])
    return gap == 0 if {one.unit, other.unit} <= {"day", "week"} else gap <= _OF_A_MONTH


def _rest(value: Decimal, values: set[Decimal]) -> bool:
    """What is left of the whole, or the sum of two."""
    return any(value in (a - b, a + b) for a in values for b in values if a > b)


RULES = (
    Rule(
        "FAC38",
        "what was approved",
        "The claims administrator is said to have approved a number that the record's account of its review"
        " does not have.",
        "In dispute is what was not approved.",
        Severity.ERROR,
        Example(
            "On 5/1/16 Utilization Review modified the 12 visits to 6.",
            "UR approved 8 visits.",
            "Physical therapy, 12 visits",
            "8",
        ),
        Example(
            "On 5/1/16 Utilization Review modified the 12 visits to 6.",
            "UR approved six visits.",
            "Physical therapy, 12 visits",
        ),
        _all,
        "Give what the claims administrator approved.",
    ),
)
