"""``imr serve``: the reviewer's page."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.library import open_library
from assistant.settings import load_settings


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; default 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; default 7860.")] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Open with a sample case.")] = False,
) -> None:
    """Open the assistant in the browser.

    Example: imr serve --port 8000
    """
    from assistant.ui.page import launch  # noqa: PLC0415 - Gradio takes seconds to import, only this needs it

    settings = load_settings()
    typer.echo("Opening the library ...")
    library = open_library(settings)
    launch(library, host or settings.host, settings.port if port is None else port, sample)
