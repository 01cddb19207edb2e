"""Numbers before and now, and motion short of the whole one, in invented sentences."""

from __future__ import annotations

import pytest

from assistant.evidence.losses import losses, uneven_grip
from assistant.evidence.measured import changes
from assistant.evidence.reading import Record, read_record
from knowledge.document import Document, Span


def _record(text: str) -> Record:
    return read_record(Document.of(text), Span(0, len(text)))


@pytest.mark.parametrize(
    ("text", "kind", "better"),
    [
        ("Lumbar flexion 70 degrees (was 35).", "motion", True),
        ("Abduction came up to 130 from 80 degrees.", "motion", True),
        ("Oswestry fell from 48 to 22.", "disability", True),
        ("DASH score 61 at the start, 28 at the sixth visit.", "disability", True),
        ("Cuff strength went from 3+/5 to 4+/5.", "strength", True),
        ("Sitting tolerance 15 min at eval, 45 min now.", "time", True),
        ("The lifting limit was raised from 10 to 25 pounds.", "load", True),
        ("The lifting limit was lowered from 25 to 10 pounds.", "load", False),
        ("NDI 40 in May, 18 in July.", "disability", True),
    ],
)
def test_a_pair_in_one_sentence_is_compared(text: str, kind: str, better: bool) -> None:
    assert {(c.kind, c.better) for c in changes(_record(text))} == {(kind, better)}


@pytest.mark.parametrize(
    "text",
    [
        "Flexion is 90 degrees, as at the initial evaluation.",
        "Active elevation 85 degrees against 170 on the other side.",
        "He walked in at 9 and was seen for 30 minutes.",
        "Flexion 120, extension 10, abduction 100.",
    ],
)
def test_no_change_is_made_of_other_numbers(text: str) -> None:
    assert changes(_record(text)) == ()


def test_dated_notes_are_compared() -> None:
    text = (
        "On 10/03/2016 right shoulder abduction was 70 degrees. "
        "On 11/21/2016 right shoulder abduction was 125 degrees."
    )
    (change,) = changes(_record(text))
    assert change.better
    assert text[change.span.start : change.span.end].startswith("abduction was 125")


def test_dated_notes_of_other_parts_are_not_compared() -> None:
    text = "On 10/03/2016 neck flexion was 30 degrees. On 11/21/2016 knee flexion was 125 degrees."
    assert changes(_record(text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Shoulder flexion 110, abduction 95.",
        "Lumbar flexion 35 of 60.",
        "Knee motion 5-100.",
        "Elevation 85 degrees against 170 on the other side.",
    ],
)
def test_a_loss_is_seen(text: str) -> None:
    assert list(losses(_record(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Shoulder flexion 180, abduction 175.",
        "Knee flexion was 135 degrees.",
        "Straight leg raise negative at 80 degrees.",
        "X-ray of the right elbow 10-19-2016.",
        "Dorsiflexion 5/5.",
        "Flexion extension films 9-20-2016 were normal.",
    ],
)
def test_whole_motion_is_no_loss(text: str) -> None:
    assert not list(losses(_record(text)))


@pytest.mark.parametrize(
    ("text", "uneven"),
    [
        ("Grip by Jamar 30/28/30 on the right and 58/58/60 on the left.", True),
        ("Grip 18 kg vs 46.", True),
        ("Grip by Jamar 62/60/64 pounds on the right and 58/58/60 on the left.", False),
        ("Grip strength is 4/5 on the right and 5/5 on the left.", False),
    ],
)
def test_grips_are_compared(text: str, uneven: bool) -> None:
    assert bool(list(uneven_grip(_record(text)))) is uneven


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("NDI 44 to 22 over six visits.", [True]),
        ("TUG 19 sec to 11 sec.", [True]),
        ("Knee bend 80 on 9/2, 118 on 10/20.", [True]),
        ("Single leg stance 6 sec initially, 20 sec now.", [True]),
        ("Knee flexion 0 to 120.", []),
        ("Balance of 4 seconds compared with 25 seconds on the right.", []),
        ("Oswestry 40-50%.", []),
    ],
)
def test_scores_timed_tests_and_dated_figures(text: str, better: list[bool]) -> None:
    record = read_record(Document.of(text), Span(0, len(text)))
    assert [change.better for change in changes(record)] == better
