"""Which day counts as that of the request; what is said where the dates of a file contradict each other."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.evidence.gather import item_facts
from knowledge.evaluate import run
from knowledge.model import ElapsedTest, Status, Value
from tests.assistant.evidence.evidence_support import case_of, kind

INJURED = date(2017, 3, 1)
DENIED = date(2017, 4, 20)
FOUR_WEEKS = ElapsedTest.model_validate(
    {"elapsed": {"since": "date_of_injury", "until": "request_date", "at_least": "4 weeks"}}
)


def dates(
    record: str, treatment: str = "MRI of the left knee", injured: date = INJURED
) -> dict[str, Value]:
    case = case_of(record, treatment, injured=injured, denied=DENIED)
    return dict(item_facts(case, case.items[0], kind(treatment)).dates)


@pytest.mark.parametrize(
    "record",
    [
        "A request for authorization dated 4/10/2017 asks for an MRI of the knee.",
        "An authorization request dated 4/10/2017 was included.",
        "On 4/10/2017 an RFA was sent for an MRI. On 4/2/2017 an RFA asked for an MRI.",
        "An RFA of 4/10/2017 asks for an MRI. An RFA of 5/30/2017 asks for another MRI.",
    ],
)
def test_the_latest_request_up_to_the_review_counts(record: str) -> None:
    asked = dates(record)["request_date"]
    assert (asked.value, asked.computation) == (date(2017, 4, 10), "")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("The reviewer referenced a 4/10/2017 RFA form.", ""),
        ("The physician requested an MRI of the left knee on 4/10/2017 to look for a tear.", ""),
        ("An MRI of the knee was sought in a form dated 4/10/2017.", ""),
        ("On 4/10/2017 the surgeon asked for an MRI and kept her on modified duty.", ""),
        ("The knee is sore. The request is dated 4/10/2017.", ""),
        ("Plan dated 4/10/2017: MRI of the left knee, ice.", ""),
        ("The surgeon asked on 4/10/2017 for an MRI of the knee.", ""),
        (
            "On 4/10/2017 the knee was swollen. The physician ordered an MRI because he was worried.",
            "the visit at which it was asked for",
        ),
        (
            "On 4/10/2017 the knee was swollen. In therapy on 4/12/2017 heat was applied. "
            "The physician ordered an MRI because he was worried.",
            "the visit at which it was asked for",
        ),
        (
            "On 4/10/2017 the knee was swollen. On 4/12/2017, in physical therapy, heat was applied. "
            "The physician ordered an MRI because he was worried.",
            "the visit at which it was asked for",
        ),
        (
            "Films of 4/12/2017 are clear. On 4/10/2017 the knee was swollen. The plan is an MRI of it.",
            "the visit at which it was asked for",
        ),
    ],
)
def test_the_record_dates_the_request_without_a_form(record: str, said: str) -> None:
    asked = dates(record)["request_date"]
    assert (asked.value, asked.computation) == (date(2017, 4, 10), said)


@pytest.mark.parametrize(
    "record",
    [
        "The physician requested an MRI of the knee on 2/10/2017.",  # more than 60 days before the review
        "The physician requested an MRI on 4/10/2017, which was done and showed a tear.",
        "The physician requested acupuncture on 4/10/2017.",
        "On 4/10/2017 the knee was swollen. The plan is acupuncture.",
        "The MRI of 4/10/2017 is normal. The plan is an MRI of the knee.",
    ],
)
def test_another_request_does_not_date_this_one(record: str) -> None:
    assert dates(record)["request_date"].value == DENIED


def test_a_request_dated_after_the_review_is_no_missing_request() -> None:
    asked = dates("A request for authorization dated 5/2/2017 was sent for an MRI of the knee.")[
        "request_date"
    ]
    assert asked.value == date(2017, 5, 2)
    assert asked.computation == "after the utilization review of 04/20/2017"


@pytest.mark.parametrize(
    "record",
    [
        "On an RFA form dated 4/10/2017, eight sessions of acupuncture were ordered.",
        "The knee is sore.",
    ],
)
def test_the_review_stands_in_where_this_request_has_no_date(record: str) -> None:
    asked = dates(record)["request_date"]
    assert asked.value == DENIED
    assert asked.computation == "date of the utilization review, as no date of this request is stated"


def test_a_review_dated_otherwise_in_the_record_is_told() -> None:
    record = "The knee is sore. The utilization review dated 4/18/2017 denied the MRI."
    assert dates(record)["request_date"].computation.endswith(
        "stated, though the record dates that review 04/18/2017"
    )
    assert dates("The utilization review dated 4/20/2017 denied it.")["ur_denial_date"].computation == ""


def test_a_visit_after_the_request_is_told() -> None:
    record = "An RFA of 3/15/2017 asks for an MRI. The worker was seen on {} with a sore knee."
    assert dates(record.format("4/10/2017"))["request_date"].computation == (
        "though the record goes on to a visit on 04/10/2017"
    )
    assert dates(record.format("3/16/2017"))["request_date"].computation == ""


@pytest.mark.parametrize(
    ("record", "injured", "doubt"),
    [
        (
            "An RFA of 4/10/2017 asks for an MRI.",
            date(2017, 4, 12),
            "the date of injury (04/12/2017) lies after the request date (04/10/2017)",
        ),
        (
            "The worker was seen on 1/5/2017 and on 2/9/2017 for the knee.",
            INJURED,
            "the date of injury (03/01/2017) lies after every visit of the record (the last on 02/09/2017)",
        ),
    ],
)
def test_an_injury_after_the_care_is_not_reckoned_with(record: str, injured: date, doubt: str) -> None:
    case = case_of(record, "MRI of the left knee", injured=injured, denied=DENIED)
    facts = item_facts(case, case.items[0], kind("MRI of the left knee"))
    assert facts.dates["date_of_injury"].doubt == doubt
    assert facts.item["phase"] == frozenset()
    trace = run(FOUR_WEEKS, facts)
    assert (trace.status, trace.why) == (Status.NOT_DOCUMENTED, doubt)


@pytest.mark.parametrize(
    "record",
    [
        "The worker was seen on 2/9/2017 for the knee and on 3/20/2017 again.",
        "An MRI of the knee of 2/9/2017 showed a tear.",
        "The worker was seen on 2/9/2011 for the knee.",
    ],
)
def test_an_injury_amid_the_care_is_reckoned_with(record: str) -> None:
    assert dates(record)["date_of_injury"].doubt == ""
