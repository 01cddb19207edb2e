"""The pipeline on the sample cases: statuses, draft, check, determinism, dependence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.case import Case
from assistant.export.as_json import dumps, review_json
from assistant.intake import case_from_text
from assistant.results import CheckReport, Finding, Review, Severity, Verdict
from assistant.review import Step, Tools, review_case
from knowledge.model import Decision, Status


@pytest.fixture(scope="module")
def reviewed(back_and_knee: Case, tools: Tools) -> Review:
    return review_case(back_and_knee, tools)


def test_the_two_year_limit_is_not_met_with_both_dates_quoted(work_hardening: Case, tools: Tools) -> None:
    item = review_case(work_hardening, tools).items[0]
    assert item.evaluation is not None
    limit = item.evaluation.result("within-two-years")
    quotes = " ".join(e.quote.text for e in item.evidence.by_keys(limit.trace.keys))
    assert limit.status is Status.NOT_MET
    assert "3 years, 1 month and 13 days" in limit.trace.why
    assert "03/02/2012" in quotes
    assert "04/15/2015" in quotes
    assert item.evaluation.recommendation is Decision.UPHELD


def test_what_the_record_does_not_say_is_not_documented(work_hardening: Case, tools: Tools) -> None:
    item = review_case(work_hardening, tools).items[0]
    assert item.evaluation is not None
    assert item.evaluation.result("return-to-work-goal").status is Status.NOT_DOCUMENTED
    assert "return-to-work-goal" in item.evaluation.missing


def test_every_quote_is_verbatim(reviewed: Review) -> None:
    text = reviewed.case.document.text
    for item in reviewed.items:
        for evidence in item.evidence.evidence:
            assert text[evidence.quote.start : evidence.quote.end] == evidence.quote.text


def test_every_shown_draft_has_passed_and_names_its_request(reviewed: Review) -> None:
    for item in reviewed.items:
        assert item.draft is not None
        assert item.checks.passed
        assert item.item.treatment.lower() in item.draft.text.lower()


def test_every_support_of_a_sentence_resolves(reviewed: Review) -> None:
    for item in reviewed.items:
        assert item.draft is not None
        assert item.evaluation is not None
        known = {e.key for e in item.evidence.evidence} | {p.key for p in item.passages} | {"R"}
        known |= {f"C{n}" for n in range(1, len(item.evaluation.results) + 1)}
        assert {key for s in item.draft.sentences for key in s.supports} <= known
        assert all(s.supports for s in item.draft.sentences)


def test_every_quote_that_a_draft_names_stands_beside_it_in_json(
    reviewed: Review, back_and_knee: Case
) -> None:
    for item in review_json(reviewed)["items"]:
        named = {key for part in item["draft"]["sentences"] for key in part["supports"] if key[0] == "E"}
        quotes = {e["key"]: e for e in item["draft"]["evidence"]}
        assert set(quotes) == named
        for quote in quotes.values():
            text = back_and_knee.document.text[quote["start"] : quote["end"]]
            assert text == quote["quote"]


def test_the_same_case_gives_the_same_bytes(back_and_knee: Case, tools: Tools, reviewed: Review) -> None:
    assert dumps(review_json(review_case(back_and_knee, tools))) == dumps(review_json(reviewed))


def test_the_steps_are_shown_in_order(work_hardening: Case, tools: Tools) -> None:
    steps: list[Step] = []
    review_case(work_hardening, replace(tools, on_step=steps.append))
    names = list(dict.fromkeys(step.name for step in steps))
    assert names == ["family", "guideline", "criteria", "precedents", "draft", "check", "done"]


def test_a_draft_that_the_checker_refuses_is_withheld_with_its_findings(
    work_hardening: Case, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding("TST01", Severity.ERROR, 0, 10**6, "all", Verdict.CONTRADICTED, "refused by the test")
    monkeypatch.setattr("assistant.review.check_draft", lambda *_: CheckReport((finding,)))
    item = review_case(work_hardening, tools).items[0]
    assert item.draft is None
    assert item.withheld is not None
    assert item.checks.findings == (finding,)


def test_an_item_without_a_known_treatment_recommends_nothing(tools: Tools) -> None:
    case = case_from_text(
        "Case Number: T-1\nDate of Injury: 11/01/2016\nUR Denial Date: 12/01/2016\n\n"
        "CLINICAL CASE SUMMARY\nThe worker is a 30 year old male with knee pain since 11/01/2016.\n\n"
        "DISPUTED ITEMS\n1. Zorblax for the aura\n"
    )
    item = review_case(case, tools).items[0]
    assert item.family is None
    assert item.evaluation is None
    assert item.draft is not None
    assert "the reviewer decides" in item.draft.text
