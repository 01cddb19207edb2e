"""``imr ingest`` and ``imr search``: the index of guidelines and past determinations."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from assistant.cli.common import print_json, progress, show
from assistant.ingest import Stated, ingest, linked_in_words
from assistant.library import open_library
from assistant.settings import load_settings
from knowledge.model import Confidence
from knowledge.search import Exclusion, PassageHit, PrecedentHit
from knowledge.wording import FROM_MEMORY


class KindName(StrEnum):
    GUIDELINE = "guideline"
    DETERMINATION = "determination"


def ingest_files(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.", show_default=False)],
    guideline: Annotated[
        str, typer.Option(help="The title of the guideline text, as `imr guidelines list` prints it.")
    ] = "",
    edition: Annotated[str, typer.Option(help="The year of its edition, such as 2016.")] = "",
    chapter: Annotated[str, typer.Option(help="The chapter, where the text is one chapter.")] = "",
) -> None:
    """Load guidelines or published determinations into the index; repeat it as often as you like.

    A bad file is reported and skipped; the exit code is then 1. A guideline text is linked to the
    criteria packs that cite it: by its file name and opening, or by what you say of it.

    Example: imr ingest determinations/ guidelines/low-back.pdf

    Example: imr ingest back.pdf --guideline "ACOEM Practice Guidelines" --edition 2016
    """
    stated = Stated(guideline, edition, chapter)
    library = open_library(load_settings())
    with progress() as shown:
        task = shown.add_task("Reading", total=None)

        def on_progress(done: int, total: int) -> None:
            shown.update(task, completed=done, total=total, description=f"{done} of {total} files")

        report = ingest(paths, library.index, library.taxonomy, on_progress, stated)
        library.searcher.prepare()
    for skipped in report.skipped:
        show(Text(str(skipped), style="yellow"))
    show(Text(report.summary))
    for text in report.texts:
        show(Text(linked_in_words(text, library.packs)))
    if report.skipped:
        raise typer.Exit(1)


def search(
    query: Annotated[str, typer.Argument(help="A treatment, as one would request it.", show_default=False)],
    kind: Annotated[KindName | None, typer.Option(help="Only this kind.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the hits as JSON.")] = False,
) -> None:
    """Search guidelines and past determinations.

    Example: imr search "MRI lumbar spine" --kind guideline
    """
    if not query.strip():
        raise typer.BadParameter("The query is empty; name a treatment, such as MRI lumbar spine.")
    library = open_library(load_settings())
    family = library.taxonomy.classify(query).family
    hits: list[dict[str, Any]] = []
    if kind is not KindName.DETERMINATION:
        hits += [_passage(h) for h in library.searcher.guidelines(query, family).hits]
    if kind is not KindName.GUIDELINE:
        hits += [_precedent(h) for h in library.searcher.precedents(query, family, Exclusion()).hits]
    if as_json:
        print_json({"query": query, "family": family, "hits": hits})
        return
    for hit in hits:
        head = f"{hit['kind']} {hit['score']:.2f} {hit.get('citation') or hit.get('case_number')}"
        low = f" ({FROM_MEMORY})" if hit.get("confidence") == Confidence.LOW else ""
        show(Text.assemble((head, "bold"), f"\n   {hit['text']}{low}"))
    if not hits:
        show(Text("Nothing found; load determinations or guidelines with `imr ingest`.", style="yellow"))


def _passage(hit: PassageHit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "kind": "guideline",
        "score": hit.score,
        "citation": passage.citation,
        "pack": passage.pack,
        "text": passage.text,
        "confidence": passage.confidence or None,
    }


def _precedent(hit: PrecedentHit) -> dict[str, Any]:
    entry = hit.entry
    return {
        "kind": "determination",
        "score": hit.score,
        "case_number": entry.case_number,
        "decision": entry.decision,
        "text": entry.treatment,
    }
