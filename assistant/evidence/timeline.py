"""Which date plays which role: injury, request, UR decision, last report, imaging.

Reads the header first, then the record. Knows no limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.case import Case
from assistant.evidence.dates import DateMention, dates_in
from assistant.evidence.observe import quote_span
from assistant.evidence.reading import Record, Statement
from assistant.evidence.wording import wording
from knowledge.document import Span

_HEADER_INJURY = re.compile(r"Date of Injury:?\s{0,6}", re.IGNORECASE)
_HEADER_DENIAL = re.compile(r"UR Denial Date:?\s{0,6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a role, the quotes it rests on, and how it was chosen."""

    value: date
    places: tuple[Span, ...] = ()
    computation: str = ""


def timeline(case: Case, record: Record) -> dict[str, Dated]:
    """Dates by role; a role without a date is absent."""
    found: dict[str, Dated] = {}
    _put(found, "date_of_injury", _injury(case, record))
    _put(found, "ur_denial_date", _denial(case, record))
    limit = found["ur_denial_date"].value if "ur_denial_date" in found else None
    injured = found["date_of_injury"].value if "date_of_injury" in found else None
    _put(found, "last_report_date", _latest(record, wording("visit"), injured, limit))
    _put(found, "request_date", _request(record, limit) or _stand_in(found))
    _put(found, "last_imaging_date", _latest(record, wording("imaging"), None, limit))
    _put(found, "request_date", _request(record, limit) or _stand_in(found))
    return found


def _put(found: dict[str, Dated], role: str, dated: Dated | None) -> None:
    if dated is not None:
        found[role] = dated


def _stand_in(found: Mapping[str, Dated]) -> Dated | None:
    """The UR decision, else the last report, when the record does not date the request."""
    for role, said in (
        ("ur_denial_date", "date of the utilization review, as no request date is stated"),
        ("last_report_date", "date of the last report, as neither request nor utilization review is dated"),
    ):
        if role in found:
            return Dated(found[role].value, found[role].places, said)
    return None


def _injury(case: Case, record: Record) -> Dated | None:
    told = [
        (mention, statement)
        for statement in record.statements
        for mention in _after(record, statement, wording("injury"), "record")
        if mention.value is not None
    ]
    if case.date_of_injury is not None:
        return _stated_injury(case, record, case.date_of_injury, told)
    if not told:
        return None
    mention, statement = told[0]
    assert mention.value is not None  # filtered above
    computation = "" if mention.precision == "day" else "the record states only the month"
    return Dated(
        mention.value, (quote_span(record, statement, Span(mention.start, mention.end)),), computation
    )


def _stated_injury(
    case: Case, record: Record, stated: date, told: Sequence[tuple[DateMention, Statement]]
) -> Dated:
    """The header's date, with the place where the record repeats it, or first contradicts it."""
    same = [(m, s) for m, s in told if m.value == stated]
    other = [(m, s) for m, s in told[:1] if m.precision == "day" and m.value != stated]
    said = ""
    if other and not same:
        said = f"the header says {stated:%m/%d/%Y}, the record {other[0][0].value:%m/%d/%Y}"
    repeated = tuple(quote_span(record, s, Span(m.start, m.end)) for m, s in (same or other)[:1])
    return Dated(stated, _header(case, _HEADER_INJURY, stated) + repeated, said)


def _denial(case: Case, record: Record) -> Dated | None:
    told = [
        (mention.value, quote_span(record, statement, Span(mention.start, mention.end)))
        for statement in record.statements
        for mention in statement.dates
        if mention.value is not None
        and mention.precision == "day"
        and statement.source_at(mention.start) == "ur"
    ]
    if case.ur_denial_date is not None:
        places = _header(case, _HEADER_DENIAL, case.ur_denial_date)
        return Dated(
            case.ur_denial_date, places + tuple(p for v, p in told if v == case.ur_denial_date)[:1]
        )
    if not told:
        return None
    value, place = max(told, key=lambda pair: pair[0])
    return Dated(value, (place,))


def _header(case: Case, label: re.Pattern[str], value: date) -> tuple[Span, ...]:
    """The place of a header field, when the header that precedes the record states the same date."""
    text = case.document.text
    for match in label.finditer(text, 0, case.record.start):
        for mention in dates_in(text[match.end() : match.end() + 24])[:1]:
            if mention.start == 0 and mention.value == value:
                return (Span(match.start(), match.end() + mention.end),)
    return ()


def _request(record: Record, limit: date | None) -> Dated | None:
    """The latest date of a request that is not after the UR decision."""
    best: Dated | None = None
    for statement in record.statements:
        for source in ("request", "ur", "record"):
            for mention in _near_request(record, statement, source):
                value = mention.value
                if value is None or (limit is not None and value > limit):
                    continue
                if best is None or value > best.value:
                    best = Dated(value, (quote_span(record, statement, Span(mention.start, mention.end)),))
    return best


def _near_request(record: Record, statement: Statement, source: str) -> Iterator[DateMention]:
    """Dates bound to a request: just after the word, or opening its sentence ("On 12/8/16 an RFA ...")."""
    start, end = statement.span.start, statement.span.end
    cue = wording("request_form").search(record.text, start, end)
    if cue is None or statement.source_at(cue.start()) != source:
        return
    for mention in statement.dates:
        if mention.precision != "day":
            continue
        gap = record.text[cue.end() : mention.start]
        if 0 <= mention.start - cue.end() <= 60 and not re.search(r"[.;]\s|reported", gap):
            yield mention
            return
        if mention.end <= cue.start() <= mention.end + 60 and mention.start - start <= 12:
            yield mention
            return


def _after(
    record: Record, statement: Statement, cue: re.Pattern[str], source: str
) -> Iterator[DateMention]:
    """The first date after the cue within the sentence, else the first before it."""
    match = cue.search(record.text, statement.span.start, statement.span.end)
    if match is None or statement.source_at(match.start()) != source:
        return
    dates = statement.dates
    following = [d for d in dates if d.start >= match.start()]
    yield from (following or list(dates))[:1]


def _latest(record: Record, cue: re.Pattern[str], after: date | None, limit: date | None) -> Dated | None:
    best: Dated | None = None
    for statement in record.statements:
        if cue.search(record.text, statement.span.start, statement.span.end) is None:
            continue
        for mention in statement.dates:
            value = mention.value
            if (
                value is None
                or mention.precision != "day"
                or statement.source_at(mention.start) != "record"
            ):
                continue
            if (limit and value > limit) or (after and value <= after):
                continue
            if best is None or value > best.value:
                best = Dated(value, (quote_span(record, statement, Span(mention.start, mention.end)),))
    return best
