"""Ingest: repeatable, recursive, and a bad file costs only itself."""

from pathlib import Path

import pytest

from assistant.ingest import CHUNK, chunks_of, ingest
from knowledge.document import Document, Page
from knowledge.embeddings import WordLlamaEmbedder
from knowledge.entries import Kind
from knowledge.index import Index, open_index
from knowledge.search import Exclusion, Searcher
from knowledge.treatments import load_taxonomy

DETERMINATION = """Case Number: CM00-0000001 Date Assigned: 01/02/2017
Decision Date: 01/20/2017

CLINICAL CASE SUMMARY

The worker is a baker who twisted the left knee on a stair and has pain and swelling after each shift.

IMR ISSUES, DECISIONS AND RATIONALES

The Final Determination was based on decisions for the disputed items/services set forth below:

1. MRI of the left knee is not medically necessary and appropriate. Upheld

Claims Administrator guideline: Decision based on an invented guideline.

MAXIMUS guideline: Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies.

Decision rationale: Four weeks of care have not been tried, so the study is too early.
"""


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return open_index(tmp_path / "index", WordLlamaEmbedder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "files" / "inner"
    inner.mkdir(parents=True)
    (inner / "case.txt").write_text(DETERMINATION)
    (inner.parent / "Invented_Guideline_2016.md").write_text("Heat packs help for a week. " * 80)
    (inner.parent / "broken.pdf").write_bytes(b"%PDF-1.4 nothing more")
    (inner.parent / "wrong.yaml").write_text("id: [")
    (inner.parent / "picture.png").write_bytes(b"x")
    return inner.parent


def test_a_folder_is_read_whole_and_bad_files_are_named(index: Index, folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    report = ingest([folder], index, load_taxonomy(), lambda done, total: seen.append((done, total)))
    assert (report.files, report.determinations) == (2, 1)
    assert sorted(skipped.path.name for skipped in report.skipped) == ["broken.pdf", "wrong.yaml"]
    assert all(skipped.path.name in str(skipped) for skipped in report.skipped)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert "2 files skipped" in report.summary


def test_reading_it_again_changes_nothing(index: Index, folder: Path) -> None:
    taxonomy = load_taxonomy()
    ingest([folder], index, taxonomy)
    counts, version = index.counts(), index.version()
    assert ingest([folder, folder], index, taxonomy).changed == 0
    assert (index.counts(), index.version()) == (counts, version)


def test_a_determination_becomes_a_precedent(index: Index, folder: Path) -> None:
    ingest([folder], index, load_taxonomy())
    hit = Searcher(index).precedents("MRI left knee", "mri_knee", Exclusion()).hits[0]
    assert hit.entry.id == "CM00-0000001-1"
    assert (hit.entry.family, hit.entry.decision, hit.entry.decided) == ("mri_knee", "Upheld", 20170120)
    assert hit.entry.opening.startswith("the worker is a baker")


def test_guideline_text_is_found_for_any_family_with_its_page(index: Index, folder: Path) -> None:
    ingest([folder], index, load_taxonomy())
    hit = Searcher(index).guidelines("heat pack", "heat_therapy", 20161231).hits[0]
    assert hit.passage.citation == "Invented Guideline 2016, page 1"
    assert hit.passage.edition == "2016"


def test_a_pack_of_the_user_stays_apart_from_the_shipped_ones(index: Index, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "{id: own, guideline: Own, edition: '2016', section: Heat, chapter: none,"
        " in_force: {from: 2016-01-01}, families: [heat_therapy],"
        " recommended: Recommended for a week., confidence: low}"
    )
    assert ingest([tmp_path / "own.yaml"], index, load_taxonomy()).passages == 1
    assert [row.metadata["source"] for row in index.rows(Kind.GUIDELINES)] == ["file"]


def test_a_missing_file_is_reported(index: Index, tmp_path: Path) -> None:
    report = ingest([tmp_path / "absent.pdf"], index, load_taxonomy())
    assert [skipped.path.name for skipped in report.skipped] == ["absent.pdf"]


def test_chunks_keep_all_text_and_never_cross_a_page() -> None:
    first, second = "One sentence of many words. " * 70, "x" * 2000 + " the end."
    pages = (Page(1, 0, len(first)), Page(2, len(first), len(first) + len(second)))
    chunks = chunks_of(Document("g", first + second, pages), "Guide 2016", "k")
    assert all(0 < len(chunk.text) <= CHUNK for chunk in chunks)
    assert "".join("".join(chunk.text.split()) for chunk in chunks) == "".join((first + second).split())
    assert {chunk.citation for chunk in chunks} == {"Guide 2016, page 1", "Guide 2016, page 2"}
    assert [chunk.id for chunk in chunks][:2] == ["k#1", "k#2"]
