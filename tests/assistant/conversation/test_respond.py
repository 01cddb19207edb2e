"""Answers come from the review; a supplied fact is marked and recomputes everything."""

from __future__ import annotations

import pytest

from assistant.case import Case
from assistant.conversation.respond import respond
from assistant.conversation.session import SUPPLIED, Session, open_session
from assistant.conversation.understand import understand
from assistant.review import Tools
from knowledge.model import Status


@pytest.fixture(scope="module")
def session(work_hardening: Case, tools: Tools) -> Session:
    return open_session(work_hardening, tools)


def ask(words: str, session: Session, tools: Tools) -> str:
    return respond(understand(words), session, tools).text


def test_why_names_the_deciding_criterion_and_its_computation(session: Session, tools: Tools) -> None:
    answer = ask("why?", session, tools)
    assert "Upheld" in answer
    assert "3 years, 1 month and 13 days" in answer


def test_a_criterion_that_is_not_there_is_said(session: Session, tools: Tools) -> None:
    assert "criteria 1 to" in ask("why is criterion 99 not met?", session, tools)


def test_what_is_missing_lists_the_return_to_work_goal(session: Session, tools: Tools) -> None:
    assert "return-to-work goal" in ask("what is missing?", session, tools)


def test_the_guideline_is_quoted_with_edition_and_dates(session: Session, tools: Tools) -> None:
    answer = ask("quote the guideline", session, tools)
    assert "2009" in answer
    assert "07/28/2016" in answer


def test_a_supplied_fact_recomputes_and_is_marked(session: Session, tools: Tools) -> None:
    told = "The employer and the employee agreed on a defined return-to-work goal as a packer on 4/1/2015."
    reply = respond(understand(told), session, tools)
    evaluation = reply.session.in_view.evaluation
    assert evaluation is not None
    assert evaluation.result("return-to-work-goal").status is Status.MET
    assert reply.session.base is session.base
    assert SUPPLIED in reply.session.review.case.document.text
    assert "not the record's" in reply.text
    evidence = respond(understand("show the evidence"), reply.session, tools).text
    assert "your fact" in evidence


def test_a_supplied_fact_can_be_taken_back(session: Session, tools: Tools) -> None:
    told = respond(understand("The employer agreed to a defined return-to-work goal."), session, tools)
    back = respond(understand("forget that fact"), told.session, tools).session
    assert back.facts == ()
    assert back.in_view.evaluation == session.in_view.evaluation


def test_what_if_leaves_the_case_as_it_is(back_and_knee: Case, tools: Tools) -> None:
    opened = open_session(back_and_knee, tools)
    third = respond(understand("item 3"), opened, tools).session
    reply = respond(understand("what if 4 visits were requested?"), third, tools)
    assert "4 visits" in reply.text
    assert reply.session == third


def test_a_wrong_date_in_a_checked_text_is_found(session: Session, tools: Tools) -> None:
    answer = ask(
        "check this text: The injury of 03/02/2011 is old. The request is not necessary.", session, tools
    )
    assert "03/02/2011" in answer


def test_record_text_is_never_markup(session: Session, tools: Tools) -> None:
    reply = respond(understand("Fact: <script>alert(1)</script> **bold**"), session, tools)
    assert "<script>" not in reply.text
