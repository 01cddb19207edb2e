"""PRE, planned: care told as done that the record only plans or asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.record import RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.checks.treated import said_done
from assistant.claims.assertion import Standing, standing
from assistant.claims.prose import Mode, Statement
from assistant.claims.terms import TermMention, term_mentions
from assistant.results import Finding, Severity, Verdict

_KINDS = frozenset(("care", "operation"))
_MOST = 3
_LISTED = re.compile(
    r"\btreatments? (?:that (?:was|were|has been|have been) )?(?:completed|given|received)"
    r" (?:has |have )?(?:included|consisted of) (?:[\w-]+ ){0,4}$",
    re.I,
)
_AGAIN = re.compile(
    r"\b(?:additional|more|further|continu\w+|another|second|repeat\w*|previous\w*|prior|past|completed|"
    r"attended|underwent|received|has had|had|to date|status post|s/p|helped|response|tried|failed|"
    r"after|since|last)\b",
    re.I,
)


def _only_planned(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        if context.repeats_record(statement):
            continue
        for mention in term_mentions(statement.text):
            if mention.term.kind not in _KINDS or not _as_done(context, statement, mention):
                continue
            plans = _plans(context, mention)
            if plans:
                yield context.finding(
                    "PRE04",
                    statement.start + mention.span.start,
                    statement.start + mention.span.end,
                    Verdict.CONTRADICTED,
                    "Told as done; the record only plans or asks for it.",
                    tuple(context.record.quote_sentence(s) for s in plans[:_MOST]),
                    "Say that it is planned.",
                    severity=Severity.WARNING
                    if context.human and mention.term.kind != "operation"
                    else None,
                )


def _as_done(context: Context, statement: Statement, mention: TermMention) -> bool:
    if said_done(context, statement, mention):
        return True
    before = statement.text[: mention.span.start]
    return _LISTED.search(before) is not None and not context.in_quotation(
        statement.start + mention.span.start
    )


def _plans(context: Context, mention: TermMention) -> list[RecordSentence]:
    """The sentences that name it, where each of them plans it, asks for it or reports its denial."""
    named = [(s, m) for s in context.record.sentences for m in mention.term.shown.finditer(s.text)]
    plans = all(s.reports_review or s.plans or _to_come(s, m) for s, m in named)
    return (
        list(dict.fromkeys(s for s, _ in named))
        if plans and not any(_AGAIN.search(s.text) for s, _ in named)
        else []
    )


def _to_come(sentence: RecordSentence, match: re.Match[str]) -> bool:
    return standing(sentence.text, *match.span()) is Standing.PLANNED


RULES = (
    Rule(
        "PRE04",
        "told as done, only planned",
        "Care or an operation is told as done that the record only plans or asks for.",
        "What was tried decides most requests; a plan is no trial.",
        Severity.ERROR,
        Example(
            "The worker has back pain. The treatment plan included acupuncture.",
            "The treatment that was completed included acupuncture.",
            at="acupuncture",
        ),
        Example(
            "The worker has back pain. The treatment plan included more acupuncture after a good response.",
            "The treatment that was completed included acupuncture.",
        ),
        _only_planned,
        "Say that it is planned.",
    ),
)
