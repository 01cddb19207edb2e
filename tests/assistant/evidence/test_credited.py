"""A gain counts for the care that brought it, not for another given beside it, in invented records."""

from __future__ import annotations

import pytest

from assistant.evidence.credited import credited
from assistant.evidence.observe import mentions
from assistant.evidence.reading import read_record
from knowledge.document import Document, Span
from knowledge.findings import load_findings

FINDING = "acupuncture-improvement"


def _counts(text: str) -> bool:
    record = read_record(Document.of(text), Span(0, len(text)))
    findings = load_findings()
    seen = mentions(record, FINDING, findings)
    assert any(m.present and m.counts for m in seen)
    return any(m.present and m.counts for m in credited(record, seen, findings.by_id[FINDING]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "On the chiropractic intake, lumbar flexion was 35 degrees. "
            "On 12-6-16, lumbar flexion was 60 degrees, and lifting was raised from 10 to 20 pounds.",
            False,
        ),
        (
            "On the acupuncture intake, neck rotation was 35 degrees. "
            "On 12-6-16, neck rotation was 60 degrees, and lifting was raised from 10 to 20 pounds.",
            True,
        ),
        ("After six visits of chiropractic, neck rotation rose from 35 to 60 degrees.", False),
        ("After six visits of acupuncture, neck rotation rose from 35 to 60 degrees.", True),
        (
            "After six visits of chiropractic and six of acupuncture, neck rotation rose from 35 to 60 "
            "degrees.",
            True,
        ),
        ("Physical therapy was requested. Neck rotation rose from 35 to 60 degrees.", True),
        ("He had 12 visits of physical therapy. Neck rotation rose from 35 to 60 degrees.", True),
    ],
)
def test_a_gain_counts_for_the_care_that_brought_it(text: str, expected: bool) -> None:
    assert _counts(text) is expected
