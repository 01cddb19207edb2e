"""Pages of documents: every one tells its state, its case and its number; no heading stands alone."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from assistant.export.files import write_blocks
from assistant.export.letter import Block, Paragraph, Rows, Style
from assistant.intake import read_document

_CASE = Rows(("Case number", "SAMPLE-0009", "File", "a.pdf"), (("1", "2", "3", "4"),), (0.25,) * 4)


def _blocks(lines: int) -> tuple[Block, ...]:
    """A draft with so many lines before the heading of its items."""
    return (
        Paragraph("Independent Medical Review: draft", Style.TITLE),
        _CASE,
        *(Paragraph(f"Line {n} of the record.") for n in range(lines)),
        Paragraph("Issues and rationales", Style.HEADING),
        Paragraph("1. An invented request: not signed", Style.ITEM),
        *(Paragraph(f"Sentence {n} of the rationale.") for n in range(40)),
    )


def _pages(path: Path) -> list[str]:
    document = read_document(path)
    return [document.text[page.start : page.end] for page in document.pages]


def test_every_page_of_a_pdf_tells_its_state_its_case_and_its_number(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    write_blocks(_blocks(60), path)
    pages = _pages(path)
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert "Independent Medical Review: draft, case SAMPLE-0009" in page
        assert f"Page {number} of {len(pages)}" in page


@pytest.mark.parametrize("lines", range(18, 36))
def test_a_heading_is_never_left_alone_at_the_foot_of_a_page(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "letter.pdf"
    write_blocks(_blocks(lines), path)
    heading = next(page for page in _pages(path) if "Issues and rationales" in page)
    assert "1. An invented request" in heading
    assert "Sentence 0 of the rationale" in heading


def test_a_word_document_counts_its_pages_and_keeps_short_rows_whole(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    write_blocks(_blocks(5), path)
    document = docx.Document(str(path))
    foot = document.sections[0].footer
    assert "Independent Medical Review: draft, case SAMPLE-0009" in foot.paragraphs[0].text
    assert [field.text for field in foot._element.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    rows = document.tables[0].rows
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
