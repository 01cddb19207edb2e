"""FAC, whose: an illness, drug or habit of a relative told as the worker's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode
from assistant.claims.things import things_in
from assistant.results import Finding, Severity, Verdict

_KIN = re.compile(
    r"\b(?:mother|father|parents?|brother|sister|siblings?|wife|husband|spouse|partner|son|daughter|child(?:ren)?|uncle|aunt|"
    r"cousin|grand(?:mother|father|parents?)|room-?mate|household|relatives?|family|families|co-?workers?|friends?|neighbo\w+)\b",
    re.I,
)
_TELLS = re.compile(
    r"\b(?:stat\w+|report\w+|said|says|noted|told|accompan\w+|help\w*|assist\w*|driv\w+|drove|interpret\w*|translat\w*|"
    r"brought|lives? with|cares? for|physician|doctor|practice|practitioner|medicine)\b",
    re.I,
)
_CUT = re.compile(r"[;.]|, (?:and|but|while|who) |\bwhile\b|\bbut\b|\band (?:he|she|the)\b")
_MOST = 3


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for cut in _CUT.finditer(text):
        yield text[start : cut.start()]
        start = cut.end()
    yield text[start:]


@lru_cache(maxsize=64)
def _theirs(record: RecordIndex) -> dict[str, tuple[RecordSentence, ...]]:
    """What the record tells of relatives and never of the worker, with the sentences."""
    theirs: dict[str, list[RecordSentence]] = {}
    own: set[str] = set()
    for sentence in record.sentences:
        for clause in _clauses(sentence.text):
            kin = _KIN.search(clause)
            relative = kin is not None and not _TELLS.search(clause)
            for thing in things_in(clause):
                after = kin is not None and kin.start() < thing.span.start
                if relative and (after or "family" in clause.lower()):
                    theirs.setdefault(thing.key, []).append(sentence)
                elif standing(clause, thing.span.start, thing.span.end) is not Standing.NEGATED:
                    own.add(thing.key)
    return {key: tuple(rows) for key, rows in theirs.items() if key not in own}


def _of_another(context: Context) -> Iterator[Finding]:
    theirs = _theirs(context.record)
    if not theirs:
        return
    for statement in context.told(Mode.CASE):
        if _KIN.search(statement.text) or context.repeats_record(statement):
            continue
        for thing in things_in(statement.text):
            place, rows = thing.span, theirs.get(thing.key)
            if not rows or any(d.span.overlaps(place) for d in denials_in(statement.text)):
                continue
            if standing(statement.text, place.start, place.end) is Standing.NEGATED:
                continue
            yield context.finding(
                "FAC31",
                statement.start + place.start,
                statement.start + place.end,
                Verdict.CONTRADICTED,
                "The record tells this of a relative, not of the worker.",
                tuple(context.record.quote_sentence(s) for s in dict.fromkeys(rows))[:_MOST],
                "Say of whom the record tells it.",
            )
            break


RULES = (
    Rule(
        "FAC31",
        "told of a relative",
        "An illness, drug or habit that the record tells of a relative is told of the worker.",
        "A family's history is no diagnosis of the worker.",
        Severity.ERROR,
        Example(
            "The worker has back pain. His father had gout.",
            "The worker suffers from gout.",
            at="gout",
        ),
        Example(
            "The worker has back pain. His father had gout.",
            "There is a family history of gout.",
        ),
        _of_another,
        "Say of whom the record tells it.",
    ),
)
