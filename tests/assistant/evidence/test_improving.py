"""Improvement told without a word on therapy counts from its first day on, in invented records."""

from __future__ import annotations

from assistant.evidence.improving import improving
from assistant.evidence.reading import read_record
from knowledge.document import Document, Span


def _said(text: str) -> list[str]:
    record = read_record(Document.of(text), Span(0, len(text)))
    return [text[span.start : span.end] for span in improving(record)]


def test_what_was_better_before_therapy_began_is_not_put_down_to_it() -> None:
    text = (
        "On 11-07-2016 the symptoms were gradually improving. "
        "Physical therapy was given on 11-08-2016. On 11-30-2016 the pain had decreased."
    )
    assert _said(text) == ["pain had decreased"]


def test_a_referral_is_no_beginning_of_therapy() -> None:
    text = "On 10-20-2016 he felt better. On 10-30-2016 he was referred to physical therapy."
    assert _said(text) == ["felt better"]


def test_what_is_denied_is_no_improvement() -> None:
    assert not _said("The pain is not improving.")
