"""The review as a letter: blocks of text in the order of a published determination.

Every output format renders these blocks; nothing is decided here. An unsigned letter says on top that it
is a recommendation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.case import Case
from assistant.drafting.statements import telling
from assistant.results import ItemReview, Review
from knowledge.model import CriterionResult
from knowledge.wording import as_shown, status_in_words


class Style(StrEnum):
    """How a block is set."""

    TITLE = "title"
    NOTICE = "notice"
    HEADING = "heading"
    ITEM = "item"
    BODY = "body"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``lead`` is set bold before the text."""

    text: str
    style: Style = Style.BODY
    lead: str = ""


def paragraphs(text: str, lead: str) -> Iterator[Paragraph]:
    """A text with its own paragraphs; ``lead`` stands before the first."""
    first, *rest = [part for part in text.split("\n") if part.strip()] or [""]
    yield Paragraph(first, lead=lead)
    yield from (Paragraph(part) for part in rest)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table with a heading row; ``widths`` are shares of the line."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


Block = Paragraph | Rows


def foot(blocks: tuple[Block, ...]) -> str:
    """What the foot of every page says, so that a page alone still tells its state and its case."""
    title = next((b.text for b in blocks if isinstance(b, Paragraph) and b.style is Style.TITLE), "")
    heads = (b.heading for b in blocks if isinstance(b, Rows) and b.heading[0] == "Case number")
    case = next((f", case {head[1]}" for head in heads if head[1] != "not stated"), "")
    return f"{title}{case}"


UNSIGNED = (
    "Recommendation prepared by software for a physician reviewer. It is not a determination until a named"
    " reviewer has decided and signed."
)


def letter(review: Review) -> tuple[Block, ...]:
    """All blocks of the letter."""
    return tuple(_letter(review))


def _letter(review: Review) -> Iterator[Block]:
    yield Paragraph("Independent Medical Review", Style.TITLE)
    yield Paragraph(UNSIGNED, Style.NOTICE)
    yield Rows(("Case", ""), tuple(_header(review.case)), (0.3, 0.7))
    for warning in review.case.warnings:
        yield Paragraph(warning, Style.NOTICE, "Please note: ")
    yield Paragraph("Clinical case summary", Style.HEADING)
    for line in review.case.record_text.split("\n"):
        if line.strip():
            yield Paragraph(line.strip())
    yield Paragraph("Issues, recommendations and rationales", Style.HEADING)
    for item in review.items:
        yield from _item(item)
    yield Paragraph(_made_with(review), Style.FINE)


def _header(case: Case) -> Iterator[tuple[str, str]]:
    yield "Case number", case.case_number or "not stated"
    yield "Date of injury", _day(case.date_of_injury)
    yield "UR denial date", _day(case.ur_denial_date)
    yield "Date assigned", _day(case.date_assigned)
    yield "Application received", _day(case.application_received)
    yield "Priority", case.priority or "not stated"


def _item(review: ItemReview) -> Iterator[Block]:
    evaluation = review.evaluation
    outcome = (
        str(evaluation.recommendation) if evaluation and evaluation.recommendation else "Reviewer decides"
    )
    yield Paragraph(f"{review.item.number}. {review.item.treatment}: {outcome}", Style.ITEM)
    if review.item.original_request:
        yield Paragraph(review.item.original_request, lead="Original request: ")
    if evaluation:
        yield Paragraph(f"{evaluation.pack.citation}. {review.guideline_why}", lead="Guideline: ")
    if review.draft:
        yield from paragraphs(review.draft.text, "Decision rationale: ")
    else:
        said = "; ".join(f"{f.rule} {f.message}" for f in review.checks.errors)
        yield Paragraph(said, Style.NOTICE, "The draft was withheld. The checker found: ")
    if evaluation and evaluation.results:
        yield Rows(("Criterion", "Status", "Shown by"), tuple(_criteria(review)), (0.45, 0.15, 0.4))


def _criteria(review: ItemReview) -> Iterator[tuple[str, str, str]]:
    assert review.evaluation is not None  # the caller asked
    for result in review.evaluation.results:
        yield as_shown(result.criterion), status_in_words(result.status), _shown_by(review, result)


def _shown_by(review: ItemReview, result: CriterionResult) -> str:
    evidence = telling(review.evidence.by_keys(result.trace.keys))
    quotes = [f"p. {e.quote.page}: “{e.quote.text}”" for e in evidence]
    return " ".join(quotes) or f"{result.trace.why}."


def _made_with(review: Review) -> str:
    versions = ", ".join(f"{name} {value[:19]}" for name, value in review.versions.items() if value)
    return f"Made with: {versions}. Precedents illustrate and bind nobody."


def _day(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day else "not stated"
