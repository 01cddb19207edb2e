"""The steps of a review as they were shown while it ran, told again from what is kept of it.

Knows no page, and reviews nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.library import Library
from assistant.records import OpenCase
from assistant.results import ItemReview
from assistant.review import Step


def kept_steps(opened: OpenCase, library: Library) -> tuple[Step, ...]:
    """The steps of every reviewed item, in its order; empty where no review is kept."""
    reviews = ((item.number, item.review) for item in opened.items)
    writer = opened.versions.get("model") or "grounded"
    return tuple(
        Step(number, name, detail)
        for number, review in reviews
        if review is not None
        for name, detail in _steps(review, library, writer)
    )


def _steps(review: ItemReview, library: Library, writer: str) -> Iterator[tuple[str, str]]:
    yield "family", library.label(review.family)
    evaluation = review.evaluation
    yield "guideline", evaluation.pack.citation if evaluation else review.guideline_why
    if evaluation is not None:
        decided = len(evaluation.results) - len(evaluation.missing)
        yield "criteria", f"{decided} of {len(evaluation.results)} criteria decided"
    if review.reading is not None:
        found = f"{len(review.reading.proposals)} quotes proposed, {len(review.reading.refused)} refused"
        yield "reading", review.reading.note or found
    yield "precedents", f"{len(review.precedents)} similar determinations"
    yield "draft", f"drafted with {writer}"
    if written := review.draft or review.withheld:
        yield "check", f"checked {len(written.sentences)} sentences"
    yield "done", "draft passed" if review.draft else "draft withheld"
