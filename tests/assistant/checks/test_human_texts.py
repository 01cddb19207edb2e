"""A person's text: what contradicts the file is an error, what the file does not tell is a warning."""

from __future__ import annotations

import pytest

from assistant.checks import Reviewed, check_text
from assistant.checks.sample import mini_case, sample_pack
from knowledge.packs import Packs

RECORD = (
    "Date of Injury: 03/05/2016. The worker is a 47 year old male who was injured on 3/5/16. The diagnoses "
    "included sprain sacroiliac left. There was a contusion of the rib, right. "
    "Treatments to date include oral medications, home exercise, and acupuncture. "
    "The plan is chiropractic care. In a progress note dated "
    "4/20/16 the worker reported back pain rated 5/10. "
    "On 5/15/16 Utilization Review non-certified the request."
)
CASE = mini_case(RECORD, "Work hardening, 10 sessions")


def found(text: str, review: Reviewed | None = None) -> list[tuple[str, str]]:
    report = check_text(text, CASE, CASE.items[0], review, human=True)
    return [(f.rule, f.severity.value) for f in report.findings]


@pytest.mark.parametrize(
    "text",
    [
        "There is no documentation of oral medications.",
        "There is no documentation of medication use.",
        "The worker did not try medications.",
        "There is no documentation of acupuncture.",
        "There is no documentation of any prior treatment.",
        "The record does not document a trial of acupuncture treatment.",
    ],
)
def test_care_that_the_record_lists_cannot_be_absent(text: str) -> None:
    assert ("ABS06", "error") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "There is no documentation of chiropractic care.",
        "There is no documentation of functional improvement with acupuncture.",
        "There is no documentation of the dose of the medications.",
        "There is no documentation of epidural injections.",
        "There is no documentation of failure of home exercise, medications and acupuncture.",
        "Medications are not documented.",
    ],
)
def test_what_the_record_does_not_list_as_given_may_be_absent(text: str) -> None:
    assert [row for row in found(text) if row[0] == "ABS06"] == []


@pytest.mark.parametrize(
    "text", ["The diagnosis is right sacroiliac sprain.", "The left ribs are bruised."]
)
def test_a_side_written_after_the_body_part_is_read(text: str) -> None:
    assert found(text) == [("FAC13", "error")]


@pytest.mark.parametrize(
    "text",
    [
        "The worker underwent lumbar fusion.",
        "The worker was treated with surgery.",
        "He has completed physical therapy.",
        "The patient received an epidural injection.",
        "Examination showed muscle atrophy.",
    ],
)
def test_what_is_told_of_the_worker_and_unknown_to_the_record_is_a_warning(text: str) -> None:
    assert [severity for _, severity in found(text)] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "Surgery should be considered only when there is a red flag.",
        "The worker has not undergone surgery.",
        "The worker has had acupuncture.",
        "There are no clear indications for surgery.",
        "The guideline supports a fusion for instability.",
    ],
)
def test_the_guidelines_words_and_known_care_are_not_questioned(text: str) -> None:
    assert found(text) == []


def test_a_score_is_not_also_a_count_of_visits() -> None:
    rules = {rule for rule, _ in found("Pain was rated 8 out of 10.")}
    assert "FAC07" in rules
    assert "FAC09" not in rules


@pytest.mark.parametrize(
    ("citation", "rule"),
    [
        ("MTUS Sample Guidelines (2009), Sample therapy, pages 10-12", "CIT04"),
        ("MTUS Sample Guidelines (2016), Sample therapy, pages 30-32", "CIT03"),
        ("MTUS Sample Guidelines (2016), Gym memberships", "CIT07"),
        ("Official Disability Guidelines (ODG) (2016), Sample therapy, pages 10-12", "CIT07"),
    ],
)
def test_what_is_said_to_govern_must_be_what_governs(citation: str, rule: str) -> None:
    review = Reviewed(pack=sample_pack())
    assert rule in {rule for rule, _ in found(f"The governing guideline is the {citation}.", review)}


def test_the_right_citation_and_a_further_one_are_clean() -> None:
    text = (
        "The governing guideline is the MTUS Sample Guidelines (2016), Sample therapy, pages 10-12. "
        "The ACOEM guidelines, page 300, say the same."
    )
    assert found(text, Reviewed(pack=sample_pack())) == []


def test_another_request_decided_is_an_error() -> None:
    other = "The request for a gym membership is also not medically necessary."
    assert ("SCO08", "error") in found(other)
    assert found("The request for work hardening is not medically necessary.") == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("The progress note is dated 4/21/16.", "error"),
        ("UR denied the request on 5/16/16.", "error"),
        ("The progress note is dated 7/9/16.", "warning"),
        ("He fell again on 4/21/16.", "warning"),
    ],
)
def test_a_date_one_digit_from_the_records_for_the_same_event_is_an_error(text: str, severity: str) -> None:
    assert found(text) == [("FAC04", severity)]


def test_a_page_far_from_the_section_named_is_a_warning() -> None:
    review = Reviewed(packs=Packs((sample_pack(),), "sample"))
    assert found("MTUS Guidelines, Sample therapy, Page(s): 152.", review) == [("CIT03", "warning")]
    assert found("MTUS Guidelines, Sample therapy, Page(s): 11.", review) == []
    assert found("MTUS Guidelines, Other section, Page(s): 152.", review) == []


def test_a_chapter_cited_by_its_number_belongs_to_its_body_part() -> None:
    knee = mini_case(RECORD, "MRI of the left knee")
    rules = [
        f.rule for f in check_text("ACOEM Chapter 11 applies.", knee, knee.items[0], human=True).findings
    ]
    assert "CIT01" in rules
    right = check_text("ACOEM Chapter 13 applies.", knee, knee.items[0], human=True)
    assert right.findings == ()


def test_a_conclusion_on_another_service_is_an_error() -> None:
    knee = mini_case(RECORD, "MRI of the left knee")
    text = "The request for {} of the left knee is not medically necessary."
    wrong = check_text(text.format("ultrasound"), knee, knee.items[0], human=True)
    assert any(f.severity.value == "error" and "ultrasound" in f.quote for f in wrong.findings)
    assert check_text(text.format("MRI"), knee, knee.items[0], human=True).findings == ()
