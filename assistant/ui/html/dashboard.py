"""The dashboard for a lead, from the recorded figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from html import escape

from assistant.records import CaseState
from assistant.records.figures import Figures
from assistant.ui.html.criteria import bars
from assistant.ui.html.words import STATE, family_words


def dashboard(figures: Figures) -> str:
    """Volume, deadlines, outcomes, overrides, findings, times."""
    volume = figures.volume
    numbers = (
        ("cases in all", volume.cases),
        ("disputed items", volume.items),
        ("of them signed", volume.signed_items),
        ("overrides", len(figures.overrides)),
        ("overdue", sum(d.risk == "overdue" for d in figures.due)),
        ("due soon", sum(d.risk == "soon" for d in figures.due)),
        ("median time to sign", _time(figures.times.median)),
        ("longest time to sign", _time(figures.times.longest)),
    )
    tiles = "".join(f"<li><strong>{value}</strong> {name}</li>" for name, value in numbers)
    return (
        f'<ul class="imr-tiles">{tiles}</ul><div class="imr-figures">'
        f"<section>{bars(_states(volume.by_state), 'Cases by state')}"
        f"{bars(tuple((f'{day:%m/%d/%Y}', n) for day, n in volume.by_day[-14:]), 'Cases added by day')}"
        f"{_deadlines(figures)}{_times(figures)}</section>"
        f"<section>{_families(figures)}{_overrides(figures)}</section>"
        f"<section>{_criteria(figures)}{_rules(figures)}</section></div>"
        '<p class="imr-why">Counted from the records as they stand; nothing is estimated.</p>'
    )


def _states(by_state: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    return tuple((STATE[CaseState(state)][2], count) for state, count in by_state)


def _deadlines(figures: Figures) -> str:
    rows = (
        (d.case_number or f"case {d.case_id}", d.owner, d.due, d.risk, d.days_left)
        for d in figures.due[:12]
    )
    body = [
        (
            escape(number),
            escape(owner),
            f'<span class="imr-nowrap">{due:%m/%d/%Y}</span>',
            _left(risk, left),
        )
        for number, owner, due, risk, left in rows
    ]
    return table("Deadlines of unsigned cases", ("Case", "Reviewer", "Due", "Risk"), body)


def _times(figures: Figures) -> str:
    body = [(escape(name), escape(owner), _time(taken)) for name, owner, taken in figures.times.each[:12]]
    return table("Time from adding to the last signature", ("Case", "Reviewer", "Time"), body)


def _families(figures: Figures) -> str:
    body = [
        (
            escape(family_words(f.family)),
            f.items,
            _counted(("upheld", f.upheld), ("overturned", f.overturned), ("none", f.none)),
            _counted(("upheld", f.signed_upheld), ("overturned", f.signed_overturned)),
        )
        for f in figures.families
    ]
    heads = ("Treatment", "Items", "Recommended", "Signed")
    return table("Outcomes by kind of treatment", heads, body)


def _counted(*counts: tuple[str, int]) -> str:
    return ", ".join(f"{name}&nbsp;{n}" for name, n in counts if n) or "none yet"


def _overrides(figures: Figures) -> str:
    body = [
        (
            escape(o.treatment),
            f"{o.recommendation or 'none'} to {o.decision}",
            escape(o.reason),
            escape(o.by),
        )
        for o in figures.overrides[:20]
    ]
    return table("Overrides and their reasons", ("Item", "Decision", "Reason", "By"), body)


def _criteria(figures: Figures) -> str:
    ranked = sorted(figures.criteria, key=lambda c: (-c.deciding, c.pack, c.criterion))[:12]
    body = [(escape(c.says), c.met, c.not_met, c.not_documented, c.deciding) for c in ranked]
    return table("Criteria that decide most", ("Criterion", "Met", "Not met", "Silent", "Decided"), body)


def _rules(figures: Figures) -> str:
    body = [(escape(r.rule), escape(r.severity), r.in_drafts, r.in_edits) for r in figures.rules]
    return table("Findings by rule", ("Rule", "Severity", "In drafts", "In edits"), body)


def table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """A table with a caption; the cells are HTML. A plain sentence where there is no row."""
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    if not body:
        return f'<h2>{title}</h2><p class="imr-empty">None so far.</p>'
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        f'<table class="imr-table"><caption>{title}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _time(taken: timedelta | None) -> str:
    if taken is None:
        return "none yet"
    minutes = int(taken.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"


def _left(risk: str, days: int) -> str:
    return f"overdue by {-days} days" if days < 0 else f"{risk}, {days} days left"
