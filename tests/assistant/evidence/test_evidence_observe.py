"""Mentions of findings: polarity, what counts, sources, regions, quotes."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.document import Assertion
from tests.assistant.evidence.evidence_support import rule, seen


def test_an_affirmed_mention_counts() -> None:
    (mention,) = seen("The worker reports numbness of the left hand.", rule())
    assert (mention.present, mention.assertion, mention.counts) == (True, Assertion.AFFIRMED, True)


def test_a_negated_mention_denies() -> None:
    (mention,) = seen("The worker denies numbness.", rule())
    assert (mention.present, mention.assertion, mention.counts) == (False, Assertion.NEGATED, True)


@pytest.mark.parametrize(
    "text",
    [
        "Possible numbness.",
        "If numbness develops, return.",
        "A history of numbness.",
        "He will have numbness.",
    ],
)
def test_other_mentions_are_seen_but_do_not_count(text: str) -> None:
    (mention,) = seen(text, rule())
    assert mention.present
    assert not mention.counts


def test_a_rule_may_count_the_past() -> None:
    (mention,) = seen("A history of numbness.", rule(counts=("affirmed", "historical")))
    assert mention.counts


def test_silence_is_silence() -> None:
    assert seen("The knee is swollen.", rule()) == ()
    assert seen("", rule()) == ()


def test_family_history_is_no_mention() -> None:
    assert seen("Family history of numbness.", rule()) == ()


def test_wording_that_denies_by_itself() -> None:
    sensation = rule(present=("decreased sensation",), absent=("sensation (is )?intact",))
    (mention,) = seen("He denies weakness, sensation intact.", sensation)
    assert (mention.present, mention.counts) == (False, True)


def test_absent_wording_wins_over_the_present_wording_inside_it() -> None:
    radiating = rule(present=("radicular",), absent=("non-?radicular",))
    assert [m.present for m in seen("The pain is non-radicular.", radiating)] == [False]


def test_unless_silences_the_sentence_only() -> None:
    spared = rule(unless=("novocaine",))
    found = seen("Numbness from novocaine. Numbness of the foot.", spared)
    assert [m.span.start for m in found] == [25]


def test_what_utilization_review_says_is_no_evidence() -> None:
    text = "Utilization review denied the MRI due to no numbness."
    assert seen(text, rule()) == ()
    assert len(seen(text, rule(sources=("ur",)))) == 1


def test_what_is_asked_for_is_seen_as_planned() -> None:
    evaluation = rule(present=("functional capacity evaluation",), counts=("affirmed", "historical"))
    (mention,) = seen("The treatment plan included a qualified functional capacity evaluation.", evaluation)
    assert (mention.assertion, mention.counts) == (Assertion.HYPOTHETICAL, False)


def test_regions_of_the_clause_then_the_sentence_then_the_sentences_before() -> None:
    regional = rule(regional=True)
    text = (
        "The neck is tender; the left knee shows numbness. The right elbow, numbness. Numbness is constant."
    )
    assert [m.regions for m in seen(text, regional)] == [{"knee"}, {"elbow"}, {"elbow"}]
    assert seen("Numbness of the knee.", rule())[0].regions == frozenset()


def test_a_short_sentence_is_quoted_whole_and_a_long_one_by_clause() -> None:
    (short,) = seen("He reports numbness.", rule())
    assert (short.quote.start, short.quote.end) == (0, 20)
    filler = ", the exam described many things of little weight for this question" * 6
    text = f"On examination{filler}; there was no swelling or numbness of the foot{filler}."
    (long,) = seen(text, rule())
    quote = text[long.quote.start : long.quote.end]
    assert len(quote) <= 240
    assert "no swelling or numbness" in quote


def test_the_date_of_a_mention_is_the_last_one_before_its_end() -> None:
    text = "On 5/1/16 he reported numbness. On 6/1/16 he was seen. He denies numbness."
    first, second = seen(text, rule())
    assert (first.dated, second.dated) == (date(2016, 5, 1), date(2016, 6, 1))


@pytest.mark.parametrize(
    ("pattern", "text", "assertion"),
    [
        ("new injury", "No new injury was reported.", Assertion.NEGATED),
        ("films .{0,30}taken", "Plain films have not been taken.", Assertion.NEGATED),
        ("screen .{0,30}obtained", "A screen will be obtained next month.", Assertion.HYPOTHETICAL),
        ("received .{0,40}therapy", "He received neither advice nor therapy.", Assertion.NEGATED),
        ("films .{0,60}showed", "Films could not be printed, but they showed a spur.", Assertion.AFFIRMED),
        ("did not help", "The brace did not help.", Assertion.AFFIRMED),
        ("candidate for surgery", "She is not a candidate for surgery.", Assertion.NEGATED),
        ("scheduled for surgery", "He is scheduled for surgery.", Assertion.AFFIRMED),
    ],
)
def test_a_negation_or_plan_in_the_gap_of_a_match_counts(
    pattern: str, text: str, assertion: Assertion
) -> None:
    assert [m.assertion for m in seen(text, rule(present=(pattern,)))] == [assertion]


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Traction was never given and the brace failed.", Assertion.AFFIRMED),
        ("Traction did not help.", Assertion.AFFIRMED),
        ("Traction in March gave no help.", Assertion.AFFIRMED),
        ("Traction has not failed.", Assertion.NEGATED),
        ("Traction has never been tried long enough to have failed.", Assertion.NEGATED),
    ],
)
def test_a_wording_of_failure_does_not_excuse_a_negation_in_its_gap(
    text: str, assertion: Assertion
) -> None:
    failure = rule(present=("(traction|brace) .{0,60}(failed|did not help|no help)",))
    assert seen(text, failure)[-1].assertion is assertion


@pytest.mark.parametrize(
    "text", ["She has not had traction.", "He has never had traction.", "They had not had any traction."]
)
def test_care_that_was_not_had_is_denied(text: str) -> None:
    assert [m.assertion for m in seen(text, rule(present=("had .{0,20}traction",)))] == [Assertion.NEGATED]


@pytest.mark.parametrize(
    "text",
    [
        "He has numbness of the thumb; a fracture is suspected.",
        "She reports numbness of the thumb, and a fracture was suspected.",
        "There is numbness of the thumb, but swelling was not seen.",
    ],
)
def test_a_doubt_or_denial_of_the_next_clause_leaves_the_one_before_alone(text: str) -> None:
    assert [m.assertion for m in seen(text, rule())] == [Assertion.AFFIRMED]


def test_a_list_is_denied_as_a_whole() -> None:
    assert [m.present for m in seen("Numbness, swelling, and redness were denied.", rule())] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "An unrelated accident left numbness of the wrist.",
        "At a different employer he had numbness of the wrist.",
    ],
)
def test_what_another_injury_left_is_past(text: str) -> None:
    assert [m.assertion for m in seen(text, rule(regional=True))] == [Assertion.HISTORICAL]
    assert [m.assertion for m in seen(text, rule())] == [Assertion.AFFIRMED]
