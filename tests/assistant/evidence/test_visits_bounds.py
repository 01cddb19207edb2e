"""Visits told as a lower bound, by months, for another part, or only by the record of the request."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.evidence.gather import item_facts
from knowledge.evaluate import run
from knowledge.model import MeasureTest, Status, Value
from tests.assistant.evidence.evidence_support import case_of, kind


def measures(record: str, treatment: str) -> dict[str, Value]:
    case = case_of(record, treatment)
    return dict(item_facts(case, case.items[0], kind(treatment, "physical_therapy")).measures)


@pytest.mark.parametrize(
    ("record", "open_end"),
    [
        ("He completed at least 8 visits of physical therapy.", True),
        ("He completed more than 8 visits of physical therapy.", True),
        ("Physical therapy x at least 8 sessions has been given.", True),
        ("The file holds 8 physical therapy reports dated 3/1/2017 to 4/2/2017.", True),
        ("He completed 8 visits of physical therapy.", False),
    ],
)
def test_a_lower_bound_is_told_as_one(record: str, open_end: bool) -> None:
    done = measures(record, "physical therapy")["visits_completed"]
    assert (done.value, done.open_end) == (Decimal(8), open_end)
    assert ("at least 8" in done.computation) is open_end


@pytest.mark.parametrize(
    ("most", "status"), [("7", Status.NOT_MET), ("8", Status.NOT_DOCUMENTED), ("20", Status.NOT_DOCUMENTED)]
)
def test_a_lower_bound_never_shows_that_a_limit_is_kept(most: str, status: Status) -> None:
    facts = item_facts(
        case := case_of("He completed at least 8 visits of physical therapy.", "physical therapy"),
        case.items[0],
        kind("physical therapy", "physical_therapy"),
    )
    limit = MeasureTest(measure="visits_completed", unit="visits", at_most=Decimal(most))
    assert run(limit, facts).status is status
    enough = MeasureTest(measure="visits_completed", unit="visits", at_least=Decimal(8))
    assert run(enough, facts).status is Status.MET


def test_visits_of_several_months_are_added_up() -> None:
    record = "Care included medicines and physical therapy #3 May, #6 June, and July #2, and rest."
    done = measures(record, "physical therapy")["visits_completed"]
    assert done.value == Decimal(11)
    assert done.computation.endswith("of physical therapy (3 + 6 + 2)")


@pytest.mark.parametrize(
    ("record", "treatment", "count"),
    [
        (
            "He attended 6 of 6 visits of physical therapy for the left shoulder.",
            "physical therapy, neck",
            None,
        ),
        ("He attended 6 of 6 visits of physical therapy for the left shoulder.", "physical therapy", 6),
        ("He attended 6 visits of physical therapy for the wrist.", "physical therapy, hand", 6),
        ("He attended 6 visits of physical therapy for the knee.", "physical therapy, low back", None),
    ],
)
def test_visits_of_another_part_are_not_counted(record: str, treatment: str, count: int | None) -> None:
    done = measures(record, treatment).get("visits_completed")
    assert (done.value if done else None) == (Decimal(count) if count else None)


@pytest.mark.parametrize(
    ("record", "treatment", "count"),
    [
        (
            "An RFA of 4/4/2017 asks for physical therapy (2 times a week for 4 weeks).",
            "physical therapy",
            8,
        ),
        ("The request is for 10 sessions of physical therapy for the knee.", "physical therapy, knee", 10),
        (
            "The request is for 10 sessions of physical therapy for the neck.",
            "physical therapy, knee",
            None,
        ),
        (
            "The request is for 10 sessions of physical therapy.",
            "physical therapy, unspecified number",
            None,
        ),
        ("He attended 10 sessions of physical therapy.", "physical therapy", None),
        (
            "The plan included 6 sessions of physical therapy. The request is for 8 sessions of PT.",
            "physical therapy",
            None,
        ),
    ],
)
def test_the_record_tells_the_visits_that_the_item_leaves_out(
    record: str, treatment: str, count: int | None
) -> None:
    asked = measures(record, treatment).get("visits_requested")
    assert (asked.value if asked else None) == (Decimal(count) if count else None)
