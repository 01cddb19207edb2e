"""Whether a gain is told of the care that a finding is about, or of another that was given beside it.

Reads names of care alone; which finding asks about which care stands with the findings (``of_care``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence.given import CARES, given, names_of
from assistant.evidence.observe import Mention
from assistant.evidence.reading import Record, Statement
from knowledge.findings import FindingRule

# what is measured at such a visit belongs to the course of that care: "on the chiropractic intake"
_MEASURED_AT = re.compile(
    r"\s(?:\w+\s)?(?:intake|baseline|discharge|(?:re-?)?evaluation|re-?exam\w*|start of care)\b",
    re.IGNORECASE,
)
_NEEDLES = re.compile(r"\b(?:acupunct\w+|needl\w+)", re.IGNORECASE)


def credited(record: Record, seen: Sequence[Mention], rule: FindingRule) -> tuple[Mention, ...]:
    """The mentions; what another care brought, or did not bring, does not count for the rule's own."""
    own = rule.of_care
    if own is None or not any(m.counts for m in seen):
        return tuple(seen)
    others = [kind for kind in CARES if kind != own]
    return tuple(
        replace(m, counts=False) if m.counts and _of_another(record, m, own, others) else m for m in seen
    )


def _of_another(record: Record, mention: Mention, own: str, others: Sequence[str]) -> bool:
    if mention.present:
        return _brought_by_another(record, mention, own, others)
    told = next((s for s in record.statements if s.span.start <= mention.span.start < s.span.end), None)
    return (
        told is not None
        and not _tells(record, told, own)
        and any(_given_in(record, told, kind) for kind in others)
    )


def _brought_by_another(record: Record, mention: Mention, own: str, others: Sequence[str]) -> bool:
    at = next(
        (n for n, s in enumerate(record.statements) if s.span.start <= mention.span.start < s.span.end),
        None,
    )
    if at is None or _tells(record, record.statements[at], own):
        return False
    told, before = record.statements[at], record.statements[at - 1] if at else None
    if any(_given_in(record, told, kind) or _measured_in(record, told, kind) for kind in others):
        return True
    return (
        before is not None
        and not _tells(record, before, own)
        and any(_measured_in(record, before, kind) for kind in others)
    )


def _tells(record: Record, statement: Statement, kind: str) -> bool:
    inside = (record.text, statement.span.start, statement.span.end)
    return names_of(kind).search(*inside) is not None or (
        kind == "acupuncture" and _NEEDLES.search(*inside) is not None
    )


def _given_in(record: Record, statement: Statement, kind: str) -> bool:
    return any(statement.span.start <= s.start < statement.span.end for s in given(record, kind))


def _measured_in(record: Record, statement: Statement, kind: str) -> bool:
    """Whether the sentence tells of a visit of that care at which the worker was measured."""
    return any(
        _MEASURED_AT.match(record.text, name.end(), statement.span.end)
        for name in names_of(kind).finditer(record.text, statement.span.start, statement.span.end)
    )
