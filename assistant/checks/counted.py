"""FAC, how many were had: a count of visits without the name of the care, in a text on that care's request.

"She had eight treatments", where six of the care asked for are on record. Sums, parts and plans are left alone.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from assistant.checks.context import Context
from assistant.checks.record import RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.model import Kind, Number
from assistant.claims.numbers import numbers_in, value_of
from assistant.claims.prose import Mode
from assistant.claims.terms import term_mentions
from assistant.results import Finding, Severity, Verdict

_N = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|sixteen|eighteen|twenty)"
_HAD = re.compile(
    rf"\b(?:(?:s?he|patient|pt|worker|applicant|claimant|IW)(?:'s| has| had| have)?(?: now| already)? (?:had|completed|attended|received|undergone|underwent|finished|used|gone through))"
    rf" (?:(?:a total of|all|as many as) )?(?P<n>{_N}) (?:(?:such|of these) )?(?:treatments|visits|sessions|tx)\b",
    re.I,
)
_RENTAL = re.compile(
    r"\b(?P<n>\d{1,2}|one|two|three|four|six|ten|twelve)[- ](?P<unit>day|week|month)s? rental\b|\brental (?:of|for) (?P<m>\d{1,2}|one|two|three|four|six|ten|twelve) (?P<unit2>day|week|month)s?\b",
    re.I,
)
_OF_LIMIT = re.compile(
    r"\b(?:guidelines?|recommend\w*|allow\w*|up to|instead|approved|certified|modified|only|UR|not)\b", re.I
)
_IN_DAYS = {"day": 1, "week": 7, "month": 30}
_SLACK = 2
_MOST = 3


def _miscounted(context: Context) -> Iterator[Finding]:
    care = _care_asked(context)
    rows = [(s, n) for s in context.record.clinical for n in _counts(s, care)] if care else []
    for statement in context.told(Mode.CASE) if rows else ():
        for match in _HAD.finditer(statement.text):
            said = value_of(match["n"])
            named = {m.term.number for m in term_mentions(statement.text) if m.term.kind == "care"}
            if named - care or said in _possible(rows) or context.repeats_record(statement):
                continue
            yield context.finding(
                "FAC42",
                statement.start + match.start("n"),
                statement.start + match.end(),
                Verdict.CONTRADICTED,
                "The record counts another number of them.",
                tuple(context.record.quote_sentence(s) for s in dict.fromkeys(s for s, _ in rows))[:_MOST],
                "Give the number that the record counts.",
            )


_ALL = re.compile(
    rf"\b(?:completed|attended|finished|had|used(?: up)?|received|gone through|undergone) (?:all|each|every one) (?:of )?(?:the |her |his |these |those )?"
    rf"(?P<n>{_N})?\b[^.;,]{{0,40}}\b(?:visits|sessions|treatments)\b",
    re.I,
)


def _all_had(context: Context) -> Iterator[Finding]:
    """All of the visits, where the record counts a part of them."""
    rows = [(s, n) for s in context.record.clinical for n in numbers_in(s.text) if _part_of_visits(s, n)]
    for statement in context.told(Mode.CASE) if rows else ():
        for match in _ALL.finditer(statement.text):
            said = value_of(match["n"]) if match["n"] else None
            named = {m.term.number for m in term_mentions(match.group()) if m.term.kind == "care"}
            known = [(s, n) for s, n in rows if not named or named & _cares(s) or not _cares(s)]
            wholes = {n.unit.lstrip("/") for _, n in known}
            if not known or (said is not None and str(said) not in wholes) or len(wholes) > 1:
                continue
            if any(str(n.value) == n.unit.lstrip("/") for _, n in known) or context.repeats_record(
                statement
            ):
                continue
            yield context.finding(
                "FAC42",
                statement.start + match.start(),
                statement.start + match.end(),
                Verdict.CONTRADICTED,
                "The record counts a part of them only.",
                tuple(context.record.quote_sentence(s) for s in dict.fromkeys(s for s, _ in known))[:_MOST],
                "Give the number that was had.",
            )


_VISITS = re.compile(r"\b(?:visits?|sessions?|treatments?)\b", re.I)


def _part_of_visits(sentence: RecordSentence, number: Number) -> bool:
    score = number.unit in ("/10", "/5") and re.match(r"\s?/", sentence.text[number.span.start + 1 :])
    return number.kind is Kind.PART and not score and bool(_VISITS.search(sentence.text))


def _cares(sentence: RecordSentence) -> frozenset[int]:
    return frozenset(m.term.number for m in term_mentions(sentence.text) if m.term.kind == "care")


def _care_asked(context: Context) -> frozenset[int]:
    return frozenset(m.term.number for m in term_mentions(context.item_text) if m.term.kind == "care")


def _counts(sentence: RecordSentence, care: frozenset[int]) -> Iterator[Decimal]:
    """The visits that a sentence on this care and no other counts as had."""
    named = {m.term.number for m in term_mentions(sentence.text) if m.term.kind == "care"}
    if not named or named - care or sentence.plans:
        return
    numbers = numbers_in(sentence.text)
    wholes = {
        n.unit.lstrip("/") for n in numbers if n.kind is Kind.PART
    }  # "4 of 6 visits": six are not had
    for number in numbers:
        if number.kind is Kind.PART or (number.kind is Kind.VISITS and str(number.value) not in wholes):
            yield number.value


def _possible(rows: list[tuple[RecordSentence, Decimal]]) -> set[Decimal]:
    """The counts, and the sums of all that the sentences number ("six, and six more")."""
    values = [n for _, n in rows]
    for sentence in dict.fromkeys(s for s, _ in rows):
        values += [n.value for n in numbers_in(sentence.text) if n.kind is Kind.PLAIN]
    sums = {sum(group, Decimal(0)) for size in (2, 3) for group in combinations(values[:8], size)}
    return sums | set(values)


def _misrented(context: Context) -> Iterator[Finding]:
    """A rental of another length than the request's and the record's."""
    asked = [n for n in numbers_in(context.item_text) if n.unit in _IN_DAYS]
    if not asked or "rent" not in context.item_text.lower():
        return
    known = [n.value * _IN_DAYS[n.unit] for n in (*asked, *context.record.numbers) if n.unit in _IN_DAYS]
    for statement in context.told(Mode.CASE, Mode.DECISION):
        for match in _RENTAL.finditer(statement.text):
            days = value_of(match["n"] or match["m"]) * _IN_DAYS[(match["unit"] or match["unit2"]).lower()]
            if _OF_LIMIT.search(statement.text) or any(abs(days - value) <= _SLACK for value in known):
                continue
            yield context.finding(
                "FAC42",
                statement.start + match.start(),
                statement.start + match.end(),
                Verdict.CONTRADICTED,
                "The request asks for a rental of another length.",
                mend="Give the length that is asked for.",
            )


def _all(context: Context) -> Iterator[Finding]:
    yield from _miscounted(context)
    yield from _all_had(context)
    yield from _misrented(context)


RULES = (
    Rule(
        "FAC42",
        "count of the care asked for",
        "A count of visits of the care that is asked for, told without its name, or the length of a rental, is"
        " another than the record's.",
        "How much was had decides how much more is owed.",
        Severity.ERROR,
        Example(
            "The worker had 6 acupuncture treatments in May.",
            "The MTUS allows 3-6 treatments. She had eight treatments.",
            "Acupuncture, 8 visits",
            "eight treatments",
        ),
        Example(
            "The worker had 6 acupuncture treatments in May.",
            "The MTUS allows 3-6 treatments. She had six treatments.",
            "Acupuncture, 8 visits",
        ),
        _all,
        "Give the number that the record counts.",
    ),
)
