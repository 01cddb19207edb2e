"""Numbers the quotes of an item: E1, E2, ... in the order of the record. Knows no medicine."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.results import Evidence
from knowledge.document import Assertion, Document, Span

Entry = tuple[int, int, str, bool]


@dataclass
class Ledger:
    """Collects quotes first and numbers them at the end, so that keys follow the text."""

    document: Document
    _entries: dict[Entry, Assertion] = field(default_factory=dict)

    def note(
        self, place: Span, finding: str, assertion: Assertion = Assertion.AFFIRMED, present: bool = True
    ) -> Entry:
        """Note a quote for a finding, date or measure; the same quote for the same thing is one entry."""
        entry = (place.start, place.end, finding, present)
        self._entries.setdefault(entry, assertion)
        return entry

    def number(self) -> tuple[dict[Entry, str], tuple[Evidence, ...]]:
        """The key of every entry, and the evidence in order."""
        ordered = sorted(self._entries, key=lambda e: (e[0], e[1], e[2], not e[3]))
        keys = {entry: f"E{number}" for number, entry in enumerate(ordered, 1)}
        evidence = tuple(
            Evidence(keys[e], self.document.quote(e[0], e[1]), self._entries[e], e[2], e[3])
            for e in ordered
        )
        return keys, evidence
