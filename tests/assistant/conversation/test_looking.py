"""Questions on the record without a model: its own sentences, to the letter, and nothing made up."""

from __future__ import annotations

import pytest

from assistant.conversation.looking import looked_up
from assistant.conversation.respond import respond
from assistant.conversation.session import Session, open_session
from assistant.conversation.understand import understand
from assistant.intake import case_from_text
from assistant.review import Tools
from assistant.samples import sample_text


@pytest.fixture(scope="module")
def session(tools: Tools) -> Session:
    return open_session(case_from_text(sample_text("back-and-knee.txt")), tools)


def said(words: str, session: Session, tools: Tools) -> str:
    return respond(understand(words), session, tools).text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("what did the UR say?", "Utilization Review non-certified"),
        ("Why did UR deny it?", "Utilization Review non-certified"),
        ("how many PT visits so far?", "six sessions of physical therapy"),
        ("is there an MRI?", "The treatment plan included an MRI"),
        ("has he tried NSAIDs?", "ibuprofen"),
        ("what medications is he taking?", "ibuprofen"),
        ("how old is the patient?", "41 year old"),
        ("is the patient working?", "modified duty"),
        ("what is the pain score?", "8/10 to 4/10"),
        ("what happened on 11/15/2016?", "seen on 11/15/2016"),
        ("who wrote the report of 12/20?", "dated 12/20/2016 the treating physician"),
        ("when was the injury?", "Date of injury, by the header: 11/14/2016"),
        ("is there locking?", "locking on stairs"),
    ],
)
def test_the_records_own_sentences_are_shown(
    words: str, found: str, session: Session, tools: Tools
) -> None:
    assert found in said(words, session, tools)


@pytest.mark.parametrize(
    ("words", "silent"),
    [
        ("did he have surgery?", "No sentence of the record names this: surgery"),
        ("was acupuncture done?", "No sentence of the record names this: acupuncture"),
        ("who wrote the note of 3/2?", "No sentence of the record names this: who wrote it, 3/2"),
        ("what happened on 11/15/2015?", "No sentence of the record names this"),
    ],
)
def test_silence_is_told_as_silence(words: str, silent: str, session: Session, tools: Tools) -> None:
    answer = said(words, session, tools)
    assert silent in answer
    assert "page" not in answer


@pytest.mark.parametrize("words", ["which city would you visit in France?", "banana", "tell me a joke?"])
def test_words_off_the_case_are_not_looked_up(words: str, session: Session, tools: Tools) -> None:
    assert "only speak of this case" in said(words, session, tools)


def test_every_line_is_a_quote_of_the_record(session: Session) -> None:
    text = session.review.case.document.text
    answer = looked_up("what was the examination like?", session)
    assert answer is not None
    quotes = [line.split("“")[1].rstrip("”") for line in answer.splitlines() if "“" in line]
    assert quotes
    assert all(quote.replace("\\", "") in text for quote in quotes)


def test_a_quote_that_the_item_rests_on_carries_its_key(session: Session) -> None:
    answer = looked_up("what about weakness?", session)
    assert answer is not None
    assert "- E" in answer


def test_the_visits_asked_for_are_told_with_those_done(session: Session, tools: Tools) -> None:
    third = respond(understand("item 3"), session, tools).session
    assert "6 visits in all" in said("how many visits are requested?", third, tools)


def test_without_a_word_of_the_review_the_header_is_told(tools: Tools) -> None:
    text = sample_text("back-and-knee.txt").replace(
        "On 01/12/2017 Utilization Review non-certified the requests.", ""
    )
    silent = open_session(case_from_text(text), tools)
    assert "no sentence of the utilization review" in said("what did the UR say?", silent, tools)


def test_wishes_and_complaints_change_nothing(session: Session, tools: Tools) -> None:
    for words in ("draft is wrong: the knee is left", "remove the last sentence", "approve item 3 please"):
        reply = respond(understand(words), session, tools)
        assert "I have changed nothing" in reply.text
        assert reply.session == session
