"""``python -m evals.mutations``: the catch rate of every kind of injected error, as a table and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated, Any

import typer

from assistant.library import open_library
from assistant.review import Tools, review_case
from assistant.settings import load_settings
from evals.mutations.measure import Mode, Result, measure
from evals.mutations.report import details, figures, table
from evals.mutations.sources import Published, published_cases, shipped_cases
from evals.mutations.subjects import subjects_of


def main(
    real: Annotated[Path | None, typer.Option(help="Published determinations to mutate as well.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All mutants, not a sample.")] = False,
    half: Annotated[str, typer.Option(help="Cases to use: all, even or odd ones.")] = "all",
    mode: Annotated[Mode, typer.Option(help="Checked as a draft, or as anyone's text.")] = Mode.DRAFT,
    out: Annotated[
        Path | None, typer.Option(help="Write the figures and misses to this JSON file.")
    ] = None,
) -> None:
    """Inject errors into clean texts and count what the checker finds."""
    start = perf_counter()
    with TemporaryDirectory(prefix="imr-mutations-") as name:
        tools = Tools(open_library(load_settings().model_copy(update={"data": Path(name)})))
        result = run(tools, real, half, everything, mode)
    shown = figures(result)
    typer.echo(table(shown))
    typer.echo(f"{perf_counter() - start:.0f} seconds")
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps({**shown, **_told(result)}, indent=1) + "\n", encoding="utf-8")


def _told(result: Result) -> dict[str, Any]:
    return details(result)


def run(tools: Tools, real: Path | None, half: str, everything: bool, mode: Mode = Mode.DRAFT) -> Result:
    """Measure on the shipped cases and, where a folder is given, on the published ones.

    What the reviewers of those wrote is mutated too where it is checked as a person's text.
    """
    cases = [Published(case, {}) for case in shipped_cases()]
    cases += published_cases(real) if real else ()
    wanted = {"all": (0, 1), "even": (0,), "odd": (1,)}[half]
    subjects = (
        subject
        for number, source in enumerate(cases)
        if number % 2 in wanted
        for subject in subjects_of(
            review_case(source.case, tools),
            number,
            tools.library.packs,
            source.rationales if mode is Mode.HUMAN else None,
        )
    )
    return measure(subjects, 6 if everything else 1 if real else 2, mode=mode)


if __name__ == "__main__":
    typer.run(main)
