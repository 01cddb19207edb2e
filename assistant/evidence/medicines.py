"""Holds what is told of medicines against the one asked for and the day of injury. Knows no pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from assistant.evidence.observe import Mention
from assistant.evidence.reading import Record
from knowledge.document import Span
from knowledge.findings import FindingRule
from knowledge.treatments import load_taxonomy


def of_this_drug(
    record: Record, seen: Sequence[Mention], item: Mapping[str, frozenset[str]]
) -> tuple[Mention, ...]:
    """The mentions without those whose sentence names other drugs only; all when the item names no drug."""
    asked = _asked(item)
    if not asked:
        return tuple(seen)
    named = ((mention, _named(record, mention)) for mention in seen)
    return tuple(mention for mention, drugs in named if not drugs or drugs & asked)


def of_other_drugs(
    record: Record, seen: Sequence[Mention], item: Mapping[str, frozenset[str]]
) -> tuple[Mention, ...]:
    """The mentions that are themselves the name of a drug that the item does not ask for."""
    asked = _asked(item)
    named = ((mention, _drugs(record.text[mention.span.start : mention.span.end])) for mention in seen)
    return tuple(mention for mention, drugs in named if asked and drugs and not drugs & asked)


def since_injury(seen: Sequence[Mention], injured: date | None) -> tuple[Mention, ...]:
    """The mentions without those that stand under a date of the three years before the injury."""
    if injured is None:
        return tuple(seen)
    first = injured - relativedelta(years=_NOTES_REACH_BACK)
    return tuple(m for m in seen if m.dated is None or not first <= m.dated < injured)


def held_to(
    rule: FindingRule,
    record: Record,
    seen: Sequence[Mention],
    item: Mapping[str, frozenset[str]],
    injured: date | None,
) -> tuple[Mention, ...]:
    """The mentions that tell of the drug, and of the time, that the rule of the finding asks for."""
    if rule.of_drug:
        seen = of_this_drug(record, seen, item)
    if rule.of_other_drug:
        seen = of_other_drugs(record, seen, item)
    return since_injury(seen, injured) if rule.after_injury else tuple(seen)


# an earlier date is a birthday or a far history, not that of a note
_NOTES_REACH_BACK = 3


def _asked(item: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return item.get("drug", frozenset()) | item.get("component", frozenset())


def _drugs(text: str) -> frozenset[str]:
    return frozenset(drug.generic for drug in load_taxonomy().drug_mentions(text))


def _named(record: Record, mention: Mention) -> frozenset[str]:
    sentence = next(
        (s.span for s in record.statements if s.span.start <= mention.span.start < s.span.end),
        Span(mention.span.start, mention.span.end),
    )
    return _drugs(record.text[sentence.start : sentence.end])
