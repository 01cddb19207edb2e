"""Files and folders into the index: determinations, criteria packs, a user's own guideline text.

A file that cannot be used is reported and skipped; adding the same file again changes nothing. Knows
nothing of ranking or of reviews.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from assistant.errors import AssistantError
from assistant.intake import read_document
from knowledge.determinations import parse
from knowledge.document import Document
from knowledge.entries import ANY_FAMILY, DeterminationEntry, GuidelinePassage, passages_of
from knowledge.errors import PackError
from knowledge.index import Index, Progress
from knowledge.packs import load_pack
from knowledge.precedents import entries_of
from knowledge.treatments import Taxonomy

DOCUMENTS = frozenset({".pdf", ".docx", ".txt", ".md"})
PACKS = frozenset({".yaml", ".yml"})
CHUNK = 900
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was skipped, and why in one sentence."""

    path: Path
    why: str

    def __str__(self) -> str:
        return self.why if self.path.name in self.why else f"{self.path}: {self.why}"


@dataclass(frozen=True)
class IngestReport:
    """What came of an ingest; ``changed`` counts entries that were new or different."""

    files: int
    determinations: int
    passages: int
    changed: int
    skipped: tuple[Skipped, ...]

    @property
    def summary(self) -> str:
        """One line for people."""
        return (
            f"{self.files} files read: {self.determinations} items of determinations, {self.passages}"
            f" guideline passages; {self.changed} new or changed, {len(self.skipped)} files skipped."
        )


def ingest(
    paths: Sequence[Path], index: Index, taxonomy: Taxonomy, on_progress: Progress | None = None
) -> IngestReport:
    """Add files, and all files below folders, to the index.

    ``on_progress`` gets files done and files in all.

    Raises:
        IndexBusyError: another process is writing.
    """
    files = list(dict.fromkeys(file for path in paths for file in _files(path)))
    determinations: list[DeterminationEntry] = []
    passages: list[GuidelinePassage] = []
    skipped: list[Skipped] = []
    for done, file in enumerate(files, start=1):
        try:
            read = _read(file, taxonomy)
        except (AssistantError, PackError) as error:
            skipped.append(Skipped(file, str(error)))
        else:
            determinations += read[0]
            passages += read[1]
        if on_progress:
            on_progress(done, len(files))
    with index.locked():
        changed = index.add_determinations(determinations) + index.add_guidelines(passages)
    return IngestReport(
        len(files) - len(skipped), len(determinations), len(passages), changed, tuple(skipped)
    )


def chunks_of(document: Document, citation: str, key: str) -> tuple[GuidelinePassage, ...]:
    """A guideline text in passages of at most ``CHUNK`` characters, cut at sentences, cited by page."""
    edition = _YEAR.search(citation)
    return tuple(
        GuidelinePassage(
            id=f"{key}#{number}",
            text=document.text[start:end],
            pack="",
            citation=f"{citation}, page {document.page_at(start)}",
            families=(ANY_FAMILY,),
            chapter="",
            edition=edition[0] if edition else "",
            section=citation,
            source="text",
        )
        for number, (start, end) in enumerate(_cuts(document), start=1)
    )


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and file.suffix.lower() in DOCUMENTS | PACKS:
            yield file


def _read(
    file: Path, taxonomy: Taxonomy
) -> tuple[Sequence[DeterminationEntry], Sequence[GuidelinePassage]]:
    if file.suffix.lower() in PACKS:
        # not "pack": those are the shipped ones, which an update of the packs replaces
        return (), [replace(passage, source="file") for passage in passages_of(load_pack(file))]
    document = read_document(file)
    determination = parse(document)
    if determination is not None and determination.items:
        return entries_of(determination, taxonomy), ()
    key = sha256(f"{file.name}\0{document.text}".encode()).hexdigest()[:16]
    return (), chunks_of(document, file.stem.replace("_", " "), f"text-{key}")


def _cuts(document: Document) -> Iterator[tuple[int, int]]:
    """Ranges that hold whole sentences where they fit, never cross a page, and leave nothing out."""
    for page in document.pages:
        start = page.start
        while start < page.end:
            end = _cut(document.text, start, page.end)
            quote = document.quote(start, end)
            if quote.text:
                yield quote.start, quote.end
            start = end


def _cut(text: str, start: int, limit: int) -> int:
    if limit - start <= CHUNK:
        return limit
    ends = [m.end() for m in _SENTENCE_END.finditer(text, start, start + CHUNK)]
    if ends and ends[-1] - start > CHUNK // 3:
        return ends[-1]
    space = text.rfind(" ", start + CHUNK // 3, start + CHUNK)
    return space + 1 if space > 0 else start + CHUNK
