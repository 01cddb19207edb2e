"""All figures of a run in one place, from its records alone, so that a stored run can be counted again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from evals import criterion_status, cross_validation
from evals.ablation import NAMES
from evals.baselines import baselines
from evals.drafts import shared_runs
from evals.metrics import (
    SILENT,
    Interval,
    Ints,
    Outcomes,
    calibration,
    curve,
    mean_figure,
    outcome_figures,
)
from evals.records import CaseRecord, ItemRecord, Run

ASSISTANT = "assistant"
CLEAN = "clean"
QUESTIONS = (
    "intake",
    "family",
    "chapter",
    "chapter_mtus",
    "chapter_recall5",
    "guideline",
    "status",
    "deciding",
    "deciding_status",
    "outcome",
    "shown",
    "states",
    "grounded",
    "verbatim",
)
_CODES = {"Upheld": 0, "Overturned": 1}
_AGES = ((0, 34), (35, 49), (50, 120))
Figures = dict[str, dict[str, float | int | None]]


def summarize(run: Run) -> dict[str, Any]:
    """Counts, figures with intervals, baselines, ablations, statuses, curves, subgroups."""
    places = _places(run)
    placed = [(places[case.group], case, item) for case in run.cases for item in case.items]
    decided = [row for row in placed if row[2].expected.decision in _CODES]
    outcomes, strength = outcomes_of(decided)
    return {
        "cases": len(run.cases),
        "items": len(placed),
        "scored": len(decided),
        "overturned": int(outcomes.truth.sum()),
        "unreadable": [f"{case.name}: {case.error}" for case in run.cases if case.error],
        "outcome": _tables(outcomes, decided),
        "folds": cross_validation.figures(run),
        "ablations": _ablations(outcomes, decided),
        "steps": _steps(placed, run.kind == "gold"),
        "statuses": _statuses(run.items),
        "labelled": criterion_status.figures(run.items),
        "drafts": _drafts(placed),
        "model": _model(run.items),
        "checker": _checker(placed),
        "ranking": _ranking(run),
        "curve": curve(outcomes, strength),
        "calibration": calibration(outcomes) if len(outcomes) else [],
        "families": _families(decided),
        "subgroups": _subgroups(decided),
        "first_wrong": _first_wrong(run.items),
    }


def _model(items: Sequence[ItemRecord]) -> dict[str, Any] | None:
    """What became of the drafts of a model; None where none was asked."""
    asked = [i.answer for i in items if i.answer.model is not None and i.answer.model.requests]
    accounts = [a.model for a in asked if a.model is not None]
    if not accounts:
        return None
    outcomes = Counter(a.outcome for a in accounts)
    rules = Counter(f.split(":")[0] for a in accounts for f in a.findings)
    return {
        "asked": len(accounts),
        **{name: outcomes[name] for name in ("shown", "withheld", "failed")},
        "revised": sum(a.revisions > 0 for a in accounts),
        "replaced": sum(a.drafter == "grounded" for a in asked),
        "shown_ungrounded": sum(
            bool(s.problem) for a in asked if a.drafter != "grounded" for s in a.sentences
        ),
        "prompt_tokens": sum(a.prompt_tokens for a in accounts),
        "answer_tokens": sum(a.answer_tokens for a in accounts),
        "findings": dict(sorted(rules.items())),
    }


def _places(run: Run) -> dict[str, int]:
    """A number for each group of cases, in order of appearance."""
    return {group: number for number, group in enumerate(dict.fromkeys(case.group for case in run.cases))}


def outcomes_of(rows: Sequence[tuple[int, CaseRecord, ItemRecord]]) -> tuple[Outcomes, Any]:
    """Truth and answers of the scored items as arrays, with the strength of each answer."""
    items = [item for _, _, item in rows]
    return Outcomes(
        np.array([_CODES[str(i.expected.decision)] for i in items], dtype=np.int64),
        np.array([_CODES.get(str(i.answer.recommendation), SILENT) for i in items], dtype=np.int64),
        np.array([i.answer.overturned for i in items], dtype=np.float64),
        np.array([n for n, _, _ in rows], dtype=np.int64),
    ), np.array([i.answer.strength for i in items], dtype=np.float64)


def _tables(outcomes: Outcomes, rows: Sequence[tuple[int, CaseRecord, ItemRecord]]) -> dict[str, Figures]:
    items = [(case.facts, item) for _, case, item in rows]
    tables = {ASSISTANT: outcomes, **baselines(outcomes, items)}
    return {name: _plain(outcome_figures(o)) for name, o in tables.items()}


def _ablations(
    outcomes: Outcomes, rows: Sequence[tuple[int, CaseRecord, ItemRecord]]
) -> dict[str, Figures]:
    tables = {}
    for name in NAMES:
        ablated = [item.ablations.get(name) for _, _, item in rows]
        said = [_CODES.get(str(a.recommendation), SILENT) if a else SILENT for a in ablated]
        p = [a.overturned if a else 0.5 for a in ablated]
        other = Outcomes(outcomes.truth, np.array(said), np.array(p), outcomes.case)
        tables[name] = _plain(outcome_figures(other))
    return tables


def _steps(rows: Sequence[tuple[int, CaseRecord, ItemRecord]], with_outcome: bool) -> Figures:
    """The mean of each graded question; the statuses and the stated facts each as one.

    The outcome only of gold: of real items, where nearly all are Upheld, its bare share says little.
    """
    values: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, _, item in rows:
        for score in item.scores:
            name = score.name.split(":")[0]
            if score.value is not None and (with_outcome or name != "outcome"):
                values[name].append((number, score.value))
    return {name: _mean(values[name]) for name in QUESTIONS if name in values}


def _statuses(items: Sequence[ItemRecord]) -> dict[str, dict[str, float | int | None]]:
    """Precision and recall of each status over the criteria whose status is known."""
    pairs = [
        (s.expected, s.answer)
        for item in items
        for s in item.scores
        if s.value is not None and s.name.split(":")[0] in ("status", "deciding_status")
    ]
    table: dict[str, dict[str, float | int | None]] = {}
    for status in ("met", "not_met", "not_documented", "not_applicable"):
        right = sum(e == a == status for e, a in pairs)
        expected, answered = sum(e == status for e, _ in pairs), sum(a == status for _, a in pairs)
        if expected or answered:
            table[status] = {
                "precision": round(right / answered, 4) if answered else None,
                "recall": round(right / expected, 4) if expected else None,
                "n": expected,
            }
    return table


def _drafts(rows: Sequence[tuple[int, CaseRecord, ItemRecord]]) -> dict[str, Any]:
    shown = [(n, case.name, item) for n, case, item in rows if item.answer.shown]
    sentences = [(n, s) for n, _, item in shown for s in item.answer.sentences]
    drafts = shared_runs([(name, item.answer.draft) for _, name, item in shown])
    letters = [(n, case.name, item.expected.rationale) for n, case, item in rows if item.expected.rationale]
    human = shared_runs([(name, text) for _, name, text in letters])
    return {
        "shown": _mean([(n, float(item.answer.shown)) for n, _, item in rows]),
        "sentences": len(sentences),
        "grounded": _mean([(n, float(not s.problem)) for n, s in sentences]),
        "specific": _mean([(n, float(s.specific)) for n, s in sentences]),
        "sameness": _mean([(n, v) for (n, _, _), v in zip(shown, drafts, strict=True) if v is not None]),
        "sameness_of_published": _mean(
            [(n, v) for (n, _, _), v in zip(letters, human, strict=True) if v is not None]
        ),
    }


def _checker(rows: Sequence[tuple[int, CaseRecord, ItemRecord]]) -> dict[str, Any]:
    """Injected errors found, those in their place, clean drafts left alone; how many of each kind."""
    found = [(n, one) for n, _, item in rows for one in item.injected]
    errors = [(n, one) for n, one in found if one.kind != CLEAN]
    if not errors:
        return {}
    kinds = Counter(one.kind for _, one in errors)
    caught = Counter(one.kind for _, one in errors if one.caught)
    return {
        "caught": _mean([(n, float(one.caught)) for n, one in errors]),
        "localised": _mean([(n, float(one.localised)) for n, one in errors if one.caught]),
        "left_alone": _mean([(n, float(not one.caught)) for n, one in found if one.kind == CLEAN]),
        "kinds": {kind: {"injected": kinds[kind], "caught": caught[kind]} for kind in sorted(kinds)},
    }


def _ranking(run: Run) -> Figures:
    places = _places(run)
    place = {item.id: places[case.group] for case in run.cases for item in case.items}
    return {
        method: _mean([(place[key], value) for key, value in queries.items() if key in place])
        for method, queries in run.ranking.items()
    }


def _families(rows: Sequence[tuple[int, CaseRecord, ItemRecord]]) -> list[dict[str, Any]]:
    grouped: defaultdict[str, list[ItemRecord]] = defaultdict(list)
    for _, _, item in rows:
        grouped[item.expected.family or item.answer.family or "unrecognised"].append(item)
    return [
        {"family": family, "items": len(items), **_confusion(items)}
        for family, items in sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def _confusion(items: Sequence[ItemRecord]) -> dict[str, int]:
    counts = Counter((str(i.expected.decision), str(i.answer.recommendation or "none")) for i in items)
    return {
        f"{truth.lower()}_as_{said.lower()}": counts[truth, said]
        for truth in ("Upheld", "Overturned")
        for said in ("Upheld", "Overturned", "none")
    }


def _subgroups(rows: Sequence[tuple[int, CaseRecord, ItemRecord]]) -> list[dict[str, Any]]:
    tests: list[tuple[str, Callable[[CaseRecord], bool]]] = [
        (f"age {low} to {high}" if high < 100 else f"age {low} and over", _aged(low, high))
        for low, high in _AGES
    ]
    tests += [("female", lambda c: c.sex == "female"), ("male", lambda c: c.sex == "male")]
    return [{"group": name, **_group([row for row in rows if belongs(row[1])])} for name, belongs in tests]


def _aged(low: int, high: int) -> Callable[[CaseRecord], bool]:
    return lambda case: case.age is not None and low <= case.age <= high


def _group(rows: Sequence[tuple[int, CaseRecord, ItemRecord]]) -> dict[str, Any]:
    outcomes, _ = outcomes_of(rows)
    figures = _plain(outcome_figures(outcomes))
    kept = ("balanced_accuracy", "auc", "overturn_recall", "coverage")
    share = float(np.mean(outcomes.said == 1)) if len(outcomes) else None
    return {
        "items": len(rows),
        "overturned": int(outcomes.truth.sum()),
        "recommended_overturned": None if share is None else round(share, 4),
        **{name: figures[name] for name in kept},
    }


def _first_wrong(items: Sequence[ItemRecord]) -> dict[str, int]:
    """How many items go wrong first at each step."""
    steps: Iterator[str] = (wrong.step for item in items if (wrong := item.first_wrong))
    return dict(sorted(Counter(steps).items()))


def _mean(found: Sequence[tuple[int, float]]) -> dict[str, float | int | None]:
    cases: Ints = np.array([n for n, _ in found], dtype=np.int64)
    return asdict(mean_figure(cases, np.array([v for _, v in found], dtype=np.float64)))


def _plain(figures: Mapping[str, Interval]) -> Figures:
    return {name: asdict(interval) for name, interval in figures.items()}
