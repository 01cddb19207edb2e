"""``imr model test`` and ``imr prompts list|show``: what the endpoint can do, what would be sent to it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli.common import print_json, show
from assistant.errors import SettingsError
from assistant.prompt_files import load_prompt, prompt_names, prompts_version
from assistant.settings import load_settings

model_app = typer.Typer(help="The model endpoint.", no_args_is_help=True)
prompts_app = typer.Typer(help="The prompts that are sent to a model.", no_args_is_help=True)


@model_app.callback()
def _model() -> None:
    """The model endpoint."""


@model_app.command("test")
def try_model(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Try what the configured endpoint can do, and say what to change where it cannot.

    Sends no case data. Exit code 0: drafts can be written; 1: they cannot.

    Example: OPENAI_BASE_URL=http://127.0.0.1:11434/v1 IMR_MODEL=llama3.1 imr model test
    """
    settings = load_settings()
    if not settings.model_configured:
        raise SettingsError("No model is configured; set OPENAI_API_KEY or OPENAI_BASE_URL, and IMR_MODEL.")
    from assistant.modelling.endpoint import Endpoint, chat_model  # noqa: PLC0415 - a second to import, seldom used
    from assistant.modelling.probe import probe  # noqa: PLC0415 - same

    endpoint = Endpoint(settings, chat_model(settings))
    found = tuple(probe(endpoint))
    if as_json:
        rows = [{"name": p.name, "works": p.works, "detail": p.detail, "advice": p.advice} for p in found]
        print_json({"masks_identifiers": endpoint.masks, "probes": rows})
    else:
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for p in found:
            mark = Text("✔ works" if p.works else "✘ fails", style="green" if p.works else "red")
            table.add_row(p.name, mark, Text(f"{p.detail} {p.advice}".strip()))
        masked = (
            "masked before they are sent" if endpoint.masks else "sent as they are (IMR_MASK_IDENTIFIERS)"
        )
        table.add_row("identifiers", "", masked)
        show(table)
    if not any(p.name == "structured output" and p.works for p in found):
        raise typer.Exit(1)


@prompts_app.command("list")
def list_prompts(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """All prompts with their purpose, variables and digest.

    Example: imr prompts list
    """
    prompts = [load_prompt(name) for name in prompt_names()]
    if as_json:
        rows = [
            {"name": p.name, "purpose": p.purpose, "variables": sorted(p.variables), "sha256": p.digest}
            for p in prompts
        ]
        print_json({"version": prompts_version(), "prompts": rows})
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("prompt", "purpose", "variables", "digest"):
        table.add_column(column)
    for p in prompts:
        table.add_row(p.name, p.purpose, ", ".join(sorted(p.variables)), p.digest[:12])
    show(table)


@prompts_app.command("show")
def show_prompt(name: Annotated[str, typer.Argument(help="Name of a prompt.", show_default=False)]) -> None:
    """The text of one prompt, to the letter.

    Example: imr prompts show draft_rationale
    """
    typer.echo(load_prompt(name).text)
