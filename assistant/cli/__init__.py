"""The command line ``imr``: one small file per group of commands.

Commands of other packages (``imr eval``) join by the entry point group ``imr.commands``, so that the
assistant never imports them. Only the module of the command that is called is imported: help and a wrong
file name answer at once.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import typer

from assistant.errors import AssistantError
from assistant.privacy import silence_telemetry
from knowledge.errors import KnowledgeError

_HELP = """Review assistant for Independent Medical Review.

Examples:

  imr review case.pdf

  imr review case.pdf --json --out determination.docx

  imr check rationale.txt --case case.pdf

  imr ingest determinations/ && imr search "lumbar MRI"
"""


# Commands by name: the function, or the group of commands, that module:attribute names.
_COMMANDS = {
    "review": "assistant.cli.reviewing:review",
    "chat": "assistant.cli.chatting:chat",
    "check": "assistant.cli.checking:check",
    "checks": "assistant.cli.checking:checks",
    "ingest": "assistant.cli.index:ingest_files",
    "search": "assistant.cli.index:search",
    "serve": "assistant.cli.serving:serve",
    "guidelines": "assistant.cli.guidelines:app",
    "audit": "assistant.cli.audit:app",
    "users": "assistant.cli.users:app",
    "model": "assistant.cli.modelling:model_app",
    "prompts": "assistant.cli.modelling:prompts_app",
}


def build(wanted: str | None = None) -> typer.Typer:
    """The application with the one command ``wanted``, or with every command where it is unknown."""
    app = typer.Typer(
        help=_HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    app.callback()(_no_command)
    known: dict[str, str | EntryPoint] = {
        **_COMMANDS,
        **{point.name: point for point in entry_points(group="imr.commands")},
    }
    for name, place in known.items():
        if wanted not in known or name == wanted:
            _add(app, name, place.load() if isinstance(place, EntryPoint) else _found(place))
    return app


def main() -> None:
    """Run ``imr``; an error that has a plain sentence ends with it and exit code 2."""
    silence_telemetry()
    try:
        build(sys.argv[1] if len(sys.argv) > 1 else None)()
    except (AssistantError, KnowledgeError) as error:
        print(f"imr: {error}", file=sys.stderr)
        sys.exit(2)


def _no_command() -> None:
    """Makes a single command keep its name."""


def _found(place: str) -> Any:
    module, _, attribute = place.partition(":")
    return getattr(import_module(module), attribute)


def _add(app: typer.Typer, name: str, command: Any) -> None:
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        app.command(name)(command)
