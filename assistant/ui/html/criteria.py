"""The right column for the item in view: outcome, criteria, guideline, precedents."""

from __future__ import annotations

from collections import Counter
from html import escape

from assistant.export.parts import as_sentence, each_place_once
from assistant.records import ItemRecord
from assistant.results import ItemReview, OfficialPassage, Reading
from assistant.ui.html.words import STATUS, badge, proposal, quote
from knowledge.model import CriterionResult
from knowledge.wording import remarks, with_confidence

_SURE = "How sure this project is that the guideline words the criterion so"
_KIND = {"Upheld": "upheld", "Overturned": "overturned"}


def outcome(item: ItemRecord) -> str:
    """What is decided or recommended, how firmly, and which guideline governs."""
    review = item.review
    if item.signature:
        signed = item.signature
        who = f"{escape(signed.name)}, {escape(signed.credentials)}"
        said = f"Signed by {who}, {signed.at:%m/%d/%Y %H:%M} UTC."
        return _outcome(str(signed.decision), f"{signed.decision} <small>determination</small>", said)
    if item.override:
        said = f"You decided against the recommendation: {escape(item.override.reason)}"
        word = str(item.override.decision)
        return _outcome(word, f"{word} <small>your decision, not signed</small>", said)
    if review is None or review.evaluation is None:
        return _outcome("", "No recommendation", escape(review.guideline_why) if review else "")
    evaluation = review.evaluation
    word = str(evaluation.recommendation or "No recommendation")
    strength = (
        f"recommended, strength {evaluation.strength:.2f}"
        if evaluation.recommendation
        else "the reviewer decides"
    )
    cited = f"{escape(evaluation.pack.citation)}. {escape(review.guideline_why)}"
    return _outcome(
        word, f"{word} <small>{strength}</small>", f"{escape(evaluation.why)}<br><small>{cited}</small>"
    )


def _outcome(word: str, head: str, body: str) -> str:
    return (
        f'<section class="imr-outcome imr-{_KIND.get(word, "none")}"><h2>{head}</h2><p>{body}</p></section>'
    )


def known_keys(review: ItemReview) -> str:
    """The keys that an answer may name and that lead somewhere, for the page's script."""
    keys = [e.key for e in review.evidence.evidence]
    keys += [p.key for p in review.passages] + [p.key for p in review.precedents]
    return f'<span hidden data-known="{" ".join(keys)}"></span>'


def criteria_table(review: ItemReview) -> str:
    """One row a criterion: status by word, shape and colour, why, and its quotes."""
    if review.evaluation is None or not review.evaluation.results:
        return '<p class="imr-empty">No criteria govern this item; the reviewer decides.</p>'
    rows = "".join(_criterion(review, n, r) for n, r in enumerate(review.evaluation.results, start=1))
    return (
        '<table class="imr-table"><caption class="imr-unseen">Criteria of the governing guideline</caption>'
        '<thead><tr><th scope="col">#</th><th scope="col">Status</th>'
        '<th scope="col">Criterion and what the record shows</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _criterion(review: ItemReview, number: int, result: CriterionResult) -> str:
    assert review.evaluation is not None  # a result comes from an evaluation
    sure = result.criterion.confidence
    confirm = "".join(f' <span class="imr-low">{escape(mark)}</span>' for mark in remarks(result.criterion))
    decides = ' <span class="imr-decides">decides</span>' if result.id in review.evaluation.deciding else ""
    found = each_place_once(review.evidence.by_keys(result.trace.keys), 3)
    quotes = "".join(quote(e, review.found_by(e)) for e in found)
    quotes += "".join(proposal(p) for p in review.proposals_on(result.id))
    official = "".join(
        f'<p class="imr-why">Official text {p.key}: <q>{escape(p.text)}</q></p>'
        for p in review.official_on(result.id)[:1]
    )
    why = escape(as_sentence(result.trace.why))
    return (
        f'<tr data-key="C{number}" tabindex="-1"><th scope="row">C{number}</th>'
        f"<td>{badge(*STATUS[result.status])}{decides}"
        f'<span class="imr-decides" title="{_SURE}">confidence {sure}</span></td>'
        f'<td>{_says(review, result)}{confirm}<p class="imr-why">{why}</p>'
        f"{official}{quotes}</td></tr>"
    )


def _says(review: ItemReview, result: CriterionResult) -> str:
    """The criterion; a click opens every place it rests on, or the guideline where the record is silent."""
    keys = " ".join(e.key for e in review.evidence.by_keys(result.trace.keys)) or "G1"
    where = "the guideline" if keys == "G1" else "its places in the record"
    return (
        f'<button type="button" class="imr-criterion" data-cites="{keys}" title="Open {where}">'
        f"{escape(result.criterion.says)}</button>"
    )


def evidence_list(review: ItemReview) -> str:
    """Every quote that speaks to the item, in the order of the record; under it what a model proposes."""
    items = sorted(review.evidence.evidence, key=lambda e: (e.quote.start, e.key))
    found = "".join(
        f'<div class="imr-evidence"><span class="imr-finding">{_plainly(e.finding)}</span>'
        f"{quote(e, review.found_by(e))}</div>"
        for e in items
    )
    empty = '<p class="imr-empty">The record holds no quote that speaks to this item.</p>'
    return (found or empty) + (_reading(review.reading) if review.reading else "")


def _reading(reading: Reading) -> str:
    """What a model read beside the rules, and how much of it was refused."""
    if reading.note:
        return f'<p class="imr-warning">{escape(reading.note)}</p>'
    rows = "".join(
        f'<div class="imr-evidence"><span class="imr-finding">{_plainly(p.criterion)}</span>'
        f"{proposal(p)}</div>"
        for p in reading.proposals
    )
    refused = f" {len(reading.refused)} more were refused." if reading.refused else ""
    head = (
        f"A model proposes {len(reading.proposals)} quotes; confirm them before you rely on them.{refused}"
    )
    return f'<p class="imr-why">{head}</p>{rows}'


def _plainly(name: str) -> str:
    return escape(name.replace("-", " ").replace("_", " "))


def guideline(review: ItemReview) -> str:
    """The governing section in the project's words, then other passages found."""
    if review.evaluation is None:
        return f'<p class="imr-empty">{escape(review.guideline_why)}</p>'
    pack = review.evaluation.pack
    recommended = with_confidence(pack.recommended, pack.confidence)
    passages = "".join(
        f'<li data-key="{p.key}" tabindex="-1">{escape(p.shown)}'
        f"<cite>{escape(p.key)}{_from(p.citation, pack.citation)}</cite></li>"
        for p in review.passages
    )
    return (
        f'<section class="imr-guideline"><h2>{escape(pack.citation)}</h2><p>{escape(recommended)}</p>'
        f'<p class="imr-why">{escape(review.guideline_why)} The sentences are this project\'s'
        " paraphrase.</p>"
        f"{_official(review)}<ul>{passages}</ul></section>"
    )


def _from(citation: str, section: str) -> str:
    """Where a passage stands, unless it is the section that the panel names at its head."""
    return ", this section" if citation == section else f": {escape(citation)}"


def _official(review: ItemReview) -> str:
    """The guideline's own text beside the paraphrase, where a user has loaded it."""
    if not review.official:
        return ""
    passages = "".join(
        f'<li data-key="{p.key}" tabindex="-1"><q>{escape(p.text)}</q>'
        f"<cite>{escape(p.key)}: {escape(p.citation)}{_beside(review, p)}</cite></li>"
        for p in review.official
    )
    return f'<h3>The official text that you loaded</h3><ul class="imr-official">{passages}</ul>'


def _beside(review: ItemReview, passage: OfficialPassage) -> str:
    """Which criteria paraphrase something near: ``, compare C1 and C3``."""
    results = review.evaluation.results if review.evaluation else ()
    near = [f"C{n}" for n, r in enumerate(results, start=1) if r.id in passage.criteria]
    return f", compare {' and '.join(near)}" if near else ""


def precedents(review: ItemReview, outcomes: tuple[tuple[str, int], ...] = (), label: str = "") -> str:
    """How the family was decided in all, similar past determinations, and the plain warning."""
    if not review.precedents:
        return (
            '<p class="imr-empty">The index holds none; add some with <code>imr ingest FOLDER</code>.</p>'
        )
    rows = "".join(
        f'<tr data-key="{p.key}" tabindex="-1">'
        f'<th scope="row" class="imr-nowrap">{escape(p.case_number)}</th>'
        f"<td>{escape(p.decision)}</td><td>{escape(p.treatment)}</td><td>{p.score:.2f}</td></tr>"
        for p in review.precedents
    )
    counts = Counter(p.decision for p in review.precedents)
    alike = tuple(sorted(counts.items()))
    known = sum(n for _, n in outcomes)
    whole = (
        split(outcomes, f"All {known} determinations in the index on: {label}")
        if known
        else f'<p class="imr-why">The index holds no determination on: {escape(label)}.</p>'
    )
    return (
        '<p class="imr-warning">Precedents illustrate. They bind nobody.</p>'
        f"{whole}"
        f"{split(alike, f'The {len(review.precedents)} most similar ones, listed below')}"
        '<table class="imr-table"><caption class="imr-unseen">Similar past determinations</caption><thead>'
        '<tr><th scope="col">Case</th><th scope="col">Decision</th><th scope="col">Treatment</th>'
        f'<th scope="col">Likeness</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def split(counts: tuple[tuple[str, int], ...], title: str) -> str:
    """Shares of a whole as one bar, each part with its word, count and percentage."""
    whole = sum(n for _, n in counts)
    if not whole:
        return ""
    parts = "".join(
        f'<span class="imr-part imr-part-{_KIND.get(name, "none")}" style="flex:{n}"></span>'
        for name, n in counts
    )
    words = "".join(
        f'<li><span class="imr-part imr-part-{_KIND.get(name, "none")}" aria-hidden="true"></span>'
        f" {escape(name)} <strong>{n}</strong> ({round(100 * n / whole)} %)</li>"
        for name, n in counts
    )
    return (
        f'<figure class="imr-split"><figcaption>{escape(title)}</figcaption>'
        f'<div aria-hidden="true">{parts}</div><ul>{words}</ul></figure>'
    )


def bars(counts: tuple[tuple[str, int], ...], title: str) -> str:
    """Counts as horizontal bars, each with its word and number."""
    most = max((count for _, count in counts), default=1) or 1
    rows = "".join(
        f'<li><span>{escape(name)}</span><span class="imr-bar"><span style="width:{100 * n // most}%">'
        f"</span></span><strong>{n}</strong></li>"
        for name, n in counts
    )
    return f'<figure class="imr-bars"><figcaption>{escape(title)}</figcaption><ul>{rows}</ul></figure>'
