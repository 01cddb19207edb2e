"""Ages, visits, pain and doses, each with a computation."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.case import Request
from assistant.evidence import item_facts
from tests.assistant.evidence.evidence_support import case_of, kind


def measure(
    name: str, record: str, treatment: str = "Physical therapy", request: Request | None = None
) -> Decimal | None:
    case = case_of(record, treatment, request)
    found = item_facts(case, case.items[0], kind(treatment)).measures.get(name)
    assert found is None or isinstance(found.value, Decimal)
    return found.value if found else None


@pytest.mark.parametrize(
    ("record", "count"),
    [
        ("He completed 6 sessions of physical therapy.", 6),
        ("He has completed six physical therapy visits.", 6),
        ("The worker attended 6 of 6 visits of physical therapy.", 6),
        ("The worker attended 1 out of 12 physical therapy sessions.", 1),
        ("Treatment to date has included at least five (5) physical therapy sessions.", 5),
        ("Treatment to date has included physical therapy x 9 sessions and rest.", 9),
        ("Treatments to date include physical therapy (8 sessions) and a splint.", 8),
        ("The file held 7 physical therapy reports dated 5-1-16 to 6-1-16.", 7),
        ("Past treatment included 4 PT (physical therapy) sessions.", 4),
        ("On 5-1-16 at physical therapy visit #5 he had less pain.", 5),
        ("He completed twelve sessions of hand therapy.", 12),
    ],
)
def test_visits_completed(record: str, count: int) -> None:
    assert measure("visits_completed", record) == count


@pytest.mark.parametrize(
    "record",
    [
        "He completed 6 sessions of acupuncture.",
        "The treatment plan included 6 sessions of physical therapy.",
        "Utilization Review modified the request for physical therapy to 6 sessions completed in May.",
        "The request was for 6 visits of physical therapy.",
        "He had been authorized for 6 sessions of physical therapy.",
        "Six sessions of physical therapy were ordered.",
        "He did not complete 6 sessions of physical therapy.",
        "He had physical therapy in May.",
        "He completed physical therapy on 5/6/16.",
        "He completed physical therapy twice.",
    ],
)
def test_what_is_no_completed_visit(record: str) -> None:
    assert measure("visits_completed", record) is None


def test_therapies_are_counted_apart() -> None:
    record = "He completed 6 sessions of chiropractic care. He completed 4 visits of acupuncture."
    assert measure("visits_completed", record, "Chiropractic treatment, 6 visits") == 6
    assert measure("visits_completed", record, "Acupuncture once a week") == 4
    assert measure("visits_completed", record, "MRI of the knee") is None


def test_completed_and_requested_add_up_with_a_computation() -> None:
    case = case_of("He completed 6 sessions of physical therapy.", request=Request(visits=8))
    total = item_facts(case, case.items[0], kind("physical therapy")).measures["visits_total"]
    assert total.value == 14
    assert "6 visits completed and 8 requested" in total.computation


def test_a_limit_looks_at_the_whole_request_where_a_part_is_authorized() -> None:
    case = case_of("He completed 6 sessions of physical therapy.", request=Request(visits=2))
    rest = replace(case, items=(replace(case.items[0], whole_visits=8),))
    measures = item_facts(rest, rest.items[0], kind("physical therapy")).measures
    assert (measures["visits_requested"].value, measures["visits_course"].value) == (2, 8)
    assert measures["visits_total"].value == 14
    assert "with its authorized part" in measures["visits_course"].computation


def test_quantities_of_the_request() -> None:
    request = Request(times_per_week=Decimal(2), weeks=Decimal(3), quantity=Decimal(60), refills=1)
    assert measure("times_per_week_requested", "", request=request) == 2
    assert measure("weeks_requested", "", request=request) == 3
    assert measure("quantity_requested", "", request=request) == 60
    assert measure("refills_requested", "", request=request) == 1


@pytest.mark.parametrize(
    "record", ["A 43 year old male.", "A 43-year-old nurse.", "The worker is a(n) 43 year old cook."]
)
def test_age(record: str) -> None:
    assert measure("age", record) == 43


def test_no_age_without_old() -> None:
    assert measure("age", "He has worked there for 12 years.") is None


@pytest.mark.parametrize(
    ("record", "score"),
    [
        ("Pain is rated 5-6 out of 10.", 6),
        ("He rated his pain as 8/10.", 8),
        ("Pain was 3 on a 0-10 scale.", 3),
        ('Back pain rated at "4 out of 10".', 4),
        ("On 5/1/16 pain was 8/10. On 6/1/16 pain was 4/10.", 4),
        ("On 6/1/16 pain was 4/10. On 5/1/16 pain was 8/10.", 4),
    ],
)
def test_pain_score(record: str, score: int) -> None:
    assert measure("pain_score", record) == score


@pytest.mark.parametrize(
    "record", ["Strength was 4/5.", "Flexion 20/10 degrees without pain.", "Seen 5/10/16 for pain."]
)
def test_no_pain_score(record: str) -> None:
    assert measure("pain_score", record) is None


@pytest.mark.parametrize(
    ("record", "daily"),
    [
        ("He takes hydrocodone 10/325 mg twice a day.", 20),
        ("Medication: tramadol 50 mg every 6 hours.", 20),
        ("He takes oxycodone 10 mg 2 tablets three times a day.", 90),
        ("He takes hydrocodone 10 mg bid and tramadol 50 mg bid.", 30),
        ("Medications: Norco 10-325 three times a day, naproxen 500 mg twice a day.", 30),
        ("She uses hydrocodone/acetaminophen 5/325 mg twice a day.", 10),
        ("Percocet (oxycodone-acetaminophen) 10/325 mg tid and gabapentin 300 mg tid.", 45),
    ],
)
def test_morphine_equivalent(record: str, daily: int) -> None:
    assert measure("opioid_med", record) == daily


@pytest.mark.parametrize(
    "record",
    [
        "He takes hydrocodone.",
        "Hydrocodone 10 mg was stopped.",
        "No tramadol 50 mg bid.",
        "He takes Norco and ibuprofen 800 mg three times a day.",
        "Norco 10 mg as needed, gabapentin 300 mg three times a day.",
    ],
)
def test_no_morphine_equivalent_is_guessed(record: str) -> None:
    assert measure("opioid_med", record) is None


def test_days_of_supply() -> None:
    request = Request(quantity=Decimal(60))
    assert measure("days_supply", "", "Naproxen 500 mg twice a day #60", request) == 30
    assert measure("days_supply", "", "Naproxen 500 mg #60", request) is None
    beside = "Current medications are naproxen 500 mg, Norco 10 mg four times a day."
    assert measure("days_supply", beside, "Naproxen 500 mg #60", request) is None
    assert measure("days_supply", "He takes naproxen 500 mg bid.", "Naproxen 500 mg #60", request) == 30
    brand = "Flexeril 10 mg #60 twice a day."
    assert measure("days_supply", brand, "Cyclobenzaprine 7.5 mg #60", request) == 30
