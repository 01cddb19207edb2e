"""PRE, undone: a study or test whose result is told, of which the record says that it was not done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks import presence, treated
from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.checks.shown import Claim, denied_by
from assistant.claims.absences import Absent, Sort, load_absent
from assistant.claims.assertion import Standing, standing
from assistant.claims.prose import Mode, Statement
from assistant.claims.residue import absences_in
from assistant.results import Finding, Severity, Verdict

_MOST = 3
_OPEN = re.compile(
    r"\b(?:request\w*|recommend\w*|would|should|could|may|might|can|will|if|guidelines?|criteri\w+|pending|plan\w*|"
    r"consider\w*|until|without|not|no|never|nor|neither|lack\w*|absence|fail\w*|un(?:known|clear|documented))\b",
    re.I,
)


def _told_but_undone(context: Context) -> Iterator[Finding]:
    """The result of a study or test, against what the record says was not done."""
    undone = _undone(context)
    if not undone:
        return
    for statement in context.told(Mode.CASE):
        if context.repeats_record(statement) or _OPEN.search(statement.text):
            continue
        for thing in undone:
            yield from _told(context, statement, thing)


def _undone(context: Context) -> tuple[Absent, ...]:
    """The studies and tests that some record sentence says are absent."""
    found = {a.thing.id for s in context.record.clinical for a in absences_in(s.text)}
    return tuple(t for t in load_absent() if t.id in found and t.sort is Sort.STUDY and not t.drugs)


def _told(context: Context, statement: Statement, thing: Absent) -> Iterator[Finding]:
    match = thing.shown.search(statement.text)
    named = thing.said.search(statement.text)
    if match is None or named is None or context.in_quotation(statement.start + match.start()):
        return
    if standing(statement.text, *match.span()) is not Standing.AFFIRMED or _found(
        context, statement, match
    ):
        return
    rows = denied_by(context, Claim(thing, statement.text, statement.text))
    if rows:
        yield context.finding(
            "PRE06",
            statement.start + min(match.start(), named.start()),
            statement.start + match.end(),
            Verdict.CONTRADICTED,
            f"The text tells of {thing.name}; the record says that it is missing.",
            tuple(context.record.quote_sentence(s) for s in rows[:_MOST]),
            "Say that it was not done or recorded.",
        )


def _found(context: Context, statement: Statement, match: re.Match[str]) -> bool:
    """Another rule on what was only planned or never done has found it."""
    place = context.folded.span(statement.start + match.start(), statement.start + match.end())
    return any(
        found.severity is Severity.ERROR and found.start < place.end and place.start < found.end
        for rule in (*presence.RULES, *treated.RULES)
        if rule.id[:3] == "PRE"
        for found in context.found_by(rule.id, rule.run)
    )


RULES = (
    Rule(
        "PRE06",
        "result told of what was not done",
        "The result of a study or a test is told that the record says was not done or not recorded.",
        "A result that nobody has is no ground for a decision.",
        Severity.ERROR,
        Example(
            "The worker has knee pain. Reflexes were not tested.",
            "The reflexes were symmetric at the knees.",
            "MRI of the left knee",
            "reflexes were symmetric",
        ),
        Example(
            "The worker has knee pain. Reflexes were not tested at first. Reflexes were 2+ on 5/2/2016.",
            "The reflexes were symmetric at the knees.",
            "MRI of the left knee",
        ),
        _told_but_undone,
        "Say that it was not done or recorded.",
    ),
)
