"""A change of a published rationale is called wrong only where the file supported the clean claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from assistant.checks import Reviewed
from assistant.checks.sample import mini_case, sample_pack
from evals.mutations.evaluable import evaluable
from evals.mutations.kinds import KINDS
from evals.mutations.model import Edit, Line, Mutant, Role, Subject
from knowledge.model import Decision, Evaluation, Status

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
        ("The worker had been examined for knee pain.", "had been", "is now", "history as current", False),
        ("The worker was examined for knee pain.", "was", "is", "history as current", True),
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


def subject_of(record: str, sentence: str) -> Subject:
    case = mini_case(record, "MRI of the right knee")
    lines = (Line(sentence, Role.FACT, source=sentence), Line("It is not necessary.", Role.CONCLUSION))
    return Subject("made/1", "prose", 0, case, case.items[0], Reviewed(), lines)


def changes(name: str, subject: Subject) -> set[str]:
    kind = next(k for k in KINDS if k.name == name)
    return {edit.new for seed in range(40) for edit in kind.make(subject, Random(seed))}


@pytest.mark.parametrize(
    ("also", "given"),
    [
        ("Pain of the neck was constant.", False),  # told of the neck: as true of the cervical spine
        ("The cervical spine was operated on in 2010.", True),
    ],
)
def test_a_finding_is_given_to_no_part_that_has_it_by_another_name(also: str, given: bool) -> None:
    subject = subject_of(
        f"The right knee has pain. {also} See the cervical spine films.", "The right knee has pain."
    )
    assert ("cervical spine" in changes("other part's finding", subject)) is given


def test_a_part_that_the_file_names_in_another_word_is_not_taken_for_absent() -> None:
    new = changes(
        "body part",
        subject_of("Both feet and the neck hurt. The right knee has pain.", "The right knee has pain."),
    )
    assert new
    assert not new & {"foot", "neck", "cervical spine", "knee"}


@pytest.mark.parametrize(("other", "expected"), [("10/10/2016", True), ("10/18/2016", False)])
def test_days_from_another_day_that_the_record_gives_to_the_injury_are_no_error(
    other: str, expected: bool
) -> None:
    sentence = "Utilization review acted on December 23, 2016, 58 days after the date of injury."
    subject = subject_of(f"The worker has a claim of injury from {other}.", sentence)
    header = replace(subject.case, date_of_injury=date(2016, 10, 26), ur_denial_date=date(2016, 12, 23))
    subject = replace(subject, case=header)
    assert ("65" in changes("elapsed time", subject)) is expected


@pytest.mark.parametrize(
    ("decision", "as_draft", "expected"),
    [
        (Decision.OVERTURNED, False, False),  # the facts told argue for the request
        (Decision.OVERTURNED, True, True),
        (Decision.UPHELD, False, True),
    ],
)
def test_only_a_persons_text_that_refuses_has_to_name_what_decides(
    decision: Decision, as_draft: bool, expected: bool
) -> None:
    made = mutant(
        "The criterion of a goal is met.",
        "The criterion of a goal is met.",
        "",
        "deciding criterion removed",
        style="prose",
    )
    evaluation = Evaluation(sample_pack(), (), Status.MET, decision, 1.0, (), (), "")
    subject = replace(made.subject, review=Reviewed(evaluation=evaluation))
    assert evaluable(replace(made, subject=subject), item_known=as_draft) is expected
