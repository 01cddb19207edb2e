"""What is shown by a sentence is not shown by one that calls the same unclear, unrecorded or not done.

Every seventh documented snippet, of one clause without a list, is put behind "It is unclear whether".
"""

from __future__ import annotations

import pytest

from assistant.evidence.observe import mentions
from assistant.evidence.reading import read_record
from knowledge.document import Document, Span
from knowledge.findings import load_findings
from tests.knowledge.test_snippets import snippets

_MOST = 0.03  # headings and half sentences behind "whether" are no English


def _shown(finding: str, text: str) -> bool:
    text = f"The injured worker is a 40 year old male. {text}"
    record = read_record(Document.of(text), Span(0, len(text)))
    return any(m.present and m.counts for m in mentions(record, finding, load_findings()))


@pytest.mark.parametrize("frame", ["It is unclear whether {}", "There is no documentation that {}"])
def test_what_is_called_unclear_or_unrecorded_is_not_shown(frame: str) -> None:
    plain = [
        s
        for s in snippets()
        if s.kind == "documented" and not any(mark in s.text for mark in (";", ":", "but", "whether"))
    ][::7]
    told = [s for s in plain if _shown(s.finding, s.text)]
    still = [s for s in told if _shown(s.finding, frame.format(s.text[0].lower() + s.text[1:]))]
    assert len(still) <= _MOST * len(told), [s.text for s in still]


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        ("hernia-present", "A left inguinal hernia was not palpable."),
        ("acute-muscle-spasm", "Paraspinal spasm was not palpated."),
        ("red-flag", "Loss of bowel control was not reported."),
        ("injection-indication", "Trochanteric bursitis was not diagnosed."),
        ("both-arms-involved", "Tingling of both arms was never reported."),
        ("opioid-in-use", "Percocet was not refilled on 11/30/2016."),
        ("therapy-completed", "Therapy (6 visits) and a TENS trial were not given."),
        ("therapy-completed", "It is unclear whether he attended physical therapy."),
        ("carpal-tunnel-signs", "There is no documentation that Phalen's test was positive on the right."),
        (
            "advanced-imaging-done",
            "There is no documentation that she has already had an MRI of this knee.",
        ),
    ],
)
def test_the_denied_the_unclear_and_the_unrecorded_never_count(finding: str, text: str) -> None:
    assert not _shown(finding, text)


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        ("acute-muscle-spasm", "Tenderness was not found, yet spasm was palpated on both sides."),
        ("nsaid-in-use", "Norco was not refilled and he takes naproxen twice daily."),
        ("carpal-tunnel-signs", "Carpal tunnel syndrome is suspected on the right."),
    ],
)
def test_what_stands_beside_a_denial_still_counts(finding: str, text: str) -> None:
    assert _shown(finding, text)
