"""The report that a medical director reads: one HTML file, no script, nothing from outside.

Worst disagreements first, each with the facts, the statuses and both rationales side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from evals.charts import lines, reliability
from evals.compare import Change
from evals.gate import Verdict
from evals.records import CaseRecord, ItemRecord, Run
from evals.tables import CHECKER_NAMES, HEADLINE, NAMING_NAMES, STEP_NAMES, figure, labelled

_PAGE = Path(__file__).parent / "report.html"
_MOST_CASES = 60
_INTRO = {
    "determinations": "Published determinations, reviewed with the decisions hidden; every case is left "
    "out of its own precedents. Most denials are upheld, so the share of right answers says little: "
    "balanced accuracy weighs Upheld and Overturned alike, and a constant answer scores 0.5.",
    "gold": "Cases written for this project with the right answer set beforehand, criterion by criterion; "
    "many are pairs that differ in one fact.",
}


def write_report(
    path: Path, run: Run, summary: Mapping[str, Any], verdict: Verdict, changes: Sequence[Change] = ()
) -> None:
    """Write the report; makes the folder where it is missing."""
    body = "\n".join(_body(run, summary, verdict, changes))
    path.parent.mkdir(parents=True, exist_ok=True)
    page = Template(_PAGE.read_text(encoding="utf-8")).substitute(body=body)
    path.write_text(page, encoding="utf-8")


def _body(
    run: Run, summary: Mapping[str, Any], verdict: Verdict, changes: Sequence[Change]
) -> Iterator[str]:
    yield "<h1>Evaluation of the review assistant</h1>"
    yield f"<p>{escape(_INTRO[run.kind])}</p>"
    yield (
        f"<p>{summary['cases']} cases, {summary['items']} disputed items; {summary['scored']} with a known"
        f" decision, {summary['overturned']} of them Overturned. Drafts by: {escape(run.drafter)}. In"
        " brackets: 95% interval, from drawing cases anew 1,000 times.</p>"
    )
    yield from _gate(verdict, changes)
    yield "<h2>Against the decisions</h2>"
    yield _outcomes({**summary["outcome"], **{f"with {k}": v for k, v in summary["ablations"].items()}})
    yield from _folds(summary["folds"])
    yield "<h2>Step by step</h2>"
    yield _steps(summary)
    yield "<h2>How far the strength can be trusted</h2>"
    yield _plots(summary)
    yield "<h2>By kind of treatment</h2>"
    yield _families(summary["families"])
    yield "<h2>By group of workers</h2>"
    yield _groups(summary["subgroups"])
    yield "<h2>Disagreements, firmest first</h2>"
    yield from _disagreements(run)
    yield f"<p><small>{escape(', '.join(f'{k}: {v}' for k, v in run.versions.items()))}</small></p>"


def _gate(verdict: Verdict, changes: Sequence[Change]) -> Iterator[str]:
    if verdict.passed:
        yield '<p class="good"><strong>Gate: green.</strong></p>'
    else:
        yield f'<p class="bad"><strong>Gate: red, {len(verdict.breaches)} reasons.</strong></p>'
        yield _list([str(breach) for breach in verdict.breaches])
    yield _list([*verdict.notes, *(f"Known failure that now passes: {line}" for line in verdict.mended)])
    if changes:
        yield "<h2>Changed since the earlier run</h2>"
        yield _list([str(change) for change in changes])


def _outcomes(tables: Mapping[str, Mapping[str, Any]], columns: Mapping[str, str] = HEADLINE) -> str:
    rows = [[name, *(figure(figures[key]) for key in columns)] for name, figures in tables.items()]
    return _table(["", *columns.values()], rows)


def _folds(found: Mapping[str, Any]) -> Iterator[str]:
    if not found:
        return
    yield "<h2>On folds that never split a case</h2>"
    yield (
        "<p>Each case is read a second time with a lexicon that has lost every wording which only the cases"
        " of its fold attest: the best estimate for cases that nobody has read.</p>"
    )
    yield _outcomes(found["outcome"])
    if found["naming"]:
        yield "<p>The blocking criterion that is named, over upheld items whose reviewer's reason maps:</p>"
        yield _outcomes(found["naming"], NAMING_NAMES)


def _steps(summary: Mapping[str, Any]) -> str:
    rows = [[STEP_NAMES.get(k, k), figure(row), str(row["n"])] for k, row in summary["steps"].items()]
    for status, row in summary["statuses"].items():
        for kind in ("precision", "recall"):
            value = "-" if row[kind] is None else f"{row[kind]:.3f}"
            rows.append([f"status {status.replace('_', ' ')}: {kind}", value, str(row["n"])])
    rows += [[label, shares, str(count)] for label, shares, count in labelled(summary["labelled"])]
    drafts = summary["drafts"]
    rows += [
        ["sentences that stand on something", figure(drafts["grounded"]), str(drafts["sentences"])],
        ["sentences with a fact of this worker", figure(drafts["specific"]), str(drafts["sentences"])],
        ["wording shared with another draft", figure(drafts["sameness"]), str(drafts["sameness"]["n"])],
        ["wording shared among published rationales", figure(drafts["sameness_of_published"]),
         str(drafts["sameness_of_published"]["n"])],
    ]  # fmt: skip
    checker = summary.get("checker", {})
    rows += [
        [label, figure(checker[k]), str(checker[k]["n"])]
        for k, label in CHECKER_NAMES.items()
        if k in checker
    ]
    rows += [[f"precedents, nDCG@10: {k}", figure(r), str(r["n"])] for k, r in summary["ranking"].items()]
    return _table(["", "share", "scored"], rows)


def _plots(summary: Mapping[str, Any]) -> str:
    kept = {
        name: [(row["coverage"], row[key]) for row in summary["curve"] if row[key] is not None]
        for name, key in (("accuracy", "accuracy"), ("balanced accuracy", "balanced_accuracy"))
    }
    points = [(row["said"], row["overturned"], int(row["items"])) for row in summary["calibration"]]
    first = lines("Accuracy by coverage", "share of items answered, firmest first", kept)
    second = reliability("Calibration", "plausibility said that the denial falls", points)
    return (
        f'<div class="plots"><figure>{first}<figcaption>If only the firmest recommendations are used: how'
        f" often they agree with the decision.</figcaption></figure><figure>{second}<figcaption>Each point"
        " gathers items of like plausibility; on the diagonal it would equal the share in truth Overturned."
        "</figcaption></figure></div>"
    )


def _families(rows: Sequence[Mapping[str, Any]]) -> str:
    said = ("upheld", "overturned", "none")
    keys = [f"{truth}_as_{answer}" for truth in said[:2] for answer in said]
    head = ["family", "items", *(key.replace("_", " ") for key in keys)]
    return _table(head, [[r["family"], str(r["items"]), *(str(r[k]) for k in keys)] for r in rows])


def _groups(rows: Sequence[Mapping[str, Any]]) -> str:
    head = ["group", "items", "Overturned", "recommended", "balanced accuracy", "AUC", "overturn recall"]
    keys = ("balanced_accuracy", "auc", "overturn_recall")
    return _table(
        head,
        [
            [row["group"], str(row["items"]), str(row["overturned"]),
             "-" if row["recommended_overturned"] is None else f"{row['recommended_overturned']:.1%}",
             *(figure(row[key]) for key in keys)]
            for row in rows
        ],
    )  # fmt: skip


def _disagreements(run: Run) -> Iterator[str]:
    pairs = [(case, item) for case in run.cases for item in case.items if _disagrees(item)]
    pairs.sort(key=lambda pair: (-pair[1].answer.strength, pair[1].id))
    if not pairs:
        yield "<p>None.</p>"
    for case, item in pairs[:_MOST_CASES]:
        yield _disagreement(case, item)
    if len(pairs) > _MOST_CASES:
        yield f"<p>{len(pairs) - _MOST_CASES} more are in the JSON result.</p>"


def _disagrees(item: ItemRecord) -> bool:
    return any(score.name == "outcome" and score.wrong for score in item.scores)


def _disagreement(case: CaseRecord, item: ItemRecord) -> str:
    answer, first = item.answer, item.first_wrong
    criteria = [
        [c.id, c.status.replace("_", " "), c.why, " / ".join(c.quotes[:2])] for c in answer.criteria
    ]
    step = f" First wrong step: {first.step} ({first.name})." if first else ""
    return (
        f"<details><summary><strong>{escape(item.id)}</strong> {escape(item.expected.treatment)}:"
        f" decided {escape(str(item.expected.decision))}, recommended"
        f" {escape(answer.recommendation or 'nothing')} (strength {answer.strength:.2f})</summary>"
        f"<p>{escape(answer.why)}{escape(step)}</p>"
        f'<div class="facts">{escape(case.facts)}</div>'
        f"{_table(['criterion', 'status', 'why', 'evidence'], criteria)}"
        f'<div class="pair"><div><h3>Draft</h3><p>{escape(answer.draft or "withheld")}</p></div>'
        f"<div><h3>As published</h3><p>{escape(item.expected.rationale or 'none')}</p></div></div>"
        "</details>"
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _list(parts: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(part)}</li>' for part in parts)}</ul>" if parts else ""
