"""A criterion from memory says so in every place that shows it: documents, page, chat, drafts, search."""

from __future__ import annotations

import json
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from assistant.case import Case
from assistant.cli import build
from assistant.conversation.actions import Explain, QuoteGuideline, ShowEvidence, ShowMissing
from assistant.conversation.respond import respond
from assistant.conversation.session import Session
from assistant.drafting.prepared import Prepared
from assistant.drafting.styles import Style, overridden, turned
from assistant.export.as_json import review_json
from assistant.export.as_text import review_text
from assistant.export.files import write_blocks
from assistant.export.letter import letter
from assistant.export.markdown import to_markdown
from assistant.export.missing import missing_letter
from assistant.export.packet import evidence_packet
from assistant.intake import case_from_text, read_document
from assistant.results import ItemReview, Review
from assistant.review import Tools, review_case
from assistant.ui.html import criteria as page
from knowledge.coverage import coverage_page
from knowledge.model import Confidence, CriterionResult, Decision
from knowledge.packs import load_packs
from knowledge.treatments import load_taxonomy
from knowledge.wording import FROM_MEMORY

MARK = re.compile(r"from memory|confirms this against the guideline")
RECORD = """The worker is a 51 year old waiter with low back pain since 02/03/2014. He walks with a cane.
A nurse came twice after the operation. He is confined to the home. The RFA is dated 12/01/2014.

Disputed item: Home health aide 6 hours a day, 6 days a week
"""


@pytest.fixture(scope="module")
def case() -> Case:
    return case_from_text(RECORD, "invented.txt")


@pytest.fixture(scope="module")
def review(case: Case, tools: Tools) -> Review:
    return review_case(case, tools)


@pytest.fixture(scope="module")
def item(review: Review) -> ItemReview:
    return review.items[0]


@pytest.fixture(scope="module")
def low(item: ItemReview) -> tuple[CriterionResult, ...]:
    assert item.evaluation is not None
    found = tuple(r for r in item.evaluation.results if r.criterion.confidence is Confidence.LOW)
    assert len(found) >= 4
    return found


@pytest.fixture(scope="module")
def prepared(case: Case, item: ItemReview) -> Prepared:
    return Prepared(
        case, item.item, "home care", item.guideline_why, item.evidence, item.evaluation, item.passages
    )


def unmarked(text: str, low: tuple[CriterionResult, ...]) -> list[str]:
    """Criteria from memory whose words stand in the text without the mark close behind them."""
    flat = " ".join(text.split())
    wanting = []
    for result in low:
        says = " ".join(result.criterion.says.split())
        places = [m.end() for m in re.finditer(re.escape(says), flat)]
        wanting += [result.id for at in places if not MARK.search(flat, at, at + 160)]
    return wanting


def shown(text: str, low: tuple[CriterionResult, ...]) -> bool:
    flat = " ".join(text.split())
    return any(" ".join(r.criterion.says.split()) in flat for r in low)


def printed(review: Review) -> str:
    out = StringIO()
    Console(width=400, file=out).print(review_text(review))
    return out.getvalue()


def test_the_documents(review: Review, low: tuple[CriterionResult, ...]) -> None:
    for text in (
        printed(review),
        to_markdown(letter(review)),
        to_markdown(evidence_packet(review)),
        to_markdown(missing_letter(review, date(2015, 1, 2))),
    ):
        assert shown(text, low)
        assert unmarked(text, low) == []


@pytest.mark.parametrize("ending", [".docx", ".pdf"])
def test_the_same_in_docx_and_pdf(
    review: Review, low: tuple[CriterionResult, ...], tmp_path: Path, ending: str
) -> None:
    for name, blocks in (("letter", letter(review)), ("packet", evidence_packet(review))):
        path = tmp_path / f"{name}{ending}"
        write_blocks(blocks, path)
        text = " ".join(read_document(path).text.split())
        assert len(re.findall(r"from memory", text)) >= len(low)


def test_the_json(review: Review, low: tuple[CriterionResult, ...]) -> None:
    told = review_json(review)["items"][0]
    assert {c["id"] for c in told["criteria"] if c["confidence"] == "low"} == {r.id for r in low}
    assert told["guideline"]["confidence"] == "low"
    assert unmarked(json.dumps([told["missing"], told["why"]]), low) == []
    assert all(FROM_MEMORY in says for says in told["missing"])


def test_the_page(item: ItemReview, low: tuple[CriterionResult, ...]) -> None:
    table = page.criteria_table(item)
    assert table.count(FROM_MEMORY) >= len(low)
    panel = page.guideline(item)
    assert unmarked(panel, low) == []
    assert item.evaluation is not None
    assert f"{item.evaluation.pack.recommended} ({FROM_MEMORY})" in " ".join(panel.split())


def test_the_chat(case: Case, review: Review, low: tuple[CriterionResult, ...], tools: Tools) -> None:
    session = Session(case, review)
    actions = [Explain(), QuoteGuideline(), ShowMissing()]
    actions += [kind(n) for n in range(1, len(low) + 1) for kind in (Explain, ShowEvidence)]  # type: ignore[misc]
    for action in actions:
        text = respond(action, session, tools).text
        assert unmarked(text, low) == []
    assert FROM_MEMORY in respond(ShowMissing(), session, tools).text


def test_the_draft_names_all_that_it_uses_from_memory(
    item: ItemReview, low: tuple[CriterionResult, ...]
) -> None:
    assert item.draft is not None
    (note,) = (s for s in item.draft.sentences if "is held from memory" in s.text)
    assert item.evaluation is not None
    keys = {f"C{item.evaluation.results.index(r) + 1}" for r in low}
    used = {key for s in item.draft.sentences for key in s.supports} & keys
    assert used <= set(note.supports)


def test_the_draft_in_other_words_keeps_it(
    item: ItemReview, low: tuple[CriterionResult, ...], prepared: Prepared
) -> None:
    assert item.draft is not None
    styles = [(Style.SHORTER, None), (Style.PLAINER, None), *((Style.MORE, r) for r in low)]
    for style, criterion in styles:
        parts = turned(prepared, item.draft, style, criterion)
        text = " ".join(part.now.text for part in parts)
        assert "from memory" in text or "look up the exact wording" in text
    for decision in Decision:
        text = overridden(prepared, decision, "The visit notes say more")
        named = [r for r in low if r.criterion.short in text]
        assert not named or "from memory" in text


def test_the_search_and_the_commands(low: tuple[CriterionResult, ...]) -> None:
    found = CliRunner().invoke(build(), ["search", "home health aide", "--kind", "guideline", "--json"])
    hits = json.loads(found.output)["hits"]
    own = [h for h in hits if h["pack"] == "mtus-2009-home-health"]
    assert own
    assert {h["confidence"] for h in own} == {"low"}
    plain = CliRunner().invoke(build(), ["search", "home health aide", "--kind", "guideline"]).output
    assert FROM_MEMORY in " ".join(plain.split())
    pack = CliRunner().invoke(build(), ["guidelines", "show", "mtus-2009-home-health"]).output
    assert pack.count(", low, ") == len(low)


def test_the_coverage_page_counts_it(low: tuple[CriterionResult, ...]) -> None:
    labels = {name: family.label for name, family in load_taxonomy().families.items()}
    row = next(
        line
        for line in coverage_page(load_packs(), labels).splitlines()
        if line.startswith('| <a id="mtus-2009-home-health">')
    )
    assert f"{len(low)} low" in row
