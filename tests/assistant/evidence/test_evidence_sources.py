"""Clinical prose, reports of the UR decision, and requests are told apart."""

from __future__ import annotations

import pytest

from assistant.evidence.sources import parts_of
from knowledge.document import Span


def sources(text: str) -> dict[str, str]:
    return {text[p.span.start : p.span.end].strip(): p.source for p in parts_of(text, Span(0, len(text)))}


@pytest.mark.parametrize(
    "text",
    [
        "On 5-4-16 Utilization Review non-certified the request for an MRI of the hip.",
        "The original utilization review (5-4-2016) modified the request.",
        "The UR dated 5-4-16 non- certified the request for gloves.",
        "In a report dated May 4, 2016, the claims administrator failed to approve a request for a splint.",
        "The request for massage was denied due to lack of documented benefit.",
        "The requests for a brace and a cane were previously denied as no rationale was given.",
        "Massage was denied by the reviewer.",
        "Massage was denied on 5/4/2016.",
        "Massage was begun on 4/4/2016 and denied on May 4, 2016.",
        "The prior determination on 05/04/2016 denied the splint due to no weakness.",
        "Two visits were authorized by the Claims Administrator.",
        "Massage for 8 visits was the original request.",
    ],
)
def test_reports_of_the_decision(text: str) -> None:
    assert set(sources(text).values()) == {"ur"}


@pytest.mark.parametrize(
    "text",
    [
        "The patient denied numbness.",
        "On 5/4/2016 numbness was denied.",
        "The worker denies tingling due to the injury.",
        "Her weakness was noted by the physician.",
        "He completed six visits without relief.",
        "The urine was clear and the urinary tract normal.",
    ],
)
def test_clinical_prose(text: str) -> None:
    assert set(sources(text).values()) == {"record"}


def test_a_request_at_the_end_of_a_clinical_sentence() -> None:
    assert sources("The knee locks, and the physician recommended arthroscopy.") == {
        "The knee locks, and": "record",
        "the physician": "record",
        "recommended arthroscopy.": "request",
    }


def test_a_plan_that_lists_after_semicolons() -> None:
    text = "The hip is stiff; the treatment plan included an MRI; a cane; and therapy."
    found = sources(text)
    assert found["The hip is stiff;"] == "record"
    assert found["a cane;"] == found["and therapy."] == "request"


def test_what_follows_the_reason_is_clinical() -> None:
    found = sources("Eight visits were ordered due to persistent stiffness.")
    assert found == {"Eight visits were ordered": "request", "due to persistent stiffness.": "record"}


def test_a_dated_request_form_that_reports_findings() -> None:
    found = sources("The request for authorization of 1-4-2017 reported numbness of the foot.")
    assert found["reported numbness of the foot."] == "record"


def test_a_decision_after_a_semicolon_leaves_what_precedes_clinical() -> None:
    found = sources("The grip is weak; the request for therapy was denied by utilization review.")
    assert list(found.values()) == ["record", "ur"]


def test_parts_cover_the_sentence() -> None:
    text = (
        "He limps; the plan is an MRI, but pain persists because the cast is tight, and he asked for rest."
    )
    parts = parts_of(text, Span(0, len(text)))
    assert "".join(text[p.span.start : p.span.end] for p in parts) == text
