"""A model that lies, floods or stalls: nothing wrong is shown, nothing hangs, each item has a draft."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from assistant.configured import configured_model
from assistant.export.as_json import review_json
from assistant.intake import case_from_text, read_case
from assistant.library import Library
from assistant.results import Review
from assistant.review import Tools, review_case
from assistant.samples import sample_text
from evals.gold import gold_source
from tests.e2e.lying_server import LIES, LyingServer, honest, lied_to, printed, saying

_LONGEST = 8.0  # seconds: deadline of three, and the review around it
_WORKERS = case_from_text(sample_text("work-hardening.txt"), "work-hardening.txt")
_FOUR_ITEMS = case_from_text(sample_text("back-and-knee.txt"), "back-and-knee.txt")
_MARKS = (
    "1999",
    "2031",
    "contralateral",
    "full recovery",
    "forty sessions",
    "pipe fitter",
    "You must",
    "script",
    "onerror",
    "javascript",
    "trust me",
    "Z9",
)


def tools(library: Library, server: LyingServer, **more: object) -> Tools:
    return Tools(library, configured_model(lied_to(server, **more)))


def drafts(review: Review) -> list[str]:
    return [i.draft.text for i in review.items if i.draft]


@pytest.mark.parametrize("lie", sorted(LIES))
def test_every_lie_ends_with_the_grounded_draft_and_a_reason(
    lie: str, library: Library, server: LyingServer
) -> None:
    server.teller = LIES[lie]
    plain = review_case(_WORKERS, Tools(library))
    started = time.monotonic()

    review = review_case(_WORKERS, tools(library, server))

    assert time.monotonic() - started < _LONGEST
    assert server.log, "the endpoint was asked"
    assert drafts(review) == drafts(plain)
    assert [i.evaluation for i in review.items] == [i.evaluation for i in plain.items]
    item = review.items[0]
    assert item.draft is not None
    assert item.draft.drafter == "grounded"
    assert item.note.endswith("The grounded drafter wrote this draft instead.")
    assert len(item.note) < 400
    assert item.provenance is not None
    assert item.provenance.outcome in ("withheld", "failed")
    # the account names what was complained of; the draft and the note never repeat the lie
    assert not [mark for mark in _MARKS if mark in item.draft.text + item.note + printed(review)]


def test_an_honest_draft_is_shown_with_its_account(library: Library, server: LyingServer) -> None:
    review = review_case(
        _WORKERS, tools(library, server, model_price_in="2", model_price_out="8", keep_sent_text=True)
    )

    item = review.items[0]
    assert item.draft is not None
    assert (item.draft.drafter, item.note, item.checks.errors) == ("liar", "", ())
    account = item.provenance
    assert account is not None
    assert (account.outcome, account.revisions, account.requests) == ("shown", 0, 1)
    assert (account.prompt_tokens, account.answer_tokens) == (1000, 200)
    assert str(account.cost) == "0.003600"
    assert len(account.sent_sha256) == len(account.sent) == 1
    assert account.prompts["draft_rationale"].startswith("sha256:")
    printed = review_json(review)["items"][0]["draft"]["provenance"]
    assert printed["outcome"] == "shown"
    assert printed["cost"] == 0.0036


def test_every_sentence_of_four_honest_drafts_is_shown(library: Library, server: LyingServer) -> None:
    review = review_case(_FOUR_ITEMS, tools(library, server))

    assert [i.draft.drafter if i.draft else None for i in review.items] == ["liar"] * 4


def test_honest_drafts_of_the_gold_cases_are_shown(library: Library, server: LyingServer) -> None:
    """What the checker and the tracing refuse of a model that only says what it was given."""
    outcomes: Counter[str] = Counter()
    refused: list[str] = []
    for gold in gold_source().cases[::3]:
        for item in review_case(read_case(gold.document), tools(library, server, revisions=0)).items:
            if item.provenance is not None and item.provenance.requests:
                outcomes[item.provenance.outcome] += 1
                refused += [f"{gold.name}: {finding}" for finding in item.provenance.findings]

    assert outcomes["shown"] >= 0.9 * outcomes.total() > 20, refused


def test_a_lie_that_is_mended_is_shown_after_a_revision(library: Library, server: LyingServer) -> None:
    answers = iter([LIES["wrong dates"], saying(lambda told: told)])
    server.teller = lambda request: next(answers)(request)

    item = review_case(_WORKERS, tools(library, server)).items[0]

    assert item.draft is not None
    assert item.draft.drafter == "liar"
    assert item.provenance is not None
    assert (item.provenance.revisions, item.provenance.requests) == (1, 2)
    assert any("date" in finding for finding in item.provenance.findings)
    assert "1999" not in item.draft.text


@pytest.mark.parametrize("failure", ["a stall", "wrong key", "429 storm", "connection cut"])
def test_an_endpoint_that_failed_is_not_asked_again_for_the_next_item(
    failure: str, library: Library, server: LyingServer
) -> None:
    server.teller = LIES[failure]
    started = time.monotonic()

    review = review_case(_FOUR_ITEMS, tools(library, server, model_retries=0))

    assert len(server.log) == 1
    assert time.monotonic() - started < _LONGEST
    assert len({i.note for i in review.items}) == 1
    assert [i.draft.drafter if i.draft else None for i in review.items] == ["grounded"] * 4


def test_a_later_review_asks_the_endpoint_again(library: Library, server: LyingServer) -> None:
    mended = tools(library, server, model_retries=0)
    server.teller = LIES["wrong key"]
    review_case(_WORKERS, mended)
    server.teller = saying(lambda told: told)

    item = review_case(_WORKERS, mended).items[0]

    assert item.draft is not None
    assert item.draft.drafter == "liar"


def test_an_endpoint_that_is_not_there_is_named(library: Library, server: LyingServer) -> None:
    drafter = configured_model(lied_to(server, base_url="http://127.0.0.1:9/v1", model_retries=0))

    item = review_case(_WORKERS, Tools(library, drafter)).items[0]

    assert item.note.startswith("The model endpoint http://127.0.0.1:9/v1 cannot be reached")
    assert item.draft is not None


def test_all_rounds_of_a_draft_end_by_one_deadline(library: Library, server: LyingServer) -> None:
    def slow_liar(request: dict[str, object]) -> object:
        time.sleep(0.7)
        return LIES["wrong dates"](request)

    server.teller = slow_liar  # type: ignore[assignment]
    started = time.monotonic()

    review = review_case(_WORKERS, tools(library, server, model_deadline=1.0, revisions=5))

    assert time.monotonic() - started < 3.0
    assert "whole answer" in review.items[0].note


def test_what_the_server_reads_is_only_what_the_review_found(library: Library, server: LyingServer) -> None:
    review_case(_WORKERS, tools(library, server))

    assert len(server.log) == 1
    assert "off work" not in server.log[0]  # no criterion asks for it, so the record's sentence stays here
    assert honest(server.log[0]) is not None
