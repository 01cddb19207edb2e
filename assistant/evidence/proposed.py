"""Hold what a model proposes against the record: keep only what stands there, see how the rules read it.

Knows no model and no threshold: a proposal is a quote, the criterion it is for, and how it is asserted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.case import Case
from assistant.evidence.gather import finding_ids_of
from assistant.evidence.observe import mentions, quote_span, regions_at
from assistant.evidence.reading import Record, Statement, read_record
from assistant.results import EvidenceSet, Proposal
from knowledge.document import Assertion, Quote, Span
from knowledge.findings import Findings
from knowledge.model import Criterion, Facts, Observation, Pack

_MOST = 60
_SHORTEST, _LONGEST = 8, 600
_FEWEST_WORDS = 2
_STEM = 5
_WORD = re.compile(r"[a-z]{4,}")
_PLAIN = """
that this with from have been were which there their than then they does about after before being into other
such also more most some only when where while patient worker claimant record request requested treatment
therapy medical guideline recommended documented provided least days weeks months years
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a model offers: a quote on the criterion with this id."""

    criterion: str
    quote: str
    assertion: Assertion


@dataclass(frozen=True)
class Weighed:
    """The proposals that hold, why the others do not, and by criterion the facts as the model has them."""

    proposals: tuple[Proposal, ...]
    refused: tuple[str, ...]
    second: Mapping[str, Facts]


def weigh(
    offers: Sequence[Offer], case: Case, pack: Pack, known: EvidenceSet, findings: Findings, by: str
) -> Weighed:
    """Keep the offers that are verbatim, clinical and about their criterion; never raises on odd text."""
    reader = _Reader(read_record(case.document, case.record), findings)
    kept: list[Proposal] = []
    refused: list[str] = []
    criteria = {c.id: c for c in pack.criteria}
    for offer in offers[:_MOST]:
        found = reader.proposal(offer, criteria, f"M{len(kept) + 1}", by)
        if isinstance(found, str):
            refused.append(found)
        elif all((found.quote, found.criterion) != (k.quote, k.criterion) for k in kept):
            kept.append(found)
    if len(offers) > _MOST:
        refused.append(f"only the first {_MOST} proposals were looked at")
    on = {name: [k for k in kept if k.criterion == name] for name in criteria}
    second = {name: reader.second(told, known) for name, told in on.items() if told}
    return Weighed(tuple(kept), tuple(refused), second)


@dataclass(frozen=True)
class _Reader:
    record: Record
    findings: Findings

    def proposal(
        self, offer: Offer, criteria: Mapping[str, Criterion], key: str, by: str
    ) -> Proposal | str:
        """The proposal, or why there is none, in words that never repeat the offer."""
        criterion = criteria.get(offer.criterion)
        if criterion is None:
            return "a quote on a criterion that does not exist"
        place = self._place(offer.quote)
        if place is None:
            return f"on {criterion.id}: a quote that does not stand in the record, is too short or too long"
        statement = self._statement(place)
        if statement is None or statement.source_at(place.start) != "record":
            return (
                f"on {criterion.id}: a passage that tells of the request or its denial, not of the worker"
            )
        finding = self._finding(criterion, place, statement)
        if finding is None:
            return f"on {criterion.id}: a passage that has nothing in common with the criterion"
        return Proposal(
            key=key,
            quote=self._shown(statement, place),
            assertion=offer.assertion,
            criterion=criterion.id,
            finding=finding or None,
            by=by,
            rules_read=self._rules_read(finding, place),
        )

    def _place(self, quote: str) -> Span | None:
        words = quote.strip().strip('"“”').split()
        if len(words) < _FEWEST_WORDS or not _SHORTEST <= len(quote) <= _LONGEST:
            return None
        loose = r"\s+".join(re.escape(word) for word in words)
        match = re.compile(rf"(?<!\w){loose}(?!\w)").search(
            self.record.text, self.record.span.start, self.record.span.end
        )
        return Span(*match.span()) if match else None

    def _statement(self, place: Span) -> Statement | None:
        return next((s for s in self.record.statements if s.span.overlaps(place)), None)

    def _finding(self, criterion: Criterion, place: Span, statement: Statement) -> str | None:
        """The finding of the criterion that the passage bears on; "" where the criterion tests none."""
        named = [name for name in finding_ids_of(criterion.test) if name in self.findings]
        said = self.record.text[min(place.start, statement.span.start) : max(place.end, statement.span.end)]
        for name in named:
            if self.findings.patterns(name).quick.search(said.lower()):
                return name
        stems = _stems(said)
        about = _stems(f"{criterion.says} {criterion.short}")
        scored = [(len(stems & (about | _stems(self.findings.by_id[n].means))), n) for n in named]
        if not scored:
            return "" if stems & about else None
        best = max(scored, key=lambda pair: pair[0])
        return best[1] if best[0] else None

    def _shown(self, statement: Statement, place: Span) -> Quote:
        whole = quote_span(self.record, statement, place) if place.end <= statement.span.end else place
        return self.record.document.quote(min(whole.start, place.start), max(whole.end, place.end))

    def _rules_read(self, finding: str, place: Span) -> Assertion:
        """How the rules read the finding at the place, else how they read the place."""
        if finding:
            for mention in mentions(self.record, finding, self.findings):
                if mention.span.overlaps(place):
                    return mention.assertion
        return self.record.assertions.at(place.start, place.end).assertion or Assertion.UNCERTAIN

    def second(self, proposals: Iterable[Proposal], known: EvidenceSet) -> Facts:
        """The facts with the model's reading put in place of the rules' where both read one passage."""
        seen = {name: list(found) for name, found in known.facts.observations.items()}
        quotes = {e.key: e.quote for e in known.evidence}
        for proposal in proposals:
            if proposal.finding is None:
                continue
            before = seen.get(proposal.finding, [])
            kept = [o for o in before if not _replaced(o, quotes.get(o.key), proposal)]
            seen[proposal.finding] = [*kept, self._observation(proposal)]
        return replace(known.facts, observations={name: tuple(found) for name, found in seen.items()})

    def _observation(self, proposal: Proposal) -> Observation:
        assert proposal.finding is not None  # the caller asked
        rule = self.findings.by_id[proposal.finding]
        denies = proposal.assertion is Assertion.NEGATED
        statement = self._statement(Span(proposal.quote.start, proposal.quote.end))
        regions: frozenset[str] = frozenset()
        if rule.regional and statement is not None:
            regions = regions_at(self.record, statement, statement.span)
        counts = denies or (proposal.assertion in rule.counts and not proposal.disputed)
        return Observation(proposal.key, not denies, proposal.assertion, counts, regions)


def _replaced(observation: Observation, quote: Quote | None, proposal: Proposal) -> bool:
    """Whether the model reads the passage of this observation otherwise."""
    overlaps = quote is not None and quote.start < proposal.quote.end and proposal.quote.start < quote.end
    return overlaps and proposal.assertion is not observation.assertion


def _stems(text: str) -> frozenset[str]:
    return frozenset(w[:_STEM] for w in _WORD.findall(text.lower()) if w not in _plain())


@cache
def _plain() -> frozenset[str]:
    return frozenset(_PLAIN.split())
