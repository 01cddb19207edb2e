"""Agreement with published determinations on folds that never split a case, from a run's records alone.

Beside the review as it is (its wordings were written with all these cases in view) stands the review whose
lexicon has lost every wording that only the fold under test attests (``evals.rereading``), the same with
what can be fitted (the cut between the recommendations, the order of naming) taken from the other folds,
and the baselines on the same folds. What no fold can undo: the criteria themselves, the families, and how
negation and time are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from evals.metrics import SILENT, Floats, Interval, Ints, Outcomes, bootstrap, outcome_figures
from evals.naming import Agreement, Blocking, Named, agreement, fitted_order, load_named, ordered
from evals.records import Run

AS_IS = "the review as it is (in-sample)"
UNREAD = "without the wordings of the fold"
_CODES = {"Upheld": 0, "Overturned": 1}
_NEAREST = 8


@dataclass(frozen=True)
class Item:
    """One decided item: its fold, the truth, and what a bag of words may see."""

    id: str
    case: str
    fold: int
    overturned: int
    text: str


@dataclass(frozen=True)
class Said:
    """What one reading of all cases says, item by item."""

    outcomes: Mapping[str, tuple[int, float]]
    blocking: Mapping[str, Blocking]


@dataclass(frozen=True)
class Study:
    """All that the tables need; ``plain`` names in the order before any pack says what to name first."""

    items: tuple[Item, ...]
    as_is: Said
    unread: Said
    plain: Mapping[str, Blocking]


def figures(run: Run, named: Sequence[Named] | None = None) -> dict[str, Any]:
    """Outcome figures and shares of named criteria by row; empty for a run that was not read on folds."""
    if not run.reread:
        return {}
    found = study(run)
    facts = load_named() if named is None else named
    known = [n for n in facts if n.criteria and n.id in found.as_is.outcomes]
    return {
        "outcome": {name: _plain(outcome_figures(o)) for name, o in tables(found).items()},
        "naming": {
            name: _plain(naming_interval(known, said)) for name, said in namings(found, known).items()
        }
        if known
        else {},
    }


def _plain(intervals: Mapping[str, Interval]) -> dict[str, dict[str, float | int | None]]:
    return {name: asdict(interval) for name, interval in intervals.items()}


def study(run: Run) -> Study:
    """The two readings of a run side by side."""
    again = run.reread
    return Study(
        items=tuple(_items(run)),
        as_is=Said(
            {i.id: _outcome(i.answer.recommendation, i.answer.overturned) for i in run.items},
            {
                i.id: Blocking(i.answer.pack, i.answer.deciding)
                for i in run.items
                if i.answer.pack and i.answer.recommendation == "Upheld"
            },
        ),
        unread=Said(
            {key: _outcome(r.recommendation, r.overturned) for key, r in again.items()},
            {key: Blocking(r.pack, r.deciding) for key, r in again.items() if r.recommendation == "Upheld"},
        ),
        plain={
            key: Blocking(r.pack, r.unordered) for key, r in again.items() if r.recommendation == "Upheld"
        },
    )


def _items(run: Run) -> Iterator[Item]:
    for case in run.cases:
        for item in case.items:
            if item.expected.decision in _CODES and item.id in run.reread:
                text = f"{item.expected.treatment}\n{case.facts}"
                code = _CODES[str(item.expected.decision)]
                yield Item(item.id, case.group, run.reread[item.id].fold, code, text)


def _outcome(recommendation: str | None, overturned: float) -> tuple[int, float]:
    return _CODES.get(str(recommendation), SILENT), overturned


def tables(found: Study) -> dict[str, Outcomes]:
    """Each row's outcomes over all items, every fold predicted without itself where the row says so."""
    unread = _outcomes(found.items, found.unread)
    return {
        AS_IS: _outcomes(found.items, found.as_is),
        UNREAD: unread,
        "the same, cut fitted on the other folds": _cut_by_fold(found.items, unread),
        "always Upheld": replace(unread, said=np.zeros_like(unread.truth), p=np.zeros_like(unread.p)),
        f"{_NEAREST} nearest of the other folds": _nearest(found.items, unread),
        "TF-IDF + logistic regression": _words(found.items, unread),
    }


def _outcomes(items: Sequence[Item], said: Said) -> Outcomes:
    numbers = {case: n for n, case in enumerate(dict.fromkeys(item.case for item in items))}
    answers = [said.outcomes.get(item.id, (SILENT, 0.5)) for item in items]
    return Outcomes(
        np.array([item.overturned for item in items], dtype=np.int64),
        np.array([code for code, _ in answers], dtype=np.int64),
        np.array([p for _, p in answers], dtype=np.float64),
        np.array([numbers[item.case] for item in items], dtype=np.int64),
    )


def _each_fold(items: Sequence[Item]) -> Iterator[tuple[Ints, Ints]]:
    """Places of the items to learn from, and of those to predict."""
    folds = np.array([item.fold for item in items])
    for fold in np.unique(folds):
        yield np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)


def _cut_by_fold(items: Sequence[Item], o: Outcomes) -> Outcomes:
    """Overturned from the plausibility up that best parted the other folds."""
    said = np.zeros_like(o.truth)
    for train, test in _each_fold(items):
        said[test] = (o.p[test] >= _best_cut(o.at(train))).astype(np.int64)
    return replace(o, said=said)


def _best_cut(o: Outcomes) -> float:
    up, down = o.p[o.truth == 1], o.p[o.truth == 0]
    values = np.unique(o.p)
    cuts = np.append((values[1:] + values[:-1]) / 2, 0.5)
    good = [float((up >= cut).mean() + (down < cut).mean()) for cut in cuts]
    return float(cuts[int(np.argmax(good))])


def _vectors(items: Sequence[Item], train: Ints, test: Ints) -> tuple[object, object]:
    # a second to import, and every command of ``imr`` loads this package
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    known = words.fit_transform([items[i].text for i in train])
    return known, words.transform([items[i].text for i in test])


def _words(items: Sequence[Item], o: Outcomes) -> Outcomes:
    """Treatment and facts as TF-IDF, balanced logistic regression."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    p = np.zeros(len(o))
    for train, test in _each_fold(items):
        known, asked = _vectors(items, train, test)
        model = LogisticRegression(class_weight="balanced", max_iter=1000).fit(known, o.truth[train])
        p[test] = model.predict_proba(asked)[:, 1]
    return replace(o, said=(p >= 0.5).astype(np.int64), p=p)


def _nearest(items: Sequence[Item], o: Outcomes) -> Outcomes:
    """The share of Overturned among the nearest items of the other folds, weighted by likeness."""
    from sklearn.metrics.pairwise import cosine_similarity  # noqa: PLC0415

    p = np.zeros(len(o))
    for train, test in _each_fold(items):
        known, asked = _vectors(items, train, test)
        p[test] = [_share(row, o.truth[train]) for row in cosine_similarity(asked, known)]
    return replace(o, said=(p >= 0.5).astype(np.int64), p=p)


def _share(likeness: Floats, truth: Ints) -> float:
    best = np.argsort(-likeness, kind="stable")[:_NEAREST]
    total = float(likeness[best].sum())
    return float((likeness[best] * truth[best]).sum()) / total if total else 0.0


def namings(found: Study, named: Sequence[Named]) -> dict[str, dict[str, Blocking]]:
    """What each way of ordering names, item by item."""
    folds = {item.id: item.fold for item in found.items}
    fitted: dict[str, Blocking] = {}
    for fold in sorted(set(folds.values())):
        orders = fitted_order((n for n in named if folds.get(n.id) != fold), found.plain)
        for key, told in found.plain.items():
            if folds.get(key) == fold:
                fitted[key] = ordered(told, orders)
    return {
        AS_IS: dict(found.as_is.blocking),
        "without the wordings of the fold, no order": dict(found.plain),
        "the same, order fitted on the other folds": fitted,
        "the same, order of the packs (in-sample)": dict(found.unread.blocking),
    }


def naming_interval(named: Sequence[Named], said: Mapping[str, Blocking]) -> dict[str, Interval]:
    """The shares with intervals from drawing whole cases."""
    rows = [n for n in named if n.criteria]
    numbers = {case: n for n, case in enumerate(dict.fromkeys(n.case for n in rows))}
    cases = np.array([numbers[n.case] for n in rows], dtype=np.int64)
    each = [agreement([n], said) for n in rows]

    def share(pick: Callable[[Agreement], float]) -> Callable[[Ints], float | None]:
        values = np.array([pick(a) for a in each])
        return lambda index: float(values[index].mean()) if len(index) else None

    return bootstrap(
        cases,
        {
            "main": share(lambda a: a.main),
            "any": share(lambda a: a.any),
            "any_of_two": share(lambda a: a.any_of_two),
            "any_of_all": share(lambda a: a.any_of_all),
            "shared": share(lambda a: a.shared),
        },
    )
