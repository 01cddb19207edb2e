"""The two seed determinations: what is pending is not done, both injury dates are quoted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.evidence import gather
from assistant.intake import read_case, read_document
from assistant.results import EvidenceSet
from knowledge.evaluate import evaluate_criterion
from knowledge.findings import load_findings
from knowledge.model import Status
from tests.assistant.evidence.evidence_support import Kind, pack_of

FINDINGS = ("functional-capacity-tested", "return-to-work-goal-agreed")


def gathered(path: Path) -> EvidenceSet:
    case = read_case(read_document(path))
    return gather(case, case.items[0], Kind("work_hardening"), pack_of(*FINDINGS), load_findings())


@pytest.mark.shared
def test_the_seeds(shared: Path) -> None:
    first, second = (gathered(path) for path in sorted((shared / "seeds").glob("*.txt")))
    assert first.facts.dates["date_of_injury"].value == date(2012, 9, 7)
    assert len(first.facts.dates["date_of_injury"].keys) == 2
    assert second.facts.dates["date_of_injury"].value == date(2015, 2, 19)
    assert len(second.facts.dates["date_of_injury"].keys) == 1
    assert first.facts.observations == {}
    (pending,) = second.facts.observations[FINDINGS[0]]
    assert not pending.counts
    for found in (first, second):
        criteria = pack_of(*FINDINGS).criteria
        assert {evaluate_criterion(c, found.facts).status for c in criteria} == {Status.NOT_DOCUMENTED}
