"""FAC, who: a complaint is the worker's; a physician notes it. Reads the text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict

_COMPLAINS = re.compile(
    r"\b(?:physician|provider|doctor|surgeon|chiropractor|therapist|reviewer|claims administrator)"
    r"(?: (?:also|still|currently|again|continues? to|continued to)){0,2} "
    r"(?:complain(?:s|ed|ing)? of|suffer(?:s|ed|ing)? from|(?:has|had) complaints of|"
    r"denie[sd] (?:any )?(?:pain|numbness|tingling|weakness|radiation|relief|injur\w+|allerg\w+|"
    r"side effects))\b",
    re.I,
)


def _complaint_of_another(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE, Mode.DECISION):
        for match in _COMPLAINS.finditer(statement.text):
            if context.in_quotation(statement.start + match.start()) or context.repeats_record(statement):
                continue
            yield context.finding(
                "FAC26",
                statement.start + match.start(),
                statement.start + match.end(),
                Verdict.CONTRADICTED,
                "The complaint is given to somebody else than the worker.",
                mend="Say that the worker complains, and who noted it.",
                severity=Severity.WARNING if context.human else None,
            )


RULES = (
    Rule(
        "FAC26",
        "complaint of another person",
        "A physician, therapist or reviewer is said to complain of, suffer from or deny a symptom.",
        "What the worker feels and what an examiner finds are two kinds of evidence.",
        Severity.ERROR,
        Example(
            "The worker complains of knee pain.",
            "The treating physician complains of knee pain.",
            at="physician complains of",
        ),
        Example(
            "The worker complains of knee pain.",
            "The treating physician notes that the worker complains of knee pain.",
        ),
        _complaint_of_another,
        "Say that the worker complains, and who noted it.",
    ),
)
