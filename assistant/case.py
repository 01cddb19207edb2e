"""A case for review: header, record, disputed items. Plain values, no behaviour beyond look-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.document import Document, Span


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, as far as the wording states it; None where it does not.

    ``visits`` counts sessions in all ("2 times a week for 4 weeks" is 8); ``computation`` says how. Of a
    range it is the upper end, and ``visits_least`` the lower.
    ``dose`` keeps its unit ("500 mg"); ``quantity`` counts tablets, units, grams (see ``quantity_unit``).
    """

    visits: int | None = None
    visits_least: int | None = None
    times_per_week: Decimal | None = None
    weeks: Decimal | None = None
    quantity: Decimal | None = None
    quantity_unit: str | None = None
    dose: str | None = None
    refills: int | None = None
    body_regions: tuple[str, ...] = ()
    side: str | None = None
    computation: str = ""


@dataclass(frozen=True, slots=True)
class DisputedItem:
    """One requested treatment. ``treatment`` is the part still in dispute, verbatim.

    ``original_request`` and ``authorized`` are set when the claims administrator approved a part;
    ``whole_visits`` then counts the visits of both parts where they are stated.
    """

    number: int
    treatment: str
    request: Request
    heading: str
    original_request: str | None = None
    authorized: str | None = None
    whole_visits: int | None = None


@dataclass(frozen=True)
class Case:
    """One application for review. Dates are None where the file does not state them.

    ``decision_date`` is always None: the decision is hidden from the review. ``record`` is the range of
    ``document.text`` that holds clinical facts; ``warnings`` are sentences about contradictions.
    """

    document: Document
    record: Span
    items: tuple[DisputedItem, ...]
    case_number: str | None = None
    date_of_injury: date | None = None
    date_assigned: date | None = None
    ur_denial_date: date | None = None
    application_received: date | None = None
    priority: str | None = None
    decision_date: None = None
    warnings: tuple[str, ...] = ()

    @property
    def record_text(self) -> str:
        return self.document.text[self.record.start : self.record.end]

    def item(self, number: int) -> DisputedItem:
        return next(item for item in self.items if item.number == number)
