"""Courses of one therapy asked for side by side are counted together; other parts stay apart."""

from __future__ import annotations

from decimal import Decimal

from assistant.case import DisputedItem
from assistant.evidence.together import per_week_together, visits_together
from assistant.intake.request import parse_request


def _items(*treatments: str) -> list[DisputedItem]:
    return [DisputedItem(n, t, parse_request(t), t) for n, t in enumerate(treatments, start=1)]


def test_techniques_of_one_therapy_are_one_amount() -> None:
    items = _items(
        "Electroacupuncture, 2 times a week for 3 weeks",
        "Manual acupuncture, 2 times a week for 3 weeks",
        "MRI of the lumbar spine",
    )
    visits, weekly = visits_together(items, items[0]), per_week_together(items, items[1])
    assert visits is not None
    assert weekly is not None
    assert (visits.value, weekly.value) == (Decimal(12), Decimal(4))
    assert visits.computation == "the 2 parallel requests ask for 12 visits together (6 and 6)"
    assert visits_together(items, items[2]) is None


def test_other_parts_and_lone_courses_stay_apart() -> None:
    items = _items(
        "Acupuncture for the neck, 6 visits",
        "Acupuncture for the knee, 6 visits",
        "Physical therapy for the knee, 6 visits",
    )
    assert all(visits_together(items, item) is None for item in items)


def test_an_unstated_number_is_no_sum() -> None:
    items = _items("Acupuncture, 6 visits", "Electroacupuncture")
    assert visits_together(items, items[0]) is None
