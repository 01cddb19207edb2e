"""What a drafter is given, and the keys by which it may refer to it. Nothing else enters a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant.case import Case, DisputedItem
from assistant.results import (
    CheckReport,
    Draft,
    Evidence,
    EvidenceSet,
    ItemReview,
    Passage,
    Precedent,
    Provenance,
    Reading,
)
from knowledge.findings import Findings
from knowledge.model import CriterionResult, Decision, Evaluation, Role

Told = Callable[[Provenance], None]
"""Who is told the account of a request."""

if TYPE_CHECKING:
    from assistant.checks import Reviewed
    from assistant.conversation.actions import Action, Said


def key_of(evaluation: Evaluation, result: CriterionResult) -> str:
    """C1 for the pack's first criterion, and so on."""
    return f"C{evaluation.results.index(result) + 1}"


@dataclass(frozen=True)
class Prepared:
    """All that is known of one item before its rationale is written."""

    case: Case
    item: DisputedItem
    family_label: str
    guideline_why: str
    evidence: EvidenceSet
    evaluation: Evaluation | None
    passages: tuple[Passage, ...] = ()
    precedents: tuple[Precedent, ...] = ()

    @classmethod
    def again(cls, case: Case, done: ItemReview, family_label: str) -> Prepared:
        """What the drafter of a finished review was given; ``case`` holds what was supplied since."""
        return cls(
            case=case,
            item=done.item,
            family_label=family_label,
            guideline_why=done.guideline_why,
            evidence=done.evidence,
            evaluation=done.evaluation,
            passages=done.passages,
            precedents=done.precedents,
        )

    @property
    def recommendation(self) -> Decision | None:
        return self.evaluation.recommendation if self.evaluation else None

    @property
    def deciding(self) -> tuple[CriterionResult, ...]:
        """The criteria that carry the recommendation, firmest first."""
        if self.evaluation is None:
            return ()
        return tuple(self.evaluation.result(name) for name in self.evaluation.deciding)

    @property
    def asked(self) -> tuple[CriterionResult, ...]:
        """The criteria that the guideline asks for, in its order."""
        if self.evaluation is None:
            return ()
        gates = (Role.REQUIRED, Role.CONTINUATION)
        return tuple(r for r in self.evaluation.results if r.criterion.role in gates)

    def key_of(self, result: CriterionResult) -> str:
        """C1 for the pack's first criterion, and so on."""
        assert self.evaluation is not None  # a result comes from an evaluation
        return key_of(self.evaluation, result)

    def evidence_for(self, result: CriterionResult) -> tuple[Evidence, ...]:
        return self.evidence.by_keys(result.trace.keys)

    def keys(self) -> frozenset[str]:
        """Every key that a sentence may name as its support."""
        results = self.evaluation.results if self.evaluation else ()
        keys = {"R"} | {e.key for e in self.evidence.evidence} | {self.key_of(r) for r in results}
        keys |= {p.key for p in self.passages} | ({"G1"} if self.evaluation else set())
        return frozenset(keys)


class Drafter(Protocol):
    """Writes a rationale; ``revise`` answers the checker's findings or gives up with None."""

    @property
    def name(self) -> str: ...

    def draft(self, prepared: Prepared, /) -> Draft: ...

    def revise(self, prepared: Prepared, draft: Draft, report: CheckReport, /) -> Draft | None: ...


class ModelWriter(Drafter, Protocol):
    """Writes the draft of one item with a model and keeps the account of it."""

    def account(self, revisions: int, findings: tuple[str, ...], outcome: str) -> Provenance: ...


class ModelReader(Protocol):
    """Proposes quotes of the record; gives back the evaluation with what fell where readings differ."""

    @property
    def name(self) -> str: ...

    def read(
        self, case: Case, item: DisputedItem, evaluation: Evaluation, evidence: EvidenceSet, /
    ) -> tuple[Reading, Evaluation]: ...


def untold(_: Provenance) -> None:
    """Nobody keeps the account."""


class ModelChooser(Protocol):
    """Finds the action that free words ask for; None where it cannot."""

    def choose(self, words: str, before: tuple[Said, ...] = (), /) -> Action | None: ...


class ModelAnswerer(Protocol):
    """Answers a free question in Markdown, checked, or says why not; never raises for its endpoint."""

    def answer(
        self, question: str, prepared: Prepared, reviewed: Reviewed, before: tuple[Said, ...], /
    ) -> str: ...


class DistantModel(Protocol):
    """A model at an endpoint. ``for_case``: one that asks no more once the endpoint has failed.

    ``reader`` is None where the record is read by the rules alone. ``told`` gets the account of each
    request of a conversation when its work ends, also where it failed.
    """

    @property
    def name(self) -> str: ...

    def for_case(self, case: Case, /) -> DistantModel: ...

    def writer(self) -> ModelWriter: ...

    def reader(self, findings: Findings, /) -> ModelReader | None: ...

    def chooser(self, told: Told = untold, /) -> ModelChooser: ...

    def answerer(self, told: Told = untold, /) -> ModelAnswerer: ...
