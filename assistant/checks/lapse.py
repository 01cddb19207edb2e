"""FAC, how long after: a stated time from the injury or an operation that no date of the file gives.

Knows the dates of header and record, never those of reports that were not summarised; what fits any of them,
to one unit, is left alone, and so is a time that the record itself states.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.checks.context import Context
from assistant.checks.facts import injury_days
from assistant.checks.record import RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.checks.timing import since_injury
from assistant.claims.dates import dates_in
from assistant.claims.model import Kind
from assistant.claims.numbers import value_of
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict

_NUMBER = (
    r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|ninety"
)
_INJURY = r"(?:injur\w+|accident|incident|crash|collision|fall|trauma|event|loss)"
_OPERATION = (
    r"(?:surger\w+|operation|operative|op\b|procedure|fixation|ORIF|repair|fusion|arthroscop\w+|release|"
    r"\w+ectomy|\w+plasty|reconstruct\w+)"
)
_LAPSE = re.compile(
    rf"\b(?P<n>{_NUMBER})(?: full| whole)?[ -](?P<unit>day|week|month|year)s?'?"
    r" (?:after|since|from|past|post|following|out from|out of|out after|status post|removed from|into|subsequent to|later than)[- ]?"
    r"(?: (?:the|his|her|this|that|date of|industrial|work|index|initial|original|surgical|\w+'s))*[- ]?"
    rf"(?:(?P<injury>{_INJURY})|(?:[\w-]+ ){{0,2}}(?P<operation>{_OPERATION}))\b",
    re.I,
)
_POSTOPERATIVE = re.compile(
    rf"\b(?P<n>{_NUMBER})[ -](?P<unit>day|week|month|year)s?'? (?P<operation>post-? ?(?:op\w*|surg\w*))\b",
    re.I,
)
_LOOSE = re.compile(
    r"\b(?:first|initial|within|up to|until|before|by|at least|more than|less than|over|under|beyond|next|"
    r"not|no|if|when|last|past|every|should|may|can|prior|earlier|between)\b[^.;,]{0,14}$",
    re.I,
)
_OF_CRITERIA = re.compile(r"\bcriteri(?:a|on)\b|\bcondition of\b|\bguidelines?\b", re.I)
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_REQUEST = re.compile(r"\b(?:request\w*|RFA|authorization)\b", re.I)
_OF_REQUEST = re.compile(
    r"\brequest\w*|\bRFA\b|\bauthorization\b|\bdenied\b|certif|utilization review", re.I
)
_MONTH = re.compile(
    r"\b(?P<m>January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?= (?:visit|examination|exam|appointment|note|report|evaluation|consultation|encounter))",
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_OPERATED = re.compile(rf"\b{_OPERATION}\b", re.I)


def _lapses(context: Context) -> Iterator[Finding]:
    """A person's text only: a draft computes its times and names criteria ("four weeks since the injury")."""
    if not context.human:
        return
    for statement in context.told(Mode.CASE):
        if context.repeats_record(statement) or _OF_CRITERIA.search(statement.text):
            continue
        taken = [m.span() for m, _ in since_injury(context, statement)]
        for match in (*_LAPSE.finditer(statement.text), *_POSTOPERATIVE.finditer(statement.text)):
            if match.span() in taken or not _wrong(context, statement, match):
                continue
            yield context.finding(
                "FAC29",
                statement.start + match.start(),
                statement.start + match.end(),
                Verdict.CONTRADICTED,
                "No date of the file lies so long after it.",
                mend="Compute it from the dates.",
            )


def _wrong(context: Context, statement: Statement, match: re.Match[str]) -> bool:
    if _LOOSE.search(statement.text[: match.start()]) or _stated(context, match):
        return False
    starts = set(injury_days(context)) if match.groupdict().get("injury") else _operations(context)
    ends = _ends(context, statement)
    spans = [(end - start).days for start in starts for end in ends if end >= start]
    return bool(spans) and not any(_fits(match, days) for days in spans)


def _stated(context: Context, match: re.Match[str]) -> bool:
    """The record itself tells of that length of time."""
    said = _count(match), match["unit"].lower()
    return any(n.kind is Kind.DURATION and (float(n.value), n.unit) == said for n in context.record.numbers)


def _count(match: re.Match[str]) -> float:
    word = match["n"].lower()
    return 1.0 if word in ("a", "an") else float(value_of(word))


def _fits(match: re.Match[str], days: int) -> bool:
    """Days to the day, longer units to one unit, and a month to as many weeks."""
    length = _DAYS[match["unit"].lower()]
    return abs(_count(match) * length - days) <= max(length, 1.0)


def _operations(context: Context) -> set[date]:
    """The days beside an operation, plans and requests left out; none where one stands without a day."""
    rows = [s for s in context.record.clinical if _OPERATED.search(s.text) and not s.plans]
    return {m.day for s in rows for m in dates_in(s.text) if m.day}


def _ends(context: Context, statement: Statement) -> set[date]:
    """The days that the time may run to: those of the sentence, of the request or month it names, or any."""
    mine = {m.day for m in dates_in(statement.text) if m.day} - set(injury_days(context))
    if mine:
        return mine
    month = _MONTH.search(statement.text)
    if month:
        number = _MONTHS.index(month["m"]) + 1
        return {day for day in context.known_days if day.month == number}
    if _REQUEST.search(statement.text):
        asked = {d for s in context.record.sentences if _of_request(s) for d in _days(s)}
        seen = {d for s in context.record.clinical if not _of_request(s) for d in _days(s)}
        return asked | _header(context) | ({max(seen)} if seen else set())
    return set(context.known_days)


def _of_request(sentence: RecordSentence) -> bool:
    return _OF_REQUEST.search(sentence.text) is not None


def _days(sentence: RecordSentence) -> set[date]:
    return {m.day for m in dates_in(sentence.text) if m.day}


def _header(context: Context) -> set[date]:
    case = context.case
    return {d for d in (case.ur_denial_date, case.application_received) if d}


RULES = (
    Rule(
        "FAC29",
        "time between two events",
        "A stated time after the injury or an operation that no date of the file gives.",
        "Acute or chronic, and how long after an operation, decides which guideline governs.",
        Severity.ERROR,
        Example(
            "She was injured on 1/4/2017. She was seen on 1/18/2017.",
            "The visit took place five months after the accident.",
            at="five months after the accident",
            setting="human",
        ),
        Example(
            "She was injured on 1/4/2017. She was seen on 1/18/2017.",
            "The visit took place two weeks after the accident.",
            setting="human",
        ),
        _lapses,
        "Compute it from the dates.",
    ),
)
