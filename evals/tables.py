"""The figures of an evaluation on the terminal: one table against the baselines, then the steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evals.compare import Change
from evals.gate import Verdict

HEADLINE = {
    "balanced_accuracy": "balanced accuracy",
    "macro_f1": "macro-F1",
    "auc": "AUC",
    "overturn_precision": "overturn precision",
    "overturn_recall": "overturn recall",
    "coverage": "coverage",
}
STEP_NAMES = {
    "family": "treatment family",
    "chapter": "guideline chapter",
    "chapter_mtus": "chapter, where it is of the MTUS",
    "chapter_recall5": "chapter among the passages shown",
    "guideline": "governing guideline",
    "status": "criterion statuses",
    "deciding": "deciding criterion named",
    "deciding_status": "status of the deciding criterion",
    "intake": "items found",
    "outcome": "recommendation right",
    "shown": "drafts that passed the checker",
    "states": "facts that the rationale must state",
    "grounded": "sentences grounded (by item)",
    "verbatim": "quotes verbatim",
}
NAMING_NAMES = {
    "main": "the reviewer's first",
    "any": "one of the reviewer's",
    "any_of_two": "one of the first two",
    "any_of_all": "one of all that are given",
    "shared": "share of those given",
}
CHECKER_NAMES = {
    "caught": "errors injected into drafts found",
    "localised": "of them in their place",
    "left_alone": "clean drafts left alone",
}


def overview(
    summary: Mapping[str, Any], verdict: Verdict, changes: Sequence[Change], skipped: Sequence[str]
) -> RenderableType:
    """Everything a terminal shows of a run."""
    parts: list[RenderableType] = [
        Text(
            f"{summary['cases']} cases, {summary['items']} items;"
            f" {summary['scored']} with a known decision, {summary['overturned']} of them Overturned"
        ),
        _outcomes("against the decisions", summary["outcome"]),
        _outcomes("with a part switched off", summary["ablations"]),
        *_folds(summary["folds"]),
        _steps(summary),
        *_model(summary.get("model")),
        *(Text(f"skipped: {line}", style="yellow") for line in skipped),
        *(Text(f"not reviewed: {line}", style="yellow") for line in summary["unreadable"]),
        *(Text(str(change)) for change in changes),
        *(Text(note, style="yellow") for note in verdict.notes),
        *(Text(f"known failure that now passes: {line}", style="yellow") for line in verdict.mended),
        *(Text(str(breach), style="red") for breach in verdict.breaches),
    ]
    word, style = ("gate: green", "green") if verdict.passed else ("gate: red", "bold red")
    return Group(*parts, Text(word, style=style))


def _model(made: Mapping[str, Any] | None) -> tuple[Text, ...]:
    """What became of a model's drafts, in one line."""
    if made is None:
        return ()
    said = ", ".join(
        f"{made[name]} {name}" for name in ("shown", "withheld", "failed", "revised", "replaced")
    )
    return (
        Text(
            f"drafts asked of the model: {made['asked']} ({said});"
            f" sentences shown without support: {made['shown_ungrounded']}"
        ),
    )


def figure(row: Mapping[str, Any]) -> str:
    """``0.94 [0.86, 0.99]``, or a dash where there is nothing to say."""
    if row.get("value") is None:
        return "-"
    low, high = row.get("low"), row.get("high")
    interval = "" if low is None or high is None else f" [{low:.2f}, {high:.2f}]"
    return f"{row['value']:.3f}{interval}"


def _outcomes(title: str, tables: Mapping[str, Mapping[str, Any]]) -> Table:
    return _figures(title, tables, HEADLINE)


def _figures(title: str, tables: Mapping[str, Mapping[str, Any]], columns: Mapping[str, str]) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    for label in columns.values():
        table.add_column(label)
    for name, figures in tables.items():
        table.add_row(name, *(figure(figures[key]) for key in columns))
    return table


def _folds(found: Mapping[str, Any]) -> Iterator[Table]:
    """Agreement on folds by case, and the criterion named; nothing where no folds were read."""
    if found:
        yield _outcomes("on folds that never split a case", found["outcome"])
    if found.get("naming"):
        yield _figures("blocking criterion named, upheld items", found["naming"], NAMING_NAMES)


def labelled(parts: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Name, shares and count: agreement with the statuses that readers labelled blind, part by part."""
    for part, found in parts.items():
        yield f"labelled statuses ({part}) that agree", f"{found['agree']:.3f}", found["criteria"]
        for status, row in found["statuses"].items():
            shares = " / ".join("-" if row[k] is None else f"{row[k]:.3f}" for k in ("precision", "recall"))
            yield f"labelled {status} ({part}): precision / recall", shares, row["n"]
        named = found["blocking"]
        if named["items"]:
            shares = " / ".join(f"{named[k] / named['items']:.3f}" for k in ("first", "first_two"))
            yield f"labelled blocking criterion ({part}): named first / in two", shares, named["items"]


def _steps(summary: Mapping[str, Any]) -> Table:
    table = Table(title="step by step", title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    table.add_column("share right")
    table.add_column("scored")
    for name, row in summary["steps"].items():
        table.add_row(STEP_NAMES.get(name, name), figure(row), str(row["n"]))
    for status, row in summary["statuses"].items():
        values = [f"{row[k]:.3f}" if row[k] is not None else "-" for k in ("precision", "recall")]
        table.add_row(f"status {status}: precision / recall", " / ".join(values), str(row["n"]))
    for label, shares, count in labelled(summary["labelled"]):
        table.add_row(label, shares, str(count))
    for name, label in (
        ("specific", "sentences with a fact of this worker"),
        ("sameness", "draft wording shared"),
    ):
        table.add_row(label, figure(summary["drafts"][name]), str(summary["drafts"][name]["n"]))
    for name, label in CHECKER_NAMES.items():
        if row := summary.get("checker", {}).get(name):
            table.add_row(label, figure(row), str(row["n"]))
    for method, row in summary["ranking"].items():
        table.add_row(f"precedents nDCG@10, {method}", figure(row), str(row["n"]))
    return table
