"""Agreement with published determinations on folds that never split a case.

``python -m evals.cross_validation ../shared/determinations`` prints two tables: the review as it is (its
wordings were written with all these cases in view), the review whose lexicon has lost every wording that
only the fold under test attests, the same with what can be fitted (the cut between the recommendations,
the order of naming) taken from the other folds, and the baselines on the same folds. What no fold can undo:
the criteria themselves, the families, and how negation and time are read.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.evidence.reading import read_record
from assistant.intake import read_case
from assistant.library import open_library
from assistant.privacy import silence_telemetry
from assistant.review import Tools, review_case
from assistant.settings import load_settings
from evals.leave_out import Attested
from evals.metrics import SILENT, Floats, Interval, Ints, Outcomes, bootstrap, outcome_figures
from evals.naming import Agreement, Blocking, Named, agreement, fitted_order, load_named, ordered
from evals.sources import EvalCase, load_determinations
from knowledge.evaluate import evaluate
from knowledge.findings import Findings
from knowledge.model import Decision, Evaluation

FOLDS = 5
_CODES = {"Upheld": 0, "Overturned": 1}
_SHOWN = ("balanced_accuracy", "macro_f1", "auc", "overturn_recall", "upheld_recall")
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
    plain: Mapping[str, Blocking]  # the same, in the order before any pack says what to name first


@dataclass(frozen=True)
class Study:
    """All that the tables need."""

    items: tuple[Item, ...]
    dropped: tuple[int, ...]
    as_is: Said
    unread: Said


def study(folder: Path) -> Study:
    """Review every case twice: with the lexicon as it is, and with that of the case's own fold."""
    silence_telemetry()
    cases = load_determinations(folder).cases
    folds = {case.name: place % FOLDS for place, case in enumerate(cases)}
    # spawn: Chroma runs threads in this process, which a fork would break
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as beside:
        as_is = beside.submit(_as_it_is, cases)
        attested = Attested.of(
            open_library(load_settings()).findings, {case.name: _sentences(case) for case in cases}
        )
        left_out = [[name for name, fold in folds.items() if fold == k] for k in range(FOLDS)]
        lexicons = [attested.without(names) for names in left_out]
        return Study(
            items=tuple(item for case in cases for item in _items(case, folds[case.name])),
            dropped=tuple(attested.dropped(names) for names in left_out),
            unread=_said(cases, lambda case: lexicons[folds[case.name]]),
            as_is=as_is.result(),
        )


def _sentences(case: EvalCase) -> str:
    read = read_case(case.document)
    record = read_record(read.document, read.record)
    return "\n".join(record.text[s.span.start : s.span.end] for s in record.statements)


def _items(case: EvalCase, fold: int) -> Iterator[Item]:
    facts = read_case(case.document).record_text
    for key, expected in zip(case.ids, case.expected, strict=True):
        if expected.decision in _CODES:
            text = f"{expected.treatment}\n{facts}"
            yield Item(key, case.name, fold, _CODES[str(expected.decision)], text)


def _as_it_is(cases: Sequence[EvalCase]) -> Said:
    silence_telemetry()
    lexicon = open_library(load_settings()).findings
    return _said(cases, lambda _: lexicon)


def _said(cases: Sequence[EvalCase], lexicon: Callable[[EvalCase], Findings]) -> Said:
    library = open_library(load_settings())
    outcomes: dict[str, tuple[int, float]] = {}
    blocking: dict[str, Blocking] = {}
    plain: dict[str, Blocking] = {}
    for case in cases:
        tools = Tools(replace(library, findings=lexicon(case)))
        for item in review_case(read_case(case.document), tools).items:
            key, ev = f"{case.name}-{item.item.number}", item.evaluation
            outcomes[key] = _outcome(ev)
            if ev is not None and ev.recommendation is Decision.UPHELD:
                unordered = ev.pack.model_copy(update={"names_first": ()})
                blocking[key] = Blocking(ev.pack.id, ev.deciding)
                plain[key] = Blocking(ev.pack.id, evaluate(unordered, item.evidence.facts).deciding)
    return Said(outcomes, blocking, plain)


def _outcome(evaluation: Evaluation | None) -> tuple[int, float]:
    if evaluation is None or evaluation.recommendation is None:
        return SILENT, 0.5
    over = evaluation.recommendation is Decision.OVERTURNED
    return int(over), evaluation.strength if over else 1 - evaluation.strength


def tables(found: Study) -> dict[str, Outcomes]:
    """Each row's outcomes over all items, every fold predicted without itself where the row says so."""
    unread = _outcomes(found.items, found.unread)
    return {
        "the review as it is (in-sample)": _outcomes(found.items, found.as_is),
        "without the wordings of the fold": unread,
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
    for fold in range(FOLDS):
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
    for fold in range(FOLDS):
        orders = fitted_order((n for n in named if folds.get(n.id) != fold), found.unread.plain)
        for key, told in found.unread.plain.items():
            if folds.get(key) == fold:
                fitted[key] = ordered(told, orders)
    return {
        "as it is (order and wordings in-sample)": dict(found.as_is.blocking),
        "before packs say what to name first": dict(found.as_is.plain),
        "without the wordings of the fold, no order": dict(found.unread.plain),
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


def report(found: Study) -> Iterator[str]:
    """The lines of both tables."""
    over = sum(item.overturned for item in found.items)
    yield f"{len(found.items)} items, {over} Overturned, {FOLDS} folds by case; 95% intervals by case"
    yield f"wordings that fall or lose an alternative, by fold: {', '.join(map(str, found.dropped))}"
    yield "| | " + " | ".join(name.replace("_", " ") for name in _SHOWN) + " |"
    yield "| --- |" + " --- |" * len(_SHOWN)
    for name, outcomes in tables(found).items():
        figures = outcome_figures(outcomes)
        yield f"| {name} | " + " | ".join(_told(figures[key]) for key in _SHOWN) + " |"
    named = load_named()
    yield f"\nblocking criterion, {sum(bool(n.criteria) for n in named)} upheld items whose reason maps:"
    yield "| | the reviewer's first | one of the reviewer's | in the first two | in all | share of all |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, said in namings(found, named).items():
        shares = naming_interval(named, said)
        yield f"| {name} | " + " | ".join(_told(i) for i in shares.values()) + " |"


def _told(interval: Interval) -> str:
    if interval.value is None:
        return "-"
    return f"{interval.value:.2f} [{interval.low:.2f}, {interval.high:.2f}]"


def main(arguments: Sequence[str]) -> int:
    """Print the tables for a folder of published determinations."""
    print(*report(study(Path(arguments[0]))), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
