"""What an answer on a case may rest on, by key: evidence, criteria, the guideline, the record's sentences.

The record's sentences are those nearest to the question, N1, N2, ... Knows no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.drafting.prepared import Prepared
from assistant.drafting.tracing import Support, supports_of
from assistant.evidence.reading import read_record
from assistant.evidence.sentences import sentence_spans
from assistant.modelling.data import gives_orders
from assistant.modelling.passages import Passages
from knowledge.document import Assertion, Quote


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the record; ``plain``: it affirms, unmodified, what is so."""

    key: str
    quote: Quote
    plain: bool


@dataclass(frozen=True)
class Material:
    """All that may support an answer."""

    prepared: Prepared
    told: tuple[Told, ...]

    @classmethod
    def near(cls, prepared: Prepared, question: str, most_characters: int) -> Material:
        """The item's findings and the record's sentences nearest to the question."""
        case = prepared.case
        near = Passages.of(case).nearest([question], most_characters)
        record = read_record(case.document, case.record)
        told: list[Told] = []
        for passage in near:
            for span in sentence_spans(passage.text, passage.start):
                quote = case.document.quote(span.start, span.end)
                if gives_orders(quote.text):
                    continue
                sources = {s.source_at(span.start) for s in record.statements if s.span.overlaps(span)}
                bare = record.assertions.bare(span.start)
                told.append(Told(f"N{len(told) + 1}", quote, bare and sources == {"record"}))
        return cls(prepared, tuple(told))

    def supports(self) -> dict[str, Support]:
        """Every support by its key."""
        said = [
            Support(t.key, t.quote.text, assertion=Assertion.AFFIRMED if t.plain else Assertion.UNCERTAIN)
            for t in self.told
        ]
        return {s.key: s for s in (*supports_of(self.prepared), *said)}

    def quotes(self, keys: Sequence[str]) -> tuple[tuple[str, Quote], ...]:
        """The places of the record that these keys stand for."""
        places = {t.key: t.quote for t in self.told}
        places |= {e.key: e.quote for e in self.prepared.evidence.evidence}
        return tuple((key, places[key]) for key in keys if key in places)
