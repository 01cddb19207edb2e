"""A draft of quotes and stated computations is clean; any digit changed in it is found."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.case import DisputedItem
from assistant.checks import Reviewed, check_draft, check_text, match_item
from assistant.checks.sample import mini_case
from assistant.intake import parse_request
from assistant.results import Draft, Sentence, Severity

RECORD = (
    "Case Number: CM17-0099999. Date of Injury: 03/05/2016. The worker "
    "is a 47 year old male who sustained an industrial "
    "injury on 3-5-16. On 4/6/2016 the worker complained of low back pain "
    "rated 7/10 radiating to the left leg. Motor strength "
    "was 4/5 in the left leg. Left ankle deep tendon reflex was 1+ and "
    "right ankle deep tendon reflex 2+. Flexion was 35 degrees. "
    "MRI dated 5/17/2016 revealed a 3 mm protrusion at L4-5. Current medications "
    "include Norco 10/325 mg #90 with 2 refills. "
    "The worker completed 6 of 8 physical therapy visits over 5 weeks. "
    "A lifting limit of 15 pounds was imposed."
)
TREATMENT = "Physical therapy for the lumbar spine 2 times a week for 6 weeks (12 sessions)"
CASE = mini_case(RECORD, TREATMENT)
ITEM = CASE.items[0]
FACTS = (
    "The worker is a 47 year old male who was injured on 03/05/2016.",
    "On April 6, 2016 he complained of low back pain rated 7/10 radiating to the left leg.",
    "Motor strength was 4/5 in the left leg, and the left ankle reflex was 1+.",
    "Flexion was 35 degrees, and an MRI of 5/17/2016 showed a 3 mm protrusion at L4-5.",
    "He takes Norco 10/325 mg #90 with 2 refills and completed 6 of 8 "
    "physical therapy visits over 5 weeks.",
    "A lifting limit of 15 pounds was imposed.",
    "The request is for physical therapy 2 times a week for 6 weeks, that is 2 x 6 = 12 sessions.",
)


def draft(sentences: tuple[str, ...]) -> Draft:
    return Draft(tuple(Sentence(text, ("R",)) for text in sentences))


def quotes() -> tuple[str, ...]:
    parts = re.split(r"(?<=[a-z0-9]\.) (?=[A-Z])", RECORD)
    return tuple(f"The record states: “{part.rstrip('.')}”." for part in parts)


def test_a_draft_made_only_of_quotes_has_no_finding() -> None:
    assert check_draft(draft(quotes()), CASE, ITEM, Reviewed()).findings == ()


def test_a_draft_of_plain_facts_and_computations_has_no_finding() -> None:
    assert check_draft(draft(FACTS), CASE, ITEM, Reviewed()).findings == ()


def changed_digits(sentences: tuple[str, ...]) -> list[tuple[str, int, str]]:
    text = " ".join(sentences)
    return [
        (text[: m.start()] + str((int(m.group()) + 3) % 10) + text[m.end() :], m.start(), m.group())
        for m in re.finditer(r"\d", text)
    ]


@pytest.mark.parametrize(("text", "at", "digit"), changed_digits(FACTS))
def test_a_changed_digit_among_facts_is_found_where_it_is(text: str, at: int, digit: str) -> None:
    found = check_text(text, CASE, ITEM).findings
    assert found
    assert any(f.start <= at + 12 and at - 12 < f.end for f in found), [(f.rule, f.quote) for f in found]


@pytest.mark.parametrize(("text", "at", "digit"), changed_digits(quotes()))
def test_a_changed_digit_in_a_quote_is_found_where_it_is(text: str, at: int, digit: str) -> None:
    found = check_text(text, CASE, ITEM).errors
    assert any(f.start <= at < f.end for f in found)


EQUIVALENT = [
    "The worker was seen on April 6, 2016.",
    "The worker was seen on 4-6-16.",
    "The worker was seen on 04/06/2016.",
    "The worker was seen on 6 April 2016.",
    "The worker, forty-seven years old, rates the pain seven out of ten.",
    "The request is for twelve sessions.",
    "The request is for 12 visits, twice a week for six weeks.",
    "The MRI showed a protrusion at L4/5 and at L4-L5.",
    "He takes hydrocodone/acetaminophen.",
    "He completed six of eight visits of physical therapy.",
    "The lumbar spine and low back are painful.",
]


@pytest.mark.parametrize("text", EQUIVALENT)
def test_equivalent_wordings_agree(text: str) -> None:
    assert [(f.rule, f.quote) for f in check_text(text, CASE, ITEM).findings] == []


def test_unsupported_is_a_warning_for_a_human_and_contradicted_stays_an_error() -> None:
    text = "She was seen on 4/9/2016."
    severities = {f.rule: f.severity for f in check_text(text, CASE, ITEM, human=True).findings}
    assert severities == {"FAC02": Severity.ERROR, "FAC04": Severity.WARNING}


def test_evidence_is_verbatim_in_the_document() -> None:
    for finding in check_text("There is no VAS pain score. She has pain.", CASE, ITEM).findings:
        assert finding.evidence
        for quote in finding.evidence:
            assert CASE.document.text[quote.start : quote.end] == quote.text


def test_a_guideline_sentence_is_no_claim_about_the_worker() -> None:
    text = (
        "The MTUS recommends up to 24 visits over 16 weeks for women of 65 "
        "years. She is not addressed by ODG."
    )
    assert [f.rule for f in check_text(text.split(" She")[0], CASE, ITEM, human=True).findings] == []


def test_the_item_a_rationale_speaks_of_is_found() -> None:
    names = ("MRI of the lumbar spine", "Norflex 100 mg #60", "Acupuncture, 6 sessions")
    items = tuple(DisputedItem(n, name, parse_request(name), name) for n, name in enumerate(names, 1))
    case = replace(CASE, items=items)
    assert match_item("Muscle relaxants such as Norflex are not for long use.", case) is items[1]
    assert (
        match_item("Imaging is not needed; the request for an MRI is not medically necessary.", case)
        is items[0]
    )
    assert match_item("The trial of acupuncture is excessive.", case) is items[2]
