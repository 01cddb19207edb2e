"""Hours a week, tests a year, and ranges, of which the cautious end counts and the other is said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.evidence import item_facts
from assistant.evidence.schedule import hours_per_week
from assistant.intake.request import parse_request
from knowledge.evaluate import run
from knowledge.model import Facts, MeasureTest, Status, Value
from tests.assistant.evidence.evidence_support import case_of, kind


@pytest.mark.parametrize(
    ("treatment", "hours", "least"),
    [
        ("Home health aide 4 hours a day, 5 days a week, for 6 weeks", 20, None),
        ("Home health care 4 hours/day x 3 days/week", 12, None),
        ("Home care, 35 hours per week", 35, None),
        ("Home care, thirty-six hours weekly", 36, None),
        ("Home aide 8 hours daily", 56, None),
        ("Home aide 4 to 6 hours per day, 7 days per week", 42, 28),
        ("Home aide 4 hours a day 2-3 times a week", 12, 8),
        ("Home nurse 2 hours per visit, 3 visits per week", 6, None),
        ("Home care 24/7", 168, None),
        ("Home care around the clock for two weeks", 168, None),
    ],
)
def test_hours_a_week(treatment: str, hours: int, least: int | None) -> None:
    rate = hours_per_week(treatment)
    assert rate is not None
    assert rate.value == hours
    assert rate.least == least
    assert ("upper end counts" in rate.computation) is (least is not None)


@pytest.mark.parametrize(
    "treatment",
    ["Home health evaluation", "Home nurse 2 hours per visit", "Home care 3 times a week for 6 weeks"],
)
def test_hours_that_are_not_stated_are_not_guessed(treatment: str) -> None:
    assert hours_per_week(treatment) is None


def screens_a_year(treatment: str, record: str) -> Decimal | None:
    case = case_of(f"{record} The RFA is dated 12/01/2016.", treatment, parse_request(treatment))
    found = item_facts(case, case.items[0], kind(treatment, "urine_drug_test")).measures.get(
        "urine_tests_per_year"
    )
    assert found is None or isinstance(found.value, Decimal)
    return found.value if found else None


@pytest.mark.parametrize(
    ("treatment", "count"),
    [
        ("Urine drug screen 4 times a year", 4),
        ("Urine drug screens, 2 to 4 per year", 4),
        ("UDS quarterly", 4),
        ("Monthly urine drug test", 12),
        ("Urine drug test every 3 months", 4),
        ("Urine drug test every six months", 2),
        ("Annual urine drug screen", 1),
        ("Urine drug screen twice a year", 2),
    ],
)
def test_the_request_says_how_often(treatment: str, count: int) -> None:
    assert screens_a_year(treatment, "") == count


@pytest.mark.parametrize(
    ("record", "count"),
    [
        ("A urine drug screen of 03/01/2016 was consistent. UDS on 06/10/2016 was consistent.", 3),
        ("A urine drug screen of 11/30/2015 was consistent. UDS on 06/10/2016 was consistent.", 2),
        ("A urine drug screen was consistent.", None),
        ("A urine drug screen is planned for 06/10/2016.", None),
        ("No urine drug screen was done on 06/10/2016.", None),
        ("", None),
    ],
)
def test_the_record_dates_the_tests_of_the_year_before(record: str, count: int | None) -> None:
    assert screens_a_year("Urine drug screen", record) == count


@pytest.mark.parametrize(
    ("treatment", "visits", "least"),
    [
        ("Physical therapy 1 to 2 times a week for 4 weeks", 8, 4),
        ("Acupuncture 2-3 times per week for 6 weeks", 18, 12),
        ("Physical therapy 2 times a week for 3 to 4 weeks", 8, 6),
        ("Chiropractic, 4 to 6 visits", 6, 4),
        ("Physical therapy 2 times a week for 4 weeks", 8, None),
        ("Physical therapy, 6 visits", 6, None),
        ("Physical therapy 2x6", 12, None),
    ],
)
def test_a_range_keeps_both_ends(treatment: str, visits: int, least: int | None) -> None:
    asked = parse_request(treatment)
    assert (asked.visits, asked.visits_least) == (visits, least)
    assert ("bound" in asked.computation) is (least is not None)


RANGE = Facts(measures={"visits_requested": Value(Decimal(8), least=Decimal(4))})


@pytest.mark.parametrize(
    ("bound", "limit", "status", "said"),
    [
        ("at_most", 8, Status.MET, ""),
        ("at_most", 7, Status.NOT_MET, "only the lower end of the range, 4, would be within it"),
        ("at_most", 4, Status.NOT_MET, "only the lower end of the range, 4, would be within it"),
        ("at_most", 3, Status.NOT_MET, ""),
        ("at_least", 4, Status.MET, ""),
        ("at_least", 5, Status.NOT_MET, "only the upper end of the range, 8, would reach it"),
        ("at_least", 9, Status.NOT_MET, ""),
    ],
)
def test_the_cautious_end_of_a_range_counts(bound: str, limit: int, status: Status, said: str) -> None:
    test = MeasureTest.model_validate({"measure": "visits_requested", "unit": "visits", bound: limit})
    trace = run(test, RANGE)
    assert trace.status is status
    assert said in trace.why
    assert ("only the" in trace.why) is bool(said)


def test_both_ends_reach_the_facts_of_a_case() -> None:
    record = "The worker completed 3 visits of acupuncture. The RFA is dated 12/01/2016."
    treatment = "Acupuncture 1 to 2 times a week for 4 weeks"
    case = case_of(record, treatment, parse_request(treatment))
    measures = item_facts(case, case.items[0], kind("Acupuncture", "acupuncture")).measures
    assert (measures["visits_requested"].value, measures["visits_requested"].least) == (8, 4)
    assert (measures["visits_total"].value, measures["visits_total"].least) == (11, 7)
