"""The command line ``imr``: one small file per group of commands.

Commands of other packages (``imr eval``) join by the entry point group ``imr.commands``, so that the
assistant never imports them.
"""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import typer

from assistant.cli import audit, checking, guidelines, index, modelling, reviewing, serving, users
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


def build() -> typer.Typer:
    """The application with every command."""
    app = typer.Typer(
        help=_HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    for module in (reviewing, checking, index, serving):
        module.register(app)
    groups = {
        "guidelines": guidelines.app,
        "audit": audit.app,
        "users": users.app,
        "model": modelling.model_app,
        "prompts": modelling.prompts_app,
    }
    for name, group in groups.items():
        app.add_typer(group, name=name)
    for point in sorted(entry_points(group="imr.commands"), key=lambda p: p.name):
        app.command(point.name)(point.load())
    return app


def main() -> None:
    """Run ``imr``; an error that has a plain sentence ends with it and exit code 2."""
    silence_telemetry()
    try:
        build()()
    except (AssistantError, KnowledgeError) as error:
        print(f"imr: {error}", file=sys.stderr)
        sys.exit(2)
