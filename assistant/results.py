"""What a review produces: evidence, draft, findings, and the review of each item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.case import Case, DisputedItem
from knowledge.document import Assertion, Quote
from knowledge.model import Confidence, Evaluation, Facts
from knowledge.wording import FROM_MEMORY


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote with its assertion; ``key`` (E1, E2, ...) is unique within an item's review.

    ``finding`` names the finding, date or measure it speaks to.
    """

    key: str
    quote: Quote
    assertion: Assertion
    finding: str
    present: bool = True


@dataclass(frozen=True)
class EvidenceSet:
    """All that the record says on one item: facts for the evaluator, quotes by key."""

    facts: Facts
    evidence: tuple[Evidence, ...]

    def by_keys(self, keys: tuple[str, ...]) -> tuple[Evidence, ...]:
        known = {e.key: e for e in self.evidence}
        return tuple(known[key] for key in keys if key in known)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft and the keys of what supports it.

    E evidence, C criterion (C1 is the pack's first), G guideline passage, R the request, P precedent.
    ``opens``: it opens a paragraph.
    """

    text: str
    supports: tuple[str, ...]
    opens: bool = False


@dataclass(frozen=True)
class Draft:
    """A decision rationale as sentences; ``drafter`` is ``grounded`` or the model's name.

    One character stands between two sentences of ``text``: a space, or a line break before a paragraph.
    """

    sentences: tuple[Sentence, ...]
    drafter: str = "grounded"

    @property
    def text(self) -> str:
        joined = "".join(("\n" if s.opens else " ") + s.text for s in self.sentences)
        return joined[1:]


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Verdict(StrEnum):
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint of the checker; ``start`` and ``end`` are offsets into the draft's text."""

    rule: str
    severity: Severity
    start: int
    end: int
    quote: str
    verdict: Verdict
    message: str
    evidence: tuple[Quote, ...] = ()
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A person's word that a finding does not hold: which one, why, and who said so when.

    ``quote`` is the part of the text complained of; ``sentence``, where not empty, the sentence around
    it. ``at`` is an ISO 8601 time or day, empty where none is known.
    """

    rule: str
    quote: str
    reason: str
    by: str
    at: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that a person has set aside, and their word on it."""

    finding: Finding
    suppression: Suppression


@dataclass(frozen=True)
class CheckReport:
    """The checker's verdict on one text: ``failed`` when any finding that stands is an error."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def passed(self) -> bool:
        return not self.errors

    @property
    def status(self) -> str:
        return "passed" if self.passed else "failed"

    @property
    def said(self) -> str:
        """The status in words: never plain "passed" where findings were set aside."""
        count = len(self.suppressed)
        if not count:
            return self.status
        return f"{self.status} with {count} suppressed finding{'s' if count > 1 else ''}"

    @property
    def everything(self) -> tuple[Finding, ...]:
        """All that was found, also what was set aside, in the order of the text."""
        found = (*self.findings, *(s.finding for s in self.suppressed))
        return tuple(sorted(found, key=lambda f: (f.start, f.end, f.rule)))


@dataclass(frozen=True, slots=True)
class Passage:
    """A guideline passage from the index; ``key`` is G1, G2, ...

    ``confidence`` is that of a pack's own words, empty for a text that a user loaded.
    """

    key: str
    text: str
    citation: str
    pack: str
    score: float
    confidence: str = ""

    @property
    def shown(self) -> str:
        """The text, marked where it is held from memory."""
        return f"{self.text} ({FROM_MEMORY})" if self.confidence == Confidence.LOW else self.text


@dataclass(frozen=True, slots=True)
class OfficialPassage:
    """A passage of the guideline's own text, which a user loaded; ``key`` is L1, L2, ...

    ``criteria`` are the ids of those whose paraphrase it is nearest to. It supports no sentence of a draft.
    """

    key: str
    text: str
    citation: str
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Precedent:
    """A past determination that resembles the item: an illustration, never an authority."""

    key: str
    case_number: str
    treatment: str
    decision: str
    score: float
    excerpt: str = ""


@dataclass(frozen=True)
class Provenance:
    """How a model's draft came about; its ``outcome`` is shown, withheld or failed.

    In a conversation an answer may also be refused, and an action chosen or none chosen. ``findings`` are
    the complaints of every round; ``sent`` is empty unless a setting keeps it; ``unfinished`` counts the
    answers that ended at the token limit, of which the whole sentences were kept.
    """

    model: str
    endpoint: str
    prompts: Mapping[str, str]
    parameters: Mapping[str, object]
    requests: int
    prompt_tokens: int
    answer_tokens: int
    cost: Decimal | None
    seconds: float
    revisions: int
    findings: tuple[str, ...]
    outcome: str
    identifiers_masked: int
    sent_sha256: tuple[str, ...]
    sent: tuple[str, ...] = ()
    unfinished: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A quote of the record that a model proposes on one criterion; no status rises by it.

    ``key`` is M1, M2, ...; ``finding`` is the one it speaks to, None where the criterion tests none.
    ``assertion`` is the model's reading, ``rules_read`` that of the rules of the same place.
    """

    key: str
    quote: Quote
    assertion: Assertion
    criterion: str
    finding: str | None
    by: str
    rules_read: Assertion

    @property
    def disputed(self) -> bool:
        """Whether model and rules read the same place differently."""
        return self.assertion is not self.rules_read

    @property
    def in_words(self) -> str:
        """``M1, page 2, proposed by NAME: affirmed; the rules read it as negated: “...”``."""
        other = f"; the rules read it as {self.rules_read}" if self.disputed else ""
        said = f"{self.key}, page {self.quote.page}, proposed by {self.by}: {self.assertion}{other}"
        return f"{said}: “{self.quote.text}”"


@dataclass(frozen=True)
class Reading:
    """What a model proposed beside the rules: what was kept, why the rest was not, and the account of it.

    ``doubted`` names the criteria whose status fell; ``note`` says why there is no reading at all.
    """

    proposals: tuple[Proposal, ...] = ()
    refused: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()
    note: str = ""
    provenance: Provenance | None = None

    def on(self, criterion: str) -> tuple[Proposal, ...]:
        """The proposals on one criterion."""
        return tuple(p for p in self.proposals if p.criterion == criterion)

    def finders(self, evidence: Evidence) -> tuple[str, ...]:
        """Who found a piece of evidence: ``rules``, and the model where it proposed the same place."""
        same = (
            p.by
            for p in self.proposals
            if p.finding == evidence.finding
            and p.quote.start < evidence.quote.end
            and evidence.quote.start < p.quote.end
        )
        return tuple(dict.fromkeys((RULES, *same)))


RULES = "rules"
"""The finder of all evidence that no model proposed."""


@dataclass(frozen=True)
class ItemReview:
    """The review of one disputed item. ``draft`` is None when withheld; ``checks`` then says why."""

    item: DisputedItem
    family: str | None
    family_why: str
    guideline_why: str
    evidence: EvidenceSet
    evaluation: Evaluation | None
    passages: tuple[Passage, ...]
    precedents: tuple[Precedent, ...]
    draft: Draft | None
    checks: CheckReport
    withheld: Draft | None = None
    note: str = ""
    provenance: Provenance | None = None
    reading: Reading | None = None
    official: tuple[OfficialPassage, ...] = ()

    def official_on(self, criterion: str) -> tuple[OfficialPassage, ...]:
        """The loaded passages nearest to one criterion."""
        return tuple(p for p in self.official if criterion in p.criteria)

    def found_by(self, evidence: Evidence) -> tuple[str, ...]:
        """Who found a piece of evidence."""
        return self.reading.finders(evidence) if self.reading else (RULES,)

    def proposals_on(self, criterion: str) -> tuple[Proposal, ...]:
        """What a model proposes on one criterion."""
        return self.reading.on(criterion) if self.reading else ()


@dataclass(frozen=True)
class Review:
    """The review of a case, with the versions of all that shaped it."""

    case: Case
    items: tuple[ItemReview, ...]
    versions: dict[str, str | None]
