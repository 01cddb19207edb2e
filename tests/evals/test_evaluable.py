"""A change of a published rationale is called wrong only where the file supported the clean claim."""

from __future__ import annotations

import pytest

from assistant.checks import Reviewed
from assistant.checks.sample import mini_case
from evals.mutations.evaluable import evaluable
from evals.mutations.model import Edit, Line, Mutant, Role, Subject

RECORD = (
    "On 3/5/2016 the worker was examined for knee pain. The right knee showed swelling and tenderness. "
    "The shoulder is tender."
)


def mutant(
    sentence: str, was: str, new: str, kind: str, severity: str = "fresh", style: str = "rationale"
) -> Mutant:
    case = mini_case(RECORD, "MRI of the right knee")
    lines = (Line(sentence, Role.FACT), Line("The request is not medically necessary.", Role.CONCLUSION))
    subject = Subject("made/1", style, 0, case, case.items[0], Reviewed(), lines)
    start = sentence.index(was)
    return Mutant(kind, subject, Edit(start, start + len(was), new, severity))


@pytest.mark.parametrize(
    ("sentence", "was", "new", "kind", "expected"),
    [
        ("The right knee had swelling and tenderness.", "swelling", "atrophy", "finding", True),
        ("Gait was slow and swelling went down.", "swelling", "atrophy", "finding", False),
        ("There is no lasting knee swelling or tenderness.", "swelling", "atrophy", "finding", False),
        ("The worker was examined on 3/5/2016 for knee pain.", "3/5/2016", "3/9/2016", "report date", True),
        (
            "The worker was examined on 3/6/2016 for knee pain.",
            "3/6/2016",
            "3/9/2016",
            "report date",
            False,
        ),
        ("The right knee had tenderness and swelling.", "knee", "shoulder", "other part's finding", False),
        ("The right knee showed swelling.", "knee", "shoulder", "other part's finding", True),
    ],
)
def test_the_clean_claim_has_to_stand_in_the_record(
    sentence: str, was: str, new: str, kind: str, expected: bool
) -> None:
    assert evaluable(mutant(sentence, was, new, kind)) is expected


def test_a_text_made_from_the_record_is_always_held_to_it() -> None:
    assert evaluable(
        mutant("Gait was slow and swelling went down.", "swelling", "atrophy", "finding", style="prose")
    )


def test_without_a_given_item_a_text_has_to_tell_which_one_it_means() -> None:
    kind, own, other = "another item decided", "MRI of the right knee", "gym membership"
    silent = mutant(f"Nothing supports the {own}.", own, other, kind)
    telling = mutant(f"No knee lesion supports the {own}.", own, other, kind)
    assert [evaluable(m, item_known=False) for m in (silent, telling)] == [False, True]
    assert evaluable(silent)
