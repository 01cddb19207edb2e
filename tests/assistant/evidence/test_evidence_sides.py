"""What is told of one side does not stand for the other; pairs of figures that no wording holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from assistant.evidence.gather import choose
from assistant.evidence.losses import active_short_of_passive, uneven_girth, uneven_grip
from assistant.evidence.reading import Record, read_record
from assistant.evidence.roots import whole_root_picture
from knowledge.document import Document, Span
from knowledge.regions import body_side_in
from tests.assistant.evidence.evidence_support import rule, seen

EFFUSION = rule(present=("effusion",))


def _counted(text: str, side: str) -> list[bool]:
    item = {"side": frozenset((side,))}
    return [m.present for m in choose(seen(text, EFFUSION), item, "unclear") if m.counts]


def test_a_finding_of_the_other_knee_is_seen_and_does_not_count() -> None:
    text = "The right knee shows an effusion."
    assert _counted(text, "right") == [True]
    assert _counted(text, "left") == []
    assert len(choose(seen(text, EFFUSION), {"side": frozenset(("left",))}, "unclear")) == 1


def test_what_is_told_of_the_other_side_says_so() -> None:
    chosen = choose(
        seen("The right knee shows an effusion.", EFFUSION), {"side": frozenset(("left",))}, "unclear"
    )
    assert [m.other_side for m in chosen] == [True]
    chosen = choose(seen("There is an effusion.", EFFUSION), {"side": frozenset(("left",))}, "unclear")
    assert [m.other_side for m in chosen] == [False]


def test_clauses_of_a_sentence_speak_for_themselves() -> None:
    text = "Right knee: effusion; left knee: no effusion."
    assert (_counted(text, "right"), _counted(text, "left")) == ([True], [False])


def test_a_sentence_of_both_sides_or_of_none_counts_for_each() -> None:
    for text in ("Effusion of the left and right knee.", "There is an effusion."):
        assert _counted(text, "left") == _counted(text, "right") == [True]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("pain in the left distal thigh", "left"),
        ("positive on the right", "right"),
        ("the visits left him no better", None),
        ("she left the clinic on her own feet", None),
        ("bilateral wrists", "bilateral"),
    ],
)
def test_a_side_is_one_of_the_body(text: str, side: str | None) -> None:
    assert body_side_in(text) == side


@pytest.mark.parametrize(
    ("reader", "text", "found"),
    [
        (uneven_girth, "The left calf measures 36 cm and the right 38 cm.", True),
        (uneven_girth, "Thigh girth 44.5 cm right, 45 cm left.", False),
        (active_short_of_passive, "Active elevation 80 degrees, passive 160.", True),
        (active_short_of_passive, "Active flexion 120, passive flexion 159.", False),
        (active_short_of_passive, "Passive abduction 150, active 90.", True),
        (uneven_grip, "Jamar right 20, 18, 19; left 40, 42, 41 kg.", True),
        (uneven_grip, "Jamar right 40, 38, 39; left 40, 42, 41 kg.", False),
    ],
)
def test_figures_of_two_sides_or_two_ways_of_moving(
    reader: Callable[[Record], Iterator[Span]], text: str, found: bool
) -> None:
    record = read_record(Document.of(text), Span(0, len(text)))
    assert bool(list(reader(record))) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wrist extension 4/5, biceps reflex absent, pinprick decreased over the thumb.", True),
        ("Ankle jerk absent. EHL 4/5 and decreased sensation over the foot.", True),
        ("EHL 4/5 with decreased sensation over the foot; reflexes 2+.", False),
        ("Strength 5/5, no reflex was decreased, sensation intact.", False),
    ],
)
def test_the_whole_picture_of_a_root_is_all_three_losses(text: str, found: bool) -> None:
    record = read_record(Document.of(text), Span(0, len(text)))
    assert bool(list(whole_root_picture(record))) is found


def test_a_side_named_to_compare_is_not_the_one_spoken_of() -> None:
    assert body_side_in("dorsiflexion of 5 degrees (15 on the left), mild effusion") is None
    assert body_side_in("the right wrist is weaker than the left wrist") == "right"
