"""Check a text that anyone wrote against a case, with the criteria of the item that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.case import Case, DisputedItem
from assistant.checks import Reviewed, check_text, match_item
from assistant.dependence import in_order_of_dependence, with_main_item
from assistant.errors import NotACaseError
from assistant.library import Library
from assistant.results import CheckReport, Suppression
from assistant.review import Appraisal, Tools, appraise
from assistant.suppression import suppress


def lint_text(
    text: str,
    case: Case,
    number: int | None,
    library: Library,
    suppressions: Sequence[Suppression] = (),
) -> CheckReport:
    """The checker's report on a human's text; without a number the item is the one the text speaks of.

    ``suppressions`` are a person's words on findings that do not hold; the text itself can hold none.
    """
    item = _item(text, case, number)
    report = check_text(text, case, item, reviewed(case, item, library) if item else None, human=True)
    return suppress(report, text, suppressions)


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
