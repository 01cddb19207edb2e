"""Which operation a text names, and the row of the postsurgical table that it leads to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.evaluate import run
from knowledge.model import Facts, RowTest, Status, Value
from knowledge.operations import load_operations, operations_in
from knowledge.packs import load_packs

WORDINGS = [
    (
        "Repair of a massive rotator cuff tear, right shoulder",
        "shoulder",
        {"complete_rotator_cuff_rupture"},
    ),
    ("Mini-open rotator cuff repair", "shoulder", {"rotator_cuff_open", "rotator_cuff_arthroscopic"}),
    ("Left shoulder arthroscopy with subacromial decompression", "", {"rotator_cuff_arthroscopic"}),
    ("Open Bankart repair", "shoulder", {"shoulder_stabilization"}),
    ("Manipulation under anesthesia", "shoulder", {"adhesive_capsulitis_surgery"}),
    ("Endoscopic carpal tunnel release", "wrist", {"carpal_tunnel_release"}),
    ("Right trigger thumb release", "finger", {"trigger_finger_release"}),
    ("Release of the first dorsal compartment", "wrist", {"de_quervain_release"}),
    ("Ulnar nerve transposition", "elbow", {"cubital_tunnel_release"}),
    ("Lateral epicondylar debridement", "elbow", {"epicondylitis_surgery"}),
    ("Wrist arthroscopy with TFCC repair", "", {"tfcc_repair"}),
    ("ORIF of the distal radius", "wrist", {"distal_radius_fixation"}),
    ("Metacarpal pinning", "hand", {"metacarpal_fixation"}),
    ("L4-L5 TLIF", "lumbar", {"lumbar_fusion"}),
    ("Microdiscectomy at L5-S1", "lumbar", {"lumbar_decompression"}),
    ("ACDF C5-C6", "cervical", {"cervical_fusion"}),
    ("Cervical laminectomy", "", {"cervical_decompression"}),
    ("ACL reconstruction with meniscectomy", "knee", {"acl_reconstruction", "meniscectomy"}),
    ("Total knee replacement", "", {"knee_arthroplasty"}),
    ("Total hip arthroplasty", "", {"hip_arthroplasty"}),
    ("Femur rodding", "thigh", {"femur_fixation"}),
    ("ORIF left ankle", "", {"ankle_fracture_fixation"}),
    ("Achilles tendon repair", "ankle", {"achilles_repair"}),
    ("Inguinal hernia repair", "abdomen", set()),
    ("Flexor tendon repair, zone two", "hand", set()),
    ("Arthroscopy", "", set()),
    ("Spinal decompression therapy", "lumbar", set()),
    ("Total knee replacement", "hip", set()),
]


@pytest.mark.parametrize(("text", "region", "found"), WORDINGS)
def test_an_operation_is_named_by_its_wording_and_region(text: str, region: str, found: set[str]) -> None:
    named = operations_in(text, frozenset({region} if region else ()))
    assert found <= named
    assert bool(found) == bool(named)
    assert len(named - found) <= (1 if "arthroscop" in text.lower() or "replacement" in text else 0)


def test_every_operation_has_a_wording_here_and_a_row_in_the_table() -> None:
    known = {operation.id for operation in load_operations()}
    assert known == {name for _, _, names in WORDINGS for name in names}
    pack = load_packs().by_id["mtus-other-postsurgical-physical-medicine"]
    half = pack.criterion("half-first").test
    assert isinstance(half, RowTest)
    assert set(half.at_most) == known


TABLE = RowTest(
    row="procedure", measure="visits_total", unit="visits", at_most={"a": Decimal(8), "b": Decimal(12)}
)


def facts(visits: int, *procedures: str) -> Facts:
    return Facts(
        measures={"visits_total": Value(Decimal(visits))}, item={"procedure": frozenset(procedures)}
    )


@pytest.mark.parametrize(
    ("found", "status"),
    [
        (facts(8, "a"), Status.MET),
        (facts(9, "a"), Status.NOT_MET),
        (facts(12, "a", "b"), Status.MET),
        (facts(13, "a", "b"), Status.NOT_MET),
        (facts(1), Status.NOT_APPLICABLE),
        (facts(1, "other"), Status.NOT_APPLICABLE),
        (Facts(item={"procedure": frozenset({"a"})}), Status.NOT_DOCUMENTED),
    ],
)
def test_the_row_of_the_request_is_the_limit(found: Facts, status: Status) -> None:
    assert run(TABLE, found).status is status


def test_without_a_row_the_other_limit_holds_where_there_is_one() -> None:
    table = TABLE.model_copy(update={"otherwise": Decimal(10)})
    assert run(table, facts(10)).status is Status.MET
    assert run(table, facts(11, "other")).status is Status.NOT_MET


def test_the_trace_names_the_row() -> None:
    assert run(TABLE, facts(9, "a")).why.startswith("the row of the table is a, and ")
