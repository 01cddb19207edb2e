"""Which passage is named first for a finding."""

from __future__ import annotations

import pytest

from assistant.evidence.gather import gather
from knowledge.findings import Findings
from tests.assistant.evidence.evidence_support import case_of, kind, pack_of, rule, seen

FOUND = rule(
    "found",
    present=("limited motion", "motion (?:is|was) limited", "flexion \\d+", "numbness", "tunnel"),
    absent=("negative tunnel sign",),
    regional=True,
    bears="limb",
)


def told(record: str, treatment: str = "therapy of the low back") -> list[str]:
    case = case_of(record, treatment)
    found = gather(case, case.items[0], kind(treatment), pack_of("found"), Findings.of(FOUND))
    keys = tuple(o.key for o in found.facts.observations["found"] if o.present)
    return [e.quote.text for e in found.by_keys(keys)]


@pytest.mark.parametrize(
    ("record", "first"),
    [
        (
            "The worker complains of limited motion. On examination motion is limited.",
            "On examination motion is limited.",
        ),
        (
            "Diagnoses include a strain with limited motion. Motion was limited.",
            "Motion was limited.",
        ),
        (
            "On 3/1/2017 examination showed flexion 40. On 4/2/2017 examination showed flexion 55.",
            "On 4/2/2017 examination showed flexion 55.",
        ),
        (
            "Examination shows no spasm or numbness and tunnel pain. Examination shows limited motion.",
            "Examination shows limited motion.",
        ),
        ("There is numbness. There is limited motion.", "There is numbness."),
    ],
)
def test_the_most_telling_passage_comes_first(record: str, first: str) -> None:
    assert told(record)[0] == first


def test_the_place_of_what_is_denied_affirms_nothing() -> None:
    found = rule("found", present=("tunnel", "percussion"), absent=("negative percussion",))
    assert [m.present for m in seen("Negative percussion sign over the tunnel.", found)] == [False]
    assert [m.present for m in seen("Negative percussion and pain in the tunnel.", found)] == [False, True]
