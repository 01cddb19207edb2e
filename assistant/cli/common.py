"""What the commands share: the console, JSON output, progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console, RenderableType
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from assistant.case import Case
from assistant.export.as_json import dumps
from assistant.intake import read_case, read_document


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
