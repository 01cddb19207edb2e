"""From a case to checked drafts: the whole pipeline, top to bottom.

The evidence step never sees thresholds, the criteria step never sees text, the check never calls a model,
and no draft leaves here that the checker has not passed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from assistant.case import Case, DisputedItem
from assistant.checks import Reviewed, check_draft
from assistant.dependence import in_order_of_dependence, with_main_item
from assistant.drafting.chain import retrieval_chain
from assistant.drafting.grounded import GroundedDrafter
from assistant.drafting.prepared import DistantModel, Prepared, Told
from assistant.evidence import gather, item_facts
from assistant.evidence.presentation import with_presentation
from assistant.library import Library
from assistant.results import (
    CheckReport,
    Draft,
    EvidenceSet,
    ItemReview,
    OfficialPassage,
    Passage,
    Precedent,
    Provenance,
    Reading,
    Review,
)
from knowledge.evaluate import evaluate
from knowledge.model import Evaluation, Facts
from knowledge.packs import Governing
from knowledge.treatments import Classified

TEXT_AT_HAND = (
    "The licensed text of the edition in force is loaded and its passages are shown; no criterion is tested"
    " on it, so the reviewer decides by these passages."
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a review, shown while it runs."""

    item: int
    name: str
    detail: str


@dataclass(frozen=True)
class AskedOf:
    """The account of a model's part in a conversation: ``purpose`` is answer or understand."""

    item: int
    purpose: str
    account: Provenance


def _unwatched(_: Step) -> None:
    """Nobody watches the steps."""


def _unkept(_: AskedOf) -> None:
    """Nobody keeps the accounts."""


@dataclass(frozen=True)
class Tools:
    """What a review works with; without a model's drafter the grounded one writes."""

    library: Library
    drafter: DistantModel | None = None
    on_step: Callable[[Step], None] = _unwatched
    on_asked: Callable[[AskedOf], None] = _unkept

    def for_case(self, case: Case) -> Tools:
        """Tools whose drafter keeps its placeholders, and a failure of its endpoint, through one review."""
        return replace(self, drafter=self.drafter.for_case(case)) if self.drafter else self

    def telling(self, item: int, purpose: str) -> Told:
        """Who is told the account of a conversation's request on this item."""
        return lambda account: self.on_asked(AskedOf(item, purpose, account))

    def show(self, item: DisputedItem, name: str, detail: str) -> None:
        self.on_step(Step(item.number, name, detail))


@dataclass(frozen=True)
class Appraisal:
    """An item after the criteria step."""

    classified: Classified
    governing: Governing
    evidence: EvidenceSet
    evaluation: Evaluation | None
    reading: Reading | None = None
    official: tuple[OfficialPassage, ...] = ()

    def prepared(self, case: Case, item: DisputedItem, library: Library) -> Prepared:
        """What a drafter is given."""
        label = library.label(self.classified.family)
        return Prepared(case, item, label, self.governing.why, self.evidence, self.evaluation)

    def reviewed(
        self,
        library: Library,
        passages: tuple[Passage, ...] = (),
        precedents: tuple[Precedent, ...] = (),
        keys: frozenset[str] = frozenset(),
    ) -> Reviewed:
        """What the checker may know besides the case."""
        return Reviewed(
            family=self.classified.family,
            pack=self.governing.pack,
            evaluation=self.evaluation,
            passages=passages,
            precedents=precedents,
            packs=library.packs,
            keys=keys,
        )


def review_case(case: Case, tools: Tools) -> Review:
    """Review every disputed item; an item that depends on another comes after it."""
    tools = tools.for_case(case)
    families = {item.number: tools.library.classify(case, item) for item in case.items}
    done: dict[int, ItemReview] = {}
    for item in in_order_of_dependence(case.items, families):
        classified = with_main_item(item.number, families, done)
        done[item.number] = review_item(case, item, classified, tools)
    return Review(case, tuple(done[item.number] for item in case.items), _versions(tools))


def review_item(case: Case, item: DisputedItem, classified: Classified, tools: Tools) -> ItemReview:
    """One item: appraise it (guideline, evidence, criteria); one chain retrieves, drafts, checks."""
    library, grounded = tools.library, GroundedDrafter()
    appraisal = appraise(case, item, classified, tools)

    def retrieve(prepared: Prepared) -> tuple[tuple[Passage, ...], tuple[Precedent, ...]]:
        passages, precedents = library.retrieve(prepared, classified)
        tools.show(item, "precedents", f"{len(precedents)} similar determinations")
        tools.show(item, "draft", f"drafting with {(tools.drafter or grounded).name}")
        return passages, precedents

    def check(prepared: Prepared, draft: Draft) -> CheckReport:
        tools.show(item, "check", f"checking {len(draft.sentences)} sentences")
        known = appraisal.reviewed(library, prepared.passages, prepared.precedents, prepared.keys())
        return check_draft(draft, case, item, known)

    rounds = library.settings.revisions
    chain = retrieval_chain(retrieve, tools.drafter, grounded, check, rounds)
    drafted = chain.invoke(appraisal.prepared(case, item, library))
    tools.show(item, "done", "draft passed" if drafted.draft else "draft withheld")
    return ItemReview(
        item=item,
        family=classified.family,
        family_why=classified.why,
        guideline_why=appraisal.governing.why,
        evidence=appraisal.evidence,
        evaluation=appraisal.evaluation,
        passages=drafted.prepared.passages,
        precedents=drafted.prepared.precedents,
        draft=drafted.draft,
        checks=drafted.checks,
        withheld=drafted.withheld,
        note=drafted.note,
        provenance=drafted.provenance,
        reading=appraisal.reading,
        official=appraisal.official,
    )


def appraise(case: Case, item: DisputedItem, classified: Classified, tools: Tools) -> Appraisal:
    """What is known of an item before anything is written: governing guideline, evidence, criteria."""
    tools.show(item, "family", tools.library.label(classified.family))
    governing = _governing(tools.library, classified, item_facts(case, item, classified))
    tools.show(item, "guideline", governing.pack.citation if governing.pack else governing.why)

    evidence = gather(case, item, classified, governing.pack, tools.library.findings)
    evaluation = evaluate(governing.pack, evidence.facts) if governing.pack else None
    if evaluation is not None:
        decided = len(evaluation.results) - len(evaluation.missing)
        tools.show(item, "criteria", f"{decided} of {len(evaluation.results)} criteria decided")
    evidence = with_presentation(evidence, case)
    reading, evaluation = _read(case, item, evidence, evaluation, tools)
    official = tools.library.official(governing.pack, item.treatment) if governing.pack else ()
    if evaluation is not None and official:
        evaluation = _with_text_at_hand(evaluation)
    return Appraisal(classified, governing, evidence, evaluation, reading, official)


def _with_text_at_hand(evaluation: Evaluation) -> Evaluation:
    """A licensed text that is loaded is shown; no pack tests it, so the reviewer decides by it."""
    return evaluation if evaluation.pack.text_loaded else replace(evaluation, why=TEXT_AT_HAND)


def _read(
    case: Case, item: DisputedItem, evidence: EvidenceSet, evaluation: Evaluation | None, tools: Tools
) -> tuple[Reading | None, Evaluation | None]:
    """Where the setting asks for it, what a model reads beside the rules; no status rises by it."""
    reader = tools.drafter.reader(tools.library.findings) if tools.drafter else None
    if reader is None or evaluation is None or not evaluation.results:
        return None, evaluation
    tools.show(item, "reading", f"{reader.name} reads the record beside the rules")
    reading, evaluation = reader.read(case, item, evaluation, evidence)
    found = f"{len(reading.proposals)} quotes proposed, {len(reading.refused)} refused"
    tools.show(item, "reading", reading.note or found)
    return reading, evaluation


def _governing(library: Library, classified: Classified, requested: Facts) -> Governing:
    """The pack in force on the day of the request."""
    day = requested.dates.get("request_date") or requested.dates.get("service_date")
    if classified.family is None:
        return Governing(None, f"The kind of treatment could not be recognised: {classified.why}")
    if day is None or not isinstance(day.value, date):
        return Governing(None, "The file states no request or denial date, so no edition can be selected.")
    return library.packs.governing(classified.family, day.value, requested)


def _versions(tools: Tools) -> dict[str, str | None]:
    return {
        **tools.library.versions(),
        "prompt": tools.library.prompt_version() if tools.drafter else None,
        "model": tools.drafter.name if tools.drafter else "grounded",
    }
