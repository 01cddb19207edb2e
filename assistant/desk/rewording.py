"""A draft in other words, from what the records keep of its review; always checked before it is shown."""

from __future__ import annotations

from assistant.checks import Reviewed, check_draft
from assistant.conversation.supplied import supplemented
from assistant.drafting.prepared import Prepared
from assistant.drafting.styles import Style, overridden, settled, turned
from assistant.errors import RecordsError
from assistant.linting import lint_text
from assistant.records import ItemRecord, OpenCase
from assistant.records.rewording import Rewording
from assistant.results import Draft, ItemReview
from assistant.review import Tools
from knowledge.model import CriterionResult, Decision

_SAME = "It cannot be said {how} without an error or a loss; the draft stays as it is."


def reworded(
    tools: Tools, opened: OpenCase, item: int, style: Style, criterion: int | None = None
) -> Rewording:
    """The assistant's newest draft of an item in another style.

    Raises:
        RecordsError: there is no draft, no such criterion, or no other wording that the checker passes.
    """
    kept = opened.item(item)
    review = _reviewed(kept)
    draft, how = _newest(kept, review), _how(style, criterion)
    prepared = _prepared(tools, opened, review)
    parts = turned(prepared, draft, style, _criterion(review, criterion) if style is Style.MORE else None)
    known = Reviewed.of(review, tools.library.packs, prepared.keys())
    tried = Draft(tuple(part.now for part in parts), draft.drafter)
    report = check_draft(tried, prepared.case, review.item, known)
    if not report.passed:
        tried = settled(parts, report, draft.drafter)
        report = check_draft(tried, prepared.case, review.item, known)
    if not report.passed or tried.text == draft.text:
        raise RecordsError(_SAME.format(how=how if style is not Style.MORE else "at more length"))
    return Rewording(tried, report, how)


def overriding_text(tools: Tools, opened: OpenCase, item: int, decision: Decision, reason: str) -> str:
    """A wording for a decision against the recommendation, for the reviewer to begin from.

    What the checker refuses of its grounds is left out; reason and conclusion are the reviewer's own.
    """
    prepared = _prepared(tools, opened, _reviewed(opened.item(item)))
    *grounds, why, conclusion = overridden(prepared, decision, reason)
    report = lint_text(" ".join((*grounds, why, conclusion)), prepared.case, item, tools.library)
    kept, start = [], 0
    for ground in grounds:
        end = start + len(ground)
        kept += [] if any(f.start < end and start < f.end for f in report.errors) else [ground]
        start = end + 1
    return " ".join((*kept, why, conclusion))


def _how(style: Style, criterion: int | None) -> str:
    return f"more on criterion {criterion}" if style is Style.MORE else str(style)


def _reviewed(kept: ItemRecord) -> ItemReview:
    if kept.review is None:
        raise RecordsError("This item has no review yet.")
    return kept.review


def _newest(kept: ItemRecord, review: ItemReview) -> Draft:
    """The assistant's last version; a reviewer's own text is never put in other words."""
    version = kept.proposal or kept.draft
    if version and not version.by_reviewer and version.sentences:
        return Draft(version.sentences, review.draft.drafter if review.draft else "grounded")
    if review.draft is None:
        raise RecordsError("The draft was withheld, so there is none to put in other words.")
    return review.draft


def _criterion(review: ItemReview, number: int | None) -> CriterionResult:
    results = review.evaluation.results if review.evaluation else ()
    if number is None or not 1 <= number <= len(results):
        raise RecordsError(f"This item has criteria 1 to {len(results)}.")
    return results[number - 1]


def _prepared(tools: Tools, opened: OpenCase, review: ItemReview) -> Prepared:
    if opened.case is None:
        raise RecordsError("The file of this case could not be read.")
    case = supplemented(opened.case, opened.fact_texts)
    return Prepared.again(case, review, tools.library.label(review.family))
