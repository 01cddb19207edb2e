"""``imr eval``: the gold cases or published determinations, the figures, the gate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.cli.common import print_json, show
from assistant.cli.reviewing import DrafterName
from assistant.settings import load_settings
from evals.compare import Change, compare, load_run
from evals.gate import Verdict, judge
from evals.gold import gold_source
from evals.records import Run
from evals.replay import recorded_cases, replayed_file
from evals.report import write_report
from evals.runner import Options, run
from evals.sources import Source, load_determinations
from evals.summary import summarize
from evals.tables import overview
from evals.worker import drafter_named


def command(
    directory: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]",
            help="Published determinations (folder or .jsonl); without it, the gold cases.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print figures and every answer as JSON.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Write a report to this HTML file.")] = None,
    drafter: Annotated[DrafterName, typer.Option(help="Who writes the drafts.")] = DrafterName.GROUNDED,
    against: Annotated[
        Path | None, typer.Option("--compare", help="An earlier --json result: which answers changed.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep the cases an interrupted run did.")
    ] = False,
) -> None:
    """Review cases whose answer is known and compare: figures with intervals, baselines, the gate.

    Exit code 0: green; 1: a gold case flipped, a sentence is ungrounded or a figure is below its floor;
    2: nothing to evaluate.

    Example: imr eval determinations/ --report report.html
    """
    before = load_run(against) if against else None
    source = load_determinations(directory) if directory else gold_source()
    if drafter is DrafterName.MODEL and (replayed := replayed_file(load_settings())):
        source = recorded_cases(source, replayed)
    done = _run(source, directory is None, drafter, resume)
    summary = summarize(done)
    verdict = judge(done, summary)
    changes = compare(before, done) if before else ()
    if report is not None:
        write_report(report, done, summary, verdict, changes)
    if as_json:
        print_json(result_json(done, summary, verdict, changes, source.skipped))
    else:
        show(overview(summary, verdict, changes, source.skipped))
    if not verdict.passed:
        raise typer.Exit(1)


def _run(source: Source, gold: bool, drafter: DrafterName, resume: bool) -> Run:
    settings = load_settings()
    if drafter is DrafterName.MODEL:
        drafter_named(str(drafter), settings)  # says at once when no model is configured
    options = Options(
        kind="gold" if gold else "determinations",
        drafter=str(drafter),
        journal=settings.data / "evals",
        resume=resume,
    )
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("Reviewing cases", total=len(source.cases))

        def tell(what: str, done: int, total: int) -> None:
            shown.update(task, description=what, completed=done, total=total)

        return run(source, options, tell)


def result_json(
    done: Run,
    summary: dict[str, Any],
    verdict: Verdict,
    changes: tuple[Change, ...],
    skipped: tuple[str, ...],
) -> dict[str, Any]:
    """The result as it is printed; all but ``measured`` is the same for the same cases and knowledge."""
    cases = tuple(case.model_copy(update={"seconds": 0.0, "megabytes": 0.0}) for case in done.cases)
    return {
        "summary": summary,
        "gate": {
            "passed": verdict.passed,
            "breaches": [str(breach) for breach in verdict.breaches],
            "mended": list(verdict.mended),
            "notes": list(verdict.notes),
        },
        "changes": [str(change) for change in changes],
        "skipped": list(skipped),
        "items": [_row(item) for item in done.items],
        "run": done.model_copy(update={"cases": cases}).model_dump(mode="json"),
        "measured": measured(done),
    }


def measured(done: Run) -> dict[str, float]:
    """Seconds a case (mean, median, 95th percentile) and the largest worker in megabytes."""
    times = sorted(case.seconds for case in done.cases if not case.error)
    if not times:
        return {}
    return {
        "seconds_mean": round(sum(times) / len(times), 4),
        "seconds_p50": times[len(times) // 2],
        "seconds_p95": times[min(len(times) - 1, int(len(times) * 0.95))],
        "megabytes_most": max(case.megabytes for case in done.cases),
    }


def _row(item: Any) -> dict[str, Any]:
    """One line an item: the answer beside the truth."""
    first = item.first_wrong
    return {
        "id": item.id,
        "treatment": item.expected.treatment,
        "decision": item.expected.decision,
        "recommendation": item.answer.recommendation,
        "strength": item.answer.strength,
        "overturned": item.answer.overturned,
        "family": item.answer.family,
        "pack": item.answer.pack,
        "chapter": item.answer.chapter,
        "deciding": list(item.answer.deciding),
        "draft": "shown" if item.answer.shown else "withheld",
        "first_wrong": f"{first.step}: {first.name}" if first else None,
    }
