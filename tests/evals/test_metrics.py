"""Figures on arrays small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from evals.drafts import shared_runs
from evals.metrics import (
    Outcomes,
    auc,
    balanced_accuracy,
    bootstrap,
    coverage,
    curve,
    macro_f1,
    outcome_figures,
    precision,
    recall,
)


def outcomes(truth: list[int], said: list[int], p: list[float] | None = None) -> Outcomes:
    count = len(truth)
    values = p if p is not None else [0.5] * count
    return Outcomes(np.array(truth), np.array(said), np.array(values), np.arange(count))


def test_balanced_accuracy_weighs_both_decisions_alike() -> None:
    made = outcomes([0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 0])
    assert balanced_accuracy(made) == pytest.approx((3 / 4 + 1 / 2) / 2)
    assert recall(made, 1) == 0.5
    assert precision(made, 1) == 0.5


def test_always_upheld_scores_one_half() -> None:
    assert balanced_accuracy(outcomes([0, 0, 0, 1], [0, 0, 0, 0])) == 0.5


def test_an_item_without_recommendation_counts_as_missed_and_lowers_coverage() -> None:
    made = outcomes([0, 1], [0, -1])
    assert recall(made, 1) == 0
    assert balanced_accuracy(made) == 0.5
    assert coverage(made) == 0.5


def test_one_class_alone_has_no_balanced_accuracy() -> None:
    assert balanced_accuracy(outcomes([0, 0], [0, 0])) is None
    assert macro_f1(outcomes([0, 0], [0, 0])) is None


def test_auc_counts_ties_half() -> None:
    assert auc(outcomes([0, 1], [0, 1], [0.5, 0.5])) == 0.5
    assert auc(outcomes([0, 0, 1], [0, 0, 1], [0.1, 0.9, 0.9])) == 0.75
    assert auc(outcomes([1, 1], [1, 1])) is None


def test_intervals_are_the_same_each_time_and_hold_the_figure() -> None:
    made = outcomes([0, 1] * 20, [0, 1, 0, 0] * 10, [0.2, 0.8, 0.3, 0.4] * 10)
    first, second = outcome_figures(made), outcome_figures(made)
    assert first == second
    found = first["balanced_accuracy"]
    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high


def test_cases_are_drawn_whole() -> None:
    values = np.array([1.0, 1.0, 0.0])
    cases = np.array([0, 0, 1])
    found = bootstrap(cases, {"mean": lambda index: float(values[index].mean())})["mean"]
    assert found.low == 0
    assert found.high == 1


def test_the_curve_keeps_the_firmest_first() -> None:
    made = outcomes([0] * 9 + [1], [0] * 10, [0.1] * 10)
    rows = curve(made, np.array([0.9] * 9 + [0.6]))
    assert rows[0]["accuracy"] == 1
    assert rows[-1] == {
        "coverage": 1.0,
        "accuracy": 0.9,
        "balanced_accuracy": 0.5,
        "overturned": 1.0,
        "weakest_strength": 0.6,
    }


def test_shared_wording_is_counted_between_cases_only() -> None:
    same = "one two three four five six"
    assert shared_runs([("a", same), ("a", same)]) == [0, 0]
    assert shared_runs([("a", same), ("b", same)]) == [1, 1]
    assert shared_runs([("a", "too short")]) == [None]
