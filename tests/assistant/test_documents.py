"""The determination, the evidence packet and the letter that asks for what is missing, in every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.case import Case
from assistant.errors import RecordsError, SettingsError
from assistant.export.determination import determination
from assistant.export.files import write_blocks
from assistant.export.letter import Block, Paragraph, Rows
from assistant.export.markdown import to_markdown
from assistant.export.missing import missing_letter, missing_of
from assistant.export.packet import evidence_packet
from assistant.export.parts import LONGEST_RECORD, record
from assistant.intake import read_document
from assistant.records import OpenCase, Records, Signer, User, open_records
from assistant.results import Review
from assistant.review import Tools, review_case
from knowledge.document import Document, Span
from knowledge.model import ReviewerTest, Status

ANN = User("ann")
SIGNER = Signer("Ann Example, MD", "California; Family Medicine", "I decided each item myself.")
TODAY = date(2017, 2, 8)


@pytest.fixture(scope="module")
def review(back_and_knee: Case, tools: Tools) -> Review:
    return review_case(back_and_knee, tools)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = open_records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    yield opened
    opened.database.close()


@pytest.fixture
def opened(records: Records, review: Review) -> OpenCase:
    added = records.add_case("case.txt", b"", ANN)
    records.save_case(added.id, review.case, ANN)
    return records.save_review(added.id, review, ANN)


def flat(blocks: tuple[Block, ...]) -> str:
    """All words of a document."""
    cells = (
        [block.lead + block.text]
        if isinstance(block, Paragraph)
        else [*block.heading, *(cell for row in block.rows for cell in row)]
        for block in blocks
    )
    return "\n".join(" ".join(part) for part in cells)


def test_an_unsigned_document_is_a_draft_and_says_which_items(records: Records, opened: OpenCase) -> None:
    records.sign(opened.id, 1, SIGNER, ANN)
    text = flat(determination(records.open_case(opened.id, ANN)))
    assert "Independent Medical Review: draft" in text
    assert "Items 2, 3, 4 are not signed" in text
    assert "Final Determination" not in text


def test_a_signed_determination_has_every_part_of_the_form(records: Records, opened: OpenCase) -> None:
    records.add_fact(opened.id, "The employer has modified duty.", "the employer's letter", ANN)
    for item in opened.items:
        records.sign(opened.id, item.number, SIGNER, ANN)
    signed = records.open_case(opened.id, ANN)
    text = flat(determination(signed))
    for part in (
        "Final Determination",
        "How the determination was made",
        "California; Family Medicine",
        "Clinical case summary",
        "The employer has modified duty.",
        "I decided each item myself.",
        "Prepared with: packs sha256:",
    ):
        assert part in text
    for item in signed.items:
        assert item.signature is not None
        assert f"{item.number}. {item.treatment}: {item.signature.decision}" in text
        assert item.signature.text in text
    assert "draft" not in text.lower()


def test_the_signed_words_are_written_not_a_later_draft(
    records: Records, opened: OpenCase, review: Review
) -> None:
    signed = records.sign(opened.id, 1, SIGNER, ANN)
    after = records.save_review(opened.id, replace(review, items=review.items), ANN)
    assert signed.signature is not None
    assert signed.signature.text in flat(determination(after))


def test_an_unread_file_has_no_determination(records: Records) -> None:
    added = records.add_case("scan.pdf", b"", ANN)
    with pytest.raises(RecordsError, match="has not been read"):
        determination(records.open_case(added.id, ANN))


def test_the_packet_has_every_criterion_and_every_quote_with_its_page(review: Review) -> None:
    blocks = evidence_packet(review)
    rows = {row for block in blocks if isinstance(block, Rows) for row in block.rows}
    cells = {cell for row in rows for cell in row}
    for item in review.items:
        assert item.evaluation is not None
        for result in item.evaluation.results:
            assert any(cell.startswith(result.criterion.says) for cell in cells)
        for evidence in item.evidence.evidence:
            quoted = (evidence.key, str(evidence.quote.page), f"“{evidence.quote.text}”")
            assert any((row[0], row[1], row[-1]) == quoted for row in rows)
    assert "bind nobody" in flat(blocks) or not any(item.precedents for item in review.items)


def test_the_letter_asks_only_for_silence_that_stands_in_the_way(review: Review) -> None:
    text = flat(missing_letter(review, TODAY, date(2017, 2, 18)))
    assert "02/18/2017" in text
    for item in review.items:
        assert item.evaluation is not None
        asked = {result.id for result in missing_of(item)}
        assert asked <= set(item.evaluation.missing)
        assert not any(isinstance(r.criterion.test, ReviewerTest) for r in missing_of(item))
        assert (item.item.treatment in text) is bool(asked)
        if item.evaluation.outcome is Status.MET:
            assert not asked


def test_a_letter_with_nothing_to_ask_says_so(review: Review) -> None:
    granted = [i for i in review.items if i.evaluation and i.evaluation.outcome is Status.MET]
    text = flat(missing_letter(replace(review, items=tuple(granted)), TODAY))
    assert "Nothing that decides is missing" in text


def test_a_long_record_is_cut_at_a_paragraph_and_says_so(back_and_knee: Case) -> None:
    line = "The worker was seen again with the same complaint.\n"
    text = line * (2 * LONGEST_RECORD // len(line))
    case = replace(back_and_knee, document=Document.of(text), record=Span(0, len(text)))
    blocks = list(record(case))
    assert "kept in full" in flat(tuple(blocks))
    assert len(flat(tuple(blocks))) < LONGEST_RECORD * 1.1


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".md"])
def test_every_document_can_be_written_in_every_format(
    review: Review, opened: OpenCase, tmp_path: Path, ending: str
) -> None:
    documents = (
        determination(opened),
        evidence_packet(review),
        missing_letter(review, TODAY),
    )
    for number, blocks in enumerate(documents):
        path = tmp_path / f"{number}{ending}"
        write_blocks(blocks, path)
        again = tmp_path / f"again{ending}"
        write_blocks(blocks, again)
        assert read_document(path).text.count("MRI") > 0 or "missing" in read_document(path).text
        if ending != ".docx":  # a DOCX is a ZIP with the time in it
            assert again.read_bytes() == path.read_bytes()


def test_a_cell_longer_than_a_page_is_split(tmp_path: Path) -> None:
    rows = Rows(("Key", "Quote"), (("E1", "A very long quote. " * 600),), (0.2, 0.8))
    write_blocks((rows,), tmp_path / "long.pdf")
    assert len(read_document(tmp_path / "long.pdf").pages) > 1


def test_markup_in_the_record_stays_text(review: Review) -> None:
    treatment = "MRI <script>alert(1)</script> | *bold*"
    item = replace(review.items[0], item=replace(review.items[0].item, treatment=treatment))
    assert "<script>" not in to_markdown(evidence_packet(replace(review, items=(item,))))


def test_an_ending_that_is_no_format_says_which_are(review: Review, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\.md, \.docx, \.pdf"):
        write_blocks(evidence_packet(review), tmp_path / "packet.odt")


def test_a_pdf_shows_signs_beyond_western_europe(tmp_path: Path) -> None:
    words = "At least ≥ 90° or ≤ 4 weeks → μg, α-blocker, Ж, “so” ½ ✔"
    path = tmp_path / "signs.pdf"
    write_blocks((Paragraph(words, lead="Signs ≥: "), Rows(("≤", "x"), (("≥ 3", "y"),), (0.5, 0.5))), path)
    text = read_document(path).text
    assert words in text
    assert "Signs ≥" in text
    assert "≥ 3" in text


def test_what_no_font_shows_is_never_a_question_mark(tmp_path: Path) -> None:
    path = tmp_path / "signs.pdf"
    write_blocks((Paragraph("A sign without a glyph: 中 in the middle of a longer line of words"),), path)
    assert "?" not in read_document(path).text
