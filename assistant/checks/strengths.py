"""FAC, strengths of compounds: all parts of 325/30/16 mg are those of the record, or as asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Quote

_STRENGTH_TUPLE = re.compile(
    r"(?<![\d./])\d{1,4}(?:\.\d{1,3})?(?:[/-]\s?\d{1,4}(?:\.\d{1,3})?){1,3}\s?-?mg\b", re.I
)


def _gives_both(context: Context, parts: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    """The text itself also gives the record's strength, other than by repeating the record."""
    own = (s for s in context.told(Mode.CASE, Mode.DECISION) if not context.repeats_record(s))
    return any(
        _parts(m.group()) in known - {parts} and not context.in_quotation(s.start + m.start())
        for s in own
        for m in _STRENGTH_TUPLE.finditer(s.text)
    )


def _compound_strength(context: Context) -> Iterator[Finding]:
    """Strengths of a compound such as 325/30/16 mg, against record and requests."""
    known = {_parts(m.group()) for m in _STRENGTH_TUPLE.finditer(context.record.text)}
    known = known or {_parts(m.group()) for m in _STRENGTH_TUPLE.finditer(context.item_text)}
    if not known:
        return
    for statement in context.told(Mode.CASE, Mode.DECISION):
        for match in _STRENGTH_TUPLE.finditer(statement.text):
            parts = _parts(match.group())
            if parts not in known and any(
                len(parts) == len(k) and len(set(parts) & set(k)) >= len(k) - 1 for k in known
            ):
                asked = parts in {_parts(m.group()) for m in _STRENGTH_TUPLE.finditer(context.item_text)}
                as_asked = asked and not _gives_both(context, parts, known)
                yield context.finding(
                    "FAC15",
                    statement.start + match.start(),
                    statement.start + match.end(),
                    Verdict.CONTRADICTED,
                    "The strength differs from the record's "
                    + " or ".join(sorted("/".join(k) + " mg" for k in known))
                    + ".",
                    _places(context),
                    "Copy the strength from the record.",
                    severity=Severity.WARNING if as_asked else None,
                )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+(?:\.\d+)?", text))


def _places(context: Context) -> tuple[Quote, ...]:
    return tuple(context.record.quote(*m.span()) for m in _STRENGTH_TUPLE.finditer(context.record.text))[:3]


RULES = (
    Rule(
        "FAC15",
        "strength of a compound",
        "A compound strength that differs from the record's in one part.",
        "The drug decided on must be the drug requested.",
        Severity.ERROR,
        Example(
            "Trezix 320.5/30/16 mg was requested.",
            "The request for Trezix 30.5/30/16 mg is not medically necessary.",
            "Trezix 320.5/30/16 mg #60",
            "30.5/30/16 mg",
        ),
        Example(
            "Trezix 320.5-30-16 mg was requested.",
            "The request for Trezix 320.5/30/16 mg is not medically necessary.",
            "Trezix 320.5/30/16 mg #60",
        ),
        _compound_strength,
    ),
)
