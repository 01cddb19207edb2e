"""What any reader could do without criteria: always Upheld, the nearest precedent, a bag of words.

The bag of words is trained on case-grouped folds of the same items, so that no item of a case under test
has been seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from evals.metrics import SILENT, Outcomes
from evals.records import ItemRecord

_FOLDS = 5
_NEAREST = 8


def baselines(truth: Outcomes, items: list[tuple[str, ItemRecord]]) -> dict[str, Outcomes]:
    """Each baseline's outcomes; ``items`` are the scored items, each with the facts of its case."""
    makers: Mapping[str, Callable[[], Outcomes | None]] = {
        "always Upheld": lambda: _constant(truth),
        "nearest precedent": lambda: _nearest(truth, items, 1),
        f"{_NEAREST} nearest precedents, weighted": lambda: _nearest(truth, items, _NEAREST),
        "TF-IDF + logistic regression": lambda: _words(truth, items),
        "the model alone": lambda: _alone(truth, items),
    }
    made = {name: maker() for name, maker in makers.items()}
    return {name: outcomes for name, outcomes in made.items() if outcomes is not None}


def _constant(truth: Outcomes) -> Outcomes:
    return Outcomes(truth.truth, np.zeros_like(truth.truth), np.zeros(len(truth)), truth.case)


def _nearest(truth: Outcomes, items: list[tuple[str, ItemRecord]], count: int) -> Outcomes | None:
    """Plausibility = share of Overturned among the nearest, weighted by score."""
    found = [item.answer.precedents[:count] for _, item in items]
    if not any(found):
        return None
    p = np.array([_share(precedents) for precedents in found])
    return Outcomes(truth.truth, (p >= 0.5).astype(np.int64), p, truth.case)


def _share(precedents: tuple[object, ...]) -> float:
    weights = [(p.score, p.decision == "Overturned") for p in precedents]  # type: ignore[attr-defined]
    total = sum(score for score, _ in weights)
    return sum(score for score, over in weights if over) / total if total else 0.0


def _alone(truth: Outcomes, items: list[tuple[str, ItemRecord]]) -> Outcomes | None:
    """The model's own decision, where one was configured; silent where it gave none."""
    said = [item.answer.alone for _, item in items]
    if not any(said):
        return None
    answers = np.array([SILENT if s is None else int(s == "Overturned") for s in said], dtype=np.int64)
    p = np.array([0.5 if s is None else float(s == "Overturned") for s in said])
    return Outcomes(truth.truth, answers, p, truth.case)


def _words(truth: Outcomes, items: list[tuple[str, ItemRecord]]) -> Outcomes | None:
    """Treatment and facts as TF-IDF, balanced logistic regression, five folds by case."""
    if len(set(truth.truth.tolist())) < 2 or len(set(truth.case.tolist())) < 2 * _FOLDS:
        return None
    # a second to import, and every command of ``imr`` loads this package
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.model_selection import GroupKFold  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415

    texts = np.array([f"{item.expected.treatment}\n{facts}" for facts, item in items], dtype=object)
    p = np.zeros(len(truth))
    for train, test in GroupKFold(_FOLDS).split(texts, truth.truth, truth.case):
        if len(set(truth.truth[train].tolist())) < 2:
            continue
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
            LogisticRegression(class_weight="balanced", max_iter=1000),
        )
        model.fit(texts[train], truth.truth[train])
        p[test] = model.predict_proba(texts[test])[:, 1]
    return Outcomes(truth.truth, (p >= 0.5).astype(np.int64), p, truth.case)
