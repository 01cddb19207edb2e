"""Sentence boundaries of clinical prose."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "Dr. Rowan examined the worker on 10-13-16.",
        "The worker takes hydrocodone 5/325 mg, e.g. at night, and 2.5 mg of another drug.",
        "Fracture No. 3 vs. a contusion was discussed.",
        "Neck is tender; sensation is intact; gait is normal.",
        "The M.D. reviewed the films.",
        "An MRI of Oct. 3, 2016 was normal.",
    ],
)
def test_no_false_boundary(whole: str) -> None:
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Injured on 10-13-16. Pain persists.", "Injured on 10-13-16.", "Pain persists."),
        ("A claim of May 2, 2016.In a review", "A claim of May 2, 2016.", "In a review"),
        ("QTY: 3.The review followed.", "QTY: 3.", "The review followed."),
        ("Pain is 8. The worker rests.", "Pain is 8.", "The worker rests."),
        ('He said "it hurts." Then he left.', 'He said "it hurts."', "Then he left."),
        ("Takes 5 mg. No relief.", "Takes 5 mg.", "No relief."),
        ("Line one\nLine two", "Line one", "Line two"),
        ("Is it worse? No.", "Is it worse?", "No."),
    ],
)
def test_boundary(text: str, first: str, second: str) -> None:
    assert sentences(text) == [first, second]


def test_offsets_are_shifted() -> None:
    assert sentence_spans("One. Two.", 100)[1].start == 105


@given(st.text(alphabet='aB1 .;\n!?"()-/,é', max_size=300))
def test_spans_cover_all_but_white_space_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in spans)


def test_a_run_on_is_cut_between_words() -> None:
    text = "word " * 2000
    spans = sentence_spans(text)
    assert max(s.end - s.start for s in spans) <= 2000
    assert all(text[s.start : s.end].startswith("word") for s in spans)


@pytest.mark.parametrize(
    "wrapped",
    [
        "On examination of the worker the straight leg raise\nwas negative on both sides.",
        "Feeling to light touch in the outer part of the foot\nand pinprick was intact.",
        "Pain is rated 7-8 out of\n10.",
        "Today the physician asks for an MRI of the\nLumbar spine.",
        "The worker is treated for a strain of the neck,\nCervical sprain and headache.",
    ],
)
def test_a_wrapped_line_goes_on(wrapped: str) -> None:
    assert sentences(wrapped) == [wrapped]


@pytest.mark.parametrize(
    "lines",
    [
        ["Physical examination", "Tender lumbar muscles and a limited range of motion"],
        ["low back pain", "neck pain", "headache"],
        ["The worker complains of pain in the low back and of the right leg", "- numbness", "- weakness"],
        ["Pain that is constant in the low back and the right leg is told of by", "2. numbness"],
        ["The worker was seen by the physician for pain of", "Objective: tender low back"],
        ["The worker complains of pain in the low back and the right leg", "", "numbness of the foot"],
        ["The worker complains of pain in the low back and the right leg", "Examination shows spasm"],
    ],
)
def test_headings_and_lists_still_split(lines: list[str]) -> None:
    assert sentences("\n".join(lines)) == [line for line in lines if line]
