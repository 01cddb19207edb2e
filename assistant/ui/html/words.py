"""Words, shapes and classes that several panels share."""

from __future__ import annotations

from datetime import date
from html import escape

from assistant.records import CaseState
from assistant.records.deadlines import risk
from assistant.results import Evidence, Proposal
from knowledge.model import Status

STATUS = {
    Status.MET: ("met", "✔", "met"),
    Status.NOT_MET: ("not-met", "✘", "not met"),
    Status.NOT_DOCUMENTED: ("silent", "○", "not documented"),
    Status.NOT_APPLICABLE: ("apart", "–", "not applicable"),
}
STATE = {
    CaseState.READING: ("apart", "…", "reading"),
    CaseState.NEEDS_OCR: ("not-met", "!", "needs OCR"),
    CaseState.UNREADABLE: ("not-met", "!", "unreadable"),
    CaseState.READY: ("apart", "○", "ready"),
    CaseState.DRAFTED: ("silent", "◐", "drafted"),
    CaseState.WITHHELD: ("not-met", "✘", "withheld"),
    CaseState.SIGNED: ("met", "✔", "signed"),
}
_RISK = {"overdue": ("not-met", "overdue"), "soon": ("silent", "due soon"), "in time": ("apart", "")}
WELCOME = """<section class="imr-welcome"><h2>Good day</h2>
<p>Add case files on the left, or look around first: the tour takes two minutes, with an invented case.</p>
<p><button type="button" class="imr-small" data-tour>Take the tour</button></p></section>"""
OPEN_A_CASE = '<p class="imr-empty">Open a case to see this.</p>'


_SHORT = frozenset({"mri", "ct", "emg", "ncs", "tens", "dme", "nsaid", "ppi", "esi", "prp", "dna", "h2"})


def family_words(family: str | None) -> str:
    """``mri_spine_lumbar`` as ``MRI spine lumbar``."""
    words = (family or "unrecognised treatment").split("_")
    return " ".join(word.upper() if word in _SHORT else word for word in words)


def day(value: date | None) -> str:
    return f"{value:%m/%d/%Y}" if value else "not stated"


def badge(css: str, shape: str, word: str) -> str:
    """A state by word, shape and colour."""
    return (
        f'<span class="imr-status imr-{css}"><span aria-hidden="true">{shape}</span> {escape(word)}</span>'
    )


def due_words(due: date | None, today: date, signed: bool = False) -> str:
    """The due date with its risk in words; empty where there is none."""
    if due is None:
        return ""
    css, said = ("apart", "") if signed else _RISK[risk(due, today)]
    return f'<span class="imr-due imr-{css}">due {day(due)}{f", {said}" if said else ""}</span>'


def quote(evidence: Evidence, finders: tuple[str, ...] = ()) -> str:
    """A quote of the record that opens its place; who found it, where more than the rules did."""
    also = f", found by {' and '.join(finders)}" if len(finders) > 1 else ""
    place = f"{evidence.key}, page {evidence.quote.page}, {evidence.assertion}{also}"
    return _cite(evidence.key, evidence.quote.text, place)


def proposal(proposed: Proposal) -> str:
    """A quote that a model proposes; both readings where they differ."""
    said = f"{proposed.key}, page {proposed.quote.page}, proposed by {proposed.by}: {proposed.assertion}"
    other = f"; the rules read it as {proposed.rules_read}" if proposed.disputed else ""
    return _cite(proposed.key, proposed.quote.text, f"{said}{other}. It lifts no status.", "imr-proposed")


def _cite(key: str, text: str, place: str, css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return (
        f'<blockquote{kind}><button type="button" class="imr-cite" data-cites="{key}"'
        f' title="Open this place in the record"><q>{escape(text)}</q>'
        f"<cite>{escape(place)}</cite></button></blockquote>"
    )
