"""Invented determinations and records for the tests of the evaluation."""

from __future__ import annotations

from pathlib import Path

from evals.records import Answer, CaseRecord, CriterionAnswer, Expected, ItemRecord, Run, SentenceAnswer
from evals.scoring import score_item

_FORM = """Case Number: CM16-{number:07}
Date Assigned: 11/09/2016 Date of Injury: 10/03/2016
Decision Date: 12/09/2016 UR Denial Date: 11/03/2016
Priority: Standard Application
Received:
11/04/2016
HOW THE IMR FINAL DETERMINATION WAS MADE
The Expert Reviewer has the following credentials:
State(s) of Licensure: California
Certification(s)/Specialty: Family Practice
CLINICAL CASE SUMMARY
The expert reviewer developed the following clinical case summary based on a review of the case file, \
including all medical records:
{summary}
IMR ISSUES, DECISIONS AND RATIONALES
The Final Determination was based on decisions for the disputed items/services set forth below:
{items}"""
_ITEM = """{treatment}: {decision}
Claims Administrator guideline: Decision based on a guideline.
MAXIMUS guideline: Decision based on MTUS Low Back Complaints 2004, Section(s): Special Studies.
Decision rationale: {rationale}
"""
SUMMARIES = (
    "The injured worker is a 40 year old male gardener with low back pain after lifting on 10/03/2016. "
    "Lumbar flexion was limited to 30 degrees. Strength was 5/5 and sensation was intact. No therapy has "
    "been provided yet. On 11-3-16 utilization review denied the requests.",
    "The injured worker is a 52 year old female clerk who sprained the left knee on 10/03/2016. There was "
    "no effusion and McMurray test was negative. She takes ibuprofen. On 11-3-16 utilization review denied "
    "the requests.",
    "The injured worker is a 33 year old male painter with neck stiffness since 10/03/2016. Neck rotation "
    "was limited to 40 degrees. Sensation of both arms was intact. On 11-3-16 utilization review denied "
    "the requests.",
)
TREATMENTS = (
    ("MRI of the lumbar spine", "Physical therapy 6 visits for the lumbar spine"),
    ("MRI of the left knee",),
    ("MRI of the cervical spine", "Acupuncture 6 sessions for the cervical spine"),
)


def write_determinations(folder: Path, decisions: tuple[str, ...], rationale: str) -> None:
    """Three determinations; item by item the decisions in turn; ``rationale`` opens every rationale."""
    folder.mkdir(parents=True)
    turn = 0
    for number, (summary, treatments) in enumerate(zip(SUMMARIES, TREATMENTS, strict=True), start=1):
        items = ""
        for treatment in treatments:
            decision = decisions[turn % len(decisions)]
            items += _ITEM.format(
                treatment=treatment, decision=decision, rationale=f"{rationale} {summary}"
            )
            turn += 1
        text = _FORM.format(number=number, summary=summary, items=items)
        (folder / f"case-{number}.txt").write_text(text, encoding="utf-8")


def record(
    name: str,
    decision: str,
    said: str | None,
    strength: float = 0.9,
    sentences: tuple[SentenceAnswer, ...] = (),
) -> CaseRecord:
    """A case of one item with one criterion that is met."""
    criterion = CriterionAnswer(id="deficit", says="A deficit.", role="required", status="met", why="it is")
    expected = Expected(
        treatment="MRI", decision=decision, family="mri", pack="pack", statuses={"deficit": "met"}
    )
    answer = Answer(
        family="mri", pack="pack", recommendation=said, strength=strength, deciding=("deficit",),
        criteria=(criterion,), sentences=sentences, shown=True,
    )  # fmt: skip
    item = ItemRecord(id=name, expected=expected, answer=answer, scores=score_item(expected, answer))
    return CaseRecord(name=name, group=name, digest="0", facts="A record.", items=(item,), seconds=0.1)


def run_of(*cases: CaseRecord, kind: str = "gold") -> Run:
    return Run.model_validate(
        {"source": "made", "kind": kind, "drafter": "grounded", "versions": {}, "cases": cases}
    )
