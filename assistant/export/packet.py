"""The evidence packet: for every item every criterion, every quote with its page, every passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.alike import alike
from assistant.drafting.prepared import key_of
from assistant.export.letter import Block, Paragraph, Rows, Style
from assistant.export.parts import as_sentence, header, suppression_in_words, versions_in_words
from assistant.results import Evidence, ItemReview, Review, Suppression
from knowledge.model import CriterionResult
from knowledge.wording import remarks, status_in_words

_NOTICE = (
    "Prepared by software. It shows what the record says on each criterion of the governing"
    " guideline; it is no determination."
)
_PRECEDENTS = "Similar past determinations: they illustrate and bind nobody."


Aside = Mapping[int, tuple[Suppression, ...]]


def evidence_packet(review: Review, aside: Aside | None = None) -> tuple[Block, ...]:
    """All blocks of the packet; ``aside`` holds the findings that the reviewer set aside, by item."""
    return tuple(_packet(review, aside or {}))


def _packet(review: Review, aside: Aside) -> Iterator[Block]:
    yield Paragraph("Evidence packet", Style.TITLE)
    yield Paragraph(_NOTICE, Style.NOTICE)
    yield header(review.case)
    for warning in review.case.warnings:
        yield Paragraph(warning, Style.NOTICE, "Please note: ")
    for same in alike((i.item.number, i.item.treatment) for i in review.items):
        yield Paragraph(same.said, Style.NOTICE, "Please note: ")
    for item in review.items:
        yield from _item(item)
        yield from _set_aside(aside.get(item.item.number, ()))
    yield Paragraph(
        f"Text of the record: SHA-256 {review.case.document.digest}. Made with:"
        f" {versions_in_words(review.versions)}.",
        Style.FINE,
    )


def _item(review: ItemReview) -> Iterator[Block]:
    yield Paragraph(f"{review.item.number}. {review.item.treatment}", Style.HEADING)
    evaluation = review.evaluation
    if evaluation is None:
        yield Paragraph(review.guideline_why, lead="No guideline governs: ")
    else:
        outcome = str(evaluation.recommendation or "None")
        yield Paragraph(
            f"{outcome} (strength {evaluation.strength:.2f}). {evaluation.why}", lead="Recommendation: "
        )
        yield Paragraph(f"{evaluation.pack.citation}. {review.guideline_why}", lead="Guideline: ")
        if evaluation.results:
            yield Rows(
                _CRITERIA, tuple(_criterion(review, r) for r in evaluation.results), _CRITERIA_WIDTHS
            )
    yield from _evidence(review)
    yield from _sources(review)


def _set_aside(words: tuple[Suppression, ...]) -> Iterator[Block]:
    if words:
        yield Paragraph("Findings of the checker that the reviewer set aside", Style.ITEM)
        yield from (Paragraph(f"{suppression_in_words(word)}.") for word in words)


_CRITERIA = ("", "Criterion", "Status", "Why", "Evidence")
_CRITERIA_WIDTHS = (0.06, 0.36, 0.16, 0.28, 0.14)


def _criterion(review: ItemReview, result: CriterionResult) -> tuple[str, ...]:
    assert review.evaluation is not None  # a result comes from an evaluation
    notes = [str(result.criterion.role), *remarks(result.criterion)]
    if result.id in review.evaluation.deciding:
        notes.append("decides")
    return (
        key_of(review.evaluation, result),
        f"{result.criterion.says} ({', '.join(notes)})",
        status_in_words(result.status),
        as_sentence(result.trace.why),
        ", ".join(result.trace.keys) or "none",
    )


def _evidence(review: ItemReview) -> Iterator[Block]:
    found = review.evidence.evidence
    if not found:
        yield Paragraph("The record holds no quote on this item's criteria.")
        return
    yield Paragraph("Quotes of the record, verbatim", Style.ITEM)
    yield Rows(_QUOTES, tuple(_quote(e) for e in found), (0.07, 0.09, 0.13, 0.19, 0.52))


_QUOTES = ("", "Page", "Said as", "On", "Quote")


def _quote(evidence: Evidence) -> tuple[str, ...]:
    return (
        evidence.key,
        str(evidence.quote.page),
        str(evidence.assertion),
        evidence.finding.replace("-", " ").replace("_", " "),
        f"“{evidence.quote.text}”",
    )


def _sources(review: ItemReview) -> Iterator[Block]:
    if review.official:
        yield Paragraph("The guideline's own text, as loaded by the user", Style.ITEM)
        official = tuple((p.key, p.text, p.citation) for p in review.official)
        yield Rows(("", "Passage", "Source"), official, (0.07, 0.6, 0.33))
    if review.passages:
        yield Paragraph("Guideline passages", Style.ITEM)
        yield Rows(("", "Passage", "Source"), tuple(_passages(review)), (0.07, 0.6, 0.33))
    if review.precedents:
        yield Paragraph(_PRECEDENTS, Style.ITEM)
        past = tuple((p.case_number, p.treatment, p.decision) for p in review.precedents)
        yield Rows(("Case", "Treatment", "Decision"), past, (0.2, 0.6, 0.2))


def _passages(review: ItemReview) -> Iterator[tuple[str, str, str]]:
    """Every passage; a source that stands in the line above is not said again."""
    above = ""
    for passage in review.passages:
        yield passage.key, passage.shown, "as above" if passage.citation == above else passage.citation
        above = passage.citation
