"""The determination: what a named reviewer has decided and signed, in the form of the published ones.

Where an item is not signed the document says on top that it is a draft. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.case import Case
from assistant.errors import RecordsError
from assistant.export.letter import Block, Paragraph, Rows, Style, paragraphs
from assistant.export.parts import header, minute, record, versions_in_words
from assistant.records.model import ItemRecord, OpenCase, Signature

HOW_MADE = (
    "The physician reviewer named below decided every item and signed; the attestation at the end is"
    " theirs. A review assistant prepared the work: it selected the guideline in force on the day of"
    " the request, tested each of its criteria against the record with quotes, and checked the facts"
    " and citations of the rationale as signed. Past determinations were looked at as illustrations"
    " only; none binds this one."
)


def determination(opened: OpenCase) -> tuple[Block, ...]:
    """All blocks of the determination.

    Raises:
        RecordsError: the file of the case has not been read.
    """
    if opened.case is None:
        raise RecordsError("The file of this case has not been read, so there is nothing to write out.")
    return tuple(_determination(opened, opened.case))


def _determination(opened: OpenCase, case: Case) -> Iterator[Block]:
    signatures = [item.signature for item in opened.items if item.signature]
    unsigned = [item.number for item in opened.items if not item.signed]
    decided = max(s.at for s in signatures).date() if signatures and not unsigned else None
    title = "Independent Medical Review: " + ("draft" if unsigned else "Final Determination")
    yield Paragraph(title, Style.TITLE)
    if unsigned:
        yield Paragraph(_not_signed(unsigned), Style.NOTICE)
    yield header(case, decided)
    if not unsigned:
        yield Paragraph("How the determination was made", Style.HEADING)
        yield Paragraph(HOW_MADE)
        yield from _credentials(signatures)
    yield Paragraph("Clinical case summary", Style.HEADING)
    yield from record(case)
    yield from _facts(opened)
    yield Paragraph("Issues, decisions and rationales", Style.HEADING)
    for item in opened.items:
        yield from _item(item)
    yield from _signatures(opened)
    yield Paragraph(f"Prepared with: {versions_in_words(opened.versions)}.", Style.FINE)


def _credentials(signatures: list[Signature]) -> Iterator[Block]:
    for name, credentials in dict.fromkeys((s.name, s.credentials) for s in signatures):
        yield Paragraph(f"{name}; {credentials}", lead="The reviewer and their credentials: ")


def _facts(opened: OpenCase) -> Iterator[Block]:
    signed = [item.signature.at for item in opened.items if item.signature]
    last = max(signed) if len(signed) == len(opened.items) else None
    rows = tuple((f.text, f.source) for f in opened.facts if last is None or f.at <= last)
    if not rows:
        return
    yield Paragraph("Facts that the reviewer supplied", Style.HEADING)
    yield Rows(("Fact, not in the record", "Source"), rows, (0.65, 0.35))


def _item(item: ItemRecord) -> Iterator[Block]:
    outcome = str(item.decision or "not decided") if item.signed else "not signed"
    yield Paragraph(f"{item.number}. {item.treatment}: {outcome}", Style.ITEM)
    wanted = item.review.item if item.review else None
    if wanted and wanted.original_request:
        yield Paragraph(wanted.original_request, lead="Original request: ")
    if wanted and wanted.authorized:
        yield Paragraph(wanted.authorized, lead="Authorized already: ")
    yield Paragraph(_guideline(item), lead="Guideline: ")
    if item.signature:
        yield from paragraphs(item.signature.text, "Decision rationale: ")
        return
    recommended = str(item.decision or "no recommendation")
    text = item.draft.text if item.draft else "withheld; the reviewer has to write it."
    yield from paragraphs(text, f"Draft rationale ({recommended}): ")


def _guideline(item: ItemRecord) -> str:
    evaluation = item.review.evaluation if item.review else None
    if evaluation is None:
        return "No guideline section in force on the day of the request governs this treatment."
    return f"Decision based on {evaluation.pack.citation}."


def _signatures(opened: OpenCase) -> Iterator[Block]:
    signed = [(item, item.signature) for item in opened.items if item.signature]
    if not signed:
        return
    yield Paragraph("Signatures", Style.HEADING)
    rows = tuple((str(i.number), s.decision.value, s.name, minute(s.at)) for i, s in signed)
    yield Rows(("Item", "Decision", "Signed by", "Signed at"), rows, (0.1, 0.2, 0.4, 0.3))
    for attestation in dict.fromkeys(s.attestation for _, s in signed):
        yield Paragraph(attestation, lead="Attestation: ")


def _not_signed(numbers: list[int]) -> str:
    named = ", ".join(str(number) for number in numbers)
    which = f"Item {named} is" if len(numbers) == 1 else f"Items {named} are"
    return f"{which} not signed. This is a draft and no determination until a named reviewer has signed."
