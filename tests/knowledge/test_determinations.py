from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.determinations import parse, read_heading
from knowledge.determinations.header import read_header
from knowledge.document import Document
from knowledge.model import Decision

FORM = """Case Number: CM16-0000003
HOW THE IMR FINAL DETERMINATION WAS MADE
State(s) of Licensure: California, Oregon
Certification(s)/Specialty: Internal Medicine
CLINICAL CASE SUMMARY
The expert reviewer developed the following clinical case summary based on a review of the case file, including all medical records:
The injured worker is a 30 year old baker with wrist pain.
IMR ISSUES, DECISIONS AND RATIONALES
The Final Determination was based on decisions for the disputed items/services set forth below:
Wrist brace: Upheld
Claims Administrator guideline: One book.
MAXIMUS guideline: Another book.
Decision rationale: A first paragraph.
A second paragraph.
Naproxen 500mg #30 is: Overturned
Claims Administrator guideline: One book.
MAXIMUS guideline: Another book.
Decision rationale: It helps.
"""  # noqa: E501  # one paragraph a line, as documents are folded


def test_a_form_is_read_whole() -> None:
    found = parse(Document.of(FORM))
    assert found is not None
    assert found.summary_text == "The injured worker is a 30 year old baker with wrist pain."
    assert (found.reviewer_state, found.reviewer_specialty) == ("California, Oregon", "Internal Medicine")
    brace, naproxen = found.items
    assert (brace.heading.treatment, brace.heading.decision) == ("Wrist brace", Decision.UPHELD)
    assert brace.claims_administrator_guideline == "One book."
    assert brace.reviewer_guideline == "Another book."
    assert brace.rationale == "A first paragraph.\nA second paragraph."
    assert (naproxen.heading.treatment, naproxen.heading.decision) == (
        "Naproxen 500mg #30",
        Decision.OVERTURNED,
    )
    assert naproxen.rationale == "It helps."


def test_other_text_is_no_determination() -> None:
    assert parse(Document.of("A letter about a wrist.")) is None


def test_headings_alone_are_items() -> None:
    bare = FORM[: FORM.index("Wrist brace")] + "Wrist brace: Upheld\nNaproxen: Overturned\n"
    found = parse(Document.of(bare))
    assert found is not None
    assert [item.heading.treatment for item in found.items] == ["Wrist brace", "Naproxen"]


@pytest.mark.parametrize(
    ("heading", "treatment", "decision"),
    [
        ("Wrist brace: Upheld", "Wrist brace", Decision.UPHELD),
        ("Wrist brace is: Overturned", "Wrist brace", Decision.OVERTURNED),
        ("Wrist brace is Upheld.", "Wrist brace", Decision.UPHELD),
        ("1. Wrist brace: Upheld", "Wrist brace", Decision.UPHELD),
        ("2. 12 visits of therapy: Upheld", "12 visits of therapy", Decision.UPHELD),
        ("Wrist brace is not medically necessary and appropriate.", "Wrist brace", Decision.UPHELD),
        ("Wrist brace is medically necessary", "Wrist brace", Decision.OVERTURNED),
        ("Labs to include: glucose: Upheld", "Labs to include: glucose", Decision.UPHELD),
        ("Wrist brace: [hidden]", "Wrist brace", None),
        ("Wrist brace", "Wrist brace", None),
    ],
)
def test_headings(heading: str, treatment: str, decision: Decision | None) -> None:
    found = read_heading(heading)
    assert (found.treatment, found.decision) == (treatment, decision)


DATES = {
    "date_assigned": date(2016, 11, 9),
    "date_of_injury": date(2016, 10, 13),
    "decision_date": date(2016, 12, 9),
    "ur_denial_date": date(2016, 11, 3),
    "application_received": date(2016, 11, 4),
}


@pytest.mark.parametrize(
    "header",
    [
        "Case Number: CM16-0000001\nDate Assigned: 11/09/2016 Date of Injury: 10/13/2016\n"
        "Decision Date: 12/09/2016 UR Denial Date: 11/03/2016\n"
        "Priority: Standard Application\nReceived:\n11/04/2016",
        "Case Number:\tCM16-0000001\nDate Assigned:\t11/09/2016\tDate of Injury:\t10/13/2016\n"
        "Decision Date:\t12/09/2016\tUR Denial Date:\t11/03/2016\n"
        "Priority:\tStandard\tApplication Received:\t11/04/2016",
        "Case Number: Date Assigned: Decision Date: Priority:\n"
        "CM16-0000001 11/09/2016 12/09/2016 Standard\n"
        "Date of Injury: UR Denial Date: Application Received:\n10/13/2016 11/03/2016 11/04/2016",
    ],
)
def test_two_columns_survive_extraction(header: str) -> None:
    found = read_header(header)
    assert {name: getattr(found, name) for name in DATES} == DATES
    assert (found.case_number, found.priority) == ("CM16-0000001", "Standard")


@pytest.mark.parametrize("decided", ["", "[hidden]", "112/09/2016"])
def test_a_hidden_date_takes_none_from_its_neighbours(decided: str) -> None:
    found = read_header(f"Date of Injury: 10/13/2016\nDecision Date: {decided} UR Denial Date: 11/03/2016")
    assert found.decision_date is None
    assert (found.date_of_injury, found.ur_denial_date) == (date(2016, 10, 13), date(2016, 11, 3))


def test_a_date_that_does_not_exist_is_not_stated() -> None:
    assert read_header("Date of Injury: 13/45/2016").date_of_injury is None


@given(st.text(max_size=400))
def test_any_text_can_be_parsed(text: str) -> None:
    parse(Document.of(text))
    parse(Document.of(FORM + text))
