"""``imr audit``: verify the chain of entries, and write out what happened to one case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import AuditError, RecordsError
from assistant.export.files import write_text
from assistant.export.markdown import to_markdown
from assistant.records import SINGLE_USER, CaseFilter, Head, Records, open_records
from assistant.records.audit import head_file
from assistant.records.packet import packet_blocks, packet_json
from assistant.settings import load_settings

app = typer.Typer(help="The audit: who changed what, when, on which grounds.", no_args_is_help=True)


@app.command()
def verify(
    head: Annotated[
        str | None, typer.Option(help="A head that you kept elsewhere; it must lie on the chain.")
    ] = None,
) -> None:
    """Check that no entry was altered, removed, reordered or appended past the program.

    Exit code 0: whole; 1: names the first bad entry. Keep the head that it prints somewhere else: whoever
    can rewrite the database and the file beside it could rewrite the whole chain, and only that shows it.
    """
    records = open_records(load_settings().records_url)
    try:
        reached = records.verify(*([Head.parse(head)] if head else []))
    except AuditError as error:
        typer.echo(f"imr: {error}", err=True)
        raise typer.Exit(1) from error
    if reached.number and not head_file(records.database.path).is_file():
        typer.echo(f"Note: {head_file(records.database.path)} is gone, so a cut at the end may not show.")
    typer.echo(f"{reached.number} entries, all whole. Head: {reached}")


@app.command()
def export(
    case: Annotated[str, typer.Argument(help="Number of the case, as the list shows it, or its id.")],
    out: Annotated[Path | None, typer.Option(help="Name of the packet; .json and .md are written.")] = None,
) -> None:
    """Write the packet of one case: complete as JSON, readable as Markdown.

    Example: imr audit export CM17-0000001 --out packet
    """
    records = open_records(load_settings().records_url)
    head = records.verify()
    case_id = _case_id(records, case)
    opened = records.open_case(case_id, SINGLE_USER)
    history = records.history(case_id, SINGLE_USER)
    base = out or Path(f"audit-case-{case_id}")
    packet = json.dumps(packet_json(opened, history, head), ensure_ascii=False, indent=2) + "\n"
    for ending, text in ((".json", packet), (".md", to_markdown(packet_blocks(opened, history, head)))):
        path = base.with_suffix(ending)
        write_text(path, text)
        records.note_export(case_id, path.name, text.encode(), SINGLE_USER)
        typer.echo(f"Wrote {path}")


def _case_id(records: Records, wanted: str) -> int:
    """A case by its number, else by its id."""
    found = records.list_cases(SINGLE_USER, CaseFilter(search=wanted))
    by_number = [case.id for case in found if case.case_number == wanted]
    if len(by_number) > 1:
        ids = ", ".join(str(case_id) for case_id in sorted(by_number))
        raise RecordsError(f"Case {wanted} was added more than once; name one of the ids {ids}.")
    if by_number:
        return by_number[0]
    if wanted.isdigit():
        return int(wanted)
    raise RecordsError(f"There is no case {wanted!r} in the records.")
