"""What turns the gate red, and that it names the item and the first wrong step."""

from __future__ import annotations

from evals.compare import compare
from evals.gate import (
    Floor,
    Floors,
    KnownFailure,
    Thresholds,
    judge,
    load_known_failures,
    load_thresholds,
)
from evals.gold import gold_source
from evals.records import Injected, SentenceAnswer
from evals.summary import summarize
from tests.evals.made import record, run_of

_NONE = Thresholds(gold=Floors(items=1, figures={}), determinations=Floors(items=2, figures={}))


def test_a_right_answer_is_green() -> None:
    run = run_of(record("a", "Upheld", "Upheld"))
    assert judge(run, summarize(run), _NONE, ()).passed


def test_a_flipped_gold_case_is_named_with_its_first_wrong_step() -> None:
    run = run_of(record("A case whose outcome flips", "Overturned", "Upheld"))
    (breach,) = judge(run, summarize(run), _NONE, ()).breaches
    assert str(breach) == (
        "gold: A case whose outcome flips at step recommendation: "
        "outcome is 'Upheld', expected 'Overturned'"
    )


def test_a_known_failure_is_no_breach_and_is_told_when_it_passes() -> None:
    known = (KnownFailure(item="a", questions=("outcome",), reason="the record is ambiguous here"),)
    failing = run_of(record("a", "Overturned", "Upheld"))
    assert judge(failing, summarize(failing), _NONE, known).passed
    mended = run_of(record("a", "Upheld", "Upheld"))
    assert judge(mended, summarize(mended), _NONE, known).mended == ("a: outcome",)


def test_an_ungrounded_sentence_is_a_breach() -> None:
    bad = SentenceAnswer(text="It is so.", supports=(), specific=False, problem="names no support")
    run = run_of(record("a", "Upheld", "Upheld", sentences=(bad,)), kind="determinations")
    (breach,) = judge(run, summarize(run), _NONE, ()).breaches
    assert (breach.kind, breach.step) == ("ungrounded", "check")


def test_the_shipped_thresholds_and_known_failures_are_well_formed() -> None:
    thresholds, known = load_thresholds(), load_known_failures()
    ids = {key for case in gold_source().cases for key in case.ids}
    assert {failure.item for failure in known} <= ids
    for floors in (thresholds.gold, thresholds.determinations):
        for name, floor in floors.figures.items():
            assert floor.floor <= floor.interval[0] + 0.005, name


def test_a_figure_below_its_floor_is_a_breach_of_a_large_run_only() -> None:
    floors = Floors(items=2, figures={"outcome.overturn_recall": Floor(floor=0.6, interval=(0.5, 1))})
    thresholds = Thresholds(gold=floors, determinations=floors)
    cases = (record("a", "Overturned", "Upheld"), record("b", "Overturned", "Overturned"))
    large = run_of(*cases, kind="determinations")
    assert [b.name for b in judge(large, summarize(large), thresholds, ()).breaches] == [
        "outcome.overturn_recall"
    ]
    small = run_of(cases[0], kind="determinations")
    verdict = judge(small, summarize(small), thresholds, ())
    assert verdict.passed
    assert verdict.notes


def test_no_answer_is_not_scored_where_nothing_is_expected() -> None:
    run = run_of(record("a", "Upheld", "Upheld"))
    scores = {score.name: score.value for score in run.items[0].scores}
    assert scores["chapter"] is None
    assert scores["outcome"] == 1


def test_comparison_names_what_changed() -> None:
    old = run_of(record("a", "Overturned", "Upheld"), record("b", "Upheld", "Upheld"))
    new = run_of(record("a", "Overturned", "Overturned"), record("b", "Upheld", "Upheld"))
    assert [str(c) for c in compare(old, new)] == ["a outcome: Upheld -> Overturned (better)"]


def test_a_kind_of_injected_error_that_is_no_longer_found_is_named() -> None:
    base = record("a", "Upheld", "Upheld")
    errors = (
        Injected(kind="clean", caught=False, localised=False),
        Injected(kind="wrong side", caught=False, localised=False, now="left"),
        Injected(kind="wrong date", caught=True, localised=True, now="03/03/2016"),
    )
    item = base.items[0].model_copy(update={"injected": errors})
    run = run_of(base.model_copy(update={"items": (item,)}))
    seen = _NONE.model_copy(update={"least_caught": 0.75})
    (breach,) = judge(run, summarize(run), seen, ()).breaches
    assert str(breach) == (
        f"checker: wrong side at step check: 0 of 1 found; missed in {base.items[0].id}: 'left'"
    )
