"""Which part of the body a finding is told of, and whether that bears on the part asked for."""

from __future__ import annotations

import pytest

from assistant.evidence.nearness import ELSEWHERE, placed
from assistant.evidence.observe import mentions
from assistant.evidence.reading import read_record
from knowledge.document import Document, Span
from knowledge.findings import load_findings
from knowledge.regions import regions_in
from tests.assistant.evidence.evidence_support import rule, seen

FELT = (
    "tenderness",
    "spasm",
    "numbness",
    "weakness",
    "strength 4/5",
    "normal sensation",
    "films",
    "limited motion",
)


def regions(text: str) -> frozenset[str]:
    return seen(text, rule(present=FELT, regional=True))[-1].regions


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The low back shows tenderness, and the left shoulder is limited.", {"lumbar"}),
        ("The neck is painful, the low back shows spasm.", {"lumbar"}),
        ("Examination of the low back shows limited bending, spasm, and a slow gait.", {"lumbar"}),
        ("There is tenderness, chiefly of the left knee.", {"knee"}),
        (
            "There is tenderness of the neck, low back, and both shoulders.",
            {"cervical", "lumbar", "shoulder"},
        ),
        ("The worker has neck, mid back, and low back tenderness.", {"cervical", "thoracic", "lumbar"}),
        ("The cervical spine shows tenderness.", {"cervical"}),
        ("The spine shows tenderness.", {"spine"}),
        ("The cervical spine was seen. There is spasm.", {"cervical"}),
        ("The neck is stiff but the right wrist shows weakness.", {"wrist"}),
    ],
)
def test_the_clause_says_which_part(text: str, parts: set[str]) -> None:
    assert regions(text) == parts


def near(text: str, asked: str, bears: str) -> bool:
    found = rule(present=FELT, regional=True, bears=bears)
    record = read_record(Document.of(text), Span(0, len(text)))
    heard = placed(record, seen(text, found), found, {"region": regions_in(asked)})
    return heard[-1].regions != ELSEWHERE


@pytest.mark.parametrize(
    ("text", "asked", "bears", "expected"),
    [
        ("The neck shows tenderness.", "elbow", "limb", False),
        ("The forearm shows tenderness.", "elbow", "limb", True),
        ("Both legs show weakness.", "low back", "limb", True),
        ("The mid back shows spasm.", "low back", "limb", False),
        ("The mid back was seen on films.", "low back", "part", False),
        ("The left knee was seen on films.", "low back", "part", False),
        ("The whole spine was seen on films.", "low back", "part", True),
        ("The trapezius shows spasm.", "neck", "part", True),
        ("The rotator cuff shows weakness.", "neck", "part", False),
        ("The left shoulder has strength 4/5 in abduction.", "neck", "root", False),
        ("The left shoulder has strength 4/5 in abduction.", "shoulder", "root", True),
        ("The left deltoid and biceps have strength 4/5.", "neck", "root", True),
        ("The left arm shows numbness.", "neck", "root", True),
        ("The right hand shows numbness.", "upper extremity", "root", True),
        ("There is tenderness.", "neck", "part", True),
    ],
)
def test_what_bears_on_the_part_asked_for(text: str, asked: str, bears: str, expected: bool) -> None:
    assert near(text, asked, bears) is expected


def test_dermatomes_down_to_the_first_thoracic_root_are_of_the_neck() -> None:
    assert regions("There was normal sensation from C3-T1.") == {"cervical"}


def test_a_part_named_before_keeps_its_side() -> None:
    found = rule(present=FELT, regional=True, bears="root")
    assert seen("The right shoulder was examined. Some weakness was seen.", found)[0].side == "right"
    assert seen("The right shoulder was examined. The neck shows weakness.", found)[0].side is None


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Neck pain is improved.", "left shoulder", False),
        ("Shoulder pain is improved.", "left shoulder", True),
        ("Arm pain is improved.", "cervical spine", True),
        ("Knee pain is improved.", "lumbar spine", True),
        ("Shoulder pain is improved.", "lumbar spine", False),
        ("Pain is improved.", "left shoulder", True),
    ],
)
def test_one_joint_does_not_improve_with_the_spine(text: str, asked: str, expected: bool) -> None:
    found = load_findings().by_id["improving-with-care"]
    record = read_record(Document.of(text), Span(0, len(text)))
    told = mentions(record, "improving-with-care", load_findings())
    heard = placed(record, told, found, {"region": regions_in(asked)})
    assert [m.regions != ELSEWHERE for m in heard if m.counts] == [expected]


def test_improvement_under_care_takes_no_side_from_the_sentence_before() -> None:
    text = "The left wrist is tender. Six chiropractic visits have helped."
    record = read_record(Document.of(text), Span(0, len(text)))
    assert [m.side for m in mentions(record, "improving-with-care", load_findings())] == [None]
