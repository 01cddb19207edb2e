"""FAC, then and now: a drug that was stopped told as taken today, and one that is taken told as stopped.

Reads from the record which of a drug's mentions tell of its end; a drug of which nothing is told either
way is left alone.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span
from knowledge.treatments import load_taxonomy

_END = (
    r"discontinu\w+|stopp?(?:ed|s|ing)|quit|d/c'?d|ceased|gave up|given up|giving up|abandoned|dropped|came off|come off|"
    r"(?:was|is|been|be) off|weaned (?:off|from)|no longer (?:\w+ )?(?:takes?|taking|uses?|using|on|prescribed)|withdrawn|had to leave off|leave off|left off"
)
_ENDED_BEFORE = re.compile(
    rf"(?:\b(?:{_END}|(?:is|was) (?:now )?off|previously (?:\w+ ){{0,2}}(?:used|took|taken|taking|treated with|on|tried|prescribed)|formerly (?:\w+ ){{0,2}}(?:on|used|took|taking|prescribed)|"
    r"used to (?:take|use)|(?:switched|changed) from|in place of|instead of|replac(?:ed|ing)|past use of)\b)(?: (?!and\b|but\b|now\b)[\w-]+){0,3} ?$",
    re.I,
)
_ENDED_AFTER = re.compile(
    rf"^[^.;]{{0,60}}?(?:\b(?:which |that )?(?:has been |have been |had been |was |were |had to be |is )?(?:since |later |then |subsequently )?(?:{_END})\b|"
    r"\b(?:was|were) (?:switched|changed|replaced)|\b(?:is|was|are) (?:now )?a thing of the past|\bin the past\b)",
    re.I,
)
_NOW_BEFORE = re.compile(
    r"\b(?:takes|is (?:now |currently |still )?(?:taking|using|on|prescribed)|was (?:taking|using|on|still taking)|were|uses|continues?(?: to (?:take|use)| with| on| taking| using)?|continued(?: to (?:take|use)| with| on)?|remains on|still (?:takes|uses|on)|relies on|"
    r"currently|current(?: pain)? (?:medications?|regimen|drugs?)|medications? (?:are|is|were|include[sd]?|included|consist\w*)|now (?:takes|on|uses)|maintained on)"
    r"[^.;]{0,60}$",
    re.I,
)
_NOW_AFTER = re.compile(
    r"^[^.;,]{0,40}\b(?:(?:is|are|was|were) (?:\w+ )?(?:his|her|the|a) (?:\w+ )?current|(?:is|are|was|were) (?:still|currently|now|presently|being|taken|used)\b|"
    r"(?:is|are|was) continued|continues|remains|at present|currently|now and then)\b",
    re.I,
)
_THROUGH = re.compile(
    r"^(?:[ ,]+(?:\d[\d./-]*|mg|tablets?|daily|twice|once|a|day)){0,5} (?:through|until|till) (?:early |late |mid-?)?(?:january|february|march|april|may|june|july|august|september|october|november|december|\d)",
    re.I,
)
_LISTED = re.compile(
    r"\b(?:treat(?:ed|ments?)\b(?! plan)|medications? (?:have |has )?(?:include|list|are|were)\w*)", re.I
)
_OBJECT = re.compile(r" (?:(?:the|his|her|taking|using|from|of) )*", re.I)
_ONCE = re.compile(
    r"\b(?:was (?:taking|using|on|still taking|tried|taken|used)|were (?:tried|taken|used)|was his|was her|continued|had (?:taken|used|been))\b",
    re.I,
)
"""Told of the past, which an end later does not contradict."""
_CLAUSE = re.compile(
    r";|\.(?!\d)|\bbut\b|, (?:and )?(?:he|she|now|who)\b|\band (?=(?:now|is|he|she|takes|uses|was)\b)|\bwhile\b"
)
_NEVER = re.compile(
    r"\b(?:not|n't|never)(?: (?:yet|ever|been|previously|had))* (?:tried|used?|taken|takes?|prescribed|given|started|on|received)\b",
    re.I,
)
_TRIED = re.compile(
    r"\b(?:respond(?:ed)? to|failed|tried|took|taken|used|relief (?:from|with|on)|benefit from|helped by|intolerant of|tolerate[ds]?|"
    r"treated with|response to|trial of|on)(?: [\w-]+){0,2} ?$",
    re.I,
)
_HELPED = re.compile(
    r"^[^.;,]{0,25}\b(?:failed|helped|did not help|caused|made|gave|was (?:tried|ineffective|effective|stopped)|upset|brought)\b",
    re.I,
)
_OFFERED = re.compile(
    r"\b(?:request\w*|if|should|may|would|could|guidelines?|recommend\w*|plan\w*|such as|trial of)\b", re.I
)
_MOST = 3


@dataclass(frozen=True, slots=True)
class _Use:
    """One mention of a drug: of its end, its use at the time, that it was never taken, or its trial."""

    drug: str
    ended: bool
    now: bool
    never: bool
    tried: bool
    place: Span


@lru_cache(maxsize=8192)
def uses_in(text: str) -> tuple[_Use, ...]:
    """How each drug of a sentence stands: at its end, in use, or neither."""
    found = []
    for mention in load_taxonomy().drug_mentions(text):
        before, after = _around(text, mention.start, mention.end)
        ended = bool(
            _ENDED_BEFORE.search(before) or _THROUGH.match(after) or _ended_after(text, mention.end, after)
        )
        now = not ended and bool(_NOW_BEFORE.search(before) or _NOW_AFTER.search(after))
        never = bool(_NEVER.search(before) or _NEVER.search(after))
        tried = not never and bool(_TRIED.search(before) or _HELPED.match(after))
        found.append(_Use(mention.generic, ended, now, never, tried, Span(mention.start, mention.end)))
    return tuple(found)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the clause before a mention and after it."""
    lead = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    stop = _CLAUSE.search(text, end)
    return text[lead:start], text[end : stop.start() if stop else len(text)]


def _ended_after(text: str, end: int, after: str) -> bool:
    """Its end is told behind it, before another drug is named; "having given up the other" is the other's."""
    other = next((m.start for m in load_taxonomy().drug_mentions(text) if m.start >= end), None)
    if other is None:
        return _ENDED_AFTER.match(after) is not None
    match = _ENDED_AFTER.match(text[end : min(other, end + len(after))])
    return match is not None and _OBJECT.fullmatch(text[end + match.end() : other]) is None


@lru_cache(maxsize=64)
def _uses(record: RecordIndex) -> dict[str, tuple[tuple[_Use, RecordSentence], ...]]:
    table: dict[str, list[tuple[_Use, RecordSentence]]] = {}
    for sentence in record.clinical:
        for use in uses_in(sentence.text):
            table.setdefault(use.drug, []).append((use, sentence))
    return {drug: tuple(rows) for drug, rows in table.items()}


def _turned(context: Context) -> Iterator[Finding]:
    uses = _uses(context.record)
    asked = {m.generic for m in load_taxonomy().drug_mentions(context.item_text)}
    for statement in context.told(Mode.CASE):
        if _OFFERED.search(statement.text) or context.repeats_record(statement):
            continue
        for use in uses_in(statement.text):
            rows = uses.get(use.drug, ())
            if use.drug in asked or not rows or _denied(context, statement, use):
                continue
            if (use.tried or use.ended or use.now) and all(row.never for row, _ in rows):
                yield _finding(
                    context, statement, use, rows, "The record tells that this drug was never taken."
                )
            elif use.now and _all_ended(rows) and not _ONCE.search(statement.text):
                yield _finding(
                    context, statement, use, rows, "The record tells that this drug was stopped."
                )
            elif use.ended and _never_ended(uses, rows):
                yield _finding(
                    context, statement, use, rows, "The record tells of another drug that it was stopped."
                )


def _denied(context: Context, statement: Statement, use: _Use) -> bool:
    quoted = context.in_quotation(statement.start + use.place.start)
    return quoted or any(d.span.overlaps(use.place) for d in denials_in(statement.text))


def _all_ended(rows: tuple[tuple[_Use, RecordSentence], ...]) -> bool:
    """One mention tells of the end, and none after it of use or a new prescription."""
    ends = [n for n, (use, _) in enumerate(rows) if use.ended]
    return bool(ends) and not any(
        use.now or sentence.plans for use, sentence in rows[ends[-1] + 1 :] if not use.ended
    )


def _never_ended(
    uses: dict[str, tuple[tuple[_Use, RecordSentence], ...]], rows: tuple[tuple[_Use, RecordSentence], ...]
) -> bool:
    """It is told in use and never at its end, while another drug is told at its end."""
    if not rows or any(use.ended for use, _ in rows):
        return False
    if not any(use.now or use.tried or _LISTED.search(sentence.text) for use, sentence in rows):
        return False
    return any(use.ended for others in uses.values() for use, _ in others)


def _finding(
    context: Context,
    statement: Statement,
    use: _Use,
    rows: tuple[tuple[_Use, RecordSentence], ...],
    message: str,
) -> Finding:
    return context.finding(
        "FAC32",
        statement.start + use.place.start,
        statement.start + use.place.end,
        Verdict.CONTRADICTED,
        message,
        tuple(context.record.quote_sentence(s) for s in dict.fromkeys(s for _, s in rows))[:_MOST],
        "Say whether it is taken or was stopped.",
    )


RULES = (
    Rule(
        "FAC32",
        "stopped told as taken",
        "A drug that the record tells was stopped is told as taken today, or one in use as stopped.",
        "What was tried and given up decides what may be tried next.",
        Severity.ERROR,
        Example(
            "Naproxen was discontinued in May because of heartburn. She takes acetaminophen.",
            "She currently takes naproxen.",
            at="naproxen",
        ),
        Example(
            "Naproxen was discontinued in May because of heartburn. She takes acetaminophen.",
            "She no longer takes naproxen.",
        ),
        _turned,
        "Say whether it is taken or was stopped.",
    ),
)
