"""Files and folders into the index: determinations, criteria packs, a user's own guideline text.

A guideline text is known by its name and opening, or by what the user states of it; its headings cut it.
A file that cannot be used is reported and skipped; adding the same file again changes nothing. Knows
nothing of ranking or of reviews.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.intake import read_document
from knowledge.determinations import parse
from knowledge.document import Document
from knowledge.entries import ANY_FAMILY, DeterminationEntry, GuidelinePassage, passages_of
from knowledge.errors import PackError
from knowledge.licensed import DECLARED, LoadedText, known_by, work_of, year_of
from knowledge.packs import Packs, load_pack
from knowledge.precedents import entries_of
from knowledge.treatments import Taxonomy

if TYPE_CHECKING:
    from knowledge.index import Index, Progress

DOCUMENTS = frozenset({".pdf", ".docx", ".txt", ".md"})
PACKS = frozenset({".yaml", ".yml"})
CHUNK = 900
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n+")
_HEADING = re.compile(r"[A-Z\d(][^\n]{2,89}(?<![.,;:!?])")
_BULLET = re.compile(r"(?:[-*•·▪]|\(?\d{1,2}[.)])\s+[a-z]")
_LONGEST_HEADING = 14  # words


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
    texts: tuple[LoadedText, ...] = ()

    @property
    def summary(self) -> str:
        """One line for people."""
        read, skipped = _counted_files(self.files), _counted_files(len(self.skipped))
        return (
            f"{read} read: {self.determinations} items of determinations, {self.passages} guideline"
            f" passages; {self.changed} new or changed, {skipped} skipped."
        )


@dataclass(frozen=True, slots=True)
class Stated:
    """What a user says of a guideline text: its title, its edition's year, the one chapter that it is.

    Raises:
        AssistantError: no guideline of the packs goes by that title, or the edition names no year.
    """

    guideline: str = ""
    edition: str = ""
    chapter: str = ""

    def __post_init__(self) -> None:
        if self.guideline and not work_of(self.guideline):
            raise AssistantError(
                f"No criteria pack cites a guideline called {self.guideline!r}; write its title as"
                " `imr guidelines list` prints it."
            )
        if self.edition and not year_of(self.edition):
            raise AssistantError(f"{self.edition!r} names no year of an edition; write for example 2016.")


def _counted_files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def ingest(
    paths: Sequence[Path],
    index: Index,
    taxonomy: Taxonomy,
    on_progress: Progress | None = None,
    stated: Stated = Stated(),
) -> IngestReport:
    """Add files, and all files below folders, to the index.

    ``on_progress`` gets files done and files in all; ``stated`` holds for every guideline text among them.

    Raises:
        IndexBusyError: another process is writing.
    """
    files = list(dict.fromkeys(file for path in paths for file in _files(path)))
    determinations: list[DeterminationEntry] = []
    passages: list[GuidelinePassage] = []
    skipped: list[Skipped] = []
    for done, file in enumerate(files, start=1):
        try:
            read = _read(file, taxonomy, stated)
        except (AssistantError, PackError) as error:
            skipped.append(Skipped(file, str(error)))
        else:
            determinations += read[0]
            passages += read[1]
        if on_progress:
            on_progress(done, len(files))
    with index.locked():
        changed = index.add_determinations(determinations) + index.add_guidelines(passages)
    texts = tuple(LoadedText(tuple(group)) for key, group in groupby(passages, _text_of) if key)
    return IngestReport(
        len(files) - len(skipped), len(determinations), len(passages), changed, tuple(skipped), texts
    )


def linked_in_words(text: LoadedText, packs: Packs) -> str:
    """What a loaded text is linked to, or how to have it linked; one or two sentences."""
    first = text.passages[0]
    if not first.guideline or not first.edition:
        wanting = " and ".join(
            w for w, known in (("guideline", first.guideline), ("edition", first.edition)) if not known
        )
        return (
            f"{text.title}: it does not tell its {wanting}, so no pack shows it; ingest it again with"
            " --guideline TITLE and --edition YEAR (titles: imr guidelines list)."
        )
    of_it = [pack for pack in packs if text.is_of(pack)]
    linked = [pack for pack in of_it if text.section(pack)]
    if not of_it:
        years = sorted(
            {year_of(p.edition) for p in packs if work_of(p.guideline) == first.guideline} - {""}
        )
        return (
            f"{text.title}: no criteria pack cites the {first.guideline} guideline of {first.edition};"
            f" its editions cited are of {', '.join(years) or 'no year'}."
            " Say with --edition if it is one of them."
        )
    return (
        f"{text.title}: taken for the {first.guideline} guideline of {first.edition}; {len(linked)} of the"
        f" {len(of_it)} packs that cite it now show its passages."
    )


def chunks_of(
    document: Document,
    citation: str,
    key: str,
    stated: Stated = Stated(),
) -> tuple[GuidelinePassage, ...]:
    """A guideline text in passages of at most ``CHUNK`` characters, cited by heading and page.

    They are cut at sentences, and never reach over a heading or a page.
    """
    work, year = known_by(citation, document.text)
    made = []
    for number, (start, end, heading) in enumerate(_cuts(document), start=1):
        page = document.page_at(start)
        under = f", {heading}" if heading else ""
        made.append(
            GuidelinePassage(
                id=f"{key}#{number}",
                text=document.text[start:end],
                pack="",
                citation=f"{citation}{under}, page {page}",
                families=(ANY_FAMILY,),
                chapter=stated.chapter,
                edition=year_of(stated.edition) or year,
                section=heading,
                source="text",
                title=citation,
                guideline=work_of(stated.guideline) or work,
                scope=DECLARED if stated.guideline else "",
                page=page,
            )
        )
    return tuple(made)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and file.suffix.lower() in DOCUMENTS | PACKS:
            yield file


def _read(
    file: Path, taxonomy: Taxonomy, stated: Stated
) -> tuple[Sequence[DeterminationEntry], Sequence[GuidelinePassage]]:
    if file.suffix.lower() in PACKS:
        # not "pack": those are the shipped ones, which an update of the packs replaces
        return (), [replace(passage, source="file") for passage in passages_of(load_pack(file))]
    document = read_document(file)
    determination = parse(document)
    if determination is not None and determination.items:
        return entries_of(determination, taxonomy), ()
    key = sha256(f"{file.name}\0{document.text}".encode()).hexdigest()[:16]
    return (), chunks_of(document, file.stem.replace("_", " "), f"text-{key}", stated)


def _cuts(document: Document) -> Iterator[tuple[int, int, str]]:
    """Ranges with the heading above them: whole sentences where they fit, and nothing left out.

    A range crosses neither a page nor a heading; a heading goes with the text below it.
    """
    heading = ""
    for page in document.pages:
        edges = [
            page.start,
            *(h for h in _headings(document.text, page.start, page.end) if h > page.start),
            page.end,
        ]
        for first, last in pairwise(edges):
            heading = _heading_at(document.text, first) or heading
            yield from ((start, end, heading) for start, end in _pieces(document, first, last))


def _pieces(document: Document, start: int, limit: int) -> Iterator[tuple[int, int]]:
    while start < limit:
        end = _cut(document.text, start, limit)
        quote = document.quote(start, end)
        if quote.text:
            yield quote.start, quote.end
        start = end


def _headings(text: str, start: int, end: int) -> Iterator[int]:
    """Where paragraphs that are headings begin."""
    at = start
    while at < end:
        if _heading_at(text, at):
            yield at
        line = text.find("\n", at, end)
        at = line + 1 if line >= 0 else end


def _heading_at(text: str, at: int) -> str:
    """The heading that begins here: a short paragraph without a full stop, above a longer one."""
    line_end = text.find("\n", at)
    line = text[at : line_end if line_end >= 0 else len(text)].strip("# \t")
    if not _HEADING.fullmatch(line) or _BULLET.match(line) or len(line.split()) > _LONGEST_HEADING:
        return ""
    return line if any(c.isalpha() for c in line) else ""


def _text_of(passage: GuidelinePassage) -> str:
    """The loaded text that a passage is of; empty for those of packs."""
    return passage.id.rpartition("#")[0] if passage.source == "text" else ""


def _cut(text: str, start: int, limit: int) -> int:
    if limit - start <= CHUNK:
        return limit
    ends = [m.end() for m in _SENTENCE_END.finditer(text, start, start + CHUNK)]
    if ends and ends[-1] - start > CHUNK // 3:
        return ends[-1]
    space = text.rfind(" ", start + CHUNK // 3, start + CHUNK)
    return space + 1 if space > 0 else start + CHUNK
