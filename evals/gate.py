"""The gate: no gold case may flip, no shown sentence may be ungrounded, no figure may fall below its floor.

Floors stand in thresholds.yaml with the interval that they were set from. Known failures of gold stand in
known_failures.yaml, each with its reason; one that now passes is told, so that the list shrinks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from evals.cross_validation import UNREAD
from evals.records import ItemRecord, Run

THRESHOLDS = Path(__file__).parent / "thresholds.yaml"
KNOWN_FAILURES = Path(__file__).parent / "known_failures.yaml"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Floor(_Data):
    """The least a figure may be; ``interval`` is the 95% interval that it was set from."""

    floor: float
    interval: tuple[float, float]
    why: str = ""


class Floors(_Data):
    """Floors of one kind of run; they bind when the run has at least ``items`` scored items."""

    items: int
    figures: Mapping[str, Floor]


class Thresholds(_Data):
    gold: Floors
    determinations: Floors
    least_caught: float = 0.0


class KnownFailure(_Data):
    """A gold item whose expectation is right and which the assistant gets wrong."""

    item: str
    questions: tuple[str, ...] = Field(min_length=1)
    reason: str = Field(min_length=15)


@dataclass(frozen=True)
class Breach:
    """One reason why the gate is red; ``step`` is the first wrong step of the pipeline, if any."""

    kind: Literal["gold", "ungrounded", "floor", "checker", "unreadable"]
    name: str
    step: str
    message: str

    def __str__(self) -> str:
        at = f" at step {self.step}" if self.step else ""
        return f"{self.kind}: {self.name}{at}: {self.message}"


@dataclass(frozen=True)
class Verdict:
    """Green when there are no breaches; ``mended`` names known failures that now pass."""

    breaches: tuple[Breach, ...]
    mended: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.breaches


@cache
def load_thresholds(path: Path = THRESHOLDS) -> Thresholds:
    return Thresholds.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def load_known_failures(path: Path = KNOWN_FAILURES) -> tuple[KnownFailure, ...]:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["known_failures"] or []
    return tuple(KnownFailure.model_validate(row) for row in rows)


def judge(
    run: Run,
    summary: Mapping[str, Any],
    thresholds: Thresholds | None = None,
    known: tuple[KnownFailure, ...] | None = None,
) -> Verdict:
    """Everything that keeps this run from being green."""
    floors = thresholds or load_thresholds()
    listed = load_known_failures() if known is None else known
    allowed = {failure.item: frozenset(failure.questions) for failure in listed}
    breaches = [*_ungrounded(run), *_floors(run, summary, floors), *_unseen(run, summary, floors)]
    notes: tuple[str, ...] = ()
    if run.kind == "gold":
        breaches = [*_gold(run, allowed), *breaches]
        return Verdict(tuple(breaches), tuple(_mended(run, allowed)), notes)
    limit = floors.determinations.items
    if summary["scored"] < limit:
        notes = (f"The floors need {limit} scored items and are not applied to these {summary['scored']}.",)
    return Verdict(tuple(breaches), (), notes)


def flat_figures(summary: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Every figure with an interval by a dotted name, such as ``outcome.auc`` or ``steps.family``."""
    figures = {f"outcome.{k}": v for k, v in summary["outcome"]["assistant"].items()}
    figures |= {f"steps.{k}": v for k, v in summary["steps"].items()}
    figures |= {f"drafts.{k}": v for k, v in summary["drafts"].items() if isinstance(v, dict)}
    checker = summary.get("checker", {})
    figures |= {f"checker.{k}": v for k, v in checker.items() if k != "kinds"}
    figures |= {f"ranking.{k}": v for k, v in summary["ranking"].items()}
    figures |= _folds(summary.get("folds", {}))
    for part, found in summary.get("labelled", {}).items():
        figures[f"labelled.{part}.agree"] = {"value": found["agree"]}
        for status, row in found["statuses"].items():
            figures |= {f"labelled.{part}.{status}.{k}": {"value": row[k]} for k in ("precision", "recall")}
    for status, row in summary["statuses"].items():
        figures |= {f"statuses.{status}.{k}": {"value": row[k]} for k in ("precision", "recall")}
    return figures


def _folds(found: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The figures of the review that never saw the wordings of the fold, where folds were read."""
    if not found:
        return {}
    fitted = found["naming"].get("the same, order fitted on the other folds", {})
    return {
        **{f"folds.{name}": row for name, row in found["outcome"][UNREAD].items()},
        **{f"folds.named.{name}": row for name, row in fitted.items()},
    }


def _gold(run: Run, allowed: Mapping[str, frozenset[str]]) -> Iterator[Breach]:
    for item in run.items:
        yield from _gold_item(item, allowed.get(item.id, frozenset()))


def _gold_item(item: ItemRecord, allowed: frozenset[str]) -> Iterator[Breach]:
    """The first question that is wrong and not known to be; later ones follow from it."""
    wrong = [s for s in item.scores if s.wrong and s.name not in allowed]
    if not wrong:
        return
    first = item.model_copy(update={"scores": tuple(wrong)}).first_wrong
    assert first is not None  # there is a wrong one
    more = f" ({first.explanation})" if first.explanation else ""
    yield Breach(
        "gold", item.id, first.step, f"{first.name} is {first.answer!r}, expected {first.expected!r}{more}"
    )


def _ungrounded(run: Run) -> Iterator[Breach]:
    for item in run.items:
        bad = next((s for s in item.answer.sentences if s.problem), None)
        if bad is not None:
            yield Breach("ungrounded", item.id, "check", f"{bad.text!r} {bad.problem}")


def _floors(run: Run, summary: Mapping[str, Any], thresholds: Thresholds) -> Iterator[Breach]:
    floors = thresholds.gold if run.kind == "gold" else thresholds.determinations
    if summary["scored"] < floors.items:
        return
    figures = flat_figures(summary)
    for name, floor in floors.figures.items():
        value = figures.get(name, {}).get("value")
        if value is None or value < floor.floor:
            yield Breach("floor", name, "", f"{value} is below the floor {floor.floor}")


def _unseen(run: Run, summary: Mapping[str, Any], thresholds: Thresholds) -> Iterator[Breach]:
    """Kinds of injected errors that the checker no longer sees, each with one that it missed."""
    for kind, row in summary.get("checker", {}).get("kinds", {}).items():
        if row["caught"] < thresholds.least_caught * row["injected"]:
            missed = next(
                (item.id, one.now)
                for item in run.items
                for one in item.injected
                if one.kind == kind and not one.caught
            )
            message = f"{row['caught']} of {row['injected']} found; missed in {missed[0]}: {missed[1]!r}"
            yield Breach("checker", kind, "check", message)


def _mended(run: Run, allowed: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for item in run.items:
        wrong = {s.name for s in item.scores if s.wrong}
        fixed = sorted(allowed.get(item.id, frozenset()) - wrong)
        if fixed:
            yield f"{item.id}: {', '.join(fixed)}"
