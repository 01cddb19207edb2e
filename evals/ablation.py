"""The outcome with one part of the criteria step switched off, from the facts that the review found.

Works on the facts and the pack alone, so production code needs no switch. An item that depends on another
keeps the other's outcome of the full review.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.results import ItemReview
from evals.records import Ablated
from knowledge.document import Assertion
from knowledge.evaluate import evaluate
from knowledge.model import Evaluation, Facts, Observation

NO_PACKS = "no packs"
NO_NEGATION = "no evidence negation"
NO_EVIDENCE = "no evidence from the record"
NAMES = (NO_PACKS, NO_NEGATION, NO_EVIDENCE)


def ablate(review: ItemReview) -> dict[str, Ablated]:
    """Each ablation's recommendation and plausibility of Overturned."""
    evaluation = review.evaluation
    facts = review.evidence.facts
    changed = {
        NO_NEGATION: replace(facts, observations=_affirmed(facts)),
        NO_EVIDENCE: replace(facts, observations={}),
    }
    outcomes = {NO_PACKS: Ablated(recommendation=None, overturned=0.5)}
    for name, other in changed.items():
        outcomes[name] = _outcome(evaluate(evaluation.pack, other) if evaluation else None)
    return outcomes


def _affirmed(facts: Facts) -> dict[str, tuple[Observation, ...]]:
    """Every mention taken as affirmed: neither negation nor doubt, history or plan is heard."""
    return {
        name: tuple(replace(o, present=True, counts=True, assertion=Assertion.AFFIRMED) for o in seen)
        for name, seen in facts.observations.items()
    }


def _outcome(evaluation: Evaluation | None) -> Ablated:
    if evaluation is None or evaluation.recommendation is None:
        return Ablated(recommendation=None, overturned=0.5)
    strength = evaluation.strength
    overturned = strength if str(evaluation.recommendation) == "Overturned" else round(1 - strength, 4)
    return Ablated(recommendation=str(evaluation.recommendation), overturned=overturned)
