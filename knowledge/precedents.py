"""From a published determination to the entries that the index holds of it."""

from __future__ import annotations

from knowledge.determinations import Determination, DeterminationItem
from knowledge.entries import OPENING, DeterminationEntry, as_int, folded
from knowledge.treatments import Taxonomy

UNCLASSIFIED = "unclassified"


def entries_of(determination: Determination, taxonomy: Taxonomy) -> tuple[DeterminationEntry, ...]:
    """One entry for each decided item, in the order of the form; items without a decision are left out.

    A determination without a case number is known by the digest of its text.
    """
    header = determination.header
    number = header.case_number or f"TEXT{determination.document.digest[:12].upper()}"
    decided = as_int(header.decision_date) if header.decision_date else 0
    summary = determination.summary_text
    opening = folded(summary[: 2 * OPENING])[:OPENING]
    siblings = [item.heading.treatment for item in determination.items]

    def entry(place: int, item: DeterminationItem, decision: str) -> DeterminationEntry:
        treatment = item.heading.treatment
        others = siblings[: place - 1] + siblings[place:]
        return DeterminationEntry(
            id=f"{number}-{place}",
            case_number=number,
            item_number=place,
            treatment=treatment,
            family=taxonomy.classify(treatment, summary, others).family or UNCLASSIFIED,
            decision=decision,
            guideline=item.reviewer_guideline,
            rationale=item.rationale,
            decided=decided,
            opening=opening,
        )

    return tuple(
        entry(place, item, item.heading.decision.value)
        for place, item in enumerate(determination.items, start=1)
        if item.heading.decision
    )
