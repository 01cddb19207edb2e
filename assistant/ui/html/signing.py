"""What a signature would determine, and all that a reviewer should know before giving it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from assistant.alike import alike
from assistant.records import ItemRecord, OpenCase
from assistant.results import ItemReview
from assistant.ui.html.words import badge
from knowledge.model import CriterionResult, Evaluation, Status
from knowledge.wording import remarks

Line = tuple[str, str]
"""A badge and what it is about, both HTML."""
_NOTHING = "No finding of the checker, nothing unsaved, no criterion in doubt."


def decision(opened: OpenCase, item: ItemRecord, unsaved: bool) -> str:
    """The item, what a signature determines, and what to look at first; for a signed one who signed.

    ``unsaved``: words that were typed and are no version yet.
    """
    if item.signature:
        return _signed(opened, item)
    lines = tuple(_lines(opened, item, unsaved))
    rows = "".join(f"<li>{mark} {said}</li>" for mark, said in lines)
    count = f" ({len(lines)} notes)" if len(lines) > 1 else ""
    quiet = f"<li>{badge('met', '✔', 'clear')} {_NOTHING}</li>"
    return (
        f'<section class="imr-before"><h2>{item.number}. {escape(item.treatment)}</h2>{_determines(item)}'
        f'<h3 id="before-signing">Before you sign{count}</h3>'
        f'<ul aria-labelledby="before-signing" tabindex="0">{rows or quiet}'
        "</ul></section>"
    )


def _determines(item: ItemRecord) -> str:
    if item.decision is None:
        said = "There is no recommendation: decide Upheld or Overturned, with a reason."
        return f'<p class="imr-warning">{said}</p>'
    kind = "your decision" if item.override else "the recommendation"
    return f"<p>A signature now determines <strong>{item.decision}</strong> ({kind}).</p>"


def _signed(opened: OpenCase, item: ItemRecord) -> str:
    signed = item.signature
    assert signed is not None  # the caller asked
    return (
        f'<p class="imr-fact"><strong>{signed.decision}</strong>, signed by {escape(signed.name)},'
        f" {escape(signed.credentials)}, {signed.at:%m/%d/%Y %H:%M} UTC. {escape(signed.attestation)}"
        f" Locked; reopening needs a reason.</p>{_next(opened, item)}"
    )


def _next(opened: OpenCase, item: ItemRecord) -> str:
    """One click to the next item that waits for a signature, in a circle from the one in view."""
    waiting = [i for i in opened.items if not i.signed]
    if not waiting:
        return '<p class="imr-done">Every item is signed. The documents are under Export (Alt+8).</p>'
    after = next((i for i in waiting if i.number > item.number), waiting[0])
    count = f"{len(waiting)} of {len(opened.items)} items not signed yet."
    go = (
        f'<button type="button" class="imr-small" data-item="{opened.items.index(after)}">'
        f"Go to item {after.number}</button>"
    )
    return f"<p>{count} {go}</p>"


def _lines(opened: OpenCase, item: ItemRecord, unsaved: bool) -> Iterator[Line]:
    """Gravest first: what refuses a signature, what differs from the recommendation, what is in doubt."""
    yield from _in_the_way(opened, item, unsaved)
    yield from _differing(item)
    yield from _doubtful(item)
    if opened.facts:
        told = "; ".join(
            f"{escape(f.text)} <small>Source: {escape(f.source)}</small>" for f in opened.facts
        )
        yield badge("silent", "!", "your facts"), f"Not in the record, supplied by you: {told}"
    for same in alike(((i.number, i.treatment) for i in opened.items), item.number):
        yield badge("silent", "!", "alike"), escape(same.said)
    for warning in opened.case.warnings if opened.case else ():
        yield badge("silent", "!", "the file"), escape(warning)


def _in_the_way(opened: OpenCase, item: ItemRecord, unsaved: bool) -> Iterator[Line]:
    if opened.outdated:
        yield badge("not-met", "✘", "outdated"), "A fact or a request changed after this review."
    if item.draft is None:
        yield (
            badge("not-met", "✘", "withheld"),
            "No draft passed the checker: write one under Edit.",
        )
    elif errors := len(item.draft.report.errors):
        many = "errors" if errors > 1 else "error"
        said = f"The checker finds {errors} {many} in this rationale; see Edit."
        yield badge("not-met", "✘", many), said
    if unsaved:
        said = "What you typed under Edit is no version yet, and would not be signed: save or discard it."
        yield badge("not-met", "✘", "unsaved"), said


def _differing(item: ItemRecord) -> Iterator[Line]:
    if item.override:
        against = f"against the recommendation {item.recommendation}" if item.recommendation else "your own"
        reason = escape(item.override.reason)
        yield badge("silent", "!", "override"), f"{item.override.decision}, {against}: {reason}"
    if item.proposal:
        said = "The assistant has a newer draft than the one you sign; compare both under Changes."
        yield badge("silent", "!", "newer draft"), said
    for aside in item.draft.report.suppressed if item.draft else ():
        said = f"{escape(aside.finding.rule)}: {escape(aside.suppression.reason)}"
        yield badge("silent", "!", "set aside"), said
    if item.draft and (warnings := len(item.draft.report.findings) - len(item.draft.report.errors)):
        said = f"The checker warns of {warnings} place{'s' if warnings > 1 else ''}; see Edit."
        yield badge("silent", "!", "warning"), said


def _doubtful(item: ItemRecord) -> Iterator[Line]:
    """Criteria that carry the decision and are held from memory, not documented, or read two ways."""
    review = item.review
    if review is None:
        return
    if review.note:
        yield badge("silent", "!", "note"), escape(review.note)
    if review.evaluation is None:
        yield badge("not-met", "✘", "no guideline"), escape(review.guideline_why)
        return
    numbered = tuple(enumerate(review.evaluation.results, start=1))
    silent = [n for n, r in numbered if _is_silent(review.evaluation, r)]
    if silent:
        said = "The record is silent on what decides here."
        yield badge("silent", "○", "not documented"), f"{' '.join(_key(n) for n in silent)} {said}"
    for number, result in numbered:
        marks = " ".join(_marks(review, result))
        if marks:
            yield marks, f"{_key(number)} {escape(result.criterion.says)}"


def _is_silent(evaluation: Evaluation, result: CriterionResult) -> bool:
    return result.id in evaluation.deciding and result.status is Status.NOT_DOCUMENTED


def _marks(review: ItemReview, result: CriterionResult) -> Iterator[str]:
    if result.status is not Status.NOT_APPLICABLE:
        yield from (badge("silent", "!", mark) for mark in remarks(result.criterion))
    if any(p.disputed for p in review.proposals_on(result.id)):
        yield badge("silent", "!", "read two ways")


def _key(number: int) -> str:
    """A click opens the criterion on the right."""
    return (
        f'<button type="button" class="imr-key" data-cites="C{number}" title="Open this criterion">'
        f"C{number}</button>"
    )
