"""Folds by case: what is fitted is fitted elsewhere, and the baselines see the same folds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evals.cross_validation import Item, Said, Study, figures, naming_interval, namings, tables
from evals.metrics import auc, balanced_accuracy, recall
from evals.naming import Blocking, Named
from evals.records import Reread, Run
from evals.rereading import FOLDS, fold_of, reread
from evals.runner import Options, run
from evals.sources import load_determinations
from tests.evals.made import record, write_determinations

CASES = 40


def invented() -> Study:
    """Forty cases of one item; every fourth falls, and the review gives it more, yet never above a half."""
    items = tuple(
        Item(f"C{n}-1", f"C{n}", n % FOLDS, int(n % 4 == 0), "a knee that locks" if n % 4 else "a sore toe")
        for n in range(CASES)
    )
    outcomes = {item.id: (0, 0.4 if item.overturned else 0.2) for item in items}
    blocking = {item.id: Blocking("pack", ("x", "y")) for item in items}
    told = Said(outcomes, blocking)
    return Study(items, told, told, blocking)


def invented_run() -> Run:
    cases = tuple(
        record(f"C{n}-1", "Upheld" if n % 4 else "Overturned", "Upheld", 0.8 if n % 4 else 0.6)
        for n in range(CASES)
    )
    again = {
        item.id: Reread(fold=n % FOLDS, recommendation="Upheld", overturned=0.2, pack="pack",
                        deciding=("y", "x"), unordered=("x", "y"))
        for n, case in enumerate(cases) for item in case.items
    }  # fmt: skip
    return Run(
        source="made", kind="determinations", drafter="grounded", versions={}, cases=cases, reread=again
    )


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
    plain, fitted = (
        naming_interval(rows, said[name])["any"].value
        for name in (
            "without the wordings of the fold, no order",
            "the same, order fitted on the other folds",
        )
    )
    assert (plain, fitted) == (0.0, 1.0)


def test_figures_come_from_the_records_alone() -> None:
    done = invented_run()
    named = [Named(item.id.rsplit("-", 1)[0], 1, "pack", ("y",), sure=True) for item in done.items[:7]]
    found = figures(done, named)
    assert found["outcome"]["the review as it is (in-sample)"]["auc"]["value"] == 1.0
    assert found["outcome"]["without the wordings of the fold"]["auc"]["value"] == 0.5
    assert found["naming"]["the same, order of the packs (in-sample)"]["any"]["n"] == 7
    assert figures(done.model_copy(update={"reread": {}})) == {}


def test_cases_of_one_group_fall_in_one_fold(tmp_path: Path) -> None:
    write_determinations(tmp_path / "some", ("Upheld",), "The request is not necessary.")
    first, second, third = load_determinations(tmp_path / "some").cases
    folds = fold_of([replace(first, group="twin"), second, replace(third, group="twin")])
    assert folds == {first.name: 0, second.name: 1, third.name: 0}


def test_few_cases_are_not_read_on_folds(tmp_path: Path) -> None:
    write_determinations(tmp_path / "some", ("Upheld", "Overturned"), "The request is not necessary.")
    done = run(load_determinations(tmp_path / "some"), Options(kind="determinations", processes=1))
    assert done.reread == {}


@pytest.mark.slow
def test_a_wording_that_one_fold_alone_attests_is_lost_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of three cases is a fold of its own, and has wordings that the others have not."""
    monkeypatch.setattr("evals.rereading._LEAST", 3)
    write_determinations(tmp_path / "some", ("Upheld",), "The request is not necessary.")
    done = run(load_determinations(tmp_path / "some"), Options(kind="determinations", processes=1))
    assert [r.fold for r in done.reread.values()] == [0, 0, 1, 2, 2]
    assert set(done.reread) == {item.id for item in done.items}
    assert {r.pack for r in done.reread.values()} == {item.answer.pack for item in done.items}
    assert any(done.reread[item.id].overturned != item.answer.overturned for item in done.items)


def test_nothing_is_asked_of_too_few_cases() -> None:
    def refused(*_: object) -> None:
        raise AssertionError("work was spread")

    assert reread((), None, Path(), refused) == {}  # type: ignore[arg-type]
