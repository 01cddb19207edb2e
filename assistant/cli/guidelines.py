"""``imr guidelines``: list and show the criteria packs, write, compare, lint and test them."""

from __future__ import annotations

import re
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli.common import show
from assistant.library import loaded_texts
from assistant.settings import load_settings
from knowledge.compare import changes
from knowledge.coverage import coverage_page
from knowledge.errors import KnowledgeError
from knowledge.examples import run_examples
from knowledge.findings import load_findings
from knowledge.lint import lint
from knowledge.lint_citations import citation_warnings
from knowledge.lint_findings import unused_findings
from knowledge.measures import load_measures
from knowledge.model import Pack
from knowledge.packs import GUIDELINES, load_pack, load_packs
from knowledge.regions import load_anatomy
from knowledge.skeleton import skeleton
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
    pack = _known_pack(pack_id)
    show(Text(pack.citation, style="bold"))
    show(Text(f"In force {_dates(pack)}. {pack.recommended}"))
    for number, criterion in enumerate(pack.criteria, start=1):
        kind = f"{criterion.role}, {criterion.confidence}, {criterion.basis}"
        show(Text(f"C{number} {criterion.id} [{kind}] {criterion.says}"))
    if pack.no_criteria:
        show(Text(pack.no_criteria))


@app.command("lint")
def lint_packs() -> None:
    """Check every pack: names, editions, prose, examples. Exit code 1 when something is wrong.

    Each problem is told as file:line, what is wrong, and how to mend it. Where you have loaded a
    guideline's text, a warning tells each section that a pack cites and the text lacks; warnings do not
    change the exit code.
    """
    packs, findings = load_packs(), load_findings()
    findings.check()
    problems = (*lint(packs, *_vocabularies()), *unused_findings(packs, findings))
    warnings = citation_warnings(packs, loaded_texts(load_settings()))
    for problem in (*problems, *warnings):
        show(Text(str(problem), overflow="ignore", no_wrap=True))
    warned = f", {len(warnings)} warnings" if warnings else ""
    show(Text(f"{len(packs.packs)} packs, {len(problems)} problems{warned}."))
    if problems:
        raise typer.Exit(1)


@app.command("test")
def test_packs() -> None:
    """Run every worked example. Exit code 1 when one fails."""
    began = time.perf_counter()
    packs = load_packs()
    results = [result for pack in packs for result in run_examples(pack, packs)]
    failed = [result for result in results if not result.passed]
    for result in failed:
        show(Text(f"{result.pack}: {result.name}: {'; '.join(result.problems)}"))
    took = time.perf_counter() - began
    show(Text(f"{len(results) - len(failed)} examples passed, {len(failed)} failed, in {took:.1f} s."))
    if failed:
        raise typer.Exit(1)


@app.command("new")
def new_pack(
    family: Annotated[str, typer.Argument(help="The treatment family, such as physical_therapy.")],
    edition: Annotated[str, typer.Option(help="The folder of the edition, such as mtus-2016 or odg-2016.")],
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day in force.")],
    end: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day in force.")],
    guideline: Annotated[str, typer.Option(help="The publisher's title.")] = "TITLE OF THE GUIDELINE",
    out: Annotated[
        Path | None, typer.Option(help="Where to write it; default: its place among the packs.")
    ] = None,
) -> None:
    """Write a commented pack for an author to fill in. Never overwrites a file."""
    known = load_taxonomy().families
    if family not in known:
        raise KnowledgeError(
            f"There is no treatment family {family!r}; knowledge/treatments.yaml names them."
        )
    if end < start:
        raise KnowledgeError("The last day in force (--to) lies before the first (--from).")
    year = re.search(r"\d{4}", edition)
    text = skeleton(
        family,
        known[family].label,
        year[0] if year else edition,
        start.date(),
        end.date(),
        guideline=guideline,
        folder=edition,
    )
    path = out or GUIDELINES / edition / f"{family.replace('_', '-')}.yaml"
    _write_new(path, text)
    show(Text(f"Wrote {path}. Fill it in, then run: imr guidelines lint", overflow="ignore", no_wrap=True))


@app.command("diff")
def diff_packs(
    old: Annotated[str, typer.Argument(help="A pack id or a YAML file.")],
    new: Annotated[str, typer.Argument(help="A pack id or a YAML file.")],
) -> None:
    """What changed between two packs: + added, - removed, ~ changed. Exit code 0 either way."""
    found = changes(_pack(old), _pack(new))
    for change in found:
        show(Text(str(change)))
    if not found:
        show(Text("No difference but the id and the examples."))


@app.command("coverage")
def coverage(
    write: Annotated[Path | None, typer.Option(help="Write the page here instead of printing it.")] = None,
) -> None:
    """Treatments, editions, criteria and confidence of all packs, as Markdown."""
    labels = {name: family.label for name, family in load_taxonomy().families.items()}
    page = coverage_page(load_packs(), labels)
    if write is None:
        sys.stdout.write(page)
    else:
        write.write_text(page, encoding="utf-8")
        show(Text(f"Wrote {write}."))


def _write_new(path: Path, text: str) -> None:
    if path.exists():
        raise KnowledgeError(f"{path} exists; choose another place with --out.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _pack(name: str) -> Pack:
    """The pack of an id, or of a YAML file."""
    if name.endswith((".yaml", ".yml")):
        path = Path(name)
        if not path.is_file():
            raise KnowledgeError(f"There is no file {name}.")
        return load_pack(path)
    return _known_pack(name)


def _known_pack(pack_id: str) -> Pack:
    pack = load_packs().by_id.get(pack_id)
    if pack is None:
        raise KnowledgeError(f"There is no pack {pack_id!r}; `imr guidelines list` prints all ids.")
    return pack


def _vocabularies() -> tuple[tuple[str, ...], ...]:
    """Ids of findings, measures, families and regions that a pack may name."""
    findings = tuple(rule.id for rule in load_findings())
    return findings, tuple(load_measures()), tuple(load_taxonomy().families), tuple(load_anatomy().labels)


def _dates(pack: Pack) -> str:
    end = f"{pack.in_force.end:%m/%d/%Y}" if pack.in_force.end else "now"
    return f"{pack.in_force.start:%m/%d/%Y} to {end}"
