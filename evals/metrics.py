"""Figures of an evaluation from parallel arrays: pure, deterministic, and None where nothing can be said.

``truth`` is 1 for Overturned and 0 for Upheld; ``said`` the same or -1 for no recommendation; ``p`` the
plausibility of Overturned. An item without a recommendation counts as missed by recall and accuracy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
SILENT = -1


@dataclass(frozen=True)
class Outcomes:
    """Truth and prediction of the items whose decision is known; ``case`` numbers the case of each."""

    truth: Ints
    said: Ints
    p: Floats
    case: Ints

    def at(self, index: Ints) -> Outcomes:
        return Outcomes(self.truth[index], self.said[index], self.p[index], self.case[index])

    def __len__(self) -> int:
        return len(self.truth)


def recall(o: Outcomes, label: int) -> float | None:
    of = o.truth == label
    return float((o.said[of] == label).mean()) if of.any() else None


def precision(o: Outcomes, label: int) -> float | None:
    of = o.said == label
    return float((o.truth[of] == label).mean()) if of.any() else None


def f1(o: Outcomes, label: int) -> float:
    """Harmonic mean of precision and recall; 0 where there is nothing right."""
    right = int(((o.said == label) & (o.truth == label)).sum())
    total = int((o.said == label).sum() + (o.truth == label).sum())
    return 2 * right / total if total else 0.0


def balanced_accuracy(o: Outcomes) -> float | None:
    """Mean recall of both decisions; None unless both occur."""
    recalls = [recall(o, 0), recall(o, 1)]
    known = [r for r in recalls if r is not None]
    return sum(known) / 2 if len(known) == 2 else None


def balanced_where_decided(o: Outcomes) -> float | None:
    return balanced_accuracy(o.at(np.flatnonzero(o.said != SILENT)))


def macro_f1(o: Outcomes) -> float | None:
    return (f1(o, 0) + f1(o, 1)) / 2 if len(set(o.truth.tolist())) == 2 else None


def auc(o: Outcomes) -> float | None:
    """Chance that an Overturned item ranks above an Upheld one; ties count half."""
    positive = int(o.truth.sum())
    negative = len(o) - positive
    if not positive or not negative:
        return None
    below = np.sort(o.p[o.truth == 0])
    above = o.p[o.truth == 1]
    wins = np.searchsorted(below, above, "left") + np.searchsorted(below, above, "right")
    return float(wins.sum() / 2 / (positive * negative))


def accuracy(o: Outcomes) -> float | None:
    return float((o.said == o.truth).mean()) if len(o) else None


def coverage(o: Outcomes) -> float | None:
    """Share of items that get a recommendation."""
    return float((o.said != SILENT).mean()) if len(o) else None


def brier(o: Outcomes) -> float | None:
    """Mean squared error of ``p``; 0.25 says nothing."""
    return float(((o.p - o.truth) ** 2).mean()) if len(o) else None


def best_cut(o: Outcomes) -> float | None:
    """The highest balanced accuracy at any cut of ``p``: how good the ranking could be."""
    if len(set(o.truth.tolist())) < 2:
        return None
    up, down = o.p[o.truth == 1], o.p[o.truth == 0]
    return max(float(((up >= cut).mean() + (down < cut).mean()) / 2) for cut in np.unique(o.p))


OUTCOME_METRICS: Mapping[str, Callable[[Outcomes], float | None]] = {
    "balanced_accuracy": balanced_accuracy,
    "macro_f1": macro_f1,
    "auc": auc,
    "overturn_precision": lambda o: precision(o, 1),
    "overturn_recall": lambda o: recall(o, 1),
    "upheld_recall": lambda o: recall(o, 0),
    "coverage": coverage,
    "balanced_where_decided": balanced_where_decided,
    "best_cut_balanced": best_cut,
    "accuracy": accuracy,
    "brier": brier,
}


@dataclass(frozen=True)
class Interval:
    """A figure with its 95% interval over cases; ``n`` items entered it. None: nothing to say."""

    value: float | None
    low: float | None
    high: float | None
    n: int


_DRAWS = 1000
_SEED = 20161231


def bootstrap(
    cases: Ints, figures: Mapping[str, Callable[[Ints], float | None]], draws: int = _DRAWS
) -> dict[str, Interval]:
    """Each figure, a function of item indices, with its interval from resampling whole cases.

    ``cases`` holds the case number of each item. Same input, same intervals.
    """
    if not len(cases):
        return {name: Interval(None, None, None, 0) for name in figures}
    everything = np.arange(len(cases))
    members = [np.flatnonzero(cases == number) for number in np.unique(cases)]
    random = np.random.default_rng(_SEED)
    drawn: dict[str, list[float]] = {name: [] for name in figures}
    for _ in range(draws):
        chosen = random.integers(0, len(members), len(members))
        index = np.concatenate([members[c] for c in chosen])
        for name, figure in figures.items():
            value = figure(index)
            if value is not None:
                drawn[name].append(value)
    return {
        name: _interval(figure(everything), drawn[name], len(cases)) for name, figure in figures.items()
    }


def outcome_figures(o: Outcomes) -> dict[str, Interval]:
    """Every outcome metric with its interval."""

    def on(metric: Callable[[Outcomes], float | None]) -> Callable[[Ints], float | None]:
        return lambda index: metric(o.at(index))

    return bootstrap(o.case, {name: on(metric) for name, metric in OUTCOME_METRICS.items()})


def mean_figure(cases: Ints, values: Floats) -> Interval:
    """The mean of one value an item, with its interval."""
    return bootstrap(cases, {"mean": lambda index: float(values[index].mean()) if len(index) else None})[
        "mean"
    ]


def curve(o: Outcomes, strength: Floats) -> list[dict[str, float | None]]:
    """Firmest items first: at each tenth of coverage the accuracy and balanced accuracy of those kept."""
    decided = np.flatnonzero(o.said != SILENT)
    order = decided[np.argsort(-strength[decided], kind="stable")]
    rows: list[dict[str, float | None]] = []
    for tenth in range(1, 11):
        count = round(len(o) * tenth / 10)
        kept = o.at(order[:count])
        if count <= len(order) and count:
            rows.append(_point(kept, tenth / 10, float(strength[order[count - 1]])))
    full = o.at(order)
    if len(order) and (not rows or rows[-1]["coverage"] != len(order) / len(o)):
        rows.append(_point(full, round(len(order) / len(o), 4), float(strength[order[-1]])))
    return rows


def _point(kept: Outcomes, share: float, weakest: float) -> dict[str, float | None]:
    return {
        "coverage": share,
        "accuracy": rounded(accuracy(kept)),
        "balanced_accuracy": rounded(balanced_accuracy(kept)),
        "overturned": float(kept.truth.sum()),
        "weakest_strength": round(weakest, 4),
    }


def calibration(o: Outcomes, bins: int = 10) -> list[dict[str, float]]:
    """In each tenth of ``p``: how many items, their mean ``p``, the share in truth Overturned."""
    place = np.minimum((o.p * bins).astype(int), bins - 1)
    return [
        {
            "from": number / bins,
            "items": float((place == number).sum()),
            "said": round(float(o.p[place == number].mean()), 4),
            "overturned": round(float(o.truth[place == number].mean()), 4),
        }
        for number in range(bins)
        if (place == number).any()
    ]


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _interval(value: float | None, drawn: list[float], n: int) -> Interval:
    if value is None or not drawn:
        return Interval(rounded(value), None, None, n)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Interval(round(value, 4), round(float(low), 4), round(float(high), 4), n)
