"""Which date plays which role: injury, request, UR decision, last report, imaging.

Reads the header first, then the record. Knows no limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.case import Case
from assistant.evidence.asked import asked_on, visits_on
from assistant.evidence.dates import DateMention, dates_in
from assistant.evidence.observe import quote_span
from assistant.evidence.orders import ordered_on, planned_on
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
    doubt: str = ""
    """Why no time can be counted from or to it; empty where it can."""


def timeline(case: Case, record: Record) -> dict[str, Dated]:
    """Dates by role; a role without a date is absent."""
    found: dict[str, Dated] = {}
    _put(found, "date_of_injury", _injury(case, record))
    _put(found, "ur_denial_date", _denial(case, record))
    limit = found["ur_denial_date"].value if "ur_denial_date" in found else None
    injured = found["date_of_injury"].value if "date_of_injury" in found else None
    visits = visits_on(record)
    _put(found, "last_report_date", _latest(record, wording("visit"), injured, limit))
    _put(found, "request_date", _request(case, record, limit, visits) or _stand_in(found))
    _put(found, "last_imaging_date", _latest(record, wording("imaging"), None, limit))
    if injured is not None:
        found["date_of_injury"] = _held_against(found, visits)
    return found


def _held_against(found: Mapping[str, Dated], visits: Sequence[date]) -> Dated:
    """The injury with what in the record contradicts its date: a request, or all the care, before it."""
    injury = found["date_of_injury"]
    said = f"the date of injury ({injury.value:%m/%d/%Y}) lies after"
    asked = found.get("request_date")
    if asked is not None and asked.value < injury.value:
        return replace(injury, doubt=f"{said} the request date ({asked.value:%m/%d/%Y})")
    told = [day for day in visits if (injury.value - day).days < _SAME_CLAIM]
    if told and max(told) < injury.value:
        return replace(injury, doubt=f"{said} every visit of the record (the last on {max(told):%m/%d/%Y})")
    return injury


_SAME_CLAIM = 730  # days; an earlier visit belongs to another time


def stated_request(dates: Mapping[str, Dated]) -> date | None:
    """The day of the request where the record states it; None where another day stands in for it."""
    asked = dates.get("request_date")
    return None if asked is None or asked.computation.startswith(_STANDS_IN) else asked.value


_STANDS_IN = "date of the "


def _put(found: dict[str, Dated], role: str, dated: Dated | None) -> None:
    if dated is not None:
        found[role] = dated


def _stand_in(found: Mapping[str, Dated]) -> Dated | None:
    """The UR decision, else the last report, when the record does not date the request."""
    for role, said in (
        ("ur_denial_date", "date of the utilization review, as no date of this request is stated"),
        ("last_report_date", "date of the last report, as neither request nor utilization review is dated"),
    ):
        if role in found:
            note = f", {found[role].computation}" if found[role].computation else ""
            return Dated(found[role].value, found[role].places, said + note)
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
        (mention.value, statement, mention)
        for statement in record.statements
        for mention in statement.dates
        if mention.value is not None
        and mention.precision == "day"
        and statement.source_at(mention.start) == "ur"
    ]
    places = [quote_span(record, s, Span(m.start, m.end)) for _, s, m in told]
    stated = case.ur_denial_date
    if stated is not None:
        same = [place for (value, _, _), place in zip(told, places, strict=True) if value == stated]
        other = "" if same else _other_review(record, told, stated)
        return Dated(stated, _header(case, _HEADER_DENIAL, stated) + tuple(same[:1]), other)
    if not told:
        return None
    value, place = max(
        ((v, p) for (v, _, _), p in zip(told, places, strict=True)), key=lambda pair: pair[0]
    )
    return Dated(value, (place,))


def _other_review(record: Record, told: Sequence[tuple[date, Statement, DateMention]], stated: date) -> str:
    """What to say where the record dates the utilization review otherwise than the header."""
    for value, statement, mention in told:
        near = record.text[max(statement.span.start, mention.start - _NEAR) : mention.end + _NEAR]
        if _REVIEW.search(near) and abs((value - stated).days) <= _SAME_REVIEW:
            return f"though the record dates that review {value:%m/%d/%Y}"
    return ""


_NEAR = 40
_SAME_REVIEW = 31  # days; farther apart it is another review
_REVIEW = re.compile(r"\b(?:utilization review|UR)\b|\bdetermination\b", re.IGNORECASE)


def _header(case: Case, label: re.Pattern[str], value: date) -> tuple[Span, ...]:
    """The place of a header field, when the header that precedes the record states the same date."""
    text = case.document.text
    for match in label.finditer(text, 0, case.record.start):
        for mention in dates_in(text[match.end() : match.end() + 24])[:1]:
            if mention.start == 0 and mention.value == value:
                return (Span(match.start(), match.end() + mention.end),)
    return ()


def _request(case: Case, record: Record, limit: date | None, visits: Sequence[date]) -> Dated | None:
    """The latest date of a request up to the UR decision; where all lie after it, the first of these.

    A request much later than the decision is not the one disputed: the decision stands in for it.
    """
    told = asked_on(record, case.items)
    before = [asked for asked in told if limit is None or asked.on <= limit]
    if before:
        chosen = max(before, key=lambda asked: asked.on)
        return Dated(chosen.on, (chosen.place,), _outrun(chosen.on, visits))
    if not told:
        return _order(case, record, limit, visits)
    assert limit is not None  # without one, every date is before it
    chosen = min(told, key=lambda asked: asked.on)
    if (chosen.on - limit).days <= _SAME_REVIEW:
        return Dated(chosen.on, (chosen.place,), f"after the utilization review of {limit:%m/%d/%Y}")
    said = f"date of the utilization review, as a request is dated only after it ({chosen.on:%m/%d/%Y})"
    return Dated(limit, (chosen.place,), said)


def _order(case: Case, record: Record, limit: date | None, visits: Sequence[date]) -> Dated | None:
    """The day on which the record says that the treatment was asked for, without a dated form."""
    ordered = ordered_on(record, case.items, limit)
    if ordered:
        last = max(ordered, key=lambda asked: asked.on)
        return Dated(last.on, (last.place,), _outrun(last.on, visits))
    planned = planned_on(record, case.items, limit)
    if planned is None:
        return None
    later = _outrun(planned.on, visits)
    said = f"the visit at which it was asked for{', ' if later else ''}{later}"
    return Dated(planned.on, (planned.place,), said)


def _outrun(asked: date, visits: Sequence[date]) -> str:
    """What to say of a request that precedes the last visit of the record by more than a few days."""
    last = max(visits, default=asked)
    if (last - asked).days <= _SAME_VISIT:
        return ""
    return f"though the record goes on to a visit on {last:%m/%d/%Y}"


_SAME_VISIT = 3  # days within which a request is written down or sent


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
