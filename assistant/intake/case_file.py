"""From a document to a case. The decision part of a published determination is cut off here, for good.

Of a published determination the case keeps: the header without the decision date, one line a label; the
clinical summary; the treatments in the item headings. Outcomes, guidelines, rationales, the decision date
and the reviewer never enter the case.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.case import Case, DisputedItem, Request
from assistant.errors import NotACaseError
from assistant.intake.disputed import Named, find_items
from assistant.intake.labels import Labelled, read_labels, stated_injury_date
from assistant.intake.request import parse_request
from knowledge.determinations import Determination, Header, Heading, parse
from knowledge.document import Document, Page, Span

_HEADER_LINES = {
    "case_number": "Case Number",
    "date_assigned": "Date Assigned",
    "date_of_injury": "Date of Injury",
    "ur_denial_date": "UR Denial Date",
    "priority": "Priority",
    "application_received": "Application Received",
}
_CLINICAL = re.compile(
    r"\b(?:patients?|injured\s+worker|worker|claimant|applicant|employee|injur(?:y|ies|ed)|diagnos[ie]s|pain|physician"
    r"|provider|symptoms?|exam(?:ination)?|tenderness|utili[sz]ation\s+review|prescribed|therapy|surgery|MRI|fracture|sprain|strain"
    r"|range\s+of\s+motion|treatment|radiculopathy|medical|numbness|weakness|hospital|syndrome|surg(?:eon|ical)"
    r"|denied|(?:not|non-?)\s?certified|disputed|work(?:ed|ing)?|duty|neck|back|shoulder|wrist|hand|hip|knee|ankle)\b",
    re.IGNORECASE,
)
_CLINICAL_WORDS = 3
_SUMMARY_HEADING = re.compile(
    r"^[ \t]*(?:clinical )?case summary[ \t]*:?[ \t]*$\n?", re.IGNORECASE | re.MULTILINE
)
_SHORTEST_SUMMARY = 120
_FORM = re.compile(
    r"\bcase\s+number\s*:\s*(CM\d{2}\s?-\s?\d{5,8})\b(?=.{0,1500}?\bhow\s+the\s+IMR\s+final\s+determination)",
    re.IGNORECASE | re.DOTALL,
)


def read_case(document: Document) -> Case:
    """Make a case of a document; raises NotACaseError where it is none or names no disputed item."""
    determination = parse(document)
    if determination is not None:
        return _from_determination(determination)
    return _from_case_file(document)


def _from_determination(determination: Determination) -> Case:
    _refuse_several(determination.document)
    document, record = _visible(determination)
    headings = [item.heading for item in determination.items if item.heading.treatment]
    items = tuple(_item(number, heading) for number, heading in enumerate(headings, start=1))
    summary = document.text[record.start : record.end]
    notes: tuple[str, ...] = ()
    if not items:
        items, notes = _named_items(find_items(summary), document.name)
    return _case(document, record, items, determination.header, stated_injury_date(summary), notes)


def _refuse_several(document: Document) -> None:
    """Files that were joined to one: the items of all would be decided by the record of the first."""
    numbers = dict.fromkeys(re.sub(r"\s", "", found[1]).upper() for found in _FORM.finditer(document.text))
    if len(numbers) > 1:
        raise NotACaseError(
            f"{document.name} holds {len(numbers)} determinations ({', '.join(numbers)}); "
            "give each as a file of its own."
        )


def _case(
    document: Document,
    record: Span,
    items: tuple[DisputedItem, ...],
    stated: Header | Labelled,
    told: date | None,
    notes: tuple[str, ...],
) -> Case:
    """``stated``: what the file states in its header; ``told``: the date of injury that its prose tells."""
    return Case(
        document,
        record,
        items,
        case_number=stated.case_number,
        date_of_injury=stated.date_of_injury or told,
        date_assigned=stated.date_assigned,
        ur_denial_date=stated.ur_denial_date,
        application_received=stated.application_received,
        priority=stated.priority,
        warnings=_date_warnings(stated) + _injury_warning(stated.date_of_injury, told) + notes,
    )


def _visible(determination: Determination) -> tuple[Document, Span]:
    """A document of the header without the decision date and the summary; the place of the summary."""
    source, summary = determination.document, determination.summary
    raw = determination.header.raw
    lines = [f"{label}: {raw[name]}\n" for name, label in _HEADER_LINES.items() if name in raw]
    head = "".join(lines)
    text = head + determination.summary_text
    shift = len(head) - summary.start
    pages = [
        Page(page.number, max(page.start, summary.start) + shift, min(page.end, summary.end) + shift)
        for page in source.pages
        if page.start < summary.end and page.end > summary.start
    ]
    first = Page(source.pages[0].number, 0, len(head))
    if not pages or pages[0].number == first.number:
        pages[:1] = [Page(first.number, 0, pages[0].end if pages else len(text))]
    else:
        pages.insert(0, first)
    return Document(source.name, text, tuple(pages)), Span(len(head), len(text))


def _item(number: int, heading: Heading) -> DisputedItem:
    request = parse_request(heading.treatment)
    return DisputedItem(
        number,
        heading.treatment,
        request,
        heading.text,
        heading.original_request,
        heading.authorized,
        _whole_visits(heading, request),
    )


def _whole_visits(heading: Heading, request: Request) -> int | None:
    """Visits of the request before a part was authorized: as stated, or both parts added."""
    original = parse_request(heading.original_request or "").visits
    authorized = parse_request(heading.authorized or "").visits
    added = authorized + request.visits if authorized and request.visits else None
    return original or added


def _from_case_file(document: Document) -> Case:
    text = document.text
    words = {found.group().lower() for found in _CLINICAL.finditer(text[:200_000])}
    if len(words) < _CLINICAL_WORDS:
        raise NotACaseError(
            f"{document.name} does not read like a case for review (no injury, record or treatment found); "
            "give an application, a clinical summary or a published determination."
        )
    named = find_items(text)
    items, notes = _named_items(named, document.name)
    record = _record(text, named.span)
    return _case(document, record, items, read_labels(text), stated_injury_date(text), notes)


def _named_items(named: Named, name: str) -> tuple[tuple[DisputedItem, ...], tuple[str, ...]]:
    if not named.treatments:
        raise NotACaseError(
            f"{name} names no disputed item; add a line such as "
            '"Disputed items: MRI of the lumbar spine" and give it again.'
        )
    items = tuple(
        DisputedItem(number, treatment, parse_request(treatment), treatment)
        for number, treatment in enumerate(named.treatments, start=1)
    )
    if not named.from_prose:
        return items, ()
    return items, (
        "The file has no list of disputed items; they were read from its sentences and need a look.",
    )


def _record(text: str, listed: Span | None) -> Span:
    """The clinical part: after the heading of the summary, without the list of items at either end."""
    whole = _without_list(text, listed)
    heading = _SUMMARY_HEADING.search(text, whole.start, whole.end)
    if heading and whole.end - heading.end() >= _SHORTEST_SUMMARY:
        return Span(heading.end(), whole.end)
    return whole


def _without_list(text: str, listed: Span | None) -> Span:
    if listed is None:
        return Span(0, len(text))
    before, after = text[: listed.start].strip(), text[listed.end :].strip()
    if len(before) < 400 and len(after) >= _SHORTEST_SUMMARY:
        return Span(listed.end, len(text))
    if before and not after:
        return Span(0, listed.start)
    return Span(0, len(text))


def _date_warnings(dates: Header | Labelled) -> tuple[str, ...]:
    """One sentence for each pair of dates that cannot both be right."""
    named = [
        ("date of injury", dates.date_of_injury),
        ("UR denial date", dates.ur_denial_date),
        ("date the application was received", dates.application_received),
        ("date of assignment", dates.date_assigned),
    ]
    known = [(label, value) for label, value in named if value is not None]
    return tuple(
        f"The {earlier} ({first:%m/%d/%Y}) is after the {later} ({second:%m/%d/%Y}); check which is right."
        for i, (earlier, first) in enumerate(known)
        for later, second in known[i + 1 :]
        if first > second
    )


def _injury_warning(header: date | None, record: date | None) -> tuple[str, ...]:
    if header is None or record is None or header == record:
        return ()
    return (
        f"The header dates the injury {header:%m/%d/%Y}, the record {record:%m/%d/%Y}; "
        "check which is right.",
    )
