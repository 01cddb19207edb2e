"""Tests, measurements and treatments called undone or unrecorded in whatever words."""
# ruff: noqa: E501 - pairs of sentences, one pair a line

from __future__ import annotations

import pytest

from assistant.checks import check_text
from assistant.checks.sample import mini_case
from assistant.results import Severity

RECORD = (
    "The worker is a 44 year old female with pain of the left wrist. X-rays of the left wrist dated"
    " 5/2/2016 showed no fracture. Six visits of physical therapy were completed. A corticosteroid"
    " injection of the left wrist was given on 6/1/2016. Grip was 10 pounds on the left and 48 pounds on"
    " the right. Reflexes were 2+ in the upper extremities. She has been back to regular work since"
    " 7/1/2016. Acupuncture will be considered."
)


def seen(text: str) -> bool:
    case = mini_case(RECORD, "MRI of the left wrist")
    found = check_text(text, case, case.items[0], human=True).findings
    return any(f.rule in ("ABS07", "ABS01", "ABS06") and f.severity is Severity.ERROR for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "Plain radiographs have never been obtained.",
        "Radiographs of the wrist have not been taken.",
        "Grip strength was not measured.",
        "The reports fail to state her work status.",
        "It is unclear whether she is working.",
        "The deep tendon reflexes were not tested.",
        "An injection has not been attempted.",
        "She has not had any physical therapy.",
    ],
)
def test_what_the_record_has_is_not_missing(text: str) -> None:
    assert seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plain radiographs of the left shoulder have never been obtained.",
        "No repeat x-rays of the wrist have been taken since May.",
        "Acupuncture has not been tried.",
        "The response to the injection was not documented.",
        "Sensation was not tested.",
        "No stress x-rays were taken.",
        "Reflexes of the lower extremities were not tested.",
    ],
)
def test_what_it_has_not_is_left_alone(text: str) -> None:
    assert not seen(text)


CASE = (
    "The worker is a 51 year old male roofer with pain of the right knee after a fall from a ladder on"
    " 3/1/2016. He does stretches at home each day. He takes naproxen 500 mg twice a day. Treatment to date has"
    " included eight visits of physical therapy for the right knee and a knee brace. A corticosteroid injection"
    " of the right knee was given on 6/1/2016. An MRI of the right knee dated 7/1/2016 showed a meniscal tear."
    " Examination of the right knee showed a mild effusion and flexion of 110 degrees; strength was 4/5."
    " Sensation was intact in the lower extremities. He walks with a cane. A TENS unit will be requested. He has"
    " been off work since May. He sleeps four hours a night. Pain fell from 8/10 to 5/10 with therapy."
)


@pytest.mark.parametrize(
    ("false", "true"),
    [
        ("Home exercise has not been taken up.", "Home traction has not been taken up."),
        ("He is not shown to take any anti-inflammatory.", "He is not shown to take any opioid."),
        ("Imaging of the knee has yet to be done.", "Imaging of the shoulder has yet to be done."),
        ("The joint was free of effusion.", "The left knee was free of effusion."),
        ("No injection formed part of his care.", "No injection of the left knee formed part of his care."),
        ("A brace has never been worn.", "A TENS unit has never been used."),
        ("Strength was not graded.", "Reflexes were not graded."),
        ("A sensory examination was not carried out.", "A gait examination of speed was not carried out."),
        ("Nowhere is his work status mentioned.", "Nowhere is his smoking mentioned."),
        ("How he sleeps is not described.", "How much he drinks is not described."),
        ("How his pain responded to treatment is not reported.", "Goals of treatment are not reported."),
        (
            "The number of visits he attended is missing.",
            "The number of acupuncture visits is missing.",
        ),
        ("How the injury occurred is left unstated.", "How the tear healed is left unstated."),
        ("No magnetic resonance imaging of the knee exists.", "No CT of the knee exists."),
        ("The file is silent on his walking.", "The file is silent on his mood."),
    ],
)
def test_the_record_decides(false: str, true: str) -> None:
    case = mini_case(CASE, "Arthroscopy of the right knee")
    for text, wrong in ((false, True), (true, False)):
        found = check_text(text, case, case.items[0], human=True).findings
        flagged = [f.rule for f in found if f.rule[:3] == "ABS" and f.severity is Severity.ERROR]
        assert bool(flagged) is wrong, (text, flagged)
        assert len(flagged) <= 1, (text, flagged)


@pytest.mark.parametrize(
    ("treatment", "text", "wrong"),
    [
        ("Ketoprofen cream 10%, 240 gm", "The quantity was left out of the request.", True),
        ("Ketoprofen cream 10%", "The quantity was left out of the request.", False),
        (
            "Acupuncture, neck, 2 times a week for 4 weeks",
            "How often it is sought is not stated.",
            True,
        ),
        (
            "Acupuncture, neck, 2 times a week for 4 weeks",
            "The request gives no number of visits.",
            True,
        ),
        ("Acupuncture", "The request gives no number of visits.", False),
        (
            "Physical therapy for the left hip, 6 visits",
            "The request leaves the body part unspecified.",
            True,
        ),
        ("Physical therapy, 6 visits", "The request leaves the body part unspecified.", False),
    ],
)
def test_the_request_states_what_it_states(treatment: str, text: str, wrong: bool) -> None:
    case = mini_case("The worker has pain.", treatment)
    found = check_text(text, case, case.items[0], human=True).findings
    assert any(f.rule[:3] == "ABS" and f.severity is Severity.ERROR for f in found) is wrong


LIST = (
    "The worker is a 38 year old female with neck and left arm pain. Treatment to date has included x-rays, trigger point"
    " injections, a wrist splint at night, home exercises and NSAIDs. MRI of the neck (5-2-2016) with a small bulge."
    " Reflexes of the arms were not tested. Left biceps strength was 4/5. A visit note of 6-1-2016 shows 110/70 and"
    " PT (8), which helped."
)


@pytest.mark.parametrize(
    ("false", "true"),
    [
        ("No radiographs were obtained.", "No CT was obtained."),
        ("Trigger point injections have not been tried.", "Epidural injections have not been tried."),
        ("A splint has never been worn.", "A lumbar brace has never been worn."),
        ("NSAIDs have not been tried.", "Muscle relaxants have not been tried."),
        ("There has been no MRI of the neck.", "There has been no electrodiagnostic study."),
        ("Strength of the left biceps was not graded.", "Strength of the left triceps was not graded."),
        ("Reflexes of the arms were symmetric and 2+.", "Left biceps strength was 4/5."),
    ],
)
def test_lists_and_kinds_count(false: str, true: str) -> None:
    case = mini_case(LIST, "EMG of the left upper extremity")
    for text, wrong in ((false, True), (true, False)):
        found = check_text(text, case, case.items[0], human=True).findings
        rules = [f.rule for f in found if f.severity is Severity.ERROR]
        assert bool(rules) is wrong, (text, rules)


WORKER = (
    "The worker is a 51 year old male with pain of the right shoulder. He does not smoke. He does the stretches from"
    " therapy each morning. He remarked that he was not interested in any operation. Naproxen made him groggy."
    " Lifting was raised from 10 to 20 pounds. PHQ-9 was 14. He had some trouble with tandem walking. Acetaminophen was"
    " tried and stopped. A cortisone injection of the right shoulder was given on 7/19/2016. Pain is 6 out of 10. He has"
    " had no massage at all, as the order was lost. Acupuncture was to start in June."
)


def told(text: str) -> bool:
    case = mini_case(WORKER, "MRI of the right shoulder")
    found = check_text(text, case, case.items[0], human=True).findings
    return any(f.rule.startswith("ABS") and f.severity is Severity.ERROR for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "His smoking status is not recorded.",
        "There is no documentation that he has been performing any home exercise.",
        "There was no statement as to whether the applicant would consider surgery.",
        "The records do not include his attitude toward surgery.",
        "No adverse effects were reported, but use has run past what the guideline allows.",
        "No change in lifting restrictions was reported.",
        "No standardized depression measure was submitted.",
        "Balance was not tested.",
        "There was a lack of documentation that acetaminophen had been tried.",
        "Although no corticosteroid injection has been attempted, the MRI of 6/2/2016 shows a tear of the shoulder.",
    ],
)
def test_the_workers_own_course_is_not_missing(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "His alcohol use is not recorded.",
        "There was no statement as to whether the surgeon would consider another injection.",
        "No scores with and without the drug were given.",
        "Massage has not been tried.",
        "Acupuncture had yet to begin.",
        "There was a lack of documentation that gabapentin had been tried.",
        "No change in standing tolerance with acupuncture was reported.",
        "Memory was not tested.",
        "No risk factor for delayed healing was reported.",
    ],
)
def test_what_the_worker_did_not_tell_is_left_alone(text: str) -> None:
    assert not told(text)
