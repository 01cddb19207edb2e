"""What a rule may know: the text under check, the case, the item, and what was reviewed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from assistant.case import Case, DisputedItem
from assistant.checks.record import RecordIndex, index_of, squeeze
from assistant.claims.body import regions_in, sided_regions
from assistant.claims.fold import Folded, fold
from assistant.claims.numerals import either
from assistant.claims.prose import Mode, Statement, quotations, statements
from assistant.results import Draft, Finding, ItemReview, Passage, Precedent, Severity, Verdict
from knowledge.document import Quote, Span
from knowledge.model import Evaluation, Pack
from knowledge.packs import Packs


@dataclass(frozen=True, slots=True)
class Sibling:
    """The rationale of another item of the case, by its number."""

    number: int
    text: str


@dataclass(frozen=True)
class Reviewed:
    """What the checker may know besides the case; ``keys``: the support keys a sentence may name."""

    family: str | None = None
    pack: Pack | None = None
    evaluation: Evaluation | None = None
    passages: tuple[Passage, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    packs: Packs = field(default_factory=lambda: Packs((), ""))
    keys: frozenset[str] = frozenset()
    siblings: tuple[Sibling, ...] = ()

    @classmethod
    def of(cls, done: ItemReview, packs: Packs, keys: frozenset[str]) -> Reviewed:
        """What the checker may know of an item after its review."""
        return cls(
            family=done.family,
            pack=done.evaluation.pack if done.evaluation else None,
            evaluation=done.evaluation,
            passages=done.passages,
            precedents=done.precedents,
            packs=packs,
            keys=keys,
        )


NOTHING = Reviewed()
_FRAME = re.compile(r"^according to the (?:medical )?records?,? ")
_VERBATIM = 24


@dataclass(frozen=True)
class Context:
    """One text under check. Offsets of ``statements`` and matches are into ``folded.text``."""

    source: str
    case: Case
    item: DisputedItem | None
    review: Reviewed
    human: bool = False
    draft: Draft | None = None

    @cached_property
    def folded(self) -> Folded:
        return fold(self.source)

    @property
    def text(self) -> str:
        return self.folded.text

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statements(self.text))

    @cached_property
    def record(self) -> RecordIndex:
        return index_of(self.case)

    @cached_property
    def quotes(self) -> tuple[Span, ...]:
        return tuple(quotations(self.text))

    @cached_property
    def _found(self) -> dict[str, tuple[Finding, ...]]:
        return {}

    def found_by(self, rule: str, run: Callable[[Context], Iterable[Finding]]) -> tuple[Finding, ...]:
        """What a rule finds here, asked once: a rule that compares sentences asks the others again."""
        if rule not in self._found:
            self._found[rule] = tuple(run(self))
        return self._found[rule]

    def repeats_record(self, statement: Statement) -> bool:
        """The sentence stands in the record word for word: whoever erred, it was not this text."""
        said = _FRAME.sub("", squeeze(statement.text)).rstrip(".")
        return len(said) >= _VERBATIM and said in self.record.lowered

    def is_verbatim(self, quotation: Span) -> bool:
        """The words between quotation marks stand in the record."""
        said = squeeze(self.text[quotation.start : quotation.end]).strip(" .")
        return len(said) >= _VERBATIM and said in self.record.lowered

    def statement_at(self, offset: int) -> Statement | None:
        """The sentence around a folded offset."""
        index = bisect_right(self.statements, offset, key=lambda s: s.start) - 1
        return self.statements[index] if index >= 0 and offset < self.statements[index].end else None

    def told(self, *modes: Mode) -> Iterator[Statement]:
        """The sentences in one of the modes (default: case and decision)."""
        wanted = modes or (Mode.CASE, Mode.DECISION)
        return (s for s in self.statements if s.mode in wanted)

    @cached_property
    def named_criteria(self) -> tuple[Span, ...]:
        """Where the text names a criterion of the governing pack in its words, numbers in either form."""
        shorts = [c.short for c in self.review.pack.criteria] if self.review.pack else []
        named = "|".join(either(fold(s).text) for s in shorts if len(s) >= _VERBATIM)
        places = re.finditer(rf"(?<!\w)(?:{named})(?!\w)", self.text, re.I) if named else ()
        return tuple(Span(*m.span()) for m in places)

    @cached_property
    def quoted_offsets(self) -> tuple[tuple[int, int], ...]:
        return tuple((q.start, q.end) for q in self.quotes)

    def in_quotation(self, start: int) -> bool:
        index = bisect_right(self.quoted_offsets, (start, len(self.text) + 1)) - 1
        return index >= 0 and self.quoted_offsets[index][0] <= start < self.quoted_offsets[index][1]

    @cached_property
    def item_text(self) -> str:
        """The request in all its wordings: heading, original and remaining part."""
        if self.item is None:
            return ""
        parts = (
            self.item.treatment,
            self.item.heading,
            self.item.original_request or "",
            self.item.authorized or "",
        )
        return fold("\n".join(parts)).text

    @property
    def asked(self) -> str:
        """The part of the request that is in dispute, verbatim; empty without an item."""
        return self.item.treatment if self.item else ""

    @cached_property
    def item_regions(self) -> frozenset[str]:
        return regions_in(self.item_text)

    @cached_property
    def asked_sides(self) -> dict[str, frozenset[str]]:
        """Sides of each region over all requests of the case."""
        table: dict[str, frozenset[str]] = {}
        for item in self.case.items:
            wording = fold(f"{item.heading}\n{item.treatment}\n{item.original_request or ''}").text
            for mention in sided_regions(wording):
                table[mention.region] = table.get(mention.region, frozenset()) | mention.sides
        return table

    @cached_property
    def known_days(self) -> frozenset[date]:
        """Dates of the header and of the record."""
        case = self.case
        header = (case.date_of_injury, case.date_assigned, case.ur_denial_date, case.application_received)
        return frozenset(d for d in header if d) | self.record.days

    @cached_property
    def known_years(self) -> frozenset[int]:
        """Years of the header, the record and the governing pack's citation."""
        years = {day.year for day in self.known_days} | {m.year for m in self.record.dates}
        pack = self.review.pack
        cited = re.findall(r"\b(?:19|20)\d{2}\b", f"{pack.citation} {pack.recommended}") if pack else []
        return frozenset(years | {int(year) for year in cited})

    def finding(
        self,
        rule: str,
        start: int,
        end: int,
        verdict: Verdict,
        message: str,
        evidence: tuple[Quote, ...] = (),
        mend: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """A finding at a folded range; unsupported is an error in a draft, a warning in a human's text."""
        place = self.folded.span(start, end)
        if severity is None:
            soft = verdict is Verdict.UNSUPPORTED and self.human
            severity = Severity.WARNING if soft else Severity.ERROR
        quote = self.source[place.start : place.end]
        return Finding(rule, severity, place.start, place.end, quote, verdict, message, evidence, mend)
