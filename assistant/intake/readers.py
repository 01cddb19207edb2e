"""From a file to text with pages. The kind of a file is decided by its first bytes, not by its name.

Knows PDF, DOCX and plain text, nothing of cases. Every failure is an ``UnreadableError`` of one sentence.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import docx
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from docx.document import Document as DocxDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from assistant.errors import UnreadableError
from assistant.intake.folding import Line, fold, lines_of
from knowledge.determinations.form import DECISIONS_TITLE
from knowledge.document import Document

MAX_FILE_BYTES = 50_000_000
"""Largest file that is opened; a case file of thousands of pages stays far below."""
MAX_TEXT_CHARS = 5_000_000
"""Longest text that is read, about 1,500 pages."""
MAX_PAGES = 3_000
MAX_UNPACKED_BYTES = 200_000_000
"""Largest DOCX after unpacking; a zip bomb is refused before anything is unpacked."""
MAX_PACKING_RATIO = 200

_OTHER_KINDS = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"\xd0\xcf\x11\xe0": "an old Office file (.doc, .xls)",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
_BROKEN_DOCX = (
    zipfile.BadZipFile,
    zlib.error,
    PackageNotFoundError,
    SyntaxError,  # lxml's XMLSyntaxError is one
    KeyError,
    ValueError,
    EOFError,
    RuntimeError,  # an entry needs a password
    NotImplementedError,  # an unknown way of packing
)
_PARAGRAPH = 1.4  # times the pitch of lines
_READABLE = "a PDF, DOCX or TXT file"


def read_document(path: Path) -> Document:
    """Read a PDF, DOCX or TXT file as folded text with pages.

    Raises UnreadableError for whatever cannot be read as text: missing, empty, too large, scanned,
    encrypted, broken, or of another kind.
    """
    data = _load(path)
    name = path.name
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _checked(fold(_pdf_lines(data, name), name))
    if data.startswith(b"PK\x03\x04"):
        return _checked(fold(_docx_lines(data, name), name))
    for magic, kind in _OTHER_KINDS.items():
        if data.startswith(magic):
            raise UnreadableError(f"{name} is {kind}, not a document with text; give {_READABLE}.")
    return text_document(_decode(data, name), name)


def plain_text(path: Path) -> str | None:
    """The text of a plain text file as it stands, line ends as ``\\n``; None for PDF and DOCX.

    Raises UnreadableError as ``read_document`` does.
    """
    data = _load(path)
    if data[:1024].lstrip().startswith(b"%PDF-") or data.startswith((b"PK\x03\x04", *_OTHER_KINDS)):
        return None
    return _decode(data, path.name).replace("\r\n", "\n").replace("\r", "\n")


def text_document(text: str, name: str) -> Document:
    """Fold plain text into a document; raises UnreadableError where there is none or too much of it."""
    if len(text) > MAX_TEXT_CHARS:
        raise UnreadableError(
            f"{name} holds {len(text):,} characters, more than the {MAX_TEXT_CHARS:,} that are read; "
            "give the pages of this case only."
        )
    return _checked(fold(lines_of(text), name))


def _checked(document: Document) -> Document:
    if not document.text:
        raise UnreadableError(f"{document.name} holds no text; give {_READABLE} with the text of the case.")
    return document


def _load(path: Path) -> bytes:
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise UnreadableError(f"{name} is a folder; give one file: {_READABLE}.")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise UnreadableError(
                f"{name} has {size / 1e6:,.0f} MB, more than the {MAX_FILE_BYTES / 1e6:,.0f} MB "
                "that are read; split it and give the part with this case."
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableError(f"{path} does not exist; check the path.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnreadableError(
            f"{path} cannot be opened ({reason}); check the path and its permissions."
        ) from error
    if not data.strip():
        raise UnreadableError(f"{name} is empty; give {_READABLE} with the text of the case.")
    return data


def _decode(data: bytes, name: str) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
        break
    raise UnreadableError(f"{name} is binary data, not text; give {_READABLE}.")


def _is_text(text: str) -> bool:
    sample = text[:100_000]
    controls = sum(1 for c in sample if ord(c) < 32 and c not in "\t\n\r\f\v")
    return "\x00" not in sample and controls <= len(sample) / 200


def _pdf_lines(data: bytes, name: str) -> list[Line]:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise UnreadableError(_pdf_refusal(error, name)) from error
    try:
        if len(pdf) > MAX_PAGES:
            raise UnreadableError(
                f"{name} has {len(pdf):,} pages, more than the {MAX_PAGES:,} that are read; split it."
            )
        lines = _with_gaps([row for number in range(len(pdf)) for row in _page_rows(pdf, number)])
    except pdfium.PdfiumError as error:
        raise UnreadableError(f"{name} is a damaged PDF ({error}); save or download it again.") from error
    finally:
        pdf.close()
    if sum(len(line.text) for line in lines) < 20:
        raise UnreadableError(
            f"{name} has pages without text, so it seems to be a scan; run OCR on it and give the result."
        )
    return lines


def _pdf_refusal(error: pdfium.PdfiumError, name: str) -> str:
    if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD or "password" in str(error).lower():
        return f"{name} is encrypted and needs a password; give a copy that opens without one."
    return f"{name} is a damaged or truncated PDF; save or download it again."


class _Row(NamedTuple):
    """A line of a page; ``top`` in points above the page's lower edge."""

    text: str
    page: int
    top: float | None


def _page_rows(pdf: pdfium.PdfDocument, number: int) -> list[_Row]:
    page = pdf[number]
    text_page = page.get_textpage()
    raw = text_page.get_text_range() if text_page.count_chars() else ""
    rows = []
    offset = 0
    for row in raw.split("\n"):
        clean = _clean(row)
        if clean:
            rows.append(_Row(clean, number + 1, _top(text_page, offset + len(row) - len(row.lstrip()))))
        offset += len(row) + 1
    text_page.close()
    page.close()
    return rows


def _with_gaps(rows: Sequence[_Row]) -> list[Line]:
    """Lines whose ``gap`` comes from the white space above them.

    Measured by the pitch of the lines before the decision part of the form, which must have no influence.
    """
    drops = [_drop(above, row) for above, row in pairwise(rows)]
    end = next((i for i, row in enumerate(rows) if DECISIONS_TITLE.match(row.text)), len(rows))
    known = sorted(drop for drop in drops[:end] if drop is not None and drop > 0)
    widest = (
        _PARAGRAPH * known[len(known) // 4] if known else 0.0
    )  # a quarter: most lines may be paragraphs
    lines = []
    for row, drop in zip(rows, [None, *drops], strict=False):
        first = drop is None and row.page > 1
        gap = 1 if drop is not None and drop > widest else 0
        lines.append(Line(row.text, row.page, gap, first_of_page=first))
    return lines


def _drop(above: _Row, row: _Row) -> float | None:
    """How far a line stands below the one above; None across pages."""
    if above.page != row.page or above.top is None or row.top is None:
        return None
    return above.top - row.top


def _top(text_page: pdfium.PdfTextPage, index: int) -> float | None:
    if not 0 <= index < text_page.count_chars():
        return None
    return float(text_page.get_charbox(index, loose=True)[3])


def _clean(row: str) -> str:
    # pdfium marks a hyphen at the end of a line with U+FFFE or U+0002
    return " ".join(row.replace("\ufffe", "-").replace("\x02", "-").split())


def _docx_lines(data: bytes, name: str) -> list[Line]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_bomb(archive, len(data), name)
            if "word/document.xml" not in archive.namelist():
                raise UnreadableError(f"{name} is a zip archive, not a Word document; give {_READABLE}.")
        document = docx.Document(BytesIO(data))
    except _BROKEN_DOCX as error:
        raise UnreadableError(f"{name} is a damaged Word document; save it again as DOCX.") from error
    lines = [line for text in _docx_paragraphs(document) for line in lines_of(text)]
    return [Line(line.text, gap=1) for line in lines]


def _refuse_bomb(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_PACKING_RATIO * packed:
        raise UnreadableError(
            f"{name} would unpack to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB, "
            "as a zip bomb does; save the document again from Word."
        )


def _docx_paragraphs(document: DocxDocument) -> Iterator[str]:
    """Paragraphs and table rows in the order of the document; the cells of a row in one line."""
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from _table_rows(block)


def _table_rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            text = " ".join(cell.text.split())
            if text and (not cells or cells[-1] != text):  # a merged cell is listed once for each column
                cells.append(text)
        yield "  ".join(cells)
