"""What is only asked for: seen as planned, but nothing where it is the very request."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.case import Case, DisputedItem, Request
from assistant.evidence.gather import gather
from knowledge.evaluate import ONLY_AS, run
from knowledge.findings import Findings
from knowledge.model import AllTest, AnyTest, FindingTest, Status
from tests.assistant.evidence.evidence_support import case_of, kind, pack_of, rule

GIVEN = rule("given", present=("acupuncture", "tramadol", "norco"))
TOLD = rule("told", present=("numbness",))


@pytest.mark.parametrize(
    ("treatment", "record", "seen"),
    [
        ("Acupuncture, 6 visits", "The plan included acupuncture and an MRI.", 0),
        ("EMG of the left arm", "The plan included acupuncture and an MRI.", 1),
        ("Norco 5/325 mg #30", "Authorization was requested for Norco.", 0),
        ("Acupuncture, 6 visits", "He had acupuncture in May.", 1),
    ],
)
def test_the_very_request_shows_nothing(treatment: str, record: str, seen: int) -> None:
    case = case_of(record, treatment)
    found = gather(case, case.items[0], kind(treatment), pack_of("given"), Findings.of(GIVEN))
    assert len(found.facts.observations.get("given", ())) == seen


@pytest.mark.parametrize(("joined", "planned"), [(AllTest, False), (AnyTest, True)])
def test_what_is_planned_does_not_tell_of_what_is_lacking_beside_it(
    joined: type[AllTest] | type[AnyTest], planned: bool
) -> None:
    case = case_of("The plan included acupuncture.", "EMG of the left arm")
    known = Findings.of(GIVEN, TOLD)
    facts = gather(case, case.items[0], kind("EMG"), pack_of("given", "told"), known).facts
    both = [FindingTest(finding="given"), FindingTest(finding="told")]
    test = AllTest(all=both) if joined is AllTest else AnyTest(any=both)
    trace = run(test, facts)
    assert trace.status is Status.NOT_DOCUMENTED
    assert trace.why.startswith(ONLY_AS) is planned
    assert len(trace.keys) == planned
    assert len(trace.parts) == 2


STUDY = rule("study", present=("MRI",), before_request=True)


@pytest.mark.parametrize(
    ("record", "earlier"),
    [
        ("An MRI of 4/1/2017 showed a tear. An RFA of 5/2/2017 asks for it again.", True),
        ("An MRI of 5/20/2017 showed a tear. An RFA of 5/2/2017 was sent.", False),
        ("An MRI of 5/1/2017 showed a tear. An RFA of 5/2/2017 was sent.", False),
        ("An MRI showed a tear. An RFA of 5/2/2017 was sent.", True),
        ("An MRI of 5/20/2017 showed a tear.", True),
    ],
)
def test_a_study_at_the_request_or_later_is_no_earlier_one(record: str, earlier: bool) -> None:
    case = case_of(record, "CT of the knee", denied=date(2017, 6, 1))
    found = gather(case, case.items[0], kind("CT"), pack_of("study"), Findings.of(STUDY))
    assert ("study" in found.facts.observations) is earlier


def test_the_whole_request_tells_the_part_of_the_body() -> None:
    whole = DisputedItem(
        1, "6 chiropractic visits", Request(), "", original_request="12 chiropractic visits for the neck"
    )
    plain = case_of("The neck is sore.", "6 chiropractic visits")
    case = Case(plain.document, plain.record, (whole,))
    facts = gather(case, whole, kind(whole.treatment), None, Findings.of(TOLD)).facts
    assert facts.item["region"] == {"cervical"}
