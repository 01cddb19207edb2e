"""The record by pages, with every quoted passage marked and every dated sentence findable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from assistant.conversation.session import SUPPLIED, supplemented
from assistant.desk.moments import moments
from assistant.records import ItemRecord, OpenCase
from assistant.results import Evidence, ItemReview, Proposal
from assistant.ui.html.timeline import key_of


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of the text that a key leads to; only what was found is marked before somebody asks."""

    key: str
    start: int
    end: int
    marked: bool


def record(opened: OpenCase, item: ItemRecord) -> str:
    """Pages under their numbers; a mark carries the keys of all evidence that covers it."""
    if opened.case is None:
        return '<p class="imr-empty">The file could not be read.</p>'
    document = supplemented(opened.case, opened.fact_texts).document
    places = tuple(_places(opened, item))
    parts = []
    for page in document.pages:
        text = document.text[page.start : page.end]
        if text.strip():
            title = "Supplied by you" if SUPPLIED in text else f"Page {page.number}"
            shown = "".join(_marked(document.text, page.start, page.end, places))
            parts.append(f"<h3>{title}</h3><p>{shown}</p>")
    return f'<article class="imr-record">{"".join(parts)}</article>'


def _places(opened: OpenCase, item: ItemRecord) -> Iterator[_Place]:
    for found in _found(item.review) if item.review else ():
        yield _Place(found.key, found.quote.start, found.quote.end, marked=True)
    if opened.case is None:
        return
    for number, moment in enumerate(moments(opened.case)):
        if moment.quote is not None:
            yield _Place(key_of(number), moment.quote.start, moment.quote.end, marked=False)


def _found(review: ItemReview) -> tuple[Evidence | Proposal, ...]:
    """All that marks a place of the record: the evidence, and what a model proposes."""
    return (*review.evidence.evidence, *(review.reading.proposals if review.reading else ()))


def _marked(text: str, start: int, end: int, places: tuple[_Place, ...]) -> Iterator[str]:
    """The text in runs that the same places cover, so that overlapping quotes all stay findable."""
    inside = [p for p in places if p.start < end and p.end > start]
    edges = {start, end} | {edge for p in inside for edge in (p.start, p.end) if start < edge < end}
    for left, right in pairwise(sorted(edges)):
        over = [p for p in inside if p.start <= left and p.end >= right]
        yield _run(text[left:right], left, over)


def _run(text: str, left: int, over: list[_Place]) -> str:
    run = escape(text).replace("\n", "<br>")
    if not over:
        return run
    keys = " ".join(p.key for p in over)
    if not any(p.marked for p in over):
        return f'<span data-keys="{keys}" tabindex="-1">{run}</span>'
    begun = " ".join(p.key for p in over if p.marked and p.start == left)
    label = f"<sup>{begun}</sup>" if begun else ""
    return f'<mark data-keys="{keys}" tabindex="-1">{label}{run}</mark>'
