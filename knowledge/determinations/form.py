"""The published form as a whole: header, reviewer, clinical summary, decided items.

Works on the folded text of a document: one paragraph a line. Never raises on any text; a text without the
form's titles is simply not a determination.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.determinations.header import Header, read_header
from knowledge.determinations.items import DeterminationItem, read_items
from knowledge.document import Document, Span

_TITLE_MADE = re.compile(r"^HOW THE IMR FINAL DETERMINATION WAS MADE", re.MULTILINE | re.IGNORECASE)
_TITLE_SUMMARY = re.compile(r"^CLINICAL CASE SUMMARY[ \t:]*", re.MULTILINE | re.IGNORECASE)
_INTRO = re.compile(
    r"\s*(?:The\s+(?:expert|physician)\s+reviewer\s+developed\s+the\s+following\s+clinical\s+case\s+summary\s+"
    r"based\s+(?:up)?on\s+a\s+review\s+of\s+the\s+case\s+file,\s+including\s+all\s+medical\s+records\s*[:.]?)?\s*",
    re.IGNORECASE,
)
DECISIONS_TITLE = re.compile(
    r"^[ \t]*(?:IMR[ \t]+(?:ISSUES,[ \t]+DECISIONS[ \t]+AND[ \t]+RATIONALES"
    r"|DECISION\(S\)[ \t]+AND[ \t]+RATIONALE\(S\))"
    r"|The[ \t]+Final[ \t]+Determination[ \t]+was[ \t]+based[ \t]+on[ \t]+decisions)",
    re.MULTILINE | re.IGNORECASE,
)
PART_LABEL = re.compile(
    r"(?:Claims Administrator guidelines?|MAXIMUS guidelines?|Decision rationale|State\(s\) of Licensure"
    r"|Certification\(s\)/Specialty)\s*:",
    re.IGNORECASE,
)
"""A line that begins a part of the form, whatever stands before it."""
TITLE = re.compile(
    r"(?:HOW THE IMR FINAL DETERMINATION WAS MADE|CLINICAL CASE SUMMARY"
    r"|IMR (?:ISSUES, DECISIONS AND RATIONALES|DECISION\(S\) AND RATIONALE\(S\)))",
    re.IGNORECASE,
)
"""A line that is a title of the form."""
_DECISIONS_INTRO = re.compile(
    r"^[^\n]*The\s+Final\s+Determination\s+was\s+based\s+on\s+decisions\s+for\s+the\s+disputed\s+items/services\s+"
    r"set\s+forth\s+below\s*:?\s*",
    re.MULTILINE | re.IGNORECASE,
)
_FIRST_ITEM = re.compile(
    r"^[^\n]{1,2000}\b(?:upheld|overturned)\s*\.?[ \t]*\n"
    r"[ \t]*Claims[ \t]+Administrator[ \t]+guidelines?[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
_HEADER_LINE = re.compile(
    r"\s*(?:case number|date (?:assigned|of injury)|decision date|priority|received)\b|\s*$", re.IGNORECASE
)
_STATE = re.compile(r"State\(s\)\s+of\s+Licensure:[ \t]*(?P<value>[^\n]*)", re.IGNORECASE)
_SPECIALTY = re.compile(r"Certification\(s\)/Specialty:[ \t]*(?P<value>[^\n]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """Where the form's parts lie in the text. Nothing at or after ``decisions`` may reach a review."""

    head: Span
    summary: Span
    decisions: int


@dataclass(frozen=True)
class Determination:
    """A published determination. ``summary`` is a range of ``document.text``."""

    document: Document
    header: Header
    reviewer_state: str | None
    reviewer_specialty: str | None
    summary: Span
    items: tuple[DeterminationItem, ...]

    @property
    def summary_text(self) -> str:
        return self.document.text[self.summary.start : self.summary.end]


def find_form(text: str) -> Form | None:
    """The places of the form's parts, or None where the text is no published determination."""
    title = _TITLE_SUMMARY.search(text)
    begin = title.end() if title else 0
    decisions = _decisions(text, begin)
    if decisions is None:
        return None
    made = _TITLE_MADE.search(text, 0, title.start() if title else decisions)
    intro = _INTRO.match(text, begin, decisions)
    if title and intro:
        begin = intro.end()
    end = max(begin, decisions - len(text[begin:decisions]) + len(text[begin:decisions].rstrip()))
    head = made.start() if made else title.start() if title else _header_end(text, decisions)
    return Form(Span(0, head), Span(begin if title else head, max(end, head)), decisions)


def parse(document: Document) -> Determination | None:
    """Read a published determination; None where ``document`` is none.

    An item whose parts are missing is kept with empty strings; the number of items may be zero.
    """
    form = find_form(document.text)
    if form is None:
        return None
    text = document.text
    credentials = text[form.head.end : form.summary.start]
    return Determination(
        document,
        read_header(text[form.head.start : form.head.end]),
        _value(_STATE, credentials),
        _value(_SPECIALTY, credentials),
        form.summary,
        read_items(_decision_paragraphs(text, form), document.text[form.summary.start : form.summary.end]),
    )


def _decisions(text: str, begin: int) -> int | None:
    """Offset of the decision part: its title or, where that is missing, the first decided heading."""
    found = [m.start() for m in (DECISIONS_TITLE.search(text, begin), _FIRST_ITEM.search(text, begin)) if m]
    return min(found, default=None)


def _header_end(text: str, limit: int) -> int:
    """End of the block of short lines with a label or a date that may open a form without titles."""
    end = 0
    for line in text[:limit].splitlines(keepends=True)[:20]:
        if len(line) > 100 or not (read_header(line).raw or _HEADER_LINE.match(line)):
            break
        end += len(line)
    return end


def _decision_paragraphs(text: str, form: Form) -> list[str]:
    intro = _DECISIONS_INTRO.search(text, form.decisions)
    begin = intro.end() if intro else form.decisions
    return [line.strip() for line in text[begin:].split("\n") if line.strip()]


def _value(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found.group("value").strip() or None if found else None
