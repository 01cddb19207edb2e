"""The middle column: the draft as a document, its findings, what changed, and what to export."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from assistant.desk import Checked
from assistant.desk.wording import Passage
from assistant.export.parts import suppression_in_words
from assistant.records import DraftVersion, ItemRecord
from assistant.results import CheckReport, Finding, ItemReview, Sentence, Severity, Suppressed
from assistant.ui.html.words import badge

_FINDING = {Severity.ERROR: ("not-met", "✘", "error"), Severity.WARNING: ("silent", "!", "warning")}


def document(item: ItemRecord) -> str:
    """The rationale as it stands; a withheld one is never shown, only why."""
    review, draft = item.review, item.draft
    note = f'<p class="imr-warning">{escape(review.note)}</p>' if review and review.note else ""
    if draft is None:
        return note + _withheld(review)
    return (
        f'{note}<article class="imr-draft"><h2>{escape(item.treatment)}</h2>'
        f"{_guideline(review)}<p><strong>Decision rationale:</strong> {_sentences(review, draft)}</p>"
        f"<footer>{_state(item, draft)}</footer></article>"
    )


def _guideline(review: ItemReview | None) -> str:
    if review is None or review.evaluation is None:
        return ""
    cited = escape(review.evaluation.pack.citation)
    link = (
        f'<span class="imr-sentence" role="button" tabindex="0" data-cites="G1"'
        f' title="Open the guideline">{cited}</span>'
    )
    return f"<p><strong>Guideline:</strong> {link}.</p>"


def _sentences(review: ItemReview | None, draft: DraftVersion) -> str:
    """The text with the assistant's sentences that stand in it as links to what they rest on."""
    known = draft.sentences or (review.draft.sentences if review and review.draft else ())
    shown, at = [], 0
    for part in known:
        start = draft.text.find(part.text, at)
        if start >= 0:
            shown += [_words(draft.text[at:start]), _sentence(part)]
            at = start + len(part.text)
    return "".join([*shown, _words(draft.text[at:])])


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _sentence(part: Sentence) -> str:
    keys = [key for key in part.supports if key != "R"]
    if not keys:
        return _words(part.text)
    return (
        f'<span class="imr-sentence" role="button" tabindex="0" data-cites="{" ".join(keys)}"'
        f' title="Rests on {", ".join(keys)}: open it">{_words(part.text)}</span>'
    )


def _state(item: ItemRecord, draft: DraftVersion) -> str:
    version = f"Version {draft.number} by {escape(draft.by)}."
    if item.signature:
        return f"{version} Signed by {escape(item.signature.name)}; locked."
    errors = len(draft.report.errors)
    checked = (
        "Checked: no errors." if not errors else f"<strong>The checker finds {errors} errors.</strong>"
    )
    if draft.report.suppressed:
        checked += f" Set aside with a reason: {len(draft.report.suppressed)}."
    newer = " The assistant has a newer draft; see Changes." if item.proposal else ""
    newer += " <strong>Unsaved wording is under Edit.</strong>" if item.working else ""
    return f"{version} {checked} A recommendation, not a determination.{newer}"


def _withheld(review: ItemReview | None) -> str:
    if review is None:
        return '<p class="imr-empty">Not reviewed yet.</p>'
    return (
        '<section class="imr-withheld"><h2>The draft was withheld</h2>'
        "<p>The checker found errors in it, so it is not shown. Write the rationale under Edit.</p>"
        f"{_plain(review.checks)}</section>"
    )


def _plain(report: CheckReport) -> str:
    lines = "".join(
        f"<li>{escape(f.rule)}: {escape(f.message)}</li>" for f in report.findings if f in report.errors
    )
    return f"<ul>{lines}</ul>"


def findings(checked: Checked, saved: str, here: tuple[int, int]) -> str:
    """Findings as cards with their marks for the editor; ``saved`` says how the text is kept.

    ``here`` is the case and the item that the editor shows.
    """
    marks = [{"start": f.start, "end": f.end, "severity": str(f.severity)} for f in checked.report.findings]
    data = escape(json.dumps({"text": checked.text, "marks": marks}), quote=True)
    cards = "".join(_card(n, f, mend) for n, (f, mend) in enumerate(checked.findings))
    cards += "".join(_aside(n, aside) for n, aside in enumerate(checked.report.suppressed))
    said = _count(checked.report)
    return (
        f'<div class="imr-findings" data-here="{here[0]} {here[1]}" data-checked="{data}">'
        f'<p role="status">{said} {escape(saved)}</p>'
        f"<ul>{cards}</ul></div>"
    )


def no_findings(here: tuple[int, int]) -> str:
    """An editor that is still empty."""
    return f'<div class="imr-findings" data-here="{here[0]} {here[1]}"></div>'


def _count(report: CheckReport) -> str:
    errors, all_of_them = len(report.errors), len(report.findings)
    aside = f" {len(report.suppressed)} set aside." if report.suppressed else ""
    if not all_of_them:
        return f"No finding{' that stands' if aside else ''}.{aside}"
    warnings = all_of_them - errors
    said = f"{errors} error{'s' if errors != 1 else ''}, {warnings} warning{'s' if warnings != 1 else ''}."
    return said + aside


def _card(number: int, finding: Finding, mend: str | None) -> str:
    css, shape, word = _FINDING[finding.severity]
    shown = "".join(
        f'<span class="imr-why">Record, page {q.page}: “{escape(q.text)}”</span>'
        for q in finding.evidence[:2]
    )
    fix = ""
    if mend is not None:
        does = f"Write “{escape(mend)}”" if mend else "Remove it"
        fix = f'<button type="button" class="imr-small" data-mend="{number}">{does}</button>'
    go = f'<button type="button" class="imr-small" data-go="{finding.start},{finding.end}">Show</button>'
    return (
        f'<li class="imr-card"><div class="imr-head"><span>{badge(css, shape, word)}'
        f" <code>{escape(finding.rule)}</code> “{escape(_short(finding.quote))}”</span>"
        f'<span class="imr-do">{fix}{go}</span></div>'
        f'<span class="imr-said">{escape(finding.message)} {escape(finding.mend)}</span>{shown}'
        f"{_setting_aside(number, finding)}</li>"
    )


def _setting_aside(number: int, finding: Finding) -> str:
    """The way to say that a finding does not hold; it asks for the reason."""
    return (
        '<details class="imr-aside"><summary>Does not hold?</summary><label>Reason (required), kept with'
        f' the draft: <input type="text" maxlength="500" aria-label="Why {escape(finding.rule)} does not'
        f' hold"></label> <button type="button" class="imr-small" data-suppress="{number}">Set aside'
        "</button></details>"
    )


def _aside(number: int, aside: Suppressed) -> str:
    css, shape, word = _FINDING[aside.finding.severity]
    return (
        f'<li class="imr-card imr-set-aside"><div class="imr-head"><span>{badge(css, shape, word)} set'
        f" aside: <code>{escape(aside.finding.rule)}</code> “{escape(_short(aside.finding.quote))}”</span>"
        f'<span class="imr-do"><button type="button" class="imr-small" data-restore="{number}">Let it stand'
        f'</button></span></div><span class="imr-said">{escape(aside.finding.message)}</span>'
        f'<span class="imr-why">{escape(suppression_in_words(aside.suppression))}</span></li>'
    )


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:118]}…"


def changes(passages: Sequence[Passage], title: str) -> str:
    """A word diff: removed and added words marked by tag, colour and stroke."""
    if not passages:
        return '<p class="imr-empty">There is one version only; nothing to compare.</p>'
    tags = {"same": "{}", "added": "<ins>{}</ins>", "removed": "<del>{}</del>"}
    body = "".join(tags[p.kind].format(escape(p.text)) for p in passages).replace("\n", "<br>")
    return f'<article class="imr-draft imr-diff"><h2>{escape(title)}</h2><p>{body}</p></article>'


def exports(case_id: int | None) -> str:
    """Links to every document of the case."""
    if case_id is None:
        return '<p class="imr-empty">Open a case to export it.</p>'
    kinds = (
        ("determination.docx", "Determination (DOCX)"),
        ("determination.pdf", "Determination (PDF)"),
        ("evidence.pdf", "Evidence packet (PDF)"),
        ("review.json", "Review (JSON)"),
        ("missing.docx", "Letter asking for what is missing (DOCX)"),
    )
    links = "".join(
        f'<li><a href="/export/{case_id}/{name}" download>{said}</a></li>' for name, said in kinds
    )
    return f'<ul class="imr-exports">{links}</ul><p class="imr-why">Each export is noted in the audit.</p>'
