"""Courses of one therapy that an application asks for side by side, counted together.

Four requests for acupuncture by four techniques are one amount of acupuncture. Requests for different parts
of the body stay apart. Reads the requests alone; knows no limits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assistant.case import DisputedItem
from knowledge.measures import load_tables
from knowledge.regions import regions_in


@dataclass(frozen=True, slots=True)
class Together:
    """Visits, or visits a week, of all the courses, and how they add up."""

    value: Decimal
    computation: str


def visits_together(items: Sequence[DisputedItem], item: DisputedItem) -> Together | None:
    """The visits of ``item`` and of the courses beside it; None where it is alone or one is not told."""
    counts = [i.whole_visits or i.request.visits for i in _beside(items, item)]
    return _sum([Decimal(c) if c is not None else None for c in counts], "visits")


def per_week_together(items: Sequence[DisputedItem], item: DisputedItem) -> Together | None:
    """The visits a week of ``item`` and of the courses beside it; None as for the visits."""
    return _sum([i.request.times_per_week for i in _beside(items, item)], "visits a week")


def _beside(items: Sequence[DisputedItem], item: DisputedItem) -> list[DisputedItem]:
    therapy = _therapy(item.treatment)
    if therapy is None:
        return []
    here = regions_in(item.treatment)
    return [
        i for i in items if _therapy(i.treatment) == therapy and _same_part(regions_in(i.treatment), here)
    ]


def _same_part(there: frozenset[str], here: frozenset[str]) -> bool:
    return not there or not here or bool(there & here)


def _sum(counts: list[Decimal | None], unit: str) -> Together | None:
    known = [count for count in counts if count is not None]
    if len(counts) < 2 or len(known) < len(counts):
        return None
    total = sum(known, Decimal(0))
    parts = [f"{count.normalize():f}" for count in known]
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}"
    said = f"the {len(known)} parallel requests ask for {total.normalize():f} {unit} together ({listed})"
    return Together(total, said)


def _therapy(treatment: str) -> str | None:
    return next((name for name, words in _names() if words.search(treatment)), None)


@cache
def _names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw: dict[str, str] = load_tables()["therapies"]
    return tuple((name, re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)) for name, words in raw.items())
