"""The letter as a Word document."""

from __future__ import annotations

from pathlib import Path

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.shared import Inches, Pt, RGBColor

from assistant.export.letter import Block, Paragraph, Rows, Style
from assistant.export.plain import printable

_LINE_INCHES = 6.5
_NAMES = {Style.TITLE: "Title", Style.HEADING: "Heading 1", Style.ITEM: "Heading 2"}
_NOTICE = RGBColor(0x8A, 0x3B, 0x00)


def write_docx(blocks: tuple[Block, ...], path: Path) -> None:
    """Write the blocks to ``path``."""
    document = new_document()
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(10.5)
    for block in blocks:
        if isinstance(block, Rows):
            _table(document, block)
        else:
            _paragraph(document, block)
    document.save(str(path))


def _paragraph(document: WordDocument, block: Paragraph) -> None:
    paragraph = document.add_paragraph(style=_NAMES.get(block.style))
    if block.lead:
        paragraph.add_run(printable(block.lead)).bold = True
    run = paragraph.add_run(printable(block.text))
    if block.style is Style.NOTICE:
        run.font.color.rgb = _NOTICE
    if block.style is Style.FINE:
        run.font.size = Pt(8)


def _table(document: WordDocument, rows: Rows) -> None:
    table = document.add_table(rows=0, cols=len(rows.heading), style="Table Grid")
    for number, row in enumerate((rows.heading, *rows.rows)):
        cells = table.add_row().cells
        for cell, text, width in zip(cells, row, rows.widths, strict=True):
            cell.width = Inches(_LINE_INCHES * width)
            run = cell.paragraphs[0].add_run(printable(text))
            run.font.size = Pt(9)
            run.bold = number == 0
    document.add_paragraph()
