"""``imr serve``: the reviewer's page."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from assistant.cli.common import drafter_for
from assistant.library import open_library
from assistant.records import open_records
from assistant.records.people import SignIns, Users
from assistant.review import Tools
from assistant.settings import load_settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; default 127.0.0.1.")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port to listen on; default 7860.")
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Open with a sample case.")] = False,
) -> None:
    """Open the assistant in the browser.

    Without accounts (`imr users add`) it runs for one user on this computer only.

    Example: imr serve --port 8000
    """
    # Gradio takes seconds to import, only this command needs it
    from assistant.desk import Desk  # noqa: PLC0415
    from assistant.ui.serving import Served  # noqa: PLC0415
    from assistant.ui.serving import serve as serve_page  # noqa: PLC0415
    from assistant.ui.signin import Door  # noqa: PLC0415

    settings = load_settings()
    typer.echo("Opening the library ...")
    records = open_records(settings.records_url)
    desk = Desk(Tools(open_library(settings), drafter_for(None, settings)), records)
    users = Users(records)
    door = Door(SignIns(users, timedelta(minutes=settings.session_minutes))) if users.list() else None
    at = settings.port if port is None else port
    where = Served(desk, host or settings.host, at, settings.data, sample)
    serve_page(where, door, lambda url: typer.echo(f"Open {url} (stop with Ctrl+C)"))
