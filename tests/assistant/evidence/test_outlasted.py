"""Care that the complaint outlasted, in invented records; a list of treatments alone says nothing."""

from __future__ import annotations

import pytest

from assistant.evidence.outlasted import outlasted
from assistant.evidence.reading import read_record
from knowledge.document import Document, Span


def _said(text: str) -> list[str]:
    record = read_record(Document.of(text), Span(0, len(text)))
    return [text[span.start : span.end] for span in outlasted(record)]


@pytest.mark.parametrize(
    "text",
    [
        "Treatment was 12 visits of physical therapy, naproxen and an injection. "
        "On 11/20/2016 she cannot lift the arm and pain is 8/10.",
        "PT x 10, Mobic, one shot. Knee still catches and pain persists.",
    ],
)
def test_a_complaint_after_a_counted_course_stands_against_it(text: str) -> None:
    assert _said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Treatment has included physical therapy and naproxen. Pain is 8/10.",
        "Treatment was 12 visits of physical therapy and naproxen. The shoulder is improving; pain 6/10.",
        "12 visits of physical therapy and naproxen were requested. He cannot lift the arm.",
        "Treatment was 12 visits of physical therapy. Pain is 2/10.",
        "Treatment was 3 visits of physical therapy and naproxen. Pain is 8/10.",
    ],
)
def test_a_list_alone_says_nothing(text: str) -> None:
    assert not _said(text)
