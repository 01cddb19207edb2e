"""The letter as Markdown."""

from __future__ import annotations

import re

from assistant.export.letter import Block, Paragraph, Rows, Style

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")
_FORMS = {
    Style.TITLE: "# {}",
    Style.HEADING: "## {}",
    Style.ITEM: "### {}",
    Style.NOTICE: "> {}",
    Style.BODY: "{}",
    Style.FINE: "_{}_",
}


def to_markdown(blocks: tuple[Block, ...]) -> str:
    """The blocks as a Markdown text; markup in the record is escaped."""
    return "\n\n".join(_rows(b) if isinstance(b, Rows) else _paragraph(b) for b in blocks) + "\n"


def _paragraph(paragraph: Paragraph) -> str:
    lead = f"**{escape(paragraph.lead.strip())}** " if paragraph.lead else ""
    return _FORMS[paragraph.style].format(lead + escape(paragraph.text))


def _rows(rows: Rows) -> str:
    lines = [_line(rows.heading), "|" + " --- |" * len(rows.heading)]
    return "\n".join(lines + [_line(row) for row in rows.rows])


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(escape(" ".join(cell.split())) for cell in cells) + " |"


def escape(text: str) -> str:
    """The text with all Markdown and HTML markup made plain."""
    return _SPECIAL.sub(r"\\\1", text)
