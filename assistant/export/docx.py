"""The letter as a Word document."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from docx.table import Table
from docx.text.run import Run

from assistant.export.letter import Block, Paragraph, Rows, Style, foot
from assistant.export.plain import printable

_LINE_INCHES = 6.5
_TALL = 1500
"""Letters of a cell from which its row may go on over the page; a shorter row stays whole."""
_NAMES = {Style.TITLE: "Title", Style.HEADING: "Heading 1", Style.ITEM: "Heading 2"}
_INK = RGBColor(0x1F, 0x29, 0x33)
_NOTICE = RGBColor(0x8A, 0x3B, 0x00)


def write_docx(blocks: tuple[Block, ...], path: Path) -> None:
    """Write the blocks to ``path``."""
    document = docx.Document()
    _set(document)
    _foot(document, foot(blocks))
    for block in blocks:
        if isinstance(block, Rows):
            _table(document, block)
        else:
            _paragraph(document, block)
    document.save(str(path))


def _set(document: WordDocument) -> None:
    """Margins and fonts as in the PDF."""
    for section in document.sections:
        section.left_margin = section.right_margin = Inches(1)
        section.top_margin = section.bottom_margin = Inches(0.9)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in (("Normal", 10.5), ("Title", 18), ("Heading 1", 13), ("Heading 2", 11)):
        font = document.styles[name].font
        font.name, font.size = "Calibri", Pt(size)
        if name != "Normal":
            font.color.rgb = _INK


def _foot(document: WordDocument, said: str) -> None:
    """Title, case and ``page 2 of 3`` on every page; Word and LibreOffice count the pages."""
    document.styles["Footer"].font.size = Pt(8)
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{printable(said)}. Page ")
    _field(paragraph.add_run(), "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph.add_run(), "NUMPAGES")


def _field(run: Run, code: str) -> None:
    """A number that the reader's program fills in; python-docx has no field."""
    for kind in ("begin", "", "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = code
        run._r.append(part)


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
    table.autofit = False
    for column, width in zip(table.columns, rows.widths, strict=True):
        column.width = Inches(_LINE_INCHES * width)  # LibreOffice reads the columns, Word the cells
    for number, row in enumerate((rows.heading, *rows.rows)):
        added = table.add_row()
        if all(len(text) < _TALL for text in row):
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = added.cells
        for cell, text, width in zip(cells, row, rows.widths, strict=True):
            cell.width = Inches(_LINE_INCHES * width)
            cell.paragraphs[0].paragraph_format.space_before = Pt(2)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            run = cell.paragraphs[0].add_run(printable(text))
            run.font.size = Pt(9)
            run.bold = number == 0
    _repeat_heading(table)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _repeat_heading(table: Table) -> None:
    """Show the heading row again on every page that the table reaches."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # python-docx has no property
