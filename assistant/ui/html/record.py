"""The record by pages with every quoted passage marked, and the dated course of the case."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from assistant.conversation.session import SUPPLIED, supplemented
from assistant.desk.moments import Moment, moments
from assistant.records import ItemRecord, OpenCase
from assistant.results import Evidence, ItemReview, Proposal

_WIDTH, _HEIGHT, _SIDE = 600, 74, 46


def record(opened: OpenCase, item: ItemRecord) -> str:
    """Pages under their numbers; a mark carries the keys of all evidence that covers it."""
    if opened.case is None:
        return '<p class="imr-empty">The file could not be read.</p>'
    document = supplemented(opened.case, opened.fact_texts).document
    evidence = _marks(item.review) if item.review else ()
    parts = []
    for page in document.pages:
        text = document.text[page.start : page.end]
        if text.strip():
            title = "Supplied by you" if SUPPLIED in text else f"Page {page.number}"
            parts.append(
                f"<h3>{title}</h3><p>{''.join(_marked(document.text, page.start, page.end, evidence))}</p>"
            )
    return f'<article class="imr-record">{"".join(parts)}</article>'


def _marks(review: ItemReview) -> tuple[Evidence | Proposal, ...]:
    """All that marks a place of the record: the evidence, and what a model proposes."""
    return (*review.evidence.evidence, *(review.reading.proposals if review.reading else ()))


def _marked(text: str, start: int, end: int, evidence: tuple[Evidence | Proposal, ...]) -> Iterator[str]:
    """The text in runs that the same evidence covers, so that overlapping quotes all stay findable."""
    inside = [e for e in evidence if e.quote.start < end and e.quote.end > start]
    edges = {start, end} | {p for e in inside for p in (e.quote.start, e.quote.end) if start < p < end}
    ordered = sorted(edges)
    for left, right in pairwise(ordered):
        run = escape(text[left:right]).replace("\n", "<br>")
        over = [e for e in inside if e.quote.start <= left and e.quote.end >= right]
        if not over:
            yield run
            continue
        keys = " ".join(e.key for e in over)
        begun = " ".join(e.key for e in over if e.quote.start == left)
        label = f"<sup>{begun}</sup>" if begun else ""
        yield f'<mark data-keys="{keys}" tabindex="-1">{label}{run}</mark>'


def course(opened: OpenCase) -> str:
    """The timeline: a line with a dot a day, and under it the same as a list."""
    if opened.case is None:
        return '<p class="imr-empty">The file could not be read.</p>'
    found = moments(opened.case)
    if not found:
        return '<p class="imr-empty">Neither header nor record states a full date.</p>'
    rows = "".join(_row(m) for m in found)
    return f'{_line(found)}<ol class="imr-course">{rows}</ol>'


def _row(moment: Moment) -> str:
    page = f" <cite>page {moment.quote.page}</cite>" if moment.quote else " <cite>header</cite>"
    return f"<li><strong>{moment.day:%m/%d/%Y}</strong> <span>{escape(moment.label)}{page}</span></li>"


def _line(found: tuple[Moment, ...]) -> str:
    first, last = found[0].day, found[-1].day
    span = max((last - first).days, 1)
    across = _WIDTH - 2 * _SIDE
    dots = "".join(_dot(m, _SIDE + across * (m.day - first).days / span) for m in found)
    return (
        f'<svg class="imr-line" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        f' aria-label="Course from {first:%m/%d/%Y} to {last:%m/%d/%Y}; the list below names each day">'
        f'<line x1="{_SIDE}" y1="34" x2="{_WIDTH - _SIDE}" y2="34"/>{dots}'
        f'<text x="{_SIDE}" y="64" text-anchor="middle">{first:%m/%d/%Y}</text>'
        f'<text x="{_WIDTH - _SIDE}" y="64" text-anchor="middle">{last:%m/%d/%Y}</text></svg>'
    )


def _dot(moment: Moment, x: float) -> str:
    size, kind = (5, "imr-dot") if moment.quote else (7, "imr-dot-header")
    return (
        f'<circle cx="{x:.1f}" cy="34" r="{size}" class="{kind}">'
        f"<title>{moment.day:%m/%d/%Y} {escape(moment.label)}</title></circle>"
    )
