"""``imr check`` and ``imr checks``: the determination linter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group
from rich.text import Text

from assistant.checks import RULES
from assistant.cli.common import open_case, print_json, progress, show
from assistant.export.as_json import report_json
from assistant.export.as_text import report_text
from assistant.export.rules_page import rules_page
from assistant.intake import read_document
from assistant.library import open_library
from assistant.linting import lint_text
from assistant.settings import load_settings


def check(
    draft: Annotated[Path, typer.Argument(help="The rationale: TXT, MD or DOCX.", show_default=False)],
    case: Annotated[Path, typer.Option(help="The case that it is about.", show_default=False)],
    item: Annotated[
        int | None, typer.Option(help="Number of the item; default: the one it speaks of.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check any rationale against the case: every fact, absence claim, citation and the decision.

    Exit code 0: clean; 1: findings; 2: unreadable.

    Example: imr check rationale.txt --case case.pdf --item 2
    """
    text, opened = read_document(draft).text, open_case(case)
    with progress() as shown:
        shown.add_task("Checking")
        report = lint_text(text, opened, item, open_library(load_settings()))
    if as_json:
        print_json(report_json(report))
    else:
        show(report_text(report))
    if report.findings:
        raise typer.Exit(1)


def checks(
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the page docs/checks.md.")] = False,
) -> None:
    """Every rule of the checker with its explanation."""
    if markdown:
        typer.echo(rules_page(), nl=False)
        return
    for rule in RULES:
        show(
            Group(
                Text(f"{rule.id} {rule.name} ({rule.severity})", style="bold"),
                Text(rule.explain),
                Text(""),
            )
        )
