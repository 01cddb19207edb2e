"""The figures that the documents quote, and the check that they are those of the latest run.

``python -m evals.figures [FOLDER]`` evaluates the gold cases and, where a folder is given, published
determinations; writes ``docs/figures.json`` and sets the table in the pages that quote it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.gold import gold_source
from evals.records import Run
from evals.runner import Options, run
from evals.sources import load_determinations
from evals.summary import ASSISTANT, summarize

ROOT = Path(__file__).parents[1]
STORED = ROOT / "docs" / "figures.json"
PAGES = (ROOT / "docs" / "evaluation.md", ROOT / "README.md")
_BLOCK = re.compile(r"(<!-- figures:begin[^>]*-->\n).*?(<!-- figures:end -->)", re.DOTALL)
_OUTCOME = {
    "balanced_accuracy": "balanced accuracy",
    "macro_f1": "macro-F1",
    "auc": "AUC",
    "overturn_recall": "recall of Overturned",
    "coverage": "coverage",
}
_STEPS = {
    "family": "treatment family right",
    "chapter": "chapter that the reviewer cited",
    "chapter_mtus": "the same where it is of the MTUS, edition apart",
    "guideline": "governing pack right",
    "status": "criterion status right",
    "deciding": "deciding criterion right",
    "deciding_status": "status of the deciding criterion",
    "verbatim": "quotations verbatim",
}
_DRAFTS = {
    "shown": "drafts shown",
    "grounded": "sentences grounded",
    "specific": "sentences with a fact of the worker",
}
_NAMED = {
    "any": "deciding criterion named first is one of the reviewer's",
    "any_of_two": "one of the first two is",
    "any_of_all": "one of all that the draft gives is",
}
_CHECKER = {
    "caught": "errors injected into drafts found",
    "left_alone": "clean drafts left alone",
}
_KINDS = {
    "gold": "gold cases (in-sample: mended with their sentences in view)",
    "determinations": "published determinations of the developer set (in-sample)",
}
Stored = dict[str, Any]


def figures_of(summary: Mapping[str, Any]) -> Stored:
    """What is quoted of one run: counts, and value, low and high of each figure to two places."""
    tables = summary["outcome"]
    outcome = {
        name: {key: _two(tables[name][key]) for key in _OUTCOME if key in tables[name]} for name in tables
    }
    steps = {key: _two(summary["steps"][key]) for key in _STEPS if key in summary["steps"]}
    drafts = {key: _two(summary["drafts"][key]) for key in _DRAFTS}
    found = summary.get("checker", {})
    checker = {key: _two(found[key]) for key in _CHECKER if key in found}
    counts = {key: summary[key] for key in ("cases", "items", "scored", "overturned")}
    made = {**counts, "outcome": outcome, "steps": steps, "drafts": drafts, "checker": checker}
    return made | {"folds": _folds(folds)} if (folds := summary["folds"]) else made


def _folds(found: Mapping[str, Any]) -> Stored:
    return {
        "outcome": {name: {k: _two(row[k]) for k in _OUTCOME} for name, row in found["outcome"].items()},
        "naming": {name: {k: _two(row[k]) for k in _NAMED} for name, row in found["naming"].items()},
    }


def load_figures() -> Stored:
    """The stored figures by kind of run."""
    return dict(json.loads(STORED.read_text(encoding="utf-8")))


def table(stored: Mapping[str, Stored]) -> str:
    """The figures as a Markdown table, one line a figure."""
    return "\n".join(["| what | figure | 95% interval |", "| --- | --- | --- |", *_lines(stored)]) + "\n"


def with_table(page: str, shown: str) -> str:
    """The page with the table between its marks; a page without marks is as it was."""
    return _BLOCK.sub(lambda marks: marks[1] + shown + marks[2], page)


def evaluate(folder: Path | None = None) -> Stored:
    """Run the gold cases, or the published determinations of ``folder``, and take their figures."""
    source = load_determinations(folder) if folder else gold_source()
    done: Run = run(source, Options(kind="determinations" if folder else "gold"))
    return figures_of(summarize(done))


def main(folder: Path | None) -> None:
    """Evaluate, store, and write the pages anew."""
    stored = load_figures() if STORED.exists() else {}
    stored["gold"] = evaluate()
    if folder is not None:
        stored["determinations"] = evaluate(folder)
    STORED.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for page in PAGES:
        page.write_text(with_table(page.read_text(encoding="utf-8"), table(stored)), encoding="utf-8")


def _lines(stored: Mapping[str, Stored]) -> Iterator[str]:
    for kind, title in _KINDS.items():
        if kind not in stored:
            continue
        found = stored[kind]
        yield f"| **{title}**: {found['scored']} scored items, {found['overturned']} Overturned | | |"
        for key, name in _OUTCOME.items():
            yield _line(name, found["outcome"][ASSISTANT][key])
        for other in sorted(set(found["outcome"]) - {ASSISTANT}):
            yield _line(f"balanced accuracy of: {other}", found["outcome"][other]["balanced_accuracy"])
        groups = ((_STEPS, "steps"), (_DRAFTS, "drafts"), (_CHECKER, "checker"))
        for names, group in ((names, found.get(group, {})) for names, group in groups):
            yield from (_line(name, group[key]) for key, name in names.items() if key in group)
        if folds := found.get("folds"):
            yield "| **the same on folds by case** | | |"
            yield from _by_row(folds["outcome"], _OUTCOME)
            yield from _by_row(folds["naming"], _NAMED)


def _by_row(rows: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """One line for each figure of each row but the baselines, which stand above."""
    for row, group in sorted(rows.items()):
        if "fold" in row or row.startswith("the same"):
            yield from (_line(f"{row}: {name}", group[key]) for key, name in names.items())


def _line(name: str, figure: Mapping[str, float | None]) -> str:
    low, high = figure["low"], figure["high"]
    between = "" if low is None or high is None else f"{low:.2f} to {high:.2f}"
    value = "none" if figure["value"] is None else f"{figure['value']:.2f}"
    return f"| {name} | {value} | {between} |"


def _two(figure: Mapping[str, float | int | None]) -> dict[str, float | None]:
    return {
        key: None if (value := figure.get(key)) is None else round(value, 2)
        for key in ("value", "low", "high")
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
