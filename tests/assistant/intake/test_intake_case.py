from __future__ import annotations

import contextlib
import textwrap
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import AssistantError, NotACaseError
from assistant.intake import case_from_text
from tests.assistant.intake.invented_forms import SUMMARY, Item, form
from tests.growth import growth

_SLACK = 3  # ten times the text may take thirty times as long; quadratic work would take a hundred

APPLICATION = """Case number: CM17-0000002
Date of injury: March 3, 2016
UR denial date: 2016-11-02
Disputed items:
- MRI of the lumbar spine
- Physical therapy 2x/week x 4 weeks
Clinical notes: The patient has low back pain 6/10. Exam shows tenderness. No red flags.
"""


def test_a_determination_becomes_a_case_without_its_decision() -> None:
    case = case_from_text(form(Item(), Item("Physical therapy 2 times a week for 4 weeks", "Overturned")))
    assert [item.treatment for item in case.items] == [
        "MRI of the lumbar spine",
        "Physical therapy 2 times a week for 4 weeks",
    ]
    assert case.items[1].request.visits == 8
    assert case.record_text == SUMMARY
    assert case.case_number == "CM16-0000001"
    assert (case.date_of_injury, case.date_assigned) == (date(2016, 10, 13), date(2016, 11, 9))
    assert (case.ur_denial_date, case.application_received) == (date(2016, 11, 3), date(2016, 11, 4))
    assert case.priority == "Standard"
    assert case.decision_date is None


def test_header_dates_can_be_quoted_and_the_decision_date_cannot() -> None:
    text = case_from_text(form(Item())).document.text
    assert "Date of Injury: 10/13/2016" in text
    assert "12/09/2016" not in text
    assert "Decision" not in text


@pytest.mark.parametrize("joint", [": ", " is: ", " is "])
def test_headings_in_their_forms(joint: str) -> None:
    assert case_from_text(form(Item(joint=joint))).items[0].treatment == "MRI of the lumbar spine"


def test_the_remaining_part_of_a_request_is_in_dispute() -> None:
    heading = (
        "Acupuncture 10 sessions was the original request. Acupuncture 6 sessions was authorized by the "
        "Claims Administrator. The remaining IMR eligible portion of the original request, "
        "Acupuncture 4 sessions"
    )
    (item,) = case_from_text(form(Item(heading, joint=" is: "))).items
    assert item.treatment == "Acupuncture 4 sessions"
    assert item.original_request == "Acupuncture 10 sessions"
    assert item.authorized == "Acupuncture 6 sessions"
    assert (item.request.visits, item.whole_visits) == (4, 10)
    assert item.request.visits == 4


def test_the_whole_request_is_in_dispute_where_something_else_was_authorized() -> None:
    heading = (
        "Wheelchair was the original request. The Claims Administrator authorized a walker, leaving the "
        "original request IMR eligible. The original request, Wheelchair"
    )
    (item,) = case_from_text(form(Item(heading, joint=" is: "))).items
    assert (item.treatment, item.authorized) == ("Wheelchair", "a walker")


ALTERED = [
    Item(outcome="Overturned"),
    Item(administrator="Knee brace: Upheld", reviewer="Cane: Overturned", rationale="Walker: Upheld"),
    Item(rationale="One.\nWalker: Overturned\nOverturned: Upheld"),
    Item(rationale="Walker: Upheld\nClaims Administrator guideline: none"),
    Item(administrator="Walker: Upheld\nClaims Administrator guideline: none"),
    Item(rationale="CLINICAL CASE SUMMARY\nThe worker is well.\nIMR ISSUES, DECISIONS AND RATIONALES"),
    Item(reviewer="Decision rationale: nested\nMAXIMUS guideline: nested"),
    Item(rationale="See.\nThe remaining IMR eligible portion of the original request, a boat is: Upheld"),
    Item(administrator="x", reviewer="y", rationale="z " * 400),
]


@pytest.mark.parametrize("altered", ALTERED)
@pytest.mark.parametrize("second", ["Overturned", "Upheld"])
def test_the_decision_part_leaves_no_trace(altered: Item, second: str) -> None:
    therapy = Item("Physical therapy 2 times a week for 4 weeks", second)
    original = case_from_text(form(Item(), therapy))
    assert case_from_text(form(altered, therapy, decided="01/31/2018")) == original


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_wrapped_and_spaced_forms_read_alike(gap: str) -> None:
    plain = case_from_text(form(Item(), Item("Physical therapy twice a week")))
    lines = [w for line in plain_lines() for w in textwrap.wrap(line, 90)]
    assert [i.treatment for i in case_from_text(gap.join(lines)).items] == [
        i.treatment for i in plain.items
    ]


def test_a_line_that_breaks_off_within_a_sentence_goes_on_in_the_next() -> None:
    told = (
        "The worker was seen for pain of the left elbow, which began after lifting\n\n\n"
        "trays for a week in the canteen. The elbow was tender.\n\n"
        "He works on."
    )
    read = case_from_text(told + "\n\nDisputed item: Elbow brace").record_text
    assert "after lifting trays for a week in the canteen. The elbow was tender.\nHe works on." in read


def plain_lines() -> list[str]:
    return form(Item(), Item("Physical therapy twice a week")).splitlines()


def test_determinations_joined_to_one_file_are_refused() -> None:
    first, second = form(Item()), form(Item()).replace("CM16-0000001", "CM16-0000002")
    with pytest.raises(NotACaseError, match="2 determinations \\(CM16-0000001, CM16-0000002\\)"):
        case_from_text(first + second)
    told = Item(rationale="An earlier case number: CM16-0000009. It is not medically necessary.")
    assert len(case_from_text(form(told)).items) == 1


def test_a_form_without_header() -> None:
    case = case_from_text(form(Item(), header=False))
    assert case.date_of_injury is None
    assert case.record_text == SUMMARY
    assert len(case.items) == 1


def test_an_application_with_a_list() -> None:
    case = case_from_text(APPLICATION)
    assert [item.treatment for item in case.items] == [
        "MRI of the lumbar spine",
        "Physical therapy 2x/week x 4 weeks",
    ]
    assert case.date_of_injury == date(2016, 3, 3)
    assert case.ur_denial_date == date(2016, 11, 2)
    assert "No red flags." in case.record_text


@pytest.mark.parametrize(
    "line",
    [
        "Requested treatment: MRI of the left knee",
        "Request: MRI of the left knee.",
        "Disputed item(s):\n1. MRI of the left knee",
        "An RFA dated 11/12/2016 was submitted for MRI of the left knee.",
        "Request for authorization dated 11/12/2016 for MRI of the left knee was received.",
        "UR denied the request for MRI of the left knee on 11/12/2016.",
    ],
)
def test_items_are_found_in_lists_and_sentences(line: str) -> None:
    case = case_from_text(f"The worker hurt the knee; exam shows effusion and tenderness.\n{line}\n")
    assert [item.treatment for item in case.items] == ["MRI of the left knee"]


def test_a_recipe_is_no_case() -> None:
    with pytest.raises(NotACaseError, match="does not read like a case"):
        case_from_text("Soup: boil two carrots in water for ten minutes. Request: add pepper.", "soup.txt")


def test_a_record_without_disputed_item_says_what_to_add() -> None:
    with pytest.raises(NotACaseError, match="Disputed items"):
        case_from_text("The patient has low back pain and a sprain; exam shows tenderness.")


def test_contradictory_dates_are_warned_of_and_lose_nothing() -> None:
    case = case_from_text(form(Item()).replace("Date of Injury: 10/13/2016", "Date of Injury: 12/01/2017"))
    assert case.date_of_injury == date(2017, 12, 1)
    assert case.items
    assert any("date of injury (12/01/2017) is after the UR denial date" in w for w in case.warnings)


def test_a_record_that_dates_the_injury_otherwise_is_warned_of() -> None:
    case = case_from_text(
        form(Item(), summary=SUMMARY + " The industrial injury of October 13, 2015 is described.")
    )
    assert any("10/13/2015" in warning for warning in case.warnings)


@pytest.mark.parametrize(
    "unit",
    [
        "a ",
        "request for authorization for ",
        "Disputed items:\n",
        "2 times a ",
        "x: Upheld\nClaims Administrator guideline: \n",
        "denied the request for a. ",
        "\n",
        "1",
        "original request is: Upheld\n",
    ],
)
def test_a_megabyte_is_read_in_linear_time(unit: str) -> None:
    def read(length: int) -> None:
        with contextlib.suppress(AssistantError):
            case_from_text("patient injury pain " + unit * (length // len(unit)))

    assert growth(read, 100_000, 1_000_000) < 10 * _SLACK


PIECES = st.sampled_from(
    [
        "CLINICAL CASE SUMMARY\n",
        "IMR ISSUES, DECISIONS AND RATIONALES\n",
        "Claims Administrator guideline: ",
        "Decision rationale: ",
        "MRI: Upheld\n",
        " was the original request. ",
        "Date of injury: 13/45/2016\n",
        "Disputed items:\n",
        "patient injury pain ",
        "\f",
        "\n",
        "- ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=20), max_size=25).map("".join))
def test_any_text_is_a_case_or_refused(text: str) -> None:
    with contextlib.suppress(AssistantError):
        case = case_from_text(text)
        assert case.items
        assert 0 <= case.record.start <= case.record.end <= len(case.document.text)
