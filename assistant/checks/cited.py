"""CIT, what citations point to: chapters, pages and sections exist, and were in force for the case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.claims.citation import Citation, citations_in
from assistant.results import Finding, Severity, Verdict
from knowledge.citable import Citable, Part, load_citable

_ACOEM = ("acoem", "mtus")
_CHAPTER = re.compile(r"\bchapter (\d{1,2})\b", re.I)


def _no_such_part(context: Context) -> Iterator[Finding]:
    citable = load_citable()
    for cited in citations_in(context.text):
        message, sure = _missing(context, citable, cited)
        if message:
            yield context.finding(
                "CIT08",
                cited.span.start,
                cited.span.end,
                Verdict.CONTRADICTED if sure else Verdict.UNSUPPORTED,
                message,
                mend="Check the citation against the guideline.",
            )


def _missing(context: Context, citable: Citable, cited: Citation) -> tuple[str, bool]:
    """Why there is no such part, and whether that is beyond doubt; empty where there may be."""
    if cited.kind == "section":
        return _of_section(citable, cited)
    if cited.kind == "chapter":
        return _of_chapter(citable, cited) if cited.work == "acoem" else ("", False)
    return _of_pages(context, citable, cited)


def _of_section(citable: Citable, cited: Citation) -> tuple[str, bool]:
    part = citable.sections.get(cited.number)
    if part is None:
        return f"The schedule has no section {cited.number} that is known here.", False
    other = _other(part, citable.sections, cited.around)
    return (
        (f"Section {part.number} is on {part.about}, not on {other.about}.", True) if other else ("", False)
    )


def _of_chapter(citable: Citable, cited: Citation) -> tuple[str, bool]:
    part = citable.chapters.get(cited.chapter)
    if part is None:
        last = max(int(number) for number in citable.chapters)
        return f"ACOEM's second edition has chapters 1 to {last}.", True
    after = cited.around.partition(f"{cited.chapter}")[2][:50]
    other = _other(part, citable.chapters, after) if "omplaints" in after or "hapter" in after else None
    return (f"Chapter {part.number} is {part.about}.", True) if other else ("", False)


def _of_pages(context: Context, citable: Citable, cited: Citation) -> tuple[str, bool]:
    if cited.work in _ACOEM and cited.chapter:
        part = citable.chapters.get(cited.chapter)
        others = (citable.chapters.get(number) for number in _CHAPTER.findall(cited.around))
        if any(other and not _apart(citable, other, cited) for other in others):
            return "", False
        return (_apart(citable, part, cited), False) if part else ("", False)
    edition, day = citable.editions["chronic-pain-2009"], _last_day(context)
    if day is None or edition.end is None or day > edition.end:
        return "", False  # the pages of the later edition are not known
    elsewhere = cited.work == "mtus" and all(citable.chapters_with(page) for page in cited.pages)
    known = cited.work in ("pain", "mtus") and not elsewhere
    return (_apart(citable, edition, cited), False) if known else ("", False)


def _apart(citable: Citable, part: Part, cited: Citation) -> str:
    """That the pages are not the part's; empty where they may be."""
    if part.pages is None or all(citable.holds(part, page) for page in cited.pages):
        return ""
    named = f"Chapter {part.number}, {part.about}," if cited.chapter else f"The {part.about}"
    return f"{named} stands on pages {part.pages[0]} to {part.pages[1]}, as far as is known here."


def _other(part: Part, parts: Mapping[str, Part], words: str) -> Part | None:
    """Another part that the words name, where they do not name this one."""
    if part.names is None or part.names.search(words):
        return None
    return next((p for p in parts.values() if p.names and p.names.search(words)), None)


def _last_day(context: Context) -> date | None:
    """The latest day of the header."""
    case = context.case
    days = (case.date_assigned, case.application_received, case.ur_denial_date)
    return max((day for day in days if day), default=None)


def _not_in_force(context: Context) -> Iterator[Finding]:
    """Sections that came into force after the last day of the case."""
    citable, day = load_citable(), _last_day(context)
    for cited in citations_in(context.text):
        part = citable.sections.get(cited.number)
        if day is None or part is None:
            continue
        late = part.start is not None and part.start > day
        over = part.end is not None and part.end + timedelta(citable.grace_days) < day
        if late or over:
            yield context.finding(
                "CIT09",
                cited.span.start,
                cited.span.end,
                Verdict.CONTRADICTED,
                f"Section {part.number} is in force {_spoken(part)}; the case ends on {day:%m/%d/%Y}.",
                mend="Cite what was in force.",
            )


def _spoken(part: Part) -> str:
    since = f"from {part.start:%m/%d/%Y}" if part.start else ""
    until = f"to {part.end:%m/%d/%Y}" if part.end else ""
    return " ".join(filter(None, (since, until)))


RULES = (
    Rule(
        "CIT08",
        "no such part of the guideline",
        "A chapter, page or section that the cited guideline does not have, or that is of another subject.",
        "A citation is there to be looked up; one that leads nowhere carries nothing.",
        Severity.ERROR,
        Example(
            "The worker has low back pain.",
            "As noted in ACOEM, ch. 12, pg 181, imaging needs red flags. The request is not medically"
            " necessary.",
            "MRI of the lumbar spine",
            "pg 181",
        ),
        Example(
            "The worker has low back pain.",
            "As noted in ACOEM, ch. 12, pg 303, imaging needs red flags. The request is not medically"
            " necessary.",
            "MRI of the lumbar spine",
        ),
        _no_such_part,
    ),
    Rule(
        "CIT09",
        "not in force",
        "A section is cited that came into force after the case, or had ended long before.",
        "The schedule in force on the day of the request governs.",
        Severity.ERROR,
        Example(
            "The worker has hip pain.",
            "Under 9792.23.10, hip and groin disorders, therapy is an option. The request is not medically"
            " necessary.",
            at="9792.23.10",
            setting="header",
        ),
        Example(
            "The worker has neck pain.",
            "Under 9792.23.1, neck and upper back complaints, therapy is an option. The request is not"
            " medically necessary.",
            setting="header",
        ),
        _not_in_force,
    ),
)
