"""FAC, one for another: the anterior horn for the posterior, the ulnar nerve for the median.

A thing that has one word of several is told with a word that the record gives to no such thing, while it gives
another. Knows no anatomy but the table's.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.denial import denials_in
from assistant.claims.exclusives import Valued, load_exclusives, valued_in
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict

_UNSURE = re.compile(
    r"\bguidelines?\b|\bcriteri(?:a|on)\b|\bif\b|\bwhether\b|\bshould\b|\bwould\b|\b(?-i:may)\b|\bmight\b|\bcould\b|"
    r"\bsuch as\b|\bsuspect\w*|\bpossib\w*|\brule out\b|\br/o\b|\brisk factors?\b|\btypically\b|\bin general\b|\bODG\b|"
    r"\bMTUS\b|\bACOEM\b|\bpatients with\b|\bis (?:an option|recommended|supported)\b|\bare recommended\b|\bhistory of\b",
    re.I,
)
_MOST = 3


def _swapped(context: Context) -> Iterator[Finding]:
    known = _known(context.record)
    asked = {(v.name, v.value) for v in valued_in(context.item_text, record=True)}
    for statement in context.told(Mode.CASE):
        if _UNSURE.search(statement.text) or context.repeats_record(statement):
            continue
        denied = [d.span for d in denials_in(statement.text)]
        told = valued_in(statement.text)
        for said in told:
            rows = known.get(said.name, ())
            wanted = (said.name, said.value) in asked and said.name not in _flagged("done")
            if wanted or any(span.overlaps(said.place) for span in denied):
                continue
            if not rows or any(v.value in (said.value, "both") for v, _ in rows) or _both_told(said, told):
                continue
            yield context.finding(
                "FAC37",
                statement.start + said.place.start,
                statement.start + said.place.end,
                Verdict.CONTRADICTED,
                f"The record has {rows[0][0].value} here, not {said.value} ({said.name}).",
                tuple(context.record.quote_sentence(s) for s in dict.fromkeys(s for _, s in rows))[:_MOST],
                "Give the word that the record has.",
            )


def _both_told(said: Valued, told: tuple[Valued, ...]) -> bool:
    """The text tells two words of the thing: "mild to moderate", the left and the right."""
    if said.name in _flagged("many"):
        return False
    return any(v.name == said.name and v.value != said.value and v.place.overlaps(said.place) for v in told)


_WANTED = re.compile(
    r"\b(?:order\w*|request\w*|propos\w*|recommend\w*|plan\w*|schedul\w*|authori[sz]\w*|consider\w*|sought|suggest\w*)\b",
    re.I,
)


def _undone(sentence: RecordSentence) -> bool:
    return sentence.plans or sentence.reports_review or _WANTED.search(sentence.text) is not None


@cache
def _flagged(flag: str) -> frozenset[str]:
    return frozenset(row.name for row in load_exclusives() if getattr(row, flag))


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> dict[str, tuple[tuple[Valued, RecordSentence], ...]]:
    table: dict[str, list[tuple[Valued, RecordSentence]]] = {}
    for sentence in record.sentences:
        for valued in valued_in(sentence.text, record=True):
            if valued.name in _flagged("done") and _undone(sentence):
                continue
            table.setdefault(valued.name, []).append((valued, sentence))
    return {name: tuple(rows) for name, rows in table.items()}


RULES = (
    Rule(
        "FAC37",
        "one for another",
        "A thing that has one word of several (horn, nerve, reflex, depth of a tear, grade of a narrowing, result of"
        " a drug test) is told with another than the record's.",
        "A wrong nerve or a wrong grade turns the finding into another one.",
        Severity.ERROR,
        Example(
            "MRI of the knee showed a tear of the posterior horn of the medial meniscus.",
            "There is a tear of the anterior horn.",
            "Knee arthroscopy",
            "anterior horn",
        ),
        Example(
            "MRI of the knee showed a tear of the posterior horn of the medial meniscus.",
            "There is a tear of the posterior horn.",
            "Knee arthroscopy",
        ),
        _swapped,
        "Give the word that the record has.",
    ),
)
