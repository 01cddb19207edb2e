"""PRE, what happened: an operation told as done that the record only foresees, and care done on the day of its denial.

Where the record may tell of any operation as done, nothing is said. Knows operations by their names.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.dates import dates_in
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict

_OPERATION = (
    r"(?:surger(?:y|ies)|operations?|arthroscop\w+|fusion|\w{4,}ectom(?:y|ies)|\w{4,}plast(?:y|ies)|ORIF|"
    r"open reduction|reconstruct\w+|(?:tunnel|Quervain'?s?|pulley|finger) release|(?:cuff|labral|meniscal|tendon|ligament|hernia) repair)"
)
_ANY = re.compile(
    rf"\b{_OPERATION}\b|\b(?:surgical(?:ly)?|operated|post-?op\w*|post-?surgical|status post|s/p|repaired|hardware)\b",
    re.I,
)
_UNDERWENT = re.compile(
    rf"\b(?:(?:has |have |had |previously |already )*(?:undergone|underwent)|(?:is |was )?(?:status post|s/p)) (?:an? |the |his |her )?(?:[\w-]+ ){{0,3}}?(?P<what>{_OPERATION})\b",
    re.I,
)
_FORESEEN = re.compile(
    r"\b(?:surgical (?:opinion|consult\w*|evaluation|option|candidate|referral|clearance)|waiting|await\w*|candidate|recommend\w*|"
    r"propos\w*|consider\w*|discuss\w*|request\w*|authori[sz]\w*|plan\w*|would|will|(?-i:may)|might|declin\w*|refus\w*|avoid|no|not|never|against|"
    r"wish\w*|want\w*|before|if|possib\w*|schedul\w*|certif\w*|denied|family|offered|asked|possible|future|need\w*|option\w*|suggest\w*|to have|"
    r"potential\w*|hop\w*)\b",
    re.I,
)
_DONE_ON = re.compile(
    r"\b(?:performed|done|carried out|took place|undergone|underwent|administered|completed|obtained|given|injected)\b"
    r"(?: (?!request|denied|review)[\w-]+){0,4}? on $",
    re.I,
)
_MOST = 3


def _never_done(context: Context) -> Iterator[Finding]:
    rows = _foreseen(context.record)
    for statement in context.told(Mode.CASE) if rows else ():
        for match in _UNDERWENT.finditer(statement.text):
            place = match.start("what"), match.end("what")
            if standing(statement.text, match.start(), match.end()) is not Standing.AFFIRMED:
                continue
            if context.repeats_record(statement):
                continue
            yield _finding(
                context,
                (statement.start + place[0], statement.start + place[1]),
                "Told as done; the record only foresees it.",
                rows,
            )


@lru_cache(maxsize=64)
def _foreseen(record: RecordIndex) -> tuple[RecordSentence, ...]:
    """The sentences that speak of an operation, where each of them only foresees it; else nothing."""
    rows = [s for s in record.clinical if _ANY.search(s.text)]
    done = any(not _FORESEEN.search(_around(s.text, m)) for s in rows for m in _ANY.finditer(s.text))
    return () if done else tuple(rows)


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 60) : match.end() + 50]


def _on_denial_day(context: Context) -> Iterator[Finding]:
    day = context.case.ur_denial_date
    if day is None or any(m.day == day for s in context.record.clinical for m in dates_in(s.text)):
        return
    rows = tuple(
        s
        for s in context.record.sentences
        if s.reports_review and any(m.day == day for m in dates_in(s.text))
    )
    for statement in context.told(Mode.CASE, Mode.DECISION):
        for mention in dates_in(statement.text):
            if mention.day == day and _DONE_ON.search(statement.text[: mention.span.start]):
                yield _finding(
                    context,
                    (statement.start + mention.span.start, statement.start + mention.span.end),
                    "That is the day of the denial; nothing else is told of it.",
                    rows,
                )


def _finding(
    context: Context, place: tuple[int, int], message: str, rows: tuple[RecordSentence, ...]
) -> Finding:
    return context.finding(
        "PRE07",
        *place,
        Verdict.CONTRADICTED,
        message,
        tuple(context.record.quote_sentence(s) for s in rows[:_MOST]),
        "Say that it is planned, or was denied.",
    )


def _all(context: Context) -> Iterator[Finding]:
    yield from _never_done(context)
    yield from _on_denial_day(context)


RULES = (
    Rule(
        "PRE07",
        "operation never done",
        "An operation is told as done that the record only foresees, or care as done on the day of its denial.",
        "What follows an operation is owed only where there was one.",
        Severity.ERROR,
        Example(
            "The worker has neck pain and is waiting for a surgical opinion.",
            "The worker has undergone cervical surgery.",
            at="surgery",
        ),
        Example(
            "The worker has neck pain and underwent a cervical fusion in 2014.",
            "The worker has undergone cervical surgery.",
        ),
        _all,
        "Say that it is planned, or was denied.",
    ),
)
