"""ABS, in plain words: what is said to be absent, and each word of which one clause of the record affirms.

For what no table of things names. The clause must be of the same body part and side, told as found or done,
and no other place of the record may deny the same; a word too much in the claim, and nothing is said.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.absence import names_gap
from assistant.checks.carried import carries, places_of
from assistant.checks.context import Context
from assistant.checks.record import RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.checks.unseen import told_by_another
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import close, regions_in, sides_in
from assistant.claims.prose import Mode, Statement
from assistant.claims.terms import term_mentions
from assistant.claims.unnamed import Unnamed, unnamed_in
from assistant.results import Finding, Severity, Verdict

_MOST = 3
_WINDOW = 110
_CLAUSE = re.compile(r"[;:]|\bbut\b|\balthough\b|\bwhile\b", re.I)
_TO_COME = re.compile(
    r"\b(?:request\w*|recommend\w*|order(?:ed|s)?|plan\w*|pending|consider\w*|schedul\w*|refer\w*|"
    r"authoriz\w*|sought|asked|would|will|should|declin\w*|refus\w*|offer\w*|discuss\w*|avoid\w*|if|may|"
    r"might|could|possib\w+|"
    r"suspect\w*|rule out|risk|goals?|aim\w*|until|to (?:be|begin|start|undergo|regain|restore|improve|reduce)|"
    r"wants?|hop(?:e|es|ing)|normal|intact|negative|unremarkable|full|stable|none|resolved|never|not|no|without|"
    r"den(?:y|ies|ied))\b",
    re.I,
)
_DONE_TO = frozenset(("care", "study", "operation"))
_MEND = "State what the record shows, or say precisely what is missing from it."


def _in_plain_words(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        denied = unnamed_in(statement.text)
        if not denied or names_gap(context, statement.text) or context.repeats_record(statement):
            continue
        for one in denied:
            if told_by_another(context, statement, one.span):
                continue
            rows = _affirming(context, statement, one)
            if rows:
                yield context.finding(
                    "ABS08",
                    statement.start + one.span.start,
                    statement.start + one.span.end,
                    Verdict.CONTRADICTED,
                    f"The text says that “{' '.join(one.words)}” is absent; the record has it.",
                    tuple(context.record.quote_sentence(s) for s in rows[:_MOST]),
                    _MEND,
                )


def _affirming(context: Context, statement: Statement, one: Unnamed) -> list[RecordSentence]:
    """The sentences that affirm all the words; none where one of them, or another, denies the same."""
    told = statement.text[one.clause.start : one.clause.end]
    if len(one.words) == 1 and any(m.term.kind in _DONE_TO for m in term_mentions(told)):
        return []  # care by its bare name may be another course of it
    parts, sides = close(regions_in(told)), sides_in(told)
    rows = [
        s
        for s in context.record.clinical
        if carries(s.text, one.words)
        and not (parts and s.regions and not parts & close(s.regions))
        and not (len(sides) == 1 and s.sides and not sides & s.sides)
    ]
    if not all(not s.plans and _affirms(s.text, one.words) for s in rows):
        return []
    return rows


def _affirms(text: str, words: tuple[str, ...]) -> bool:
    """All words stand in one clause, near each other, and nothing there takes them back."""
    places = [places_of(text, word) for word in words]
    first = min(row[0][0] for row in places)
    last = max(row[-1][1] for row in places)
    if last - first > _WINDOW or _CLAUSE.search(text, first, last):
        return False
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, first)), default=0)
    end = next((m.start() for m in _CLAUSE.finditer(text, last)), len(text))
    if _TO_COME.search(text[max(start, first - _WINDOW) : min(end, last + _WINDOW // 3)]):
        return False
    return all(standing(text, a, b) is Standing.AFFIRMED for row in places for a, b in row)


RULES = (
    Rule(
        "ABS08",
        "said to be absent in words that the record affirms",
        "Something is called absent or unrecorded, and a clause of the record affirms every word of it.",
        "No table holds all that a record can tell; the words themselves are looked for.",
        Severity.ERROR,
        Example(
            "The worker has knee pain with puckering of the scar.",
            "No puckering of the scar was noted.",
            "MRI of the left knee",
            "No puckering of the scar was noted",
        ),
        Example(
            "The worker has knee pain without puckering of the scar.",
            "No puckering of the scar was noted.",
            "MRI of the left knee",
        ),
        _in_plain_words,
        _MEND,
    ),
)
