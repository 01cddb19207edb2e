"""The letter that asks for what is missing: from the criteria that the record does not document.

Criteria that only a reviewer can judge are not asked for, nor those that never decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.case import Case
from assistant.export.letter import Block, Paragraph, Rows, Style
from assistant.export.parts import as_sentence, day
from assistant.results import ItemReview, Review
from knowledge.model import Confidence, Criterion, CriterionResult, ReviewerTest, Status

_ANY_RECORD = "A dated note, report or form that states it."
_REQUEST = (
    "The requests named below are under independent medical review. The governing guideline asks for"
    " facts that the case file does not document. Please send what documents them, or say in writing"
    " that there is nothing. Send copies with their dates and the author's name, and mark them with"
    " the case number."
)
_CLOSING = (
    "Nothing in this letter decides the review. If nothing arrives, the review goes on with the file"
    " as it is."
)


def missing_of(item: ItemReview) -> tuple[CriterionResult, ...]:
    """What is worth asking for on one item: silence that keeps the request from being necessary."""
    if item.evaluation is None or item.evaluation.outcome is Status.MET:
        return ()
    results = (item.evaluation.result(name) for name in item.evaluation.missing)
    return tuple(r for r in results if _can_be_sent(r.criterion))


def _can_be_sent(criterion: Criterion) -> bool:
    return criterion.role.blocks_when_silent and not isinstance(criterion.test, ReviewerTest)


def missing_letter(review: Review, today: date, answer_by: date | None = None) -> tuple[Block, ...]:
    """All blocks of the letter; it says so where nothing can be asked for."""
    return tuple(_letter(review, today, answer_by))


def _letter(review: Review, today: date, answer_by: date | None) -> Iterator[Block]:
    yield Paragraph("Request for missing documentation", Style.TITLE)
    yield _head(review.case, today, answer_by)
    asked = [item for item in review.items if missing_of(item)]
    if not asked:
        yield Paragraph("Nothing that decides is missing from the file.")
        return
    yield Paragraph("To the treating physician and the claims administrator:")
    yield Paragraph(_REQUEST)
    for item in asked:
        yield from _item(item)
    yield Paragraph(_CLOSING)
    yield Paragraph("______________________________", lead="Reviewer: ")
    yield Paragraph("Prepared by software for the reviewer, who sends it.", Style.FINE)


def _head(case: Case, today: date, answer_by: date | None) -> Rows:
    by = day(answer_by) if answer_by else "as soon as possible"
    rows = (
        ("Date of injury", day(case.date_of_injury)),
        ("Date of this letter", day(today)),
        ("Please answer by", by),
    )
    return Rows(("Case number", case.case_number or "not stated"), rows, (0.3, 0.7))


def _item(item: ItemReview) -> Iterator[Block]:
    assert item.evaluation is not None  # something of it is missing
    yield Paragraph(f"{item.item.number}. {item.item.treatment}", Style.ITEM)
    yield Paragraph(f"{item.evaluation.pack.citation}.", lead="Guideline: ")
    rows = tuple(
        (str(n), _says(result), _shown_by(result), as_sentence(result.trace.why))
        for n, result in enumerate(missing_of(item), start=1)
    )
    yield Rows(("", "What the guideline asks for", "What would show it", "In the file"), rows, _WIDTHS)


_WIDTHS = (0.05, 0.39, 0.32, 0.24)


def _shown_by(result: CriterionResult) -> str:
    stated = result.criterion.documentation
    return as_sentence(stated) if stated else _ANY_RECORD


def _says(result: CriterionResult) -> str:
    low = result.criterion.confidence is Confidence.LOW
    return result.criterion.says + (" (The reviewer confirms this against the guideline.)" if low else "")
