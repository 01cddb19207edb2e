"""Builders of small invented cases for the evidence tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.case import Case, DisputedItem, Request
from assistant.evidence.observe import Mention, mentions
from assistant.evidence.reading import read_record
from knowledge.document import Document, Span
from knowledge.findings import FindingRule, Findings
from knowledge.model import Confidence, Criterion, FindingTest, InForce, Pack
from knowledge.regions import regions_in, related


@dataclass(frozen=True)
class Kind:
    """Stands for a classification."""

    family: str | None = None
    attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)


def kind(treatment: str, family: str | None = None) -> Kind:
    regions = regions_in(treatment)
    return Kind(family, {"region": regions, "region_related": related(regions)} if regions else {})


def case_of(
    record: str,
    treatment: str = "physical therapy",
    request: Request | None = None,
    header: str = "",
    injured: date | None = None,
    denied: date | None = None,
) -> Case:
    item = DisputedItem(1, treatment, request or Request(), treatment)
    document = Document.of(header + record)
    span = Span(len(header), len(header) + len(record))
    return Case(document, span, (item,), date_of_injury=injured, ur_denial_date=denied)


def rule(identity: str = "thing", present: tuple[str, ...] = ("numbness",), **more: object) -> FindingRule:
    return FindingRule.model_validate(
        {"id": identity, "means": "Invented for a test.", "present": present, **more}
    )


def seen(record: str, found: FindingRule) -> tuple[Mention, ...]:
    document = Document.of(record)
    return mentions(read_record(document, Span(0, len(record))), found.id, Findings.of(found))


def pack_of(*findings: str) -> Pack:
    return Pack(
        id="test-pack",
        guideline="Invented",
        edition="2016",
        section="Test",
        chapter="none",
        in_force=InForce.model_validate({"from": date(2016, 1, 1)}),
        families=("physical_therapy",),
        recommended="Recommended in this test.",
        confidence=Confidence.LOW,
        criteria=tuple(
            Criterion(
                id=finding,
                says=f"The record shows {finding}.",
                short=f"evidence of {finding}",
                confidence=Confidence.LOW,
                test=FindingTest(finding=finding),
            )
            for finding in findings
        ),
    )
