"""The left column: the list of cases and the header of the open one."""

from __future__ import annotations

from datetime import date
from html import escape

from assistant.alike import alike
from assistant.records import CaseSummary, ItemRecord, OpenCase
from assistant.records.model import CaseState
from assistant.ui.html.words import OPEN_A_CASE, STATE, badge, day, due_words

_STALE = "A fact or a request changed after this review. Open the case from the list to review it anew."


def cases_list(
    cases: tuple[CaseSummary, ...], opened: int | None, today: date, of: int | None = None
) -> str:
    """One button a case; the open one is marked as current. ``of``: how many there are in all."""
    narrowed = "" if of is None else f'<p class="imr-why">{len(cases)} of {of} cases; a filter is set.</p>'
    if not cases:
        none = "No case fits the filter." if of else "No case here yet. Add a file, or take a sample."
        return f'<p class="imr-empty">{none}</p>'
    return f'{narrowed}<ul class="imr-cases">{"".join(_line(c, c.id == opened, today) for c in cases)}</ul>'


def _line(case: CaseSummary, current: bool, today: date) -> str:
    title = case.case_number or case.name
    asked = f"{len(case.items)} item{'s' if len(case.items) != 1 else ''}" if case.items else case.name
    problem = f'<span class="imr-problem">{escape(case.problem)}</span>' if case.problem else ""
    return (
        f'<li><button type="button" data-case="{case.id}"{" aria-current=true" if current else ""}>'
        f"<strong>{escape(title)}</strong> {badge(*STATE[case.state])}"
        f"<small>{escape(asked)} {due_words(case.due, today, case.state is CaseState.SIGNED)}</small>"
        f"{problem}</button></li>"
    )


def case_header(opened: OpenCase | None, today: date) -> str:
    """Header fields, the due date and its reason, warnings, supplied facts."""
    if opened is None or opened.case is None:
        return _problem(opened) if opened else OPEN_A_CASE
    case, summary = opened.case, opened.summary
    pages = len(case.document.pages)
    rows = (
        ("Case", escape(case.case_number or "without number")),
        ("State", badge(*STATE[summary.state])),
        ("Injured", day(case.date_of_injury)),
        ("UR denial", day(case.ur_denial_date)),
        ("Priority", escape(case.priority or "not stated")),
        ("Due", due_words(summary.due, today, summary.state is CaseState.SIGNED) or "not known"),
        ("Document", escape(f"{case.document.name}, {pages} page{'s' if pages > 1 else ''}")),
    )
    body = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    why = f'<p class="imr-why">{escape(summary.due_why)}.</p>' if summary.due_why else ""
    same = (a.said for a in alike((i.number, i.treatment) for i in opened.items))
    told = (*same, *case.warnings)
    notes = "".join(f'<p class="imr-warning">{escape(w)}</p>' for w in told)
    facts = "".join(
        f'<p class="imr-fact">Your fact: {escape(f.text)} <small>Source: {escape(f.source)}</small>'
        f' <button type="button" class="imr-small" data-fact="{f.id}">Take back</button></p>'
        for f in opened.facts
    )
    stale = f'<p class="imr-warning">{_STALE}</p>' if opened.outdated else ""
    return f'<dl class="imr-case" data-open="{opened.id}">{body}</dl>{why}{stale}{notes}{facts}'


def item_choice(item: ItemRecord) -> str:
    """One disputed item in the choice of items, with its state in words."""
    short = item.treatment if len(item.treatment) <= 90 else f"{item.treatment[:88]}…"
    decided = str(item.decision or "reviewer decides")
    state = ", signed" if item.signed else ", your override" if item.override else ""
    return f"{item.number}. {short}: {decided}{state}"


def _problem(opened: OpenCase) -> str:
    said = escape(opened.summary.problem or "Still reading.")
    return f'<p class="imr-warning" data-open="{opened.id}">{said}</p>'
