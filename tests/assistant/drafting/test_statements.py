"""The sentence on one criterion: which quotes it shows, and none at length twice."""

from __future__ import annotations

from dataclasses import replace

from assistant.drafting.grounded import GroundedDrafter
from assistant.drafting.prepared import Prepared
from assistant.drafting.statements import ABOVE, statement, telling
from assistant.results import Evidence
from knowledge.document import Assertion, Quote
from knowledge.evaluate import ONLY_AS, OTHER_SIDE
from knowledge.model import Status
from tests.assistant.drafting.invented import prepared

LONG = "The left knee has been painful since the fall from the ladder in the warehouse last spring"


def shown(key: str, text: str, assertion: Assertion = Assertion.AFFIRMED) -> Evidence:
    return Evidence(key, Quote(text, 1, 0, len(text)), assertion, "knee-pain")


def with_quote(text: str) -> Prepared:
    plain = prepared()
    first, *rest = plain.evidence.evidence
    longer = replace(first, quote=replace(first.quote, text=text))
    return replace(plain, evidence=replace(plain.evidence, evidence=(longer, *rest)))


def test_what_is_affirmed_is_quoted_and_not_what_is_in_doubt() -> None:
    doubt = shown("E1", "Rule out a tear of the meniscus.", Assertion.UNCERTAIN)
    plain = shown("E2", "The meniscus is torn.")
    assert telling((doubt, plain)) == (plain,)
    assert telling((doubt,)) == (doubt,)


def test_what_shows_a_thing_is_quoted_before_what_only_names_it() -> None:
    named = shown("E1", "Diagnoses include a torn meniscus.")
    found = shown("E2", "Examination found the meniscus torn.")
    dated = replace(shown("E3", "Date of Injury: 01/02/2016"), finding="date_of_injury")
    assert telling((dated, named, found)) == (found, named)
    assert telling((dated,)) == (dated,)


def test_a_long_passage_is_quoted_once_and_then_referred_to() -> None:
    item = with_quote(LONG)
    assert item.evaluation is not None
    result = item.evaluation.result("knee-pain")
    first = statement(item, [result])
    again = statement(item, [result], above=first.text)
    assert f"“{LONG}”" in first.text
    assert again.text == f"The record documents knee pain, {ABOVE}."
    assert again.supports == first.supports


def test_a_new_passage_stands_without_one_that_is_quoted_above() -> None:
    item = with_quote(LONG)
    assert item.evaluation is not None
    first, *rest = item.evaluation.results
    two = replace(first, trace=replace(first.trace, keys=("E1", "E2")))
    item = replace(item, evaluation=replace(item.evaluation, results=(two, *rest)))
    assert statement(item, [two], above=f"“{LONG}”").text == (
        "The record documents knee pain: “Six visits of moss therapy were completed”."
    )


def test_a_short_passage_may_stand_twice() -> None:
    item = with_quote("Pain of the left knee")
    assert item.evaluation is not None
    first = statement(item, [item.evaluation.result("knee-pain")])
    assert statement(item, [item.evaluation.result("knee-pain")], above=first.text) == first


def test_what_the_record_tells_of_the_other_side_is_told_as_such() -> None:
    item = with_quote("Pain of the left knee")
    assert item.evaluation is not None
    first = item.evaluation.result("knee-pain")
    for why, said in (
        (OTHER_SIDE, "The record tells of knee pain on the other side only: “Pain of the left knee”."),
        (f"{ONLY_AS} planned", "The record mentions knee pain only as planned: “Pain of the left knee”."),
    ):
        silent = replace(first, trace=replace(first.trace, status=Status.NOT_DOCUMENTED, why=why))
        results = (silent, *(r for r in item.evaluation.results if r is not first))
        asked = replace(item, evaluation=replace(item.evaluation, results=results))
        assert statement(asked, [silent]).text == said


def test_a_draft_stands_in_paragraphs_and_sentences_keep_their_places() -> None:
    draft = GroundedDrafter().draft(prepared())
    parts = draft.text.split("\n")
    assert len(parts) == 3
    assert parts[0].startswith("The governing guideline is")
    assert parts[2].startswith("Therefore, the request for")
    assert draft.text.replace("\n", " ") == " ".join(s.text for s in draft.sentences)
