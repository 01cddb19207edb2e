"""The reviewer sees what a model proposes, who found what, and both readings where they differ."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from assistant.conversation.actions import Explain, ShowEvidence
from assistant.conversation.respond import respond
from assistant.conversation.session import Session
from assistant.export.as_text import review_text
from assistant.library import open_library
from assistant.records.codec import dump_review, load_review
from assistant.results import CheckReport, ItemReview, Proposal, Reading, Review
from assistant.review import Tools
from assistant.settings import Settings
from assistant.ui.html.criteria import criteria_table, evidence_list
from knowledge.document import Assertion
from tests.assistant.drafting.invented import RECORD, prepared


def review(note: str = "") -> ItemReview:
    """The invented item with a passage that model and rules read alike, and one that they dispute."""
    given = prepared()

    def proposal(key: str, text: str, assertion: Assertion, read: Assertion, finding: str) -> Proposal:
        start = RECORD.index(text)
        quote = given.case.document.quote(start, start + len(text))
        return Proposal(key, quote, assertion, "knee-pain", finding, "a-model", read)

    yes, no = Assertion.AFFIRMED, Assertion.NEGATED
    proposals = (
        proposal("M1", "She has pain of the left knee.", yes, yes, "knee-pain"),
        proposal("M2", "There is no swelling of the left knee.", yes, no, "knee-pain"),
    )
    reading = Reading(() if note else proposals, ("on knee-pain: a quote",), (), note)
    return ItemReview(
        given.item, "moss_therapy", "", "", given.evidence, given.evaluation, (), (), None,
        CheckReport(()), reading=reading,
    )  # fmt: skip


def test_the_page_shows_who_found_what_and_both_readings() -> None:
    shown = evidence_list(review())

    assert "E1, page 1, affirmed, found by rules and a-model" in shown
    assert "E2, page 1, affirmed<" in shown
    assert "M2, page 1, proposed by a-model: affirmed; the rules read it as negated" in shown
    assert "1 more were refused" in shown
    assert 'data-cites="M2"' in criteria_table(review())


def test_the_page_says_why_there_is_no_reading() -> None:
    assert "the endpoint is away" in evidence_list(review("the endpoint is away"))


@pytest.mark.parametrize("action", [ShowEvidence(), ShowEvidence(1), Explain(1)])
def test_the_conversation_shows_both_readings(action: ShowEvidence | Explain, tmp_path: Path) -> None:
    case = prepared().case
    session = Session(case, Review(case, (review(),), {}), (), 1)

    said = respond(action, session, Tools(open_library(Settings(data=tmp_path)))).text

    assert "M2, page 1, proposed by a" in said
    assert "the rules read it as negated" in said


def test_the_terminal_shows_both_readings() -> None:
    console = Console(width=200, record=True, file=None, quiet=True)
    with console.capture() as shown:
        console.quiet = False
        console.print(review_text(Review(prepared().case, (review(),), {})))

    assert "found by rules and a-model" in shown.get()
    assert "M2, page 1, proposed by a-model: affirmed; the rules read it as negated" in shown.get()


def test_the_records_keep_the_reading() -> None:
    assert load_review(dump_review(review())) == review()
