"""Which operation a request for care after surgery follows: by its words, the other requests, the record.

Reads wording alone; the table of visits is a pack's.
"""

from __future__ import annotations

from datetime import date

from assistant.case import Case, DisputedItem
from assistant.evidence.reading import Record
from assistant.evidence.surgery import surgical
from knowledge.operations import operations_in

_STANDS = ("done", "authorized")


def operations_of(
    case: Case, item: DisputedItem, record: Record, regions: frozenset[str], injured: date | None
) -> frozenset[str]:
    """Ids of the operations, from the first source that names any; empty when none does."""
    named = operations_in(item.treatment, regions)
    if named:
        return named
    beside = frozenset(
        operation
        for other in case.items
        if other.number != item.number
        for operation in operations_in(other.treatment, regions)
    )
    told = frozenset(
        operation
        for statement, stage in surgical(record, regions, injured)
        if stage.status in _STANDS
        for operation in operations_in(record.text[statement.span.start : statement.span.end], regions)
    )
    return told or beside
