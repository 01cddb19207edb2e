"""``imr guidelines``: list, show, lint and test the criteria packs."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli.common import show
from knowledge.errors import KnowledgeError
from knowledge.examples import run_examples
from knowledge.findings import load_findings
from knowledge.lint import lint
from knowledge.measures import load_measures
from knowledge.model import Pack
from knowledge.packs import load_packs
from knowledge.regions import load_anatomy
from knowledge.treatments import load_taxonomy

app = typer.Typer(help="The criteria packs: what is known of the guidelines.", no_args_is_help=True)


@app.command("list")
def list_packs(
    family: Annotated[str | None, typer.Option(help="Only packs of this treatment family.")] = None,
) -> None:
    """Every pack: id, citation, dates in force, number of criteria."""
    table = Table(box=None, pad_edge=False)
    for heading in ("pack", "citation", "in force", "criteria", "confidence"):
        table.add_column(heading, overflow="fold")
    for pack in load_packs():
        if family is None or family in pack.families:
            table.add_row(
                pack.id, pack.citation, _dates(pack), str(len(pack.criteria)), str(pack.confidence)
            )
    show(table)


@app.command("show")
def show_pack(
    pack_id: Annotated[str, typer.Argument(help="The id of a pack, as `list` prints it.")],
) -> None:
    """One pack in full: recommendation, criteria, roles, confidence."""
    pack = load_packs().by_id.get(pack_id)
    if pack is None:
        raise KnowledgeError(f"There is no pack {pack_id!r}; `imr guidelines list` prints all ids.")
    show(Text(pack.citation, style="bold"))
    show(Text(f"In force {_dates(pack)}. {pack.recommended}"))
    for number, criterion in enumerate(pack.criteria, start=1):
        show(Text(f"C{number} {criterion.id} [{criterion.role}, {criterion.confidence}] {criterion.says}"))
    if pack.no_criteria:
        show(Text(pack.no_criteria))


@app.command("lint")
def lint_packs() -> None:
    """Check every pack: names, editions, examples. Exit code 1 when something is wrong."""
    packs = load_packs()
    problems = lint(packs, *_vocabularies())
    for problem in problems:
        show(Text(problem))
    show(Text(f"{len(packs.packs)} packs, {len(problems)} problems."))
    if problems:
        raise typer.Exit(1)


@app.command("test")
def test_packs() -> None:
    """Run every worked example. Exit code 1 when one fails."""
    packs = load_packs()
    results = [result for pack in packs for result in run_examples(pack, packs)]
    failed = [result for result in results if not result.passed]
    for result in failed:
        show(Text(f"{result.pack}: {result.name}: {'; '.join(result.problems)}"))
    show(Text(f"{len(results) - len(failed)} examples passed, {len(failed)} failed."))
    if failed:
        raise typer.Exit(1)


def _vocabularies() -> tuple[tuple[str, ...], ...]:
    """Ids of findings, measures, families and regions that a pack may name."""
    findings = tuple(rule.id for rule in load_findings())
    return findings, tuple(load_measures()), tuple(load_taxonomy().families), tuple(load_anatomy().labels)


def _dates(pack: Pack) -> str:
    end = f"{pack.in_force.end:%m/%d/%Y}" if pack.in_force.end else "now"
    return f"{pack.in_force.start:%m/%d/%Y} to {end}"
