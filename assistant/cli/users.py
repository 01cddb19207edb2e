"""``imr users``: accounts of reviewers, leads and auditors. A password is never an argument."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.table import Table

from assistant.cli.common import show
from assistant.errors import RecordsError
from assistant.records import Role, Users, open_records
from assistant.settings import load_settings

app = typer.Typer(
    help="Accounts. Without any, the page runs for a single user on this computer only.",
    no_args_is_help=True,
)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Name to sign in with.")],
    role: Annotated[Role, typer.Option(help="Auditors read all; leads also see the dashboard.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Make an account; the password is asked for.

    Example: imr users add mara --role reviewer
    """
    user = _users().add(name, role, _password(password_stdin))
    typer.echo(f"{user.name} can sign in as {user.role}.")


@app.command("list")
def list_users() -> None:
    """Every account and its role."""
    users = _users().list()
    if not users:
        typer.echo("No accounts: the page runs for a single user on this computer only.")
        return
    table = Table("name", "role", "state", box=None, pad_edge=False)
    for user in users:
        table.add_row(user.name, user.role.value, "disabled" if user.disabled else "active")
    show(table)


@app.command()
def disable(name: Annotated[str, typer.Argument(help="Name of the account.")]) -> None:
    """Let nobody sign in by an account any more; its cases stay."""
    _users().disable(name)
    typer.echo(f"{name} cannot sign in any more.")


def _users() -> Users:
    return Users(open_records(load_settings().records_url))


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise RecordsError("There is no terminal to ask for the password on; use --password-stdin.")
    prompted: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return prompted
