"""Negated, uncertain, historical, hypothetical and family mentions, and where each ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.evidence.assertion import Reading, assertions_in
from assistant.evidence.sentences import sentence_spans
from knowledge.document import Assertion


def read(text: str, target: str, *, reviewer_speaks: bool = False) -> Reading:
    start = text.index(target)
    found = assertions_in(text, sentence_spans(text))
    return found.at(start, start + len(target), reviewer_speaks=reviewer_speaks)


NEGATED = [
    ("The worker denies numbness, tingling or weakness.", "weakness"),
    ("There is no evidence of instability.", "instability"),
    ("The knee moves without crepitus.", "crepitus"),
    ("Examination shows absence of swelling.", "swelling"),
    ("Examination was unremarkable for swelling.", "swelling"),
    ("The test failed to reveal a tear.", "tear"),
    ("The worker did not attend therapy.", "therapy"),
    ("Numbness is denied.", "Numbness"),
    ("Tinel sign was negative.", "Tinel sign"),
    ("There were no positive findings.", "findings"),
    ("The swelling has resolved.", "swelling"),
    ("There was no relief from physical therapy.", "relief"),
    ("There was a negative Tinel sign.", "Tinel sign"),
    ("Surgery was not recommended.", "Surgery"),
    ("She is not being referred for hospitalization.", "hospitalization"),
    ("He denies fever or chills, chest pain, or cough.", "chest pain"),
    ("There was no bowel or bladder dysfunction, fever or weight loss.", "weight loss"),
    ("There was no bowel or bladder dysfunction, fever or weight loss.", "fever"),
    ("No numbness or tingling, fever, chills or weight loss, and the gait is normal.", "chills"),
    ("Never had radiating pain.", "radiating pain"),
    ("The worker had not started physical therapy yet.", "physical therapy"),
]
AFFIRMED = [
    ("Positive facet loading on the left, root test negative.", "Positive facet loading"),
    ("Painful extension, positive Kemp on the left, root test negative.", "positive Kemp"),
    ("There is no numbness, but weakness is present.", "weakness"),
    ("No swelling; the grip is weak.", "weak"),
    ("There was no relief from physical therapy.", "physical therapy"),
    ("He has not improved with acupuncture.", "acupuncture"),
    ("Speed test positive, Hawkins sign negative.", "Speed test"),
    ("An MRI without contrast showed a tear.", "tear"),
    ("A man with a history of an occupational claim and numbness.", "numbness"),
    ("There is no change in the weakness.", "weakness"),
    ("Therapy was attended (number of visits not found) for the hand.", "Therapy"),
    ("There was tenderness with a negative Tinel sign.", "tenderness"),
    ("Findings: a negative compression test; and anxiety.", "anxiety"),
    ("No redness or swelling, tenderness at the elbow.", "tenderness"),
    ("No redness or swelling, tenderness at the elbow or wrist.", "tenderness"),
    ("No redness or swelling, positive Neer or Hawkins.", "Neer"),
    ("No fever or chills, back pain is worse or constant.", "back pain"),
    ("No fever or chills, pain with sitting or standing.", "pain"),
    ("No deformity of the chest, the back has tenderness.", "tenderness"),
    ("Possible tear, status post repair.", "repair"),
    ("Prior treatment included acupuncture.", "acupuncture"),
    ("He denies fever. Numbness persists.", "Numbness"),
]
UNCERTAIN = [
    ("Possible rotator cuff tear.", "tear"),
    ("An MRI to rule out a herniation.", "herniation"),
    ("Findings suspicious for a fracture.", "fracture"),
    ("A fracture cannot be ruled out.", "fracture"),
    ("There is no documentation of therapy.", "therapy"),
    ("Prior visits were not documented.", "visits"),
]
HYPOTHETICAL = [
    ("If numbness develops, return at once.", "numbness"),
    ("A functional capacity evaluation is pending.", "functional capacity evaluation"),
    ("Pending a functional capacity evaluation.", "functional capacity evaluation"),
    ("She is scheduled for surgery.", "surgery"),
    ("The physician recommended acupuncture.", "acupuncture"),
    ("The worker was to receive therapy.", "therapy"),
    ("Therapy has been approved.", "Therapy"),
    ("He would like to try massage.", "massage"),
]
HISTORICAL = [
    ("A history of diabetes.", "diabetes"),
    ("Previous surgery of the hand.", "surgery"),
    ("She tried acupuncture in the past.", "acupuncture"),
]


@pytest.mark.parametrize(
    ("text", "target", "assertion"),
    [
        *((*case, Assertion.NEGATED) for case in NEGATED),
        *((*case, Assertion.AFFIRMED) for case in AFFIRMED),
        *((*case, Assertion.UNCERTAIN) for case in UNCERTAIN),
        *((*case, Assertion.HYPOTHETICAL) for case in HYPOTHETICAL),
        *((*case, Assertion.HISTORICAL) for case in HISTORICAL),
    ],
)
def test_assertion(text: str, target: str, assertion: Assertion) -> None:
    assert read(text, target).assertion is assertion


def test_what_is_said_of_a_relative_is_not_said_of_the_worker() -> None:
    assert read("Family history of cancer.", "cancer").assertion is None


def test_the_modifier_that_decides_is_named() -> None:
    text = "She denies numbness."
    by = read(text, "numbness").by
    assert by is not None
    assert text[by.start : by.end] == "denies"


def test_a_reviewer_who_denied_is_no_negation() -> None:
    text = "Utilization review denied the MRI."
    assert read(text, "MRI", reviewer_speaks=True).assertion is Assertion.AFFIRMED


@pytest.mark.parametrize("decided", ["failed to approve", "did not certify", "declined to authorize"])
def test_a_decision_not_to_approve_denies_nothing_of_what_was_asked(decided: str) -> None:
    text = f"The claims administrator {decided} an epidural injection under fluoroscopy."
    assert read(text, "fluoroscopy", reviewer_speaks=True).assertion is Assertion.AFFIRMED
    assert read(text, "fluoroscopy").assertion is Assertion.NEGATED


def test_what_a_reviewer_says_is_absent_stays_denied() -> None:
    text = "The reviewer wrote that the examination failed to show weakness."
    assert read(text, "weakness", reviewer_speaks=True).assertion is Assertion.NEGATED


def test_an_empty_text_reads_as_affirmed() -> None:
    assert assertions_in("", ()).at(0, 0).assertion is Assertion.AFFIRMED


def test_threads_share_the_pipeline() -> None:
    cases = (NEGATED + HYPOTHETICAL) * 4
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda case: read(*case).assertion, cases))
    assert found == ([Assertion.NEGATED] * len(NEGATED) + [Assertion.HYPOTHETICAL] * len(HYPOTHETICAL)) * 4
