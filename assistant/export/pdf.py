"""The letter as PDF."""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Flowing

from assistant.export.letter import Block, Paragraph, Rows, Style, foot
from assistant.export.plain import printable

_PLAIN, _BOLD = "DejaVuSansCondensed", "DejaVuSansCondensed-Bold"
_LEADS = {Style.HEADING: 2.1 * inch, Style.ITEM: 1.4 * inch}
"""The room that a heading asks for with the first lines under it; a table may go on over the page.

A heading over an item asks for its own room and the item's, or it would stay alone at the foot of a page.
"""
_TALL = 4000
"""Letters that fill half a page where a cell has the whole width."""
_NO_GLYPH = "\ufffd"
_LINE = 6.5 * inch - 12  # a frame pads its text by 6 points on either side
_INK = colors.HexColor("#1f2933")
_NOTICE = colors.HexColor("#8a3b00")
_RULE = colors.HexColor("#c5ccd3")
_FAINT = colors.HexColor("#52606d")
_SHADE = colors.HexColor("#f1f4f7")


def _style(
    size: float, bold: bool = False, color: colors.Color = _INK, before: float = 4
) -> ParagraphStyle:
    font = _BOLD if bold else _PLAIN
    name = f"{font}{size}{color.hexval()}{before}"
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=size * 1.38,
        textColor=color,
        spaceBefore=before,
    )


_STYLES = {
    Style.TITLE: _style(16, bold=True),
    Style.HEADING: _style(13, bold=True, before=14),
    Style.ITEM: _style(11, bold=True, before=12),
    Style.NOTICE: _style(9.5, color=_NOTICE),
    Style.BODY: _style(10),
    Style.FINE: _style(7.5, before=16),
}
_CELL = _style(8.5, before=0)
_CELL_HEAD = _style(8.5, bold=True, before=0)


def write_pdf(blocks: tuple[Block, ...], path: Path) -> None:
    """Write the blocks to ``path``; the same blocks give the same bytes.

    The fonts are embedded; what they have no glyph for, such as Chinese, shows as a replacement character.
    """
    _glyphs()
    document = SimpleDocTemplate(
        str(path),
        pagesize=LETTER,
        leftMargin=inch,
        rightMargin=inch,
        topMargin=0.9 * inch,
        bottomMargin=0.9 * inch,
        title="Independent Medical Review",
        author="IMR review assistant",
        invariant=1,
    )
    story: list[Flowable] = []
    for block in blocks:
        if isinstance(block, Rows):
            story += [_table(block), Spacer(1, 6)]
        else:
            story += [CondPageBreak(_LEADS.get(block.style, 0)), _paragraph(block)]
    document.build(story, canvasmaker=partial(_Numbered, foot(blocks)))


def _paragraph(block: Paragraph) -> Flowing:
    lead = f"<b>{_safe(block.lead)}</b>" if block.lead else ""
    return Flowing(lead + _safe(block.text), _STYLES[block.style])


def _table(rows: Rows) -> Table:
    cells = [[Flowing(_safe(text), _CELL_HEAD) for text in rows.heading]]
    cells += [[Flowing(_safe(text), _CELL) for text in row] for row in rows.rows]
    widths = [_LINE * width for width in rows.widths]
    table = Table(cells, colWidths=widths, repeatRows=1, spaceBefore=6, splitInRow=_is_tall(rows))
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, _RULE),
                ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def _is_tall(rows: Rows) -> bool:
    """Whether a row may be higher than a page, so that it has to be split within."""
    return any(
        len(text) > _TALL * width for row in rows.rows for text, width in zip(row, rows.widths, strict=True)
    )


class _Numbered(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that keeps its pages back until it knows how many they are, then writes each one's foot."""

    def __init__(self, foot: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._foot, self._kept = foot, list[dict[str, Any]]()

    def showPage(self) -> None:  # noqa: N802  # reportlab's name
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        kept = self._kept
        for number, page in enumerate(kept, start=1):
            self.__dict__.update(page)
            self.setFont(_PLAIN, 8)
            self.setFillColor(_FAINT)
            self.drawString(inch, 0.5 * inch, printable(self._foot))
            self.drawRightString(LETTER[0] - inch, 0.5 * inch, f"Page {number} of {len(kept)}")
            super().showPage()
        super().save()


def _safe(text: str) -> str:
    known = _glyphs()
    return escape("".join(c if ord(c) in known or c in "\n\t" else _NO_GLYPH for c in printable(text)))


@cache
def _glyphs() -> frozenset[int]:
    """Register the fonts; gives what both can show."""
    found = []
    for name in (_PLAIN, _BOLD):
        with as_file(files("assistant.export") / "fonts" / f"{name}.ttf") as path:
            font = TTFont(name, str(path))
        pdfmetrics.registerFont(font)
        found.append(frozenset(font.face.charToGlyph))
    pdfmetrics.registerFontFamily(_PLAIN, normal=_PLAIN, bold=_BOLD, italic=_PLAIN, boldItalic=_BOLD)
    return found[0] & found[1]
