"""The date of a service that took place: in the wording of the request, or in the record."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.evidence import gather, item_facts
from assistant.intake import case_from_text
from assistant.review import Tools, review_case
from knowledge.findings import Findings
from tests.assistant.evidence.evidence_support import Kind, case_of

RETRO = Kind("tens", {"request_kind": frozenset({"retrospective"})})
PLAIN = Kind("tens")


def served(
    treatment: str, record: str = "Seen on 11/2/2017. RFA of 1/10/2018.", kind: Kind = PLAIN
) -> object:
    case = case_of(record, treatment)
    found = item_facts(case, case.items[0], kind).dates.get("service_date")
    return found.value if found else None


@pytest.mark.parametrize(
    "treatment",
    [
        "Retrospective TENS unit (DOS 11/15/2017)",
        "TENS unit, DOS: 11/15/17",
        "TENS unit, date of service 11-15-2017",
        "TENS unit, D.O.S. November 15, 2017",
        "Injection performed on 11/15/2017",
        "Medication dispensed on 2017-11-15",
        "Laboratory panel, dates of service 11/15/2017 and 11/16/2017",
    ],
)
def test_the_request_dates_the_service(treatment: str) -> None:
    assert served(treatment) == date(2017, 11, 15)


@pytest.mark.parametrize(
    "treatment",
    [
        "TENS unit",
        "TENS unit per report of 11/15/2017",
        "Dose 11/15 twice a day",
        "DOS unknown, RFA 11/2017",
    ],
)
def test_a_service_that_is_only_asked_for_has_no_date(treatment: str) -> None:
    assert served(treatment) is None


def test_the_record_dates_a_retrospective_service_when_it_names_one_day() -> None:
    record = "The unit was given. Date of service: 11/15/2017. The RFA is dated 1/10/2018."
    assert served("Retrospective TENS unit", record, RETRO) == date(2017, 11, 15)
    assert served("TENS unit", record, PLAIN) is None
    two = record + " Another date of service was 12/04/2017."
    assert served("Retrospective TENS unit", two, RETRO) is None


def test_a_review_takes_its_edition_and_its_passages_by_the_date_of_service(tools: Tools) -> None:
    record = "Knee pain since 05/01/2017. The RFA is dated 01/10/2018.\n\nDisputed item: "
    for treatment, edition in (
        ("Retrospective TENS unit, left knee (DOS 11/15/2017)", "2016"),
        ("TENS unit, left knee", "2017"),
    ):
        item = review_case(case_from_text(f"{record}{treatment}\n", "invented.txt"), tools).items[0]
        assert item.evaluation is not None
        assert item.evaluation.pack.edition == edition
        others = [
            p.pack for p in item.passages if not p.pack.startswith(("mtus-2016", "acoem-2004", "odg-2016"))
        ]
        assert not others or edition == "2017"


def test_the_date_rests_on_the_place_where_the_file_prints_it() -> None:
    treatment = "TENS unit (DOS 11/15/2017)"
    case = case_of("Knee pain.", treatment, header=f"Disputed: {treatment}. ")
    found = gather(case, case.items[0], RETRO, None, Findings.of())
    (evidence,) = (e for e in found.evidence if e.finding == "service_date")
    assert "11/15/2017" in evidence.quote.text
    assert found.facts.dates["service_date"].keys == (evidence.key,)
