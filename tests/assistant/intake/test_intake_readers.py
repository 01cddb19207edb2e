from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from assistant.errors import UnreadableError
from assistant.intake import read_document, readers

LINES = ["The worker has pain of the left knee.", "Disputed items: MRI of the left knee"]


def pdf(path: Path, pages: list[list[str]], encrypt: StandardEncryption | None = None) -> Path:
    canvas = Canvas(str(path), encrypt=encrypt)
    for page in pages:
        for number, line in enumerate(page):
            canvas.drawString(72, 720 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_document(path)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_a_pdf_keeps_its_pages(tmp_path: Path) -> None:
    document = read_document(pdf(tmp_path / "a.pdf", [LINES, ["A second page with more of the record."]]))
    assert document.page_at(document.text.index("knee")) == 1
    assert document.page_at(document.text.index("second")) == 2


def test_paragraphs_of_a_pdf_are_seen_by_the_white_space_above_them(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    wrapped = "The worker was seen again for pain of the left knee, and the knee was"
    for number, line in enumerate([wrapped, wrapped, "stable."] * 2):
        canvas.drawString(72, 700 - 14 * number - (14 if number > 2 else 0), line)
    canvas.save()
    assert read_document(tmp_path / "a.pdf").text.count("\n") == 1


def test_an_encrypted_pdf_with_an_empty_password_opens(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [LINES], StandardEncryption("", ownerPassword="owner", strength=128))
    assert "left knee" in read_document(path).text


def test_a_pdf_that_needs_a_password_is_refused(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [LINES], StandardEncryption("secret", ownerPassword="owner"))
    assert "password" in refusal(path)


def test_a_scan_asks_for_ocr(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.rect(72, 72, 300, 300, fill=1)
    canvas.save()
    assert "OCR" in refusal(tmp_path / "scan.pdf")


def test_a_truncated_pdf_is_refused(tmp_path: Path) -> None:
    whole = pdf(tmp_path / "a.pdf", [LINES]).read_bytes()
    (tmp_path / "b.pdf").write_bytes(whole[:60])
    assert "truncated" in refusal(tmp_path / "b.pdf")


def test_the_kind_is_decided_by_content(tmp_path: Path) -> None:
    named = tmp_path / "case.txt"
    named.write_bytes(pdf(tmp_path / "a.pdf", [LINES]).read_bytes())
    assert "left knee" in read_document(named).text


def test_an_image_named_pdf_is_called_an_image(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert "PNG image" in refusal(tmp_path / "a.pdf")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes("José’s knee hurts".encode(encoding))
    assert read_document(tmp_path / "a.txt").text == "José’s knee hurts"


@pytest.mark.parametrize("data", [b"", b" \n\t "])
def test_an_empty_file_is_called_empty(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert "empty" in refusal(tmp_path / "a.txt")


def test_binary_noise_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 20)
    assert "binary" in refusal(tmp_path / "a.txt")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "none.pdf")
    assert "folder" in refusal(tmp_path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # sparse: takes no room
    assert "200 MB" in refusal(path)


def test_too_long_a_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * (readers.MAX_TEXT_CHARS // 5 + 1))
    assert "characters" in refusal(tmp_path / "a.txt")


def test_docx_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("First paragraph")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Date of injury:"
    table.rows[0].cells[1].text = "10/13/2016"
    document.add_paragraph("Last paragraph")
    document.save(str(tmp_path / "a.docx"))
    text = read_document(tmp_path / "a.docx").text
    assert text == "First paragraph\nDate of injury: 10/13/2016\nLast paragraph"


def test_a_docx_bomb_is_refused_unopened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(30_000_000))
    assert "zip bomb" in refusal(tmp_path / "a.docx")


def test_another_zip_and_a_damaged_docx_are_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("notes.txt", "hello")
    (tmp_path / "a.docx").write_bytes(buffer.getvalue())
    assert "not a Word document" in refusal(tmp_path / "a.docx")
    (tmp_path / "b.docx").write_bytes(buffer.getvalue()[:40])
    assert "damaged" in refusal(tmp_path / "b.docx")


def test_a_docx_of_broken_xml_is_refused(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    with (
        zipfile.ZipFile(tmp_path / "a.docx") as good,
        zipfile.ZipFile(tmp_path / "b.docx", "w") as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, b"<broken" if name == "word/document.xml" else good.read(name))
    assert "damaged" in refusal(tmp_path / "b.docx")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04"]))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, magic: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "a"
    path.write_bytes(magic + data)
    with contextlib.suppress(UnreadableError):
        assert read_document(path).text
