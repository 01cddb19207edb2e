"""Folds by case: what is fitted is fitted elsewhere, and the baselines see the same folds."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.cross_validation import FOLDS, Item, Said, Study, naming_interval, namings, report, study, tables
from evals.metrics import auc, balanced_accuracy, recall
from evals.naming import Blocking, Named, load_named

# What the review reached without the wordings of the fold when this was set, less a little.
LEAST_BALANCED, LEAST_AUC = 0.78, 0.86
CASES = 40


def invented() -> Study:
    """Forty cases of one item; every fourth falls, and the review gives it more, yet never above a half."""
    items = tuple(
        Item(f"C{n}-1", f"C{n}", n % FOLDS, int(n % 4 == 0), "a knee that locks" if n % 4 else "a sore toe")
        for n in range(CASES)
    )
    outcomes = {item.id: (0, 0.4 if item.overturned else 0.2) for item in items}
    blocking = {item.id: Blocking("pack", ("x", "y")) for item in items}
    told = Said(outcomes, blocking, blocking)
    return Study(items, (0,) * FOLDS, told, told)


def test_a_cut_fitted_elsewhere_parts_what_is_ranked_right() -> None:
    found = tables(invented())
    assert recall(found["without the wordings of the fold"], 1) == 0.0
    assert balanced_accuracy(found["the same, cut fitted on the other folds"]) == 1.0


def test_the_baselines_stand_on_the_same_folds() -> None:
    found = tables(invented())
    assert recall(found["always Upheld"], 1) == 0.0
    assert auc(found["TF-IDF + logistic regression"]) == 1.0
    assert balanced_accuracy(found["8 nearest of the other folds"]) == 1.0


def test_an_order_is_learnt_from_the_other_folds() -> None:
    rows = [Named(f"C{n}", 1, "pack", ("y",), sure=True) for n in range(CASES)]
    said = namings(invented(), rows)
    assert naming_interval(rows, said["before packs say what to name first"])["any"].value == 0.0
    assert naming_interval(rows, said["the same, order fitted on the other folds"])["any"].value == 1.0


def test_the_report_says_which_rows_are_in_sample() -> None:
    lines = list(report(invented()))
    assert lines[0].startswith("40 items, 10 Overturned, 5 folds by case")
    assert any("the review as it is (in-sample)" in line for line in lines)


@pytest.mark.shared
@pytest.mark.slow
def test_agreement_holds_without_the_wordings_of_the_fold(shared: Path) -> None:
    found = study(shared / "determinations")
    unread = tables(found)["without the wordings of the fold"]
    balanced, area = balanced_accuracy(unread), auc(unread)
    assert balanced is not None
    assert area is not None
    assert (balanced >= LEAST_BALANCED, area >= LEAST_AUC) == (True, True)
    said = namings(found, load_named())
    first = naming_interval(load_named(), said["as it is (order and wordings in-sample)"])["any"].value
    given = naming_interval(load_named(), said["the same, order fitted on the other folds"])[
        "any_of_all"
    ].value
    assert ((first or 0) >= 0.8, (given or 0) >= 0.9) == (True, True)
