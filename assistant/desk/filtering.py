"""The filter of the list as the page holds it: plain words, kept for the next time."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from assistant.records import CaseFilter, CaseState, Order
from knowledge.model import Decision

REMOVED = "removed"
DUE_DAYS = {"overdue": -1, "5 days": 5, "30 days": 30}
"""What can be asked of the due date: how many days from today it lies at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word a field; empty for any."""

    search: str = ""
    state: str = ""
    priority: str = ""
    due: str = ""
    family: str = ""
    recommended: str = ""
    order: str = Order.DUE.value

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    def shown(self) -> dict[str, str]:
        """Every field by its name."""
        return asdict(self)

    @property
    def narrows(self) -> bool:
        """Whether it leaves cases out."""
        return any(value for name, value in asdict(self).items() if name != "order")


NO_FILTER = Wanted()


def filter_of(wanted: Wanted, today: date) -> CaseFilter:
    """The records' filter; a due date is asked of cases that are not signed only."""
    days = DUE_DAYS.get(wanted.due)
    return CaseFilter(
        search=wanted.search,
        state=CaseState(wanted.state) if wanted.state and wanted.state != REMOVED else None,
        priority=wanted.priority or None,
        family=wanted.family or None,
        recommendation=Decision(wanted.recommended) if wanted.recommended else None,
        due_by=today + timedelta(days=days) if days is not None else None,
        order=Order(wanted.order) if wanted.order else Order.DUE,
        removed=wanted.state == REMOVED,
    )
