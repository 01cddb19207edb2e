"""CRI, published limits: a limit cited in its usual words with another number than any edition has."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.record import squeeze
from assistant.checks.rule import Example, Rule
from assistant.claims.limits import misquoted
from assistant.results import Finding, Severity, Verdict


def _misquoted(context: Context) -> Iterator[Finding]:
    for statement in context.statements:
        for found in misquoted(statement.text):
            if _sourced(context, statement.text[found.whole.start : found.whole.end]):
                continue
            usual = ", ".join(str(n) for n in found.nearest)
            yield context.finding(
                "CRI07",
                statement.start + found.number.start,
                statement.start + found.number.end,
                Verdict.CONTRADICTED,
                f"The published limit ({found.limit.name}) has {usual}.",
                mend="State the limit as it is published.",
                severity=Severity.WARNING if context.human else None,
            )


def _sourced(context: Context, said: str) -> bool:
    """A passage of the index or the record says it in these words; an edition may differ."""
    plain = squeeze(said)
    sources = (p.text for p in context.review.passages)
    return plain in context.record.lowered or any(plain in squeeze(text) for text in sources)


RULES = (
    Rule(
        "CRI07",
        "published limit misquoted",
        "A much cited limit of a guideline is given with another number than any edition has.",
        "A limit quoted wrongly decides wrongly, and readers know it by heart.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "The guideline allows for myalgia and myositis: 9-14 visits over 8 weeks.",
            at="14",
        ),
        Example(
            "The worker has back pain.",
            "The guideline allows for myalgia and myositis: 9-10 visits over 8 weeks.",
        ),
        _misquoted,
        "State the limit as it is published.",
    ),
)
