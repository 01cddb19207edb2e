"""The dated course of a case: header dates and every day that the record names, with its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.case import Case
from assistant.evidence.dates import dates_in
from assistant.evidence.sentences import sentence_spans
from knowledge.document import Quote


@dataclass(frozen=True, slots=True)
class Moment:
    """One day of the course. ``quote`` is the record's sentence; None where the header states it."""

    day: date
    label: str
    quote: Quote | None = None


def moments(case: Case) -> tuple[Moment, ...]:
    """All moments by day; one for each sentence and day."""
    found = [Moment(day, label) for day, label in _header(case) if day]
    for span in sentence_spans(case.record_text, case.record.start):
        quote = case.document.quote(span.start, span.end)
        days = {m.value for m in dates_in(quote.text) if m.value and m.precision == "day"}
        found += [Moment(day, quote.text, quote) for day in sorted(days)]
    return tuple(sorted(found, key=lambda m: (m.day, m.quote.start if m.quote else -1)))


def _header(case: Case) -> tuple[tuple[date | None, str], ...]:
    return (
        (case.date_of_injury, "Date of injury"),
        (case.ur_denial_date, "UR denial"),
        (case.application_received, "Application received"),
        (case.date_assigned, "Assigned to a reviewer"),
    )
