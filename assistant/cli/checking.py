"""``imr check`` and ``imr checks``: the determination linter."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group
from rich.text import Text

from assistant.case import Case
from assistant.checks import RULES, Sibling
from assistant.cli.common import open_case, print_json, progress, show
from assistant.errors import SettingsError
from assistant.export.as_json import report_json
from assistant.export.as_sarif import Checked, sarif
from assistant.export.as_text import report_text
from assistant.export.rules_page import rules_page
from assistant.intake import plain_text, read_document
from assistant.library import open_library
from assistant.linting import lint_text, unclear
from assistant.places import relocated
from assistant.results import Suppression
from assistant.settings import load_settings
from assistant.suppression import parse_suppression, read_suppressions, unused

_COMMAND_LINE = "command line"


def check(
    draft: Annotated[Path, typer.Argument(help="The rationale: TXT, MD or DOCX.", show_default=False)],
    case: Annotated[Path, typer.Option(help="The case that it is about.", show_default=False)],
    item: Annotated[
        int | None, typer.Option(help="Number of the item; default: the one it speaks of.")
    ] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option(help="Rationale of another item, not to be contradicted: NUMBER=FILE; repeatable."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    as_sarif: Annotated[bool, typer.Option("--sarif", help="Print the findings as SARIF 2.1.0.")] = False,
    suppress: Annotated[
        list[str] | None, typer.Option(help="Set a finding aside: RULE@quote=reason; repeatable.")
    ] = None,
    suppressions: Annotated[
        Path | None, typer.Option(help="YAML list of findings to set aside: rule, quote, reason.")
    ] = None,
) -> None:
    """Check any rationale against the case: every fact, absence claim, citation and the decision.

    Exit code 0: clean, or all findings suppressed; 1: findings; 2: unreadable.

    Example: imr check rationale.txt --case case.pdf --item 2
    """
    if as_json and as_sarif:
        raise SettingsError("Choose --json or --sarif, not both.")
    aside = _suppressions(suppress or [], suppressions)
    text, given, opened = read_document(draft).text, plain_text(draft), open_case(case)
    with progress() as shown:
        shown.add_task("Checking")
        siblings = _beside(beside or [], opened)
        report = lint_text(text, opened, item, open_library(load_settings()), aside, siblings=siblings)
    if item is None and (question := unclear(text, opened)):
        print(f"imr: {question}", file=sys.stderr)
    for word in unused(report, aside):
        print(
            f"imr: {word.rule} at “{word.quote}” is not found; its suppression is unused.", file=sys.stderr
        )
    if given is not None:
        report = relocated(report, text, given)
    if as_sarif:
        print_json(sarif(report, Checked(text if given is None else given, draft, case, given is not None)))
    elif as_json:
        print_json(report_json(report))
    else:
        show(report_text(report))
    if report.findings:
        raise typer.Exit(1)


def _beside(words: list[str], case: Case) -> tuple[Sibling, ...]:
    """The rationales of other items.

    Raises:
        SettingsError: the form is another one, or there is no such item.
        UnreadableError: a file cannot be read.
    """
    found = []
    for word in words:
        number, _, path = word.partition("=")
        if not number.isdigit() or int(number) not in {item.number for item in case.items} or not path:
            raise SettingsError(f"“{word}” is no rationale of an item of this case; write NUMBER=FILE.")
        found.append(Sibling(int(number), read_document(Path(path)).text))
    return tuple(found)


def _suppressions(words: list[str], file: Path | None) -> tuple[Suppression, ...]:
    """All that is asked to be set aside.

    Raises:
        SettingsError: a form is wrong, a reason is missing, or there is no such rule.
    """
    told = tuple(parse_suppression(word, _COMMAND_LINE) for word in words)
    told += read_suppressions(file, file.name) if file else ()
    known = {rule.id for rule in RULES}
    for word in told:
        if word.rule not in known:
            raise SettingsError(f"There is no rule {word.rule}; imr checks lists them.")
    return told


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
