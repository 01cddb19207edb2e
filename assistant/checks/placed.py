"""FAC, treatment or illness of which part: care, an operation or a diagnosis told of another body part.

The record must name a part wherever it names the thing; a part that bears on its own is left alone.
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
from assistant.claims.body import close, regions_in, related
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode, Statement
from assistant.claims.terms import TermMention, load_terms, term_mentions
from assistant.results import Finding, Severity, Verdict

_KINDS = frozenset(("care", "operation", "diagnosis"))
_LINK = re.compile(
    r"^(?: (?:visits?|sessions?|treatments?|courses?|care|injections?|therapy|release|repair|surgery|syndrome|was|were|is|are|had|have|has|been|"
    r"devoted|directed|given|applied|limited|confined|only|largely|solely|worn|used|affects?|affecting|involv\w+|located|and))*"
    r" (?:for|of|to|at|on|in|into|over|affects|involves|about) (?:the |his |her |a |an |both )?(?:right |left |bilateral )?(?P<part>[\w-]+(?: [\w-]+)?)",
    re.I,
)
_UNSURE = re.compile(
    r"\bcriteri(?:a|on)|guidelines?|\brequest\w*|\bif\b|\bshould\b|\bwould\b|\bmay\b|\bplan\w*|\brecommend\w*|\bpropos\w*|\brule\b",
    re.I,
)
_CUT = re.compile(r"[;.]|, (?:and |but )?|\b(?:but|while|whereas)\b")
_MOST = 3


def _elsewhere(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        if _UNSURE.search(statement.text) or context.repeats_record(statement):
            continue
        for mention in term_mentions(statement.text):
            part = _part(context, statement, mention)
            rows = _rows(context.record, mention.term.number) if part else ()
            if not part or not rows or any(_bears(part, parts) for parts, _ in rows):
                continue
            if part in context.item_regions and mention.term.names.search(context.item_text):
                continue
            yield context.finding(
                "FAC35",
                statement.start + mention.span.start,
                statement.start + mention.span.end,
                Verdict.CONTRADICTED,
                f"The record tells this of the {_named(rows)}, not of the {part.replace('_', ' ')}.",
                tuple(context.record.quote_sentence(s) for s in dict.fromkeys(s for _, s in rows))[:_MOST],
                "Name the part that the record names.",
            )
            break


def _named(rows: tuple[tuple[frozenset[str], RecordSentence], ...]) -> str:
    return ", ".join(sorted({part.replace("_", " ") for parts, _ in rows for part in parts})[:4])


def _part(context: Context, statement: Statement, mention: TermMention) -> str | None:
    """The one part that the sentence gives the thing to, in words that link them."""
    text, place = statement.text, mention.span
    if mention.term.kind not in _KINDS or context.in_quotation(statement.start + place.start):
        return None
    if any(d.span.overlaps(place) for d in denials_in(text)):
        return None
    if standing(text, place.start, place.end) is not Standing.AFFIRMED:
        return None
    link = _LINK.match(text[place.end :])
    named = regions_in(link["part"]) if link else frozenset()
    return next(iter(named)) if len(named) == 1 else None


def _bears(part: str, known: frozenset[str]) -> bool:
    mine, theirs = close(frozenset((part,))), close(known)
    return bool(related(mine) & theirs or related(theirs) & mine)


@lru_cache(maxsize=1024)
def _rows(record: RecordIndex, number: int) -> tuple[tuple[frozenset[str], RecordSentence], ...]:
    """Each clause of the record that names it, with its parts; empty where one names no part."""
    term = load_terms()[number]
    found: list[tuple[frozenset[str], RecordSentence]] = []
    for sentence in record.sentences:
        for match in term.names.finditer(sentence.text):
            parts = _around(sentence, match.start(), match.end())
            if not parts:
                return ()
            found.append((parts, sentence))
    return tuple(found)


def _around(sentence: RecordSentence, start: int, end: int) -> frozenset[str]:
    """The parts of the clause; where it names none, those of the sentence, or of the one before it."""
    lead = max((m.end() for m in _CUT.finditer(sentence.text, 0, start)), default=0)
    stop = _CUT.search(sentence.text, end)
    clause = sentence.text[lead : stop.start() if stop else len(sentence.text)]
    return regions_in(clause) or sentence.own_regions or frozenset()


RULES = (
    Rule(
        "FAC35",
        "care of another part",
        "Care, an operation or a diagnosis is told of a body part of which the record does not tell it.",
        "Care of the knee is no trial of care of the shoulder.",
        Severity.ERROR,
        Example(
            "She attended physical therapy for the neck. The right knee is tender.",
            "Physical therapy was given to the knee.",
            "MRI of the right knee",
            "Physical therapy",
        ),
        Example(
            "She attended physical therapy for the neck. The right knee is tender.",
            "Physical therapy was given to the neck.",
            "MRI of the right knee",
        ),
        _elsewhere,
        "Name the part that the record names.",
    ),
)
