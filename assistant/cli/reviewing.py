"""``imr review``: from a case file to checked drafts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.common import drafter_for, open_case, print_json, progress, show
from assistant.export.as_json import review_json
from assistant.export.as_text import review_text
from assistant.export.files import write_review
from assistant.library import open_library
from assistant.review import Step, Tools, review_case
from assistant.settings import load_settings

_WITHHELD = 3


class DrafterName(StrEnum):
    GROUNDED = "grounded"
    MODEL = "model"


def review(
    file: Annotated[Path, typer.Argument(help="The case: PDF, DOCX or TXT.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print the review as JSON.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="Also write it to this file: .md, .docx, .pdf or .json.")
    ] = None,
    drafter: Annotated[
        DrafterName | None,
        typer.Option(help="Who writes the drafts; default: the model if one is configured, else grounded."),
    ] = None,
) -> None:
    """Review a case: criteria with evidence, precedents, and a checked draft for each disputed item.

    Exit code 0: reviewed; 2: unreadable or not a case; 3: a draft was withheld.

    Example: imr review case.pdf --out determination.docx
    """
    case = open_case(file)
    settings = load_settings()
    with progress() as shown:
        task = shown.add_task("Opening the library")

        def on_step(step: Step) -> None:
            shown.update(task, description=f"Item {step.item}: {step.name} {step.detail[:60]}")

        library = open_library(settings)
        tools = Tools(library, drafter_for(None if drafter is None else drafter.value, settings), on_step)
        result = review_case(case, tools)
    if out is not None:
        write_review(result, out)
    if as_json:
        print_json(review_json(result))
    else:
        show(review_text(result))
    if any(item.draft is None for item in result.items):
        raise typer.Exit(_WITHHELD)
