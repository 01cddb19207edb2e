"""True sentences of reviewers that once had an error: what was confused with what stays apart."""
# ruff: noqa: E501 - sentences, one a line

from __future__ import annotations

import pytest

from assistant.checks import check_text
from assistant.checks.sample import mini_case
from assistant.results import Severity

RECORD = (
    "The worker is a 44 year old female with pain of the left knee. An MRI of the left knee was done on"
    " 5/2/2016. Twelve visits of physical therapy were completed. There is weakness of the left quadriceps"
    " and the body mass index is 45.9. Surgery was declined."
)


def errors(text: str) -> set[str]:
    case = mini_case(RECORD, "MRI of the left knee")
    found = check_text(text, case, case.items[0], human=True).findings
    return {f.rule for f in found if f.severity is Severity.ERROR}


@pytest.mark.parametrize(
    "text",
    [
        "The earlier MRI is less than one year old. The request is not medically necessary.",
        "The worker has had no acupuncture, has weakness of the quadriceps, and needs an answer.",
        "All criteria are satisfied except the body mass index, which is 45.9. The request is not medically"
        " necessary.",
        "Physical therapy did not provide lasting relief. There is weakness of the left quadriceps. The"
        " request is medically necessary.",
        "Nothing at all is described in the right knee. The request is not medically necessary.",
    ],
)
def test_a_true_sentence_has_no_error(text: str) -> None:
    assert errors(text) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The worker is 54 years old and has pain of the left knee.", "FAC01"),
        ("There is no weakness of the left quadriceps.", "ABS01"),
        ("There is pain of the right knee.", "FAC13"),
        ("All criteria are satisfied. The request is not medically necessary.", "CON01"),
    ],
)
def test_its_false_neighbour_has_one(text: str, rule: str) -> None:
    assert rule in errors(text)


LONG = (
    "The worker was injured on 11/14/2016. Past history: methotrexate for psoriasis for five years. The"
    " left sided reflexes were normal. The right biceps jerk could not be obtained. Ultrasound of the left"
    " shoulder showed a partial tear without retraction and no effusion. UR denied it on 12/20/2016."
)


def wrong(text: str, treatment: str = "Acupuncture 2 times a week for 4 weeks, neck") -> set[str]:
    case = mini_case(LONG, treatment)
    found = check_text(text, case, case.items[0], human=True).findings
    return {f.rule for f in found if f.severity is Severity.ERROR}


@pytest.mark.parametrize(
    "text",
    [
        "The request for eight more sessions is not medically necessary.",
        "The request for 8 additional visits is not medically necessary.",
        "The worker has taken methotrexate for five years.",
        "The right biceps reflex is absent.",
        "The ultrasound of the left shoulder showed a partial tear with no effusion.",
    ],
)
def test_what_the_record_tells_in_other_words_is_no_error(text: str) -> None:
    assert wrong(text) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The request for eight sessions of massage is not medically necessary.", "SCO08"),
        ("The worker has used naproxen for seven years.", "FAC06"),
        ("The left sided reflexes were absent.", "POL06"),
    ],
)
def test_and_its_false_neighbour_is(text: str, rule: str) -> None:
    assert rule in wrong(text)


def test_a_bound_a_quotation_and_a_named_criterion_deny_nothing() -> None:
    told = "No more than six visits after the partial tear are asked for. It is not medically necessary."
    assert wrong(told) == set()


@pytest.mark.parametrize(("said", "off"), [("2 + 2 + 2 + 2 = 8", False), ("2 + 2 + 2 + 2 = 10", True)])
def test_a_sum_of_many_is_reckoned_whole(said: str, off: bool) -> None:
    assert ("CON04" in errors(f"The four courses ask for {said} visits a week.")) is off


BEFORE_SURGERY = (
    "The worker is a 34 year old male with a meniscal tear of the left knee."
    " He takes gabapentin and ibuprofen. He has not had acupuncture."
    " The surgeon requested knee arthroscopy, an EKG and a chest x-ray."
)


def errors_before_surgery(text: str) -> set[str]:
    case = mini_case(BEFORE_SURGERY, "Preoperative EKG and chest x-ray")
    found = check_text(text, case, case.items[0], human=True).findings
    return {f.rule for f in found if f.severity is Severity.ERROR}


@pytest.mark.parametrize(
    "text",
    [
        "He is acupuncture naive.",
        "Gabapentin, an NSAID and rest have been tried.",
        "While the surgery is supported, the EKG and film of the chest are not medically necessary.",
    ],
)
def test_words_beside_the_point_are_no_error(text: str) -> None:
    assert errors_before_surgery(text) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("He takes gabapentin, an NSAID, every day.", "FAC23"),
        ("The preoperative EKG and bone scan are not medically necessary.", "SCO09"),
    ],
)
def test_a_wrong_class_or_request_is_one(text: str, rule: str) -> None:
    assert rule in errors_before_surgery(text)


LONG_CARE = (
    "The worker is a 50 year old male with pain of the left shoulder. A urine drug screen of 8/30/2016 was positive for"
    " hydrocodone and also for oxazepam, which was not prescribed. Tramadol had been stopped owing to nausea and naproxen"
    " had caused stomach burning. He uses Tylenol and over the counter Advil now and then. With gabapentin the burning"
    " drops from 8 to 4. The injection gave 30% relief. Treatment included a sling for 4 weeks and 8 sessions of physical"
    " therapy. MRI showed a tear and no fatty atrophy; strength was 3/5 with weakness of abduction. There was spasm at"
    " night. Tenderness but no palpable spasm was noted. Acupuncture twice a week for six weeks was prescribed."
)


def errors_of_long_care(text: str) -> set[str]:
    case = mini_case(LONG_CARE, "Acupuncture 2 times a week for 6 weeks, left shoulder")
    found = check_text(text, case, case.items[0], human=True).findings
    return {f.rule for f in found if f.severity is Severity.ERROR}


@pytest.mark.parametrize(
    "text",
    [
        "Twelve sessions is twice the upper end of a trial.",
        "The drug screen of August showed a benzodiazepine not prescribed to him.",
        "The worker failed two classes of medication on account of nausea and dyspepsia, and was down to Tylenol.",
        "There was no mention of acupuncture having been received earlier in the claim.",
        "MRI showed a tear with no atrophy, matching the weakness of abduction.",
        "He gets a 50 percent reduction with gabapentin.",
        "There is no record of surgery for this shoulder, and Advil has been used sporadically.",
        "While night-time spasm was reported, no palpable spasm was noted.",
        "Here there are nine weeks of sling, NSAID and therapy.",
    ],
)
def test_a_true_account_of_long_care_has_no_error(text: str) -> None:
    assert errors_of_long_care(text) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The worker has never used Tylenol.", "ABS"),
        ("He had nausea from ibuprofen.", "FAC41"),
        ("The worker has not had physical therapy.", "ABS"),
        ("There is no weakness of abduction.", "ABS01"),
    ],
)
def test_a_false_one_of_long_care_has(text: str, rule: str) -> None:
    assert any(found.startswith(rule) for found in errors_of_long_care(text))
