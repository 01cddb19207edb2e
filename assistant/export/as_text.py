"""A review and a report as readable lines for the terminal (rich decides whether colour is wanted)."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.alike import alike
from assistant.export.parts import as_sentence, each_place_once
from assistant.results import CheckReport, Finding, ItemReview, OfficialPassage, Review, Suppressed
from knowledge.model import CriterionResult, Status
from knowledge.wording import as_shown

_MARK = {
    Status.MET: ("✔ met", "green"),
    Status.NOT_MET: ("✘ not met", "red"),
    Status.NOT_DOCUMENTED: ("○ not documented", "yellow"),
    Status.NOT_APPLICABLE: ("– not applicable", "dim"),
}


_MOST = 400  # characters of a loaded passage on the terminal


def review_text(review: Review) -> RenderableType:
    """The whole review."""
    return Group(*_review(review))


def report_text(report: CheckReport) -> RenderableType:
    """The findings of the checker, or one line that says there are none."""
    if not report.everything:
        return Text("No findings.", style="green")
    standing = [_finding(f) for f in report.findings]
    aside = [_suppressed(s) for s in report.suppressed]
    said = [Text(f"{report.said.capitalize()}.", style="yellow")] if aside else []
    return Group(*standing, *aside, *said)


def _review(review: Review) -> Iterator[RenderableType]:
    case = review.case
    injured = f"{case.date_of_injury:%m/%d/%Y}" if case.date_of_injury else "not stated"
    yield Text.from_markup(
        f"[bold]Case {escape(case.case_number or 'without number')}[/]  injured {injured}"
    )
    for warning in case.warnings:
        yield Text(f"! {warning}", style="yellow")
    for same in alike((i.item.number, i.item.treatment) for i in review.items):
        yield Text(f"! {same.said}", style="yellow")
    for item in review.items:
        yield Text("")
        yield from _item(item)
    yield Text(
        "\nA recommendation is not a determination: a named reviewer decides and signs.", style="dim"
    )


def _item(review: ItemReview) -> Iterator[RenderableType]:
    evaluation = review.evaluation
    yield Text(f"{review.item.number}. {review.item.treatment}", style="bold")
    if evaluation is None:
        yield Padding(Text(review.guideline_why, style="yellow"), (0, 3))
    else:
        outcome = str(evaluation.recommendation) if evaluation.recommendation else "no recommendation"
        yield Padding(Text(f"{outcome} (strength {evaluation.strength:.2f}). {evaluation.why}"), (0, 3))
        yield Padding(Text(f"{evaluation.pack.citation}. {review.guideline_why}", style="dim"), (0, 3))
        yield Padding(_criteria(review), (0, 3))
    for passage in review.official:
        yield Padding(_official(passage), (0, 3))
    if review.reading is not None and review.reading.note:
        yield Padding(Text(review.reading.note, style="yellow"), (0, 3))
    if review.precedents:
        seen = ", ".join(f"{p.case_number} {p.decision}" for p in review.precedents[:5])
        yield Padding(Text(f"Similar past determinations (they bind nobody): {seen}", style="dim"), (0, 3))
    yield from _draft(review)


def _criteria(review: ItemReview) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    assert review.evaluation is not None  # the caller asked
    for result in review.evaluation.results:
        word, style = _MARK[result.status]
        table.add_row(Text(word, style=style), _because(review, result))
    return table


def _official(passage: OfficialPassage) -> Text:
    """The guideline's own words, which a user loaded."""
    return Text.assemble(
        (f"{passage.key} loaded text, {passage.citation}: ", "bold"),
        (f"“{_short(passage.text)}”", "italic"),
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _MOST else f"{flat[:_MOST].rsplit(' ', 1)[0]} …"


def _because(review: ItemReview, result: CriterionResult) -> Text:
    text = Text(f"{as_shown(result.criterion)} ")
    text.append(as_sentence(result.trace.why), style="dim")
    for evidence in each_place_once(review.evidence.by_keys(result.trace.keys), 2):
        text.append(f"\n  p.{evidence.quote.page} “{evidence.quote.text}”", style="italic")
        if len(finders := review.found_by(evidence)) > 1:
            text.append(f" (found by {' and '.join(finders)})", style="dim")
    for proposal in review.proposals_on(result.id)[:2]:
        text.append(f"\n  {proposal.in_words}", style="italic")
    return text


def _draft(review: ItemReview) -> Iterator[RenderableType]:
    if review.note:
        yield Padding(Text(review.note, style="yellow"), (1, 3, 0, 3))
    if review.draft is not None:
        yield Padding(Text(f"Decision rationale: {review.draft.text}"), (1, 3, 0, 3))
        yield Padding(Text("Checked: no errors.", style="green"), (0, 3))
        return
    yield Padding(Text("The draft was withheld; the checker found:", style="red"), (1, 3, 0, 3))
    yield Padding(report_text(review.checks), (0, 3))


def _suppressed(suppressed: Suppressed) -> RenderableType:
    finding, word = suppressed.finding, suppressed.suppression
    when = f", {word.at}" if word.at else ""
    return Text.assemble(
        (f"{finding.rule} suppressed", "dim"),
        f" at {finding.start}-{finding.end} “{finding.quote}”: {finding.message}",
        f"\n  by {word.by}{when}: {word.reason}",
    )


def _finding(finding: Finding) -> RenderableType:
    style = "red" if finding.severity == "error" else "yellow"
    text = Text.assemble(
        (f"{finding.rule} {finding.severity}", style),
        f" at {finding.start}-{finding.end} “{finding.quote}”: {finding.message}",
    )
    for quote in finding.evidence:
        text.append(f"\n  record p.{quote.page}: “{quote.text}”", style="italic")
    if finding.mend:
        text.append(f"\n  mend: {finding.mend}")
    return text
