"""The facts that a reviewer supplies, appended to the record as a page of their own and marked as such."""

from __future__ import annotations

from dataclasses import replace

from assistant.case import Case
from knowledge.document import Document, Page, Span

SUPPLIED = "Reviewer-supplied fact: "


def supplemented(case: Case, facts: tuple[str, ...]) -> Case:
    """The case with facts appended as a page of their own at the end of the record."""
    if not facts:
        return case
    text, record = case.document.text, case.record
    added = "".join(f"\n{SUPPLIED}{fact}" for fact in facts)
    pages = case.document.pages
    page = Page(pages[-1].number + 1, len(text), len(text) + len(added))
    joined = Document(case.document.name, text + added, (*pages, page))
    return replace(case, document=joined, record=Span(record.start, len(joined.text)))
