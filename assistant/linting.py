"""Check a text that anyone wrote against a case, with the criteria of the item that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.case import Case, DisputedItem
from assistant.checks import Reviewed, Sibling, candidates, check_text, match_item
from assistant.dependence import in_order_of_dependence, with_main_item
from assistant.errors import NotACaseError
from assistant.library import Library
from assistant.results import CheckReport, Suppression
from assistant.review import Appraisal, Tools, appraise
from assistant.suppression import suppress
from knowledge.model import Evaluation


def lint_text(
    text: str,
    case: Case,
    number: int | None,
    library: Library,
    suppressions: Sequence[Suppression] = (),
    decided: Evaluation | None = None,
    siblings: Sequence[Sibling] = (),
) -> CheckReport:
    """The checker's report on a human's text; without a number the item is the one the text speaks of.

    Where the text may speak of several (``unclear``), it is checked against the record alone.

    ``suppressions`` are a person's words on findings that do not hold; the text itself can hold none.
    ``decided``: the evaluation that the text is to go by, where a review has one. ``siblings`` are the
    rationales of the case's items, which this one must not contradict.
    """
    item = _item(text, case, number)
    known = reviewed(case, item, library) if item else None
    if known is not None and siblings:
        known = replace(known, siblings=tuple(s for s in siblings if item and s.number != item.number))
    if known is not None and decided is not None:
        known = replace(known, evaluation=decided)
    report = check_text(text, case, item, known, human=True)
    return suppress(report, text, suppressions)


def unclear(text: str, case: Case) -> str:
    """One sentence that asks for the item where the text does not tell it; empty where it does."""
    found = candidates(text, case)
    if len(found) == 1:
        return ""
    listed = "; ".join(f"{item.number} {item.treatment}" for item in found or case.items)
    return (
        "The text does not tell which item it is on, so it was checked against the record alone;"
        f" name the item, one of: {listed}."
    )


def reviewed(case: Case, item: DisputedItem, library: Library) -> Reviewed:
    """What the checker may know of an item besides the case; nothing is drafted for it.

    The items that it may depend on are appraised before it, as in a review.
    """
    families = {other.number: library.classify(case, other) for other in case.items}
    done: dict[int, Appraisal] = {}
    for other in in_order_of_dependence(case.items, families):
        classified = with_main_item(other.number, families, done)
        done[other.number] = appraise(case, other, classified, Tools(library))
        if other.number == item.number:
            break
    return done[item.number].reviewed(library)


def _item(text: str, case: Case, number: int | None) -> DisputedItem | None:
    if number is None:
        return match_item(text, case)
    if number not in {item.number for item in case.items}:
        raise NotACaseError(f"The case has no item {number}; it has items 1 to {len(case.items)}.")
    return case.item(number)
