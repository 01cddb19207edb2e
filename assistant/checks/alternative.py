"""FAC, the other of two: general anesthesia for local, a partial tear for a complete one, thumb for index.

Knows the sets of facts of which a case has one; which it has is read from the record alone.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.alternatives import Alternatives, Chosen, chosen_in, load_alternatives
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import close, regions_in, related
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict

_OF_CRITERIA = re.compile(
    r"\bcriteri(?:a|on)|guidelines?|\bcondition of\b|\bif\b|\bshould\b|\bmay\b|\bwould\b|\bsuggest\w*|\bsuspect\w*|"
    r"\bconcern\w*|\bpossib\w*|\blikely\b|\brais(?:es|ed|ing)\b|\bsuspicio\w*|\bruled? out\b|\bwhether\b",
    re.I,
)
_MOST = 3


def _other(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        if _OF_CRITERIA.search(statement.text) or context.repeats_record(statement):
            continue
        for alternatives in load_alternatives():
            yield from _of_set(context, statement, alternatives)


def _of_set(context: Context, statement: Statement, alternatives: Alternatives) -> Iterator[Finding]:
    said = [c for c in chosen_in(alternatives, statement.text) if _affirmed(context, statement, c)]
    if not said or chosen_in(alternatives, context.item_text):
        return  # the request itself speaks of one of them
    known = _known(context.record, alternatives)
    named = frozenset(value for value, _ in known)
    for chosen in said:
        rows = [s for _, s in known if not alternatives.near or _bears(statement.text, s)]
        if chosen.value in named or not rows:
            continue
        yield context.finding(
            "FAC30",
            statement.start + chosen.span.start,
            statement.start + chosen.span.end,
            Verdict.CONTRADICTED,
            f"The record has another {alternatives.name} ({', '.join(sorted(named))}).",
            tuple(context.record.quote_sentence(s) for s in dict.fromkeys(rows))[:_MOST],
            "Tell it as the record does.",
            severity=Severity.WARNING if alternatives.loose and context.human else None,
        )
        return


def _affirmed(context: Context, statement: Statement, chosen: Chosen) -> bool:
    place = chosen.span
    if context.in_quotation(statement.start + place.start):
        return False
    if any(d.span.overlaps(place) for d in denials_in(statement.text)):
        return False
    stands = standing(statement.text, place.start, place.end)
    return stands in (Standing.AFFIRMED, Standing.PLANNED)


def _known(record: RecordIndex, alternatives: Alternatives) -> list[tuple[str, RecordSentence]]:
    """The values that the record names and does not deny."""
    return [
        (chosen.value, sentence)
        for sentence in record.sentences
        for chosen in chosen_in(alternatives, sentence.text)
        if standing(sentence.text, chosen.span.start, chosen.span.end) is not Standing.NEGATED
    ]


def _bears(text: str, sentence: RecordSentence) -> bool:
    mine, theirs = close(regions_in(text)), close(sentence.regions)
    return not mine or not theirs or bool(related(mine) & theirs or related(theirs) & mine)


RULES = (
    Rule(
        "FAC30",
        "the other of several",
        "A fact of which a case has one (kind of anesthesia, depth of a tear, dominant hand, finger) is told"
        " otherwise than the record tells it.",
        "The other of two is the commonest slip of memory, and stands nowhere in the record.",
        Severity.ERROR,
        Example(
            "MRI of the knee showed a partial tear of the ligament.",
            "MRI showed a complete tear of the ligament.",
            "Knee brace",
            "complete tear",
        ),
        Example(
            "MRI of the knee showed a partial tear of the ligament.",
            "MRI showed a partial tear of the ligament.",
            "Knee brace",
        ),
        _other,
        "Tell it as the record does.",
    ),
)
