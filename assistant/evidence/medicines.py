"""Holds what a medicine did against the medicine asked for. Knows neither packs nor single findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.evidence.observe import Mention
from assistant.evidence.reading import Record
from knowledge.document import Span
from knowledge.treatments import load_taxonomy


def of_this_drug(
    record: Record, seen: Sequence[Mention], item: Mapping[str, frozenset[str]]
) -> tuple[Mention, ...]:
    """The mentions without those whose sentence names other drugs only; all when the item names no drug."""
    asked = item.get("drug", frozenset()) | item.get("component", frozenset())
    if not asked:
        return tuple(seen)
    named = ((mention, _named(record, mention)) for mention in seen)
    return tuple(mention for mention, drugs in named if not drugs or drugs & asked)


def _named(record: Record, mention: Mention) -> frozenset[str]:
    sentence = next(
        (s.span for s in record.statements if s.span.start <= mention.span.start < s.span.end),
        Span(mention.span.start, mention.span.end),
    )
    text = record.text[sentence.start : sentence.end]
    return frozenset(drug.generic for drug in load_taxonomy().drug_mentions(text))
