"""HTML of the panels, from a review. Every text of a record or guideline is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from assistant.conversation.session import SUPPLIED, Session
from assistant.results import Evidence, ItemReview
from knowledge.model import Confidence, CriterionResult, Status

_STATUS = {
    Status.MET: ("met", "✔", "met"),
    Status.NOT_MET: ("not-met", "✘", "not met"),
    Status.NOT_DOCUMENTED: ("silent", "○", "not documented"),
    Status.NOT_APPLICABLE: ("apart", "–", "not applicable"),
}
EMPTY = '<p class="imr-empty">Open a case to see this.</p>'


def case_panel(session: Session) -> str:
    """Header fields and warnings of the case."""
    case = session.base
    rows = (
        ("Case", case.case_number or "without number"),
        ("Injured", f"{case.date_of_injury:%m/%d/%Y}" if case.date_of_injury else "not stated"),
        ("UR denial", f"{case.ur_denial_date:%m/%d/%Y}" if case.ur_denial_date else "not stated"),
        ("Priority", case.priority or "not stated"),
        ("Document", f"{case.document.name}, {_pages(len(case.document.pages))}"),
    )
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    notes = "".join(f'<p class="imr-warning">{escape(w)}</p>' for w in case.warnings)
    facts = "".join(f'<p class="imr-fact">Your fact: {escape(f)}</p>' for f in session.facts)
    return f'<dl class="imr-case">{body}</dl>{notes}{facts}'


def outcome_panel(review: ItemReview) -> str:
    """The recommendation with its strength and the guideline that governs."""
    evaluation = review.evaluation
    if evaluation is None:
        return _outcome("none", "No recommendation", escape(review.guideline_why))
    word = str(evaluation.recommendation or "No recommendation")
    kind = {"Upheld": "upheld", "Overturned": "overturned"}.get(word, "none")
    strength = (
        f"strength {evaluation.strength:.2f}" if evaluation.recommendation else "the reviewer decides"
    )
    cited = f"{escape(evaluation.pack.citation)}. {escape(review.guideline_why)}"
    body = f"{escape(evaluation.why)}<br><small>{cited}</small>"
    return _outcome(kind, f"{word} <small>{strength}</small>", body)


def _outcome(kind: str, head: str, body: str) -> str:
    return f'<section class="imr-outcome imr-{kind}"><h3>{head}</h3><p>{body}</p></section>'


def criteria_panel(review: ItemReview) -> str:
    """One row a criterion: status by word, shape and colour, why, and its quotes."""
    if review.evaluation is None or not review.evaluation.results:
        return '<p class="imr-empty">No criteria govern this item; the reviewer decides.</p>'
    rows = "".join(_criterion(review, n, r) for n, r in enumerate(review.evaluation.results, start=1))
    return (
        '<table class="imr-criteria"><thead><tr><th scope="col">#</th><th scope="col">Status</th>'
        '<th scope="col">Criterion and what the record shows</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _criterion(review: ItemReview, number: int, result: CriterionResult) -> str:
    css, shape, word = _STATUS[result.status]
    low = result.criterion.confidence is Confidence.LOW
    confirm = '<span class="imr-low">from memory: confirm</span>' if low else ""
    quotes = "".join(_quote(e) for e in review.evidence.by_keys(result.trace.keys)[:3])
    return (
        f'<tr><td>C{number}</td><td><span class="imr-status imr-{css}">{shape} {word}</span></td>'
        f'<td>{escape(result.criterion.says)} {confirm}<p class="imr-why">{escape(result.trace.why)}.</p>'
        f"{quotes}</td></tr>"
    )


def _quote(evidence: Evidence) -> str:
    place = f"{evidence.key}, page {evidence.quote.page}, {evidence.assertion}"
    return f"<blockquote><q>{escape(evidence.quote.text)}</q><cite>{escape(place)}</cite></blockquote>"


def draft_panel(review: ItemReview) -> str:
    """The checked draft as a document, or why it was withheld."""
    note = f'<p class="imr-warning">{escape(review.note)}</p>' if review.note else ""
    if review.draft is None:
        found = "".join(
            f"<li><b>{escape(f.rule)}</b> <q>{escape(f.quote)}</q> {escape(f.message)}</li>"
            for f in review.checks.errors
        )
        return (
            f'{note}<section class="imr-withheld"><h3>The draft was withheld</h3><ul>{found}</ul></section>'
        )
    sentences = " ".join(
        f'<span class="imr-sentence" title="Rests on {", ".join(s.supports)}">{escape(s.text)}</span>'
        for s in review.draft.sentences
    )
    return (
        f'{note}<article class="imr-draft"><h3>{escape(review.item.treatment)}</h3>'
        f"<p>{sentences}</p>"
        "<footer>Checked: no errors. A recommendation, not a determination.</footer></article>"
    )


def record_panel(session: Session) -> str:
    """The record by pages, with every quoted passage marked by its key."""
    case = session.review.case
    marks = _without_overlap(session.in_view.evidence.evidence)
    parts = []
    for page in case.document.pages:
        inside = [e for e in marks if page.start <= e.quote.start < page.end]
        text = _marked(case.document.text, page.start, page.end, inside)
        if text.strip():
            title = (
                "Supplied by you"
                if SUPPLIED in case.document.text[page.start : page.end]
                else f"Page {page.number}"
            )
            parts.append(f"<h4>{title}</h4><p>{text}</p>")
    return f'<article class="imr-record">{"".join(parts)}</article>'


def _without_overlap(evidence: Iterable[Evidence]) -> list[Evidence]:
    kept: list[Evidence] = []
    for item in sorted(evidence, key=lambda e: (e.quote.start, -e.quote.end)):
        if not kept or item.quote.start >= kept[-1].quote.end:
            kept.append(item)
    return kept


def _marked(text: str, start: int, end: int, evidence: list[Evidence]) -> str:
    parts, at = [], start
    for item in evidence:
        parts.append(escape(text[at : item.quote.start]))
        inner = escape(text[item.quote.start : item.quote.end])
        parts.append(f'<mark title="{escape(str(item.assertion))}"><sup>{item.key}</sup>{inner}</mark>')
        at = item.quote.end
    parts.append(escape(text[at:end]))
    return "".join(parts).replace("\n", "<br>")


def guideline_panel(review: ItemReview) -> str:
    """The governing section in the project's words, then other passages found."""
    if review.evaluation is None:
        return f'<p class="imr-empty">{escape(review.guideline_why)}</p>'
    pack = review.evaluation.pack
    passages = "".join(
        f"<li>{escape(p.text)} <cite>{escape(p.key)}: {escape(p.citation)}</cite></li>"
        for p in review.passages
    )
    return (
        f'<section class="imr-guideline"><h3>{escape(pack.citation)}</h3><p>{escape(pack.recommended)}</p>'
        f"<p><small>{escape(review.guideline_why)} The sentences are this project's paraphrase.</small></p>"
        f"<ul>{passages}</ul></section>"
    )


def precedents_panel(review: ItemReview) -> str:
    """Similar past determinations with the plain warning."""
    if not review.precedents:
        return (
            '<p class="imr-empty">The index holds none; add some with <code>imr ingest FOLDER</code>.</p>'
        )
    rows = "".join(
        f"<tr><td>{escape(p.case_number)}</td><td>{escape(p.decision)}</td><td>{escape(p.treatment)}</td>"
        f"<td>{p.score:.2f}</td></tr>"
        for p in review.precedents
    )
    return (
        '<p class="imr-warning">Precedents illustrate. They bind nobody.</p>'
        '<table class="imr-criteria"><thead>'
        '<tr><th scope="col">Case</th><th scope="col">Decision</th><th scope="col">Treatment</th>'
        f'<th scope="col">Likeness</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
