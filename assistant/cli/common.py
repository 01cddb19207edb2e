"""What the commands share: the console, JSON output, progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console, RenderableType
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from assistant.case import Case
from assistant.drafting.prepared import DistantModel
from assistant.errors import SettingsError
from assistant.export.as_json import dumps
from assistant.intake import read_case, read_document
from assistant.settings import Settings


def show(renderable: RenderableType) -> None:
    """Print for people; colour only on a terminal."""
    Console(highlight=False).print(renderable)


def print_json(value: object) -> None:
    """Print JSON, and nothing else, on standard output."""
    sys.stdout.write(dumps(value) + "\n")


@contextmanager
def progress() -> Iterator[Progress]:
    """A transient progress display on standard error; silent where that is no terminal."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        yield shown


def open_case(path: Path) -> Case:
    """Read a file as a case.

    Raises:
        UnreadableError, NotACaseError: with the sentence that the user sees.
    """
    return read_case(read_document(path))


def drafter_for(name: str | None, settings: Settings) -> DistantModel | None:
    """The model drafter where asked for by name or configured; None means the grounded one.

    Raises:
        SettingsError: the model is asked for and none is configured.
    """
    if name == "grounded" or (name is None and not settings.model_configured):
        return None
    if not settings.model_configured:
        raise SettingsError(
            "No model is configured; set OPENAI_API_KEY or OPENAI_BASE_URL, or use grounded."
        )
    from assistant.configured import configured_model  # noqa: PLC0415 - a second to import, seldom used

    return configured_model(settings)
