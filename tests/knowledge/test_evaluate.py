"""Kleene logic, roles, and what each kind of test makes of the facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.deciding import kleene_all, kleene_at_least
from knowledge.document import Assertion
from knowledge.evaluate import elapsed_in_words, evaluate
from knowledge.model import Decision, Duration, Facts, Observation, Pack, Status, Value

MET, NOT_MET, SILENT, APART = Status.MET, Status.NOT_MET, Status.NOT_DOCUMENTED, Status.NOT_APPLICABLE


def pack(*criteria: dict[str, Any], **more: Any) -> Pack:
    complete = [
        {"says": "A condition that is tested here.", "short": "a condition", "confidence": "high", **c}
        for c in criteria
    ]
    return Pack.model_validate(
        {
            "id": "test-pack",
            "guideline": "Test Guideline",
            "edition": "2016",
            "section": "A section",
            "chapter": "none",
            "in_force": {"from": "2016-07-29"},
            "families": ["massage"],
            "recommended": "An option in tests.",
            "confidence": "high",
            "criteria": complete,
            **more,
        }
    )


def seen(present: bool, **more: Any) -> Observation:
    return Observation("E1", present, **more)


FINDING = {"id": "a", "test": {"finding": "pain"}}


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([MET, MET], MET),
        ([MET, SILENT], SILENT),
        ([SILENT, NOT_MET], NOT_MET),
        ([MET, APART], MET),
        ([APART], APART),
        ([], APART),
    ],
)
def test_all_is_as_weak_as_its_weakest_part(statuses: list[Status], expected: Status) -> None:
    assert kleene_all(statuses) is expected


@pytest.mark.parametrize(
    ("count", "statuses", "expected"),
    [
        (1, [NOT_MET, MET], MET),
        (1, [NOT_MET, SILENT], SILENT),
        (1, [NOT_MET, NOT_MET], NOT_MET),
        (2, [MET, SILENT, NOT_MET], SILENT),
        (2, [MET, NOT_MET, NOT_MET], NOT_MET),
        (2, [MET, MET, SILENT], MET),
        (1, [APART, APART], APART),
    ],
)
def test_at_least_counts_what_is_still_possible(
    count: int, statuses: list[Status], expected: Status
) -> None:
    assert kleene_at_least(count, statuses) is expected


def test_silence_is_not_documented_and_blocks_a_required_criterion() -> None:
    evaluation = evaluate(pack(FINDING), Facts())
    assert evaluation.result("a").status is SILENT
    assert evaluation.recommendation is Decision.UPHELD
    assert evaluation.deciding == evaluation.missing == ("a",)


@pytest.mark.parametrize("assertion", [Assertion.HYPOTHETICAL, Assertion.UNCERTAIN, Assertion.HISTORICAL])
def test_a_mention_that_does_not_count_never_satisfies(assertion: Assertion) -> None:
    facts = Facts(observations={"pain": (seen(True, assertion=assertion, counts=False),)})
    result = evaluate(pack(FINDING), facts).result("a")
    assert result.status is SILENT
    assert "only as" in result.trace.why


def test_a_record_that_affirms_and_denies_decides_nothing() -> None:
    facts = Facts(observations={"pain": (seen(True), seen(False))})
    assert evaluate(pack(FINDING), facts).result("a").status is SILENT


def test_an_observation_of_another_region_is_not_used() -> None:
    criterion = {"id": "a", "test": {"finding": "pain", "region": "item"}}
    item = {"region_related": frozenset({"lumbar", "leg"})}
    neck = Facts(observations={"pain": (seen(True, regions=frozenset({"cervical"})),)}, item=item)
    back = Facts(observations={"pain": (seen(True, regions=frozenset({"leg"})),)}, item=item)
    assert evaluate(pack(criterion), neck).result("a").status is SILENT
    assert evaluate(pack(criterion), back).result("a").status is MET


@pytest.mark.parametrize(("role", "outcome"), [("excludes", MET), ("limit", MET), ("required", SILENT)])
def test_silence_on_an_exclusion_or_limit_does_not_block(role: str, outcome: Status) -> None:
    facts = Facts(observations={"pain": (seen(True),)})
    silent = {"id": "b", "role": role, "test": {"finding": "other"}}
    assert evaluate(pack(FINDING, silent), facts).outcome is outcome


def test_a_supporting_criterion_never_decides() -> None:
    facts = Facts(observations={"pain": (seen(True),), "other": (seen(False),)})
    supporting = {"id": "b", "role": "supporting", "test": {"finding": "other"}}
    assert evaluate(pack(FINDING, supporting), facts).recommendation is Decision.OVERTURNED


def test_a_criterion_applies_only_when_its_condition_is_met() -> None:
    gated = {"id": "b", "test": {"finding": "other"}, "applies_when": {"finding": "earlier"}}
    facts = Facts(observations={"pain": (seen(True),)})
    evaluation = evaluate(pack(FINDING, gated), facts)
    assert evaluation.result("b").status is APART
    assert evaluation.recommendation is Decision.OVERTURNED


@pytest.mark.parametrize(("visits", "status"), [(6, MET), (7, NOT_MET)])
def test_a_measure_at_its_limit_is_met_and_one_above_is_not(visits: int, status: Status) -> None:
    limit = {"id": "a", "test": {"measure": "visits_requested", "at_most": 6, "unit": "visits"}}
    facts = Facts(measures={"visits_requested": Value(Decimal(visits))})
    assert evaluate(pack(limit), facts).result("a").status is status


@pytest.mark.parametrize(("day", "status"), [(date(2014, 9, 7), MET), (date(2014, 9, 8), NOT_MET)])
def test_two_years_to_the_day_is_within_two_years(day: date, status: Status) -> None:
    elapsed = {"since": "date_of_injury", "until": "request_date", "at_most": "2 years"}
    facts = Facts(dates={"date_of_injury": Value(date(2012, 9, 7)), "request_date": Value(day)})
    result = evaluate(pack({"id": "a", "test": {"elapsed": elapsed}}), facts).result("a")
    assert result.status is status
    assert "at most 2 years allowed" in result.trace.why


def test_a_missing_date_is_not_documented_and_is_named() -> None:
    elapsed = {"since": "date_of_injury", "until": "request_date", "at_least": "4 weeks"}
    facts = Facts(dates={"request_date": Value(date(2017, 1, 1))})
    result = evaluate(pack({"id": "a", "test": {"elapsed": elapsed}}), facts).result("a")
    assert result.status is SILENT
    assert result.trace.why == "date of injury not stated"


def test_a_question_for_the_reviewer_alone_recommends_nothing() -> None:
    evaluation = evaluate(pack({"id": "a", "test": {"reviewer": "is it worth it"}}), Facts())
    assert evaluation.recommendation is None
    assert evaluation.strength == 0.5


def test_a_pack_without_criteria_says_why_it_recommends_nothing() -> None:
    evaluation = evaluate(pack(no_criteria="No rule is known."), Facts())
    assert evaluation.recommendation is None
    assert evaluation.why == "No rule is known."


def test_failures_come_before_gaps_among_the_deciding_criteria() -> None:
    gap, failed = (
        {"id": "gap", "test": {"finding": "x"}},
        {"id": "failed", "test": {"never": "not recommended"}},
    )
    assert evaluate(pack(gap, failed), Facts()).deciding == ("failed", "gap")


def test_what_practice_names_first_leads_the_criteria_that_block() -> None:
    gap, failed, met = (
        {"id": "gap", "test": {"finding": "x"}},
        {"id": "failed", "test": {"never": "not recommended"}},
        {"id": "met", "test": {"finding": "pain"}},
    )
    facts = Facts(observations={"pain": (seen(True),)})
    named = evaluate(pack(gap, failed, met, names_first=["met", "gap"]), facts).deciding
    assert named == ("gap", "failed"), "a criterion that does not block is not named"


def test_an_alternative_needs_only_one_of_its_criteria() -> None:
    other = {"id": "b", "test": {"finding": "other"}}
    facts = Facts(observations={"pain": (seen(True),)})
    assert evaluate(pack(FINDING, other, decide={"any": ["a", "b"]}), facts).outcome is MET


def test_a_firmer_record_gives_a_greater_strength() -> None:
    denied = evaluate(pack(FINDING), Facts(observations={"pain": (seen(False),)}))
    silent = evaluate(pack(FINDING), Facts())
    assert denied.strength > silent.strength >= 0.5


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2012, 9, 7), date(2015, 1, 15), "2 years, 4 months and 8 days"),
        (date(2016, 1, 31), date(2016, 2, 28), "28 days"),
        (date(2016, 1, 1), date(2016, 1, 1), "0 days"),
        (date(2016, 1, 1), date(2017, 1, 1), "1 year"),
    ],
)
def test_elapsed_time_reads_like_prose(start: date, end: date, words: str) -> None:
    assert elapsed_in_words(start, end) == words


def test_a_duration_that_cannot_be_read_says_how_to_write_it() -> None:
    with pytest.raises(ValueError, match="write for example '2 years'"):
        Duration.parse("two years")


def test_an_unknown_key_in_a_pack_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        pack(colour="blue")
